"""`gap`: the time between two events, against limits per channel or the time that was promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..annotated import Annotated
from ..hours import ALWAYS, BusinessHours, format_duration
from ..model import Channel, Match
from .base import Check, Excuse, Per, Signals, Speaker, found, once_per, opening
from .wait_words import announced, calendar_for, machine_spoke, said_before, said_in_answer, was_said
from .waits import (
    ONE_GO,
    UNKNOWN,
    End,
    Hours,
    PerChannel,
    Start,
    Wait,
    answers,
    begins,
    between,
    ends,
    is_untimed,
    known_until,
    same_breath,
    starts,
    unanswered_until,
)
from .waits import (
    Duration as Duration,
)


class Gap(Check):
    """The time from `from` to `to` must not be longer than the limit; a channel without a limit is not judged.

    What is longer than the `soft_limit` only is a milder finding, as is one between whose ends a `milder` signal was
    said; what is shorter than `least` comes too soon. `limit: promised` takes the latest moment of the time that the
    mention carries, plus `grace`, and so does each limit where the same burst names a time by an `announced` signal. A
    promise that nobody came back to counts as missed when the transcript goes on past it, or is open by now where
    `to.otherwise` is now; other waits are judged once they have ended, see there. A `kept` signal in time and
    before the answer settles the matter, a `made_good` signal in the answer excuses it, and a `notice` in the
    awaited side's words right before foretold it.
    """

    name: ClassVar[str] = "gap"
    from_: Start = Field(default=Start(), alias="from")
    to: End = End()
    limit: Literal["promised"] | PerChannel = Field(default={})
    soft_limit: PerChannel = Field(default={}, description="above it a finding, one severity milder")
    least: PerChannel = Field(default={}, description="below it, it came too soon")
    grace: Duration = timedelta()
    hours: Hours | dict[Channel, Hours] = "always"
    calendar: BusinessHours | None = Field(default=None, description="set from `business_hours` of the configuration")
    announced: Signals | None = Field(default=None, description="signals whose time takes the place of the limit")
    notice: Signals | None = Field(default=None, description="what the awaited side said last, and was waited for")
    unasked: Signals | None = Field(default=None, description="what excuses a burst too, but not after `asked`")
    asked: Signals | None = Field(default=None, description="what the awaited side said last, and wants an answer to")
    brief: int | None = Field(default=None, ge=1, description="words that an excused burst has at most")
    kept: Excuse | None = Field(default=None, description="what settles the matter in the meantime")
    made_good: Signals | None = Field(default=None, description="what the answer says to make up for the wait")
    milder: Excuse | None = Field(default=None, description="what, said in the meantime, makes it half as bad")
    abrupt: Signals | None = Field(default=None, description="an answer that says this breaks the limit at any time")
    warned: bool = Field(default=False, description="what no word of the awaited side's came before is too soon too")
    untimed: bool = Field(default=False, description="where nothing has a time, judge each answer by its words")
    broken_by: Speaker | None = Field(default=None, description="whose word in the meantime ends the wait unjudged")
    owing: Signals | None = Field(default=None, description="by which the awaited side owes the next word itself")
    which: Literal["all", "later", "unanswered", "machine"] = Field(
        default="all", description="all waits; those after the first answer; without an answer; with an automatic one"
    )
    report: Literal["from", "to"] = "to"
    per: Per = "mention"

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.limit == "promised" and not self.from_.signal:
            raise ValueError("limit: promised needs from.signal, a signal that carries a time")
        if not (self.limit or self.soft_limit or self.least):
            raise ValueError("needs a limit: limit, soft_limit or least")
        return self

    def missing(self, annotated: Annotated) -> str | None:
        """Time cannot be judged without two moments, one of each side; one may be the opening, the closing, or now."""
        conversation = annotated.conversation
        known = sum(turn.at is not None for turn in conversation.turns)
        if self.untimed and not known:
            return None
        if self.from_.event and not conversation.closed_at:
            return "the source does not say when it was closed"
        lone = self.to.otherwise and (conversation.as_of or conversation.closed_at)
        opened = conversation.channel in self.from_.opened and conversation.opened_at
        if known + bool(lone) + bool(opened) < 2:
            return "only one timestamp" if known else "no timestamps"
        sides = () if lone or opened else (self.from_.speaker, self.to.speaker)
        untimed = next((side for side in sides if is_untimed(annotated, side)), None)
        return f"no message of the {untimed} has a time" if untimed else None

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the gaps that break a limit."""
        hits = (
            (match, wait.mention.sentence if wait.mention else 0)
            for wait in self._waits(annotated)
            # Words are looked at last: most waits are in order.
            if (match := self._judge_safely(annotated, wait)) and not self._is_excused(annotated, wait)
        )
        yield from once_per(annotated, self.per, hits)

    def _waits(self, annotated: Annotated) -> Iterator[Wait]:
        yield from starts(annotated, self.from_)
        if self.owing:
            yield from self._owed(annotated, self.owing)

    def _is_excused(self, annotated: Annotated, wait: Wait) -> bool:
        if self.notice and said_before(annotated, self.to.speaker, wait.turn, self.notice):
            return True
        if wait.mention:
            return self.excused(annotated, wait.turn, wait.mention)
        burst = annotated.burst_of.get(wait.turn)
        turns = annotated.bursts[burst].turns if burst is not None else ()
        if self.brief is not None and sum(len(annotated.text(turn).split()) for turn in turns) > self.brief:
            return False
        if self.absolved(annotated, turns):
            return True
        asked = self.asked and said_before(annotated, self.to.speaker, wait.turn, self.asked)
        return not asked and annotated.has(turns, self.unasked or ())

    def _owed(self, annotated: Annotated, owing: Signals) -> Iterator[Wait]:
        """Give the awaited side's own last burst, where it owes the next word and nobody has asked for more since."""
        own = annotated.bursts_by(self.to.speaker)
        if not own or not annotated.has(own[-1].turns, owing) or self.absolved(annotated, own[-1].turns):
            return
        last = own[-1].turns[-1]
        since = begins(annotated, last)
        asked = any(
            wait.turn > last and not self._is_excused(annotated, wait) for wait in starts(annotated, self.from_)
        )
        if since and not asked:
            yield Wait(last, None, since)

    def _judge_safely(self, annotated: Annotated, wait: Wait) -> Match | None:
        """Judge one; at the edges of the calendar, the years 1 and 9999, there is no time to reckon with."""
        try:
            if wait.since == UNKNOWN:
                return self._judge_words(annotated, wait) if self.untimed else None
            return self._judge_promise(annotated, wait) if self.limit == "promised" else self._judge(annotated, wait)
        except (ValueError, OverflowError):
            return None

    def _judge(self, annotated: Annotated, said: Wait) -> Match | None:
        wait = same_breath(annotated, said) if said.mention and said.since == ends(annotated, said.turn) else said
        answer = answers(annotated, self.to, wait)
        end = begins(annotated, answer) if answer is not None else unanswered_until(annotated, self.to)
        if end is None:
            return None
        elapsed = self._elapsed(annotated, wait.since, end)
        limit, milder = self._broken(annotated, said, elapsed)
        limit = limit or self._cut_short(annotated, wait, answer)
        if limit is None or self._is_other(annotated, wait, answer):
            return None
        if was_said(annotated, self.kept, wait.turn, answer):
            return None
        if answer is not None and self.made_good and said_in_answer(annotated, answer, self.made_good):
            return None
        values = {"elapsed": format_duration(elapsed), "limit": format_duration(limit)}
        match = self._place(annotated, said, answer, values)
        milder = milder or was_said(annotated, self.milder, said.turn, answer)
        return replace(match, milder=True) if milder else match

    def _judge_words(self, annotated: Annotated, wait: Wait) -> Match | None:
        answer = answers(annotated, self.to, wait)
        if (
            answer is None
            or self._is_other(annotated, wait, answer)
            or was_said(annotated, self.kept, wait.turn, answer)
        ):
            return None
        if self.made_good and said_in_answer(annotated, answer, self.made_good):
            return None
        return self._place(annotated, wait, answer, {"elapsed": "some time", "limit": "none"})

    def _is_other(self, annotated: Annotated, wait: Wait, answer: int | None) -> bool:
        """Tell whether this wait is not among those that are judged."""
        end = len(annotated.conversation.turns) if answer is None else answer
        if wait.next is not None and wait.next < end:
            return True
        if self.broken_by and between(annotated, self.broken_by, wait.turn, end):
            return True
        match self.which:
            case "later":
                return answer is None or answer <= (self._first_answer(annotated) or 0)
            case "unanswered":
                return answer is not None
            case "machine":
                return not machine_spoke(annotated, wait.turn, end, self.to.other_than or ())
        return False

    def _first_answer(self, annotated: Annotated) -> int | None:
        first = next(iter(annotated.turns_by(self.from_.speaker)), None)
        return None if first is None else answers(annotated, self.to, Wait(first, None, datetime.min))

    def _broken(self, annotated: Annotated, wait: Wait, elapsed: timedelta) -> tuple[timedelta | None, bool]:
        """The limit that is broken, if any, and whether it is the soft one."""
        channel = annotated.conversation.channel
        least = self.least.get(channel)
        if least is not None and elapsed < least:
            return least, False
        limit = self.limit.get(channel) if isinstance(self.limit, dict) else None
        soft = self.soft_limit.get(channel)
        named = announced(annotated, wait.turn, self.announced, self.calendar) if self.announced else None
        if named is not None:
            limit, soft = named + self.grace, None
        if limit is not None and elapsed > limit:
            return limit, False
        return (soft, True) if soft is not None and elapsed > soft else (None, False)

    def _cut_short(self, annotated: Annotated, wait: Wait, answer: int | None) -> timedelta | None:
        """The limit, where the talk was ended by words or its closing, or ended with no word before to tell of it."""
        channel = annotated.conversation.channel
        if self.abrupt and (answer is None or annotated.has([answer], self.abrupt)):
            return self.limit.get(channel) if isinstance(self.limit, dict) else None
        unwarned = answer is not None and not between(annotated, self.to.speaker, wait.turn, answer)
        return self.least.get(channel) if self.warned and unwarned else None

    def _judge_promise(self, annotated: Annotated, wait: Wait) -> Match | None:
        start = begins(annotated, wait.turn)
        if start is None or wait.mention is None or not callable(wait.mention.value):
            return None
        deadline = wait.mention.value(start, calendar_for(annotated, start, self.calendar))
        if deadline is None:
            return None
        answer = answers(annotated, self.to, wait, after=min(start + ONE_GO, deadline.latest))
        end = begins(annotated, answer) if answer is not None else known_until(annotated, self.to)
        due = deadline.latest + self.grace
        if end is None or end <= due or was_said(annotated, self.kept, wait.turn, answer, by=due):
            return None
        values = {"promised": f"{deadline.latest:%a %d %b %H:%M}", "elapsed": format_duration(end - deadline.latest)}
        return self._place(annotated, wait, answer, values)

    def _place(self, annotated: Annotated, wait: Wait, answer: int | None, values: dict[str, str]) -> Match:
        if self.report == "from" or answer is None:
            if wait.mention:
                return found(annotated, wait.turn, wait.mention, **values)
            answer = max(wait.turn, 0)
        place = opening(annotated, answer)
        said = annotated.text(wait.turn)[wait.mention.start : wait.mention.end] if wait.mention else ""
        return Match(place.turn, place.start, place.end, {"found": said, **values})

    def _elapsed(self, annotated: Annotated, start: datetime, end: datetime) -> timedelta:
        hours = self.hours if isinstance(self.hours, str) else self.hours.get(annotated.conversation.channel, "always")
        calendar = self.calendar if hours == "business" and self.calendar else ALWAYS
        return calendar.elapsed(start, end)

    def triggers(self) -> Iterator[Sequence[str]]:
        """Where words start the clock, nothing can be judged without them."""
        if self.from_.signal:
            yield self.from_.signal
        yield from super().triggers()

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        for names in (
            self.from_.signal, self.from_.granted, self.to.signal, self.to.other_than, self.announced, self.notice,
            self.asked, self.unasked, self.made_good, self.owing, self.abrupt,
            *(excuse.signal for excuse in (self.kept, self.milder) if excuse),
        ):  # fmt: skip
            yield from names or ()
        yield from self.from_.signals()
        yield from super().signals()
