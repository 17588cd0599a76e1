"""Intercom: conversations with their parts, one by one or as lists; notes are notes, Operator and Fin are bots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..talks import Message, Talk
from .values import Value, has_markup, objects, part, text, without

LACKS = "an Intercom conversation without its parts; export each with them: GET /conversations/{id}"
"""What is said of conversations that are only heads."""

_CHANNELS = {"conversation": "chat", "push": "chat", "phone_call": "phone", "phone_switch": "phone", "sms": "chat",
             "whatsapp": "chat", "instagram": "social", "facebook": "social", "twitter": "social"}  # fmt: skip
_CUSTOMERS = frozenset(("user", "lead", "contact"))
_NOTES = frozenset(("note", "note_and_reopen", "assignment", "participant_added"))
_TOLD = ("source", "conversation_parts", "contacts", "tags", "state", "custom_attributes", "type", "open", "read")


def is_conversation(value: Value) -> bool:
    """Tell whether an object is a conversation."""
    return isinstance(part(value, "source").get("author"), dict) and "state" in value


def read_conversation(value: Value) -> Iterable[Talk]:
    """Read a conversation. Raises WrongError."""
    source = part(value, "source")
    parts = part(value, "conversation_parts")
    messages = [_message(source, "/source", "comment", value.get("created_at"))]
    messages += _parts(parts)
    is_whole = "conversation_parts" in parts
    return (Talk(_head(value, source, messages), messages, "" if is_whole else LACKS),)


def _parts(parts: Value) -> Iterator[Message]:
    for index, one in objects(parts, "conversation_parts"):
        pointer = f"/conversation_parts/conversation_parts/{index}"
        yield _message(one, pointer, text(one, "part_type"), one.get("created_at"))


def _message(one: Value, pointer: str, kind: str, at: object) -> Message:
    """Make a message of a part, or of the source; a part without words is an event, and its type stands for them."""
    author = part(one, "author")
    body, is_event = text(one, "body"), not text(one, "body") and not one.get("attachments")
    files = tuple(text(file, "name", "url") or "attachment" for _, file in objects(one, "attachments"))
    return Message(
        kind if is_event else body,
        f"{pointer}/part_type" if is_event else f"{pointer}/body",
        "system" if is_event else _role(author, text(one, "delivered_as")),
        "" if is_event else text(author, "name"),
        "" if is_event else text(author, "email"),
        at,
        html=not is_event and has_markup(body),
        visibility="internal" if kind in _NOTES and not is_event else None,
        attachments=files,
    )


def _role(author: Value, delivered: str) -> str:
    kind, address = text(author, "type"), text(author, "email")
    if kind == "bot" or (address.startswith("operator+") and address.endswith("@intercom.io")):
        return "bot"
    if delivered == "operator_initiated":
        return "bot"
    return "customer" if kind in _CUSTOMERS else "agent" if kind in ("admin", "team") else kind


def _head(value: Value, source: Value, messages: Iterable[Message]) -> dict[str, object]:
    customer = next((one for one in messages if one.role == "customer"), None)
    contacts = [text(one, "id") for _, one in objects(part(value, "contacts"), "contacts")]
    kind = text(source, "type")
    return {
        **without(value, *_TOLD),
        **part(value, "custom_attributes"),
        "channel": _CHANNELS.get(kind, kind or "chat"),
        "status": text(value, "state"),
        "subject": text(source, "subject"),
        "tags": [text(one, "name") for _, one in objects(part(value, "tags"), "tags")],
        "contact_ids": contacts,
        **({"customer": {"name": customer.name, "email": customer.email}} if customer else {}),
    }
