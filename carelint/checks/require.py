"""`require`: these words must occur in the selected place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..annotated import Annotated
from ..model import Match
from .base import Check, Signals, whole_sentence


class Require(Check):
    """One of the signals must be mentioned in the selected turns; the match is the place where it is missing.

    The place is the first selected turn, or the last one for a position counted from the end.
    """

    name: ClassVar[str] = "require"
    signal: Signals

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the place, if nothing there says it."""
        turns = self.turns(annotated)
        if not turns or annotated.has(turns, self.signal) or self.absolved(annotated, turns):
            return
        at_end = self.position is not None and self.position.side == "last"
        yield whole_sentence(annotated, turns[-1 if at_end else 0], last=at_end)

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.signal
        yield from super().signals()
