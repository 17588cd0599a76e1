"""`order`: this must come before that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from ..annotated import Annotated
from ..model import Match
from .base import Check, Per, SelectSignal, found, once_per


class Order(Check):
    """Each mention of `then` must come after a mention of `first`, in an earlier turn or earlier in the same one.

    So must each of `answer`: what says the same only as an answer, with an `after` of its own.
    """

    name: ClassVar[str] = "order"
    first: SelectSignal
    then: SelectSignal
    answer: SelectSignal | None = None
    per: Per = "conversation"

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the mentions of `then` that came too early."""
        earliest = min(((turn, mention.start) for turn, mention in self.first.mentions(annotated)), default=None)
        late = [each for one in self._later() for each in one.mentions(annotated)]
        early = (
            (found(annotated, turn, mention), mention.sentence)
            for turn, mention in sorted(late, key=lambda each: (each[0], each[1].start))
            if (earliest is None or (turn, mention.start) < earliest) and not self.excused(annotated, turn, mention)
        )
        yield from once_per(annotated, self.per, early)

    def triggers(self) -> Iterator[Sequence[str]]:
        """Without what may come too early there is nothing to judge."""
        yield [name for one in self._later() for name in one.signal]
        yield from super().triggers()

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.first.signals()
        for one in self._later():
            yield from one.signals()
        yield from super().signals()

    def _later(self) -> list[SelectSignal]:
        return [self.then, *([self.answer] if self.answer else [])]
