"""Dates in digits, as messengers write them: 20/01/19, 1/20/2019, 20.01.2019, 2019/01/20.

Which of two numbers is the day, only the whole log tells: a number above 12 is; else the order in which time never runs
backwards; else the one in which the log takes less time, for a chat is over in days and not in months.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Literal

Order = Literal["day", "month"]

_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})\.?,?[ T]{1,2}(?=\d)")
_BACKWARDS = timedelta(minutes=5)
_FIRST_YEAR = 2000


def split_date(stamp: str) -> tuple[tuple[int, int, int], str] | None:
    """Cut a stamp into the three numbers of its date and the time behind them, if it begins with a date."""
    found = _DATE.match(stamp)
    if found is None:
        return None
    return (int(found[1]), int(found[3]), int(found[4])), stamp[found.end() :]


def day_of(numbers: tuple[int, int, int], order: Order) -> datetime:
    """Give the day that three numbers mean. Raises ValueError."""
    first, second, third = numbers
    if first > 31:
        return datetime(first, second, third, tzinfo=UTC)
    year = third if third > 99 else _FIRST_YEAR + third
    day, month = (first, second) if order == "day" else (second, first)
    return datetime(year, month, day, tzinfo=UTC)


def order_of(stamps: Iterable[str]) -> Order:
    """Tell which number is the day in the stamps of one log, in their order."""
    dates = [found[0] for stamp in stamps if (found := split_date(stamp)) and found[0][0] <= 31]
    if any(first > 12 for first, _, _ in dates):
        return "day"
    if any(second > 12 for _, second, _ in dates):
        return "month"
    by_day, by_month = _days(dates, "day"), _days(dates, "month")
    if _runs_on(by_day) != _runs_on(by_month):
        return "day" if _runs_on(by_day) else "month"
    return "month" if _length(by_month) < _length(by_day) else "day"


def _days(dates: Iterable[tuple[int, int, int]], order: Order) -> list[datetime]:
    days: list[datetime] = []
    for numbers in dates:
        try:
            days.append(day_of(numbers, order))
        except ValueError:
            continue
    return days


def _runs_on(days: Sequence[datetime]) -> bool:
    return all(later >= earlier - _BACKWARDS for earlier, later in pairwise(days))


def _length(days: Sequence[datetime]) -> timedelta:
    return max(days) - min(days) if days else timedelta()
