"""Macro libraries in YAML: which macros they hold, where every text stands, what is wrong, and what is no library."""

from pathlib import Path

import pytest

from carelint.errors import ReadError
from carelint.model import Conversation, Ignore
from carelint.readers import ReadOptions, read, walk

WORD = "needle"


def found(text: str, options: ReadOptions | None = None) -> list[Conversation | str]:
    """Give the conversations of a file, and its errors as they are printed."""
    return [
        str(one) if isinstance(one, ReadError) else one for one in read("a.yaml", options, text.encode("utf-8-sig"))
    ]


def macros(text: str) -> list[Conversation]:
    assert all(isinstance(one, Conversation) for one in found(text)), found(text)
    return [one for one in found(text) if isinstance(one, Conversation)]


def texts(text: str) -> list[tuple[str, str]]:
    return [(one.id, one.turns[0].text) for one in macros(text)]


def pointed(text: str) -> list[str]:
    """Give what stands in the file where each needle is said to stand."""
    lines = text.replace("\r\n", "\n").split("\n")
    shown = []
    for one in macros(text):
        turn = one.turns[0]
        at = -1
        while (at := turn.text.find(WORD, at + 1)) >= 0:
            start, end = turn.place.region(turn.text, at, at + len(WORD))
            assert start.line == end.line
            shown.append(lines[start.line - 1][start.column - 1 : end.column - 1])
    return shown


@pytest.mark.parametrize(
    "library",
    [
        "- {title: A, text: one}\n- title: B\n  text: two\n",
        "macros:\n- {title: A, text: one}\n- title: B\n  body: two\n",
        "version: 1\ncanned_responses:\n  - {title: A, response: one}\n  - {name: B, reply: two}\n",
        "A: {text: one}\nB:\n  content: two\n",
        "saved_replies:\n  A: {message: one}\n  B: {text: two, title: Other}\n",
        "title: A\ntext: one\n---\ntitle: B\ntext: two\n",
        "- {title: A, text: one}\n---\nmacros:\n  - {shortcut: B, html: <p>two</p>}\n",
    ],
)
def test_forms_of_libraries(library: str) -> None:
    assert texts(library) == [("A", "one"), ("B", "two")]
    assert {one.kind for one in macros(library)} == {"macro"}


def test_what_is_known_of_a_macro() -> None:
    text = "- id: 7\n  title: Refund\n  channel: email\n  tags: [a, b]\n  active: no\n  language: en\n  text: Hi\n"
    (one,) = macros(text)
    about = {"title": "Refund", "tags": ["a", "b"], "active": "no", "language": "en"}
    assert (one.id, one.channel, one.kind, dict(one.metadata)) == ("7", "email", "macro", about)
    assert one.turns[0].place.pointer == "/0/text"


def test_premade_responses_of_osticket() -> None:
    text = (
        "-\n  isenabled: 1\n  title: Sample\n  response: |\n    Hi %{ticket.name.first},\n    <br>\n    <br>\n"
        "    Needle is a needle.\n    <br>\n  notes: ''\n"
    )
    assert texts(text) == [("Sample", "Hi %{ticket.name.first},\n\nNeedle is a needle.")]
    assert pointed(text) == [WORD]


def test_several_texts_of_one_macro() -> None:
    text = "- title: A\n  bodies:\n    email: a needle\n    chat: {html: 'a <b>needle</b>'}\n"
    shown = [(one.id, one.channel, one.turns[0].text, one.turns[0].place.pointer) for one in macros(text)]
    assert shown == [
        ("A/email", "email", "a needle", "/0/bodies/email"),
        ("A/chat", "chat", "a needle", "/0/bodies/chat/html"),
    ]
    assert pointed(text) == [WORD] * 2


def test_a_conversation_reads_as_in_json() -> None:
    text = "id: 1\nchannel: email\nturns:\n- {role: customer, text: Help}\n- role: agent\n  text: a needle\n"
    assert macros(text + "data: {a: b}\n")[0].turns == macros(text)[0].turns
    (one,) = macros(text)
    assert (one.id, one.channel, one.kind) == ("1", "email", "transcript")
    assert [(turn.role, turn.text, turn.place.locate(turn.text, 2)) for turn in one.turns] == [
        ("customer", "Help", (4, 28)),
        ("agent", "a needle", (6, 11)),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("scalar", "said"),
    [
        ("a needle", "a needle"),
        ("a 😀\n    needle\n\n    needle # needle", "a 😀 needle\nneedle"),
        ("'it''s\n\n\n    a ''needle'''", "it's\n\na 'needle'"),
        ('"\\u00e9 \\x41\\t\\"needle\\" \\U0001F600needle\\\n    \\ needle  \n    needle"',
         'é A\t"needle" 😀needle needle needle'),
        ("|\n    a\n      needle\n\n    \tneedle\n\n", "a\n  needle\n\n\tneedle\n"),
        ("|-\n    a # needle\n\n", "a # needle"),
        ("|+ # needle\n    needle\n\n", "needle\n\n\n"),
        ("|2-\n     needle\n    a", " needle\na"),
        (">\n    a\n    needle\n\n    needle\n      needle\n    needle\n", "a needle\nneedle\n  needle\nneedle\n"),
        (">2+\n     needle\n    needle\n\n", " needle\nneedle\n\n\n"),
        ("!!str &x needle", "needle"),
        ("\n    needle", "needle"),
    ],
)  # fmt: skip
def test_styles(scalar: str, said: str, end: str) -> None:
    text = f"macros:\n  - title: A\n    text: {scalar.replace(chr(10), chr(10) + '  ')}\n    x: y\n"
    assert texts(text.replace("\n", end)) == [("A", said)]
    assert pointed(text.replace("\n", end)) == [WORD] * said.count(WORD)


