"""Regular expressions of signals, each with the characters and strings that a text must hold for it to match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from ..character_sets import mask_of

# Sets of more characters than this are in nearly every text: asking costs more than it spares.
_TELLING = 40
_OTHER = 128
# The letters, from z to the blank, with how common they are: far more than any other character.
_LETTERS_FIRST = {ord(letter): 10 + 5 * number for number, letter in enumerate("zjqxkvbpgfwymculdhrsnioate ")}
# So many digits a text may hold, or more: one bit each, above those of the characters.
_COUNTS = (2, 3, 4, 6, 8, 9, 13)
# The bits of folded letters lie above those.
_FOLDED = {
    1 << ord(letter) | 1 << ord(letter.upper()): 1 << (_OTHER + 1 + len(_COUNTS) + number)
    for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz")
}
# Some characters beyond ASCII fold to these three.
_FOLDED |= {pair | 1 << _OTHER: bit for pair, bit in _FOLDED.items() if pair & sum(1 << ord(sign) for sign in "iks")}
_BEYOND = reduce(or_, (bit for pair, bit in _FOLDED.items() if pair >> _OTHER & 1), 1 << _OTHER)
_BITS = {
    chr(code): reduce(or_, (bit for pair, bit in _FOLDED.items() if pair >> code & 1), 1 << code)
    for code in range(_OTHER)
}
# What was found last is remembered: signals and what is masked ask for the same.
_REMEMBERED, _LONGEST = 4_000, 1_000
# More strings than these take longer to look for than the expression itself.
_MOST_STRINGS, _SHORTEST = 12, 2


class Signs(NamedTuple):
    """What a text shows at a glance: its letters folded; its characters and how many digits it has, as bits.

    All characters beyond ASCII are one bit; each letter has one bit more, which tells of the small and the capital one.
    """

    characters: int
    folded: str


@lru_cache(maxsize=256)
def signs_of(text: str) -> Signs:
    """Look at a text."""
    mask, signs = 0, set(text)
    for character in signs:
        mask |= _BITS.get(character, _BEYOND)
    digits = sum(map(text.count, filter(str.isdecimal, signs)))
    return Signs(mask | sum(_counted(digits)), text.casefold())


class Shape:
    """A regular expression, asked only where the characters that it needs are there."""

    def __init__(self, pattern: str) -> None:
        # Packs have refused what could blow up: see signal_faults.
        self.regex = re.compile(pattern, re.MULTILINE)
        parsed = _parser.parse(pattern, re.MULTILINE)
        masks = {*_needed(parsed, self.regex.flags), *_counted(_digits(parsed))[-1:]}
        self._strings = tuple(sorted(_strings(parsed)))
        telling = sorted((mask for mask in masks if mask.bit_count() <= _TELLING), key=_commonness)
        # The set of characters that is the least common of those that it needs one of; all, if it needs none.
        self.rarest = telling[0] if telling else -1
        bits = [_FOLDED.get(mask, mask) for mask in telling]
        self._every = reduce(or_, (mask for mask in bits if mask.bit_count() == 1), 0)
        self._needed = tuple(mask for mask in bits if mask.bit_count() > 1)
        self._group: str | int = "value" if "value" in self.regex.groupindex else 0

    def is_possible(self, signs: Signs) -> bool:
        """Tell whether a text that shows these signs may match."""
        characters = signs.characters
        if characters & self._every != self._every:
            return False
        for mask in self._needed:
            if not mask & characters:
                return False
        if not self._strings:
            return True
        for string in self._strings:  # noqa: SIM110 - this runs a million times, and any() would double its cost
            if string in signs.folded:
                return True
        return False

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        """Give what it finds, or its group `value` where it has one; nothing that is empty."""
        return (_remembered if len(text) <= _LONGEST else _found)(self.regex, self._group, text)


class ShapeIndex:
    """The shapes of many signals, by the rarest character that each needs."""

    def __init__(self, shapes: Mapping[str, Iterable[Shape]]) -> None:
        self._by_mask: dict[int, list[tuple[str, Shape]]] = {}
        for name, own in shapes.items():
            for shape in own:
                self._by_mask.setdefault(shape.rarest, []).append((name, shape))

    def possible(self, signs: Signs) -> set[str]:
        """The signals one of whose shapes a text that shows these signs may hold."""
        found = set[str]()
        for mask, shapes in self._by_mask.items():
            if mask & signs.characters:
                for name, shape in shapes:
                    if name not in found and shape.is_possible(signs):
                        found.add(name)
        return found


def _found(regex: re.Pattern[str], group: str | int, text: str) -> tuple[tuple[int, int], ...]:
    spans = (match.span(group) for match in regex.finditer(text))
    return tuple(span for span in spans if span[1] > span[0])


_remembered = lru_cache(maxsize=_REMEMBERED)(_found)


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


def _strings(nodes: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Strings, in folded letters, one of which every match holds; the most telling ones, or none."""
    best, run = frozenset[str](), ""
    for kind, argument in [*nodes, ("END", None)]:
        name = str(kind)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if name == "AT":  # an edge of a word takes no room
            continue
        best = max(best, frozenset([run.casefold()]) if run else best, _inside(name, argument), key=_telling)
        run = ""
    return best if _telling(best) >= _SHORTEST else frozenset()


def _inside(name: str, argument: Any) -> frozenset[str]:
    if name == "SUBPATTERN":
        return _strings(argument[3])
    if name == "ATOMIC_GROUP":
        return _strings(argument)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        return _strings(argument[2])
    if name == "BRANCH":
        each = [_strings(branch) for branch in argument[1]]
        return frozenset().union(*each) if all(each) else frozenset()
    return frozenset()


def _commonness(mask: int) -> int:
    """How often one of some characters stands in a text, very roughly."""
    return sum(_LETTERS_FIRST.get(place, 1) for place in range(mask.bit_length()) if mask >> place & 1)


def _telling(strings: frozenset[str]) -> int:
    """How much it tells that a text holds one of the strings."""
    return min(map(len, strings)) if 0 < len(strings) <= _MOST_STRINGS else 0


def _counted(digits: int) -> list[int]:
    return [1 << (_OTHER + 1 + place) for place, least in enumerate(_COUNTS) if digits >= least]


def _digits(nodes: Iterable[tuple[Any, Any]]) -> int:
    """The number of digits that every match holds at least."""
    return sum(_digits_in(str(kind), argument) for kind, argument in nodes)


def _digits_in(name: str, argument: Any) -> int:
    if name == "SUBPATTERN":
        return _digits(argument[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return int(argument[0]) * _digits(argument[2])
    if name == "ATOMIC_GROUP":
        return _digits(argument)
    if name == "BRANCH":
        return min(_digits(branch) for branch in argument[1])
    return int(_is_digit(name, argument))


def _is_digit(name: str, argument: Any) -> bool:
    """Tell whether one character of a pattern can be nothing but a digit."""
    if name == "LITERAL":
        return chr(argument).isdecimal()
    if name == "RANGE":
        return all(chr(code) in "0123456789" for code in argument)
    if name == "IN":
        return all(_is_digit(str(kind), inner) for kind, inner in argument)
    return name == "CATEGORY" and str(argument) == "CATEGORY_DIGIT"
