"""`count`: too many, too few, too large a share; the finding is the first mention over the limit, or the place."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.model import Match
from tests.checks.finding import faults, find
from tests.conftest import Annotate


def over(turn: int, start: int, count: str, limit: str, found: str = "apple") -> Match:
    return Match(turn, start, start + len(found), {"found": found, "count": count, "limit": limit})


def under(turn: int, start: int, end: int, count: str, limit: str) -> Match:
    return Match(turn, start, end, {"count": count, "limit": limit})


TWO_BURSTS = "agent: apple\nagent: apple apple\ncustomer: apple\nagent: apple"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        ("agent: apple", {"max": 1}, []),
        ("agent: apple, apple", {"max": 1}, [over(0, 7, "2", "1")]),
        ("agent: apple", {"max": 0}, [over(0, 0, "1", "0")]),
        ("agent: apple, pear", {"max": 1, "signal": ["apple", "pear"]}, [over(0, 7, "2", "1", "pear")]),
        (TWO_BURSTS, {"max": 2}, []),
        (TWO_BURSTS, {"max": 2, "per": "burst"}, [over(1, 6, "3", "2")]),
        (TWO_BURSTS, {"max": 3, "per": "conversation"}, [over(3, 0, "4", "3")]),
        (TWO_BURSTS, {"max": 3, "per": "conversation", "speaker": "customer"}, []),
        (TWO_BURSTS, {"min": 2, "per": "burst"}, [under(3, 0, 5, "1", "2")]),
        (TWO_BURSTS, {"min": 5, "per": "conversation"}, [under(0, 0, 5, "4", "5")]),
        ("agent: Well. An apple.", {"min": 2}, [under(0, 0, 5, "1", "2")]),
        ("customer: apple", {"min": 1, "per": "conversation"}, []),
        ("agent: apple, plum", {"max": 0, "unless": {"signal": "plum", "within": "sentence"}}, []),
        (
            "agent: apple, plum. Apple.",
            {"max": 0, "unless": {"signal": "plum", "within": "sentence"}},
            [over(0, 13, "1", "0", "Apple")],
        ),
        ("agent: apple\nagent: apple\nagent: x\nagent: y", {"share": 0.5}, []),
        ("agent: apple\nagent: apple apple\nagent: apple\nagent: y", {"share": 0.5}, [over(2, 0, "75%", "50%")]),
        ("agent: apple\nagent: x", {"share": 0}, [over(0, 0, "50%", "0%")]),
        ("agent: apple\nagent: apple", {"share": 1}, []),
        ("agent: apple plum\nagent: apple plum", {"share": 0, "unless": {"signal": "plum", "within": "turn"}}, []),
        ("customer: apple", {"share": 0}, []),
        (TWO_BURSTS, {"max": 1, "unit": "burst", "per": "conversation"}, [over(3, 0, "2", "1")]),
        (TWO_BURSTS, {"max": 2, "unit": "burst", "per": "conversation"}, []),
        (TWO_BURSTS, {"max": 2, "unit": "burst", "per": "conversation", "speaker": "any"}, [over(3, 0, "3", "2")]),
        (TWO_BURSTS, {"min": 3, "unit": "burst", "per": "conversation"}, [under(0, 0, 5, "2", "3")]),
        (TWO_BURSTS, {"max": 2, "unit": "burst", "per": "conversation", "at_once": 2}, [over(1, 6, "3", "2")]),
        (TWO_BURSTS, {"max": 2, "unit": "burst", "per": "conversation", "at_once": 3}, []),
        (
            TWO_BURSTS,
            {"max": 1, "unit": "burst", "per": "conversation", "at_once": 1},
            [over(1, 0, "3", "1"), over(3, 0, "2", "1")],
        ),
        (
            "agent: apple, plum\nagent: apple\ncustomer: x\nagent: apple, plum",
            {"max": 1, "unit": "burst", "per": "conversation", "unless": {"signal": "plum", "within": "sentence"}},
            [],
        ),
        ("agent: apple", {"max": 0, "share": 0.5}, [over(0, 0, "100%", "50%"), over(0, 0, "1", "0")]),
    ],
)
def test_count(annotate: Annotate, text: str, parameters: dict[str, Any], expected: list[Match]) -> None:
    assert find(annotate(text), "count", **{"signal": "apple", **parameters}) == expected


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("{signal: a}", ["f:1:1: needs a limit: max, min or share"]),
        ("{signal: a, min: 3, max: 2}", ["f:1:1: min 3 is more than max 2"]),
        ("{signal: a, min: 0}", ["f:1:18: found 0, expected at least 1"]),
        ("{signal: a, max: 1, unit: burst}", ["f:1:1: unit: burst needs per: conversation"]),
        ("{signal: a, max: 1, at_once: 2}", ["f:1:1: at_once needs unit: burst"]),
        ("{signal: [], max: 1}", ["f:1:10: too few entries: at least 1, found 0"]),
    ],
)
def test_faults(yaml: str, expected: list[str]) -> None:
    assert faults("count", yaml) == expected
