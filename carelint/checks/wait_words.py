"""What is said before, during and at the end of a wait of `gap`, and which times those words name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from ..annotated import Annotated
from ..durations import read_spoken
from ..hours import BusinessHours, zone_named
from .base import Excuse
from .waits import begins, between

# What “business days” means where no business hours are configured.
_OFFICE = BusinessHours(UTC, {day: ((time(9), time(17, 30)),) for day in range(5)})
# So many messages before and after “please hold” may say how long.
_NEAR = 3
_ZONE_KEYS = ("timezone", "time_zone", "customer_timezone", "customer_time_zone")


def was_said(
    annotated: Annotated, words: Excuse | None, turn: int, answer: int | None, by: datetime | None = None
) -> bool:
    """Tell whether the words fell between two turns, and by a time if one is given; the customer's, unless named."""
    if not words:
        return False
    spoken = between(annotated, words.speaker or "customer", turn, answer)
    in_time = [t for t in spoken if not (by and (at := begins(annotated, t)) and at > by)]
    return annotated.has(in_time, words.signal)


def said_before(annotated: Annotated, speaker: str, turn: int, signals: Sequence[str]) -> bool:
    """Tell whether the speaker's last burst before a turn holds one of the signals."""
    here = annotated.burst_of.get(turn, len(annotated.bursts))
    last = next((annotated.bursts[n] for n in range(here - 1, -1, -1) if annotated.bursts[n].role == speaker), None)
    return last is not None and annotated.has(last.turns, signals)


def said_in_answer(annotated: Annotated, answer: int, signals: Sequence[str]) -> bool:
    """Tell whether the answer, or what its author adds at once, holds one of the signals."""
    burst = annotated.burst_of.get(answer)
    turns = annotated.bursts[burst].turns if burst is not None else (answer,)
    return annotated.has(turns[bisect_left(turns, answer) :], signals)


def machine_spoke(annotated: Annotated, start: int, end: int, automatic: Sequence[str]) -> bool:
    """Tell whether a bot, or an agent's automatic message, answered between two turns."""
    return bool(between(annotated, "bot", start, end)) or annotated.has(range(start + 1, end), automatic)


def announced(
    annotated: Annotated, turn: int, signals: Sequence[str], calendar: BusinessHours | None
) -> timedelta | None:
    """How long a wait was to last, by the words of a turn and of those near it in its burst; None if they name no time.

    The signals carry a time (see the grammars of signals), or their words are a length such as “two minutes”.
    """
    said = begins(annotated, turn) if turn >= 0 else None
    burst = annotated.burst_of.get(turn)
    if said is None or burst is None:
        return None
    turns = annotated.bursts[burst].turns
    at = bisect_left(turns, turn)
    mentions = [(t, m) for t in turns[max(at - _NEAR, 0) : at + _NEAR + 1] for m in annotated.mentions(t, signals)]
    here = calendar_for(annotated, said, calendar)
    deadlines = [m.value(said, here) for _, m in mentions if callable(m.value)]
    lengths = [deadline.latest - said for deadline in deadlines if deadline]
    spoken = [read_spoken(annotated.text(t)[m.start : m.end]) for t, m in mentions if not callable(m.value)]
    return max([*lengths, *(length for length in spoken if length)], default=None)


def calendar_for(annotated: Annotated, at: datetime, calendar: BusinessHours | None) -> BusinessHours:
    """The team's business hours, else those of an office where the customer lives, else where the clock stands."""
    if calendar:
        return calendar
    metadata = annotated.conversation.metadata
    named = next((zone for key in _ZONE_KEYS if (zone := zone_named(metadata.get(key)))), None)
    return replace(_OFFICE, zone=named or at.tzinfo or UTC)
