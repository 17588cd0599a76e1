"""The lines of a text that is put together piece by piece: space at their ends and all empty ones but one left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .source_map import Piece

# Deeper quotation is shown as if it were no deeper: each level makes every line longer.
_QUOTES = 5


@dataclass(slots=True)
class _Line:
    """The pieces of a line, how deep it is quoted, and what ends it."""

    depth: int
    pieces: list[Piece] = field(default_factory=list)
    end: Piece | None = None


class Lines:
    """Lines that grow."""

    def __init__(self) -> None:
        self._lines = [_Line(0)]
        self._quotes = 0

    def add(self, piece: Piece) -> None:
        """Add text to the last line."""
        self._lines[-1].pieces.append(piece)

    def space(self, piece: Piece) -> None:
        """Add a space, unless one is there already."""
        line = self._lines[-1].pieces
        if line and line[-1].text != " ":
            line.append(piece)

    def end(self, breaks: Sequence[Piece]) -> None:
        """End the last line with a line break, or with several."""
        for piece in breaks:
            self._lines[-1].end = piece
            self._lines.append(_Line(self._depth))

    def quote(self, levels: int) -> None:
        """Quote what follows by so many levels more. The last line must be empty."""
        self._quotes += levels
        self._lines[-1].depth = self._depth

    @property
    def _depth(self) -> int:
        return min(self._quotes, _QUOTES)

    def pieces(self) -> Iterator[Piece]:
        """Give the whole text."""
        before: Piece | None = None
        for line, pieces in self._kept():
            if before is not None:
                yield before
            begin = pieces[0].start if pieces else line.end.start if line.end else 0
            prefix = "> " * line.depth
            yield Piece(prefix if pieces else prefix.rstrip(), begin, begin)
            yield from pieces
            before = line.end

    def _kept(self) -> Iterator[tuple[_Line, list[Piece]]]:
        """Give the lines that are not empty, and of those between two of them one at most."""
        empty: list[_Line] = []
        depth = -1
        for line in self._lines:
            pieces = _trimmed(line.pieces)
            if not pieces:
                empty.append(line)
                continue
            # One that is quoted deeper than what is round it stands at the edge of the quotation.
            between = [other for other in empty if other.depth <= min(depth, line.depth)]
            if between:
                yield min(between, key=lambda other: other.depth), []
            yield line, pieces
            empty, depth = [], line.depth


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Take the space off both ends of a line."""
    first, last = 0, len(pieces)
    while first < last and not pieces[first].text.strip(" \t"):
        first += 1
    while first < last and not pieces[last - 1].text.strip(" \t"):
        last -= 1
    kept = pieces[first:last]
    if kept:
        kept[0] = _without(kept[0], len(kept[0].text) - len(kept[0].text.lstrip(" \t")), len(kept[0].text))
        kept[-1] = _without(kept[-1], 0, len(kept[-1].text.rstrip(" \t")))
    return kept


def _without(piece: Piece, start: int, end: int) -> Piece:
    return piece if end - start == len(piece.text) else piece.cut(start, end)
