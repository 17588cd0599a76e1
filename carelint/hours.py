"""Business hours: when a team is open, and how much open time lies between two moments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from .durations import format_duration, parse_duration
from .errors import allowed
from .public_holidays import NO_HOLIDAYS, Holidays, read_holidays

__all__ = ["ALWAYS", "BusinessHours", "format_duration", "parse_duration", "parse_hours", "zone_named"]

Span = tuple[time, time]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
GROUPS: Mapping[str, tuple[int, ...]] = {"weekdays": (0, 1, 2, 3, 4), "weekend": (5, 6), "daily": (0, 1, 2, 3, 4, 5, 6)}
KEYS = (*WEEKDAYS, *GROUPS, "timezone", "holidays", "end_of_day")
MIDNIGHT = time(0, 0)
# Timestamps are untrusted: a year-1 date must not cost a million steps. Beyond this, plain weeks are counted.
EXACT_DAYS = 3700
# No calendar is closed for so long; more means that there is nothing to wait for.
CLOSED_DAYS = 1500


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When a team is open.

    `days` maps weekdays (0 is Monday) to spans of local time; a span whose end is not after its start ends on the
    next day, so 0:00 to 0:00 is the whole day. `end_of_day` is what "EOD" and "close of business" mean.
    """

    zone: tzinfo
    days: Mapping[int, tuple[Span, ...]] = field(hash=False)
    holidays: Holidays = NO_HOLIDAYS
    end_of_day: time = time(17, 30)

    def is_open_day(self, day: date) -> bool:
        """Tell whether the team is open at all on that day."""
        return bool(self.days.get(day.weekday())) and day not in self.holidays

    def opening(self, day: date) -> datetime:
        """Give the first opening of a day; nine o'clock on a day without one."""
        spans = self.days.get(day.weekday(), ())
        start = spans[0][0] if spans and day not in self.holidays else time(9)
        return datetime.combine(day, start, self.zone)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Measure the open time between two aware datetimes; nothing where the end is not after the start.

        Exact over changes of the clocks and holidays for ten years; longer spans begin with plain weeks.
        """
        if end <= start:
            return timedelta()
        if self._never_closes():
            return end.astimezone(UTC) - start.astimezone(UTC)
        first, last = self._day(start), self._day(end)
        weeks = max(0, ((last - first).days - EXACT_DAYS) // 7)
        total = self._plain_week() * weeks
        since = start.astimezone(UTC) if not weeks else _at(first + timedelta(weeks=weeks), MIDNIGHT, self.zone)
        until = end.astimezone(UTC)
        for opens, closes in self._spans(since):
            if opens >= until:
                break
            total += max(timedelta(), min(closes, until) - max(opens, since))
        return total

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Give the moment when so much open time has passed since `start`, in the team's zone.

        Raises ValueError where the team never opens again.
        """
        since, left = start.astimezone(UTC), duration
        if self._never_closes():
            return (since + duration).astimezone(self.zone)
        for opens, closes in self._spans(since):
            begin = max(opens, since)
            if closes - begin >= left:
                return (begin + left).astimezone(self.zone)
            left -= max(timedelta(), closes - begin)
        raise ValueError("the business hours have no opening left")

    def add_days(self, start: datetime, count: int) -> datetime:
        """Give the same clock time `count` open days later, in the team's zone (0: the same moment).

        Raises ValueError where there are no open days left.
        """
        moment = start.astimezone(self.zone)
        day, closed = moment.date(), 0
        while count > 0:
            day += timedelta(days=1)
            is_open = self.is_open_day(day)
            count, closed = (count - 1, 0) if is_open else (count, closed + 1)
            if closed > CLOSED_DAYS:
                raise ValueError("the business hours have no open day left")
        return datetime.combine(day, moment.time(), self.zone)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _never_closes(self) -> bool:
        return not self.holidays and all(self.days.get(day) == ((MIDNIGHT, MIDNIGHT),) for day in range(7))

    def _plain_week(self) -> timedelta:
        return sum((_length(span) for spans in self.days.values() for span in spans), timedelta())

    def _spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the open spans in UTC, from the day before `since` on (its last span may reach over midnight)."""
        day, closed = self._day(since), 0
        day -= timedelta(days=day > date.min)
        while closed <= CLOSED_DAYS and day < date.max:
            if self.is_open_day(day):
                closed = 0
                for opens, closes in self.days[day.weekday()]:
                    close_day = day if closes > opens else day + timedelta(days=1)
                    yield _at(day, opens, self.zone), _at(close_day, closes, self.zone)
            else:
                closed += 1
            day += timedelta(days=1)


ALWAYS = BusinessHours(UTC, dict.fromkeys(range(7), ((MIDNIGHT, MIDNIGHT),)))


def _at(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _length(span: Span) -> timedelta:
    opens, closes = (datetime.combine(date(2000, 1, 3), clock) for clock in span)
    return closes - opens if closes > opens else closes - opens + timedelta(days=1)


def parse_hours(data: Mapping[str, object]) -> BusinessHours:
    """Read business hours from a configuration.

    Keys: `timezone` (an IANA name), weekdays, `weekdays`, `weekend`, `daily` ("9:00-17:30", several spans with
    commas, "closed", "24h"), `holidays` (dates, and countries as in {country: GB, subdivision: ENG}),
    `end_of_day`. A single day goes before a group, a smaller group before a greater one.
    Raises ValueError that names the key, what was found and what is allowed.
    """
    for key in data:
        if key not in KEYS:
            raise ValueError(f'unknown key "{key}": {allowed(key, KEYS)}')
    days: dict[int, tuple[Span, ...]] = {}
    for key in ("daily", "weekdays", "weekend", *WEEKDAYS):
        if key in data:
            numbers = GROUPS[key] if key in GROUPS else (WEEKDAYS.index(key),)
            days.update(dict.fromkeys(numbers, _spans_of(key, data[key])))
    if not any(days.values()):
        raise ValueError('no opening hours: set "weekdays", "daily" or single days, as in weekdays: "9:00-17:30"')
    holidays = read_holidays(data.get("holidays", ()))
    end = _clock("end_of_day", data["end_of_day"]) if "end_of_day" in data else _usual_close(days)
    return BusinessHours(_zone(data.get("timezone", "UTC")), days, holidays, end)


def _usual_close(days: Mapping[int, tuple[Span, ...]]) -> time:
    """Give the closing time of the first weekday that is open; a team that never closes ends its day at 23:59."""
    closes = next(spans[-1][1] for _, spans in sorted(days.items()) if spans)
    return time(23, 59) if closes == MIDNIGHT else closes


def zone_named(name: object) -> tzinfo | None:
    """Give the time zone of an IANA name; None for what is none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (KeyError, ValueError, OSError):
        return None


