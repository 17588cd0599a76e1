from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from carelint import strict_yaml
from carelint.errors import Fault, FaultyYamlError
from carelint.strict_yaml import MAX_SIZE, load

LOADERS = dict.fromkeys([getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader])


@pytest.fixture(params=LOADERS, ids=lambda loader: str(loader.__name__), autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "_LOADER", request.param)


def faults(text: str) -> list[str]:
    with pytest.raises(FaultyYamlError) as caught:
        load(text, "f")
    return [str(fault) for fault in caught.value.faults]


def test_only_true_false_nothing_and_plain_decimals_are_not_text() -> None:
    text = """\ufeff
yes-no: [yes, no, on, off, y, True, FALSE]
booleans: [true, false, "true"]
nothing: [null, ~, , Null]
numbers: [0, -3, 1.5, -0.25, .5, 1.0e3]
text: [2026-11-21, 010, 12:30, 1_000, 0x10, +44, 1., 1e3, 1.0e999, .inf, .nan, 99999999999999999999]
lines: |
  one
  two
""".replace("~, , Null", "~, Null")
    assert load(text, "f").data == {
        "yes-no": ["yes", "no", "on", "off", "y", "True", "FALSE"],
        "booleans": [True, False, "true"],
        "nothing": [None, None, "Null"],
        "numbers": [0, -3, 1.5, -0.25, 0.5, 1000.0],
        "text": [
            *("2026-11-21", "010", "12:30", "1_000", "0x10", "+44", "1.", "1e3", "1.0e999", ".inf", ".nan"),
            "99999999999999999999",
        ],
        "lines": "one\ntwo\n",
    }


@pytest.mark.parametrize(
    ("text", "data"), [("", None), ("# only a comment\n", None), ("---\nx\n...\n", "x"), ("[]", [])]
)
def test_small_documents(text: str, data: object) -> None:
    assert load(text, "f").data == data


Keys = list[list[str | int]]


def test_positions() -> None:
    document = load("a: 1\nb:\n  - {c: é, d: x}\n  - 'y'\n", "f")
    values: Keys = [[], ["a"], ["b"], ["b", 0], ["b", 0, "d"], ["b", 1]]
    assert [document.position(keys) for keys in values] == [(1, 1), (1, 4), (3, 3), (3, 5), (3, 15), (4, 5)]
    named: Keys = [["a"], ["b"], ["b", 0, "d"], ["b", 1]]
    assert [document.position(keys, key=True) for keys in named] == [(1, 1), (2, 1), (3, 12), (4, 5)]
    absent: Keys = [["z"], ["b", 7, "q"], ["b", 0, "q"], ["a", "q"]]
    assert [document.position(keys) for keys in absent] == [(1, 1), (3, 3), (3, 5), (1, 4)]
    assert document.fault("wrong", ["b", 0, "d"], key=True) == Fault("f", 3, 12, "wrong")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: xyz", (1, 6)),
        ("a: 'xyz'", (1, 7)),
        ('a: "xyz"  # note', (1, 7)),
        ("a: [é, xyz]", (1, 4)),
        ("a: '🍎 xyz'", (1, 7)),
        ("a: 'x''yz'", (1, 4)),
        ('a: "x\\u0079z"', (1, 4)),
        ("a: xyz\n  abc", (1, 4)),
        ("a: |\n  xyz", (1, 4)),
    ],
)
def test_a_fault_points_at_a_character_where_the_text_is_written_as_it_is(text: str, place: tuple[int, int]) -> None:
    assert load(text, "f").fault("wrong", ["a"], offset=2) == Fault("f", *place, "wrong")


def test_parts_keep_their_positions() -> None:
    part = load("a:\n  b: [x, y]\n", "f").part(["a", "b"])
    assert (part.data, part.path, part.position([1])) == (["x", "y"], "f", (2, 10))
    with pytest.raises(KeyError):
        part.part([2])