COMMENTS = """\
# carelint: ignore nobody -- above the list
macros:
# carelint: ignore above, above-too -- house style
# and why
- title: A  # carelint: ignore behind
  # carelint: ignore inside
  text: |  # carelint: ignore header
    # carelint: ignore text
    Hi
  # carelint: ignore end
# carelint: ignore next
- {title: B, text: "# carelint: ignore quoted"}

# carelint: ignore apart

- title: C
  text: plain
    # carelint: ignore not
other: x # carelint: ignore else
"""


def test_comments_that_turn_rules_off() -> None:
    shown = {one.id: one.ignores for one in macros(COMMENTS.replace("    # carelint: ignore not\n", ""))}
    assert shown == {
        "A": (
            Ignore(("above", "above-too"), 3, "house style"),
            Ignore(("behind",), 5),
            Ignore(("inside",), 6),
            Ignore(("header",), 7),
            Ignore(("end",), 10),
        ),
        "B": (Ignore(("next",), 11),),
        "C": (),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- {title: A, text: one}\n- title: B\n  text: one\n  text: two\n- {title: C, text: x}\n",
         ["A", 'a.yaml:4:3: duplicate key "text"', "C"]),
        ("- {title: A, text: &a one}\n- {title: B, text: *a}\n- {title: C, text: x}\n",
         ["A", "a.yaml:2:20: aliases are not allowed here; write the value out", "C"]),
        ("- {title: A, text: one}\n- just text\n",
         ["A", "a.yaml:2:3: a macro must be a mapping, not a text"]),
        ("- {title: A, text: one}\n- title: B\n  text: ' '\n", ["A", "a.yaml:3:10: text is empty (at /1/text)"]),
        ("- {title: A, text: one}\n- title: B\n  text: Re: hello\n- {title: C, text: x}\n",
         ["A", 'a.yaml:3:11: found ": hello": a second ":" in one value, or a wrong indentation: '
          'quote text that contains ": "']),
        ("- title: A\n  notes: none\n",
         ["a.yaml:1:3: a macro has no text; accepted: text, body, message, content, html, body_html, content_html; "
          "found: title, notes"]),
        ("- title: A\n  text: a\x07\n", ["a.yaml:2:10: the character U+0007 is not allowed in YAML: remove it"]),
        ("[" * 60 + "]" * 60,
         ["a.yaml:1:51: more than 50 levels deep; the rest of the file is not read"]),
        ("A: {text: one}\nA: {text: two}\n", ['a.yaml:2:1: duplicate key "A"']),
        ("rules:\n  - a\nlevel: 2\n",
         ["a.yaml:1:1: holds no macro; expected a list of macros, a mapping from ids to macros, or one of these under "
          "macros:, each a mapping with a text (text, body, content, message, response, html ...)"]),
        ("? [a]\n: b\n", ["a.yaml:1:3: a key must be a text"]),
    ],
)  # fmt: skip
def test_faults(text: str, expected: list[str]) -> None:
    assert [one if isinstance(one, str) else one.id for one in found(text)] == expected


def test_many_aliases_are_no_bomb() -> None:
    text = "a: &a [x, x]\n" + "".join(f"a{n}: &a{n} [*a, *a]\n" for n in range(20_000))
    assert all(isinstance(one, str) for one in found(text))


LIBRARY = "- title: A\n  text: Hi\n"


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("macros.yaml", LIBRARY, True),
        ("macros.yml", "greet:\n  text: |\n    Hi\n" + "    and on\n" * 2000, True),
        ("broken.yaml", LIBRARY + "- title: B\n  text: Re: hello\n", True),
        ("one.yaml", "title: A\ntext: Hi\n---\ntitle: B\ntext: Ho\n", True),
        ("carelint.yaml", "rules_dirs: [rules]\nroles:\n  agent: [a]\nrules:\n  x: {severity: warning}\n", False),
        ("rule.yaml", "title: A\nseverity: warning\ncheck: {count: {max: 1}}\nmessage: said\nadvice: x\n", False),
        ("ci.yml", "name: CI\non: [push]\njobs:\n  test:\n    runs-on: x\n    steps:\n      - run: y\n", False),
        ("compose.yaml", "services:\n  web:\n    image: x\n", False),
        ("list.yaml", "- a\n- b\n", False),
        ("empty.yaml", "", False),
    ],
)
def test_folders_give_libraries_only(name: str, text: str, wanted: bool, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert list(walk([str(tmp_path)])) == ([str(tmp_path / name)] if wanted else [])
    assert list(walk([str(tmp_path / name)])) == [str(tmp_path / name)]


def test_the_examples_are_passed_over() -> None:
    examples = Path(__file__).parents[2] / "examples"
    yaml = [path for path in walk([str(examples)]) if str(path).endswith((".yaml", ".yml"))]
    assert [path for path in yaml if "/macros/" not in str(path)] == []
