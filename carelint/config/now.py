"""Which moment counts as now, where a rule must know: `--as-of`, else `as_of` of the configuration, else none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from ..wording import literal


def read_now(said: object, zone: tzinfo = UTC, today: datetime | None = None) -> datetime:
    """Read “today” (this very moment), a date (its last second) or a date and time, of a time zone unless it has one.

    `today` stands in for the clock. Raises ValueError that says what is allowed.
    """
    if isinstance(said, str) and said.strip().lower() in ("today", "now"):
        return (today or datetime.now(zone)).astimezone(zone)
    try:
        moment = _moment(said)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        # A moment at the edge of the calendar has no place in other time zones.
        aware.astimezone(UTC)
    except (ValueError, OverflowError):
        examples = "today, a date such as 2026-05-09, or a date and time such as 2026-05-09T17:00"
        raise ValueError(f"found {literal(said)}, allowed: {examples}") from None
    return aware


def _moment(said: Any) -> datetime:
    if isinstance(said, date):
        said = said.isoformat()
    if not isinstance(said, str):
        raise ValueError(said)
    text = said.strip()
    try:
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59))
    except ValueError:
        return datetime.fromisoformat(text)
