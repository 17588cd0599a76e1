"""Text laid out for a terminal: wrapped by the cells that characters take, and cut round what matters."""

from __future__ import annotations

from typing import NamedTuple, TextIO

from rich.cells import cell_len
from rich.console import Console

from .base import printable

_LONGEST = 200
_NEAR = 20


class Excerpt(NamedTuple):
    """A harmless one-line text, and which of its characters are marked."""

    text: str
    start: int
    end: int


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """Cut a text to about 200 characters round the marked ones; where it was cut stands an ellipsis."""
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    end = min(end, start + _LONGEST)
    spare = _LONGEST - (end - start)
    first = _word_start(text, max(0, min(start - spare // 2, len(text) - _LONGEST)), start)
    last = _word_end(text, min(len(text), first + _LONGEST), end)
    shown = printable(text[first:last])
    left = len(shown) - len(shown.lstrip(" ")) if first + len(shown) - len(shown.lstrip(" ")) <= start else 0
    before, after = "…" if first else "", "…" if last < len(text) else ""
    shift = len(before) - first - left
    return Excerpt(f"{before}{shown[left:].rstrip(' ')}{after}", start + shift, end + shift)


def _word_start(text: str, index: int, limit: int) -> int:
    space = text.find(" ", index, min(limit, index + _NEAR)) if index else -1
    return space + 1 if space >= 0 else index


def _word_end(text: str, index: int, limit: int) -> int:
    space = text.rfind(" ", max(limit, index - _NEAR), index) if index < len(text) else -1
    return space if space >= 0 else index


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Break a text into lines of at most so many cells; give where each begins and ends."""
    lines: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = _fitting(text, start, width)
        if end < len(text) and text[end] != " ":
            space = text.rfind(" ", start + 1, end)
            end = space if space > start else end
        lines.append((start, end))
        start = end
        while text[start : start + 1] == " ":
            start += 1
    return lines


def _fitting(text: str, start: int, width: int) -> int:
    """Give the index up to which the text fits; at least one character does."""
    end = min(len(text), start + width)
    if text[start:end].isascii():
        return end
    while end > start + 1 and cell_len(text[start:end]) > width:
        end -= 1
    return end


def lines_of(text: str, width: int) -> list[str]:
    """Give a text from outside as harmless lines; its own line breaks are spaces."""
    flat = " ".join(printable(text).split())
    return [flat[start:end] for start, end in wrap(flat, width)]


def carets(text: str, start: int, end: int) -> str:
    """Give a line that underlines some characters of a text with carets."""
    return " " * cell_len(text[:start]) + "^" * cell_len(text[start:end])


def plain_console(out: TextIO, *, color: bool, width: int) -> Console:
    """Make a console that depends on nothing but what it is told; it finds no markup in texts."""
    return Console(
        file=out,
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
