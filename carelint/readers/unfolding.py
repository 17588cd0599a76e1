"""What packed streams hold: faults of the packing are told as such, and a bomb is stopped while it unfolds.

What a header says of sizes may be a lie, so it does not count.
"""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zlib
from typing import BinaryIO, Protocol, cast
from zipfile import BadZipFile

from ..errors import Fault, ReadError
from .chosen import unpacked
from .decode import Source

BROKEN = (EOFError, OSError, ValueError, zlib.error, lzma.LZMAError, struct.error, BadZipFile, NotImplementedError)
"""What the libraries raise for damaged data."""

_BLOCK = 1 << 16
# Exports repeat their keys and shrink to a hundredth at most; a bomb, to less than a five hundredth.
_RATIO, _HARMLESS = 500, 1 << 26


class Reads(Protocol):
    """What bytes are read from, as many as come at once."""

    def read1(self, size: int = -1, /) -> bytes:
        """Read on."""


class _Counted:
    """A packed stream, and how much was `taken` from it, which one on a pipe does not tell by its position."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data


class Unfolded(io.RawIOBase):
    """What a compressed stream holds; it stops a bomb, and gives faults of the compression as a ReadError.

    What stands before a fault is given first. `folded` counts what was taken; a number is the whole of it.
    """

    def __init__(self, inner: Reads, folded: _Counted | int, path: str) -> None:
        self._inner, self._folded, self._path = inner, folded, path
        self._given = 0
        self._fault: ReadError | None = None

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or all that are left before a fault; the fault is raised then. Raises ReadError."""
        parts: list[bytes] = []
        left = size if size >= 0 else _BLOCK
        while left and not self._fault and (data := self._next(left)):
            parts.append(data)
            left -= len(data)
        if self._fault and not parts:
            raise self._fault
        return b"".join(parts)

    def _next(self, size: int) -> bytes:
        try:
            data = self._inner.read1(size)
        except BROKEN as error:
            self._fault = ReadError(Fault(self._path, 0, 0, damage(error)))
            return b""
        self._given += len(data)
        taken = self._folded if isinstance(self._folded, int) else self._folded.taken
        if self._given > _HARMLESS and self._given > _RATIO * max(taken, 1):
            what = f"unfolds to more than {_RATIO} times its size: refused, as a bomb would"
            self._fault = ReadError(Fault(self._path, 0, 0, what))
            return b""
        return data


def gzip_source(path: str, stream: BinaryIO) -> Source:
    """Give what a gzip stream holds."""
    folded = _Counted(stream)
    inner = gzip.GzipFile(fileobj=cast("BinaryIO", folded), mode="rb")
    return Source.of(unpacked(path), cast("BinaryIO", Unfolded(inner, folded, path)))


def damage(error: Exception) -> str:
    """Say what is wrong with packed data."""
    if isinstance(error, NotImplementedError):
        return f"is packed in a way that cannot be read: {error}"
    return f"is damaged: {str(error) or type(error).__name__}"
