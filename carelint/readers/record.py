"""A conversation from a mapping with the usual key names: what JSON, rows of CSV and front matter have in common.

A message without text is kept if files are attached to it, and dropped otherwise. A message whose author's role cannot
be told is the customer's if an agent is known, no one else is the customer and all such messages have one author; else
it is a third party's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..model import Channel, Conversation, Customer, Kind, Role, Status, Turn
from . import fields
from .fields import WrongError, fold
from .options import ReadOptions
from .roles import word_role
from .times import moment

_HEAD_KEYS: Mapping[str, str] = {
    fold(alias): name
    for name, aliases in {
        "id": "id, conversation_id, ticket_id, chat_id, thread_id, session_id, case_id, dialogue_id, dialog_id, uuid",
        "channel": "channel, medium, channel_type",
        "kind": "kind",
        "status": "status, state, ticket_status",
        "public": "public, is_public",
        "customer": "customer, requester, visitor, client, customer_name, requester_name, visitor_name, client_name",
        "agents": "agents, agent, assignee, agent_name, assignee_name",
        "opened_at": "opened_at, created_at, started_at, opened, created, date_created, start_time, open_time",
        "closed_at": "closed_at, solved_at, resolved_at, ended_at, completed_at, finished_at, end_time, close_time",
    }.items()
    for alias in aliases.split(",")
}
_TIMES = ("opened_at", "closed_at")
# Metadata that may name the company; it stays metadata, for it may as well be the customer's company.
_BRAND_KEYS = frozenset(("brand", "brands", "brandname", "company", "companyname"))

_NOBODY = Customer()
# What machines call a person whose name they do not know, or must not tell.
_NO_NAME = re.compile(r"(?i:speaker|channel|visitor|guest|user|caller|v)?[ _#-]?\d{1,20}|\[[A-Z_]{2,20}\]")


@dataclass(slots=True)
class Head:
    """What a source says of a conversation as a whole."""

    id: str = ""
    channel: Channel = "chat"
    kind: Kind | None = None
    status: Status | None = None
    public: bool | None = None
    customer: Customer = _NOBODY
    agents: tuple[str, ...] = ()
    unanswered: bool = False
    metadata: dict[str, object] = field(default_factory=dict)
    opened_at: datetime | None = None
    closed_at: datetime | None = None


def head(values: Mapping[str, object], options: ReadOptions, *, by_hand: bool = False) -> Head:
    """Read the keys of a conversation; what is not known is metadata. Raises WrongError.

    A tool's own word for a channel or a status is metadata too; a `channel` written by hand (front matter) must be one.
    """
    found = Head(unanswered=options.unanswered)
    used = _times(found, values)
    for key, value in values.items():
        name = _HEAD_KEYS.get(fold(key))
        if key in used:
            continue
        if fold(key) == "metadata" and isinstance(value, Mapping):
            found.metadata.update({str(name): fields.clean(part) for name, part in value.items()})
            continue
        if name is None or name in _TIMES or (name == "id" and found.id):
            found.metadata[key] = fields.clean(value) if isinstance(value, (dict, list)) else value
        elif value is not None and value != "":
            try:
                _set(found, name, value)
            except WrongError as error:
                if name not in ("channel", "status") or (by_hand and fold(key) == "channel"):
                    raise WrongError(error.what, f"/{key}") from None
                found.metadata[key] = fields.clean(value)
    if options.channel:
        found.channel = options.channel
    if options.kind:
        found.kind = options.kind
    return found


def is_ours(key: str) -> bool:
    """Tell whether a key of a source says something that is no metadata."""
    return fold(key) in _HEAD_KEYS


def _times(found: Head, values: Mapping[str, object]) -> set[str]:
    """Set when the conversation began and ended; give the keys that say so.

    Of several the earliest counts: what is solved is often closed days later, by a machine.
    """
    used: set[str] = set()
    for name in _TIMES:
        said = [(at, key) for key in values if _HEAD_KEYS.get(fold(key)) == name and (at := _time(values[key]))]
        if said:
            at, key = min(said)
            setattr(found, name, at)
            used.add(key)
    return used


def _time(value: object) -> datetime | None:
    try:
        return None if isinstance(value, bool) else moment(value)
    except WrongError:
        return None


def _set(found: Head, name: str, value: object) -> None:
    match name:
        case "id":
            found.id = fields.string(value, "id")
        case "channel":
            found.channel = fields.channel(value)
        case "kind":
            found.kind = fields.kind(value)
        case "status":
            found.status = fields.status(value)
        case "public":
            found.public = fields.flag(value, "public")
        case "customer":
            found.customer = fields.person(value, "customer")
        case _:
            people = value if isinstance(value, list) else [value]
            found.agents = tuple(name for one in people if (name := _name(fields.person(one, "agents"))))


def _name(person: Customer) -> str:
    return person.name or person.handle or person.email


def conversation(found: Head, turns: Sequence[Turn], unknown: Iterable[int], path: str) -> Conversation:
    """Put a conversation together; `unknown` are the turns whose role is still to be told. Raises WrongError."""
    kind = found.kind or "transcript"
    settled = _settle(found, turns, set(unknown), kind)
    needed = ("agent", "bot", "customer") if found.unanswered else ("agent", "bot")
    if kind == "transcript" and not any(turn.role in needed for turn in settled):
        raise WrongError(no_agent(settled))
    return Conversation(
        found.id,
        settled,
        found.channel,
        kind,
        found.status,
        found.public,
        _customer(found, settled),
        found.agents or tuple(dict.fromkeys(turn.author for turn in settled if turn.role == "agent" and turn.author)),
        found.metadata,
        path,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        brands=_brands(found.metadata),
    )


def _brands(metadata: Mapping[str, object]) -> tuple[str, ...]:
    said = [value for key, value in metadata.items() if fold(key) in _BRAND_KEYS]
    values = [one for value in said for one in (value if isinstance(value, list) else [value])]
    names = [value.get("name") if isinstance(value, Mapping) else value for value in values]
    return tuple(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name.strip()))


def no_agent(turns: Sequence[Turn]) -> str:
    """Say that no agent can be told, whom the conversation has, and what to do."""
    if not turns:
        return "the conversation has no messages"
    # What a system says, nobody says.
    people = [turn for turn in turns if turn.role != "system"] or turns
    told = (turn.author or turn.role for turn in people if turn.author or turn.role != "third_party")
    names = list(dict.fromkeys(told))
    if not names:
        return "no agent can be told: no message says who wrote it, such as role: agent"
    shown = ", ".join(f'"{fields.short(name, 40)}"' for name in names[:5]) + (", ..." if len(names) > 5 else "")
    pattern = fields.short(names[0], 40).replace('"', "")
    return (
        f'no agent can be told among {shown}; say who is one in carelint.yaml, such as roles: {{agent: ["{pattern}"]}}'
    )


def _settle(found: Head, turns: Sequence[Turn], unknown: set[int], kind: Kind) -> tuple[Turn, ...]:
    if not unknown:
        return tuple(turns)
    known = {t.author.casefold(): t.role for i, t in enumerate(turns) if t.author and i not in unknown} | named(found)
    guesses = {index: known.get(turns[index].author.casefold()) for index in sorted(unknown)}
    if kind != "transcript":
        fallback: Role = "agent"
    else:
        others = {turns[index].author for index, role in guesses.items() if role is None}
        taken = any(turn.role == "customer" for index, turn in enumerate(turns) if index not in unknown)
        fallback = (
            "customer" if len(others) == 1 and not taken and "customer" not in guesses.values() else "third_party"
        )
        if not found.unanswered and not _has_agent(turns, unknown, guesses):
            fallback = "third_party"
    return tuple(
        replace(turn, role=guesses[index] or fallback) if index in unknown else turn for index, turn in enumerate(turns)
    )


def _has_agent(turns: Sequence[Turn], unknown: set[int], guesses: Mapping[int, Role | None]) -> bool:
    return "agent" in guesses.values() or any(t.role == "agent" for i, t in enumerate(turns) if i not in unknown)


def named(found: Head) -> dict[str, Role]:
    """Give the people, their names in lower case, whom the source itself names as its customer or its agents."""
    customer = (found.customer.name, found.customer.handle, found.customer.email)
    people: dict[str, Role] = {name.casefold(): "customer" for name in customer if name}
    return people | {name.casefold(): "agent" for name in found.agents}


def _customer(found: Head, turns: Sequence[Turn]) -> Customer:
    """Give the customer whom the source names, else the author of the customer's turns if that is a name."""
    if found.customer != _NOBODY:
        return found.customer
    author = next((turn.author for turn in turns if turn.role == "customer" and turn.author), "")
    if _NO_NAME.fullmatch(author):
        return Customer()
    if "@" in author.strip("@"):
        return Customer(email=author)
    if found.channel == "social":
        return Customer(handle=author)
    # An id is no name.
    return Customer() if word_role(author) or author.isdigit() else Customer(name=author)
