"""Timestamps: ISO 8601, Unix time in seconds, milli-, micro- or nanoseconds, RFC 2822."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from .fields import WrongError, short, type_name

ACCEPTED = "accepted: ISO 8601 (2025-03-01T10:02:00Z), Unix time, RFC 2822; years 1970 to 2200"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1970, 2201)
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,12})?")
_UTC = re.compile(r"(?<=\d) ?(?:UTC|GMT|Z)\Z", re.IGNORECASE)
_SLASHES = re.compile(r"(\d{4})[/.](\d\d?)[/.](\d\d?)\b")


def moment(value: object, name: str = "ts") -> datetime | None:
    """Give the aware time that a source writes; null and empty text are None.

    A time without an offset is taken for UTC: what rules ask for is the distance between times. Raises WrongError.
    """
    if value is None or value == "":
        return None
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _unix(value)
        if isinstance(value, str):
            return parse(value.strip())
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        raise WrongError(f'the time "{short(str_of(value))}" is not understood; {ACCEPTED}', f"/{name}") from None
    raise WrongError(f"a time must be a text or a number, not {type_name(value)}; {ACCEPTED}", f"/{name}")


def str_of(value: object) -> str:
    """Write a value out, also a number that has more digits than Python likes to write."""
    try:
        return str(value)
    except ValueError:
        return "a huge number"


def parse(text: str) -> datetime | None:
    """Give the aware time that a text writes. Raises ValueError and its like."""
    text = _UTC.sub("", text)
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return _unix(float(text))
    try:
        return aware(datetime.fromisoformat(text))
    except ValueError:
        pass
    if found := _SLASHES.match(text):
        year, month, day = (int(part) for part in found.groups())
        rest = text[found.end() :].lstrip(" ,T")
        return aware(datetime.fromisoformat(f"{year:04}-{month:02}-{day:02} {rest}".strip()))
    return aware(parsedate_to_datetime(text))


def aware(time: datetime) -> datetime:
    """Take a time without an offset for UTC. Raises ValueError for a year in which no one chatted."""
    if time.year not in _YEARS:
        raise ValueError(time.year)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _unix(number: float) -> datetime:
    # 1e11 seconds is the year 5138, 1e11 milliseconds is 1973: sizes do not overlap for times that people chat in.
    size = abs(number)
    scale = 1 if size < 1e11 else 1e3 if size < 1e14 else 1e6 if size < 1e17 else 1e9
    if scale == 1:
        return aware(datetime.fromtimestamp(number, UTC))
    return aware(_EPOCH + timedelta(microseconds=round(number / scale * 1e6)))


# A Monday: whoever is on the phone has open.
_NOON = datetime(1970, 1, 5, 12, tzinfo=UTC)


def from_start(seconds: float) -> datetime:
    """Give the time of what is so many seconds after the start of a recording that does not say when it was made.

    It is taken to begin on a working day at noon: what rules ask for is the distance between times. Raises WrongError.
    """
    try:
        return aware(_NOON + timedelta(milliseconds=round(seconds * 1000)))
    except (ValueError, OverflowError):
        raise WrongError(f"{seconds} seconds are no length of a recording") from None
