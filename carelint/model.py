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


class Region(NamedTuple):
    """Characters of a source file, from `start` up to `end`, which is the place behind the last."""

    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text of a turn begins in its source file, the text standing there as it is, line by line.

    Readers of formats that write characters otherwise (JSON, CSV, YAML, HTML) use a subclass that knows how.
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

    def region(self, text: str, start: int, end: int) -> Region:
        """Give where the characters `start` to `end` of the turn's `text` stand in the source."""
        return Region(self.locate(text, start), self.locate(text, end))

    def written(self, other: str) -> str | None:
        """Write other words as the source would have them in the middle of this text; None where that cannot be."""
        return other

    def edit(self, text: str, start: int, end: int, other: str) -> Edit | None:
        """Put other words in the place of the characters `start` to `end` of the turn's `text`, if that can be done."""
        written = self.written(other)
        return None if written is None else Edit(self.region(text, start, end), written)


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
class Ignore:
    """A comment of the source that turns rules off for one conversation, draft or macro; `line` is where it stands."""

    rules: tuple[str, ...]
    line: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Placeholders:
    """What only the user can tell of placeholders: the platforms in use, and names of the company's own.

    If `strict`, a name that is not known is wrong, and not only one that is nearly the same as a known one.
    """

    platforms: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    strict: bool = False
    customer_name: tuple[str, ...] = ()
    agent_name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation, a draft or a macro, as a reader found it.

    `status` and `public` are None where the source does not tell. `draft_from` is the index of the first turn that
    findings are reported for: 0, but for a draft that is checked as the next turn of a conversation. `as_of` is the
    time that counts as now, which nobody but the user can tell, like what `placeholders` hold; `brands` are the
    company's own names.
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
    ignores: tuple[Ignore, ...] = ()
    placeholders: Placeholders = Placeholders()


@dataclass(frozen=True, slots=True)
class Fix:
    """Other words for characters `start` to `end` of a turn's text; a `safe` one never changes what is meant."""

    start: int
    end: int
    text: str
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """A fix as the source file has it: `text`, escaped as its format asks, in the place of what stands in `region`."""

    region: Region
    text: str


@dataclass(frozen=True, slots=True)
class Limits:
    """When texts of several conversations are repetitions, and how many are remembered to tell it.

    So many `copies`, of which each is alike by a share of at least `similarity` and sent within `period` of the last,
    in seconds.
    """

    copies: int
    similarity: float = 1.0
    period: float | None = None
    keep: int = 10_000


@dataclass(frozen=True, slots=True)
class Trace:
    """What a text leaves behind to tell its copies in other conversations by: hashes, not a word of it.

    A `silent` one is only there to be met: it is the text that others are made from.

    Copies have one of the `groups` in common. Texts that share one of their `keys`, a kind and a value, are alike, and
    those that have none in common of a kind that both have are not. Else their words decide: `text` is the hash of all,
    `rows` those of parts of it (see carelint.sketch). Copies are counted by `party`; None is the conversation. `at` is
    in seconds since 1970.
    """

    limits: Limits
    groups: tuple[int, ...]
    keys: tuple[tuple[str, int], ...] = ()
    text: int | None = None
    rows: bytes = b""
    party: int | None = None
    at: float | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a check found, and nothing else.

    Characters `start` to `end` of a turn's text, and values for the message. With a `trace` it breaks the rule only if
    other conversations hold the same. A `milder` one is a lesser case of its rule: its severity is one lower.
    """

    turn: int
    start: int
    end: int
    values: Mapping[str, str] = field(default_factory=dict)
    fix: Fix | None = None
    trace: Trace | None = None
    milder: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A match stamped by the linter. `start` and `end` count characters of the turn's text, `turn` counts from 0.

    `line` to `end_column` are where they stand in the source file. `context` is the sentence round the found words and
    `context_start` its place in the turn's text. `edit` is the fix as the source has it, where it can be written there.
    `fingerprint` tells the finding again when lines were added above it: it hangs on the rule, the conversation and the
    words, not on the path or the line.
    """

    path: str
    conversation: str
    turn: int
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
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
    edit: Edit | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A finding that other conversations decide on; they fill the slots `{where}` and `{count}` of its message."""

    finding: Finding
    trace: Trace


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a conversation's score, 0 to 100, and how often each rule took from it; None: not applicable."""

    name: str
    group: str
    weight: float
    score: float | None
    bonus: bool = False
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """What a scorecard says of a conversation; the score is None where no criterion applies.

    `critical` names the critical rules, and the criteria below their own limit, that count as breaches of compliance.
    """

    score: float | None
    passed: bool | None
    criteria: tuple[Criterion, ...]
    critical: tuple[str, ...] = ()
    title: str = ""
    pass_mark: float = 0


@dataclass(frozen=True, slots=True)
class Skip:
    """A rule that could not be judged in a conversation, and the evidence that it lacked."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that the linter says of one conversation; findings are sorted by turn, start and rule.

    What is `pending` is decided in the order of the conversations, by carelint.across. With a scorecard, `judged` are
    the rules that could be judged, and `idle` the criteria whose occasion did not come.
    """

    path: str
    conversation: str
    channel: Channel
    kind: Kind
    turns: int
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skip, ...] = ()
    pending: tuple[Pending, ...] = ()
    agents: tuple[str, ...] = ()
    judged: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    score: Score | None = None
    ignores: tuple[Ignore, ...] = ()
