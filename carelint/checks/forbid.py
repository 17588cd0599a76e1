"""`forbid`: these words must not occur here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..annotated import Annotated
from ..model import Match
from .base import Check, Per, Signals, found, once_per


class Forbid(Check):
    """Each mention of `signal` in the selected turns is a match, unless excused."""

    name: ClassVar[str] = "forbid"
    signal: Signals
    per: Per = "mention"

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the mentions."""
        hits = (
            (found(annotated, turn, mention), mention.sentence)
            for turn in self.turns(annotated)
            for mention in annotated.mentions(turn, self.signal)
            if not self.excused(annotated, turn, mention)
        )
        yield from once_per(annotated, self.per, hits)

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.signal
        yield from super().signals()
