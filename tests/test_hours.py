from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from carelint.durations import read_spoken
from carelint.hours import ALWAYS, BusinessHours, format_duration, parse_duration, parse_hours, zone_named
from carelint.public_holidays import Holidays

LONDON = ZoneInfo("Europe/London")
OFFICE = parse_hours({"timezone": "Europe/London", "weekdays": "9:00-17:30", "holidays": ["2026-12-25", "2026-12-28"]})
LUNCH = parse_hours({"timezone": "Europe/London", "weekdays": "9:00-12:00, 13:00-17:00", "saturday": "10:00-14:00"})
NIGHT = parse_hours({"timezone": "Europe/London", "daily": "22:00-6:00"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "start", "end", "minutes"),
    [
        (OFFICE, "2026-11-18T10:00", "2026-11-18T11:30", 90),
        (OFFICE, "2026-11-18T08:00", "2026-11-18T09:20", 20),
        (OFFICE, "2026-11-18T17:00", "2026-11-19T09:20", 50),
        (OFFICE, "2026-11-20T18:00", "2026-11-23T09:20", 20),
        (OFFICE, "2026-11-21T10:00", "2026-11-22T10:00", 0),
        (OFFICE, "2026-12-24T17:00", "2026-12-29T09:10", 40),
        (OFFICE, "2026-11-18T11:00", "2026-11-18T10:00", 0),
        (OFFICE, "2026-11-18T11:00", "2026-11-18T11:00", 0),
        (OFFICE, "2026-11-16T00:00", "2026-11-23T00:00", 5 * 510),
        (LUNCH, "2026-11-18T11:30", "2026-11-18T13:30", 60),
        (LUNCH, "2026-11-20T16:30", "2026-11-21T11:00", 90),
        (NIGHT, "2026-11-18T23:00", "2026-11-19T07:00", 7 * 60),
        (NIGHT, "2026-11-18T02:00", "2026-11-18T23:00", 5 * 60),
        # The clocks go back at 2:00 on 25 October and forward at 1:00 on 29 March.
        (NIGHT, "2026-10-24T21:00", "2026-10-25T12:00", 9 * 60),
        (NIGHT, "2026-03-28T21:00", "2026-03-29T12:00", 7 * 60),
    ],
)
def test_elapsed(hours: BusinessHours, start: str, end: str, minutes: int) -> None:
    assert hours.elapsed(at(start), at(end)) == timedelta(minutes=minutes)


def test_elapsed_over_a_change_of_the_clocks_without_closing() -> None:
    day = parse_hours({"timezone": "Europe/London", "daily": "24h"})
    assert day.elapsed(at("2026-10-25T00:00"), at("2026-10-26T00:00")) == timedelta(hours=25)
    assert ALWAYS.elapsed(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == timedelta(hours=23)


def test_elapsed_of_a_very_long_span_is_quick_and_nearly_exact() -> None:
    hours = parse_hours({"weekdays": "9:00-17:00"})
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 20, tzinfo=UTC)
    weeks = (last - first).days // 7
    assert abs(hours.elapsed(first, last) - timedelta(hours=40 * weeks)) <= timedelta(hours=48)


@pytest.mark.parametrize(
    ("hours", "start", "duration", "end"),
    [
        (OFFICE, "2026-11-18T10:00", "4h", "2026-11-18T14:00"),
        (OFFICE, "2026-11-18T16:00", "4h", "2026-11-19T11:30"),
        (OFFICE, "2026-11-20T18:00", "20 min", "2026-11-23T09:20"),
        (OFFICE, "2026-12-24T17:00", "1h", "2026-12-29T09:30"),
        (LUNCH, "2026-11-18T11:30", "1h", "2026-11-18T13:30"),
        (NIGHT, "2026-11-18T23:00", "8h", "2026-11-19T23:00"),
    ],
)
def test_add(hours: BusinessHours, start: str, duration: str, end: str) -> None:
    assert hours.add(at(start), parse_duration(duration)) == at(end)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-18T10:00", 1, "2026-11-19T10:00"),
        ("2026-11-20T10:00", 1, "2026-11-23T10:00"),
        ("2026-11-21T10:00", 5, "2026-11-27T10:00"),
        ("2026-12-24T10:00", 1, "2026-12-29T10:00"),
        ("2026-11-21T10:00", 0, "2026-11-21T10:00"),
    ],
)
def test_add_days(start: str, count: int, end: str) -> None:
    assert OFFICE.add_days(at(start), count) == at(end)


