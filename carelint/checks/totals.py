"""`totals`: what a conversation took altogether - time, replies, people, holds - against limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from ..annotated import Annotated
from ..hours import BusinessHours, format_duration
from ..model import Channel, Match
from .base import Check, Signals, Strict, found, opening
from .sums import ALWAYS_KNOWN, SUMS, Context
from .waits import Duration, Hours, PerChannel

Number = float | dict[Channel, float]


class Limits(Strict):
    """The most that is in order, per total; one number or one per channel. What is not named is not judged."""

    resolution_time: Duration | PerChannel | None = None
    handle_time: Duration | PerChannel | None = None
    touches: Number | None = None
    agents: Number | None = None
    reopens: Number | None = None
    holds: Number | None = None
    hold_share: Number | None = Field(default=None, description="of the time from the first turn to the last")
    talk_share: Number | None = Field(default=None, description="of what is spoken, the selected speaker's part")
    silence_share: Number | None = Field(default=None, description="of the time, that in which nobody speaks")

    def of(self, total: str, channel: Channel) -> Any:
        """The limit of a total on a channel, None for none."""
        limit = getattr(self, total)
        return limit.get(channel) if isinstance(limit, dict) else limit


class Totals(Check):
    """Totals of the whole conversation must not exceed their limits; one match tells of all that do.

    `resolution_time` runs from the opening to the closing, `handle_time` adds up at most five minutes before each of
    the agent's messages and what is spoken, `touches` are the agent's bursts, `agents` the people who answered, `holds`
    the bursts that ask to wait; `reopens` the source counts. Shares are parts of 1: of the conversation's time on hold,
    of all that is spoken by the speaker, of the call in silence. What the source does not tell is passed over.
    """

    name: ClassVar[str] = "totals"
    max: Limits
    hold: Signals | None = Field(default=None, description="what begins a hold, for holds and hold_share")
    hold_time: Duration = Field(default=timedelta(), description="less time on hold than this is no share")
    hours: Hours | dict[Channel, Hours] = "always"
    calendar: BusinessHours | None = Field(default=None, description="set from `business_hours` of the configuration")

    @model_validator(mode="after")
    def _has_limits(self) -> Self:
        named = {name for name in Limits.model_fields if getattr(self.max, name) is not None}
        if not named:
            raise ValueError(f"needs a limit: max with one of {', '.join(Limits.model_fields)}")
        if named & {"holds", "hold_share"} and not self.hold:
            raise ValueError("holds and hold_share need hold, the signals that begin one")
        return self

    def missing(self, annotated: Annotated) -> str | None:
        """A source may tell none of the totals."""
        channel = annotated.conversation.channel
        if any(self.max.of(total, channel) is not None for total in ALWAYS_KNOWN):
            return None
        if any(value is not None for _, value, _ in self._sums(annotated)):
            return None
        totals = [name.replace("_", " ") for name in Limits.model_fields if getattr(self.max, name) is not None]
        return f"the source does not tell {' or '.join(totals)}"

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield one match for all that is too much."""
        over = [(total, value, limit) for total, value, limit in self._sums(annotated) if value and value > limit]
        turns = self.turns(annotated)
        if not over or not turns or self.absolved(annotated, turns):
            return
        values = {
            "value": " and ".join(SUMS[total].words.format(_written(total, value)) for total, value, _ in over),
            "limit": " and ".join(_written(total, limit) for total, _, limit in over),
        }
        place = self._over_hold(annotated) if over[0][0] == "holds" else opening(annotated, turns[-1])
        yield Match(place.turn, place.start, place.end, {**place.values, **values})

    def _over_hold(self, annotated: Annotated) -> Match:
        """The first hold over the limit."""
        most = int(self.max.of("holds", annotated.conversation.channel))
        turn = Context(annotated, self.turns(annotated), self.hold or ()).holds[most]
        return found(annotated, turn, annotated.mentions(turn, self.hold or ())[0])

    def _sums(self, annotated: Annotated) -> list[tuple[str, float | timedelta | None, Any]]:
        channel = annotated.conversation.channel
        hours = self.hours if isinstance(self.hours, str) else self.hours.get(channel, "always")
        calendar = self.calendar if hours == "business" else None
        context = Context(annotated, self.turns(annotated), self.hold or (), calendar, self.hold_time)
        limits = {total: limit for total in SUMS if (limit := self.max.of(total, channel)) is not None}
        return [(total, SUMS[total].add_up(context), limit) for total, limit in limits.items()]

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.hold or ()
        yield from super().signals()


def _written(total: str, value: Any) -> str:
    if isinstance(value, timedelta):
        return format_duration(value)
    return f"{value:.0%}" if total.endswith("_share") else f"{value:.15g}"
