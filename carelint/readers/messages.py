"""A message from a mapping with the usual key names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from ..model import Place, Turn, Visibility
from . import fields
from .fields import WrongError, fold
from .roles import RoleMap
from .times import moment

# Of several names of one concept, the first that is there counts.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "role": ("role", "author_type", "sender_type", "speaker_type", "author_role", "sender_role", "speaker_role",
             "participant_role", "participant", "speaker", "sender", "from", "actor_type", "author"),
    "name": ("name", "author_name", "sender_name", "speaker_name", "display_name", "author", "sender", "from",
             "username", "user", "author_id", "sender_id", "user_id", "actor_id"),
    "email": ("email", "author_email", "sender_email", "from_email", "address", "email_address"),
    "text": ("text", "body", "message", "content", "plain_body", "body_text", "utterance", "msg"),
    "at": ("ts", "timestamp", "at", "created_at", "time", "date", "sent_at", "datetime", "created", "date_created",
           "started_at", "start_time", "start"),
    "until": ("until", "ended_at", "end_time", "end"),
    "macro": ("macro", "macro_id", "macro_name", "canned_response", "canned_response_id", "saved_reply",
              "saved_reply_id"),
    "attachments": ("attachments", "files", "attachment"),
    "visibility": ("visibility",),
    "public": ("public", "is_public"),
    "private": ("private", "is_private", "internal", "is_internal", "is_note"),
    "type": ("type", "message_type", "kind"),
}  # fmt: skip
_FOLDED = {name: tuple(fold(alias) for alias in aliases) for name, aliases in ALIASES.items()}
_NOTE_TYPES = frozenset(("note", "internalnote", "privatenote", "internalcomment", "internal"))
TEXT_KEYS = frozenset(_FOLDED["text"])


@dataclass(frozen=True, slots=True)
class Shape:
    """Which key of a message says what; empty where none does."""

    role: str = ""
    name: str = ""
    email: str = ""
    text: str = ""
    at: str = ""
    attachments: str = ""
    visibility: str = ""
    public: str = ""
    private: str = ""
    type: str = ""
    until: str = ""
    macro: str = ""

    @property
    def plain(self) -> bool:
        """Whether a message of this shape says nothing of who can see it."""
        return not (self.visibility or self.public or self.private or self.type)


@lru_cache(maxsize=256)
def shape(keys: tuple[str, ...]) -> Shape:
    """Tell which key says what."""
    folded = {fold(key): key for key in reversed(keys)}
    found = {name: next((folded[a] for a in names if a in folded), "") for name, names in _FOLDED.items()}
    return Shape(**found)


def is_message(value: object) -> bool:
    """Tell whether a value looks like a message: it has a text, and says who wrote it."""
    if not isinstance(value, dict):
        return False
    found = shape(tuple(value))
    return bool(found.text and (found.role or found.name or found.email))


def turn(values: Mapping[str, object], roles: RoleMap, place: Callable[[str], Place]) -> tuple[Turn | None, bool]:
    """Read a message; give None for one without content, and whether its role is known.

    `place` makes the place from the key of the text. Raises WrongError with a pointer inside the message.
    """
    keys = shape(tuple(values))
    text = values.get(keys.text) if keys.text else None
    if isinstance(text, str) and text.strip():
        files: tuple[str, ...] = fields.attachments(values[keys.attachments]) if keys.attachments else ()
    else:
        files = _without_text(keys, values, text)
        if not files:
            return None, True
        text = ""
    word, name, email = _author(keys, values)
    role = roles.role(word, name, email)
    author = name or ("" if role and not email else email or word)
    at = moment(values[keys.at], keys.at) if keys.at else None
    seen = None if keys.plain else _visibility(keys, values)
    if seen in ("private", "internal") and role in ("agent", None):
        role = "note"
    made = Turn(role or "third_party", text, author, at, seen, files, place(keys.text))
    return (_spoken(made, keys, values) if keys.until or keys.macro else made), role is not None


def _spoken(made: Turn, keys: Shape, values: Mapping[str, object]) -> Turn:
    """Add when a turn ends and which macro it was made from; a value that cannot be either says nothing."""
    end, macro = values.get(keys.until), values.get(keys.macro)
    try:
        until = None if isinstance(end, bool) else moment(end)
    except WrongError:
        until = None
    named = isinstance(macro, (str, int)) and not isinstance(macro, bool)
    ends_after = until and (made.at is None or until >= made.at)
    return replace(made, until=until if ends_after else None, macro=fields.string(macro, "macro") if named else "")


def _without_text(keys: Shape, values: Mapping[str, object], text: object) -> tuple[str, ...]:
    if not keys.text:
        shown = ", ".join(fields.short(key, 30) for key in list(values)[:12]) or "none"
        raise WrongError(f"a message has no text; accepted: {', '.join(ALIASES['text'])}; found: {shown}")
    if text is not None and not isinstance(text, str):
        raise WrongError(f"{keys.text} must be a text, not {fields.type_name(text)}", f"/{keys.text}")
    return fields.attachments(values[keys.attachments]) if keys.attachments else ()


def _author(keys: Shape, values: Mapping[str, object]) -> tuple[str, str, str]:
    """Give the role word, the name and the address of who wrote a message."""
    word = values[keys.role] if keys.role else ""
    name = values[keys.name] if keys.name else ""
    email = values[keys.email] if keys.email else ""
    if type(word) is str and type(name) is str and type(email) is str:
        return word, ("" if keys.name == keys.role else name), email
    return _nested(keys, word, name, email)


def _nested(keys: Shape, word: object, name: object, email: object) -> tuple[str, str, str]:
    """As `_author`, where numbers, nulls or an object of the author stand in the place of texts."""
    address = fields.string(email, keys.email or "email")
    person = next((value for value in (word, name) if isinstance(value, Mapping)), None)
    if person is not None:
        about = fields.person(person, keys.role)
        parts = {fold(str(key)): value for key, value in person.items()}
        inner = next((parts[key] for key in ("role", "type", "kind") if isinstance(parts.get(key), str)), "")
        outer = word if isinstance(word, str) else ""
        name = name if isinstance(name, str) and keys.name != keys.role else ""
        return outer or str(inner), name or about.name or about.handle, address or about.email
    shown = "" if keys.name == keys.role else fields.string(name, keys.name or "name")
    return fields.string(word, keys.role or "role"), shown, address


def _visibility(keys: Shape, values: Mapping[str, object]) -> Visibility | None:
    if keys.type and fold(str(values[keys.type])) in _NOTE_TYPES:
        return "internal"
    if keys.visibility and values[keys.visibility]:
        return fields.visibility(values[keys.visibility])
    if keys.public and values[keys.public] not in (None, ""):
        return "public" if fields.flag(values[keys.public], keys.public) else "private"
    if keys.private and values[keys.private] not in (None, ""):
        return "private" if fields.flag(values[keys.private], keys.private) else "public"
    return None