def test_a_team_that_never_opens_is_an_error_and_no_endless_loop() -> None:
    never = BusinessHours(UTC, {})
    with pytest.raises(ValueError, match="no opening left"):
        never.add(at("2026-11-18T10:00"), timedelta(hours=1))
    with pytest.raises(ValueError, match="no open day left"):
        never.add_days(at("2026-11-18T10:00"), 1)
    assert never.elapsed(at("2026-11-18T10:00"), at("2027-11-18T10:00")) == timedelta()


def test_open_days() -> None:
    days = [date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)]
    assert [OFFICE.is_open_day(day) for day in days] == [True, False, False]


def test_parse_hours_prefers_the_closer_key() -> None:
    hours = parse_hours({"daily": "24h", "weekdays": "8:00-18:00", "friday": "8-16", "weekend": "closed"})
    usual, short = ((time(8), time(18)),), ((time(8), time(16)),)
    assert hours == BusinessHours(
        UTC, {0: usual, 1: usual, 2: usual, 3: usual, 4: short, 5: (), 6: ()}, Holidays(), time(18)
    )


def test_parse_hours_takes_what_yaml_makes_of_dates() -> None:
    hours = parse_hours({"daily": "24h", "holidays": [date(2026, 12, 25), "2026-12-26"], "end_of_day": "17:00"})
    assert hours.holidays == Holidays(frozenset({date(2026, 12, 25), date(2026, 12, 26)}))
    assert hours.end_of_day == time(17)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"mondey": "9-5"}, 'unknown key "mondey": did you mean "monday"?'),
        ({}, "no opening hours"),
        ({"daily": "closed"}, "no opening hours"),
        ({"monday": "9:00"}, 'monday: found "9:00", expected hours such as'),
        ({"monday": "9:00-25:00"}, 'monday: found "25:00", expected a time from 0:00 to 24:00'),
        ({"monday": 540}, r'monday: found the number 540 \(YAML reads 9:00 so: quote it, "9:00"\)'),
        ({"monday": True}, "monday: found True"),
        ({"monday": "9-12, 11-15"}, 'monday: the spans of "9-12, 11-15" overlap'),
        ({"daily": "24h", "end_of_day": 1050}, "end_of_day: found the number 1050 .YAML reads 17:30 so: quote it"),
        ({"daily": "24h", "timezone": "Europe/Londn"}, 'timezone: "Europe/Londn" is not known: did you mean'),
        ({"daily": "24h", "timezone": "../../etc/passwd"}, "timezone: .* is not known"),
        ({"daily": "24h", "timezone": 3}, "timezone: .* is not known"),
        ({"daily": "24h", "holidays": "2026-12-25"}, "holidays: found '2026-12-25', expected a list of dates"),
        ({"daily": "24h", "holidays": ["Christmas"]}, "holidays: found 'Christmas', expected a date"),
        ({"daily": "24h", "holidays": [{"contry": "GB"}]}, 'holidays: unknown key "contry": did you mean "country"?'),
        ({"daily": "24h", "holidays": [{"subdivision": "ENG"}]}, 'holidays: missing key "country"'),
        (
            {"daily": "24h", "holidays": [{"country": "Germny"}]},
            'holidays: no country is called "Germny": did you mean "germany"? allowed: a code of ISO 3166 such as GB',
        ),
        ({"daily": "24h", "holidays": [{"country": 7}]}, 'holidays: no country is called "7": allowed: a code'),
        (
            {"daily": "24h", "holidays": [{"country": "GB", "subdivision": "ENGG"}]},
            'holidays: GB has no subdivision "ENGG": did you mean "ENG"? allowed: ENG, NIR, SCT, WLS',
        ),
        ({"daily": "24h", "holidays": [{"country": "VA", "subdivision": "X"}]}, 'VA has no subdivision "X", nor any'),
    ],
)
def test_parse_hours_says_what_is_wrong(data: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("?", "\\?")):
        parse_hours(data)


