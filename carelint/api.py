"""carelint as a library: read, lint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .linter import Linter
from .model import Conversation, Result
from .packs import Library
from .readers import ReadOptions
from .readers import read as read_file


def read(path: str) -> Iterator[Conversation]:
    """Read the conversations of a file; raise ReadError at the first that cannot be read."""
    for item in read_file(path, ReadOptions()):
        if isinstance(item, Conversation):
            yield item
        else:
            raise item


def lint(conversations: Iterable[Conversation], library: Library) -> Iterator[Result]:
    """Lint conversations with every rule of the library that is enabled, one result each."""
    rules = [rule for rule in library.rules.values() if rule.enabled]
    return Linter(library, rules, lambda _: rules).lint(conversations)