def _zone(name: object) -> tzinfo:
    if zone := zone_named(name):
        return zone
    known = available_timezones()
    if not known:
        raise ValueError('timezone: this machine has no time zone data; install the Python package "tzdata"')
    hint = allowed(name, known).partition("allowed:")[0].strip()
    choices = "allowed: an IANA name such as Europe/London, or UTC"
    raise ValueError(f'timezone: "{name}" is not known: {f"{hint} {choices}".strip()}')


def _spans_of(key: str, value: object) -> tuple[Span, ...]:
    if value is False or (isinstance(value, str) and value.strip().lower() == "closed"):
        return ()
    if isinstance(value, str) and value.strip().lower() in {"24h", "open"}:
        return ((MIDNIGHT, MIDNIGHT),)
    if not isinstance(value, str):
        raise ValueError(f'{key}: found {_shown(value)}, expected hours in quotes such as "9:00-17:30" or "closed"')
    spans = tuple(sorted(_span(key, part) for part in value.split(",")))
    for (_, closes), (opens, _) in pairwise(spans):
        if closes > opens or closes == MIDNIGHT:
            raise ValueError(f'{key}: the spans of "{value}" overlap')
    return spans


def _span(key: str, text: str) -> Span:
    parts = re.split(r"\s*[-\u2013]\s*", text.strip())
    if len(parts) != 2:
        raise ValueError(f'{key}: found "{text.strip()}", expected hours such as "9:00-17:30", "closed" or "24h"')
    return _clock(key, parts[0]), _clock(key, parts[1])


def _clock(key: str, value: object) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    if not isinstance(value, str):
        raise ValueError(f'{key}: found {_shown(value)}, expected a time in quotes such as "17:30"')
    match = re.fullmatch(r"(\d{1,2})(?::([0-5]\d))?", value.strip(), re.ASCII)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour > 24 or (hour == 24 and minute):
        raise ValueError(f'{key}: found "{value}", expected a time from 0:00 to 24:00 such as "17:30"')
    return time(hour % 24, minute)


def _shown(value: object) -> str:
    """Show a wrong value; YAML 1.1 reads 12:30 without quotes as the number 750 (base 60)."""
    if isinstance(value, int) and not isinstance(value, bool) and 60 <= value < 1440:
        clock = f"{value // 60}:{value % 60:02}"
        return f'the number {value} (YAML reads {clock} so: quote it, "{clock}")'
    return f"{value!r}"
