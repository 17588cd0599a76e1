"""The files in a zip, as sources that are read in streams.

Members that are encrypted, links, that share their bytes with others, or are named to lie elsewhere are refused. Of
members of one name the last counts, as it does when they are unpacked. Zip files inside zip files are not opened. An
export of Slack is given as a whole.
"""

from __future__ import annotations

import re
import stat
from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..errors import Fault, ReadError
from .chosen import begins_so, is_about, is_named_so, unpacked
from .decode import Source
from .detect import EXTENSIONS
from .slack_files import Workspace, tops
from .unfolding import BROKEN, Reads, Unfolded, damage, gzip_source

_MOST_TABLE = 1 << 26
_ENCRYPTED, _UTF8 = 0x1, 0x800
_OUTSIDE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|\Z)", re.DOTALL)


def members(path: str, stream: BinaryIO) -> Iterator[Source | Workspace | ReadError]:
    """Give the exports of Slack in a zip, and the other files that a reader is for, in the order of their names."""
    try:
        archive = ZipFile(cast("BinaryIO", _Zipped(stream)))
    except BROKEN as error:
        yield ReadError(Fault(path, 0, 0, f"is no valid zip file: {error}"))
        return
    with archive:
        zipped = _Zip(path, archive)
        some = False
        for one in zipped.chosen():
            some = True
            yield one
        if not some:
            yield ReadError(Fault(path, 0, 0, zipped.nothing()))


class _Zipped:
    """A zip file whose table of contents, which is read in one go, is not larger than what memory should hold."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        if size > _MOST_TABLE:
            raise BadZipFile(f"its table of contents has more than {_MOST_TABLE >> 20} MiB")
        return self._stream.read(size if size >= 0 else _MOST_TABLE)


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


class _Zip:
    """The members of a zip by name."""

    def __init__(self, path: str, archive: ZipFile) -> None:
        self._path, self._archive = path, archive
        infos = ((_name(info), info) for info in archive.infolist() if not info.is_dir())
        self._members = {name: info for name, info in infos if not _is_hidden(name)}
        # Where members begin, and behind the last one the table of contents.
        self._starts = [*sorted(info.header_offset for info in archive.infolist()), archive.start_dir]

    def chosen(self) -> Iterator[Source | Workspace | ReadError]:
        """Give what is to be read."""
        slack = tops(self._members)
        for top in slack:
            names = tuple(name.removeprefix(top) for name in self._members if name.startswith(top))
            yield Workspace(f"{self._path}/{top}".rstrip("/"), names, partial(self._opened, top))
        for name in sorted(self._members):
            base = PurePosixPath(name).name
            if is_named_so(name) and not is_about(base) and not name.startswith(tuple(slack)):
                try:
                    source = self._opened("", name)
                except ReadError as error:
                    yield error
                    continue
                if begins_so(unpacked(base), source.head):
                    yield source

    def nothing(self) -> str:
        """Say why nothing is read."""
        if not self._members:
            return "is an empty zip file"
        if "[Content_Types].xml" in self._members:
            return "is a file of Microsoft Office: save it as .csv or .txt"
        if any(name.lower().endswith(".zip") for name in self._members):
            return "holds zip files, which are not opened: unpack it first"
        return f"holds no file that carelint reads; read are {', '.join(EXTENSIONS)}"

    def _opened(self, top: str, name: str) -> Source:
        """Open a member, named from a folder of the zip on. Raises ReadError."""
        info, shown = self._members[top + name], f"{self._path}/{top}{name}"
        if why := _refusal(top + name, info) or self._shares(info):
            raise ReadError(Fault(shown, 0, 0, why))
        try:
            inner = cast("Reads", self._archive.open(info))
            stream = cast("BinaryIO", Unfolded(inner, info.compress_size, shown))
            return gzip_source(shown, stream) if name.lower().endswith(".gz") else Source.of(shown, stream)
        except (*BROKEN, RuntimeError) as error:
            raise ReadError(Fault(shown, 0, 0, damage(error))) from None

    def _shares(self, info: ZipInfo) -> str:
        """Refuse a member that goes on where another one begins: many of them may unfold the same bytes."""
        end = self._starts[bisect_left(self._starts, info.header_offset) + 1]
        return "shares its bytes with others: refused" if info.header_offset + info.compress_size > end else ""


def _refusal(name: str, info: ZipInfo) -> str:
    """Say why a member is not read; nothing where it is."""
    if _OUTSIDE.match(name):
        return "is named to lie outside of its zip file: refused"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link: refused"
    return "is encrypted: unpack it first" if info.flag_bits & _ENCRYPTED else ""
