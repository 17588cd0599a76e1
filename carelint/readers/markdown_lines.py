"""Lines of a file of which some, or parts of some, are left out: comments taken away, and the place of what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..model import Ignore, Place, Position
from .ignores import ignore_of
from .places import PiecesPlace

_OPEN, _CLOSE = "<!--", "-->"


@dataclass(frozen=True, slots=True)
class Line:
    """Characters of a line of the file: which line, and from which column on, both counted from 0.

    A `verbatim` line has no comments. One that `goes_on` is followed by another of the same line.
    """

    number: int
    column: int
    text: str
    verbatim: bool = False
    goes_on: bool = False


def joined(lines: Sequence[Line]) -> tuple[str, Place]:
    """Give the text of lines, without the empty ones round it, and its place."""
    first = next((index for index, line in enumerate(lines) if line.text.strip()), len(lines))
    kept = lines[first:]
    text = "".join(line.text + ("" if line.goes_on else "\n") for line in kept).rstrip()
    if not text:
        return "", Place()
    if all(not line.column and line.number == kept[0].number + index for index, line in enumerate(kept)):
        return text, Place(kept[0].number + 1)
    starts, start = [], 0
    for line in kept:
        starts.append(start)
        start += len(line.text) + (not line.goes_on)
    positions = tuple(Position(line.number + 1, line.column + 1) for line in kept)
    return text, PiecesPlace(*positions[0], "", tuple(starts), positions)


def without_comments(lines: Sequence[Line]) -> tuple[list[Line], tuple[Ignore, ...]]:
    """Take the comments away, and the lines that hold nothing else; give those that turn off rules."""
    last = max((index for index, line in enumerate(lines) if _CLOSE in line.text), default=-1)
    left: list[Line] = []
    ignores: list[Ignore] = []
    comment: list[str] = []
    gap = False
    for index, line in enumerate(lines):
        if line.verbatim and not comment:
            left.append(line)
            continue
        texts: list[Line] = []
        for part, is_comment in _parts(line, inside=bool(comment), closes_later=index < last):
            if not is_comment:
                texts.append(part)
                continue
            comment.append(part.text)
            if part.text.endswith(_CLOSE):
                ignores += _ignore(comment, part.number)
                comment = []
        is_whole = len(texts) == 1 and texts[0] == line
        if any(part.text.strip() for part in texts) or (is_whole and not gap):
            left += texts if is_whole else _closed_up(texts, line)
        # Of the empty lines round one that is left out, one is enough.
        gap = not is_whole and not (left and left[-1].text.strip())
    return left, tuple(ignores)


def _closed_up(parts: Sequence[Line], line: Line) -> Iterator[Line]:
    """Give the parts of a line as one, without the spaces that stood round a comment."""
    before = " " if parts[0].column > line.column else ""
    for part in parts:
        is_last = part is parts[-1]
        ends = part.column + len(part.text) == line.column + len(line.text)
        text = part.text.rstrip() if is_last and not ends else part.text
        cut = len(text) - len(text.lstrip()) if before[-1:].isspace() else 0
        yield replace(part, column=part.column + cut, text=text[cut:], goes_on=not is_last)
        before = text[cut:] or before


def _ignore(comment: Sequence[str], number: int) -> Iterator[Ignore]:
    text = " ".join("\n".join(comment).removeprefix(_OPEN).removesuffix(_CLOSE).split())
    if found := ignore_of(text, number + 2 - len(comment)):
        yield found


def _parts(line: Line, *, inside: bool, closes_later: bool) -> Iterator[tuple[Line, bool]]:
    """Cut a line into texts and comments (True)."""
    at, text = 0, line.text
    while True:
        end = text.find(_CLOSE, at) if inside else _opening(text, at, closes_later=closes_later)
        stop = len(text) if end < 0 else end + len(_CLOSE) * inside
        if stop > at or not text:
            yield replace(line, column=line.column + at, text=text[at:stop]), inside
        if end < 0 or (stop == len(text) and inside):
            return
        at, inside = stop, not inside


def _opening(text: str, at: int, *, closes_later: bool) -> int:
    """Give where the next comment begins, which also ends; what stands between backquotes is none."""
    ticks, found = text.count("`", 0, at), text.find(_OPEN, at)
    while found >= 0 and (closes_later or text.find(_CLOSE, found) >= 0):
        ticks += text.count("`", at, found)
        if not ticks % 2:
            return found
        at, found = found, text.find(_OPEN, found + 1)
    return -1
