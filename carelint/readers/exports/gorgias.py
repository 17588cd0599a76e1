"""Gorgias: tickets with their messages."""

from __future__ import annotations

from collections.abc import Iterable

from ..talks import Message, Talk, in_order
from .values import Value, has_markup, is_object_list, objects, part, text, without

LACKS = "a Gorgias ticket without its messages; export each with them: /api/tickets/{id}"
"""What is said of tickets that are only heads."""

_CHANNELS = {"chat": "chat", "sms": "chat", "whatsapp": "chat", "help-center": "email", "contact_form": "email",
             "facebook": "social", "facebook-messenger": "social", "facebook-mention": "social", "twitter": "social",
             "instagram-comment": "social", "instagram-direct-message": "social", "aircall": "phone"}  # fmt: skip
_PEOPLE = ("customer", "requester", "assignee_user", "messages", "first_message", "last_message", "tags")


def is_ticket(value: Value) -> bool:
    """Tell whether an object is a ticket."""
    messages = value.get("messages")
    return is_message(messages[0]) if is_object_list(messages) else "messages_count" in value  # type: ignore[index]


def is_message(value: Value) -> bool:
    """Tell whether an object is a message of a ticket."""
    return {"from_agent", "body_text", "sender"} <= set(value)


def read_ticket(value: Value) -> Iterable[Talk]:
    """Read a ticket. Raises WrongError."""
    messages = in_order(_message(one, f"/messages/{index}") for index, one in objects(value, "messages"))
    kind = text(value, "channel")
    head = {
        **without(value, *_PEOPLE),
        "channel": _CHANNELS.get(kind, kind),
        "customer": _person(part(value, "customer") or part(value, "requester")),
        "tags": [text(one, "name") for _, one in objects(value, "tags")],
        "opened_at": value.get("opened_datetime") or value.get("created_datetime"),
        "closed_at": value.get("closed_datetime"),
        **({"agents": [text(part(value, "assignee_user"), "name")]} if part(value, "assignee_user") else {}),
    }
    return (Talk(head, messages, "" if messages else LACKS),)


def _message(one: Value, pointer: str) -> Message:
    sender = part(one, "sender")
    key = next((key for key in ("body_text", "body_html", "stripped_text", "text") if text(one, key)), "body_text")
    # A rule answers in the name of an agent.
    is_bot = one.get("rule_id") is not None or text(one, "via") == "rule"
    role = "agent" if one.get("from_agent") else "customer"
    return Message(
        text(one, key),
        f"{pointer}/{key}",
        "bot" if is_bot and role == "agent" else role,
        text(sender, "name"),
        text(sender, "email"),
        one.get("sent_datetime") or one.get("created_datetime"),
        html=key == "body_html" and has_markup(text(one, key)),
        visibility="internal" if one.get("public") is False or text(one, "channel") == "internal-note" else None,
        attachments=tuple(text(file, "name", "url") or "attachment" for _, file in objects(one, "attachments")),
    )


def _person(person: Value) -> dict[str, str]:
    return {"name": text(person, "name"), "email": text(person, "email")}
