"""Lengths of time as people write them: "60s", "3 min", "4h"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

UNITS: Mapping[str, int] = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "day", "days"), 86400),
    **dict.fromkeys(("w", "week", "weeks"), 604800),
}
MOST_SECONDS = 10 * 366 * 86400
_UP_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBERS: Mapping[str, float] = {
    **{word: number for number, word in enumerate(_UP_TO_TWENTY.split())},
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "a": 1, "an": 1, "couple": 2, "few": 5,
}  # fmt: skip


def parse_duration(text: str) -> timedelta:
    """Read a length of time such as "60s", "3 min", "4h", "1 h 30 min" or "1d" (24 hours).

    Raises ValueError for a number without a unit, an unknown unit, and anything over ten years.
    """
    parts = re.findall(r"(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]*)", text.lower(), re.ASCII)
    rest = re.sub(r"\d{1,9}(?:\.\d{1,3})?\s*[a-z]*", "", text.lower(), flags=re.ASCII).strip()
    if not parts or rest:
        raise ValueError(f'found "{text}", expected a length of time such as "60s", "3 min", "4h" or "1d"')
    seconds = sum(float(number) * _unit(unit, text) for number, unit in parts)
    if seconds > MOST_SECONDS:
        raise ValueError(f'found "{text}", which is over ten years')
    return timedelta(seconds=seconds)


def _unit(unit: str, text: str) -> int:
    if not unit:
        number = text.strip()
        raise ValueError(f'found "{text}" without a unit: write "{number}s", "{number} min" or "{number}h"')
    if unit not in UNITS:
        raise ValueError(f'found "{text}", unknown unit "{unit}": allowed: s, min, h, d, w')
    return UNITS[unit]


def read_spoken(text: str) -> timedelta | None:
    """Read a length of time as it is said: "two minutes", "3-5 mins", "a minute or two" (the longest that is meant).

    "A few" are five. None where no number and no unit are said.
    """
    words = re.findall(r"[a-z]+|\d{1,4}", text[:200].lower(), re.ASCII)
    units = [UNITS[word] for word in words if len(word) > 1 and word in UNITS]
    half = "half" in words
    counts = [_count(word) for word in words if not (half and word in ("a", "an"))]
    most = max((count for count in counts if count is not None), default=0 if half else None)
    return timedelta(seconds=(most + half / 2) * units[0]) if most is not None and units else None


def _count(word: str) -> float | None:
    return float(word) if word.isdigit() else _NUMBERS.get(word)


def format_duration(length: timedelta) -> str:
    """Write a length of time in at most two units, the rest cut off: "4 min 10 s", "26 h", "3 d 2 h"."""
    seconds = int(length.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    if seconds < 3600:
        sizes = ((60, "min"), (1, "s"))
    elif seconds < 2 * 86400:
        sizes = ((3600, "h"), (60, "min"))
    else:
        sizes = ((86400, "d"), (3600, "h"))
    (big, big_name), (small, small_name) = sizes
    parts = [(seconds // big, big_name), (seconds % big // small, small_name)]
    return sign + (" ".join(f"{count} {name}" for count, name in parts if count) or "0 s")