def test_all_faults_come_at_once() -> None:
    text = "a: &x [*x]\n<<: {c: 1}\non: 1\n12:30: x\n'12': fine\n1: !t 2\nnull: y\na: 3\n\tb: 1\n"
    assert faults(text) == [
        "f:1:4: anchors are not allowed here; write the value out where it is needed",
        "f:1:8: aliases are not allowed here; write the value out",
        "f:2:1: merge keys are not allowed here; write the keys out",
        'f:3:1: the key on could be read as a boolean, a number or a date: quote it ("on")',
        'f:4:1: the key 12:30 could be read as a boolean, a number or a date: quote it ("12:30")',
        'f:6:1: the key 1 could be read as a boolean, a number or a date: quote it ("1")',
        'f:6:4: the tag "!t" is not allowed here: quote text that begins with "!"',
        'f:7:1: the key null could be read as a boolean, a number or a date: quote it ("null")',
        'f:8:1: duplicate key "a" (first on line 1)',
        "f:9:1: found a tab: indent with spaces",
    ]


NEXT_KEY = "expected the next key: check the indentation and quotes of this line"
COLON = 'a second ":" in one value, or a wrong indentation: quote text that contains ": "'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: b: c", f'f:1:5: found ": c": {COLON}'),
        ("x: 1\na:\n\t- x", "f:3:1: found a tab: indent with spaces"),
        ("a:\n  - 'x\n  - y", "f:2:5: found the end of the text: the quoted text is never closed"),
        ("a: [1,\n 2", 'f:1:4: found the end of the text: expected "," or "]": the list in brackets is not closed'),
        ("{a: 1", 'f:1:1: found the end of the text: expected "," or "}": the mapping in braces is not closed'),
        ("a:\n  b: 1\n c: 2", f'f:3:2: found "c: 2": {NEXT_KEY} (it begins on line 1)'),
        ('a: "x" y', f'f:1:8: found "y": {NEXT_KEY}'),
        ("@x: 1", 'f:1:1: found "@x: 1": this character cannot begin a value: quote the text'),
        (
            "- a\nb: 1",
            'f:2:1: found "b: 1": expected the next "- " of the list: check the indentation (it begins on line 1)',
        ),
        ("a: ]", 'f:1:4: found "]": expected a value'),
        ("a: &* x", 'f:1:5: found "* x": anchors and aliases are not allowed here: quote the text'),
        ("a: !e!x y", 'f:1:4: found "!e!x y": tags are not allowed: quote text that begins with "!"'),
        (
            "a: !!python/object:os.system x",
            'f:1:4: the tag "tag:yaml.org,2002:python/object:os.system" is not allowed here: '
            'quote text that begins with "!"',
        ),
        ("a\n---\nb", "f:2:1: a second document begins here: write one document per file"),
        ("? [a]\n: b", "f:1:3: a key must be text, not a list or a mapping"),
        ("*a : 1", "f:1:1: aliases are not allowed here; write the value out"),
        ("a:\n  b\0", "f:2:4: the character U+0000 is not allowed in YAML: remove it"),
        ("a\ud800", "f:1:2: the character U+D800 is not allowed in YAML: remove it"),
        ("x" * (MAX_SIZE + 1), "f: the file has 1,000,001 characters: at most 1,000,000 are allowed"),
        ("[" * 100_000, "f:1:51: nested more than 50 levels deep"),
        ("- " * 100_000, "f:1:101: nested more than 50 levels deep"),
        ("{a: " * 100_000, "f:1:201: nested more than 50 levels deep"),
    ],
    ids=lambda value: value[:20].encode("unicode_escape").decode(),
)
def test_single_faults(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_fifty_levels_are_allowed() -> None:
    assert load("[" * 50 + "]" * 50, "f").position([0] * 49) == (1, 50)


def test_a_bomb_is_refused_where_it_is_laid() -> None:
    lines = [
        "a: &a [x]",
        *(f"{name}: &{name} [{', '.join(['*' + before] * 9)}]" for before, name in ("ab", "bc", "cd")),
    ]
    assert faults("\n".join(lines))[:2] == [
        "f:1:4: anchors are not allowed here; write the value out where it is needed",
        "f:2:4: anchors are not allowed here; write the value out where it is needed",
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab1:-?[]{},&*!|>'\"%@`#~<.\\ \t\r\n\x85\u2028\ufeffé\0"), max_size=40))
def test_any_text_gives_data_or_faults_in_the_text(text: str) -> None:
    for strict_yaml._LOADER in LOADERS:
        found: list[Fault] = []
        try:
            load(text, "f")
        except FaultyYamlError as error:
            found = [*error.faults]
        assert [
            fault for fault in found if not (fault.line > 0 and fault.column > 0 and fault.what.isprintable())
        ] == []
