"""Twilio Conversations: pages of messages, of one conversation or of several.

The author is an identity; who writes from a telephone number is the customer, who else is which the configuration's
`roles` say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..talks import Message, Talk, in_order
from .values import Value, is_object_list, objects, text

_NUMBER = re.compile(r"(?:whatsapp:|messenger:|sms:)?\+?\d{7,20}")
_CHANNELS = {"whatsapp": "chat", "messenger": "social"}


def is_page(value: Value) -> bool:
    """Tell whether an object is a page of messages."""
    messages = value.get("messages")
    return is_object_list(messages) and {"conversation_sid", "body", "author"} <= set(messages[0])  # type: ignore[index]


def read_page(value: Value) -> Iterable[Talk]:
    """Read the conversations of a page. Raises WrongError."""
    by_sid: dict[str, list[tuple[int, Value]]] = {}
    for index, one in objects(value, "messages"):
        by_sid.setdefault(text(one, "conversation_sid"), []).append((index, one))
    for sid, messages in by_sid.items():
        yield Talk({"id": sid, "channel": _channel(messages)}, in_order(_message(*one) for one in messages))


def _message(index: int, one: Value) -> Message:
    author = text(one, "author")
    return Message(
        text(one, "body"),
        f"/messages/{index}/body",
        "customer" if _NUMBER.fullmatch(author) else "system" if author == "system" else "",
        author,
        at=one.get("date_created"),
        attachments=tuple(text(file, "filename", "sid") or "attachment" for _, file in objects(one, "media")),
    )


def _channel(messages: Sequence[tuple[int, Value]]) -> str:
    prefixes = (text(one, "author").partition(":")[0] for _, one in messages)
    return next((_CHANNELS[prefix] for prefix in prefixes if prefix in _CHANNELS), "chat")
