"""The times of a chat log: full ones, and clock times that need a date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from .date_order import day_of, order_of, split_date
from .fields import WrongError, short
from .times import aware, moment, parse

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d{1,6})? ?([ap])?\.? ?(?:m\.?)?", re.IGNORECASE)
_ACCEPTED = "accepted: 10:02, 10:02:30, 10:02 am, 20/01/2025 10:02, 2025-03-01 10:02, 2025-03-01T10:02:00Z"
_FIRST_DAY = "1970-01-01"
_BACKWARDS = timedelta(hours=1)


class Clock:
    """Turns what stands before a message into a time.

    Clock times count from the log's date, or from 1970-01-01 where it has none, so that the distance between
    messages can still be told. A clock that goes back by more than an hour has passed midnight. `stamps` are those of
    the whole log, which tell whether its dates have the day or the month first.
    """

    def __init__(self, date: object = None, stamps: Iterable[str] = ()) -> None:
        self._order = order_of(map(_plain, stamps))
        day = moment(date or _FIRST_DAY, "date")
        self._day = (day or datetime(1970, 1, 1, tzinfo=UTC)).replace(hour=0, minute=0, second=0, microsecond=0)
        self._last: datetime | None = None

    def read(self, stamp: str) -> datetime | None:
        """Give the time that a stamp writes. Raises WrongError."""
        stamp = _plain(stamp)
        if not stamp:
            return None
        try:
            if found := _CLOCK.fullmatch(stamp):
                return self._on_day(found)
            dated = split_date(stamp)
            if dated and (found := _CLOCK.fullmatch(dated[1])):
                return _at(aware(day_of(dated[0], self._order)), found)
            return parse(stamp.replace(", ", " "))
        except (ValueError, OverflowError, OSError, IndexError, TypeError):
            raise WrongError(f'the time "{short(stamp)}" is not understood; {_ACCEPTED}') from None

    def _on_day(self, found: re.Match[str]) -> datetime:
        time = _at(self._day, found)
        if self._last and time < self._last - _BACKWARDS:
            self._day += timedelta(days=1)
            time += timedelta(days=1)
        self._last = time
        return time


def _plain(stamp: str) -> str:
    return stamp.replace("\u202f", " ").replace("\u00a0", " ").strip()


def _at(day: datetime, found: re.Match[str]) -> datetime:
    """Give the time of a day that a clock shows; half past midnight is 0:30 am, or 12:30 am. Raises ValueError."""
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := (found[4] or "").lower():
        if hour > 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half == "p" else 0)
    return day.replace(hour=hour, minute=minute, second=second)
