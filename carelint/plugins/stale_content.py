"""`stale-content`: dates, seasons and events that were over on the day that counts as today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Container, Iterator, Sequence
from datetime import date
from typing import Annotated as Typed

from pydantic import Field, StringConstraints

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]{{0,6}}\b", re.IGNORECASE)
_TO = re.compile(r"[ \t]{0,3}(?:to|until|till|through|and|[-–—])[ \t]{0,3}", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d-])(\d{1,2})(?:st|nd|rd|th)?\b(?![\d:])")

Season = Typed[list[Typed[str, StringConstraints(pattern=r"^[01]\d-[0-3]\d$")]], Field(min_length=2, max_length=2)]
# YAML leaves dates as text.
Day = Typed[date, Field(strict=False)]


class StaleSettings(Strict):
    """`dates` are signals of dates with their year; they count where one of `current` stands in the sentence.

    `seasons` give words of a season the first and the last day on which they are right, as month and day; `over` gives
    words of an event the day on which it ended. Both are looked for in the mentions of `seasonal`.
    """

    dates: list[str] = Field(min_length=1)
    current: list[str] = Field(min_length=1)
    seasonal: list[str] = Field(default=[])
    seasons: dict[str, Season] = Field(default={})
    over: dict[str, Day] = Field(default={})


class StaleContent(Plugin):
    """What was over on the conversation's `as_of`; `value` says since when, or when it fits."""

    Settings = StaleSettings

    def __init__(self, settings: StaleSettings) -> None:
        """Keep the settings."""
        self._settings = settings

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """Without today's date nothing is stale."""
        return None if annotated.conversation.as_of else "which day counts as today is not known: --as-of"

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield them, turn by turn."""
        if not annotated.conversation.as_of:
            return
        today = annotated.conversation.as_of.date()
        for turn in turns:
            dates = list(self._dates(annotated, turn, today))
            yield from dates
            for mention in annotated.mentions(turn, self._settings.seasonal):
                said = annotated.text(turn)[mention.start : mention.end].casefold()
                since = self._over(said, today)
                # Happy New Year 2025: its year says enough.
                if since and not any(one.start < mention.end and mention.start < one.end for one in dates):
                    yield Match(turn, mention.start, mention.end, {"value": since})

    def _dates(self, annotated: Annotated, turn: int, today: date) -> Iterator[Match]:
        text = annotated.text(turn)
        current = {mention.sentence for mention in annotated.mentions(turn, self._settings.current)}
        dates = list(annotated.mentions(turn, self._settings.dates))
        starts = {mention.start for mention in dates}
        for mention in dates:
            last = last_day(text[mention.start : mention.end])
            if last and last < today and mention.sentence in current and not _begins_period(text, mention.end, starts):
                yield Match(turn, mention.start, mention.end, {"value": f"over since {last.isoformat()}"})

    def _over(self, said: str, today: date) -> str | None:
        for word, ended in self._settings.over.items():
            if word in said and ended < today:
                return f"over since {ended.isoformat()}"
        for word, (first, last) in self._settings.seasons.items():
            if word in said and not _is_within(f"{today:%m-%d}", first, last):
                return f"it fits from {first} to {last}"
        return None


def _begins_period(text: str, end: int, dates: Container[int]) -> bool:
    """Tell whether a second date is joined to the one that ends here: 2 May 2026 to 9 May 2026; that one counts."""
    joined = _TO.match(text, end)
    return joined is not None and joined.end() in dates


def _is_within(day: str, first: str, last: str) -> bool:
    """Tell whether a month and day lie in a season, which may run over the turn of the year."""
    return first <= day <= last if first <= last else day >= first or day <= last


def last_day(words: str) -> date | None:
    """The last day of a date, a month or a year as people write it; the later one where 3/4 may be read twice."""
    years = _YEAR.findall(words)
    if not years:
        return None
    year = int(years[-1])
    months = _MONTH.findall(words)
    rest = _YEAR.sub(" ", words)
    days = [int(day) for day in _DAY.findall(rest.replace("/", " ").replace(".", " ").replace("-", " "))]
    if months:
        month = _MONTHS.index(months[-1].casefold()) + 1
        return _date(year, month, days[-1] if days else monthrange(year, month)[1])
    if len(days) == 2:
        month_first = _date(year, days[0], days[1])
        readings = (month_first, None if _YEAR.match(words) else _date(year, days[1], days[0]))
        return max((reading for reading in readings if reading), default=None)
    return date(year, 12, 31)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
