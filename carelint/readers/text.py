"""Plain text: the whole is one draft (or macro), after optional front matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from ..errors import Fault, ReadError
from ..model import Conversation, Place, Turn
from . import frontmatter, record
from .decode import Source
from .fields import WrongError
from .options import ReadOptions


def read_text(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read one draft: one agent turn, its text without the empty lines round it."""
    lines = [line.rstrip("\r\n") + "\n" for line in source.lines()]
    values, start = frontmatter.split(lines, source.path)
    while start < len(lines) and not lines[start].strip():
        start += 1
    text = "".join(lines[start:]).rstrip()
    if not text:
        yield ReadError(Fault(source.path, 0, 0, "is empty"))
        return
    try:
        found = record.head(values, options, by_hand=True)
        found.id = found.id or stem(source.path)
        found.kind = found.kind or "draft"
        author = found.agents[0] if found.agents else ""
        turn = Turn("agent", text, author, place=Place(start + 1))
        made = record.conversation(found, [turn], (), source.path)
        yield replace(made, ignores=frontmatter.ignores(lines[:start]))
    except WrongError as error:
        place = frontmatter.position(values, error.pointer)
        yield ReadError(Fault(source.path, *place, f"front matter: {error.what}"))


def stem(path: str) -> str:
    """Give the name of a conversation that has no other: that of its file."""
    return PurePath(path).stem.strip("<>") or "text"
