"""What happened in a Zendesk ticket: comments, and the events of its audits, chats among them, as messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .. import fields
from ..talks import Message
from .values import Value, objects, part, text
from .zendesk_people import People, machine

_CHANGES = ("Create", "Change")
_NOTICES = ("Notification", "NotificationWithCcs", "Cc", "SmsNotification", "FollowerNotificationEvent")
_FILES = ("ChatFileAttachment",)
_SOLVED = ("solved", "closed")
# Of the same text: as it was typed, as it looks, and as it is sent.
_BODIES = ("body", "plain_body")


@dataclass(frozen=True, slots=True)
class Event:
    """A comment, or an event of an audit, with what the audit tells of all of them."""

    value: Value
    pointer: str
    kind: str
    author: str
    at: object
    via: Value
    macro: str = ""

    @property
    def private(self) -> bool:
        """Whether it is a comment that the customer does not see."""
        return is_false(self.value.get("public"))


def is_false(value: object) -> bool:
    """Tell whether a value, which may come from a table, says no."""
    return value is False or (isinstance(value, str) and value.casefold() in ("false", "0", "f", "no"))


def events_of(value: Value, below: str) -> Iterator[Event]:
    """Give the events of an object with comments, audits or ticket events. Raises WrongError."""
    comments = [
        _event(one, f"{below}/comments/{index}", text(one, "type") or "Comment", value)
        for index, one in objects(value, "comments", below)
    ]
    yield from comments
    for key, inner in (("audits", "events"), ("ticket_events", "child_events")):
        for index, audit in objects(value, key, below):
            events = _of_audit(audit, f"{below}/{key}/{index}", inner)
            yield from (one for one in events if not (comments and one.kind in ("Comment", "VoiceComment")))


def _of_audit(audit: Value, below: str, key: str) -> Iterator[Event]:
    events = list(objects(audit, key, below))
    used = (text(one, "macro_title", "macro_id") for _, one in events if text(one, "type") == "AgentMacroReference")
    macro = next(used, "")
    for index, one in events:
        kind = text(one, "event_type", "type")
        yield _event(one, f"{below}/{key}/{index}", kind, audit, macro if kind == "Comment" else "")


def _event(one: Value, pointer: str, kind: str, outer: Value, macro: str = "") -> Event:
    author = text(one, "author_id") or text(part(one, "author"), "id") or text(outer, "author_id", "updater_id")
    at = one.get("created_at") or outer.get("created_at") or outer.get("timestamp")
    return Event(one, pointer, kind, author, at, part(one, "via") or part(outer, "via"), macro)


def asked(events: Iterable[Event]) -> dict[str, object]:
    """Give the fields of a ticket as its audits left them, and when it was solved last."""
    found: dict[str, object] = {}
    for event in events:
        if event.kind not in _CHANGES:
            continue
        name = text(event.value, "field_name")
        changed = {name: event.value.get("value")} if name else _changed(event.value)
        found |= changed
        if "status" in changed:
            status = changed["status"]
            if status not in _SOLVED:
                found.pop("solved_at", None)
            elif "solved_at" not in found:
                found["solved_at"] = event.at
    return found


def _changed(value: Value) -> dict[str, object]:
    own = ("id", "type", "event_type", "via", "via_reference_id", "previous_value")
    return {key: one for key, one in value.items() if key not in own}


def said(event: Event, people: People) -> Iterator[Message]:
    """Give the messages of an event: one, none, or those of a chat. Raises WrongError."""
    if event.kind == "ChatStartedEvent":
        yield from chat(part(event.value, "value"), f"{event.pointer}/value", people)
    elif event.kind == "VoiceComment":
        yield from _call(event, people)
    elif event.kind in _NOTICES:
        # Templates of triggers, as they stand there before they are filled in.
        yield Message(text(event.value, "body"), f"{event.pointer}/body", "system", at=event.at)
    elif "public" in event.value or event.kind.endswith("Comment"):
        yield _comment(event, people, machine(event.via, event.author) or people.role(event.author))


def _comment(event: Event, people: People, role: str) -> Message:
    value = event.value
    key = next((key for key in _BODIES if text(value, key)), "")
    html = not key and bool(text(value, "html_body"))
    key = key or ("html_body" if html else "body")
    if event.private and role == "customer":
        # Who is both wrote it as an agent.
        role = "agent"
    return Message(
        text(value, key),
        f"{event.pointer}/{key}",
        role,
        people.name(event.author),
        people.email(event.author),
        event.at,
        html=html,
        visibility="private" if event.private else "public" if "public" in value else None,
        attachments=fields.attachments(value.get("attachments")),
        macro=event.macro,
    )


def _call(event: Event, people: People) -> Iterator[Message]:
    """Give what is logged of a call, and what its caller is heard to say."""
    yield _comment(event, people, "system")
    said = part(event.value, "data")
    if words := text(said, "transcription_text"):
        who = people.requester
        pointer = f"{event.pointer}/data/transcription_text"
        yield Message(words, pointer, "customer", people.name(who), people.email(who), event.at)


def chat(value: Value, below: str, people: People) -> Iterator[Message]:
    """Give the messages of a chat's history, and of what else happened what has words. Raises WrongError."""
    for index, one in objects(value, "history", below):
        kind, actor = text(one, "type"), text(one, "actor_id").removeprefix("agent:")
        words, pointer = _words(one, f"{below}/history/{index}")
        yield Message(
            words,
            pointer,
            actor_role(one, people) if kind in ("ChatMessage", *_FILES) else "system",
            text(one, "actor_name", "name") or people.name(actor),
            people.email(actor),
            one.get("timestamp") or one.get("created_at"),
            attachments=(text(one, "filename", "url") or "attachment",) if kind in _FILES else (),
        )


def _words(one: Value, below: str) -> tuple[str, str]:
    """Give the words of an event of a chat, if need be those of the message that it was made from."""
    key = next((key for key in ("message", "msg") if text(one, key)), "")
    if key:
        return text(one, key), f"{below}/{key}"
    words = text(part(one, "original_message", "content", "text"), "text")
    return words, f"{below}/original_message/content/text/text" if words else below


def actor_role(one: Value, people: People) -> str:
    """Give the role of who acts in a chat, by what its bot says of itself, the type, or the form of the id."""
    actor, kind = text(one, "actor_id"), text(one, "actor_type")
    original = part(one, "original_message")
    if "bot" in text(part(original, "source"), "type").casefold() or actor.startswith(("__trigger", "__bot")):
        return "bot"
    if actor.startswith("__system"):
        return "system"
    if kind:
        return "customer" if kind == "visitor" else kind
    if actor.startswith("agent:") and actor != "agent:":
        return "agent"
    # In a chat, who is no agent is the visitor.
    return people.role(actor) or ("customer" if actor and not actor.startswith("agent:") else "")
