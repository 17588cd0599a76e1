"""`gap`: the time between two events, against a limit per channel or the time that was promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Annotated as Typed
from typing import ClassVar, Literal

from pydantic import BeforeValidator, Field

from ..annotated import Annotated, Mention
from ..hours import ALWAYS, BusinessHours, format_duration, parse_duration
from ..model import Channel, Match
from .base import Check, Excuse, Per, Select, Signals, Speaker, Strict, found, once_per, whole_sentence

# What “business days” means where no business hours are configured.
_OFFICE = BusinessHours(UTC, {day: ((time(9), time(17, 30)),) for day in range(5)})

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
    nobody came back to counts as missed when the transcript goes on past it. A `kept` signal of the customer
    settles it.
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

    def missing(self, annotated: Annotated) -> str | None:
        """Time cannot be judged without at least two timestamps."""
        return "no timestamps" if sum(turn.at is not None for turn in annotated.conversation.turns) < 2 else None

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the gaps over their limit."""
        hits = (
            (match, 0) for turn, mention in self._starts(annotated) if (match := self._judge(annotated, turn, mention))
        )
        yield from once_per(annotated, self.per, hits)

    def _starts(self, annotated: Annotated) -> Iterator[tuple[int, Mention | None]]:
        chosen = self.from_.turns(annotated)
        if self.from_.signal:
            yield from ((turn, mention) for turn in chosen for mention in annotated.mentions(turn, self.from_.signal))
            return
        for burst in annotated.bursts_by(self.from_.speaker):
            turns = [turn for turn in burst.turns if turn in chosen]
            if turns:
                yield turns[0 if self.from_.turn == "first" else -1], None

    def _judge(self, annotated: Annotated, turn: int, mention: Mention | None) -> Match | None:
        start = annotated.at(turn)
        if start is None or self._settled(annotated, turn):
            return None
        answer = next(
            (
                t
                for t in annotated.turns_by(self.to.speaker)
                if t > turn and (not self.to.signal or annotated.has([t], self.to.signal))
            ),
            None,
        )
        if self.limit == "promised":
            return self._judge_promise(annotated, turn, mention, start, answer)
        limit = self.limit.get(annotated.conversation.channel)
        end = annotated.at(answer) if answer is not None else None
        if limit is None or answer is None or end is None:
            return None
        elapsed = self._elapsed(start, end)
        if elapsed <= limit:
            return None
        values = {"elapsed": format_duration(elapsed), "limit": format_duration(limit)}
        return self._place(annotated, turn, mention, answer, values)

    def _judge_promise(
        self, annotated: Annotated, turn: int, mention: Mention | None, start: datetime, answer: int | None
    ) -> Match | None:
        if mention is None or not callable(mention.value):
            return None
        deadline = mention.value(start, self.calendar or _OFFICE)
        if deadline is None:
            return None
        due = deadline.latest + self.grace
        end = annotated.at(answer) if answer is not None else self._end(annotated)
        if end is None or end <= due:
            return None
        values = {"promised": f"{due:%a %d %b %H:%M}", "elapsed": format_duration(end - due)}
        return self._place(annotated, turn, mention, answer, values)

    def _place(
        self, annotated: Annotated, turn: int, mention: Mention | None, answer: int | None, values: dict[str, str]
    ) -> Match:
        if self.report == "from" or answer is None:
            if mention:
                return found(annotated, turn, mention, **values)
            answer = turn
        place = whole_sentence(annotated, answer)
        said = annotated.text(turn)[mention.start : mention.end] if mention else ""
        return Match(place.turn, place.start, place.end, {"found": said, **values})

    def _settled(self, annotated: Annotated, turn: int) -> bool:
        """Tell whether the customer said, before the next word of the other side, that all is well."""
        if not self.kept:
            return False
        after = [t for t in annotated.turns_by(self.kept.speaker or "customer") if t > turn]
        return annotated.has(after[:1], self.kept.signal)

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
