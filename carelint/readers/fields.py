"""Single values of a conversation, as the sources write them: checked, and turned into the words of carelint.model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from ..errors import allowed
from ..model import CHANNELS, KINDS, STATUSES, Channel, Customer, Kind, Status, Visibility

_DEPTH = 50
_SURROGATE = re.compile("[\ud800-\udfff]")


class WrongError(Exception):
    """A value that cannot be used, and its JSON pointer inside the conversation; readers turn it into a ReadError."""

    def __init__(self, what: str, pointer: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.pointer = pointer


def _table(known: Iterable[str], **aliases: str) -> dict[str, str]:
    words = {fold(word): name for name, line in aliases.items() for word in line.split(",")}
    return words | {name: name for name in known}


@lru_cache(maxsize=2048)
def fold(name: str) -> str:
    """Bring a key, column or word to the form in which it is compared: `createdAt` and `created_at` are one."""
    return re.sub(r"[\W_]", "", name.casefold())


_CHANNEL_WORDS = _table(
    CHANNELS,
    chat="live chat, web chat, messaging, messenger, whatsapp, sms, text, in-app, native messaging",
    email="e-mail, mail",
    social="twitter, x, tweet, facebook, instagram, reddit, mastodon, social media",
    phone="voice, call, telephone, phone call",
)
_KIND_WORDS = _table(
    KINDS,
    transcript="conversation, chat, ticket, thread, log",
    draft="reply, draft reply",
    macro="canned response, canned reply, saved reply, template, snippet, quick reply",
)
_STATUS_WORDS = _table(
    STATUSES,
    open="new, active, in progress, reopened, unresolved, ongoing, assigned, unassigned",
    pending="hold, on hold, waiting, snoozed, awaiting reply, waiting on customer, pending customer",
    solved="resolved, done, complete, completed, fixed",
    closed="archived, ended, finished, cancelled, canceled, missed",
)
_VISIBILITY_WORDS = _table(
    ("public", "private", "internal"),
    public="all, everyone, external",
    internal="agents, staff, agents only",
    private="",
)
_TRUE = ("true", "yes", "1", "t", "y")
_FALSE = ("false", "no", "0", "f", "n")


def _word(value: object, table: Mapping[str, str], name: str, choices: Iterable[str]) -> str:
    if not isinstance(value, str):
        raise WrongError(f"{name} must be a text, not {type_name(value)}; {allowed('', choices)}", f"/{name}")
    found = table.get(fold(value))
    if found is None:
        raise WrongError(f'unknown {name} "{short(value)}"; {allowed(value, choices)}', f"/{name}")
    return found


def channel(value: object) -> Channel:
    """Give the channel that a source names. Raises WrongError."""
    return cast("Channel", _word(value, _CHANNEL_WORDS, "channel", CHANNELS))


def kind(value: object) -> Kind:
    """Give the kind that a source names. Raises WrongError."""
    return cast("Kind", _word(value, _KIND_WORDS, "kind", KINDS))


def status(value: object) -> Status:
    """Give the status behind a tool's word: resolved and done are solved, hold is pending. Raises WrongError."""
    return cast("Status", _word(value, _STATUS_WORDS, "status", STATUSES))


def visibility(value: object) -> Visibility:
    """Give who can see a message. Raises WrongError."""
    return cast("Visibility", _word(value, _VISIBILITY_WORDS, "visibility", ("public", "private", "internal")))


def flag(value: object, name: str) -> bool:
    """Give a yes or no: a JSON bool, 0 or 1, or a word. Raises WrongError."""
    text = str(value).strip().casefold()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise WrongError(f'{name} must be true or false, not "{short(text)}"', f"/{name}")


def string(value: object, name: str) -> str:
    """Give a short text; numbers are written out, null is empty. Raises WrongError."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise WrongError(f"{name} must be a text, not {type_name(value)}", f"/{name}")
    return value.strip() if isinstance(value, str) else digits(value)


def digits(number: float) -> str:
    """Write a number out; one too long for Python's limit on digits is written as hexadecimal."""
    try:
        return str(number)
    except ValueError:
        return hex(int(number))


def person(value: object, name: str) -> Customer:
    """Give a person from a name or from an object with a name, a handle and an address. Raises WrongError."""
    if not isinstance(value, Mapping):
        text = string(value, name)
        return Customer(email=text) if re.fullmatch(r"[^@\s]+@[^@\s]+", text) else Customer(name=text)
    parts = {fold(str(key)): part for key, part in value.items()}
    full = next((parts[key] for key in ("name", "fullname", "displayname") if parts.get(key)), None)
    if full is None:
        full = " ".join(str(parts[key]) for key in ("firstname", "lastname") if parts.get(key))
    handle = next((parts[key] for key in ("handle", "username", "screenname") if parts.get(key)), None)
    address = next((parts[key] for key in ("email", "address", "emailaddress") if parts.get(key)), None)
    return Customer(string(full, name), string(handle, name), string(address, name))


def attachments(value: object, name: str = "attachments") -> tuple[str, ...]:
    """Give the names of attached files: of a text, or a list of texts or objects. Raises WrongError."""
    if not value:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if not isinstance(value, list):
        raise WrongError(f"{name} must be a list, not {type_name(value)}", f"/{name}")
    return tuple(_file_name(item) for item in value)


def _file_name(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    keys = ("name", "filename", "file_name", "title", "url", "content_url", "id")
    return next((str(item[key]) for key in keys if item.get(key)), "attachment")


def clean(value: object, depth: int = _DEPTH) -> object:
    """Replace lone surrogates, which cannot be encoded, by U+FFFD; refuse deep nesting. Raises WrongError."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, (dict, list)) and not depth:
        raise WrongError(f"nested deeper than {_DEPTH} levels")
    if isinstance(value, dict):
        return {str(clean(key)): clean(part, depth - 1) for key, part in value.items()}
    if isinstance(value, list):
        return [clean(part, depth - 1) for part in value]
    return value


def type_name(value: object) -> str:
    """Name the type of a value as JSON does."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def short(text: str, length: int = 60) -> str:
    """Cut a value down to what fits a message, on one line."""
    line = " ".join(text[: length * 4].split())
    return line if len(line) <= length else line[: length - 1] + "…"
