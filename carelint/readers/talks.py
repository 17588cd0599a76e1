"""A conversation as an export tells it, and how it becomes one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from ..errors import Fault, ReadError
from ..model import Conversation, Place, Turn, Visibility
from . import record
from .fields import WrongError
from .options import ReadOptions
from .times import moment


@dataclass(frozen=True, slots=True)
class Message:
    """A message of an export.

    `pointer` is the JSON pointer of its text inside the value; an `html` text is turned into what its reader sees.
    `role` is a role or a word for one ("admin", "end-user"), empty where the export does not tell; `at` and `until` are
    times as the export writes them.
    """

    text: str
    pointer: str
    role: str = ""
    name: str = ""
    email: str = ""
    at: object = None
    until: object = None
    html: bool = False
    visibility: Visibility | None = None
    attachments: tuple[str, ...] = ()
    macro: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation of an export: `head` has the keys of carelint's own format (id, channel, kind, status, customer,
    agents, opened_at ...; what is no such key is metadata), the messages are in the order of time.

    `lacks` says what the export leaves out, where nothing can be judged without it: it is said once for a file, and
    only a reply to the conversation is checked.
    """

    head: Mapping[str, object]
    messages: Sequence[Message]
    lacks: str = ""


class LeftOutError(ReadError):
    """What is in a file and not read, which is no fault of it: it is told only where there is nothing else to tell of.

    `count` conversations have no answer of an agent yet; their number is told.
    """

    def __init__(self, fault: Fault, count: int = 0) -> None:
        super().__init__(fault)
        self.count = count

    def __reduce__(self) -> tuple[type[LeftOutError], tuple[Fault, int]]:  # type: ignore[override]
        return type(self), (self.fault, self.count)


def conversation(
    talk: Talk, place: Callable[[str], Place], number: str, path: str, options: ReadOptions
) -> Conversation:
    """Make a conversation. `place` gives the place of a pointer, `number` an id for one without. Raises WrongError."""
    found = record.head(talk.head, options)
    found.id = found.id or number
    turns: list[Turn] = []
    unknown: list[int] = []
    for message in talk.messages:
        made, known = _turn(message, place, options)
        if made is None:
            continue
        if not known:
            unknown.append(len(turns))
        turns.append(made)
    return record.conversation(found, turns, unknown, path)


def unanswered(talk: Talk, options: ReadOptions) -> bool:
    """Tell whether the export itself says that no agent has written yet."""
    if talk.head.get("kind", options.kind) not in (None, "transcript"):
        return False
    return bool(talk.messages) and all(
        (message.role in ("customer", "system", "note") or message.visibility in ("private", "internal"))
        and not options.roles.mapped(message.name)
        for message in talk.messages
    )


def in_order(messages: Iterable[Message]) -> list[Message]:
    """Sort messages by time if each has one; those of the same time stay as they were. Raises WrongError."""
    found = list(messages)
    times = [_time(message, message.at) for message in found]
    if None in times:
        return found
    order = sorted(range(len(found)), key=lambda index: cast("datetime", times[index]))
    return [found[index] for index in order]


def _turn(message: Message, place: Callable[[str], Place], options: ReadOptions) -> tuple[Turn | None, bool]:
    """Give the turn, None for a message without content, and whether its role is known."""
    text, where = message.text, place(message.pointer)
    if message.html:
        from .html import html_text

        text, where = html_text(text, where)
    if not text.strip() and not message.attachments:
        return None, True
    role = options.roles.role(message.role, message.name, message.email)
    if message.visibility in ("private", "internal") and role in ("agent", None):
        role = "note"
    made = Turn(
        role or "third_party",
        text,
        message.name or message.email,
        _time(message, message.at),
        message.visibility,
        message.attachments,
        where,
        _time(message, message.until),
        message.macro,
    )
    return made, role is not None


def _time(message: Message, value: object) -> datetime | None:
    try:
        return moment(value)
    except WrongError as error:
        raise WrongError(error.what, message.pointer) from None
