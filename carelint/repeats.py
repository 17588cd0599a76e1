"""Remembers texts by their hashes and tells which come again, in memory that stays bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from .model import Limits, Trace
from .sketch import may_share, share, telling, unpacked

# So many texts that begin alike are compared with one text, the latest.
_MOST_CANDIDATES = 32
# Beyond so many of whom the copies went to, one that comes again is counted again.
_MOST_PARTIES = 100
_MOST_NAMES = 3


@dataclass(slots=True)
class Copies:
    """A text and how often it came. `named` are the first to hold it, by number and name; `at` is when it last came."""

    trace: Trace
    places: tuple[int, ...]
    at: float | None
    count: int = 0
    named: tuple[tuple[int, str], ...] = ()
    _parties: tuple[tuple[str, int], ...] = ()

    def add(self, trace: Trace, number: int, name: str) -> None:
        """Count one more, unless it is of one that was counted."""
        party = ("", number) if trace.party is None else ("party", trace.party)
        self.at = trace.at
        if party not in self._parties:
            self.count += 1
            if len(self._parties) < _MOST_PARTIES:
                self._parties += (party,)
        if len(self.named) < _MOST_NAMES and all(number != other for other, _ in self.named):
            self.named += ((number, name),)


class Memory:
    """The texts that were met. At most so many are kept: the one met least lately is forgotten first."""

    def __init__(self) -> None:
        self._copies: OrderedDict[int, Copies] = OrderedDict()
        self._found_at: dict[int, list[int]] = {}
        self._made = 0

    def meet(self, trace: Trace, number: int, name: str) -> Copies:
        """Remember a text that number `number` holds; give all its copies so far."""
        key = self._find(trace) or self._make(trace)
        self._copies.move_to_end(key)
        copies = self._copies[key]
        copies.add(trace, number, name)
        return copies

    def _find(self, trace: Trace) -> int | None:
        """The text that is most alike, the oldest of several."""
        candidates = sorted({key for place in _places(trace) for key in self._found_at.get(place, ())})
        rows = set(unpacked(trace.rows))
        likeness = {key: _likeness(self._copies[key], trace, rows) for key in candidates}
        best = max(candidates, key=likeness.__getitem__, default=None)
        return best if best is not None and likeness[best] else None

    def _make(self, trace: Trace) -> int:
        self._made += 1
        places = tuple(dict.fromkeys(_places(trace)))
        self._copies[self._made] = Copies(trace, places, trace.at)
        for place in places:
            found = self._found_at.setdefault(place, [])
            found.append(self._made)
            del found[:-_MOST_CANDIDATES]
        while len(self._copies) > trace.limits.keep:
            self._forget(*self._copies.popitem(last=False))
        return self._made

    def _forget(self, key: int, copies: Copies) -> None:
        for place in copies.places:
            found = self._found_at.get(place, [])
            if key in found:
                found.remove(key)
            if not found:
                self._found_at.pop(place, None)


def _places(trace: Trace) -> Iterator[int]:
    """Where a text is looked up: by all that may tell it, in each of its groups."""
    rows = telling(trace.rows, trace.limits.similarity) if trace.limits.similarity < 1 else ()
    whole = () if trace.text is None else (trace.text,)
    for group in trace.groups:
        for key in (*(value for _, value in trace.keys), *whole, *rows):
            yield group ^ key


def _likeness(copies: Copies, trace: Trace, rows: set[int]) -> float:
    """How alike a text is to one that was met, from 0, not enough, to 1; `rows` are those of its trace."""
    other, limits = copies.trace, trace.limits
    if set(other.groups).isdisjoint(trace.groups) or not _in_time(copies.at, trace.at, limits):
        return 0.0
    if not set(other.keys).isdisjoint(trace.keys):
        return 1.0
    if not {kind for kind, _ in other.keys}.isdisjoint(kind for kind, _ in trace.keys):
        return 0.0
    if other.text is None or trace.text is None:
        return 0.0
    if other.text == trace.text:
        return 1.0
    if limits.similarity == 1 or not may_share(other.rows, trace.rows, limits.similarity):
        return 0.0
    likeness = share(rows, unpacked(other.rows))
    return likeness if likeness >= limits.similarity else 0.0


def _in_time(one: float | None, other: float | None, limits: Limits) -> bool:
    return limits.period is None or (one is not None and other is not None and abs(one - other) <= limits.period)
