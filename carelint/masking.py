"""Card numbers hidden in what is printed; a masked text has the length of the text, so that places in it stay true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .validators import is_valid

# One space or dash between two digits does not end a number.
_RUN = re.compile("\\d(?:[ \u00a0\u202f\u2010-\u2015-]?\\d)*")
_DIGIT = re.compile(r"\d")
_GROUP = re.compile(r"\d+")
_SHORTEST, _LONGEST = 13, 19
# A longer run holds who knows how many numbers: all of it is hidden.
_LONGEST_RUN = 41
# A longest run, with its spaces: what lies further off cannot change how a number is masked.
_NEAR = 2 * _LONGEST_RUN


def masked(text: str, start: int, end: int, own: range = range(0)) -> str:
    """Give characters `start` to `end` of a text, its card numbers masked, and every number in the characters `own`.

    Of a card number stay the first six digits and the last four, which is what PCI DSS lets be shown. Digits that
    touch one are hidden too: they may be its check code or its date.
    """
    first = max(0, start - _NEAR)
    shown = _hide_runs(text[first : end + _NEAR], range(own.start - first, own.stop - first))
    return shown[start - first : end - first]


def _hide_runs(text: str, mine: range) -> str:
    def hide(run: re.Match[str]) -> str:
        is_mine = bool(mine) and run.start() < mine.stop and run.end() > mine.start
        if run.end() - run.start() < _SHORTEST and not is_mine:
            return run[0]
        return _hide(run[0], range(mine.start - run.start(), mine.stop - run.start()) if is_mine else None)

    return _RUN.sub(hide, text)


def _hide(run: str, mine: range | None) -> str:
    digits = [place for place, character in enumerate(run) if character.isdecimal()]
    if len(digits) > _LONGEST_RUN:
        return _DIGIT.sub("•", run)
    numbers = list(_cards(run))
    if not numbers:
        if mine is None:
            return run
        number = [place for place in digits if place in mine]
        numbers = [number] if _SHORTEST <= len(number) <= _LONGEST else []
    shown = {place for number in numbers for place in (*number[:6], *number[-4:])}
    return "".join("•" if place in digits and place not in shown else sign for place, sign in enumerate(run))


def _cards(run: str) -> Iterator[list[int]]:
    """Give the places of the digits of each card number: whole groups of digits, the fewest that pass."""
    groups = [list(range(*group.span())) for group in _GROUP.finditer(run)]
    first = 0
    while first < len(groups):
        for last in range(first + 1, len(groups) + 1):
            number = [place for group in groups[first:last] for place in group]
            if len(number) > _LONGEST:
                break
            if len(number) >= _SHORTEST and is_valid("luhn", "".join(run[place] for place in number)):
                yield number
                first = last - 1
                break
        first += 1
