"""Text as Markdown shows it: nothing in it is markup, a link or another cell of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .portable import plain

# Also what GitHub adds: bare addresses are links there, and $this$ is mathematics.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>~#@&$!]|:(?=//)|(?<=www)\.", re.IGNORECASE)
# Some take a line that begins so for a list, a heading or a quotation.
_BEGINNING = re.compile(r"(?<=\A)[-+=]|(?<=\A\d)[.)]|(?<=\A\d\d)[.)]")


def escaped(text: str) -> str:
    """Give a text as one line of Markdown, without spaces round it: four of them would make it code."""
    return _BEGINNING.sub(lambda found: "\\" + found[0], part(text).strip())


def part(text: str) -> str:
    """Give a text for the middle of a line."""
    shown = _MARKUP.sub(lambda found: "\\" + found[0], plain(text))
    # The cells of a table are cut before anything else is looked at.
    return shown.replace("|", "&#124;")


def row(*cells: str) -> str:
    """Give a row of a table; its cells are Markdown."""
    return f"| {' | '.join(cells)} |\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, right: tuple[int, ...] = ()) -> str:
    """Give a table; the columns in `right` hold numbers."""
    rules = ("--:" if number in right else "---" for number in range(len(head)))
    return "".join(row(*cells) for cells in (head, tuple(rules), *rows))
