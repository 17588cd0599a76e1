"""`conflicting-times`: two times for the same thing that cannot both be true, and no word of a change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from pydantic import Field

from ..annotated import Annotated, Mention
from ..hours import BusinessHours
from ..model import Match
from ..strict_model import Strict
from . import Plugin

# “Business days” where no business hours are told.
_OFFICE = BusinessHours(UTC, {day: ((time(9), time(17, 30)),) for day in range(5)})
# Where the source tells no times, all is taken to be said at one moment: a Monday morning.
_SOME_MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)

# An hour of the day.
_CLOCK = re.compile(r"\d ?[ap]\.?m\b|\d:\d\d|\bnoon\b|\bmidday\b|o[’']clock")


class TimesSettings(Strict):
    """`times` are the signals of times that bind us; `actions` name each kind of action with its signals.

    One of `changes` in the turn of the later time makes it an update.
    """

    times: list[str] = Field(min_length=1)
    actions: dict[str, list[str]] = Field(min_length=1)
    changes: list[str] = Field(default=[])


@dataclass(frozen=True, slots=True)
class Promise:
    """A time for an action; it will be between `first` and `last`, or at any time up to it if `is_by`."""

    turn: int
    mention: Mention
    said_at: datetime
    first: datetime
    last: datetime
    is_by: bool
    words: str

    def is_nearer(self, other: Promise) -> bool:
        """Tell whether time may simply have passed, where nobody knows how much: “in 20 minutes”, “in 10 minutes”."""
        is_short = max(self.last, other.last) - self.said_at < timedelta(hours=12)
        return self.said_at == other.said_at and self.turn != other.turn and self.last < other.last and is_short

    def is_about(self, other: Promise) -> bool:
        """Tell whether both are about the same time: a quarter of the wait more or less, or five minutes.

        Two times by the clock, “by noon” and “by 6pm”, are no longer the same when they are over an hour apart.
        """
        quarter = max((other.last - other.said_at) / 4, timedelta(minutes=5))
        by_clock = _CLOCK.search(self.words) and _CLOCK.search(other.words)
        return abs(self.last - other.last) <= (min(quarter, timedelta(hours=1)) if by_clock else quarter)

    def agrees(self, other: Promise) -> bool:
        """Tell whether both times can be kept by one act at one time, or are the same promise made again."""
        if self.words == other.words or self.is_nearer(other) or self.is_about(other):
            return True
        if self.is_by and other.is_by:
            return self.last == other.last
        if self.is_by or other.is_by:
            by, on = (self, other) if self.is_by else (other, self)
            return on.first <= by.last
        return self.first <= other.last and other.first <= self.last


class ConflictingTimes(Plugin):
    """The later of two times for one kind of action, while the earlier was still open; `value` is the earlier."""

    Settings = TimesSettings

    def __init__(self, settings: TimesSettings) -> None:
        """Keep the settings."""
        self._settings = settings
        self._actions = [name for names in settings.actions.values() for name in names]

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the first conflict of each turn."""
        before: dict[str, Promise] = {}
        for turn in annotated.which_may(turns, self._actions):
            told = self._promises(annotated, turn)
            clash = _clash(before, told)
            if clash and not annotated.has([turn], self._settings.changes):
                now, earlier = clash
                said = annotated.text(earlier.turn)[earlier.mention.start : earlier.mention.end]
                yield Match(turn, now.mention.start, now.mention.end, {"value": said, "where": str(earlier.turn + 1)})
            before.update(told)

    def _promises(self, annotated: Annotated, turn: int) -> list[tuple[str, Promise]]:
        """The times of a turn, each with the one kind of action that its sentence speaks of."""
        promises: list[tuple[str, Promise]] = []
        # Times cost most to find: they are asked for last.
        if not annotated.has([turn], self._actions):
            return promises
        mentions = annotated.mentions(turn, self._settings.times)
        sentences = [mention.sentence for mention in mentions]
        for mention in mentions:
            # Two times in one sentence are a window, a choice, or two things.
            action = self._action(annotated, turn, mention) if sentences.count(mention.sentence) == 1 else None
            promise = _promise(annotated, turn, mention) if action else None
            if action and promise:
                promises.append((action, promise))
        return promises

    def _action(self, annotated: Annotated, turn: int, mention: Mention) -> str | None:
        found = [
            action
            for action, names in self._settings.actions.items()
            if any(other.sentence == mention.sentence for other in annotated.mentions(turn, names))
        ]
        return found[0] if len(found) == 1 else None


def _clash(before: Mapping[str, Promise], told: Sequence[tuple[str, Promise]]) -> tuple[Promise, Promise] | None:
    known = dict(before)
    for action, promise in told:
        earlier = known.get(action)
        if earlier and promise.said_at <= earlier.last and not promise.agrees(earlier):
            return promise, earlier
        known[action] = promise
    return None


def _promise(annotated: Annotated, turn: int, mention: Mention) -> Promise | None:
    """Give a time its place in the calendar; None where it has none."""
    at = annotated.at(turn) or annotated.conversation.as_of or _SOME_MONDAY
    if not callable(mention.value):
        return None
    try:
        due = mention.value(at, _OFFICE)
    except (ValueError, OverflowError):
        return None
    is_by = due is not None and due.earliest <= at + timedelta(minutes=1)
    words = annotated.text(turn)[mention.start : mention.end].casefold()
    return Promise(turn, mention, at, due.earliest, due.latest, is_by, words) if due else None
