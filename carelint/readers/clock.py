"""The times of a chat log: full ones, and clock times that need a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from .fields import WrongError, short
from .times import moment, parse

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,6})? ?([ap])?\.? ?(?:m\.?)?", re.IGNORECASE)
_ACCEPTED = "accepted: 10:02, 10:02:30, 10:02 am, 2025-03-01 10:02, 2025-03-01T10:02:00Z"
_FIRST_DAY = "1970-01-01"
_BACKWARDS = timedelta(hours=1)


class Clock:
    """Turns what stands before a message into a time.

    Clock times count from the log's date, or from 1970-01-01 where it has none, so that the distance between
    messages can still be told. A clock that goes back by more than an hour has passed midnight.
    """

    def __init__(self, date: object = None) -> None:
        day = moment(date or _FIRST_DAY, "date")
        self._day = (day or datetime(1970, 1, 1, tzinfo=UTC)).replace(hour=0, minute=0, second=0, microsecond=0)
        self._last: datetime | None = None

    def read(self, stamp: str) -> datetime | None:
        """Give the time that a stamp writes. Raises WrongError."""
        stamp = stamp.replace("\u202f", " ").strip()
        if not stamp:
            return None
        try:
            found = _CLOCK.fullmatch(stamp)
            return self._on_day(found) if found else parse(stamp.replace(", ", " "))
        except (ValueError, OverflowError, OSError, IndexError, TypeError):
            raise WrongError(f'the time "{short(stamp)}" is not understood; {_ACCEPTED}') from None

    def _on_day(self, found: re.Match[str]) -> datetime:
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        if half := (found[4] or "").lower():
            if not 1 <= hour <= 12:
                raise ValueError(hour)
            hour = hour % 12 + (12 if half == "p" else 0)
        time = self._day.replace(hour=hour, minute=minute, second=second)
        if self._last and time < self._last - _BACKWARDS:
            self._day += timedelta(days=1)
            time += timedelta(days=1)
        self._last = time
        return time
