"""A draft and the conversation that it answers: `FILE` or `FILE#ID`, on the command line or in front matter."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from .errors import Fault, ReadError, UsageError
from .model import Conversation
from .readers import ReadOptions, as_reply, read
from .readers.frontmatter import Written

KEY = "reply_to"
"""The key of front matter that names the conversation; the path counts from the draft's folder."""

OptionsFor = Callable[[str], ReadOptions]


def answered(name: str, options_for: OptionsFor) -> Conversation:
    """Read the conversation of a name; it may still hold the customer's messages only.

    Raises ReadError for a file that cannot be read, UsageError for one that holds no such conversation.
    """
    path, _, wanted = (name, "", "") if os.path.exists(name) else name.rpartition("#")
    path = path or name
    options = replace(options_for(path), kind="transcript", unanswered=True)
    found: list[str] = []
    last: Conversation | None = None
    for item in read(path, options):
        if isinstance(item, ReadError):
            raise item
        if item.id == wanted and wanted:
            return item
        found.append(item.id)
        last = item
    if wanted or last is None:
        raise UsageError(f'{path} has no conversation "{wanted}"; it has {_listed(found)}')
    if len(found) > 1:
        what = f"{path} has {len(found):,} conversations: {_listed(found)}"
        raise UsageError(f"{what}; name one, as in {path}#{found[0]}")
    return last


def as_written(draft: Conversation, options_for: OptionsFor) -> Conversation:
    """Make a draft whose front matter says `reply_to` the next answer there; any other conversation stays as it is.

    Raises ReadError, at the place of the name.
    """
    said = draft.metadata.get(KEY)
    if draft.kind != "draft" or not isinstance(said, Written):
        return draft
    try:
        return as_reply(draft, answered(_local(said, draft.path), options_for))
    except (ReadError, UsageError) as error:
        raise ReadError(Fault(draft.path, said.line, said.column, f"{KEY}: {error}")) from None


def _local(name: str, draft: str) -> str:
    """The path that is named, from the draft's folder. Only a file is opened, and no device."""
    path = os.path.join(os.path.dirname(draft), name)
    file = path if os.path.lexists(path) else path.rpartition("#")[0] or path
    if not os.path.isfile(file):
        raise UsageError(f"no such file: {name}; the path counts from the draft's folder, as in chats/4711.txt")
    return path


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (", ..." if len(ids) > 5 else "") if ids else "none"