@pytest.mark.parametrize(
    ("region", "day", "closed"),
    [
        ({"country": "GB", "subdivision": "ENG"}, "2026-12-28", True),
        ({"country": "GB", "subdivision": "England"}, "2026-12-28", True),
        ({"country": "United Kingdom"}, "2026-12-25", True),
        ({"country": "gb"}, "2026-11-30", False),
        ({"country": "GB", "subdivision": "SCT"}, "2026-11-30", True),
        ({"country": "DEU", "subdivision": "by"}, "2027-01-06", True),
        ({"country": "US"}, "2026-07-03", True),
    ],
)
def test_public_holidays(region: dict[str, str], day: str, closed: bool) -> None:
    hours = parse_hours({"weekdays": "9:00-17:00", "holidays": [region, "2026-11-11"]})
    assert pickle.loads(pickle.dumps(hours)) == hours
    assert [hours.is_open_day(date.fromisoformat(text)) for text in (day, "2026-11-11")] == [not closed, False]


def test_public_holidays_at_the_edges_of_the_calendar() -> None:
    hours = parse_hours({"daily": "24h", "holidays": [{"country": "GB"}]})
    start, end = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert hours.elapsed(start, end) > timedelta(days=9000 * 365)


def test_the_calendar_of_countries_is_loaded_when_a_country_is_named() -> None:
    code = "import sys, carelint.cli, carelint.config, carelint.checks; print('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize(
    ("name", "zone"), [("Europe/London", LONDON), ("UTC", UTC), ("Mars", None), ("../x", None), (7, None), (None, None)]
)
def test_zone_named(name: object, zone: tzinfo | None) -> None:
    assert zone_named(name) == zone


def test_a_machine_without_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carelint.hours.available_timezones", set)
    with pytest.raises(ValueError, match='install the Python package "tzdata"'):
        parse_hours({"daily": "24h", "timezone": "Europe/Nowhere"})


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("60s", 60), ("3 min", 180), ("2m", 120), ("4h", 14400), ("24 hours", 86400), ("1d", 86400), ("1.5 h", 5400),
        ("1 h 30 min", 5400), ("2 Weeks", 1209600), (" 90 sec ", 90), ("0s", 0),
    ],
)  # fmt: skip
def test_parse_duration(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("90", 'found "90" without a unit: write "90s", "90 min" or "90h"'),
        ("", "expected a length of time"),
        ("soon", "expected a length of time"),
        ("5 parsecs", 'unknown unit "parsecs": allowed: s, min, h, d, w'),
        ("-5 min", "expected a length of time"),
        ("5 min or so", "expected a length of time"),
        ("99999 d", "over ten years"),
    ],
)
def test_parse_duration_says_what_is_wrong(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"), (0.4, "0 s"), (59, "59 s"), (60, "1 min"), (250, "4 min 10 s"), (3600, "1 h"), (3661, "1 h 1 min"),
        (26 * 3600, "26 h"), (48 * 3600, "2 d"), (74 * 3600 + 59, "3 d 2 h"), (-90, "-1 min 30 s"),
    ],
)  # fmt: skip
def test_format_duration(seconds: float, text: str) -> None:
    assert format_duration(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("two minutes", 120), ("2-3 mins", 180), ("three to five minutes", 300), ("a minute or two", 120),
        ("a couple of minutes", 120), ("a few more minutes", 300), ("30 secs", 30), ("half an hour", 1800),
        ("forty seconds", 40), ("5min", 300), ("a moment", None), ("minutes", None), ("", None),
        ("9999 weeks", 6047395200), ("two and a half minutes", 150),
    ],
)  # fmt: skip
def test_read_spoken(text: str, seconds: float | None) -> None:
    assert read_spoken(text) == (timedelta(seconds=seconds) if seconds else None)
