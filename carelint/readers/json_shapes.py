"""What a JSON value is by its keys: a message, a conversation, a list of conversations, a part or a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from . import messages
from .exports import EXPORTS, export_of
from .fields import fold

TURN_KEYS = ("turns", "messages", "comments", "utterances", "dialogue", "dialog", "transcript", "events", "entries")
"""Keys of a list of messages."""
LIST_KEYS = (
    "conversations",
    "tickets",
    "data",
    "items",
    "results",
    "chats",
    "transcripts",
    "drafts",
    "macros",
    "threads",
)
"""Keys of a list of conversations, drafts or macros."""


def is_flat(value: object) -> bool:
    """Tell whether an element of a list is a message, and no conversation, draft or macro."""
    if not isinstance(value, dict) or is_part(value):
        return False
    if any(export.is_message(value) for export in EXPORTS):
        return True
    return messages.is_message(value) and not any(fold(key) in TURN_KEYS or fold(key) == "kind" for key in value)


def is_conversation(keys: Iterable[str]) -> bool:
    """Tell by its keys whether an object is a conversation, a draft or a macro, and nothing round them."""
    return any(fold(key) in TURN_KEYS or fold(key) in messages.TEXT_KEYS for key in keys)


def is_main(key: str, first: object, before: Iterable[str]) -> bool:
    """Tell whether a list is what an object is there for."""
    return fold(key) in LIST_KEYS and not is_flat(first) and not is_conversation(before)


def is_part(value: object) -> bool:
    """Tell whether a value is only a part of a conversation."""
    export = export_of(value)
    return bool(export and export.part)


def is_record(key: str, value: object) -> bool:
    """Tell whether an element of the list `key` is something that conversations refer to, such as a user."""
    return isinstance(value, dict) and "id" in value and any(key in export.beside for export in EXPORTS)


def needs_others(value: object) -> bool:
    """Tell whether there may be more in the file that belongs to a value."""
    export = export_of(value)
    return bool(export and (export.part or export.takes or export.beside))


def is_page(value: Mapping[str, object]) -> bool:
    """Tell whether an object holds a list of values to which others belong, or of parts."""
    return any(isinstance(one, list) and one and needs_others(one[0]) for one in value.values())


def mentioned(value: object) -> Iterator[str]:
    """Give the ids that a value mentions."""
    waiting = [("", value)]
    while waiting:
        key, one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.items()
        elif isinstance(one, list):
            waiting += [(key, element) for element in one]
        elif key.endswith(("id", "_ids")) and isinstance(one, (int, str)) and not isinstance(one, bool):
            yield str(one)
