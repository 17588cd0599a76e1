"""Gives a time as it was said its place in the calendar, seen from the moment of saying."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from ..hours import BusinessHours
from .deadline_values import Clock, Day, DayKind, Length, Point, TimeValue

Precision = Literal["minute", "hour", "day", "week"]
Days = tuple[date, date]

LAST = time(23, 59, 59)
# A date without a year that has just gone by was meant so ("by 2 May", on 5 May); an older one means the next year.
JUST_PAST = timedelta(days=60)
# "First thing" leaves so long after opening.
FIRST_THING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, in the time zone of the business hours; `business` tells that only open time counts."""

    earliest: datetime
    latest: datetime
    business: bool
    precision: Precision


def resolve(time: TimeValue, at: datetime, hours: BusinessHours) -> Deadline:
    """Place `time`, said at the aware moment `at`, in the calendar.

    A day lasts until 23:59:59 in the zone of `hours`. "Friday" on a Friday is today; "next Friday" may be the coming
    one or the one after, the later counts. Of an open "by 5" the next five o'clock in the daytime counts. "Before" is
    read as "by". A date without a year that went by less than 60 days ago is that past one.
    Raises ValueError where the calendar ends or the business hours never open.
    """
    try:
        here = at.astimezone(hours.zone)
        return _length(time, here, hours) if isinstance(time, Length) else _point(time, here, hours)
    except OverflowError:
        raise ValueError("that is beyond the calendar") from None


def _length(length: Length, at: datetime, hours: BusinessHours) -> Deadline:
    fine = length.unit in {"second", "minute", "hour"}
    earliest = _after(length.least, length, at, hours) if length.least else at
    latest = _after(length.most, length, at, hours)
    if fine:
        return Deadline(earliest, latest, length.business, "hour" if length.unit == "hour" else "minute")
    begin = datetime.combine(earliest.date(), time(0), hours.zone) if length.least else at
    return Deadline(max(at, begin), _end_of(latest.date(), hours), length.business, "day")


def _after(count: float, length: Length, at: datetime, hours: BusinessHours) -> datetime:
    """Add `count` units to `at`; a fraction of a month is counted in days of a thirty-day month."""
    if length.unit in {"second", "minute", "hour"}:
        step = timedelta(**{f"{length.unit}s": count})
        return hours.add(at, step) if length.business else _real(at, step)
    if length.business:
        days = {"day": 1, "week": 5, "month": 21, "year": 252}[length.unit]
        return hours.add_days(at, round(count * days + 0.49))
    whole = int(count)
    part = count - whole
    months = {"month": 1, "year": 12}.get(length.unit)
    if months:
        return at + relativedelta(months=whole * months) + timedelta(days=round(part * 30 * months))
    return at + timedelta(days=count * (7 if length.unit == "week" else 1))


def _real(at: datetime, step: timedelta) -> datetime:
    """Add real time: 24 hours over a change of the clocks end at another hour."""
    return (at.astimezone(UTC) + step).astimezone(at.tzinfo)


def _point(point: Point, at: datetime, hours: BusinessHours) -> Deadline:
    if point.day is None:
        return _clock_only(point, at, hours)
    first, last = _days(point.day, at.date(), hours)
    begin = datetime.combine(first, time(0), hours.zone)
    end, precision = _end(point, last, hours)
    if isinstance(point.since, Clock):
        begin = _moment(first, point.since, hours)
    elif point.until == "opening":
        begin = hours.opening(first)
    if point.by:
        begin = min(at, end)
    business = point.day.kind == "business"
    return Deadline(min(max(begin, at) if end > at else begin, end), end, business, precision)


def _end(point: Point, day: date, hours: BusinessHours) -> tuple[datetime, Precision]:
    if point.until == "close":
        return datetime.combine(day, hours.end_of_day, hours.zone), "minute"
    if point.until == "opening":
        return hours.opening(day) + FIRST_THING, "hour"
    if isinstance(point.until, Clock):
        return _moment(day, point.until, hours), "minute"
    wide = point.day is not None and point.day.kind in {"week", "month", "weekend"}
    return _end_of(day, hours), "week" if wide else "day"


