"""XML as a stream: what it cannot hold is replaced, all else is escaped by the standard library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOBase
from typing import TextIO, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from .portable import plain


class Xml:
    """Elements, each on a line of its own; `depth` is how deep the first ones stand."""

    def __init__(self, out: TextIO, depth: int = 0) -> None:
        self._generator = XMLGenerator(cast("TextIOBase", out), "utf-8", short_empty_elements=True)
        self._depth = depth

    def begin(self) -> None:
        """Write the declaration."""
        self._generator.startDocument()

    def open(self, name: str, values: Mapping[str, object]) -> None:
        """Begin an element that holds others."""
        self._start(name, values)
        self._generator.characters("\n")
        self._depth += 1

    def close(self, name: str) -> None:
        """End an element that holds others."""
        self._depth -= 1
        self._end(name, "  " * self._depth)

    @contextmanager
    def inside(self, name: str, values: Mapping[str, object]) -> Iterator[None]:
        """Write an element round others."""
        self.open(name, values)
        yield
        self.close(name)

    def leaf(self, name: str, values: Mapping[str, object], *lines: str) -> None:
        """Write an element with lines of text in it, or none."""
        self._start(name, values)
        if lines:
            self._generator.characters("\n".join(plain(line) for line in lines))
        self._end(name, "")

    def _start(self, name: str, values: Mapping[str, object]) -> None:
        self._generator.ignorableWhitespace("  " * self._depth)
        shown = {key: plain(str(value)) for key, value in values.items()}
        self._generator.startElement(name, AttributesImpl(shown))

    def _end(self, name: str, indent: str) -> None:
        self._generator.ignorableWhitespace(indent)
        self._generator.endElement(name)
        self._generator.ignorableWhitespace("\n")
