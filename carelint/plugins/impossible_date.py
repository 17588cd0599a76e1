"""`impossible-date`: dates that are in no calendar, or that were over when they were promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin


class DateSettings(Strict):
    """`signal` finds what may be an impossible date and carries what tells, a function of the moment of saying."""

    signal: str = "impossible-date"


class ImpossibleDate(Plugin):
    """Each date that is impossible, seen from the time of its message; the match's `value` says why."""

    Settings = DateSettings

    def __init__(self, settings: DateSettings) -> None:
        """Keep the settings."""
        self._signal = settings.signal

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield them, in reading order."""
        for turn in turns:
            at = annotated.at(turn) or annotated.conversation.as_of
            for mention in annotated.mentions_of(turn, self._signal):
                fault = mention.value(at) if callable(mention.value) else None
                if fault:
                    yield Match(turn, mention.start, mention.end, {"value": fault})
