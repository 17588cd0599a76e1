"""What `totals` adds up over a conversation; each is None where the source does not tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from ..annotated import Annotated
from ..hours import ALWAYS, BusinessHours
from .waits import aware, begins, ends, last_moment

# An agent who writes after a longer pause did something else in between.
_PAUSE = timedelta(minutes=5)
_REOPENS = ("reopens", "reopen_count", "reopened_count", "reopened", "times_reopened")
_AGENTS = ("agents_count", "agent_count", "assignees", "assignee_count", "assignee_stations", "agents_involved")
_TOUCHES = ("touches", "replies", "reply_count", "agent_replies", "replies_count")


@dataclass(frozen=True)
class Context:
    """A conversation, the turns of the speaker that is judged, and what begins a hold."""

    annotated: Annotated
    turns: Sequence[int]
    hold: Sequence[str] = ()
    calendar: BusinessHours | None = None
    hold_time: timedelta = timedelta()

    @cached_property
    def holds(self) -> list[int]:
        """The turns that begin a hold, one per burst."""
        begun = [turn for turn in self.turns if self.annotated.has([turn], self.hold)]
        bursts = {self.annotated.burst_of.get(turn): turn for turn in reversed(begun)}
        return sorted(bursts.values())

    @cached_property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when the conversation goes, by the times of its turns."""
        first = min((at for t in self._all if (at := begins(self.annotated, t))), default=None)
        last = last_moment(self.annotated)
        return (first, last) if first and last and last > first else None

    @cached_property
    def spoken(self) -> list[tuple[int, datetime, datetime]]:
        """The turns whose end is known, with their begin and end."""
        turns = self.annotated.conversation.turns
        with_end = [t for t in self.annotated.turns_by("any") if turns[t].until]
        return [
            (t, at, end) for t in with_end if (at := begins(self.annotated, t)) and (end := ends(self.annotated, t))
        ]

    @property
    def _all(self) -> range:
        return range(len(self.annotated.conversation.turns))


def _resolution_time(context: Context) -> timedelta | None:
    """From opening to closing, in open time; without such moments, from the first turn to the last of a solved one."""
    conversation = context.annotated.conversation
    solved = conversation.status in ("solved", "closed")
    span = context.span
    opened = aware(conversation.opened_at) or (span[0] if span else None)
    closed = aware(conversation.closed_at) or (span[1] if span and solved else None)
    if not opened or not closed:
        return None
    return (context.calendar or ALWAYS).elapsed(opened, closed)


def _handle_time(context: Context) -> timedelta | None:
    """The sum of the intervals in which the agent is at work on the conversation.

    Each of the agent's messages closes one: from the message before it, whoever sent it, but at most five minutes,
    which stand for reading and writing; what is spoken counts from its begin to its end.
    """
    total, before = timedelta(), None
    if sum(begins(context.annotated, t) is not None for t in context.turns) == 0 or not context.span:
        return None
    own = set(context.turns)
    for turn in context.annotated.turns_by("any"):
        at, end = begins(context.annotated, turn), ends(context.annotated, turn)
        if at is None or end is None:
            continue
        if turn in own:
            total += end - at + (min(max(at - before, timedelta()), _PAUSE) if before else timedelta())
        before = end
    return total


def _touches(context: Context) -> float:
    """How often the agents wrote: their bursts, or what the source counts."""
    bursts = {context.annotated.burst_of.get(turn) for turn in context.turns}
    return max(len(bursts), _counted(context, _TOUCHES) or 0)


def _agents(context: Context) -> float:
    """How many people answered: the authors of the turns, or what the source counts."""
    turns = context.annotated.conversation.turns
    authors = {turns[t].author.casefold() for t in context.turns if turns[t].author}
    named = len(context.annotated.conversation.agents)
    return max(len(authors), named, _counted(context, _AGENTS) or 0)


def _reopens(context: Context) -> float | None:
    return _counted(context, _REOPENS)


def _counted(context: Context, keys: Sequence[str]) -> float | None:
    """A count that the metadata hold: a number, the length of a list, or 1 for true."""
    values = (context.annotated.conversation.metadata.get(key) for key in keys)
    counts = (number for value in values if (number := _number(value)) is not None)
    return max(counts, default=None)


def _number(value: object) -> float | None:
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, list):
        return len(value)
    text = value.strip() if isinstance(value, str) else ""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _holds(context: Context) -> float:
    """How often the customer was asked to wait, at most once a burst."""
    return len(context.holds)


def _hold_share(context: Context) -> float | None:
    """The part of the conversation's time between a request to wait and the next word of the one who asked."""
    if not context.holds:
        return 0
    if not context.span:
        return None
    on_hold = sum(_held(context), timedelta())
    return on_hold / (context.span[1] - context.span[0]) if on_hold >= context.hold_time else 0


def _held(context: Context) -> Iterator[timedelta]:
    for turn in context.holds:
        since = ends(context.annotated, turn)
        back = next((at for t in context.turns if t > turn and (at := begins(context.annotated, t))), None)
        if since and back and back > since:
            yield back - since


def _talk_share(context: Context) -> float | None:
    """The part of all that is spoken, by length, that is the selected speaker's."""
    own = set(context.turns)
    lengths = [(turn in own, end - at) for turn, at, end in context.spoken]
    total = sum((length for _, length in lengths), timedelta())
    return sum((length for mine, length in lengths if mine), timedelta()) / total if total else None


def _silence_share(context: Context) -> float | None:
    """The part of the time between the first word and the last in which nobody speaks."""
    if not context.spoken:
        return None
    parts = sorted((at, end) for _, at, end in context.spoken)
    silent, reached = timedelta(), parts[0][1]
    for at, end in parts:
        silent += max(at - reached, timedelta())
        reached = max(reached, end)
    length = reached - parts[0][0]
    return silent / length if length else None


# What every source tells.
ALWAYS_KNOWN = ("touches", "agents", "holds")


class Sum(NamedTuple):
    """How a total is counted, and how a message says it."""

    add_up: Callable[[Context], float | timedelta | None]
    words: str


SUMS: Mapping[str, Sum] = {
    "resolution_time": Sum(_resolution_time, "{} to resolve"),
    "handle_time": Sum(_handle_time, "{} of work"),
    "touches": Sum(_touches, "{} replies"),
    "agents": Sum(_agents, "{} agents"),
    "reopens": Sum(_reopens, "{} reopenings"),
    "holds": Sum(_holds, "{} holds"),
    "hold_share": Sum(_hold_share, "{} of the time on hold"),
    "talk_share": Sum(_talk_share, "{} of the talk"),
    "silence_share": Sum(_silence_share, "{} silence"),
}
