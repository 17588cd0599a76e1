"""Telegram Desktop's result.json, and the messages of Instagram and Facebook as Meta lets people download them.

Neither tells who is the agent: the configuration's `roles` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..talks import Message, Talk, in_order
from .values import Value, is_object_list, objects, part, text, without

_MEDIA = ("photos", "videos", "audio_files", "files", "gifs", "sticker", "share")


def is_telegram(value: Value) -> bool:
    """Tell whether an object is a chat of Telegram."""
    messages = value.get("messages")
    return is_object_list(messages) and {"type", "date_unixtime"} <= set(messages[0])  # type: ignore[index]


def is_telegram_list(value: Value) -> bool:
    """Tell whether an object is round many chats of Telegram."""
    chats = part(value, "chats").get("list")
    return isinstance(chats, list) and any(isinstance(chat, dict) and is_telegram(chat) for chat in chats)


def read_telegram(value: Value) -> Iterable[Talk]:
    """Read a chat. Raises WrongError."""
    return (_telegram(value, ""),)


def read_telegram_list(value: Value) -> Iterable[Talk]:
    """Read all chats. Raises WrongError."""
    for index, chat in objects(part(value, "chats"), "list"):
        yield _telegram(chat, f"/chats/list/{index}")


def _telegram(chat: Value, below: str) -> Talk:
    head = {**without(chat, "messages", "name", "type"), "id": text(chat, "id", "name"), "title": text(chat, "name")}
    return Talk({**head, "channel": "chat"}, list(_telegram_messages(chat, below)))


def _telegram_messages(chat: Value, below: str) -> Iterator[Message]:
    for index, one in objects(chat, "messages"):
        said, pointer = _joined(one.get("text"), f"{below}/messages/{index}/text")
        if one.get("type") == "service":
            said, pointer = text(one, "action"), f"{below}/messages/{index}/action"
        role = "system" if one.get("type") == "service" else ""
        files = tuple(text(one, key) for key in ("file", "photo") if text(one, key))
        # Who did something is not named: nothing was said.
        name = "" if role else text(one, "from")
        yield Message(said, pointer, role, name, at=one.get("date_unixtime") or one.get("date"), attachments=files)


def _joined(said: object, pointer: str) -> tuple[str, str]:
    """Give a text, and where it stands; one with links and bold words is a list of its parts."""
    if not isinstance(said, list):
        return (said if isinstance(said, str) else ""), pointer
    parts = [
        part if isinstance(part, str) else str(part.get("text", "")) for part in said if isinstance(part, (str, dict))
    ]
    if len(said) == 1:
        pointer += "/0" if isinstance(said[0], str) else "/0/text"
    return "".join(parts), pointer


def is_meta(value: Value) -> bool:
    """Tell whether an object is a thread of Instagram or Facebook."""
    messages = value.get("messages")
    return is_object_list(messages) and {"sender_name", "timestamp_ms"} <= set(messages[0])  # type: ignore[index]


def read_meta(value: Value) -> Iterable[Talk]:
    """Read a thread; the newest message stands first. Raises WrongError."""
    head = {
        **without(value, "messages", "title", "participants"),
        "id": text(value, "thread_path", "title"),
        "title": _mended(text(value, "title")),
        "channel": "social",
        "public": False,
    }
    return (Talk(head, in_order(_meta_messages(value))),)


def _meta_messages(value: Value) -> Iterator[Message]:
    for index, one in objects(value, "messages"):
        files = [text(file, "uri", "link") for key in _MEDIA for _, file in _listed(one, key)]
        name = _mended(text(one, "sender_name"))
        content, pointer = _mended(text(one, "content")), f"/messages/{index}/content"
        yield Message(content, pointer, "", name, at=one.get("timestamp_ms"), attachments=tuple(filter(None, files)))


def _listed(one: Value, key: str) -> Iterable[tuple[int, Value]]:
    return objects(one, key) if isinstance(one.get(key), list) else [(0, part(one, key))] if key in one else ()


def _mended(said: str) -> str:
    """Meta writes each byte of UTF-8 as a character of its own."""
    try:
        return said.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return said
