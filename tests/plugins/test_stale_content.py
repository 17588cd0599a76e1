"""`stale-content`: dates as people write them, seasons that run over the new year, and what has no today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from carelint.annotated import Annotated
from carelint.plugins.stale_content import StaleContent, StaleSettings, last_day
from tests.conftest import annotator, conversation, signal

_FINDER = annotator(
    dated=signal(regex=[r"\b(?:\d{1,2} )?[A-Z][a-z]{2,8} 20\d\d\b"]), current=["until|happy"], season=["yule", "fair"]
)
_PLUGIN = StaleContent(
    StaleSettings(
        dates=["dated"],
        current=["current"],
        seasonal=["season"],
        seasons={"yule": ["12-01", "01-06"]},
        over={"fair": date(2025, 6, 1)},
    )
)


def annotated(text: str, as_of: datetime | None) -> Annotated:
    return _FINDER.annotate(replace(conversation(f"agent: {text}"), as_of=as_of))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("31 January 2024", date(2024, 1, 31)),
        ("Jan 31st, 2024", date(2024, 1, 31)),
        ("3-Feb-2024", date(2024, 2, 3)),
        ("February 2024", date(2024, 2, 29)),
        ("2024-03-09", date(2024, 3, 9)),
        ("3/4/2024", date(2024, 4, 3)),
        ("13/04/2024", date(2024, 4, 13)),
        ("04.13.2024", date(2024, 4, 13)),
        ("31/31/2024", None),
        ("30 February 2024", None),
        ("Summer 2023", date(2023, 12, 31)),
        ("2023 price list", date(2023, 12, 31)),
        ("Friday", None),
    ],
)
def test_the_last_day_of_a_date(words: str, expected: date | None) -> None:
    assert last_day(words) == expected


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        ("Open until 3 May 2026.", datetime(2026, 5, 4, tzinfo=UTC), [("3 May 2026", "over since 2026-05-03")]),
        ("Open until 3 May 2026.", datetime(2026, 5, 3, 23, tzinfo=UTC), []),
        ("Until then: 2 May 2026 to 9 May 2026.", datetime(2026, 5, 4, tzinfo=UTC), []),
        ("Until then: 2 May 2026 – 9 May 2026.", datetime(2026, 5, 4, tzinfo=UTC), []),
        (
            "Until then: 2 May 2026 and 3 May 2026.",
            datetime(2026, 5, 4, tzinfo=UTC),
            [("3 May 2026", "over since 2026-05-03")],
        ),
        (
            "Happy Yule 2025 to all!",
            datetime(2026, 5, 4, tzinfo=UTC),
            [("Yule 2025", "over since 2025-12-31")],
        ),
        ("It was 3 May 2020.", datetime(2026, 5, 4, tzinfo=UTC), []),
        ("It was 3 May 2020. We are happy.", datetime(2026, 5, 4, tzinfo=UTC), []),
        ("Good Yule!", datetime(2026, 5, 4, tzinfo=UTC), [("Yule", "it fits from 12-01 to 01-06")]),
        ("Good Yule!", datetime(2026, 12, 1, tzinfo=UTC), []),
        ("Good Yule!", datetime(2027, 1, 6, tzinfo=UTC), []),
        ("At the fair!", datetime(2025, 6, 2, tzinfo=UTC), [("fair", "over since 2025-06-01")]),
        ("At the fair!", datetime(2025, 6, 1, tzinfo=UTC), []),
        ("Open until 3 May 2020 at the fair!", None, []),
    ],
)
def test_what_is_stale(text: str, today: datetime | None, expected: list[tuple[str, str]]) -> None:
    given = annotated(text, today)
    found = [(given.text(0)[m.start : m.end], m.values["value"]) for m in _PLUGIN.find(given, [0])]
    assert found == expected


def test_without_today_nothing_can_be_judged() -> None:
    assert _PLUGIN.missing(annotated("fair", None), [0]) == "which day counts as today is not known: --as-of"
    assert _PLUGIN.missing(annotated("fair", datetime(2026, 5, 4, tzinfo=UTC)), [0]) is None
