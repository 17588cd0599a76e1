"""Help Scout: conversations with their threads, as both versions of the API give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .. import fields
from ..talks import Message, Talk, in_order
from .values import Value, add_field, has_markup, is_object_list, objects, part, text, without

LACKS = (
    "a Help Scout conversation without its threads; export it with them: /v2/conversations?embed=threads, or"
    " /v2/conversations/{id}/threads for each conversation"
)
"""What is said of conversations that are only heads."""

_THREADS = frozenset("customer message note lineitem chat beaconchat phone forwardparent forwardchild".split())
# Written by an agent, and not to the customer.
_NOTES = frozenset(("note", "phone", "forwardparent"))
_UNSENT = frozenset(("draft", "review", "underreview", "hidden"))
_MACHINES = frozenset(("workflow", "automatic-workflow", "manual-workflow"))
# What is a message or a person here, or is told by other keys.
_TOLD = ("_embedded", "_links", "threads", "primaryCustomer", "customer", "assignee", "owner", "customFields", "tags",
         "type", "createdBy")  # fmt: skip


def is_message(value: Value) -> bool:
    """Tell whether an object is a thread: one message of a conversation."""
    return text(value, "type") in _THREADS and "createdBy" in value and "subject" not in value


def is_conversation(value: Value) -> bool:
    """Tell whether an object is a conversation."""
    return "subject" in value and ("mailboxId" in value or "mailbox" in value) and "number" in value


def is_page(value: Value) -> bool:
    """Tell whether an object is round a list of conversations or the threads of one."""
    inner = part(value, "_embedded")
    return is_object_list(inner.get("conversations")) or _are_threads(inner.get("threads"))


def is_wrapped(value: Value) -> bool:
    """Tell whether an object is round a conversation of the first version of the API."""
    return is_conversation(part(value, "item"))


def _are_threads(value: object) -> bool:
    return is_object_list(value) and is_message(value[0])  # type: ignore[index]


def read_conversation(value: Value) -> Iterable[Talk]:
    """Read a conversation. Raises WrongError."""
    return (_talk(value, ""),)


def read_wrapped(value: Value) -> Iterable[Talk]:
    """Read an object round a conversation. Raises WrongError."""
    return (_talk(part(value, "item"), "/item"),)


def read_page(value: Value) -> Iterable[Talk]:
    """Read the conversations of a list, or the threads of a conversation that is not told. Raises WrongError."""
    inner = part(value, "_embedded")
    if "threads" in inner:
        yield _talk(value, "")
    for index, one in objects(inner, "conversations", "/_embedded"):
        yield _talk(one, f"/_embedded/conversations/{index}")


def _talk(value: Value, below: str) -> Talk:
    threads = list(_threads(value, below))
    customer = part(value, "primaryCustomer") or part(value, "customer")
    who = text(customer, "id") or _first_customer(thread for thread, _ in threads)
    messages = in_order(_message(thread, pointer, who) for thread, pointer in threads)
    return Talk(_head(value, customer), messages, "" if threads else LACKS)


def _threads(value: Value, below: str) -> Iterator[tuple[Value, str]]:
    """Give the threads and their pointers; the newest comes first in the file."""
    inner, below = (value, below) if isinstance(value.get("threads"), list) else (
        part(value, "_embedded"),
        f"{below}/_embedded",
    )  # fmt: skip
    found = [(one, f"{below}/threads/{index}") for index, one in objects(inner, "threads", below)]
    return reversed(found)


def _first_customer(threads: Iterable[Value]) -> str:
    return next((text(part(one, "createdBy"), "id") for one in threads if one.get("type") == "customer"), "")


def _message(thread: Value, pointer: str, customer: str) -> Message:
    author = part(thread, "createdBy")
    body, action = text(thread, "body"), text(part(thread, "action"), "text") or text(thread, "actionType")
    kind = text(thread, "type")
    role = _role(thread, kind, author, customer)
    private = kind in _NOTES or text(thread, "state") in _UNSENT
    return Message(
        body or action,
        f"{pointer}/body" if body else f"{pointer}/action/text" if part(thread, "action") else f"{pointer}/actionType",
        "note" if private and role == "agent" else role,
        _name(author),
        text(author, "email"),
        thread.get("createdAt"),
        html=bool(body) and has_markup(body),
        visibility="internal" if private else "public",
        attachments=fields.attachments(part(thread, "_embedded").get("attachments") or _files(thread)),
        macro=text(thread, "savedReplyId"),
    )


def _files(thread: Value) -> object:
    return [text(one, "fileName", "filename", "name") or "attachment" for _, one in objects(thread, "attachments")]


def _role(thread: Value, kind: str, author: Value, customer: str) -> str:
    if kind == "lineitem":
        return "system"
    if text(author, "type") == "customer" or kind == "customer":
        return "customer" if not customer or text(author, "id") in ("", customer) else "third_party"
    if text(part(thread, "source"), "type") == "workflows" or text(part(thread, "action"), "type") in _MACHINES:
        return "bot"
    return "agent"


def _name(person: Value) -> str:
    first, last = text(person, "first", "firstName"), text(person, "last", "lastName")
    return f"{first} {last}".strip() or text(person, "name") or text(person, "email", "id")


def _head(value: Value, customer: Value) -> dict[str, object]:
    head = without(value, *_TOLD)
    head["channel"] = text(value, "type") or text(part(value, "source"), "type") or "email"
    if customer:
        head["customer"] = {"name": _name(customer), "email": text(customer, "email")}
    tags = value.get("tags")
    if isinstance(tags, list):
        head["tags"] = [text(one, "tag", "name") if isinstance(one, dict) else one for one in tags]
    for _, custom in objects(value, "customFields"):
        if name := text(custom, "name"):
            add_field(head, name, custom.get("text") or custom.get("value"))
    if assignee := part(value, "assignee") or part(value, "owner"):
        head["assigned_to"] = _name(assignee)
    return head
