"""A file as text that can be written back: the same bytes where nothing changed, whole or not at all."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from ..errors import CarelintError
from ..readers.decode import Source

MOST = 64 << 20
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_MARKS = {"utf-8": (codecs.BOM_UTF8,), "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)}
_WITHOUT_MARK = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file without its byte order mark, and how it is encoded."""

    text: str
    encoding: str
    mark: bytes = b""

    @classmethod
    def of(cls, name: str, data: bytes) -> Decoded:
        """Decode as the readers do. Raises ReadError, and CarelintError for what cannot be written back."""
        source = Source.of(name, BytesIO(data))
        text = "".join(source.chunks())
        mark = next((mark for mark in _MARKS.get(source.encoding, ()) if data.startswith(mark)), b"")
        decoded = cls(text, _WITHOUT_MARK.get(mark, source.encoding), mark)
        if decoded.encoded(text) != data:
            raise CarelintError(f"{name}: cannot be written back as it was: it is not fixed")
        return decoded

    def encoded(self, text: str) -> bytes:
        """Encode another text as this one was. Raises UnicodeEncodeError."""
        return self.mark + text.encode(self.encoding)


def is_packed(data: bytes) -> bool:
    """Tell whether data is an archive, or compressed."""
    return data.startswith(_PACKED)


def read_whole(name: str, path: str) -> bytes:
    """Give what a file holds. Raises OSError, and CarelintError for one that is too large to be fixed."""
    with open(path, "rb") as stream:
        data = stream.read(MOST + 1)
    return within(name, data)


def within(name: str, data: bytes) -> bytes:
    """Give data back that is not too large to be fixed. Raises CarelintError."""
    if len(data) > MOST:
        raise CarelintError(f"{name}: is larger than {MOST >> 20} MiB: it is not fixed")
    return data


def rewrite(name: str, path: str, old: bytes, new: bytes) -> None:
    """Put new content in the place of the old one, at once; links go on pointing to it. Raises CarelintError."""
    real = os.path.realpath(path)
    try:
        about = os.stat(real)
        if not about.st_mode & 0o222 or not os.access(real, os.W_OK):
            raise CarelintError(f"{name}: cannot be fixed: the file is read-only")
        _replace(name, real, about, old, new)
    except OSError as error:
        raise CarelintError(f"{name}: cannot be fixed: {error.strerror or error}") from None


def _replace(name: str, real: str, about: os.stat_result, old: bytes, new: bytes) -> None:
    handle, beside = tempfile.mkstemp(prefix=".carelint-", suffix=".tmp", dir=os.path.dirname(real))
    try:
        with open(handle, "wb") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        if hasattr(os, "chown"):
            with suppress(OSError):  # only root can give a file to its owner again
                os.chown(beside, about.st_uid, about.st_gid)
        os.chmod(beside, stat.S_IMODE(about.st_mode))
        with open(real, "rb") as now:
            if now.read(len(old) + 1) != old:
                raise CarelintError(f"{name}: cannot be fixed: it changed meanwhile; run again")
        os.replace(beside, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
