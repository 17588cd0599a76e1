"""carelint as a library: read, lint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import fspath
from pathlib import Path

from .linter import Linter
from .model import Channel, Conversation, Kind, Result
from .packs import Library
from .readers import LeftOutError, ReadOptions, RoleMap
from .readers import read as read_file


def read(
    path: str | Path,
    *,
    kind: Kind | None = None,
    channel: Channel | None = None,
    roles: Mapping[str, Iterable[str]] | None = None,
) -> Iterator[Conversation]:
    """Read the conversations of a file; raise ReadError at the first that cannot be read.

    `kind` and `channel` override the input; `roles` says who is who, as the configuration does: role -> names,
    addresses or globs. Raises UsageError for an unknown role.
    """
    for item in read_file(fspath(path), ReadOptions(None, kind, channel, RoleMap.of(roles or {}))):
        if isinstance(item, Conversation):
            yield item
        elif not isinstance(item, LeftOutError):
            raise item


def lint(conversations: Iterable[Conversation], library: Library) -> Iterator[Result]:
    """Lint conversations with every rule of the library that is enabled, one result each."""
    rules = [rule for rule in library.rules.values() if rule.enabled]
    return Linter(library, rules, lambda _: rules).lint(conversations)
