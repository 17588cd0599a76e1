"""The examples inside rules: short conversations written as text, and whether a rule fires on them.

    customer: My kettle never arrived.
    agent: I'll look into it.

A message may carry its time: `agent [10:04]: ...`, `agent [Tue 10:04]: ...` (the week of Monday 4 May 2026, UTC) or
`agent [2026-05-09 10:04]: ...`; a spoken one also its end: `agent [10:04:05-10:04:09]: ...`. For rules that look at
several conversations, `earlier` holds those before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from typing import Annotated, Any, Self

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
# YAML leaves times as text.
Moment = Annotated[datetime, Field(strict=False)]


class Example(Strict):
    """A conversation, or a single text, that a rule flags or leaves clean.

    `found` names words that the finding must mark. The conversations in `earlier` were checked before it in the same
    run; they are like it in all that they do not say themselves.
    """

    text: str
    channel: Channel | None = None
    kind: Kind | None = None
    status: Status | None = None
    public: bool | None = None
    customer: str | None = None
    metadata: dict[str, Any] = Field(default={})
    brands: list[str] = Field(default=[])
    opened_at: Moment | None = None
    closed_at: Moment | None = None
    as_of: Moment | None = None
    attachments: list[str] = Field(default=[], description="files that the last message brings")
    macro: str = Field(default="", description="the canned response that the agent's messages were made from")
    earlier: list[Example] = Field(default=[], description="conversations checked before this one")
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
        if any(one.earlier or one.found is not None for one in self.earlier):
            raise ValueError("found and earlier belong to the last conversation")
        return self

    @property
    def shown(self) -> str:
        """All that is said, in all its conversations."""
        return "\n(another conversation)\n".join(one.text.rstrip("\n") for one in (*self.earlier, self))

    def conversations(
        self, name: str, channels: tuple[Channel, ...], kinds: tuple[Kind, ...]
    ) -> Iterator[Conversation]:
        """The conversations of the example, its own last."""
        own = self.model_dump(exclude_unset=True, exclude={"earlier", "found", "becomes", "unsafe"})
        for number, one in enumerate(self.earlier, 1):
            said = one.model_dump(exclude_unset=True)
            yield Example.model_validate(own | said).conversation(f"{name}:{number}", channels, kinds)
        yield self.conversation(name, channels, kinds)

    def conversation(self, name: str, channels: tuple[Channel, ...], kinds: tuple[Kind, ...]) -> Conversation:
        """The example as a conversation.

        Where it does not say, on the first channel and of the first kind that the rule is for.
        """
        kind = self.kind or (kinds[0] if kinds else "transcript")
        *turns, last = parse_turns(self.text)
        said = (*turns, replace(last, attachments=tuple(self.attachments)))
        return Conversation(
            id=name,
            turns=tuple(replace(turn, macro=self.macro) if turn.role == "agent" else turn for turn in said),
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


class FixedExample(Example):
    """A conversation, and what it becomes when the rule's fixes are written; with `unsafe`, all of them."""

    becomes: str
    unsafe: bool = Field(default=False, description="also the fixes that may change what is meant")

    @model_validator(mode="after")
    def _becomes_something(self) -> Self:
        if [turn.role for turn in parse_turns(self.becomes)] != [turn.role for turn in parse_turns(self.text)]:
            raise ValueError("a fix changes words only: becomes needs the same speakers as text")
        return self


def parse_turns(text: str) -> tuple[Turn, ...]:
    """Parse an example's messages; lines that open with no speaker go on with the message before."""
    turns: list[Turn] = []
    for line in text.rstrip("\n").split("\n"):
        match = _LINE.fullmatch(line)
        if match:
            role: Role = match["role"]  # type: ignore[assignment]
            at, until = _times(match["time"]) if match["time"] else (None, None)
            turns.append(Turn(role, match["text"], match["author"] or "", at, until=until))
        elif turns:
            if (opening := re.match(r"(\w{1,20})(?: [(\[][^\n]{1,80}[)\]])?:", line)) and _meant(opening[1]):
                raise ValueError(f"found “{opening[0]}”, did you mean “{_meant(opening[1])}:”? {_SPEAKERS}")
            turns[-1] = replace(turns[-1], text=f"{turns[-1].text}\n{line}")
        else:
            raise ValueError(f"found “{line[:40]}”, an example opens with a speaker, as in “agent: Hello”; {_SPEAKERS}")
    return tuple(turns)


def _meant(word: str) -> str:
    """The speaker that a word at the start of a line was meant for; “Note: ...” may well open a line of an e-mail."""
    if word.lower() in ("agent", "customer"):
        return word.lower()
    return next(iter(get_close_matches(word, ROLES, n=1, cutoff=0.75)), "") if word.islower() else ""


def _times(text: str) -> tuple[datetime, datetime | None]:
    """When a message begins and, for a spoken one, when it ends on the same day."""
    if spoken := re.fullmatch(r"(.*:[\d:.]{2,12})-(\d{1,2}:[\d:.]{2,12})", text):
        day = spoken[1].rpartition(" ")[0]
        return _time(spoken[1]), _time(f"{day} {spoken[2]}".strip())
    return _time(text), None


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
