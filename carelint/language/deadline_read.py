"""Turns the pieces that the deadline grammar matched into time values."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from .deadline_values import Clock, Day, Found, Length, Mark, Point
from .deadline_words import DOUBTFUL_WEEKDAYS, MONTHS, NUMBERS, PARTS, UNITS, WEEKDAYS

Match = re.Match[str]

# Longer promises are no deadlines and would overflow the calendar.
MOST_YEARS = 10
YEAR = re.compile(r"(?:19|20)\d\d")
PER_YEAR = {"second": 31_536_000, "minute": 525_600, "hour": 8760, "day": 365, "week": 52, "month": 12, "year": 1}
HOUR_WORDS = {name: int(value) for name, value in NUMBERS.items() if value in range(1, 13) and len(name) > 2}


def number(text: str) -> float:
    """Read "3", "1.5", "two", "half an", "a few"."""
    return NUMBERS[text] if text in NUMBERS else float(text)


def length(match: Match) -> Length | None:
    """Read an amount and its unit; None for what is no length of time, such as "a second"."""
    unit, factor = UNITS[match["unit"]]
    least = number(match["least"])
    if unit == "second" and not match["least"][0].isdigit():
        return None
    most = number(match["most"]) if match["most"] else least
    more = match["more"] or ""
    if "and a half" in match[0]:
        most, least = most + 0.5, least + 0.5
    elif more in {" or two", " or three"}:
        most = number(more.split()[-1])
    if max(least, most) * factor > MOST_YEARS * PER_YEAR[unit]:
        return None
    ranged = most > least
    return Length(least * factor if ranged else 0, max(least, most) * factor, unit, bool(match["business"]))


def clock(text: str, part: str = "") -> Clock | None:
    """Read "5 pm", "14:00", "half past 3", "noon"; `part` is a word of the day that settles am or pm."""
    if text.startswith(("noon", "midday")):
        return Clock(12)
    if text.startswith("midnight"):
        return Clock(23, 59)
    words = text.split()
    hour, minute, plain = _digits(words)
    if part in {"afternoon", "evening", "night", "tonight"} or "pm" in words:
        hour, plain = hour % 12 + 12 if hour <= 12 else hour, False
    elif "am" in words or part == "morning":
        hour, plain = hour % 12 if hour <= 12 else hour, False
    return Clock(hour, minute, plain) if hour < 24 and minute < 60 else None


def _digits(words: list[str]) -> tuple[int, int, bool]:
    """Give hour, minute, and whether half of the day is open."""
    numeral = next(word for word in words if word[0].isdigit() or word in HOUR_WORDS)
    if numeral in HOUR_WORDS:
        hour, minute = HOUR_WORDS[numeral], 0
    else:
        first, _, second = re.sub("[.h]", ":", numeral).partition(":")
        hour, minute = int(first), int(second or 0)
    if "past" in words:
        minute = 30 if "half" in words else 15
    elif "to" in words:
        hour, minute = (hour - 2) % 12 + 1, 45
    return hour, minute, 0 < hour <= 12 and not (numeral[0] == "0" and len(numeral) > 1)


def point(match: Match, found: Found) -> Found | None:
    """Read a day, a clock time or both; an impossible one stays without a time. None: the words are no time at all."""
    groups = match.groupdict()
    by, said = groups.get("by") or "", groups.get("day") or ""
    if said and _idle(by, said, match):
        return None
    part = _part(said)
    try:
        day = _day(said) if said else None
        since, until = _bounds(groups, part, said)
    except ValueError:
        return found
    finish = groups.get("finish")
    if finish:
        day, until = _finish(finish, day)
    is_by = _is_by(by, match[0])
    return found._replace(time=Point(day, None if is_by else since, until, is_by))


def _is_by(by: str, text: str) -> bool:
    return by.startswith(("no", "on or", "any")) or bool(re.search(r"\b(?:by|before|until|latest|no later)\b", text))


def _idle(by: str, said: str, match: Match) -> bool:
    """Tell whether a day word is another word: "sat", "sun", "march", "the friday", "for today"."""
    words = said.split()
    alone = len(words) - (words[0] == "the") == 1 and not match.groupdict().get("clock")
    if alone and (words[-1] in DOUBTFUL_WEEKDAYS or words[-1] in MONTHS):
        return not by or words[0] == "the"
    before = match.string[max(0, match.start() - 20) : match.start()].split()[-1:]
    after = match.string[match.end() : match.end() + 20].split()[:1]
    if after and after[0] in {"'s", "s", "ago", "delivery", "dispatch", "shipping", "service", "deal", "deals", "only"}:
        return True
    if said.startswith(("same", "the same", "that same")) and after and after[0] not in ",.;!?)":
        return True
    if before and before[0] in {
        "since",
        "last",
        "until now",
        "every",
        "each",
        "previous",
        "happy",
        "good",
        "great",
        "nice",
        "lovely",
    }:
        return True
    return said in {"this day", "this year", "this month", "the year"} and not by


def _part(said: str) -> str:
    return next((word for word in reversed(said.split()) if word in PARTS or word == "tonight"), "")


def _bounds(groups: dict[str, str | None], part: str, said: str) -> tuple[Clock | None, Clock | Mark | None]:
    """Give the clock times between which it happens; the second alone counts for a deadline."""
    if groups.get("since") and groups.get("until"):
        return _window(groups["since"] or "", groups["until"] or "", part)
    if groups.get("clock") and groups.get("until2"):
        return _window(groups["clock"] or "", groups["until2"] or "", part)
    if text := groups.get("clock"):
        time = _or_raise(clock(text, part))
        return time, time
    if said.startswith("first thing"):
        return None, "opening"
    return PARTS.get("night" if part == "tonight" else part, (None, None))


def _window(first: str, second: str, part: str) -> tuple[Clock, Clock]:
    until = _or_raise(clock(second, part))
    since = _or_raise(clock(first, part))
    if since.plain and not until.plain and since.hour % 12 + 12 <= until.hour:
        since = Clock(since.hour % 12 + 12, since.minute)
    return since, until


def _or_raise(time: Clock | None) -> Clock:
    if time is None:
        raise ValueError("no such time of the day")
    return time


def _finish(text: str, day: Day | None) -> tuple[Day, Mark | None]:
    """Read "end of day", "cob Friday", "the end of next week"."""
    words = text.split()
    unit = next((unit for unit in ("week", "month") if unit in words or f"eo{unit[0]}" in words), "")
    if unit:
        return Day("week" if unit == "week" else "month", int("next" in words)), None
    weekday = next((WEEKDAYS[word] for word in words if word in WEEKDAYS), None)
    if weekday is not None:
        return Day("weekday", weekday), "close"
    return day or Day("offset", int("tomorrow" in words)), "close"


def _day(said: str) -> Day:
    """Read which day; raises ValueError for one that is not in the calendar."""
    words = [
        word
        for word in said.split()
        if word not in {"the", ",", "of", "later", "early", "late", "sometime", "some", "time"}
    ]
    return _relative(words) or _week_or_month(words) or _dated(words)


def _relative(words: list[str]) -> Day | None:
    if "after" in words:
        return Day("offset", 2)
    if "tomorrow" in words:
        return Day("offset", 1)
    if "day" in words:
        kind = "business" if {"business", "working"} & set(words) else "offset"
        return Day("business" if kind == "business" else "offset", int("next" in words or "following" in words))
    if words[-1] in PARTS and not set(words) & set(WEEKDAYS) and not any(word[0].isdigit() for word in words):
        return Day("offset", int(words[-1] == "morning" and "this" not in words))
    return Day("offset", 0) if {"today", "tonight"} & set(words) else None


def _week_or_month(words: list[str]) -> Day | None:
    later = int("next" in words or "following" in words)
    if "weekend" in words:
        return Day("weekend", later)
    if "week" in words:
        return Day("week", later)
    if "month" in words:
        return Day("month", later)
    if "year" in words:
        return Day("month", 0, 12) if not later else Day("month", 12)
    return None


def _dated(words: list[str]) -> Day:
    """Read a date or a weekday; of both the date counts, and must fall on that weekday if the year is known."""
    weekday = next((WEEKDAYS[word] for word in words if word in WEEKDAYS), None)
    numerals = [word for word in words if word[0].isdigit()]
    month = next((MONTHS[word] for word in words if word in MONTHS), 0)
    if weekday is not None and not numerals:
        return Day("next-weekday" if "next" in words or "following" in words else "weekday", weekday)
    if month and all(YEAR.fullmatch(word) for word in numerals):
        return Day("month", 0, month, int(numerals[0]) if numerals else 0)
    if numerals and not month and (YEAR.fullmatch(numerals[0]) or re.search("[/.]", numerals[0])):
        return _checked(_numeric(numerals), weekday)
    numbers = [int(re.sub(r"\D", "", numeral)) for numeral in numerals]
    if not month:
        return _checked(Day("monthday", numbers[0]), weekday)
    year = next((value for value in numbers if value > 999), 0)
    return _checked(Day("date", numbers[0] if numbers[0] < 1000 else numbers[1], month, year), weekday)


def _numeric(numerals: list[str]) -> Day:
    """Read 2026-12-25, 25/12/2026, 25.12. or 4/5, where the day is taken to come first unless that cannot be."""
    parts = [int(part) for numeral in numerals for part in re.split("[/.]", numeral) if part]
    if parts[0] > 999:
        return Day("date", parts[2], parts[1], parts[0])
    day, month, year = (*parts, 0)[:3]
    year += 2000 if 0 < year < 100 else 0
    if month > 12 >= day:
        return Day("date", month, day, year)
    return Day("date", day, month, year, swapped=day <= 12 and day != month)


def _checked(day: Day, weekday: int | None) -> Day:
    if day.kind == "monthday":
        if not 1 <= day.number <= 31:
            raise ValueError("no such day")
        return day
    if not 1 <= day.month <= 12 or not 1 <= day.number <= monthrange(day.year or 2024, day.month)[1]:
        raise ValueError("no such date")
    if weekday is not None and day.year and date(day.year, day.month, day.number).weekday() != weekday:
        raise ValueError("not that weekday")
    return day
