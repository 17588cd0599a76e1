"""What carelint talks about.

Conversations, turns, findings, and where they stand. Plain frozen types, no behaviour to speak of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Literal, NamedTuple

Role = Literal["customer", "agent", "bot", "system", "note", "third_party"]
Channel = Literal["chat", "email", "social", "phone"]
Kind = Literal["transcript", "draft", "macro"]
Status = Literal["open", "pending", "solved", "closed"]
Visibility = Literal["public", "private", "internal"]

ROLES: tuple[Role, ...] = ("customer", "agent", "bot", "system", "note", "third_party")
CHANNELS: tuple[Channel, ...] = ("chat", "email", "social", "phone")
KINDS: tuple[Kind, ...] = ("transcript", "draft", "macro")
STATUSES: tuple[Status, ...] = ("open", "pending", "solved", "closed")


class Severity(IntEnum):
    """How bad a finding is; higher is worse."""

    info = 1
    warning = 2
    error = 3


class Position(NamedTuple):
    """A place in a source file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of a turn begins in its source file, the text standing there as it is, line by line.

    Readers of formats that escape characters (JSON, CSV) use a subclass that knows the escapes.
    `pointer` is the JSON pointer of the text, where the format has such a thing.
    """

    line: int = 1
    column: int = 1
    pointer: str = ""

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the turn's `text`."""
        before = text[:offset]
        newlines = before.count("\n")
        if not newlines:
            return Position(self.line, self.column + offset)
        return Position(self.line + newlines, offset - before.rindex("\n"))


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: who says it, what, when, and where it stands in the source.

    `until` is when a spoken turn ends; `macro` names the canned response that it was made from.
    """

    role: Role
    text: str
    author: str = ""
    at: datetime | None = None
    visibility: Visibility | None = None
    attachments: tuple[str, ...] = ()
    place: Place = Place()
    until: datetime | None = None
    macro: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """What the source itself says of the customer (not what the text tells)."""

    name: str = ""
    handle: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, a draft or a macro, as a reader found it.

    `status` and `public` are None where the source does not tell. `draft_from` is the index of the first turn that
    findings are reported for: 0, but for a draft that is checked as the next turn of a conversation. `as_of` is the
    time that counts as now, which nobody but the user can tell; `brands` are the company's own names.
    """

    id: str
    turns: tuple[Turn, ...]
    channel: Channel = "chat"
    kind: Kind = "transcript"
    status: Status | None = None
    public: bool | None = None
    customer: Customer = Customer()
    agents: tuple[str, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict)
    path: str = ""
    draft_from: int = 0
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    as_of: datetime | None = None
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """Other words for characters `start` to `end` of a turn's text; a `safe` one never changes what is meant."""

    start: int
    end: int
    text: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """What a check found, and nothing else.

    Characters `start` to `end` of a turn's text, and values for the message.
    """

    turn: int
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A match stamped by the linter. `start` and `end` count characters of the turn's text, `turn` counts from 0.

    `context` is the sentence round the found words and `context_start` its place in the turn's text.
    """

    path: str
    conversation: str
    turn: int
    start: int
    end: int
    line: int
    column: int
    rule: str
    pack: str
    severity: Severity
    critical: bool
    message: str
    advice: str
    text: str
    role: Role
    author: str
    at: datetime | None
    context: str
    context_start: int
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule that could not be judged in a conversation, and the evidence that it lacked."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that the linter says of one conversation; findings are sorted by turn, start and rule."""

    path: str
    conversation: str
    channel: Channel
    kind: Kind
    turns: int
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skip, ...] = ()


@dataclass(slots=True)
class Summary:
    """Counts over a whole run; its size depends on the number of rules, not on the number of conversations."""

    conversations: int = 0
    turns: int = 0
    problems: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)
    by_severity: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, dict[str, int]] = field(default_factory=dict)
    unavailable: dict[str, str] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Count one conversation."""
        self.conversations += 1
        self.turns += result.turns
        for finding in result.findings:
            self.by_rule[finding.rule] = self.by_rule.get(finding.rule, 0) + 1
            name = finding.severity.name
            self.by_severity[name] = self.by_severity.get(name, 0) + 1
        for skip in result.skipped:
            reasons = self.skipped.setdefault(skip.rule, {})
            reasons[skip.reason] = reasons.get(skip.reason, 0) + 1
