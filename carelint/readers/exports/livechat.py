"""LiveChat: chats with their threads, single threads, archives; and tawk.to: transcripts that a webhook sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..fields import WrongError
from ..talks import Message, Talk
from .values import Value, is_object_list, objects, part, text, without

LACKS = "a LiveChat chat without the events of its threads; export it with them: get_chat, or list_archives"
"""What is said of summaries."""

_EVENTS = frozenset("message system_message file filled_form rich_message custom form".split())
_TAWK = {"a": "agent", "v": "customer"}


def is_thread(value: Value) -> bool:
    """Tell whether an object is a thread of a chat."""
    events = value.get("events")
    return is_object_list(events) and events[0].get("type") in _EVENTS and "user_ids" in value  # type: ignore[index]


def is_event(value: Value) -> bool:
    """Tell whether an object is a single event."""
    return value.get("type") in _EVENTS


def read_event(value: Value) -> Iterable[Talk]:
    """Refuse what is only a part. Raises WrongError."""
    raise WrongError("an event of LiveChat without its chat; export the chat with its threads: get_chat")


def is_chat(value: Value) -> bool:
    """Tell whether an object is a chat, or the summary of one."""
    users = value.get("users")
    has_threads = any(key in value for key in ("thread", "threads", "last_thread_summary"))
    return has_threads and is_object_list(users) and text(users[0], "type") in ("customer", "agent")  # type: ignore[index]


def read_thread(value: Value) -> Iterable[Talk]:
    """Read a thread; the users of its chat may be added to it. Raises WrongError."""
    users = _users(value)
    return (Talk(_head(value, users), list(_messages(value, "", users))),)


def read_chat(value: Value) -> Iterable[Talk]:
    """Read a chat: one conversation for each of its threads. Raises WrongError."""
    users = _users(value)
    threads = [(f"/threads/{index}", one) for index, one in objects(value, "threads")]
    if "thread" in value:
        threads.append(("/thread", part(value, "thread")))
    for pointer, thread in threads:
        head = {**_head(thread, users), "chat_id": text(value, "id")}
        yield Talk(head, list(_messages(thread, pointer, users)), "" if "events" in thread else LACKS)
    if not threads:
        yield Talk(_head(value, users), (), LACKS)


def _users(value: Value) -> dict[str, Value]:
    return {text(one, "id"): one for _, one in objects(value, "users")}


def _head(value: Value, users: Mapping[str, Value]) -> dict[str, object]:
    customer = next((one for one in users.values() if text(one, "type") == "customer"), {})
    agents = [text(one, "name") for one in users.values() if text(one, "type") == "agent" and text(one, "name")]
    forms = [answer for _, event in objects(value, "events") for answer in _answers(event)]
    return {
        **without(value, "events", "active", "users", "threads", "thread"),
        "status": "open" if value.get("active") else "closed",
        "channel": "chat",
        **({"customer": {"name": text(customer, "name"), "email": text(customer, "email")}} if customer else {}),
        **({"agents": agents} if agents else {}),
        **({"form": forms} if forms else {}),
    }


def _answers(event: Value) -> Iterator[dict[str, str]]:
    """What a customer told in the form before the chat."""
    if event.get("type") == "filled_form":
        for _, field in objects(event, "fields"):
            yield {
                "label": text(field, "label"),
                "answer": text(field, "answer") or text(part(field, "answer"), "label"),
            }


def _messages(thread: Value, below: str, users: Mapping[str, Value]) -> Iterator[Message]:
    for index, event in objects(thread, "events"):
        if event.get("type") == "filled_form":
            continue
        author = text(event, "author_id")
        user = users.get(author, {})
        file = text(event, "name", "url") if event.get("type") == "file" else ""
        yield Message(
            text(event, "text"),
            f"{below}/events/{index}/text",
            "system" if event.get("type") == "system_message" else _role(author, user),
            text(user, "name") or author,
            text(user, "email"),
            event.get("created_at"),
            # "agents" are the only ones to see a whisper.
            visibility="internal" if text(event, "visibility", "recipients") == "agents" else None,
            attachments=(file,) if file else (),
        )


def _role(author: str, user: Value) -> str:
    """Tell who wrote: where no list of users says it, an agent is known by an address, a customer by a number."""
    return text(user, "type") or ("agent" if "@" in author else "customer")


def is_tawk(value: Value) -> bool:
    """Tell whether an object is a transcript of tawk.to."""
    return text(value, "event").startswith("chat:") and isinstance(part(value, "chat").get("messages"), list)


def read_tawk(value: Value) -> Iterable[Talk]:
    """Read a transcript. Raises WrongError."""
    chat = part(value, "chat")
    visitor = part(chat, "visitor")
    head = {
        **without(value, "chat", "time", "property"),
        **without(chat, "messages", "visitor"),
        "channel": "chat",
        "customer": {"name": text(visitor, "name"), "email": text(visitor, "email")},
        "brand": text(part(value, "property"), "name"),
        "visitor_city": text(visitor, "city"),
        "visitor_country": text(visitor, "country"),
    }
    return (Talk(head, list(_tawk_messages(chat, text(visitor, "name")))),)


def _tawk_messages(chat: Value, visitor: str) -> Iterator[Message]:
    for index, one in objects(chat, "messages"):
        sender = part(one, "sender")
        kind, name = text(sender, "t"), text(sender, "n")
        # What the system sends in the name of the team is an automatic message; without a name it is an event.
        role = _TAWK.get(kind, "bot" if name else "system")
        files = tuple(text(file, "name", "url") or "attachment" for _, file in objects(one, "attchs"))
        said = name or (visitor if kind == "v" else "")
        yield Message(
            text(one, "msg"), f"/chat/messages/{index}/msg", role, said, at=one.get("time"), attachments=files
        )
