"""One message of a Slack export: what was said, by whom, and where that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..model import Place
from .slack_people import People, User, Value, bot_name, table, word
from .slack_text import Names, slack_text
from .talks import Message

_BY_BOTS = frozenset(("bot_message", "slackbot_response"))
_BY_PEOPLE = frozenset(("", "thread_broadcast", "me_message", "file_share", "file_comment"))
# What became of another message; the export has that as it is in the end.
_LEFT_OUT = frozenset(
    ("message_changed", "message_deleted", "message_replied", "reply_broadcast", "tombstone", "ekm_access_denied")
)


class Said(NamedTuple):
    """A message, and the place of its text; the pointer of the message is `/` and its number."""

    message: Message
    place: Place


def said(value: Value, number: int, place: Callable[[str], Place], people: People, names: Names) -> Said | None:
    """Read a message; None for what nobody sees any more. `place` gives the place of a pointer inside it."""
    subtype = word(value, "subtype")
    if subtype in _LEFT_OUT or value.get("hidden") is True:
        return None
    raw, pointer = _raw(value)
    text, where = slack_text(raw, place(pointer), names)
    role, author = _author(value, subtype, people)
    files = tuple(dict.fromkeys(_files(value)))
    made = Message(text, f"/{number}", role, author.name, author.email, value.get("ts"), attachments=files)
    return Said(made, where)


def _raw(value: Value) -> tuple[str, str]:
    """Give the text as it is written, and its pointer; machines often write only what they attach."""
    if isinstance(value.get("file"), dict):
        return _of_file(value)
    text = value.get("text")
    if isinstance(text, str) and text.strip():
        return text, "/text"
    attached = value.get("attachments")
    for number, one in enumerate(attached if isinstance(attached, list) else ()):
        for key in ("text", "fallback") if isinstance(one, dict) else ():
            if word(one, key):
                return one[key], f"/attachments/{number}/{key}"
    return "", "/text"


def _of_file(value: Value) -> tuple[str, str]:
    """Give what is said of a file. The text of such a message, as there was up to 2018, is Slack's own."""
    said = table(value, "comment").get("comment")
    if isinstance(said, str):
        return said, "/comment/comment"
    first = table(table(value, "file"), "initial_comment").get("comment")
    return first if isinstance(first, str) else "", "/file/initial_comment/comment"


def _author(value: Value, subtype: str, people: People) -> tuple[str, User]:
    """Give the role of who wrote, empty if it is not known, and who that is."""
    if subtype not in _BY_PEOPLE and subtype not in _BY_BOTS:
        # It tells by itself who did what.
        return "system", User("")
    user = people.author(value)
    if subtype in _BY_BOTS:
        return "bot", User(bot_name(value) or user.name or word(value, "bot_id") or "bot")
    return people.role(user), user


def _files(value: Value) -> Iterator[str]:
    """Give the names of attached files that are still there."""
    files = value.get("files")
    for one in (*(files if isinstance(files, list) else ()), value.get("file")):
        if isinstance(one, dict) and one.get("mode") not in ("tombstone", "hidden_by_limit"):
            yield word(one, "name") or word(one, "title") or "attachment"
