"""What the deadline grammar finds: times as they were said, before a clock or a calendar gives them a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
Kind = Literal["hard", "vague", "event"]
Owner = Literal["us", "customer", "none"]


class Word(NamedTuple):
    """A token: its lower-cased normal form and where it stands in the text."""

    norm: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time from the moment of saying: "within 24 hours" (0 to 24), "3-5 business days" (3 to 5)."""

    least: float
    most: float
    unit: Unit
    business: bool = False


DayKind = Literal["offset", "business", "weekday", "next-weekday", "date", "monthday", "month", "week", "weekend"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day, week or month as it was said.

    `number` is days, open days, weeks or months from now (offset, business, week and weekend, month without `month`),
    a weekday from 0 for Monday, or the day of a month. `swapped` tells that 4/5 may also be the fifth of April.
    """

    kind: DayKind
    number: int = 0
    month: int = 0
    year: int = 0
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day; `plain` tells that "am" or "pm" was not said, so that "5" may be either."""

    hour: int
    minute: int = 0
    plain: bool = False


Mark = Literal["opening", "close"]


@dataclass(frozen=True, slots=True)
class Point:
    """A point or window in time: "by Friday 5pm", "tomorrow between 2 and 4", "end of day".

    Without `day` it is the next such time. `since` and `until` bound the day; `by` tells that it may happen before.
    """

    day: Day | None = None
    since: Clock | None = None
    until: Clock | Mark | None = None
    by: bool = False


TimeValue = Length | Point


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time in a sentence, characters `start` to `end` of the text.

    `time` is None for vague times and events, and for hard times that cannot be, such as 31 June.
    """

    start: int
    end: int
    kind: Kind
    time: TimeValue | None
    owner: Owner


class Found(NamedTuple):
    """A time in the joined string; `kind` None marks words that only look like a time, such as opening hours."""

    start: int
    end: int
    kind: Kind | None
    time: TimeValue | None = None
