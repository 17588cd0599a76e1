"""`stock-phrase`: words that take up nothing of what the customer said."""

from __future__ import annotations

import pytest

from carelint.plugins.stock_phrase import StockPhrase, StockSettings
from tests.conftest import Annotate

SETTINGS = StockSettings(whole=["plum"], open=["apple"], max=1, common=["this", "about", "plums", "apple"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: plum", [(0, "plum")]),
        ("agent: apple", []),
        ("customer: my kettle leaks\nagent: plum", [(1, "plum")]),
        ("customer: my kettle leaks\nagent: apple", [(1, "apple")]),
        ("customer: my kettle leaks\nagent: apple about this", [(1, "apple")]),
        ("customer: my kettle leaks\nagent: apple about leaking", []),
        ("customer: my kettle leaks\nagent: apple. Your kettle", [(1, "apple")]),
        ("customer: my kettle leaks\nagent: apple before your birthday", []),
        ("customer: my kettle leaks\nagent: plum about kettles", []),
        ("agent: apple\ncustomer: my kettle leaks\nagent: plum", [(2, "plum")]),
        ("customer: my kettle leaks\nagent: plum. plum", [(1, "plum")]),
    ],
)
def test_phrases(annotate: Annotate, text: str, expected: list[tuple[int, str]]) -> None:
    annotated = annotate(text)
    found = StockPhrase(SETTINGS).find(annotated, annotated.turns_by("agent"))
    assert [(m.turn, annotated.text(m.turn)[m.start : m.end]) for m in found] == expected
