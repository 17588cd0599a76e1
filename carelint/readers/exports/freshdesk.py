"""Freshdesk: tickets with their conversations, as both versions of the API and the export of an account give them.

A ticket holds its first message as its description, and all others as `conversations`, or as `notes` inside a
`helpdesk_ticket`. Messages of several tickets may also come in one list, with or without the tickets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import Channel
from .. import fields
from ..talks import Message, Talk, in_order
from .values import Value, add_field, has_markup, is_object_list, objects, part, text, without

LACKS = (
    "a Freshdesk ticket without its conversations; export it with them: /api/v2/tickets/{id}?include=conversations"
    " for each ticket (with more than ten: /api/v2/tickets/{id}/conversations too)"
)
"""What is said of tickets that are only heads."""
BESIDE = frozenset(("contacts", "agents", "groups"))
TAKES = frozenset(("conversations",))

_STATUSES = {"2": "open", "3": "pending", "4": "solved", "5": "closed", "6": "pending", "7": "pending"}
_PRIORITIES = {"1": "low", "2": "medium", "3": "high", "4": "urgent"}
_SOURCES: dict[str, tuple[str, Channel]] = {
    "1": ("email", "email"),
    "2": ("portal", "email"),
    "3": ("phone", "phone"),
    "4": ("forum", "social"),
    "5": ("twitter", "social"),
    "6": ("facebook", "social"),
    "7": ("chat", "chat"),
    "8": ("mobihelp", "chat"),
    "9": ("feedback widget", "email"),
    "10": ("outbound email", "email"),
    "11": ("ecommerce", "email"),
    "12": ("bot", "chat"),
    "13": ("whatsapp", "chat"),
}
_OUTBOUND = "10"
_MESSAGE = frozenset(("incoming", "private", "user_id"))
_LISTS = ("conversations", "notes", "helpdesk_notes")
# What is a message or a person here, or is told by other keys.
_TOLD = (*_LISTS, *BESIDE, "description", "description_text", "description_html", "requester", "responder", "status",
         "priority", "source", "attachments", "stats", "agent")  # fmt: skip


def is_wrapped(value: Value) -> bool:
    """Tell whether an object is round a ticket of the first version of the API."""
    return isinstance(value.get("helpdesk_ticket"), dict)


def is_message(value: Value) -> bool:
    """Tell whether an object is a message of a ticket."""
    return _MESSAGE.issubset(value)


def is_thread(value: Value) -> bool:
    """Tell whether an object holds messages without their ticket."""
    found = value.get("conversations")
    return is_object_list(found) and is_message(found[0])  # type: ignore[index]


def read_ticket(value: Value) -> Iterable[Talk]:
    """Read a ticket. Raises WrongError."""
    return (_talk(value, value, ""),)


def read_wrapped(value: Value) -> Iterable[Talk]:
    """Read an object round a ticket. Raises WrongError."""
    return (_talk(value, part(value, "helpdesk_ticket"), "/helpdesk_ticket"),)


def read_thread(value: Value) -> Iterable[Talk]:
    """Read messages that come without their ticket; the first who wrote in is the customer. Raises WrongError."""
    incoming = (text(one, "user_id") for _, one in objects(value, "conversations") if one.get("incoming") is True)
    ticket = {"id": value.get("ticket_id"), "requester_id": next(incoming, "")}
    messages = in_order(_replies(value, "", value, ticket))
    return (Talk({"id": ticket["id"], "channel": "email"}, messages),)


def _talk(outer: Value, ticket: Value, below: str) -> Talk:
    replies = list(_replies(ticket, below, outer, ticket))
    told = any(isinstance(ticket.get(key), list) for key in _LISTS)
    messages = in_order([*_first(outer, ticket, below), *replies])
    return Talk(_head(outer, ticket), messages, "" if replies or told else LACKS)


def _first(outer: Value, ticket: Value, below: str) -> Iterator[Message]:
    """Give the description: of the first version of the API it is plain, of the second only with a text beside it."""
    key = next((key for key in ("description_text", "description", "description_html") if text(ticket, key)), "")
    words = text(ticket, key) if key else ""
    html = key != "description_text" and "description_html" not in ticket and has_markup(words)
    agent = text(ticket, "source") == _OUTBOUND
    who = text(ticket, "responder_id" if agent else "requester_id")
    if words or ticket.get("attachments"):
        yield Message(
            words,
            f"{below}/{key or 'description'}",
            "agent" if agent else "customer",
            *_person(outer, ticket, who),
            ticket.get("created_at"),
            html=html or key == "description_html",
            attachments=fields.attachments(ticket.get("attachments")),
        )


def _replies(value: Value, below: str, outer: Value, ticket: Value) -> Iterator[Message]:
    for key in _LISTS:
        for index, one in objects(value, key, below):
            inner = part(one, "note")
            yield _reply(inner or one, f"{below}/{key}/{index}" + ("/note" if inner else ""), outer, ticket)


def _reply(one: Value, pointer: str, outer: Value, ticket: Value) -> Message:
    key = next((key for key in ("body_text", "body", "body_html") if text(one, key)), "body")
    plain = key == "body_text" or (key == "body" and "body_html" in one)
    who = text(one, "user_id")
    private = one.get("private") is True
    return Message(
        text(one, key),
        f"{pointer}/{key}",
        _role(one, who, ticket, private=private),
        *_person(outer, ticket, who),
        one.get("created_at"),
        html=not plain and has_markup(text(one, key)),
        visibility="private" if private else "public",
        attachments=fields.attachments(one.get("attachments")),
    )


def _role(one: Value, who: str, ticket: Value, *, private: bool) -> str:
    """Give the role of an author: who writes in, and did not ask first, is someone else."""
    if private or one.get("incoming") is False:
        return "agent"
    requester = text(ticket, "requester_id")
    if who and who == requester:
        return "customer"
    return ("third_party" if requester else "customer") if one.get("incoming") is True else ""


def _person(outer: Value, ticket: Value, who: str) -> tuple[str, str]:
    """Give name and address of a person as far as they are told; the id in the place of a name."""
    for name in ("requester", "responder"):
        if who and who == text(ticket, f"{name}_id"):
            told = part(ticket, name)
            label = text(told, "name") or text(ticket, f"{name}_name")
            if label:
                return label, text(told, "email")
    lists = (one for key in ("contacts", "agents") for _, one in objects(outer, key))
    known = next((one for one in lists if who and text(one, "id") == who), {})
    told = {**part(known, "contact"), **known}
    return text(told, "name") or who, text(told, "email")


def _head(outer: Value, ticket: Value) -> dict[str, object]:
    head = without(ticket, *_TOLD)
    source = text(ticket, "source")
    label, channel = _SOURCES.get(source, (source, "email"))
    status, priority = text(ticket, "status"), text(ticket, "priority")
    head |= {"source": label, "channel": channel}
    head["status"] = _STATUSES.get(status, text(ticket, "status_name") or status)
    head["priority"] = _PRIORITIES.get(priority, priority)
    stats = part(ticket, "stats")
    head |= {key: stats[key] for key in ("resolved_at", "closed_at", "reopened_at") if stats.get(key)}
    name, email = _person(outer, ticket, who := text(ticket, "requester_id"))
    head["customer"] = {"name": name if name != who else "", "email": email}
    for key in ("custom_fields", "custom_field"):
        # As fields of their own, by the names that the company gave them.
        for name, value in part(ticket, key).items():
            add_field(head, name.removeprefix("cf_"), value)
    return head
