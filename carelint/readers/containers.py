"""Compressed inputs: what is in a gzip or a zip file, as sources that are read in streams, not unpacked to disk."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from ..errors import ReadError
from .decode import Source
from .slack_files import Workspace
from .unfolding import gzip_source
from .zips import members

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
SUFFIXES = (".gz", ".zip")

_EMPTY_ZIP = b"PK\x05\x06"
_BLOCK = 1 << 16
_IN_MEMORY = 1 << 24


def sources(path: str, stream: BinaryIO) -> Iterator[Source | Workspace | ReadError]:
    """Give what is to be read of an input: itself, or what it holds compressed. `path` is what messages call it."""
    head = stream.read(4) if not stream.seekable() else _peek(stream)
    whole = stream if stream.seekable() else cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))
    if head.startswith(GZIP):
        yield gzip_source(path, whole)
    elif head.startswith((ZIP, _EMPTY_ZIP)):
        if whole.seekable():
            yield from members(path, whole)
        else:
            with _spooled(whole) as copy:
                yield from members(path, copy)
    else:
        yield Source.of(path, whole)


def _peek(stream: BinaryIO) -> bytes:
    start = stream.tell()
    head = stream.read(4)
    stream.seek(start)
    return head


class _Joined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        data = data or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _spooled(stream: BinaryIO) -> BinaryIO:
    """Copy what cannot be wound back: a zip file has its table of contents at its end."""
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    while block := stream.read(_BLOCK):
        copy.write(block)
    copy.seek(0)
    return cast("BinaryIO", copy)
