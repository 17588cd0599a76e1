"""Times said on Wednesday 18 November 2026 at 10:00 in London, and when they are due."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from carelint.hours import ALWAYS, parse_hours
from carelint.language.deadline import Clock, Day, Length, Point, TimeValue, find_times, resolve

from .test_deadline_find import words

LONDON = ZoneInfo("Europe/London")
OFFICE = parse_hours({"timezone": "Europe/London", "weekdays": "9:00-17:30", "holidays": ["2026-11-20", "2026-12-25"]})
SAID = datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)


def due(text: str, at: datetime = SAID) -> tuple[str, str, bool, str]:
    (mention,) = find_times(words(f"I'll write {text}."))
    assert mention.time is not None
    deadline = resolve(mention.time, at, OFFICE)
    shape = "%Y-%m-%dT%H:%M:%S"
    return (
        deadline.earliest.strftime(shape), deadline.latest.strftime(shape), deadline.business, deadline.precision,
    )  # fmt: skip


NOW = "2026-11-18T10:00:00"


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "business", "precision"),
    [
        ("within 48 hours", NOW, "2026-11-20T10:00:00", False, "hour"),
        ("within 90 minutes", NOW, "2026-11-18T11:30:00", False, "minute"),
        ("in half an hour", "2026-11-18T10:30:00", "2026-11-18T10:30:00", False, "hour"),
        ("within 4 business hours", NOW, "2026-11-18T14:00:00", True, "hour"),
        ("within 10 working hours", NOW, "2026-11-19T11:30:00", True, "hour"),
        ("within 3 days", NOW, "2026-11-21T23:59:59", False, "day"),
        ("in 3-5 business days", "2026-11-24T00:00:00", "2026-11-26T23:59:59", True, "day"),
        ("in 2 weeks", "2026-12-02T00:00:00", "2026-12-02T23:59:59", False, "day"),
        ("in a fortnight", "2026-12-02T00:00:00", "2026-12-02T23:59:59", False, "day"),
        ("in 3 months", "2027-02-18T00:00:00", "2027-02-18T23:59:59", False, "day"),
        ("by 5", NOW, "2026-11-18T17:00:00", False, "minute"),
        ("by 9", NOW, "2026-11-18T21:00:00", False, "minute"),
        ("by 9am", NOW, "2026-11-19T09:00:00", False, "minute"),
        ("at 3pm tomorrow", "2026-11-19T15:00:00", "2026-11-19T15:00:00", False, "minute"),
        ("at 8 tomorrow", "2026-11-19T08:00:00", "2026-11-19T08:00:00", False, "minute"),
        ("tonight at 8", "2026-11-18T20:00:00", "2026-11-18T20:00:00", False, "minute"),
        ("by EOD", NOW, "2026-11-18T17:30:00", False, "minute"),
        ("by COB Friday", NOW, "2026-11-20T17:30:00", False, "minute"),
        ("on Wednesday", NOW, "2026-11-18T23:59:59", False, "day"),
        ("by Tuesday", NOW, "2026-11-24T23:59:59", False, "day"),
        ("next Wednesday", "2026-11-25T00:00:00", "2026-11-25T23:59:59", False, "day"),
        ("next Friday", "2026-11-20T00:00:00", "2026-11-27T23:59:59", False, "day"),
        ("this afternoon", "2026-11-18T12:00:00", "2026-11-18T18:00:00", False, "minute"),
        ("in the morning", "2026-11-19T00:00:00", "2026-11-19T12:00:00", False, "minute"),
        ("first thing on Monday", "2026-11-23T09:00:00", "2026-11-23T10:00:00", False, "hour"),
        ("between 2 and 4pm on Thursday", "2026-11-19T14:00:00", "2026-11-19T16:00:00", False, "minute"),
        ("between 10 and 12 tomorrow", "2026-11-19T10:00:00", "2026-11-19T12:00:00", False, "minute"),
        ("the next working day", "2026-11-19T00:00:00", "2026-11-19T23:59:59", True, "day"),
        ("next week", "2026-11-23T00:00:00", "2026-11-29T23:59:59", False, "week"),
        ("this weekend", "2026-11-21T00:00:00", "2026-11-22T23:59:59", False, "week"),
        ("by the end of the month", NOW, "2026-11-30T23:59:59", False, "week"),
        ("by December 2027", NOW, "2027-12-31T23:59:59", False, "week"),
        ("by the 3rd", NOW, "2026-12-03T23:59:59", False, "day"),
        ("by the 31st", NOW, "2026-12-31T23:59:59", False, "day"),
        ("by the 20th", NOW, "2026-11-20T23:59:59", False, "day"),
        ("by May 20", NOW, "2027-05-20T23:59:59", False, "day"),
        ("by 20 January 2028", NOW, "2028-01-20T23:59:59", False, "day"),
        ("by 2 November", "2026-11-02T23:59:59", "2026-11-02T23:59:59", False, "day"),
        ("by 2 May", NOW, "2027-05-02T23:59:59", False, "day"),
        ("by 29 February", NOW, "2028-02-29T23:59:59", False, "day"),
        ("on 4/5", "2027-04-05T00:00:00", "2027-05-04T23:59:59", False, "day"),
        ("on 2027-01-05", "2027-01-05T00:00:00", "2027-01-05T23:59:59", False, "day"),
        ("by midnight", NOW, "2026-11-18T23:59:00", False, "minute"),
    ],
)
def test_resolve(text: str, earliest: str, latest: str, business: bool, precision: str) -> None:
    assert due(text) == (earliest, latest, business, precision)


def test_a_day_is_counted_over_a_change_of_the_clocks_and_hours_are_real() -> None:
    before = datetime(2026, 10, 24, 12, 0, tzinfo=LONDON)
    assert due("within 24 hours", before)[1] == "2026-10-25T11:00:00"
    assert due("tomorrow", before)[1] == "2026-10-25T23:59:59"


def test_the_zone_of_the_hours_decides_which_day_it_is() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert due("today", late)[1] == "2026-07-02T23:59:59"


@pytest.mark.parametrize(
    "time",
    [Length(0, 10, "year"), Length(0, 900, "hour"), Point(Day("week", 1)), Point(Day("monthday", 30), until=Clock(9))],
)
def test_the_end_of_the_calendar_is_a_plain_error(time: TimeValue) -> None:
    with pytest.raises(ValueError, match=r"calendar|year"):
        resolve(time, datetime(9999, 12, 31, 12, tzinfo=UTC), ALWAYS)
