"""An input that can be read a second time while the first reading goes on, also if it comes through a pipe."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from .decode import Source

_IN_MEMORY = 1 << 24


class Rewind:
    """Takes the place of the stream of a source of which only the head was read.

    What comes through a pipe is remembered until `forget` is called.
    """

    def __init__(self, source: Source) -> None:
        self._path = source.path
        self._stream = source.stream
        self._files = source.stream.seekable()
        self._start = source.stream.tell() - len(source.head) if self._files else 0
        self._kept: list[bytes] | None = None if self._files else [source.head]
        self._copy: BinaryIO | None = None
        source.stream = cast("BinaryIO", self)

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self._stream.read(size)
        if self._kept is not None:
            self._kept.append(data)
        return data

    def forget(self) -> None:
        """Remember no more; what comes through a pipe cannot be read a second time then."""
        self._kept = None

    def close(self) -> None:
        """Throw the copy away, if there is one."""
        if self._copy is not None:
            self._copy.close()

    @contextmanager
    def again(self) -> Iterator[Source | None]:
        """Give the input from its beginning, and go on with the first reading afterwards; None if it was forgotten."""
        if self._kept is not None:
            self._spool(self._kept)
        if not self._files:
            yield None
            return
        here = self._stream.tell()
        self._stream.seek(self._start)
        try:
            yield Source.of(self._path, self._stream)
        finally:
            self._stream.seek(here)

    def _spool(self, kept: list[bytes]) -> None:
        """Copy the pipe to a file, and take its place in it."""
        copy = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
        copy.write(b"".join(kept))
        here = copy.tell()
        while block := self._stream.read(1 << 16):
            copy.write(block)
        copy.seek(here)
        self._copy = self._stream = copy
        self._files, self._kept = True, None
