"""The characters of YAML scalars, in every style, and what each of them stands for in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .source_map import Piece

_BREAK = r"(?:\r\n|[\r\n\x85\u2028\u2029])"
_FOLD = rf"(?P<fold>[ \t]*+{_BREAK}(?:[ \t]*+{_BREAK})*+[ \t]*+)"
_SPACE = r"[ \t]++"


def _tokens(special: str, stop: str) -> re.Pattern[str]:
    """Make the grammar of a style: what is special in it, folded line breaks, words."""
    word = rf"[^ \t\r\n\x85\u2028\u2029{stop}]++"
    return re.compile(rf"{special}{_FOLD}|{word}(?:{_SPACE}{word})*+|{_SPACE}", re.DOTALL)


_ESCAPE = r"(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^xuU\r\n\x85\u2028\u2029]))|"
_FLOW = {
    '"': _tokens(rf"{_ESCAPE}(?P<joined>\\{_BREAK}(?:[ \t]*+{_BREAK})*+[ \t]*+)|", r'"\\'),
    "'": _tokens(r"(?P<quote>'')|", "'"),
    "": _tokens("", ""),
}
_ONE_BREAK = re.compile(_BREAK)
_ESCAPED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEADER = re.compile(rf"[|>](?P<signs>[-+0-9]*)[ \t]*+(?:#[^\r\n\x85\u2028\u2029]*+)?{_BREAK}")
_LINE = re.compile(rf"[^\r\n\x85\u2028\u2029]*+({_BREAK})?")


def pieces(source: str, value: str, indentation: int | None = None) -> list[Piece] | None:
    """Give the pieces of a scalar that begins `source` and says `value`; None if it does not.

    A block has the `indentation` that it tells itself, unless another is given because it says so in numbers.
    """
    if source[:1] in ("|", ">"):
        block = _Block.of(source, value, indentation)
        found = list(block.pieces()) if block else []
    else:
        found = list(_flow(source, len(value)))
    return found if "".join(piece.text for piece in found) == value else None


def indentation(source: str, value: str) -> int:
    """Give by how many spaces the lines of a block are indented."""
    block = _Block.of(source, value, None)
    return block.indentation if block else 1


def _flow(source: str, length: int) -> Iterator[Piece]:
    """Give the pieces of a scalar in quotes, or of a plain one that has so many characters."""
    style = source[:1] if source[:1] in ("'", '"') else ""
    at = len(style)
    while length > 0 and (found := _FLOW[style].match(source, at)):
        for piece in _read(found, style):
            yield piece
            length -= len(piece.text)
        at = found.end()


def _read(found: re.Match[str], style: str) -> Iterable[Piece]:
    kind = found.lastgroup
    if kind == "fold":
        return _folded(_breaks(found[0], found.start()), found.start(), found.end())
    if kind == "joined":
        # The first break is not there for who reads it; the others are.
        return _each(_breaks(found[0], found.start())[1:], found.end())
    if kind == "escape":
        return (Piece(_unescaped(found[0]), *found.span()),)
    return (Piece("'" if kind == "quote" else found[0], *found.span()),)


def _unescaped(escape: str) -> str:
    if len(escape) > 2:
        number = int(escape[2:], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _ESCAPED.get(escape[1], escape[1])


def _breaks(text: str, start: int) -> list[Piece]:
    return [
        Piece(found[0] if found[0] in "\u2028\u2029" else "\n", start + found.start(), start + found.end())
        for found in _ONE_BREAK.finditer(text)
    ]


def _folded(breaks: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """One line break is a space; of several the first is not there. What stands round them belongs to them."""
    first, *others = breaks
    if first.text != "\n":
        return _each([first._replace(start=start), *others], end)
    if not others:
        return iter((Piece(" ", start, end),))
    return _each([others[0]._replace(start=start), *others[1:]], end)


def _each(breaks: Sequence[Piece], end: int) -> Iterator[Piece]:
    """Give line breaks, each with the indentation behind it."""
    ends = [*(piece.start for piece in breaks[1:]), end]
    return (piece._replace(end=last) for piece, last in zip(breaks, ends, strict=False))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block without its indentation; `begin` is where that begins, `start` where the text does."""

    begin: int
    text: str
    start: int
    end: Piece | None

    @property
    def flush(self) -> bool:
        """Whether it begins without further space, which is when it can be folded."""
        return self.text[:1] not in (" ", "\t")


@dataclass(frozen=True, slots=True)
class _Block:
    """A literal or folded block; `chomping` is what becomes of the line breaks at its end."""

    source: str
    start: int
    indentation: int
    chomping: str

    @classmethod
    def of(cls, source: str, value: str, indentation: int | None) -> _Block | None:
        """Read the header of a block, and how its lines are indented."""
        header = _HEADER.match(source)
        if header is None:
            return None
        chomping = header["signs"].strip("0123456789")
        numbered = chomping != header["signs"]
        first = re.compile(r"(?:[ ]*+[\r\n\x85\u2028\u2029])*+(?P<spaces>[ ]*+)").match(source, header.end())
        spaces = len(first["spaces"]) if first else 0
        if numbered:
            said = value.lstrip("\n")
            spaces = indentation or spaces - (len(said) - len(said.lstrip(" ")))
        return cls(source, header.end(), max(spaces, 1), chomping)

    def pieces(self) -> Iterator[Piece]:
        """Give the pieces of what it says."""
        lines = list(self._lines())
        full = [number for number, line in enumerate(lines) if line.text]
        if not full:
            return
        last = full[-1]
        waiting: list[_Line] = []
        for line in lines[: last + 1]:
            if line.text:
                yield from self._between(waiting, line)
                waiting = []
                yield Piece(line.text, line.start, line.start + len(line.text))
            waiting.append(line)
        yield from self._tail(lines[last:])

    def _between(self, before: Sequence[_Line], line: _Line) -> Iterator[Piece]:
        """Give the line breaks between two lines with text: those of the first one and of the empty ones."""
        breaks = [other.end for other in before if other.end]
        if not breaks:
            return iter(())
        folds = self.source[0] == ">" and before[0].text and before[0].flush and line.flush and breaks[0].text == "\n"
        return _folded(breaks, breaks[0].start, line.start) if folds else _each(breaks, line.start)

    def _tail(self, lines: Sequence[_Line]) -> Iterator[Piece]:
        """Give the line breaks behind the last line with text."""
        breaks = [line.end for line in lines if line.end]
        kept = {"-": breaks[:0], "": breaks[:1]}.get(self.chomping, breaks)
        return _each(kept, kept[-1].end) if kept else iter(())

    def _lines(self) -> Iterator[_Line]:
        at = self.start
        while at < len(self.source) and (found := _LINE.match(self.source, at)):
            text = found[0][: len(found[0]) - len(found[1] or "")]
            spaces = min(len(text) - len(text.lstrip(" ")), self.indentation)
            if spaces < self.indentation and len(text) > spaces:
                return
            end = _breaks(found[1], found.start(1))[0] if found[1] else None
            yield _Line(at, text[spaces:], at + spaces, end)
            at = found.end()