def _clock_only(point: Point, at: datetime, hours: BusinessHours) -> Deadline:
    """Take the next such time of the day."""
    day = at.date()
    if not isinstance(point.until, Clock):
        end, precision = _end(point, day, hours)
        return Deadline(min(at, end), end, False, precision)
    end = _moment(day, point.until, hours)
    if end < at and point.until.plain and point.until.hour < 12:
        end += timedelta(hours=12) if end.hour < 12 else timedelta()
    if end < at:
        day += timedelta(days=1)
        end = _moment(day, point.until, hours)
    begin = at if point.by or point.since is None else min(end, max(at, _moment(day, point.since, hours)))
    return Deadline(begin, end, False, "minute")


def _moment(day: date, clock: Clock, hours: BusinessHours) -> datetime:
    """A plain "5" is five in the afternoon, a plain "9" nine in the morning: the reading between 7:00 and 18:59."""
    hour = clock.hour % 12 + 12 if clock.plain and (clock.hour % 12 < 7) else clock.hour
    return datetime.combine(day, time(hour, clock.minute), hours.zone)


def _end_of(day: date, hours: BusinessHours) -> datetime:
    return datetime.combine(day, LAST, hours.zone)


def _days(day: Day, today: date, hours: BusinessHours) -> Days:
    """Give the first and the last day that are meant."""
    return _DAYS[day.kind](day, today, hours)


def _offset(day: Day, today: date, hours: BusinessHours) -> Days:
    meant = today + timedelta(days=day.number)
    return meant, meant


def _business(day: Day, today: date, hours: BusinessHours) -> Days:
    meant = hours.add_days(datetime.combine(today, time(12), hours.zone), day.number).date()
    return meant, meant


def _weekday(day: Day, today: date, hours: BusinessHours) -> Days:
    meant = today + timedelta(days=(day.number - today.weekday()) % 7)
    return meant, meant


def _next_weekday(day: Day, today: date, hours: BusinessHours) -> Days:
    coming = today + timedelta(days=(day.number - today.weekday() - 1) % 7 + 1)
    monday = today + timedelta(days=7 - today.weekday())
    return coming, max(coming, monday + timedelta(days=day.number))


def _week(day: Day, today: date, hours: BusinessHours) -> Days:
    monday = today + timedelta(days=7 * day.number - today.weekday())
    return monday, monday + timedelta(days=6)


def _weekend(day: Day, today: date, hours: BusinessHours) -> Days:
    saturday = today + timedelta(days=7 * day.number + 5 - today.weekday())
    return saturday, saturday + timedelta(days=1)


def _month(day: Day, today: date, hours: BusinessHours) -> Days:
    if day.month:
        year = day.year or today.year + (day.month < today.month)
        first = date(year, day.month, 1)
    else:
        first = today.replace(day=1) + relativedelta(months=day.number)
    return first, first + relativedelta(months=1, days=-1)


def _monthday(day: Day, today: date, hours: BusinessHours) -> Days:
    """Take the next such day, skipping months that are too short."""
    months = (today.replace(day=1) + relativedelta(months=n) for n in range(4))
    days = (month + timedelta(days=day.number - 1) for month in months)
    meant = next(meant for meant in days if meant.day == day.number and meant >= today)
    return meant, meant


def _date(day: Day, today: date, hours: BusinessHours) -> Days:
    return dates_of(day, today)


def dates_of(day: Day, today: date) -> Days:
    """Give the earliest and the latest reading of a day of the kind `date`; raise ValueError where there is none."""
    readings = [_dated(day.year, day.month, day.number, today)]
    if day.swapped:
        readings.append(_dated(day.year, day.number, day.month, today))
    return min(readings), max(readings)


def _dated(year: int, month: int, day: int, today: date) -> date:
    """Give the date; without a year the first that has not gone by for long (29 February waits for its year)."""
    years = (year,) if year else range(today.year - 1, today.year + 9)
    dates = (date(y, month, day) for y in years if not (month == 2 and day == 29 and not _leaps(y)))
    return next(found for found in dates if year or found >= today - JUST_PAST)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_DAYS: Mapping[DayKind, Callable[[Day, date, BusinessHours], Days]] = {
    "offset": _offset,
    "business": _business,
    "weekday": _weekday,
    "next-weekday": _next_weekday,
    "date": _date,
    "monthday": _monthday,
    "month": _month,
    "week": _week,
    "weekend": _weekend,
}
