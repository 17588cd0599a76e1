"""Dates that cannot be: 31 June, Friday 3 June where that is a Wednesday, an end before its start, what is over.

What cannot be told from the words alone waits for the moment of saying: see `Suspect.fault`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .deadline_resolve import dates_of
from .deadline_values import Clock, Day, Point, TimeMention
from .deadline_words import MONTHS, WEEKDAYS, either
from .text import Text

NO_SUCH_DAY = "there is no such date or time"
BACKWARDS = "it ends before it begins"
_MONTH = either(name for name in MONTHS if not name.endswith("."))
_NUMERAL = r"[0-3]?\d(?:st|nd|rd|th)?"
# Only texts that name a day by its number, or a window of time, are looked at.
_MAYBE = re.compile(
    rf"\d\s{{0,3}}(?:st|nd|rd|th)?\s{{1,3}}(?:of\s)?(?:{_MONTH})|(?:{_MONTH})\.?\s{{1,3}}(?:the\s)?\d"
    rf"|\d[/.-]\d|\bbetween\b|\d[:h]\d\d|\d\s?[ap]\.?m\b",
    re.IGNORECASE,
)
_DAY = rf"(?:{_NUMERAL} (?:of )?(?:{_MONTH})|(?:{_MONTH})\.? {_NUMERAL})"
_FULL = rf"(?:{_DAY}(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})"
_TO = r"(?:-|–|—|to|until|till|through|and) (?:the )?"
_RANGE = re.compile(rf"\b(?P<first>{_FULL}) {_TO}(?P<last>{_FULL})\b", re.IGNORECASE)
_MONTHS, _YEARS = 12, 1000
_NUMBERS = re.compile(r"\d+")
_NAMED = re.compile(rf"\b(?:{_MONTH})\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:!?()–—]|\b(?:and|but|so|because|which|while|although)\b", re.IGNORECASE)
_MODAL = re.compile(
    r"\b(?:will|shall|going to|expect|see you|please|need to|must|should|have until|let us)\b|['’]ll\b", re.IGNORECASE
)
_PERFECT = re.compile(
    r"\b(?:should|would|could|might|must) (?:\w+ )?have\b|\b(?:was|were|had)\b|\b(?:has|have|having) been\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?<!\bbe )(?<!\bget )(?<!ly )\b(?:sent|paid|went|came|got|took|left|made|wrote|said|told|spoke|bought|saw|gave"
    r"|did|\w{3,20}ed|ago|since|dated|last)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|before|until|till|no later|not later|at the latest|any ?time before|on or before)\b", re.I)
_ON = re.compile(r"(?:on|for|around|about)\b", re.IGNORECASE)
_HAPPENS = re.compile(
    r"\b(?:arrive|be|have|receive|get|come|call|ring|visit|reach|ship|send|start|meet|collect|deliver|expect|see you"
    r"|land|leave|return|reply)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(r"\b(?:of|from|dated|your|the|this|that|since|our)\s{0,3}$", re.IGNORECASE)
# A date is over when it is over everywhere.
_EVERYWHERE = timedelta(hours=12)
# A date without a year is one of the half year before or after, or of the months to come where those are spoken of.
_NEAR = (timedelta(days=-200), timedelta(days=200))
_AHEAD = (timedelta(days=-60), timedelta(days=300))


@dataclass(frozen=True, slots=True)
class Suspect:
    """A date or window that may be impossible; `is_ahead` tells that the words speak of the future."""

    start: int
    end: int
    certain: str | None = None
    day: Day | None = None
    weekday: int | None = None
    is_ahead: bool = False

    def fault(self, at: datetime | None) -> str | None:
        """Say what is wrong with it, said at that moment; None if nothing is, as far as can be told."""
        if self.certain or self.day is None or at is None:
            return self.certain
        today = at.date()
        try:
            return self._wrong_weekday(self.day, today) or self._is_over(self.day, at)
        except (ValueError, OverflowError, StopIteration):
            return None

    def _wrong_weekday(self, day: Day, today: date) -> str | None:
        if self.weekday is None:
            return None
        years = (day.year,) if day.year else (today.year - 1, today.year, today.year + 1)
        least, most = _AHEAD if self.is_ahead else _NEAR
        readings = (meant for year in years for meant in _readings(day, year))
        near = [meant for meant in readings if day.year or least <= meant - today <= most]
        if not near or any(meant.weekday() == self.weekday for meant in near):
            return None
        return f"{near[-1].day} {near[-1]:%B %Y} is a {near[-1]:%A}"

    def _is_over(self, day: Day, at: datetime) -> str | None:
        if not self.is_ahead:
            return None
        last = dates_of(day, at.date())[1]
        return "it is already over" if last < (at - _EVERYWHERE).date() else None


def suspects(text: Text) -> Iterator[Suspect]:
    """The dates and windows of a text that are impossible, or may turn out to be."""
    if not _MAYBE.search(text.text):
        return
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(text.text):
        if _ends_before(match["first"], match["last"]):
            taken.append(match.span())
            yield Suspect(*match.span(), BACKWARDS)
    for time in text.times:
        if time.kind == "hard" and not any(start < time.end and time.start < end for start, end in taken):
            suspect = _suspect(text, time)
            if suspect:
                yield suspect


def _ends_before(first: str, last: str) -> bool:
    """Tell whether a range of written dates ends before it begins, in whichever order its numbers are meant.

    Without the year of its beginning only days of one month can be told: 20 December to 3 January is no fault, nor is
    the year from 18 June to 17 June.
    """
    pairs = [(b, e) for b, e in zip(_written(first), _written(last), strict=False) if max(b[1], e[1]) <= _MONTHS]
    return bool(pairs) and all(_is_later(begin, end) for begin, end in pairs)


def _is_later(begin: tuple[int, int, int], end: tuple[int, int, int]) -> bool:
    if begin[0] and end[0]:
        return begin > end
    return not begin[0] and begin[1] == end[1] and begin[2] > end[2] + 1


def _written(text: str) -> list[tuple[int, int, int]]:
    """The year (0 if not said), month and day of a date, in each order that its numbers may be meant in."""
    numbers = [int(number) for number in _NUMBERS.findall(text)]
    named = _NAMED.search(text)
    if named:
        day, year = (*numbers, 0)[:2]
        return [(year, MONTHS[named[0].lower()], day)]
    if numbers[0] >= _YEARS:
        return [(numbers[0], numbers[1], numbers[2])]
    return [(numbers[2], numbers[1], numbers[0]), (numbers[2], numbers[0], numbers[1])]


def _suspect(text: Text, time: TimeMention) -> Suspect | None:
    said = text.text[time.start : time.end]
    if time.time is None:
        # The end of a day may be written so.
        return None if re.search(r"\b24[:h.]?00|24/7", said) else Suspect(time.start, time.end, NO_SUCH_DAY)
    if not isinstance(time.time, Point):
        return None
    if _is_backwards(time.time):
        return Suspect(time.start, time.end, BACKWARDS)
    day = time.time.day
    if day is None or day.kind != "date" or re.search(r"\b24/7\b", said):
        return None
    weekday = next((WEEKDAYS[word] for word in re.findall(r"[a-z]+", said.lower()) if word in WEEKDAYS), None)
    # 3/4 may be no date at all.
    is_plain = bool(day.year) or re.search(r"[a-z]{3}", said.lower().replace("the", "")) is not None
    return Suspect(time.start, time.end, None, day, weekday, is_plain and _is_ahead(text, time, said))


def _is_backwards(point: Point) -> bool:
    """From 5pm to 3pm; from ten in the evening to six in the morning is a night."""
    since, until = point.since, point.until
    if not isinstance(since, Clock) or not isinstance(until, Clock) or since.plain or until.plain:
        return False
    overnight = since.hour >= 12 > until.hour
    return not overnight and (since.hour, since.minute) > (until.hour, until.minute)


def _is_ahead(text: Text, time: TimeMention, said: str) -> bool:
    """Tell whether the clause speaks of what is to come: “you'll have it by 2 May”, not “it was sent on 2 May”."""
    start, end = text.sentences[text.sentence_at(time.start)]
    clause = _CLAUSE.split(text.text[start : time.start])[-1]
    if not clause.strip():
        clause = _CLAUSE.split(text.text[time.end : end].lstrip(" ,"))[0]
    if _PERFECT.search(clause) or _SPOKEN_OF.search(clause):
        return False
    modals = list(_MODAL.finditer(clause))
    rest = clause[modals[-1].start() :] if modals else clause
    if _PAST.search(rest):
        return False
    if _BY.match(said):
        return True
    return bool(modals) and bool(_HAPPENS.search(rest)) and (bool(_ON.match(said)) or _ends_in_verb(rest))


def _ends_in_verb(rest: str) -> bool:
    """“It will arrive 2 May”: the date follows the verb itself."""
    words = rest.split()
    return bool(words) and _HAPPENS.fullmatch(words[-1]) is not None


def _readings(day: Day, year: int) -> Iterator[date]:
    """The day in a year; 4/5 may also be the fifth of April."""
    for month, number in ((day.month, day.number), *(((day.number, day.month),) if day.swapped else ())):
        try:
            yield date(year, month, number)
        except ValueError:
            continue
