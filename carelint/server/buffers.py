"""The text of a document in the editor, and its positions: carelint counts characters, editors mostly UTF-16 units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

from ..model import Position, Region

_LINE_END = re.compile(r"\r\n|\r|\n")
_BOM = "\ufeff"


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _utf8(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


_UNITS: Mapping[str, Callable[[str], int]] = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": len}


@dataclass(frozen=True)
class Buffer:
    r"""A text whose lines end as the protocol says: with \n, \r\n or \r, and nothing else.

    pygls keeps documents too, but breaks their lines at form feeds and Unicode's line separators, which pasted texts
    hold: from there on it would edit the wrong line.
    """

    text: str
    encoding: str = "utf-16"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def _line(self, number: int) -> tuple[int, str]:
        """Where a line begins, counted from 0, and its text without its end."""
        if number >= len(self._starts):
            return len(self.text), ""
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        return start, self.text[start:end].rstrip("\r\n")

    def index(self, position: types.Position) -> int:
        """Give the character at a position of the editor; what lies behind a line's end is the end."""
        start, line = self._line(position.line)
        if self.encoding == "utf-32" or line.isascii():
            return start + min(position.character, len(line))
        units = _UNITS[self.encoding]
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if units(line[:middle]) <= position.character else (low, middle - 1)
        return start + low

    def position(self, index: int) -> types.Position:
        """Give the position of a character."""
        line = bisect_right(self._starts, index) - 1
        return types.Position(line, _UNITS[self.encoding](self.text[self._starts[line] : index]))

    def at(self, place: Position) -> int:
        """Give the character at a line and a column that carelint tells; the readers count no byte order mark."""
        start, line = self._line(place.line - 1)
        column = place.column - 1 + (place.line == 1 and self.text.startswith(_BOM))
        return start + max(0, min(column, len(line)))

    def start_of_line(self, line: int) -> int:
        """Give the character that a line, counted from 1, begins with."""
        return self._line(line - 1)[0]

    def range(self, region: Region) -> types.Range:
        """Give a region as the editor counts."""
        return types.Range(self.position(self.at(region.start)), self.position(self.at(region.end)))

    def rest_of_line(self, place: Position) -> types.Range:
        """Give what stands from a place to the end of its line; without a line, the first line."""
        line = max(place.line, 1)
        first = self.at(Position(line, max(place.column, 1)))
        start, text = self._line(line - 1)
        return types.Range(self.position(first), self.position(start + len(text.rstrip())))

    def changed(self, change: types.TextDocumentContentChangeEvent) -> Buffer:
        """Give the text after a change."""
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            return Buffer(change.text, self.encoding)
        start, end = self.index(change.range.start), self.index(change.range.end)
        return Buffer(self.text[:start] + change.text + self.text[end:], self.encoding)
