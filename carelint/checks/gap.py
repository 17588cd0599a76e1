"""`gap`: the time between two events, against a limit per channel or the time that was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Annotated as Typed
from typing import ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ..annotated import Annotated, Mention
from ..hours import ALWAYS, BusinessHours, format_duration, parse_duration
from ..model import Channel, Match
from .base import Check, Excuse, Per, Select, Signals, Speaker, Strict, found, once_per, opening

# What “business days” means where no business hours are configured; the zone is then that of the timestamp.
_OFFICE = BusinessHours(UTC, {day: ((time(9), time(17, 30)),) for day in range(5)})
# Messages sent in one go with a promise do not keep it.
_ONE_GO = timedelta(minutes=5)

Duration = Typed[
    timedelta,
    BeforeValidator(
        lambda value: parse_duration(value) if isinstance(value, str) else value, json_schema_input_type=str
    ),
]


class Start(Select):
    """Where the clock starts: each mention of a signal, or else each selected burst, at its first or last turn."""

    speaker: Speaker = "customer"
    signal: Signals | None = None
    turn: Literal["first", "last"] = "last"


class End(Strict):
    """Where the clock stops: the speaker's next turn, or the next one with one of the signals."""

    speaker: Speaker = "agent"
    signal: Signals | None = None


class Gap(Check):
    """The time from `from` to `to` must not be longer than the limit; a channel without a limit is not judged.

    `limit: promised` takes the latest moment of the time that the mention carries, plus `grace`. A promise that
    nobody came back to counts as missed when the transcript goes on past it; other waits are judged once they have
    ended. A `kept` signal of the customer, in time and before the answer, settles the matter.
    """

    name: ClassVar[str] = "gap"
    from_: Start = Field(default=Start(), alias="from")
    to: End = End()
    limit: Literal["promised"] | dict[Channel, Duration]
    grace: Duration = timedelta()
    hours: Literal["always", "business"] = "always"
    calendar: BusinessHours | None = Field(default=None, description="set from `business_hours` of the configuration")
    kept: Excuse | None = Field(default=None, description="what settles the matter in the meantime")
    report: Literal["from", "to"] = "to"
    per: Per = "mention"

    @model_validator(mode="after")
    def _promise_has_words(self) -> Self:
        if self.limit == "promised" and not self.from_.signal:
            raise ValueError("limit: promised needs from.signal, a signal that carries a time")
        return self

    def missing(self, annotated: Annotated) -> str | None:
        """Time cannot be judged without at least two timestamps."""
        known = sum(turn.at is not None for turn in annotated.conversation.turns)
        return ("no timestamps", "only one timestamp")[known] if known < 2 else None

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the gaps over their limit."""
        hits = (
            (match, mention.sentence if mention else 0)
            for turn, mention in self._starts(annotated)
            if (match := self._judge_safely(annotated, turn, mention))
        )
        yield from once_per(annotated, self.per, hits)

    def _starts(self, annotated: Annotated) -> Iterator[tuple[int, Mention | None]]:
        chosen = self.from_.turns(annotated)
        if self.from_.signal:
            for turn in chosen:
                for mention in annotated.mentions(turn, self.from_.signal):
                    if not self.excused(annotated, turn, mention):
                        yield turn, mention
            return
        for burst in annotated.bursts_by(self.from_.speaker):
            turns = [turn for turn in burst.turns if turn in chosen]
            if turns:
                yield turns[0 if self.from_.turn == "first" else -1], None

    def _judge_safely(self, annotated: Annotated, turn: int, mention: Mention | None) -> Match | None:
        """Judge one; at the edges of the calendar, the years 1 and 9999, there is no time to reckon with."""
        try:
            return self._judge(annotated, turn, mention)
        except (ValueError, OverflowError):
            return None

    def _judge(self, annotated: Annotated, turn: int, mention: Mention | None) -> Match | None:
        start = annotated.at(turn)
        if start is None:
            return None
        if self.limit == "promised":
            return self._judge_promise(annotated, turn, mention, start)
        limit = self.limit.get(annotated.conversation.channel)
        answer = self._answer(annotated, turn)
        end = annotated.at(answer) if answer is not None else None
        if limit is None or answer is None or end is None:
            return None
        elapsed = self._elapsed(start, end)
        if elapsed <= limit or self._settled(annotated, turn, answer):
            return None
        values = {"elapsed": format_duration(elapsed), "limit": format_duration(limit)}
        return self._place(annotated, turn, mention, answer, values)

    def _judge_promise(self, annotated: Annotated, turn: int, mention: Mention | None, start: datetime) -> Match | None:
        if mention is None or not callable(mention.value):
            return None
        deadline = mention.value(start, self.calendar or replace(_OFFICE, zone=start.tzinfo or UTC))
        if deadline is None:
            return None
        answer = self._answer(annotated, turn, after=min(start + _ONE_GO, deadline.latest))
        end = annotated.at(answer) if answer is not None else self._end(annotated)
        due = deadline.latest + self.grace
        if end is None or end <= due or self._settled(annotated, turn, answer, by=due):
            return None
        values = {"promised": f"{deadline.latest:%a %d %b %H:%M}", "elapsed": format_duration(end - deadline.latest)}
        return self._place(annotated, turn, mention, answer, values)

    def _answer(self, annotated: Annotated, turn: int, after: datetime | None = None) -> int | None:
        """The turn that stops the clock; messages of the same burst up to `after` were sent in one go and do not."""
        here = annotated.burst_of.get(turn)
        for other in annotated.turns_by(self.to.speaker):
            if other <= turn or annotated.conversation.turns[other].visibility == "internal":
                continue
            at = annotated.at(other)
            if after and at and at <= after and annotated.burst_of.get(other) == here:
                continue
            if not self.to.signal or annotated.has([other], self.to.signal):
                return other
        return None

    def _place(
        self, annotated: Annotated, turn: int, mention: Mention | None, answer: int | None, values: dict[str, str]
    ) -> Match:
        if self.report == "from" or answer is None:
            if mention:
                return found(annotated, turn, mention, **values)
            answer = turn
        place = opening(annotated, answer)
        said = annotated.text(turn)[mention.start : mention.end] if mention else ""
        return Match(place.turn, place.start, place.end, {"found": said, **values})

    def _settled(self, annotated: Annotated, turn: int, answer: int | None, by: datetime | None = None) -> bool:
        """Tell whether the customer said, in time and before the next word of the other side, that all is well."""
        if not self.kept:
            return False
        between = [
            t
            for t in annotated.turns_by(self.kept.speaker or "customer")
            if t > turn and (answer is None or t < answer) and not (by and (at := annotated.at(t)) and at > by)
        ]
        return annotated.has(between, self.kept.signal)

    @staticmethod
    def _end(annotated: Annotated) -> datetime | None:
        return max((turn.at for turn in annotated.conversation.turns if turn.at), default=None)

    def _elapsed(self, start: datetime, end: datetime) -> timedelta:
        calendar = self.calendar if self.hours == "business" and self.calendar else ALWAYS
        return calendar.elapsed(start, end)

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.from_.signal or ()
        yield from self.from_.signals()
        yield from self.to.signal or ()
        yield from self.kept.signal if self.kept else ()
        yield from super().signals()
