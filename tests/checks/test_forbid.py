"""The `forbid` check: each mention, once per place, in the selected turns, unless excused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carelint.model import Visibility
from tests.checks.finding import faults, find
from tests.conftest import Annotate

TALK = "customer: apple\nagent: apple, apple. An apple\nagent: apple\ncustomer: pear\nagent: apple and pear"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, [(1, 0), (1, 7), (1, 17), (2, 0), (4, 0)]),
        ({"per": "sentence"}, [(1, 0), (1, 17), (2, 0), (4, 0)]),
        ({"per": "turn"}, [(1, 0), (2, 0), (4, 0)]),
        ({"per": "burst"}, [(1, 0), (4, 0)]),
        ({"per": "conversation"}, [(1, 0)]),
        ({"speaker": "customer"}, [(0, 0)]),
        ({"position": "last burst"}, [(4, 0)]),
        ({"after": "pear"}, [(4, 0)]),
        ({"unless": {"signal": "pear"}, "per": "burst"}, [(1, 0)]),
        ({"unless": {"signal": "pear", "within": "conversation"}}, []),
        ({"unless": {"signal": "plum"}, "per": "conversation"}, [(1, 0)]),
        ({"signal": ["pear", "apple"], "per": "mention", "position": "last turn"}, [(4, 0), (4, 10)]),
        ({"signal": "plum"}, []),
        ({"allowed": ["APP"]}, []),
        ({"signal": ["apple", "pear"], "allowed": ["pea"], "position": "last turn"}, [(4, 0)]),
        ({"in_public": "pear", "position": "last turn"}, [(4, 0)]),
    ],
)
def test_finds_mentions(annotate: Annotate, settings: dict[str, Any], expected: list[tuple[int, int]]) -> None:
    found = find(annotate(TALK), "forbid", **{"signal": "apple", **settings})
    assert [(match.turn, match.start) for match in found] == expected


def test_marks_the_very_words(annotate: Annotate) -> None:
    (match,) = find(annotate("agent: No apples, please"), "forbid", signal="apple")
    assert (match.start, match.end, match.values) == (3, 9, {"found": "apples"})


@pytest.mark.parametrize("text", ["agent:", "customer: apple", "note: apple", "system: apple", "bot: apple"])
def test_looks_at_agents_only_unless_told(annotate: Annotate, text: str) -> None:
    assert find(annotate(text), "forbid", signal="apple") == []


def test_needs_a_signal() -> None:
    assert len(faults("forbid", "per: turn\n")) == 1
    assert len(faults("forbid", "signal: []\n")) == 1


@pytest.mark.parametrize(
    ("public", "visibility", "expected"),
    [
        (True, None, [0, 10]),
        (True, "public", [0, 10]),
        (True, "private", [0]),
        (True, "internal", [0]),
        (False, None, [0]),
        (None, None, [0]),
        (None, "public", [0, 10]),
    ],
)
def test_some_words_are_forbidden_only_in_public(
    annotate: Annotate, public: bool | None, visibility: Visibility | None, expected: list[int]
) -> None:
    annotated = annotate("agent: apple and pear")
    turn = replace(annotated.conversation.turns[0], visibility=visibility)
    seen = replace(annotated, conversation=replace(annotated.conversation, public=public, turns=(turn,)))
    assert [match.start for match in find(seen, "forbid", signal="apple", in_public="pear")] == expected
