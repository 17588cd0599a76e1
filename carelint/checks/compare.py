"""`compare`: what was said before must not be asked again, and values must agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import model_validator

from ..annotated import Annotated, Mention
from ..model import Match
from .base import Check, Per, Signals, Speaker, found, once_per


class Compare(Check):
    """Two ways to compare.

    `asked`: a mapping from a signal that asks for something to the signals that give it. A request is a match when the
    `other` speaker gave the thing in an earlier turn.
    `agree`: values of a signal. A match is a value of the selected speaker that differs from each value of the `other`
    speaker by at most `typos` characters: close enough to be meant, and wrong.
    """

    name: ClassVar[str] = "compare"
    asked: dict[str, Signals] | None = None
    agree: Signals | None = None
    other: Speaker = "customer"
    typos: int = 2
    per: Per = "turn"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.asked is None) == (self.agree is None):
            raise ValueError("needs one of asked and agree")
        return self

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield repeated requests, or values that do not agree."""
        hits = self._asked_again(annotated) if self.asked else self._disagreeing(annotated)
        yield from once_per(annotated, self.per, hits)

    def _asked_again(self, annotated: Annotated) -> Iterator[tuple[Match, int]]:
        for turn in self.turns(annotated):
            for asking, giving in (self.asked or {}).items():
                for mention in annotated.mentions_of(turn, asking):
                    given = self._given(annotated, turn, giving)
                    if given and not self.excused(annotated, turn, mention):
                        where, value = given
                        words = annotated.text(where)[value.start : value.end]
                        yield found(annotated, turn, mention, value=words, where=str(where + 1)), mention.sentence

    def _given(self, annotated: Annotated, turn: int, giving: list[str]) -> tuple[int, Mention] | None:
        for earlier in annotated.turns_by(self.other):
            if earlier >= turn:
                return None
            for mention in annotated.mentions(earlier, giving):
                return earlier, mention
        return None

    def _disagreeing(self, annotated: Annotated) -> Iterator[tuple[Match, int]]:
        theirs = {
            _plain(annotated, turn, m)
            for turn in annotated.turns_by(self.other)
            for m in annotated.mentions(turn, self.agree or [])
        }
        for turn in self.turns(annotated):
            for mention in annotated.mentions(turn, self.agree or []):
                value = _plain(annotated, turn, mention)
                near = sorted(other for other in theirs if 0 < _distance(value, other, self.typos) <= self.typos)
                if value not in theirs and near and not self.excused(annotated, turn, mention):
                    yield found(annotated, turn, mention, value=near[0]), mention.sentence

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        for asking, giving in (self.asked or {}).items():
            yield asking
            yield from giving
        yield from self.agree or ()
        yield from super().signals()


def _plain(annotated: Annotated, turn: int, mention: Mention) -> str:
    return "".join(c for c in annotated.text(turn)[mention.start : mention.end].lower() if c.isalnum())


def _distance(one: str, other: str, most: int) -> int:
    """How many characters differ, swaps of neighbours counting once; more than `most` is not counted out."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(one, other, score_cutoff=most))
