"""`carelint convert`: what is read back is what was read; files appear whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelint.model import CHANNELS, KINDS, ROLES, STATUSES, Conversation, Customer, Place, Turn
from carelint.readers import read
from carelint.readers.native import native_line

from .cli_runner import run

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LOG = "[2026-05-04 10:02] Ana (agent): Hi Bo, it's Ana.\n[2026-05-04 10:03] Bo (customer): Hello\nthere\n"
LINE = (
    '{"id": "a", "channel": "chat", "kind": "transcript", "agents": ["Ana"], "customer": {"name": "Bo"}, '
    '"turns": [{"role": "agent", "name": "Ana", "ts": "2026-05-04T10:02:00+00:00", "text": "Hi Bo, it\'s Ana."}, '
    '{"role": "customer", "name": "Bo", "ts": "2026-05-04T10:03:00+00:00", "text": "Hello\\nthere"}]}\n'
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def bare(conversation: Conversation) -> Conversation:
    """Without what only the source has: its places, its path, its comments."""
    turns = tuple(replace(turn, place=Place()) for turn in conversation.turns)
    return replace(conversation, turns=turns, path="", ignores=())


def conversations(path: str | Path) -> Iterator[Conversation]:
    for item in read(str(path)):
        assert isinstance(item, Conversation), item
        yield bare(item)


@pytest.mark.parametrize("path", [p for folder in ("chats", "drafts") for p in sorted((EXAMPLES / folder).iterdir())])
def test_an_example_comes_back_the_same(path: Path) -> None:
    assert run("convert", "--no-config", str(path), "-o", "out.jsonl").code == 0
    assert list(conversations("out.jsonl")) == list(conversations(path))


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).map(str.strip).filter(bool)
TIMES = st.none() | st.datetimes(datetime(1971, 1, 1), datetime(2190, 1, 1)).map(lambda t: t.replace(tzinfo=UTC))
TURNS = st.builds(
    Turn,
    role=st.sampled_from(ROLES),
    text=st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60).filter(lambda text: text.strip()),
    author=WORDS,
    at=TIMES,
    visibility=st.none() | st.just("public"),
    attachments=st.lists(WORDS.filter(lambda word: "," not in word), max_size=2).map(tuple),
    macro=WORDS | st.just(""),
)
CONVERSATIONS = st.builds(
    Conversation,
    id=WORDS,
    turns=st.lists(TURNS, min_size=1, max_size=4).map(lambda turns: (Turn("agent", "Hi", "Ana"), *turns)),
    channel=st.sampled_from(CHANNELS),
    kind=st.sampled_from(KINDS),
    status=st.none() | st.sampled_from(STATUSES),
    public=st.none() | st.booleans(),
    customer=st.builds(Customer, WORDS, WORDS, WORDS),
    agents=st.just(("Ana",)),
    metadata=st.dictionaries(WORDS, WORDS | st.integers() | st.lists(WORDS), max_size=3),
    opened_at=TIMES,
    closed_at=TIMES,
)


@given(CONVERSATIONS)
@settings(max_examples=150, deadline=None)
def test_what_is_known_is_kept(conversation: Conversation) -> None:
    first = conversation.turns[0]
    spoken = replace(
        first, at=datetime(2026, 5, 4, tzinfo=UTC), until=datetime(2026, 5, 4, tzinfo=UTC) + timedelta(0, 9)
    )
    whole = replace(conversation, turns=(spoken, *conversation.turns[1:]))
    Path("one.jsonl").write_text(native_line(whole) + "\n", encoding="utf-8")
    assert [replace(one, brands=()) for one in conversations("one.jsonl")] == [whole]


def test_the_native_line() -> None:
    Path("a.txt").write_text(LOG)
    answer = run("convert", "a.txt")
    assert (answer.code, answer.err) == (0, "")
    written, expected = Path("w.jsonl"), Path("e.jsonl")
    written.write_text(answer.out)
    expected.write_text(LINE)
    assert (
        list(conversations(written))
        == list(conversations(expected))
        == [replace(one, id="a") for one in conversations("a.txt")]
    )
    assert answer.out.count("\n") == 1


def test_a_broken_conversation_is_told_and_left_out() -> None:
    Path("b.jsonl").write_text('{"id": 1, "turns": 7}\n' + LINE)
    answer = run("convert", "b.jsonl", "-o", "out.jsonl")
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "b.jsonl:1:20: turns must be a list of messages, not a number (at /turns)",
        "1 written to out.jsonl",
    ]
    assert [one.id for one in conversations("out.jsonl")] == ["a"]


def test_strict_writes_nothing() -> None:
    Path("b.jsonl").write_text(LINE + '{"id": 1, "turns": 7}\n')
    Path("out.jsonl").write_text("old")
    answer = run("convert", "b.jsonl", "-o", "out.jsonl", "--strict")
    assert (answer.code, Path("out.jsonl").read_text(), sorted(p.name for p in Path().iterdir())) == (
        2,
        "old",
        ["b.jsonl", "out.jsonl"],
    )


def test_a_run_that_reads_nothing_leaves_what_an_earlier_one_wrote() -> None:
    Path("b.jsonl").write_text('{"id": 1, "turns": 7}\n')
    Path("out.jsonl").write_text("old")
    answer = run("convert", "b.jsonl", "-o", "out.jsonl")
    assert answer.err.splitlines() == [
        "b.jsonl:1:20: turns must be a list of messages, not a number (at /turns)",
        "nothing was written to out.jsonl: nothing could be read",
    ]
    assert (answer.code, answer.out, Path("out.jsonl").read_text()) == (2, "", "old")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name what to convert, as in: carelint convert export.zip -o export.jsonl"),
        (("gone.txt",), "gone.txt: no such file or folder"),
        (("a.txt", "-o", "a.txt"), "--output: the report would overwrite a.txt, which is to be checked"),
        (
            ("a.txt", "-o", "no/such/out.jsonl"),
            "--output: no/such/out.jsonl cannot be written: No such file or directory",
        ),
    ],
)
def test_what_cannot_be_done_is_told(arguments: tuple[str, ...], message: str) -> None:
    Path("a.txt").write_text(LOG)
    answer = run("convert", *arguments)
    assert (answer.code, answer.out, message in answer.err) == (2, "", True), answer.err
