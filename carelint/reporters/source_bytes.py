"""Columns in bytes of UTF-8, for formats that count so: from the file that was read."""

from __future__ import annotations

import codecs
import os

from ..errors import ReadError
from ..model import Position
from ..readers.decode import Source

_LARGEST = 4 << 20


class Columns:
    """Byte columns of places; the lines of one file are held."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._lines: list[str] = []

    def of(self, path: str, position: Position) -> int | None:
        """Give the column of a place, from 1; None where the file does not tell."""
        if path != self._path:
            self._path, self._lines = path, _lines(path)
        # Behind the last line end there is one more line, an empty one.
        if position.line > len(self._lines) or position.column > len(self._lines[position.line - 1]) + 1:
            return None
        before = self._lines[position.line - 1][: position.column - 1 + self._mark(position.line)]
        return len(before.encode("utf-8", "surrogatepass")) + 1

    def _mark(self, line: int) -> int:
        """Tell whether a byte order mark stands before the first column, which we do not count and a file does."""
        return int(line == 1 and self._lines[0].startswith("\ufeff"))


def _lines(path: str) -> list[str]:
    try:
        # Not a pipe, which would be waited for.
        if not os.path.isfile(path) or os.path.getsize(path) > _LARGEST:
            return []
        with open(path, "rb") as stream:
            source = Source.of(path, stream)
            marked = source.head.startswith(codecs.BOM_UTF8)
            lines = [*source.lines(), ""]
    except (OSError, ReadError):
        return []
    lines[0] = "\ufeff" * marked + lines[0]
    return lines
