"""`greeting-fit`: a greeting of another channel, or of another time of day than the customer's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, tzinfo
from typing import Annotated as Typed

from pydantic import Field, StringConstraints

from ..annotated import Annotated, Mention
from ..hours import zone_named
from ..model import Channel, Match
from ..strict_model import Strict
from . import Plugin
from .metadata import kept

_Clock = Typed[str, StringConstraints(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d$")]
Span = Typed[list[_Clock], Field(min_length=2, max_length=2)]


class GreetingSettings(Strict):
    """`foreign` are the signals of greetings that belong elsewhere, per channel.

    `daytime` are signals of greetings that name a time of day, `times` gives each of its words the clock times between
    which it is right; `zones` are the fields that may name the customer's time zone.
    """

    foreign: dict[Channel, list[str]] = Field(default={})
    daytime: list[str] = Field(default=[])
    times: dict[str, Span] = Field(default={})
    zones: list[str] = Field(default=[])


class GreetingFit(Plugin):
    """The first greeting that does not fit; `value` says why.

    The time is the customer's where a field names the time zone, else that of the message's own offset. A message
    stamped in UTC tells nobody's clock: machines write so everywhere.
    """

    Settings = GreetingSettings

    def __init__(self, settings: GreetingSettings) -> None:
        """Keep the settings."""
        self._settings = settings
        self._times = {word: (_clock(first), _clock(last)) for word, (first, last) in settings.times.items()}

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield one match, if any."""
        hits = (match for turn in turns for match in (*self._foreign(annotated, turn), *self._daytime(annotated, turn)))
        if first := next(hits, None):
            yield first

    def _foreign(self, annotated: Annotated, turn: int) -> Iterator[Match]:
        channel = annotated.conversation.channel
        for mention in annotated.mentions(turn, self._settings.foreign.get(channel, ())):
            yield _match(turn, mention, f"it belongs to another channel than {_NAMES[channel]}")

    def _daytime(self, annotated: Annotated, turn: int) -> Iterator[Match]:
        for mention in annotated.mentions(turn, self._settings.daytime):
            word = self._word(annotated.text(turn)[mention.start : mention.end])
            now = self._local(annotated, turn) if word else None
            if word and now and not _is_within(now, *self._times[word]) and not self._echoes(annotated, turn, word):
                yield _match(turn, mention, f"it is {now:%H:%M} there")

    def _word(self, said: str) -> str | None:
        return next((word for word in self._times if word in said.casefold()), None)

    def _local(self, annotated: Annotated, turn: int) -> time | None:
        """The clock time where the customer is, as far as anybody tells."""
        at = annotated.at(turn)
        zone = self._zone(annotated)
        if at is None or (zone is None and not at.utcoffset()):
            return None
        return _shifted(at, zone).time() if zone else at.time()

    def _zone(self, annotated: Annotated) -> tzinfo | None:
        named = (zone_named(value) for _, value in kept(annotated.conversation.metadata, self._settings.zones))
        return next((zone for zone in named if zone), None)

    def _echoes(self, annotated: Annotated, turn: int, word: str) -> bool:
        """Whose morning it is, the customer knows best."""
        before = (t for t in annotated.turns_by("customer") if t < turn)
        return any(self._word(annotated.text(t)[m.start : m.end]) == word
                   for t in before for m in annotated.mentions(t, self._settings.daytime))  # fmt: skip


_NAMES = {"chat": "a chat", "email": "an e-mail", "social": "a social network", "phone": "the telephone"}


def _match(turn: int, mention: Mention, why: str) -> Match:
    return Match(turn, mention.start, mention.end, {"value": why})


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _shifted(at: datetime, zone: tzinfo) -> datetime:
    try:
        return at.astimezone(zone)
    except (OverflowError, ValueError):  # at the edge of the calendar
        return at


def _is_within(now: time, first: time, last: time) -> bool:
    """Tell whether a clock time lies in a span, which may run over midnight."""
    return first <= now < last if first < last else now >= first or now < last
