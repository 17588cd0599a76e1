"""The examples inside rules: short conversations written as text, and whether a rule fires on them.

    customer: My kettle never arrived.
    agent: I'll look into it.

A message may carry its time: `agent [10:04]: ...`, `agent [Tue 10:04]: ...` (the week of Monday 4 May 2026, UTC) or
`agent [2026-05-09 10:04]: ...`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from .model import ROLES, Channel, Conversation, Customer, Kind, Role, Status, Turn
from .strict_model import Strict

_MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
_SPEAKERS = f"allowed: {', '.join(ROLES)}"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LINE = re.compile(
    r"(?P<role>customer|agent|bot|system|note|third_party)(?: \((?P<author>[^()\n]{1,60})\))?"
    r"(?: \[(?P<time>[^\[\]\n]{1,40})\])?:(?: |$)(?P<text>.*)",
    re.DOTALL,
)


class Example(Strict):
    """A conversation, or a single text, that a rule flags or leaves clean.

    `found` names words that the finding must mark.
    """

    text: str
    channel: Channel | None = None
    kind: Kind | None = None
    status: Status | None = None
    public: bool | None = None
    customer: str | None = None
    metadata: dict[str, Any] = Field(default={})
    brands: list[str] = Field(default=[])
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    as_of: datetime | None = None
    attachments: list[str] = Field(default=[], description="files that the last message brings")
    found: str | None = None

    @field_validator("opened_at", "closed_at", "as_of")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and not value.tzinfo else value

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _speaks(self) -> Self:
        parse_turns(self.text)
        return self

    def conversation(self, name: str, channels: tuple[Channel, ...], kinds: tuple[Kind, ...]) -> Conversation:
        """The example as a conversation.

        Where it does not say, on the first channel and of the first kind that the rule is for.
        """
        kind = self.kind or (kinds[0] if kinds else "transcript")
        *turns, last = parse_turns(self.text)
        return Conversation(
            id=name,
            turns=(*turns, replace(last, attachments=tuple(self.attachments))),
            channel=self.channel or (channels[0] if channels else "chat"),
            kind=kind,
            status=self.status,
            public=self.public,
            customer=Customer(name=self.customer or ""),
            metadata=self.metadata,
            path=name,
            opened_at=self.opened_at,
            closed_at=self.closed_at,
            as_of=self.as_of,
            brands=tuple(self.brands),
        )


def parse_turns(text: str) -> tuple[Turn, ...]:
    """Parse an example's messages; lines that open with no speaker go on with the message before."""
    turns: list[Turn] = []
    for line in text.rstrip("\n").split("\n"):
        match = _LINE.fullmatch(line)
        if match:
            role: Role = match["role"]  # type: ignore[assignment]
            turns.append(
                Turn(role, match["text"], match["author"] or "", _time(match["time"]) if match["time"] else None)
            )
        elif turns:
            if (opening := re.match(r"(\w{1,20})(?: [(\[][^\n]{1,80}[)\]])?:", line)) and _meant(opening[1]):
                raise ValueError(f"found “{opening[0]}”, did you mean “{_meant(opening[1])}:”? {_SPEAKERS}")
            last = turns[-1]
            turns[-1] = Turn(last.role, f"{last.text}\n{line}", last.author, last.at)
        else:
            raise ValueError(f"found “{line[:40]}”, an example opens with a speaker, as in “agent: Hello”; {_SPEAKERS}")
    return tuple(turns)


def _meant(word: str) -> str:
    """The speaker that a word at the start of a line was meant for; “Note: ...” may well open a line of an e-mail."""
    if word.lower() in ("agent", "customer"):
        return word.lower()
    return next(iter(get_close_matches(word, ROLES, n=1, cutoff=0.75)), "") if word.islower() else ""


def _time(text: str) -> datetime:
    day, _, clock = text.rpartition(" ")
    try:
        at = time.fromisoformat(f"0{clock}" if clock[1:2] == ":" else clock)
        if day.lower() in _DAYS:
            date = _MONDAY + timedelta(days=_DAYS.index(day.lower()))
        else:
            date = datetime.fromisoformat(day) if day else _MONDAY
    except ValueError:
        raise ValueError(f"found [{text}], a time is [10:04], [Tue 10:04] or [2026-05-09 10:04]") from None
    return datetime.combine(date, at, UTC)
