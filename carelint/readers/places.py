"""Places of texts in formats that escape characters: found only when asked for, that is for findings."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from json.decoder import scanstring  # type: ignore[attr-defined]

from ..model import Place, Position, Region

_DECODER = json.JSONDecoder(parse_int=float)
_SPACE = re.compile(r"[ \t\r\n]*")
_UNIT = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]+")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class JsonPlace(Place):
    """A string in a JSON document: `line` and `column` are where `source`, the document's text, begins in the file."""

    source: str = ""
    within: str = ""
    """JSON pointer of the string inside `source`; `pointer` is that inside the file."""

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the string, or of its end."""
        start = find(self.source, self.within)
        if self.source[start : start + 1] == '"':
            start = string_index(self.source, start, offset)
        return shift(self.line, self.column, self.source, start)

    def written(self, other: str) -> str | None:
        """Write other words with JSON's escapes; letters beyond ASCII as the document has them."""
        return json_text(other, self.source)


@dataclass(frozen=True, slots=True)
class CellPlace(Place):
    """A cell of a table: `line` and `column` are where `source`, the text of its row, begins in the file."""

    source: str = ""
    delimiter: str = ","
    index: int = 0

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the cell."""
        start = _cell_start(self.source, self.delimiter, self.index)
        return shift(self.line, self.column, self.source, _cell_index(self.source, start, offset))

    def written(self, other: str) -> str | None:
        """Write other words with quotes doubled; None for what only a quoted cell could hold."""
        start = _cell_start(self.source, self.delimiter, self.index)
        if self.source[start : start + 1] == '"':
            return other.replace('"', '""')
        return None if any(sign in other for sign in (self.delimiter, '"', "\n", "\r")) else other


@dataclass(frozen=True, slots=True)
class JsonCellPlace(Place):
    """A string in the JSON that a cell of a table holds."""

    cell: CellPlace = CellPlace()
    document: str = ""

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the string."""
        index = string_index(self.document, find(self.document, self.pointer), offset)
        return self.cell.locate(self.document, index)

    def written(self, other: str) -> str | None:
        """Write other words for the JSON, and that for the cell."""
        return self.cell.written(json_text(other, self.document))


@dataclass(frozen=True, slots=True)
class PiecesPlace(Place):
    """A text of pieces that stand in the file as they are: where each begins, in the text and in the file."""

    starts: tuple[int, ...] = (0,)
    positions: tuple[Position, ...] = (Position(1, 1),)

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the text."""
        index = bisect_right(self.starts, offset) - 1
        line, column = self.positions[index]
        return Position(line, column + offset - self.starts[index])

    def region(self, text: str, start: int, end: int) -> Region:
        """Give where characters stand; the end is behind the last of them, and not where the next piece begins."""
        first = self.locate(text, start)
        if end <= start or text[end - 1] == "\n":
            return Region(first, self.locate(text, end))
        line, column = self.locate(text, end - 1)
        return Region(first, Position(line, column + 1))

    def written(self, other: str) -> str | None:
        """Write other words; None for more lines, which may need a sign before them."""
        return None if "\n" in other else other


@dataclass(frozen=True, slots=True)
class FixedPlace(Place):
    """A text whose characters do not stand in the file as they are (a coded part of a mail): where it begins."""

    def locate(self, text: str, offset: int) -> Position:
        """Give the beginning, wherever the offset is."""
        return Position(self.line, self.column)

    def written(self, other: str) -> str | None:
        """Nothing can be written there."""
        return None


def json_text(other: str, document: str) -> str:
    """Write words for the middle of a JSON string: beyond ASCII escaped if the whole document is ASCII with escapes."""
    only_ascii = document.isascii() and "\\u" in document
    return json.dumps(other, ensure_ascii=only_ascii)[1:-1]


def shift(line: int, column: int, source: str, index: int) -> Position:
    """Give the position of `source[index]`, where `source` begins at a line and column."""
    before = source[:index]
    ends = before.count("\n") + before.count("\r") - before.count("\r\n")
    if not ends:
        return Position(line, column + index)
    return Position(line + ends, index - max(before.rfind("\n"), before.rfind("\r")))


def find(source: str, pointer: str) -> int:
    """Give the index in a JSON document at which the value of a pointer begins, else that of what is round it."""
    start = _skip(source, 0)
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        after = _children(source, start).get(key)
        if after is None:
            break
        start = after
    return start


def escape(key: str) -> str:
    """Write a key as a part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def string_index(source: str, start: int, offset: int) -> int:
    """Give the index of the character `offset` of the string literal that begins at `start`."""
    index, left = start + 1, offset
    while left > 0 and (unit := _UNIT.match(source, index, min(len(source), index + max(left, 12)))):
        if unit[0][0] != "\\":
            taken = min(left, unit.end() - index)
            index, left = index + taken, left - taken
        else:
            index, left = unit.end(), left - 1
    return index


@lru_cache(maxsize=16)
def _children(source: str, start: int) -> dict[str, int]:
    """Give where the values of the container at `start` begin; of a key that stands twice the last value counts."""
    found: dict[str, int] = {}
    opening = source[start : start + 1]
    if opening not in ("{", "["):
        return found
    index = _skip(source, start + 1)
    while source[index : index + 1] not in ("}", "]", ""):
        key = str(len(found))
        if opening == "{":
            key, index = scanstring(source, index + 1)
            index = _skip(source, _skip(source, index) + 1)
        found[key] = index
        _, index = _DECODER.raw_decode(source, index)
        index = _skip(source, index)
        if source[index : index + 1] == ",":
            index = _skip(source, index + 1)
    return found


def _skip(source: str, index: int) -> int:
    found = _SPACE.match(source, index)
    return found.end() if found else index


def _cell_start(source: str, delimiter: str, index: int) -> int:
    start = 0
    for _ in range(index):
        start = source.find(delimiter, _cell_end(source, start)) + 1
    return start


def _cell_end(source: str, start: int) -> int:
    """Give the index behind a quoted cell; a plain cell ends where its delimiter is found."""
    if source[start : start + 1] != '"':
        return start
    index = source.find('"', start + 1)
    while source[index + 1 : index + 2] == '"' and index >= 0:
        index = source.find('"', index + 2)
    return index if index >= 0 else len(source)


def _cell_index(source: str, start: int, offset: int) -> int:
    """Count characters of a cell: a doubled quote and a line end of two characters are one each."""
    quoted = source[start : start + 1] == '"'
    index = start + quoted
    for unit in re.finditer(r'""|\r\n|[^"\r]+|.' if quoted else r"[^\r]+|.", source[index:], re.DOTALL):
        if offset <= 0:
            break
        taken = min(offset, len(unit[0])) if unit[0] not in ('""', "\r\n") else len(unit[0])
        offset -= taken if unit[0] not in ('""', "\r\n") else 1
        index += taken
    return index
