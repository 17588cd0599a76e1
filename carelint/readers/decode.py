"""Bytes to text, as a stream: UTF-8, UTF-16, else Windows-1252; what is none of them is reported."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from ..errors import Fault, ReadError

_CHUNK = 1 << 16
_END = re.compile(r"\r\n|\r|\n")
_CONTROLS = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
WINDOWS = "windows-1252"


@dataclass(slots=True)
class Source:
    """An input that is read once, from front to back.

    `path` is what messages call it, `head` its first bytes (at most 64 KiB), `encoding` what the text read so far
    proved to be.
    """

    path: str
    stream: BinaryIO
    head: bytes = b""
    encoding: str = "utf-8"

    @classmethod
    def of(cls, path: str, stream: BinaryIO) -> Source:
        """Read the head, which tells the encoding."""
        head = stream.read(_CHUNK)
        return cls(path, stream, head, _encoding(head))

    @property
    def text_head(self) -> str:
        """The head as text, faults replaced: for a look at the format only."""
        text = self.head.decode(self.encoding, errors="replace")
        return text.removeprefix("\ufeff")

    @property
    def is_cut(self) -> bool:
        """Whether the input may go on behind the head."""
        return len(self.head) == _CHUNK

    def blocks(self) -> Iterator[bytes]:
        """Give all bytes, in blocks."""
        block, self.head = self.head, b""
        while block:
            yield block
            block = self.stream.read(_CHUNK)

    def chunks(self) -> Iterator[str]:
        """Give the text, without a byte order mark, in pieces. Raises ReadError."""
        pieces = self._utf8() if self.encoding == "utf-8" else self._utf16()
        offset = 0
        for piece in pieces:
            text = piece if offset else piece.removeprefix("\ufeff")
            if "\0" in text:
                self._fail(f"is a binary file: NUL at character {offset + text.index(chr(0))}")
            offset += len(piece)
            yield text

    def whole(self, most: int, what: str) -> str:
        """Give all of the text, which must have no more characters than `what` it is ever has. Raises ReadError."""
        text = ""
        for chunk in self.chunks():
            text += chunk
            if len(text) > most:
                self._fail(f"has more than {most:,} characters: no {what} so many")
        return text

    def lines(self) -> Iterator[str]:
        r"""Give the lines with their ends; only \n, \r\n and \r end a line, as in editors. Raises ReadError."""
        return split_lines(self.chunks())

    def _utf8(self) -> Iterator[str]:
        rest, offset, ascii_only = b"", 0, True
        blocks = self.blocks()
        for block in blocks:
            data = rest + block
            try:
                text, used = codecs.utf_8_decode(data, "strict", False)
            except UnicodeDecodeError as error:
                good = data[: error.start].decode("utf-8")
                yield good
                rest = data[error.start :]
                yield from self._windows(rest, blocks, offset + error.start, ascii_only and good.isascii())
                return
            yield text
            rest, offset, ascii_only = data[used:], offset + used, ascii_only and text.isascii()
        if rest:
            yield from self._windows(rest, iter(()), offset, ascii_only)

    def _windows(self, data: bytes, blocks: Iterator[bytes], offset: int, ascii_only: bool) -> Iterator[str]:
        """Go on in Windows-1252, which is possible if all before was ASCII."""
        if not ascii_only:
            self._fail(f"cannot be decoded as UTF-8: byte 0x{data[0]:02X} at offset {offset}")
        while data:
            self.encoding = WINDOWS
            yield self._windows_block(data, offset)
            offset += len(data)
            data = next(blocks, b"")

    def _windows_block(self, data: bytes, offset: int) -> str:
        try:
            text = data.decode(WINDOWS)
        except UnicodeDecodeError as error:
            at = f"byte 0x{data[error.start]:02X} at offset {offset + error.start}"
            self._fail(f"cannot be decoded: neither UTF-8 nor UTF-16 nor Windows-1252 ({at})")
        if odd := _CONTROLS.search(text):
            at = f"control character 0x{ord(odd[0]):02X} at offset {offset + odd.start()}"
            self._fail(f"cannot be decoded: not UTF-8, and no text in Windows-1252 ({at})")
        return text

    def _utf16(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        offset = 0
        try:
            for block in self.blocks():
                yield decoder.decode(block)
                offset += len(block)
            yield decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            self._fail(f"cannot be decoded as UTF-16 near byte {offset + error.start}: {error.reason}")

    def _fail(self, what: str) -> NoReturn:
        raise ReadError(Fault(self.path, 0, 0, what))


def split_lines(chunks: Iterable[str]) -> Iterator[str]:
    r"""Cut text that comes in pieces into lines with their ends (\n, \r\n, \r)."""
    parts: list[str] = []
    held = ""
    for chunk in chunks:
        text = held + chunk
        # A carriage return at the end may be one half of a line end.
        held = "\r" if text.endswith("\r") else ""
        text = text[: len(text) - len(held)]
        start = 0
        for line, end in _cut(text):
            yield "".join([*parts, line])
            parts.clear()
            start = end
        if start < len(text):
            parts.append(text[start:])
    if parts or held:
        yield "".join([*parts, held])


def _cut(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    if "\r" in text:
        for found in _END.finditer(text):
            yield text[start : found.end()], found.end()
            start = found.end()
        return
    while end := text.find("\n", start) + 1:
        yield text[start:end], end
        start = end


def is_binary(head: bytes) -> bool:
    """Tell whether a file that begins so holds no text."""
    return b"\0" in head and _encoding(head) == "utf-8"


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0:1024:2].count(0), head[1:1024:2].count(0)
    half = max(1, min(len(head), 1024) // 2)
    if odd > 1 and odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > 1 and even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return "utf-8"
