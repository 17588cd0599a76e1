"""Parts of a report that come later in it than they are known: kept on disk, if there are very many."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 1 << 20


class Spool:
    """Pieces of text, each one line, given back in their order."""

    def __init__(self) -> None:
        self.number = 0
        self._file = SpooledTemporaryFile[str](_IN_MEMORY, "w+", encoding="utf-8", errors="surrogatepass", newline="\n")
        weakref.finalize(self, self._file.close)

    def add(self, line: str) -> None:
        """Keep a line, which is given without its end."""
        self._file.write(line + "\n")
        self.number += 1

    def lines(self) -> Iterator[str]:
        """Give the lines without their ends, and forget them."""
        with self._file as file:
            file.seek(0)
            for line in file:
                yield line.removesuffix("\n")
