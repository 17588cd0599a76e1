"""What one node of a parsed regular expression takes, as a set of characters in the bits of a number."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_OTHER, END = 128, 129  # all characters beyond ASCII are one; the end of the text is another
_EVERY = (1 << END) - 1


def mask_of(op: str, argument: Any, flags: int) -> int | None:
    """Give the characters that a node for one character takes, as bits; None for other nodes."""
    if op == "LITERAL":
        return _letter(argument, bool(flags & re.IGNORECASE))
    if op == "NOT_LITERAL":
        return _EVERY & ~_letter(argument, False) | 1 << _OTHER
    if op == "ANY":
        return _EVERY if flags & re.DOTALL else _EVERY & ~(1 << 10)
    return _class(argument, flags) if op == "IN" else None


def _class(items: Any, flags: int) -> int:
    """A negated class loses only what it surely excludes: more overlap is the safe side."""
    negated = str(items[0][0]) == "NEGATE"
    fold = bool(flags & re.IGNORECASE) and not negated
    mask = 0
    for op, argument in items[1:] if negated else items:
        match str(op):
            case "LITERAL":
                mask |= _letter(argument, fold)
            case "RANGE":
                low, high = argument
                for code in range(low, min(high, 127) + 1):
                    mask |= _letter(code, fold)
                mask |= (1 << _OTHER) | _folded_ascii(low, high) if high > 127 else 0
            case _:
                mask |= _category(str(argument), bool(flags & re.ASCII))
    return _EVERY & ~mask | 1 << _OTHER if negated else mask


_FOLDED = {0x17F: "s", 0x212A: "k", 0x130: "i", 0x131: "i"}  # characters beyond ASCII that fold to ASCII letters


def _letter(code: int, fold: bool) -> int:
    if code > 127:
        return 1 << _OTHER | (_folded_ascii(code, code) if fold else 0)
    if not fold:
        return 1 << code
    letter = chr(code)
    return 1 << ord(letter.lower()) | 1 << ord(letter.upper()) | (1 << _OTHER if letter.lower() in "iks" else 0)


def _folded_ascii(low: int, high: int) -> int:
    letters = {letter for code, letter in _FOLDED.items() if low <= code <= high}
    return sum(1 << ord(letter) | 1 << ord(letter.upper()) for letter in letters)


@cache
def _category(name: str, only_ascii: bool) -> int:
    r"""Ask Python itself what \d, \w, \s and their opposites take."""
    negated = "_NOT_" in name
    letter = name.removeprefix("CATEGORY_").removeprefix("NOT_")[0]
    shape = re.compile("\\" + (letter if negated else letter.lower()))
    mask = sum(1 << code for code in range(128) if shape.match(chr(code)))
    return mask if only_ascii and not negated else mask | 1 << _OTHER
