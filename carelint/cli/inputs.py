"""Paths -> conversations; what cannot be read goes to whoever wants to know."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from ..config import Config
from ..errors import Fault, ReadError, UsageError
from ..model import Conversation
from ..readers import as_reply, read, walk
from .options import ReadChoice


class Inputs:
    """Reads files one after the other. With `strict`, it stops at the first problem.

    `as_of` is the moment that counts as now.
    """

    def __init__(
        self,
        config: Config,
        choice: ReadChoice,
        on_problem: Callable[[Fault], None],
        *,
        strict: bool = False,
        as_of: datetime | None = None,
    ) -> None:
        self._config, self._choice = config, choice
        self._on_problem, self._strict = on_problem, strict
        self._as_of = as_of

    def read(self, paths: Iterable[str | ReadError]) -> Iterator[Conversation]:
        """Give the conversations of all files; of a path that is an error, the error is told."""
        for path in paths:
            for item in self._items(path):
                if isinstance(item, ReadError):
                    self._on_problem(_portable(item.fault))
                    if self._strict:
                        return
                else:
                    item = self._completed(item)
                    yield replace(item, path=_slashes(item.path)) if os.sep != "/" else item

    def _completed(self, conversation: Conversation) -> Conversation:
        """Add what only the user can tell: the company's names, and which moment counts as now."""
        brands = self._config.brands or conversation.brands
        if (brands, self._as_of) == (conversation.brands, conversation.as_of):
            return conversation
        return replace(conversation, brands=brands, as_of=self._as_of)

    def _items(self, path: str | ReadError) -> Iterable[Conversation | ReadError]:
        return (path,) if isinstance(path, ReadError) else read(path, self._choice.options(self._config, path))

    def replies(self, paths: Iterable[str | ReadError], to: str) -> Iterator[Conversation]:
        """Give the drafts of all files as answers to a conversation, named by `FILE` or `FILE#ID`."""
        conversation = self._named(to)
        choice = self._choice if self._choice.kind else replace(self._choice, kind="draft")
        drafts = Inputs(self._config, choice, self._on_problem, strict=self._strict)
        for draft in drafts.read(paths):
            yield as_reply(draft, conversation)

    def _named(self, name: str) -> Conversation:
        path, _, wanted = (name, "", "") if os.path.exists(name) else name.rpartition("#")
        path = path or name
        choice = ReadChoice(kind="transcript", channel=self._choice.channel)
        options = replace(choice.options(self._config, path), unanswered=True)
        found: list[str] = []
        last: Conversation | None = None
        for item in read(path, options):
            if isinstance(item, ReadError):
                raise item
            if item.id == wanted and wanted:
                return self._completed(item)
            found.append(item.id)
            last = item
        if wanted or last is None:
            raise UsageError(f'--reply-to: {path} has no conversation "{wanted}"; it has {_listed(found)}')
        if len(found) > 1:
            what = f"{path} has {len(found):,} conversations: {_listed(found)}"
            raise UsageError(f"--reply-to: {what}; name one, as in {path}#{found[0]}")
        return self._completed(last)


def files(paths: Sequence[str], reports: Collection[str] = ()) -> list[str | ReadError]:
    """Give the files that paths, folders and globs stand for, without the reports that a run writes among them.

    A path that cannot be walked is a ReadError among them, and raised if there is nothing else. Raises UsageError for a
    report that would overwrite a file that is named.
    """
    written = {os.path.realpath(report) for report in reports}
    if over := [path for path in paths if written and os.path.realpath(path) in written]:
        raise UsageError(f"--output: the report would overwrite {over[0]}, which is to be checked")
    found = [
        path
        for path in walk(paths)
        if isinstance(path, ReadError) or not written or os.path.realpath(path) not in written
    ]
    if found and all(isinstance(path, ReadError) for path in found):
        raise next(path for path in found if isinstance(path, ReadError))
    if not found:
        raise UsageError(f"nothing to read in {', '.join(paths)}: no file of a kind that carelint knows")
    return found


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (", ..." if len(ids) > 5 else "") if ids else "none"


def _slashes(path: str) -> str:
    return path.replace(os.sep, "/")


def _portable(fault: Fault) -> Fault:
    return replace(fault, path=_slashes(fault.path))
