"""Compressed inputs: what is in a gzip or a zip file, as sources that are read in streams; nothing is unpacked to disk.

A bomb is refused while it unfolds, for what a header says of sizes may be a lie; so are members that are encrypted,
links, or named to lie elsewhere. Of members of one name the last counts, as it does when they are unpacked. Zip files
inside zip files are not opened. A zip that holds an export of Slack is given as a whole.
"""

from __future__ import annotations

import gzip
import io
import lzma
import re
import stat
import struct
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..errors import Fault, ReadError
from .chosen import begins_so, is_about, is_named_so, unpacked
from .decode import Source
from .detect import EXTENSIONS
from .slack_files import Workspace, tops

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
SUFFIXES = (".gz", ".zip")

_EMPTY_ZIP = b"PK\x05\x06"
_BLOCK = 1 << 16
_IN_MEMORY = 1 << 24
# Exports repeat their keys and shrink to a hundredth at most; a bomb, to less than a five hundredth.
_RATIO, _HARMLESS = 500, 1 << 26
_MOST_MEMBERS = 1_000_000
_ENCRYPTED, _UTF8 = 0x1, 0x800
_OUTSIDE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|\Z)", re.DOTALL)
_BROKEN = (EOFError, OSError, ValueError, zlib.error, lzma.LZMAError, struct.error, BadZipFile, NotImplementedError)


class Reads(Protocol):
    """What bytes are read from, as many as come at once."""

    def read1(self, size: int = -1, /) -> bytes:
        """Read on."""


def sources(path: str, stream: BinaryIO) -> Iterator[Source | Workspace | ReadError]:
    """Give what is to be read of an input: itself, or what it holds compressed. `path` is what messages call it."""
    head = stream.read(4) if not stream.seekable() else _peek(stream)
    whole = stream if stream.seekable() else cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))
    if head.startswith(GZIP):
        yield _gzip(path, whole)
    elif head.startswith((ZIP, _EMPTY_ZIP)):
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


class _Counted:
    """A stream, and how much was `taken` from it, which one on a pipe does not tell by its position."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.taken += len(data)
        return data


class _Unfolded(io.RawIOBase):
    """What a compressed stream holds; it stops a bomb, and gives faults of the compression as a ReadError.

    What stands before a fault is given first. `folded` counts what was taken; a number is the whole of it.
    """

    def __init__(self, inner: Reads, folded: _Counted | int, path: str) -> None:
        self._inner, self._folded, self._path = inner, folded, path
        self._given = 0
        self._fault: ReadError | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
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
        except _BROKEN as error:
            self._fault = ReadError(Fault(self._path, 0, 0, _damage(error)))
            return b""
        self._given += len(data)
        taken = self._folded if isinstance(self._folded, int) else self._folded.taken
        if self._given > _HARMLESS and self._given > _RATIO * max(taken, 1):
            what = f"unfolds to more than {_RATIO} times its size: refused, as a bomb would"
            self._fault = ReadError(Fault(self._path, 0, 0, what))
            return b""
        return data


def _gzip(path: str, stream: BinaryIO) -> Source:
    folded = _Counted(stream)
    inner = gzip.GzipFile(fileobj=cast("BinaryIO", folded), mode="rb")
    return Source.of(unpacked(path), cast("BinaryIO", _Unfolded(inner, folded, path)))


def _damage(error: Exception) -> str:
    if isinstance(error, NotImplementedError):
        return f"is packed in a way that cannot be read: {error}"
    return f"is damaged: {str(error) or type(error).__name__}"


def _spooled(stream: BinaryIO) -> BinaryIO:
    """Copy what cannot be wound back: a zip file has its table of contents at its end."""
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    while block := stream.read(_BLOCK):
        copy.write(block)
    copy.seek(0)
    return cast("BinaryIO", copy)


def _members(path: str, stream: BinaryIO) -> Iterator[Source | Workspace | ReadError]:
    """Give the exports of Slack in a zip, and the other files that a reader is for, in the order of their names."""
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
        members = {_name(info): info for info in infos if not info.is_dir() and not _is_hidden(_name(info))}
        some = False
        for one in _chosen(path, archive, members):
            some = True
            yield one
        if not some:
            yield ReadError(Fault(path, 0, 0, _nothing(members)))


def _name(info: ZipInfo) -> str:
    """Give the name of a member with slashes; that of a Mac is UTF-8 though nothing says so."""
    name = info.filename
    if not info.flag_bits & _UTF8 and not name.isascii():
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    """Tell whether a member is hidden, or rubbish of an operating system."""
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _chosen(path: str, archive: ZipFile, members: Mapping[str, ZipInfo]) -> Iterator[Source | Workspace | ReadError]:
    """Give what is to be read of a zip."""
    slack = tops(members)
    for top in slack:
        names = tuple(name.removeprefix(top) for name in members if name.startswith(top))
        yield Workspace(f"{path}/{top}".rstrip("/"), names, partial(_inner, path, archive, members, top))
    for name in sorted(members):
        base = PurePosixPath(name).name
        if is_named_so(name) and not is_about(base) and not name.startswith(tuple(slack)):
            try:
                source = _inner(path, archive, members, "", name)
            except ReadError as error:
                yield error
                continue
            if begins_so(unpacked(base), source.head):
                yield source


def _inner(path: str, archive: ZipFile, members: Mapping[str, ZipInfo], top: str, name: str) -> Source:
    """Open a member, named from a folder of the zip on. Raises ReadError."""
    info, shown = members[top + name], f"{path}/{top}{name}"
    if why := _refusal(top + name, info):
        raise ReadError(Fault(shown, 0, 0, why))
    try:
        folded = min(info.compress_size, _size(archive))
        stream = cast("BinaryIO", _Unfolded(cast("Reads", archive.open(info)), folded, shown))
        return _gzip(shown, stream) if name.lower().endswith(".gz") else Source.of(shown, stream)
    except (*_BROKEN, RuntimeError) as error:
        raise ReadError(Fault(shown, 0, 0, _damage(error))) from None


def _size(archive: ZipFile) -> int:
    """Give the bytes up to the table of contents: no member has more, whatever it says."""
    return archive.start_dir


def _refusal(name: str, info: ZipInfo) -> str:
    """Say why a member is not read; nothing where it is."""
    if _OUTSIDE.match(name):
        return "is named to lie outside of its zip file: refused"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link: refused"
    return "is encrypted: unpack it first" if info.flag_bits & _ENCRYPTED else ""


def _nothing(members: Mapping[str, ZipInfo]) -> str:
    """Say why nothing in a zip is read."""
    if not members:
        return "is an empty zip file"
    if "[Content_Types].xml" in members:
        return "is a file of Microsoft Office: save it as .csv or .txt"
    if any(name.lower().endswith(".zip") for name in members):
        return "holds zip files, which are not opened: unpack it first"
    return f"holds no file that carelint reads; read are {', '.join(EXTENSIONS)}"
