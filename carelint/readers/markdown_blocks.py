"""The blocks of Markdown that tell a library of macros: headings, block quotes, fenced blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .markdown_lines import Line

_MARK = re.compile(r" {0,3}>[ \t]?")
_PLAIN = frozenset(("", "text", "txt", "plain", "md", "markdown", "html"))


@dataclass(frozen=True, slots=True)
class Block:
    """A block from line `first` up to `end`, counted from 0: a heading of a `level`, code, or what `quotes` lines.

    `lines` are those of a quote without the signs that make it one.
    """

    first: int
    end: int
    level: int = 0
    code: bool = False
    quotes: bool = False
    lines: tuple[Line, ...] = ()


def blocks_of(lines: Sequence[str], start: int) -> list[Block]:
    """Give the headings, the block quotes and the code from a line on; those inside others are not told."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").disable("lheading")
    parser.core.ruler.enableOnly(["normalize", "block"])
    tokens = parser.parse("\n".join(lines[start:]))
    return list(_blocks(tokens, lines, start))


def _blocks(tokens: Sequence[object], lines: Sequence[str], start: int) -> Iterator[Block]:
    from markdown_it.token import Token

    for token in tokens:
        if not isinstance(token, Token) or token.level or token.map is None:
            continue
        first, end = token.map[0] + start, token.map[1] + start
        if token.type == "heading_open":
            yield Block(first, end, level=int(token.tag[1:]))
        elif token.type == "fence":
            said = token.content.split("\n")[:-1]
            quotes = token.info.strip().casefold() in _PLAIN
            yield Block(first, end, code=True, quotes=quotes, lines=tuple(_fenced(said, lines, first + 1)))
        elif token.type == "code_block":
            yield Block(first, end, code=True)
        elif token.type == "blockquote_open":
            yield Block(first, end, quotes=True, lines=tuple(_unquoted(lines, first, end)))


def _fenced(said: Sequence[str], lines: Sequence[str], first: int) -> Iterator[Line]:
    for number, text in enumerate(said, first):
        # The fence may be indented, and its lines with it.
        cut = len(lines[number]) - len(text) if lines[number].endswith(text) else 0
        yield Line(number, cut, lines[number][cut:], verbatim=True)


def _unquoted(lines: Sequence[str], first: int, end: int) -> Iterator[Line]:
    for number in range(first, end):
        mark = _MARK.match(lines[number])
        cut = mark.end() if mark else 0
        yield Line(number, cut, lines[number][cut:])
