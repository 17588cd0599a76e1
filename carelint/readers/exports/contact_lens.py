"""Amazon Connect Contact Lens: analysed calls (offsets in milliseconds) and chats (absolute times)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..talks import Message, Talk
from ..times import from_start
from .values import Value, is_object_list, objects, part, text, without

_ROLES = {
    "AGENT": "agent",
    "CUSTOMER": "customer",
    "SYSTEM": "system",
    "CUSTOM_BOT": "bot",
    "SUPERVISOR": "third_party",
}


def is_analysis(value: Value) -> bool:
    """Tell whether an object is the analysis of one contact."""
    return is_object_list(value.get("Transcript")) and isinstance(value.get("Participants"), list)


def read_analysis(value: Value) -> Iterable[Talk]:
    """Read a contact. Raises WrongError."""
    metadata = part(value, "CustomerMetadata")
    people = {text(one, "ParticipantId"): text(one, "ParticipantRole") for _, one in objects(value, "Participants")}
    head = {
        **without(value, "Transcript", "Participants", "Channel", "CustomerMetadata"),
        **metadata,
        "id": text(metadata, "ContactId"),
        "channel": text(value, "Channel"),
        "categories": part(value, "Categories").get("MatchedCategories", []),
    }
    head.pop("Categories", None)
    return (Talk(head, list(_messages(value, people))),)


def _messages(value: Value, people: dict[str, str]) -> Iterator[Message]:
    for index, one in objects(value, "Transcript"):
        word = text(one, "ParticipantRole") or people.get(text(one, "ParticipantId"), "") or text(one, "ParticipantId")
        role = _ROLES.get(word.upper(), word)
        key = "Content" if text(one, "Content") else "ContentType"
        # An event has no words: its type stands for them.
        is_event = key == "ContentType"
        at, until = _times(one)
        yield Message(
            text(one, key),
            f"/Transcript/{index}/{key}",
            "system" if is_event else role,
            text(one, "DisplayName"),
            at=at,
            until=until,
            attachments=tuple(text(file, "AttachmentName") or "attachment" for _, file in objects(one, "Attachments")),
        )


def _times(one: Value) -> tuple[object, object]:
    if "AbsoluteTime" in one:
        return one["AbsoluteTime"], None
    begin, end = one.get("BeginOffsetMillis"), one.get("EndOffsetMillis")
    if not isinstance(begin, (int, float)) or not isinstance(end, (int, float)):
        return None, None
    return from_start(begin / 1000).isoformat(), from_start(end / 1000).isoformat()
