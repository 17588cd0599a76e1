"""Zendesk: tickets with comments or audits, as the API and the export of an account give them.

A ticket and its comments come as `{"ticket": ..., "comments": ..., "users": ...}`, as a ticket that holds them, or as
lists of each; audits and ticket events of many tickets come in one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..talks import Message, Talk, in_order
from .values import Value, add_field, is_object_list, objects, part, text, without
from .zendesk_events import Event, asked, chat, events_of, said
from .zendesk_people import People, channel

LACKS = (
    "a Zendesk ticket without its comments; export it with them: /api/v2/tickets/{id}/comments.json?include=users for"
    " each ticket (put both into one object, under ticket, comments and users), or the JSON export of the account"
)
"""What is said of tickets that are only heads."""
BESIDE = frozenset(("users", "groups", "brands", "organizations", "ticket_forms", "ticket_fields", "metric_sets"))
TAKES = frozenset(("comments", "audits", "ticket_events"))
_NAMES = {"brand": "brands", "group": "groups", "organization": "organizations", "ticket_form": "ticket_forms"}
# What is a turn or a person here, or is told by other keys.
_TOLD = ("comments", "audits", "ticket_events", "users", "requester", "submitter", "assignee", "description", "fields",
         "is_public", "comment_count", "metric_set", *BESIDE)  # fmt: skip
_COMMENT = frozenset(("author_id", "public"))


def is_ticket(value: Value) -> bool:
    """Tell whether an object is a ticket, with or without its comments."""
    has_requester = "requester_id" in value or isinstance(value.get("requester"), dict)
    comments = value.get("comments")
    is_thread = is_object_list(comments) and "author_id" in comments[0]  # type: ignore[index]
    return has_requester and (is_thread or any(key in value for key in ("submitter_id", "raw_subject", "submitter")))


def is_answer(value: Value) -> bool:
    """Tell whether an object is round one ticket."""
    ticket = value.get("ticket")
    return isinstance(ticket, dict) and is_ticket(ticket)


def answer_id(value: Value) -> object:
    """Give the id of the ticket inside an object."""
    return part(value, "ticket").get("id")


def is_thread(value: Value) -> bool:
    """Tell whether an object holds the comments of one ticket, and no ticket."""
    comments = value.get("comments")
    return is_object_list(comments) and _is_comment(comments[0])  # type: ignore[index]


def _is_comment(value: Value) -> bool:
    return _COMMENT.issubset(value) and bool(
        {"html_body", "plain_body", "via", "audit_id", "ticket_id"}.intersection(value)
    )


def is_history(value: Value) -> bool:
    """Tell whether an object is what several audits or ticket events were gathered in."""
    return is_object_list(value.get("audits") or value.get("ticket_events"))


def is_audit(value: Value) -> bool:
    """Tell whether an object is an audit or a ticket event."""
    return is_object_list(value.get("events") or value.get("child_events"))


def read_ticket(value: Value) -> Iterable[Talk]:
    """Read a ticket with what it holds or what was added to it. Raises WrongError."""
    return (_talk(value, value, ""),)


def read_answer(value: Value) -> Iterable[Talk]:
    """Read an object round a ticket and its comments. Raises WrongError."""
    ticket = part(value, "ticket")
    one = value.get("audit")
    outer = {**value, "audits": [one]} if isinstance(one, dict) and "audits" not in value else value
    return (_talk(outer, ticket, "/ticket"),)


def read_thread(value: Value) -> Iterable[Talk]:
    """Read comments or audits that come without their ticket. Raises WrongError."""
    return (_talk(value, {"id": value["ticket_id"]} if "ticket_id" in value else {}, ""),)


def chat_talk(value: Value, head: Value, users: list[object]) -> Talk:
    """Put a chat together whose history stands alone. Raises WrongError."""
    authors = [(text(one, "actor_id").removeprefix("agent:"), False) for _, one in objects(value, "history")]
    people = People.of({"users": users}, head, authors)
    messages = in_order(chat(value, "", people))
    customer = people.customer()
    return Talk({**head, "channel": "chat", **({"customer": customer} if customer else {})}, messages)


def _talk(value: Value, ticket: Value, below: str) -> Talk:
    """Put a ticket together; `value` holds the lists, `below` is where the ticket stands in it."""
    events = list(_events(value, ticket, below))
    ticket = {**asked(events), **ticket}
    people = People.of({**ticket, **value}, ticket, [(event.author, event.private) for event in events])
    messages = in_order(message for event in events for message in said(event, people))
    lacks = "" if messages else LACKS
    if not messages:
        messages = [_first(ticket, below, people)]
    return Talk(_head(value, ticket, people, events), messages, lacks)


def _events(value: Value, ticket: Value, below: str) -> Iterator[Event]:
    yield from events_of(value, "")
    if below:
        yield from events_of(ticket, below)


def _first(ticket: Value, below: str, people: People) -> Message:
    """Give the first comment, which the ticket repeats as its description."""
    author = text(ticket, "submitter_id") or people.requester
    role = people.role(author) or "customer"
    name, email = people.name(author), people.email(author)
    return Message(text(ticket, "description"), f"{below}/description", role, name, email, ticket.get("created_at"))


def _head(value: Value, ticket: Value, people: People, events: Iterable[Event]) -> dict[str, object]:
    metrics = part(ticket, "metric_set") or next((one for _, one in objects(value, "metric_sets")), {})
    head = without(ticket, *_TOLD)
    head["channel"] = channel(part(ticket, "via") or next((event.via for event in events), {}))
    if "is_public" in ticket:
        # To be read by the customer, that is, and not by everyone.
        head["has_public_comments"] = ticket["is_public"]
    if solved := ticket.get("solved_at") or metrics.get("solved_at"):
        head["solved_at"] = solved
    head |= {key: metrics[key] for key in ("reopens", "replies") if metrics.get(key) is not None}
    head |= _named(value, ticket)
    if customer := people.customer():
        head["customer"] = customer
    return head


def _named(value: Value, ticket: Value) -> dict[str, object]:
    """Give what ids stand for: of the brand, the group, the organization, the form, and fields of their own."""
    found: dict[str, object] = {}
    for name, key in _NAMES.items():
        own = part(ticket, name) or _record(value, key, text(ticket, f"{name}_id"))
        if label := text(own, "name"):
            found[name] = label
    for _, custom in objects(ticket, "custom_fields"):
        field = _record(value, "ticket_fields", text(custom, "id"))
        if label := text(field, "title", "raw_title"):
            add_field(found, label, custom.get("value"))
    return found


def _record(value: Value, key: str, own: str) -> Value:
    return next((one for _, one in objects(value, key) if own and text(one, "id") == own), {})
