"""The `companion` check: windows, overlap, what was said earlier, excuses, and where the finding stands."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from carelint.annotated import Annotated, Mention, Notes
from carelint.checks.companion import Companion
from carelint.model import Conversation, Role, Turn

_START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
_ROLES: dict[str, Role] = {"c": "customer", "a": "agent", "b": "bot"}

Found = tuple[int, str]


def _annotated(*lines: str, seconds: int = 60) -> Annotated:
    """A conversation of lines such as “c: kettle late”: each word is a signal of its name and a content word."""
    turns, notes = [], []
    for number, line in enumerate(lines):
        role, text = line.split(": ", 1)
        turns.append(Turn(_ROLES[role], text, at=_START + timedelta(seconds=seconds * number)))
        notes.append(_Words(text))
    return Annotated(Conversation("x", tuple(turns)), tuple(notes))


class _Words(Notes):
    """Notes in which every word is a signal, and a word with a full stop ends a sentence."""

    def __init__(self, text: str) -> None:
        self._mentions: dict[str, tuple[Mention, ...]] = {}
        self._ends: list[tuple[int, int]] = []
        opened = 0
        for match in re.finditer(r"(\w+)(\.?)", text):
            mention = Mention(match[1], match.start(1), match.end(1), len(self._ends))
            self._mentions[match[1]] = (*self._mentions.get(match[1], ()), mention)
            if match[2] or match.end() == len(text):
                self._ends.append((opened, match.end()))
                opened = match.end() + 1

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        return tuple(self._ends)

    @property
    def content(self) -> frozenset[str]:
        return frozenset(self._mentions)

    @property
    def possible(self) -> frozenset[str]:
        return frozenset(self._mentions)

    def mentions_of(self, signal: str) -> tuple[Mention, ...]:
        return self._mentions.get(signal, ())


def _check(**settings: Any) -> Companion:
    with_ = {"signal": "sorry", **settings.pop("with_", {})}
    return Companion.model_validate({"each": {"signal": "late", "speaker": "customer"}, "with": with_, **settings})


def _found(check: Companion, annotated: Annotated) -> list[Found]:
    return [(m.turn, annotated.text(m.turn)[m.start : m.end]) for m in check.find(annotated)]


@pytest.mark.parametrize(
    ("within", "lines", "found"),
    [
        ("burst", ["c: late", "a: sorry"], []),
        ("burst", ["c: late", "a: hello", "a: sorry"], []),
        ("burst", ["c: late", "a: hello", "c: well", "a: sorry"], [(0, "late")]),
        ("burst", ["c: late", "b: sorry", "a: hello"], [(0, "late")]),
        ("2 bursts", ["c: late", "a: hello", "c: well", "a: sorry"], []),
        ("2 bursts", ["c: late", "a: one", "c: well", "a: two", "c: so", "a: sorry"], [(0, "late")]),
        ("turn", ["c: late", "a: hello", "a: sorry"], [(0, "late")]),
        ("2 turns", ["c: late", "a: hello", "a: sorry"], []),
        ("60 seconds", ["c: late", "a: sorry"], []),
        ("59 seconds", ["c: late", "a: sorry"], []),
        ("120 seconds", ["c: late", "a: hello", "a: sorry"], []),
        ("119 seconds", ["c: late", "a: hello", "a: sorry"], [(0, "late")]),
        ("conversation", ["a: sorry", "c: late", "a: hello"], []),
        ("burst", ["a: sorry", "c: late", "a: hello"], [(1, "late")]),
    ],
)
def test_the_companion_must_stand_in_the_window(within: str, lines: list[str], found: list[Found]) -> None:
    assert _found(_check(with_={"within": within}), _annotated(*lines)) == found


def test_the_same_sentence_is_a_window_of_its_own() -> None:
    check = Companion.model_validate({"each": {"signal": "will"}, "with": {"signal": "today", "within": "sentence"}})
    assert _found(check, _annotated("a: i will today. we go.")) == []
    assert [m.start for m in check.find(_annotated("a: i will today. we will go."))] == [17]
    assert _found(check, _annotated("a: i will go. today.")) == [(0, "will")]


@pytest.mark.parametrize(
    "lines", [["c: late"], ["a: hello", "c: late"], ["c: late", "b: sorry"], ["c: soon", "a: hello"]]
)
def test_nothing_is_judged_where_nobody_answered_or_nothing_was_said(lines: list[str]) -> None:
    assert _found(_check(report="with"), _annotated(*lines)) == []


@pytest.mark.parametrize(("report", "found"), [("each", [(0, "late")]), ("with", [(1, "hello there.")])])
def test_the_finding_stands_at_the_mention_or_where_its_companion_is_missing(report: str, found: list[Found]) -> None:
    annotated = _annotated("c: so late", "a: hello there. what is it", "a: bye")
    check = _check(report=report)
    assert _found(check, annotated) == found
    assert [m.values for m in check.find(annotated)] == [{"found": "late"}]


@pytest.mark.parametrize(
    ("per", "found"),
    [
        ("mention", [(0, "late"), (0, "late"), (1, "late"), (3, "late")]),
        ("turn", [(0, "late"), (1, "late"), (3, "late")]),
        ("burst", [(0, "late"), (3, "late")]),
        ("conversation", [(0, "late")]),
    ],
)
def test_per_keeps_the_first(per: str, found: list[Found]) -> None:
    assert _found(_check(per=per), _annotated("c: late late", "c: late", "a: hello", "c: late", "a: bye")) == found


@pytest.mark.parametrize(
    ("earlier", "lines", "found"),
    [
        (True, ["c: hi", "a: sorry", "c: late", "a: hello"], []),
        (True, ["c: sorry", "a: hello", "c: late", "a: hello"], [(2, "late")]),
        (True, ["c: late", "a: hello", "c: well", "a: sorry"], [(0, "late")]),
        (False, ["c: hi", "a: sorry", "c: late", "a: hello"], [(2, "late")]),
    ],
)
def test_what_was_said_earlier_may_do(earlier: bool, lines: list[str], found: list[Found]) -> None:
    assert _found(_check(with_={"earlier": earlier}), _annotated(*lines)) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["c: late kettle lid", "a: kettle lid"], []),
        (["c: late kettle lid", "a: kettle"], [(0, "late")]),
        (["c: kettle", "c: late lid", "a: which lid", "a: kettle"], []),
        (["c: late terminated refund", "a: termination refund"], []),
        (["c: late account kettle", "a: account kettle"], [(0, "late")]),
    ],
)
def test_shared_words_may_stand_in(lines: list[str], found: list[Found]) -> None:
    assert _found(_check(with_={"overlap": 2, "common": ["account"]}), _annotated(*lines)) == found


@pytest.mark.parametrize(
    ("unless", "found"),
    [
        ({"signal": "but", "within": "turn"}, []),
        ({"signal": "fixed", "speaker": "agent"}, []),
        ({"signal": "fixed"}, [(0, "late")]),
        ({"signal": "never"}, [(0, "late")]),
    ],
)
def test_an_excuse_settles_it(unless: dict[str, str], found: list[Found]) -> None:
    assert _found(_check(unless=unless), _annotated("c: late but", "a: fixed")) == found


@pytest.mark.parametrize(
    ("lines", "reason"), [(["a: sorry"], "no customer turn"), (["a: hello", "c: hi"], None), (["c: hi"], None)]
)
def test_a_draft_without_the_customer_is_skipped(lines: list[str], reason: str | None) -> None:
    assert _check().missing(_annotated(*lines)) == reason


def test_the_signals_are_those_of_each_with_and_unless() -> None:
    check = _check(unless={"signal": ["fixed", "but"]}, when={"signal": "hello"})
    assert sorted(check.signals()) == ["but", "fixed", "hello", "late", "sorry"]
