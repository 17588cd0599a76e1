"""Places of texts in YAML, in every style that a scalar can have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml

from ..model import Edit, Place, Position, Region
from .places import shift
from .source_map import SourceMap
from .yaml_scalars import indentation, pieces

_NOT_PRINTABLE = yaml.reader.Reader.NON_PRINTABLE
_LINE_END = re.compile(r"\r\n|\r|\n")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
# Of larger texts nobody wants to see each fix tried out.
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class YamlPlace(Place):
    """A scalar: `line` and `column` are where `source`, its text with quotes and indentation, begins in the file.

    `value` is what it says, `flow` whether it stands within brackets or braces. A text that is only a part of it, or
    not written there at all, is at its beginning.
    """

    source: str = ""
    value: str = ""
    flow: bool = False

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the text, or of its end."""
        return self.region(text, offset, offset).start

    def region(self, text: str, start: int, end: int) -> Region:
        """Give where the characters `start` to `end` of the text stand; the end is behind the last one."""
        found = _mapped(self.source, self.value)
        first, last = found.span(start, end) if found else (0, 0)
        return Region(*(shift(self.line, self.column, self.source, index) for index in (first, last)))

    def written(self, other: str) -> str | None:
        """Write other words in the style of the scalar; None for what it cannot hold anywhere."""
        style = self.source[:1]
        if style == '"':
            return _escaped(other, only_ascii=self.source.isascii() and re.search(r"\\[xuU]", self.source) is not None)
        if _NOT_PRINTABLE.search(other) or "\r" in other or (self.source and not _mapped(self.source, self.value)):
            return None
        if style in ("|", ">"):
            return self._lines(other)
        if "\n" in other:
            return None
        return other.replace("'", "''") if style == "'" else other

    def edit(self, text: str, start: int, end: int, other: str) -> Edit | None:
        """Write other words, if the scalar then says what is meant: in YAML this hangs on what stands round them."""
        found, written = _mapped(self.source, self.value), self.written(other)
        if found is None or written is None or len(self.source) > _LARGEST:
            return None
        first, last = found.span(start, end)
        source = self.source[:first] + written + self.source[last:]
        if not self._says(source, text[:start] + other + text[end:]):
            return None
        return Edit(self.region(text, start, end), written)

    def _lines(self, other: str) -> str:
        """Write words for a block: each line indented, two line breaks where one would be folded."""
        found = _LINE_END.search(self.source)
        end = (found[0] if found else "\n") * (2 if self.source[:1] == ">" else 1)
        start = end + " " * indentation(self.source, self.value)
        return re.sub(r"\n(?!\n)", lambda _: start, other).replace("\n", end)

    def _says(self, source: str, expected: str) -> bool:
        """Tell whether a scalar in the place of this one says what is expected."""
        if source[:1] in ("|", ">"):
            found = pieces(source, expected, indentation(self.source, self.value))
            return found is not None
        begin, end = ("[", "]") if self.flow else ("- ", "\n")
        try:
            value = yaml.load(begin + source + end, _LOADER)
        except (yaml.YAMLError, RecursionError):
            return False
        return bool(value == [expected])


_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@lru_cache(maxsize=16)
def _mapped(source: str, value: str) -> SourceMap | None:
    """Map a scalar; None if it does not say what it was read as."""
    found = pieces(source, value)
    return None if found is None else SourceMap(found, len(source[:1]))


def _escaped(other: str, *, only_ascii: bool) -> str:
    return "".join(
        _ESCAPES.get(sign) or (_numbered(sign) if _NOT_PRINTABLE.match(sign) or (only_ascii and sign > "~") else sign)
        for sign in other
    )


def _numbered(sign: str) -> str:
    number = ord(sign)
    if number < 0x100:
        return f"\\x{number:02X}"
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
