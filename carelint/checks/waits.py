"""Where the clocks of `gap` start and stop: words, ends of spoken turns, and what becomes of an unanswered wait."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated as Typed
from typing import Literal, NamedTuple

from pydantic import BeforeValidator, Field

from ..annotated import Annotated, Mention
from ..durations import parse_duration
from ..model import Channel
from .base import Select, Signals, Speaker, Strict

# Messages sent in one go with a promise do not keep it.
ONE_GO = timedelta(minutes=5)
# Messages typed one after the other: the wait begins with the last of them.
_SAME_BREATH = timedelta(seconds=15)
_MOST_AT_ONCE = 20
# When a wait began in a conversation whose messages have no times.
UNKNOWN = datetime.min

Duration = Typed[
    timedelta,
    BeforeValidator(
        lambda value: parse_duration(value) if isinstance(value, str) else value, json_schema_input_type=str
    ),
]
PerChannel = dict[Channel, Duration]
Hours = Literal["always", "business"]


class Start(Select):
    """Where the clock starts: each mention of a signal, or else each selected burst, at its first or last turn.

    With a signal, `turn: first` takes the first mention of each burst alone.
    On the channels in `opened` it starts when the conversation was opened, where the source tells; with `event: closed`
    when it was closed. After a turn that asks with one of the signals `granted`, it starts with the other side's reply.
    """

    speaker: Speaker = "customer"
    signal: Signals | None = None
    turn: Literal["first", "last"] = "last"
    opened: list[Channel] = Field(default=[], description="channels on which the opening starts the clock")
    event: Literal["closed"] | None = None
    granted: Signals | None = Field(default=None, description="what asks first, so that the reply starts the clock")


class End(Strict):
    """Where the clock stops: the speaker's next turn, or the next one with one of the signals.

    Turns that mention `other_than` are no answers. Without an answer the wait lasts until `otherwise`: now (the user's
    `as_of`), the conversation's closing, or its end (closed, else now, else its last message); unless this is given, it
    is not judged.
    """

    speaker: Speaker = "agent"
    signal: Signals | None = None
    other_than: Signals | None = Field(default=None, description="what answers nothing, such as automatic replies")
    otherwise: Literal["now", "closed", "end"] | None = None


class Wait(NamedTuple):
    """A clock that runs: from which turn (-1: before all), through which words if any, since when.

    `next` is the next turn that starts a clock of its own before which an answer must come to be this one's.
    """

    turn: int
    mention: Mention | None
    since: datetime
    next: int | None = None


def is_untimed(annotated: Annotated, speaker: Speaker = "everyone") -> bool:
    """Tell whether somebody speaks, and no message of theirs has a time."""
    turns = annotated.turns_by(speaker)
    return bool(turns) and all(annotated.conversation.turns[turn].at is None for turn in turns)


def begins(annotated: Annotated, turn: int) -> datetime | None:
    """When a turn begins."""
    return aware(annotated.conversation.turns[turn].at)


def ends(annotated: Annotated, turn: int) -> datetime | None:
    """When a turn is over: for a spoken one its end, for a written one when it was sent."""
    spoken = annotated.conversation.turns[turn]
    at, until = aware(spoken.at), aware(spoken.until)
    return until if until and (at is None or until >= at) else at


def aware(moment: datetime | None) -> datetime | None:
    """Take a time without a zone for UTC."""
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def last_moment(annotated: Annotated) -> datetime | None:
    """The end of the last turn that has a time."""
    moments = (ends(annotated, turn) for turn in range(len(annotated.conversation.turns)))
    return max((moment for moment in moments if moment), default=None)


def known_until(annotated: Annotated, end: End) -> datetime | None:
    """Until when nobody came back to a promise: the last message, or now where the rule looks so far and it is open."""
    conversation = annotated.conversation
    last, now = last_moment(annotated), aware(conversation.as_of)
    ended = conversation.closed_at or conversation.status in ("solved", "closed")
    return max(last, now) if last and now and end.otherwise == "now" and not ended else last


def starts(annotated: Annotated, start: Start) -> Iterator[Wait]:
    """Give the clocks that start, those of mentions at the turn that mentions."""
    conversation = annotated.conversation
    if start.event:
        closed = aware(conversation.closed_at)
        if closed:
            yield Wait(_last_before(annotated, closed), None, closed)
    elif conversation.channel in start.opened and conversation.opened_at:
        yield Wait(-1, None, aware(conversation.opened_at) or conversation.opened_at)
    elif start.signal:
        yield from _at_mentions(annotated, start, start.signal)
    else:
        yield from _at_bursts(annotated, start)


def _last_before(annotated: Annotated, moment: datetime) -> int:
    before = [t for t in annotated.turns_by("everyone") if (at := begins(annotated, t)) is None or at <= moment]
    return before[-1] if before else 0


def _at_mentions(annotated: Annotated, start: Start, signal: Signals) -> Iterator[Wait]:
    untimed = is_untimed(annotated)
    begun = set[int]()
    for turn in start.turns(annotated):
        mentions = annotated.mentions(turn, signal)
        burst = annotated.burst_of.get(turn, -1)
        if start.turn == "first":
            mentions = mentions[:1] if burst not in begun else []
        for mention in mentions:
            begun.add(burst)
            since = ends(annotated, turn)
            if start.granted and annotated.has([turn], start.granted):
                since = _granted(annotated, turn) or since
            if since or untimed:
                yield Wait(turn, mention, since or UNKNOWN)


def _granted(annotated: Annotated, turn: int) -> datetime | None:
    """When the other side replied, if it did before the speaker went on."""
    here = annotated.burst_of.get(turn, 0)
    following = annotated.bursts[here + 1].turns[0] if here + 1 < len(annotated.bursts) else None
    return ends(annotated, following) if following is not None else None


def _at_bursts(annotated: Annotated, start: Start) -> Iterator[Wait]:
    chosen = set(start.turns(annotated))
    own = [turns for burst in annotated.bursts_by(start.speaker) if (turns := [t for t in burst.turns if t in chosen])]
    for number, turns in enumerate(own):
        turn = turns[0 if start.turn == "first" else -1]
        since = ends(annotated, turn)
        if since:
            after = own[number + 1][0] if number + 1 < len(own) and start.turn == "last" else None
            yield Wait(turn, None, since, after)


def same_breath(annotated: Annotated, wait: Wait) -> Wait:
    """The wait that begins with the last of the messages typed one after the other."""
    turns = annotated.bursts[annotated.burst_of[wait.turn]].turns if wait.turn in annotated.burst_of else ()
    turn, since = wait.turn, wait.since
    following = bisect_right(turns, turn)
    for other in turns[following : following + _MOST_AT_ONCE]:
        at = begins(annotated, other)
        if not at or at - since > _SAME_BREATH:
            break
        turn, since = other, max(since, ends(annotated, other) or at)
    return wait._replace(since=since) if turn == wait.turn else Wait(turn, wait.mention, since, wait.next)


def between(annotated: Annotated, speaker: str, start: int, end: int | None) -> Sequence[int]:
    """Give the turns of a speaker after one turn and before another, or all after it."""
    turns = annotated.turns_by(speaker)
    return turns[bisect_right(turns, start) : len(turns) if end is None else bisect_left(turns, end)]


def answers(annotated: Annotated, end: End, wait: Wait, after: datetime | None = None) -> int | None:
    """The turn that stops a clock; messages of the same burst up to `after` were sent in one go and do not."""
    here = annotated.burst_of.get(wait.turn)
    for other in between(annotated, end.speaker, wait.turn, None):
        if annotated.conversation.turns[other].visibility == "internal":
            continue
        at = begins(annotated, other)
        if after and at and at <= after and annotated.burst_of.get(other) == here:
            continue
        if end.other_than and annotated.has([other], end.other_than):
            continue
        if not end.signal or annotated.has([other], end.signal):
            return other
    return None


def unanswered_until(annotated: Annotated, end: End) -> datetime | None:
    """When a wait without an answer stops, in the eyes of the rule."""
    conversation = annotated.conversation
    closed, now = aware(conversation.closed_at), aware(conversation.as_of)
    match end.otherwise:
        case "now":
            return now
        case "closed":
            return closed
        case "end":
            return closed or now or last_moment(annotated)
    return None
