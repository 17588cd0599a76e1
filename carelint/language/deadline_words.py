"""The words of the deadline grammar: numbers, units, days, months, and the many ways to spell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .deadline_values import Clock, Unit

# Norms that mean another norm; applied before anything else.
ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("tmrw", "tmr", "tmw", "tomoz", "tomoro", "tomorow", "tommorow", "tommorrow", "2moro"), "tomorrow"),
    **dict.fromkeys(("2morrow", "2mrw", "2mrow", "tomorro", "tomorrows"), "tomorrow"),
    **dict.fromkeys(("tonite", "2nite", "2night"), "tonight"),
    **dict.fromkeys(("p.m.", "p.m", "p.m.."), "pm"),
    **dict.fromkeys(("a.m.", "a.m", "a.m.."), "am"),
    **dict.fromkeys(("til", "till", "'til", "untill"), "until"),
    **dict.fromkeys(("a.s.a.p", "a.s.a.p.", "asap."), "asap"),
    **dict.fromkeys(("\u2013", "\u2014", "--", "\u2212"), "-"),
    **dict.fromkeys(("o’clock", "oclock"), "o'clock"),
    **dict.fromkeys(("e.o.d", "e.o.d."), "eod"),
    **dict.fromkeys(("c.o.b", "c.o.b."), "cob"),
    **dict.fromkeys(("approx.", "approx", "approximately", "roughly", "~", "circa", "c."), "about"),
    "2day": "today",
    "&": "and",
    "bussiness": "business",
    "buisness": "business",
    "busines": "business",
    "u": "you",
    "ur": "your",
    "pls": "please",
    "plz": "please",
    "wks": "weeks",
    "wk": "week",
    "b4": "before",
    "day(s": "days",
    "hour(s": "hours",
    "week(s": "weeks",
    "minute(s": "minutes",
    "wknd": "weekend",
    "noonish": "noon",
}

NUMBERS: Mapping[str, float] = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "twenty - four": 24,
    "thirty": 30,
    "forty": 40,
    "forty - five": 45,
    "forty - eight": 48,
    "sixty": 60,
    "seventy - two": 72,
    "ninety": 90,
    "half": 0.5,
    "half a": 0.5,
    "half an": 0.5,
    "a half": 0.5,
    "a quarter of an": 0.25,
    "couple": 2,
    "a couple": 2,
    "couple of": 2,
    "a couple of": 2,
    "couple more": 2,
    "a couple more": 2,
    "few": 3,
    "a few": 3,
    "a few more": 3,
    "a good few": 3,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "another": 1,
}

UNITS: Mapping[str, tuple[Unit, int]] = {
    **dict.fromkeys(("second", "seconds", "sec", "secs"), ("second", 1)),
    **dict.fromkeys(("minute", "minutes", "min", "mins", "minuets"), ("minute", 1)),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), ("hour", 1)),
    **dict.fromkeys(("day", "days"), ("day", 1)),
    **dict.fromkeys(("week", "weeks"), ("week", 1)),
    **dict.fromkeys(("fortnight", "fortnights"), ("week", 2)),
    **dict.fromkeys(("month", "months", "mth", "mths"), ("month", 1)),
    **dict.fromkeys(("year", "years", "yr", "yrs"), ("year", 1)),
}

WEEKDAYS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon", "mon."),
            ("tuesday", "tue", "tues", "tue.", "tues."),
            ("wednesday", "wed", "weds", "wed."),
            ("thursday", "thu", "thur", "thurs", "thu.", "thurs."),
            ("friday", "fri", "fri."),
            ("saturday", "sat", "sat."),
            ("sunday", "sun", "sun."),
        )
    )
    for name in names
}
# Weekdays that are also other words count only after a preposition or beside another time word.
DOUBTFUL_WEEKDAYS = frozenset({"sat", "sun", "mon", "wed", "thu", "fri"})

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "jan."),
            ("february", "feb", "feb."),
            ("march", "mar", "mar."),
            ("april", "apr", "apr."),
            ("may",),
            ("june", "jun", "jun."),
            ("july", "jul", "jul."),
            ("august", "aug", "aug."),
            ("september", "sep", "sept", "sep.", "sept."),
            ("october", "oct", "oct."),
            ("november", "nov", "nov."),
            ("december", "dec", "dec."),
        ),
        start=1,
    )
    for name in names
}

# When the parts of the day begin and end.
PARTS: Mapping[str, tuple[Clock, Clock]] = {
    "morning": (Clock(0), Clock(12)),
    "lunch": (Clock(11), Clock(14)),
    "lunchtime": (Clock(11), Clock(14)),
    "noon": (Clock(12), Clock(12)),
    "midday": (Clock(12), Clock(12)),
    "afternoon": (Clock(12), Clock(18)),
    "evening": (Clock(17), Clock(23, 59)),
    "night": (Clock(18), Clock(23, 59)),
    "midnight": (Clock(23, 59), Clock(23, 59)),
}

VAGUE = frozenset({"soon", "shortly", "asap", "momentarily", "presently", "eventually", "later", "soonest", "soonish"})

# A sentence with none of these, and no digit beside a unit, holds no time.
_HEADS = frozenset(
    {
        *UNITS,
        *WEEKDAYS,
        *MONTHS,
        *VAGUE,
        "today",
        "tonight",
        "tomorrow",
        "noon",
        "midday",
        "midnight",
        "morning",
        "lunch",
        "afternoon",
        "evening",
        "weekend",
        "eod",
        "cob",
        "eob",
        "eow",
        "eom",
        "until",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "when",
        "whenever",
        "once",
        "quickly",
        "quick",
        "promptly",
        "fast",
        "earliest",
        "course",
        "bit",
        "while",
        "future",
        "point",
        "long",
        "next",
        "possible",
        "end",
        "few",
        "jiffy",
        "moment",
        "'d",
        "d.",
        "time",
        "receipt",
        "upon",
        "lunchtime",
        "close",
        "stage",
    }
)
TRIGGERS = _HEADS | {alias for alias, norm in ALIASES.items() if norm in _HEADS}


def either(words: Iterable[str]) -> str:
    """Give the regular expression of any of the words, the longest first."""
    # Hyphens and full stops are the only special characters among our words.
    return "|".join(word.replace(".", r"\.") for word in sorted(words, key=lambda word: (-len(word), word)))
