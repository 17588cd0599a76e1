"""`order`: this before that, over turns, inside a turn, with excuses, and with one of the two missing."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.model import Match
from tests.checks.finding import faults, find
from tests.conftest import Annotate

APPLE_FIRST = {"first": {"signal": "apple"}, "then": {"signal": "pear"}}
PLUM = {"signal": "plum", "after": "pear"}


def pear(turn: int, start: int) -> Match:
    return Match(turn, start, start + 4, {"found": "pear"})


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        ("agent: apple\nagent: pear", {}, []),
        ("agent: pear\nagent: apple", {}, [pear(0, 0)]),
        ("agent: apple, then pear", {}, []),
        ("agent: a pear, then an apple", {}, [pear(0, 2)]),
        ("agent: pear\nagent: apple\nagent: pear", {"per": "mention"}, [pear(0, 0)]),
        ("agent: pear, pear\nagent: a pear", {}, [pear(0, 0)]),
        ("agent: pear, pear\nagent: a pear", {"per": "turn"}, [pear(0, 0), pear(1, 2)]),
        ("agent: pear, pear. Pear.", {"per": "mention"}, [pear(0, 0), pear(0, 6), Match(0, 12, 16, {"found": "Pear"})]),
        ("agent: pear, pear. Pear.", {"per": "sentence"}, [pear(0, 0), Match(0, 12, 16, {"found": "Pear"})]),
        ("agent: apple", {}, []),
        ("agent: plum", {}, []),
        ("customer: apple\nagent: pear", {}, [pear(1, 0)]),
        ("customer: apple\nagent: pear", {"first": {"signal": "apple", "speaker": "any"}}, []),
        ("agent: pear and plum", {"unless": {"signal": "plum", "within": "sentence"}}, []),
        ("agent: pear. Plum.", {"unless": {"signal": "plum", "within": "sentence"}}, [pear(0, 0)]),
        ("agent: pear\nagent: plum", {"unless": {"signal": "plum"}}, []),
        ("agent: pear\nagent: plum\nagent: apple", {"first": {"signal": ["plum", "apple"]}}, [pear(0, 0)]),
        ("customer: pear\nagent: plum", {"answer": PLUM}, [Match(1, 0, 4, {"found": "plum"})]),
        ("agent: plum\nagent: pear", {"answer": PLUM}, [pear(1, 0)]),
        ("customer: pear\nagent: apple\nagent: plum", {"answer": PLUM}, []),
    ],
)
def test_order(annotate: Annotate, text: str, parameters: dict[str, Any], expected: list[Match]) -> None:
    assert find(annotate(text), "order", **{**APPLE_FIRST, **parameters}) == expected


def test_selectors_stand_inside_first_and_then() -> None:
    text = "{first: {signal: a}, then: {signal: b}, speaker: customer}"
    assert faults("order", text) == ["f:1:1: “speaker” does nothing here: write it inside first or then"]
