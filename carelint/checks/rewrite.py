"""What a fix writes in the place of what was found, so that the words round it stay right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated as Typed

from pydantic import AfterValidator, StringConstraints

from ..annotated import Annotated
from ..model import Fix, Match
from ..placeholders import is_for_platform
from ..safe_regex import compile_safe

_ARTICLE = re.compile(r"\b(an?)(\s{1,9})\Z", re.IGNORECASE)
# What is spelled otherwise than it is said: a useful hint, an hour.
_LIKE_A = re.compile(r"(?:u[ns]i|us(?:e|u)|eu|one\b|once\b)", re.IGNORECASE)
_LIKE_AN = re.compile(r"(?:hour|honest|heir|honou?r)", re.IGNORECASE)
_SPACE = re.compile(r"\s{1,100}")
_SLOT = re.compile(r"\\(u\\)?(\d)")
_STRAY = re.compile(r"\\(?!u\\\d|\d)")
# What somebody else wrote, and what a machine reads.
_ASIDE = frozenset(["quoted", "code", "url", "inline_quote"])


def _checked(pairs: dict[str, str]) -> dict[str, str]:
    for words, other in pairs.items():
        pattern = _pattern(words)
        slots = [int(slot[2]) for slot in _SLOT.finditer(other)] if pattern else []
        if pattern and _STRAY.search(other):
            raise ValueError(f"“{other}”: after a backslash stands the number of a group, as in \\1, or \\u\\1")
        if pattern and max(slots, default=0) > pattern.groups:
            raise ValueError(f"“{other}”: {words} has {pattern.groups} groups, found \\{max(slots)}")
    return pairs


@lru_cache(maxsize=1024)
def _pattern(words: str) -> re.Pattern[str] | None:
    """Give the pattern that stands between two slashes; None for plain words. Raises ValueError."""
    if len(words) < 3 or not (words.startswith("/") and words.endswith("/")):
        return None
    return compile_safe(words[1:-1])


Rewriting = Typed[dict[Typed[str, StringConstraints(min_length=1)], str], AfterValidator(_checked)]


def rewritten(annotated: Annotated, match: Match, swap: Mapping[str, str], suggest: Mapping[str, str]) -> Fix | None:
    """Give the fix for what was found: a safe one if `swap` has other words for it, else one that `suggest` has."""
    turn, start, end = match.turn, match.start, match.end
    text = annotated.text(turn)
    for others, safe in ((swap, True), (suggest, False)):
        other = _other(others, text, start, end)
        if other is not None and other != text[start:end] and not is_aside(annotated, turn, start, end):
            return fitting(text, start, end, other, safe=safe)
    return None


def _other(others: Mapping[str, str], text: str, start: int, end: int) -> str | None:
    said = _plain(text[start:end])
    for words, other in others.items():
        pattern = _pattern(words)
        if pattern is None:
            if _plain(words) == said:
                return like(text[start:end], other)
        elif found := _whole(pattern, text, start, end):
            return _filled(other, found)
    return None


def _whole(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """Match all that was found; a pattern that looks ahead sees what follows it."""
    if "(?=" not in pattern.pattern and "(?!" not in pattern.pattern:
        return pattern.fullmatch(text, start, end)
    found = pattern.match(text, start)
    return found if found and found.end() == end else None


def _plain(words: str) -> str:
    return _SPACE.sub(" ", words.replace("’", "'").casefold())


def _filled(other: str, found: re.Match[str]) -> str:
    def fill(slot: re.Match[str]) -> str:
        group = found[int(slot[2])] or ""
        return group[:1].upper() + group[1:] if slot[1] else group

    return _SLOT.sub(fill, other)


def like(word: str, other: str) -> str:
    """Write other words with the capitals of those that they replace."""
    if word.isupper() and len(word) > 1:
        return other.upper()
    return other[:1].upper() + other[1:] if word[:1].isupper() else other


def fitting(text: str, start: int, end: int, other: str, *, safe: bool) -> Fix:
    """Write other words for a part of a text, with the article in front that they need: “a more”, “an additional”."""
    article = _ARTICLE.search(text, max(0, start - 20), start)
    if article is None or not other or (article[1].lower() == "an") == _begins_with_vowel(other):
        return Fix(start, end, other, safe)
    right = article[1][0] + ("n" if _begins_with_vowel(other) else "")
    return Fix(article.start(), end, f"{right}{article[2]}{other}", safe=False)


def _begins_with_vowel(words: str) -> bool:
    if _LIKE_A.match(words):
        return False
    return words[:1].lower() in ("a", "e", "i", "o", "u") or _LIKE_AN.match(words) is not None


def is_aside(annotated: Annotated, turn: int, start: int, end: int) -> bool:
    """Tell whether words are quoted, or stand in code, an address or a placeholder: they are not the writer's words."""
    return is_for_platform(annotated.text(turn), start, end) or any(
        segment.kind in _ASIDE and segment.start < end and start < segment.end
        for segment in annotated.notes[turn].segments
    )
