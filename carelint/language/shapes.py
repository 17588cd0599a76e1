"""Regular expressions of signals, each with the characters that a text must hold for it to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from ..character_sets import mask_of

# Sets of more characters than this are in nearly every text: asking costs more than it spares.
_TELLING = 40
_OTHER = 128


class Shape:
    """A regular expression, asked only where the characters that it needs are there."""

    def __init__(self, pattern: str) -> None:
        # Packs have refused what could blow up: see signal_faults.
        self.regex = re.compile(pattern, re.MULTILINE)
        masks = set(_needed(_parser.parse(pattern, re.MULTILINE), self.regex.flags))
        self._needed = tuple(sorted((mask for mask in masks if mask.bit_count() <= _TELLING), key=int.bit_count))
        self._group = "value" if "value" in self.regex.groupindex else 0

    def is_possible(self, characters: int) -> bool:
        """Tell whether a text with these characters may match."""
        for mask in self._needed:  # noqa: SIM110 - this runs a million times, and all() would double its cost
            if not mask & characters:
                return False
        return True

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Give what it finds, or its group `value` where it has one; nothing that is empty."""
        for match in self.regex.finditer(text):
            start, end = match.span(self._group)
            if end > start:
                yield start, end


@lru_cache(maxsize=256)
def characters(text: str) -> int:
    """The characters of a text as bits; all beyond ASCII are one."""
    mask = 0
    for character in set(text):
        mask |= 1 << min(ord(character), _OTHER)
    return mask


def _needed(nodes: Iterable[tuple[Any, Any]], flags: int) -> Iterator[int]:
    """For each character that every match holds, the set that it is of."""
    for kind, argument in nodes:
        name = str(kind)
        mask = mask_of(name, argument, flags)
        if mask is not None:
            yield mask
        elif name == "SUBPATTERN":
            _, added, removed, inner = argument
            yield from _needed(inner, (flags | added) & ~removed)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
            yield from _needed(argument[2], flags)
        elif name == "ATOMIC_GROUP":
            yield from _needed(argument, flags)
        elif name == "BRANCH":
            yield from _of_either(argument[1], flags)


def _of_either(branches: Iterable[Any], flags: int) -> Iterator[int]:
    together = 0
    for branch in branches:
        best = min(_needed(branch, flags), key=int.bit_count, default=None)
        if best is None:
            return
        together |= best
    yield together
