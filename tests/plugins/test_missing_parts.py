"""`missing-parts`: who says this must say so many of those, in the same burst."""

from __future__ import annotations

import pytest

from carelint.plugins.missing_parts import MissingParts, PartsSettings
from tests.conftest import Annotate

PARTS = {"a pear": ["pear"], "a plum": ["plum"]}


@pytest.mark.parametrize(
    ("text", "at_least", "expected"),
    [
        ("agent: apple", None, [(0, "a pear or a plum")]),
        ("agent: apple pear", None, [(0, "a plum")]),
        ("agent: apple pear", 1, []),
        ("agent: apple pear plum", None, []),
        ("agent: apple\nagent: pear\nagent: plum", None, []),
        ("agent: pear plum\nagent: apple", None, []),
        ("agent: apple\ncustomer: pear plum", None, [(0, "a pear or a plum")]),
        ("agent: apple\ncustomer: ok\nagent: pear plum", None, [(0, "a pear or a plum")]),
        ("agent: apple\nagent: apple", None, [(0, "a pear or a plum")]),
        ("agent: apple\ncustomer: ok\nagent: apple plum", None, [(0, "a pear or a plum"), (2, "a pear")]),
        ("customer: apple", None, []),
        ("agent: pear", None, []),
    ],
)
def test_parts(annotate: Annotate, text: str, at_least: int | None, expected: list[tuple[int, str]]) -> None:
    annotated = annotate(text)
    plugin = MissingParts(PartsSettings(of=["apple"], parts=PARTS, at_least=at_least))
    found = plugin.find(annotated, annotated.turns_by("agent"))
    assert [(match.turn, match.values["value"]) for match in found] == expected


def test_three_parts_are_listed(annotate: Annotate) -> None:
    parts = {**PARTS, "a fig": ["fig"]}
    annotated = annotate("agent: apple")
    found = MissingParts(PartsSettings(of=["apple"], parts=parts)).find(annotated, [0])
    assert [match.values["value"] for match in found] == ["a pear, a plum or a fig"]


def test_more_than_all_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="at_least 3 is more than the 2 parts"):
        PartsSettings(of=["apple"], parts=PARTS, at_least=3)
