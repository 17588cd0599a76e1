"""Secrets, identity numbers and contact data hidden in what is printed, wherever signals with `mask` see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from ..masking import masked
from ..validators import is_valid
from .shapes import Shape, signs_of
from .spec import SignalSpec

Kind = Literal["secret", "identity", "contact"]
Shapes = Sequence[tuple[Shape, SignalSpec]]
_NOTHING = range(0)
# Texts whose sensitive parts are remembered: agents repeat themselves, and so do the findings of one text.
_REMEMBERED, _LONGEST = 2_000, 1_000
# Long ones too, but few: all findings of a long mail ask for the same text.
_REMEMBERED_LONG = 8


class Part(NamedTuple):
    """Characters `start` to `end` of a text, and why they are not printed."""

    start: int
    end: int
    kind: Kind


class Masks:
    """What is masked by the shapes of some signals. A masked text has the text's length, so that places stay true."""

    def __init__(self, specs: Iterable[SignalSpec]) -> None:
        self._shapes: Mapping[bool, Shapes] = {
            is_contact: [(Shape(pattern), spec) for spec in chosen for pattern in spec.regex]
            for is_contact, chosen in _by_contact(specs)
        }
        self._known: re.Pattern[str] | None = None
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._find)
        self._remembered_long = lru_cache(maxsize=_REMEMBERED_LONG)(self._find)

    def for_texts(self, texts: Iterable[str]) -> Masks:
        """The same masks, which also know again what one of these texts tells: “hunter2” once it was a password."""
        values = {text[part.start : part.end] for text in texts for part in self._parts(text, False)}
        if not values:
            return self
        longest_first = sorted(values, key=lambda value: (-len(value), value))
        other = Masks(())
        other._shapes = self._shapes
        other._known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        return other

    def shown(self, text: str, start: int, end: int, *, own: range = _NOTHING, contacts: bool = False) -> str:
        """Give characters `start` to `end` of a text, masked: also all numbers in the characters `own`, and contacts.

        Of a secret stay at most the first four characters, of an identity number at most the first six and the last
        four, of a contact the first and at most the last four, and always less than half; of a card number the first
        six and the last four digits.
        """
        signs = list(masked(text, start, end, own))
        parts = self._parts(text, False) + (self._parts(text, True) if contacts else ())
        for part in parts:
            if part.start < end and start < part.end:
                for place in _hidden(text, part):
                    if start <= place < end:
                        signs[place - start] = "•"
        return "".join(signs)

    def _parts(self, text: str, contacts: bool) -> tuple[Part, ...]:
        return (self._remembered if len(text) <= _LONGEST else self._remembered_long)(text, contacts)

    def _find(self, text: str, contacts: bool) -> tuple[Part, ...]:
        return tuple(self._search(text, self._shapes[contacts]))

    def _search(self, text: str, shapes: Shapes) -> Iterator[Part]:
        signs = signs_of(text)
        for shape, spec in shapes:
            if spec.mask and shape.is_possible(signs):
                for start, end in shape.spans(text):
                    if spec.valid is None or is_valid(spec.valid, text[start:end], spec.regions):
                        yield Part(start, end, spec.mask)
        if self._known:
            for match in self._known.finditer(text):
                yield Part(match.start(), match.end(), "secret")


def _by_contact(specs: Iterable[SignalSpec]) -> Iterator[tuple[bool, list[SignalSpec]]]:
    sensitive = [spec for spec in specs if spec.mask]
    for is_contact in (False, True):
        yield is_contact, [spec for spec in sensitive if (spec.mask == "contact") is is_contact]


def _hidden(text: str, part: Part) -> list[int]:
    """The places of the characters of a part that are not printed."""
    secret = part.kind == "secret"
    places = [p for p in range(part.start, part.end) if (not text[p].isspace() if secret else text[p].isalnum())]
    size = len(places)
    first = {"secret": min(4, size // 4), "identity": min(6, max(0, size // 2 - 4)), "contact": 1}[part.kind]
    last = 0 if secret else min(4, size // 3)
    return places[first : size - last]
