"""`companion`: each of these words needs those beside it, within a window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from ..annotated import Annotated, Mention
from ..model import Match
from .base import (
    Check,
    Per,
    SelectSignal,
    Signals,
    Speaker,
    Strict,
    Window,
    WindowText,
    found,
    near,
    once_per,
    reach,
    whole_sentence,
)

# So many letters of a stem tell two words apart.
_TELLING = 6


class Beside(Strict):
    """What each mention needs, who must say it, and how near."""

    signal: Signals
    speaker: Speaker = "agent"
    within: WindowText = Window(1, "burst")
    earlier: bool = Field(default=False, description="one said earlier in the conversation will do too")
    overlap: int | None = Field(default=None, ge=1, description="so many shared content words will do instead")
    common: list[str] = Field(default=[], description="words too common to count as shared")


class Companion(Check):
    """Each mention of `each` needs one of `with` near it. Without anything said in the window, nothing is judged.

    `report` says where the finding stands: at the mention, or at the first turn that should have held its companion.
    """

    name: ClassVar[str] = "companion"
    each: SelectSignal
    with_: Beside = Field(alias="with")
    report: Literal["each", "with"] = "each"
    per: Per = "turn"

    def missing(self, annotated: Annotated) -> str | None:
        """Nothing can be judged where nobody speaks whose words need a companion."""
        return f"no {self.each.speaker} turn" if not list(annotated.turns_by(self.each.speaker)) else None

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the mentions, or the places, without companion."""
        yield from once_per(annotated, self.per, self._lonely(annotated))

    def _lonely(self, annotated: Annotated) -> Iterator[tuple[Match, int]]:
        for turn, mention in self.each.mentions(annotated):
            window = reach(annotated, turn, self.with_.within, self.with_.speaker)
            if (
                not window
                or self._accompanied(annotated, turn, mention, window)
                or self.excused(annotated, turn, mention)
            ):
                continue
            if self.report == "each":
                yield found(annotated, turn, mention), mention.sentence
            else:
                place = whole_sentence(annotated, window[0])
                words = annotated.text(turn)[mention.start : mention.end]
                yield Match(place.turn, place.start, place.end, {"found": words}), 0

    def _accompanied(self, annotated: Annotated, turn: int, mention: Mention, window: list[int]) -> bool:
        wanted = self.with_
        if near(annotated, turn, mention, wanted.within, wanted.speaker, wanted.signal):
            return True
        if wanted.earlier and annotated.has((t for t in annotated.turns_by(wanted.speaker) if t < turn), wanted.signal):
            return True
        return wanted.overlap is not None and len(self._shared(annotated, turn, window)) >= wanted.overlap

    def _shared(self, annotated: Annotated, turn: int, window: list[int]) -> set[str]:
        """What the mention's burst and the window share, by the beginnings of words: terminated, termination."""
        said = annotated.bursts[annotated.burst_of[turn]].turns
        both = _content(annotated, said) & _content(annotated, window)
        return {stem for stem in both if not any(word.startswith(stem) for word in self.with_.common)}

    def triggers(self) -> Iterator[Sequence[str]]:
        """Without what needs a companion there is nothing to judge."""
        yield self.each.signal
        yield from super().triggers()

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.each.signals()
        yield from self.with_.signal
        yield from super().signals()


def _content(annotated: Annotated, turns: tuple[int, ...] | list[int]) -> frozenset[str]:
    return frozenset(stem[:_TELLING] for turn in turns for stem in annotated.notes[turn].content)
