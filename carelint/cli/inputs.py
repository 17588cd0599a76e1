"""Paths -> conversations; what cannot be read goes to whoever wants to know."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from ..config import Config
from ..errors import Fault, ReadError, UsageError
from ..model import Conversation
from ..readers import LeftOutError, ReadOptions, as_reply, read, walk
from ..replies import answered, as_written
from .options import ReadChoice


class Inputs:
    """Reads files one after the other. With `strict`, it stops at the first problem.

    `as_of` is the moment that counts as now. The files in `held` are read as they are there, and not opened.
    `on_left_out` is told what is not read, and no problem.
    """

    def __init__(
        self,
        config: Config,
        choice: ReadChoice,
        on_problem: Callable[[Fault], None],
        *,
        strict: bool = False,
        as_of: datetime | None = None,
        held: Mapping[str, bytes] | None = None,
        on_left_out: Callable[[LeftOutError], None] | None = None,
    ) -> None:
        self._config, self._choice = config, choice
        self._on_problem, self._strict = on_problem, strict
        self._as_of = as_of
        self._held = {} if held is None else held
        self._on_left_out = on_left_out

    def read(self, paths: Iterable[str | ReadError]) -> Iterator[Conversation]:
        """Give the conversations of all files; of a path that is an error, the error is told.

        A draft whose front matter names what it answers (`reply_to: FILE`) is given as the next turn there.
        """
        return self._told(self._joined(item) for path in paths for item in self._items(path))

    def _told(self, items: Iterable[Conversation | ReadError]) -> Iterator[Conversation]:
        for item in items:
            if isinstance(item, LeftOutError):
                if self._on_left_out:
                    self._on_left_out(item)
            elif isinstance(item, ReadError):
                self._on_problem(_portable(item.fault))
                if self._strict:
                    return
            else:
                item = self._completed(item)
                yield replace(item, path=_slashes(item.path)) if os.sep != "/" else item

    def _joined(self, item: Conversation | ReadError) -> Conversation | ReadError:
        try:
            return item if isinstance(item, ReadError) else as_written(item, self._transcript_options)
        except ReadError as error:
            return error

    def _completed(self, conversation: Conversation) -> Conversation:
        """Add what only the user can tell: the company's names, its placeholders, and which moment counts as now."""
        brands, own = self._config.brands or conversation.brands, self._config.placeholders
        if (brands, self._as_of, own) == (conversation.brands, conversation.as_of, conversation.placeholders):
            return conversation
        return replace(conversation, brands=brands, as_of=self._as_of, placeholders=own)

    def _items(self, path: str | ReadError) -> Iterable[Conversation | ReadError]:
        if isinstance(path, ReadError):
            return (path,)
        return read(path, self._choice.options(self._config, path), self._held.get(path))

    def replies(self, paths: Iterable[str | ReadError], to: str) -> Iterator[Conversation]:
        """Give the drafts of all files as answers to a conversation, named by `FILE` or `FILE#ID`."""
        try:
            conversation = self._completed(answered(to, self._transcript_options))
        except UsageError as error:
            raise UsageError(f"--reply-to: {error}") from None
        choice = self._choice if self._choice.kind else replace(self._choice, kind="draft")
        drafts = Inputs(self._config, choice, self._on_problem, strict=self._strict, held=self._held)
        # What the command line says goes before the front matter.
        for draft in drafts._told(item for path in paths for item in drafts._items(path)):
            yield as_reply(draft, conversation)

    def _transcript_options(self, path: str) -> ReadOptions:
        return ReadChoice(channel=self._choice.channel).options(self._config, path)


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


def _slashes(path: str) -> str:
    return path.replace(os.sep, "/")


def _portable(fault: Fault) -> Fault:
    return replace(fault, path=_slashes(fault.path))
