"""Compressed inputs: what is in a gzip or a zip file, as sources that are read in streams; nothing is unpacked to disk.

A bomb is refused while it unfolds, for what a header says of sizes may be a lie; so are members that are encrypted,
links, or named to lie elsewhere. Zip files inside zip files are not opened.
"""

from __future__ import annotations

import gzip
import io
import stat
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..errors import Fault, ReadError
from .decode import Source
from .detect import EXTENSIONS

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
SUFFIXES = (".gz", ".zip")

_BLOCK = 1 << 16
_IN_MEMORY = 1 << 24
# Exports repeat their keys and shrink to a hundredth at most; a bomb, to less than a five hundredth.
_RATIO, _HARMLESS = 500, 1 << 26
_MOST_MEMBERS = 1_000_000
_ENCRYPTED = 1
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, BadZipFile, NotImplementedError)


class Reads(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""


def sources(path: str, stream: BinaryIO) -> Iterator[Source | ReadError]:
    """Give what is to be read of an input: itself, or what it holds compressed. `path` is what messages call it."""
    head = stream.read(4) if not stream.seekable() else _peek(stream)
    whole = stream if stream.seekable() else cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))
    if head.startswith(GZIP):
        yield Source.of(path.removesuffix(".gz"), _unfolded(gzip.GzipFile(fileobj=whole), whole, path))
    elif head.startswith(ZIP):
        if whole.seekable():
            yield from _members(path, whole)
        else:
            with _spooled(whole) as copy:
                yield from _members(path, copy)
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


def _unfolded(inner: Reads, folded: BinaryIO | int, path: str) -> BinaryIO:
    return cast("BinaryIO", _Unfolded(inner, folded, path))


class _Unfolded(io.RawIOBase):
    """What a compressed stream holds; it stops a bomb, and gives faults of the compression as a ReadError.

    `folded` tells by its position how much was taken from it; a number is the whole of it.
    """

    def __init__(self, inner: Reads, folded: BinaryIO | int, path: str) -> None:
        self._inner, self._folded, self._path = inner, folded, path
        self._given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._inner.read(size if size >= 0 else _BLOCK)
        except _BROKEN as error:
            raise ReadError(Fault(self._path, 0, 0, f"is damaged: {str(error) or type(error).__name__}")) from None
        self._given += len(data)
        taken = self._folded if isinstance(self._folded, int) else self._taken(self._folded)
        if self._given > _HARMLESS and self._given > _RATIO * max(taken, 1):
            what = f"unfolds to more than {_RATIO} times its size: refused, as a bomb would"
            raise ReadError(Fault(self._path, 0, 0, what))
        return data

    def _taken(self, folded: BinaryIO) -> int:
        return folded.tell() if folded.seekable() else self._given


def _spooled(stream: BinaryIO) -> BinaryIO:
    """Copy what cannot be wound back: a zip file has its table of contents at its end."""
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    while block := stream.read(_BLOCK):
        copy.write(block)
    copy.seek(0)
    return cast("BinaryIO", copy)


def _members(path: str, stream: BinaryIO) -> Iterator[Source | ReadError]:
    """Give the files in a zip that a reader is for, in the order of their names."""
    try:
        archive = ZipFile(stream)
        infos = archive.infolist()
    except _BROKEN as error:
        yield ReadError(Fault(path, 0, 0, f"is no valid zip file: {error}"))
        return
    if len(infos) > _MOST_MEMBERS:
        yield ReadError(Fault(path, 0, 0, f"holds more than {_MOST_MEMBERS:,} files"))
        return
    with archive:
        wanted = [info for info in infos if _is_wanted(info)]
        for info in sorted(wanted, key=lambda info: info.filename):
            yield _member(path, archive, info)
        if not wanted:
            yield ReadError(Fault(path, 0, 0, f"holds no file that carelint reads; read are {', '.join(EXTENSIONS)}"))


def _is_wanted(info: ZipInfo) -> bool:
    """Tell whether a member is a file for a reader, and no rubbish of an operating system."""
    parts = PurePosixPath(info.filename).parts
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
    return not info.is_dir() and not hidden and PurePosixPath(info.filename).suffix.lower() in EXTENSIONS


def _member(path: str, archive: ZipFile, info: ZipInfo) -> Source | ReadError:
    name = f"{path}/{info.filename}"
    why = _refusal(info)
    if why:
        return ReadError(Fault(name, 0, 0, why))
    try:
        return Source.of(name, _unfolded(archive.open(info), info.compress_size, name))
    except ReadError as error:
        return error
    except (*_BROKEN, RuntimeError) as error:
        return ReadError(Fault(name, 0, 0, f"is damaged: {error}"))


def _refusal(info: ZipInfo) -> str:
    """Say why a member is not read; nothing where it is."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in info.filename[:3]:
        return "is named to lie outside of its zip file: refused"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link: refused"
    return "is encrypted: unpack it first" if info.flag_bits & _ENCRYPTED else ""
