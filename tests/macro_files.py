"""What the tests of macro libraries have in common: a file, its macros told in short, and proof of their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carelint.errors import ReadError
from carelint.model import Conversation
from carelint.readers import ReadOptions, read

WORD = "needle"


@dataclass(frozen=True)
class Told:
    """All of a macro but its text's place."""

    id: str
    text: str
    channel: str = "chat"
    metadata: Mapping[str, object] = field(default_factory=dict)
    role: str = "agent"
    visibility: str | None = None
    kind: str = "macro"


def told(path: Path, options: ReadOptions | None = None) -> list[Told | str]:
    """Give the macros of a file, and the errors; each needle of a text must stand where its place says."""
    found = list(read(str(path), options))
    return [str(one).removeprefix(str(path)) if isinstance(one, ReadError) else _told(one, path) for one in found]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _told(one: Conversation, path: Path) -> Told:
    (turn,) = one.turns
    lines = re.split(r"\r\n|\r|\n", path.read_bytes().decode("utf-8-sig"))
    for needle in re.finditer(WORD, turn.text):
        (line, column), (end_line, end_column) = turn.place.region(turn.text, *needle.span())
        assert (lines[line - 1][column - 1 : end_column - 1], end_line) == (WORD, line)
    assert WORD in turn.text, "a sample proves nothing without its needle"
    return Told(one.id, turn.text, one.channel, dict(one.metadata), turn.role, turn.visibility, one.kind)
