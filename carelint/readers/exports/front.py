"""Front: the messages of a conversation, its comments, and conversations that hold both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..fields import WrongError
from ..talks import Message, Talk, in_order
from .values import Value, has_markup, is_object_list, objects, part, text, without

LACKS = "a Front conversation without its messages; export them: /conversations/{id}/messages"
"""What is said of conversations that are only heads."""

_CHANNELS = {"email": "email", "tweet": "social", "tweet_dm": "social", "facebook": "social", "smooch": "chat",
             "intercom": "chat", "sms": "chat", "whatsapp": "chat", "front_chat": "chat", "call": "phone",
             "truly-call": "phone", "phone-call": "phone", "voicemail": "phone"}  # fmt: skip


def is_page(value: Value) -> bool:
    """Tell whether an object is a page of messages, or a conversation round them."""
    return any(_are_messages(value.get(key)) for key in ("_results", "messages"))


def _are_messages(value: object) -> bool:
    return is_object_list(value) and {"is_inbound", "body", "recipients"} <= set(value[0])  # type: ignore[index]


def is_comments(value: Value) -> bool:
    """Tell whether an object is a page of comments alone."""
    results = value.get("_results")
    return is_object_list(results) and {"posted_at", "body", "author"} <= set(results[0])  # type: ignore[index]


def is_head(value: Value) -> bool:
    """Tell whether an object is a conversation without its messages."""
    return "messages" in part(value, "_links", "related") and "recipient" in value


def read_page(value: Value) -> Iterable[Talk]:
    """Read the conversations of a page. Raises WrongError."""
    key = "_results" if _are_messages(value.get("_results")) else "messages"
    talks: dict[str, list[tuple[int, Value]]] = {}
    for index, one in objects(value, key):
        talks.setdefault(_conversation_of(one), []).append((index, one))
    for url, messages in talks.items():
        own = without(value, "_results", "messages", "comments", "_links", "_pagination", "assignee")
        head = {"id": url.rstrip("/").rpartition("/")[2], **own, **_head([one for _, one in messages])}
        notes = list(_comments(value)) if len(talks) == 1 else []
        yield Talk(head, in_order([*(_message(one, f"/{key}/{index}") for index, one in messages), *notes]))


def read_comments(value: Value) -> Iterable[Talk]:
    """Refuse comments without their conversation. Raises WrongError."""
    raise WrongError(f"comments of {LACKS}")


def read_head(value: Value) -> Iterable[Talk]:
    """Say what is missing."""
    return (Talk({"id": text(value, "id")}, (), LACKS),)


def _conversation_of(message: Value) -> str:
    return text(part(message, "_links", "related"), "conversation")


def _head(messages: Iterable[Value]) -> dict[str, object]:
    found = list(messages)
    kind = text(found[0], "type")
    subject = next((text(one, "subject") for one in found if text(one, "subject")), "")
    return {"channel": _CHANNELS.get(kind, kind), **({"subject": subject} if subject else {})}


def _message(one: Value, pointer: str) -> Message:
    author = part(one, "author")
    key = "text" if text(one, "text") else "body"
    name, address = _sender(one) if one.get("is_inbound") else (_name(author), text(author, "email"))
    files = tuple(text(file, "filename") or "attachment" for _, file in objects(one, "attachments"))
    is_inbound = bool(one.get("is_inbound"))
    return Message(
        text(one, key),
        f"{pointer}/{key}",
        "customer" if is_inbound else "agent" if author else "bot",
        name,
        address,
        one.get("created_at"),
        html=key == "body" and has_markup(text(one, key)),
        attachments=files,
    )


def _comments(value: Value) -> Iterator[Message]:
    for index, one in objects(value, "comments"):
        author = part(one, "author")
        said, pointer = text(one, "body"), f"/comments/{index}/body"
        yield Message(said, pointer, "note", _name(author), at=one.get("posted_at"), visibility="internal")


def _sender(one: Value) -> tuple[str, str]:
    for _, person in objects(one, "recipients"):
        if text(person, "role") == "from":
            handle = text(person, "handle")
            return text(person, "name"), handle if "@" in handle else ""
    return "", ""


def _name(author: Value) -> str:
    whole = " ".join(filter(None, (text(author, "first_name"), text(author, "last_name"))))
    return whole or text(author, "username")
