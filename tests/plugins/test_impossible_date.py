"""`impossible-date`: the moment that a date is judged from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from carelint.language.engine import Annotator
from carelint.plugins.impossible_date import DateSettings, ImpossibleDate
from tests.conftest import conversation, signal

DATES = Annotator({"impossible-date": signal(grammar="impossible-date", speaker="agent")}, ["impossible-date"])
OVER = "it is already over"


@pytest.mark.parametrize(
    ("text", "fields", "expected"),
    [
        ("agent [2026-05-05 10:00]: You'll have it by 2 May.", {}, [(0, "by 2 May", OVER)]),
        ("agent: You'll have it by 2 May.", {}, []),
        ("agent: You'll have it by 2 May.", {"as_of": datetime(2026, 5, 5, tzinfo=UTC)}, [(0, "by 2 May", OVER)]),
        (
            "agent [2026-05-01 10:00]: You'll have it by 2 May.",
            {"as_of": datetime(2026, 5, 5, tzinfo=UTC)},
            [],
        ),
        ("agent: It comes on 31 June.", {}, [(0, "on 31 June", "there is no such date or time")]),
        ("customer: It comes on 31 June?\nagent: No.", {}, []),
        ("agent: It comes soon.", {}, []),
    ],
)
def test_dates(text: str, fields: dict[str, Any], expected: list[tuple[int, str, str]]) -> None:
    annotated = DATES.annotate(conversation(text, **fields))
    found = ImpossibleDate(DateSettings()).find(annotated, annotated.turns_by("agent"))
    assert [(m.turn, annotated.text(m.turn)[m.start : m.end], m.values["value"]) for m in found] == expected
