"""JSON values out of a stream of text: a value per line, or the elements of one large document, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from json.decoder import JSONDecodeError
from typing import cast

from ..errors import ReadError
from ..model import Place, Position
from .fields import WrongError
from .json_values import cut_off, decode, said, skip
from .places import JsonPlace, escape, find, shift
from .shelf import Piece

_READ = 1 << 16


@dataclass(frozen=True, slots=True)
class Document:
    """A value, and where it stands: at `within` in `source`, which begins at a line and column of the file.

    What was read or put together in pieces has `parts`, by key or index, with places of their own. `pointer` is that in
    the file.
    """

    value: object
    source: str
    line: int
    column: int
    pointer: str = ""
    within: str = ""
    parts: Mapping[str, Document] = field(default_factory=dict)

    def place(self, below: str) -> Place:
        """Give the place of what stands at a pointer below this value."""
        key, slash, rest = below[1:].partition("/")
        if below and (part := self.parts.get(key)):
            return part.place(slash + rest)
        return JsonPlace(self.line, self.column, self.pointer + below, self.source, self.within + below)

    def inner(self, key: str, value: object) -> Document:
        """Give the value at a key or an index of this one."""
        if part := self.parts.get(key):
            return part
        below = f"/{escape(key)}"
        return Document(value, self.source, self.line, self.column, self.pointer + below, self.within + below)

    def piece(self) -> Piece:
        """Give its own text, out of the document that it stands in, and where that begins in the file."""
        if not self.source:
            return Piece(json.dumps(self.value), self.line, self.column, self.pointer)
        if not self.within:
            return Piece(self.source, self.line, self.column, self.pointer)
        start = find(self.source, self.within)
        end = decode(self.source, start)[1]
        return Piece(self.source[start:end], *shift(self.line, self.column, self.source, start), self.pointer)

    @classmethod
    def of(cls, piece: Piece) -> Document:
        """Read the value of a piece of a file again."""
        return cls(decode(piece.source)[0], piece.source, piece.line, piece.column, piece.pointer)

    @classmethod
    def gathered(cls, pieces: Sequence[Document], place: Position | None = None, pointer: str = "") -> Document:
        """Make a list of values that were read one by one, or stand apart in the file."""
        parts = {str(index): piece for index, piece in enumerate(pieces)}
        start = place or Position(pieces[0].line, pieces[0].column)
        return cls([piece.value for piece in pieces], "", *start, pointer, parts=parts)

    def joined(self, others: Mapping[str, Document]) -> Document:
        """Add values that stand elsewhere to an object, by key."""
        added = {key: other.value for key, other in others.items()}
        value = {**cast("dict[str, object]", self.value), **added}
        return replace(self, value=value, parts={**self.parts, **{escape(key): one for key, one in others.items()}})


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong in the JSON, and where."""

    line: int
    column: int
    what: str


def by_line(lines: Iterator[str]) -> Iterator[Document | Broken]:
    """Give the value of each line; a broken line does not stop the rest."""
    for number, line in enumerate(lines, 1):
        start = skip(line, 0)
        if start == len(line):
            continue
        try:
            value, end = decode(line, start)
            end = skip(line, end)
            if end != len(line):
                yield Broken(number, end + 1, "is no valid JSON: extra data behind the value")
                continue
            yield Document(value, line, number, 1)
        except JSONDecodeError as error:
            yield Broken(number, min(error.pos, len(line.rstrip("\r\n"))) + 1, f"is no valid JSON: {said(error)}")
        except WrongError as error:
            yield Broken(number, start + 1, error.what)


class Cursor:
    """A window on a stream of text that moves over JSON, so that memory holds one value and not the document."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self._text = ""
        self._at = 0
        self._origin = Position(1, 1)
        self._ended = False
        self._fault: ReadError | None = None

    def peek(self) -> str:
        """Give the next character that is no space; empty at the end."""
        while (at := skip(self._text, self._at)) == len(self._text) and not self._ended:
            self._at = at
            self._fill(_READ)
        self._at = at
        return self._text[at : at + 1]

    def take(self, character: str) -> bool:
        """Step over a character if it is the next."""
        if self.peek() != character:
            return False
        self._at += 1
        return True

    def place(self) -> Position:
        """Give the position in the file."""
        return shift(*self._origin, self._text, self._at)

    def value(self, pointer: str = "") -> Document:
        """Take the value that begins here. Raises JSONDecodeError and WrongError."""
        self.peek()
        self._drop()
        while True:
            try:
                value, end = decode(self._text)
                if end < len(self._text) or self._ended:
                    break
            except JSONDecodeError as error:
                if self._ended or not cut_off(error):
                    self._at = error.pos
                    raise
            self._fill(max(_READ, len(self._text)))
        self._at = end
        return Document(value, self._text[:end], *self._origin, pointer)

    def key(self) -> str:
        """Take the key and the colon that begin here. Raises JSONDecodeError."""
        if self.peek() != '"':
            raise JSONDecodeError("Expecting property name enclosed in double quotes", self._text, self._at)
        key = str(self.value().value)
        if not self.take(":"):
            raise JSONDecodeError("Expecting ':' delimiter", self._text, self._at)
        return key

    def elements(self, pointer: str) -> Iterator[Document]:
        """Take the elements of the array that begins here, one at a time. Raises JSONDecodeError and WrongError."""
        self.take("[")
        count = 0
        while not (count == 0 and self.take("]")):
            yield self.value(f"{pointer}/{count}")
            count += 1
            if self.take("]"):
                return
            if not self.take(","):
                raise JSONDecodeError("Expecting ',' delimiter", self._text, self._at)

    def _drop(self) -> None:
        self._origin = self.place()
        self._text, self._at = self._text[self._at :], 0

    def _fill(self, size: int) -> None:
        self._drop()
        parts = [self._text]
        if self._fault:
            raise self._fault
        while size > 0 and not self._fault:
            chunk = self._chunk()
            self._ended = not chunk and not self._fault
            if not chunk:
                break
            parts.append(chunk)
            size -= len(chunk)
        # The two halves of a line end must not be told apart.
        if parts[-1].endswith("\r") and not self._ended:
            parts.append(self._chunk())
        self._text = "".join(parts)

    def _chunk(self) -> str:
        """Read on; a fault of the stream waits until all that stands before it was taken."""
        try:
            return next(self._chunks, "")
        except ReadError as error:
            self._fault = error
            return ""


def broken(cursor: Cursor, error: JSONDecodeError | WrongError) -> Broken:
    """Say where a document stops to be JSON."""
    what = error.what if isinstance(error, WrongError) else f"is no valid JSON: {said(error)}"
    return Broken(*cursor.place(), f"{what}; the rest of the file is not read")
