"""Which characters of a source the characters of a text stand for, where most of them stand there as they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from ..model import Place, Position, Region


class Piece(NamedTuple):
    """Characters of a text, and the `start` and `end` in the source of what they stand for.

    Of as many characters as they have there, each is itself; else all of them stand for the whole.
    """

    text: str
    start: int
    end: int

    @property
    def literal(self) -> bool:
        """Whether each of the characters stands in the source as it is."""
        return len(self.text) == self.end - self.start

    def cut(self, start: int, end: int) -> Piece:
        """Give some of its characters."""
        if not self.literal:
            return Piece(self.text[start:end], self.start, self.end)
        return Piece(self.text[start:end], self.start + start, self.start + end)


class SourceMap:
    """The pieces of a text in order; between two of them the source may hold what is no part of the text.

    An empty text stands at `start`.
    """

    def __init__(self, pieces: Iterable[Piece], start: int = 0) -> None:
        self._pieces = [piece for piece in pieces if piece.text]
        self._ends = list(accumulate(len(piece.text) for piece in self._pieces))
        self._start = start

    @property
    def text(self) -> str:
        """The text."""
        return "".join(piece.text for piece in self._pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where characters `start` to `end` of the text stand: the end is behind what the last one stands for."""
        if start < end:
            return self._character(start).start, self._character(end - 1).end
        if start < (self._ends or [0])[-1]:
            begin = self._character(start).start
        else:
            begin = self._pieces[-1].end if self._pieces else self._start
        return begin, begin

    def opens(self, index: int) -> bool:
        """Tell whether the source can be cut before a character: what it stands for is there, and its own."""
        if index >= (self._ends or [0])[-1]:
            return True
        piece = self._character(index)
        return piece.start < piece.end and (not index or self._character(index - 1)[1:] != piece[1:])

    def _character(self, index: int) -> Piece:
        number = min(bisect_right(self._ends, index), len(self._pieces) - 1)
        piece = self._pieces[number]
        at = index - self._ends[number] + len(piece.text)
        return piece.cut(at, at + 1)


@dataclass(frozen=True, slots=True)
class MappedPlace(Place):
    """A text that is made of `pieces` of a `source`, which stands at an `outer` place; nothing can be written there."""

    outer: Place = field(default_factory=Place)
    source: str = ""
    pieces: tuple[Piece, ...] = ()

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the text, or of its end."""
        return self.region(text, offset, offset).start

    def region(self, text: str, start: int, end: int) -> Region:
        """Give where the characters `start` to `end` of the text stand in the source."""
        return self.outer.region(self.source, *SourceMap(self.pieces).span(start, end))

    def written(self, other: str) -> str | None:
        """Nothing can be written there."""
        return None
