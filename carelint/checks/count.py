"""`count`: so often, and no more or no less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..annotated import Annotated, Mention
from ..model import Match
from .base import Check, Signals, found, whole_sentence

Hit = tuple[int, Mention]


class Count(Check):
    """At most `max`, or at least `min`, mentions per turn, burst or conversation.

    Or mentions in at most a `share` of the selected turns. With `unit: burst`, whatever one burst says counts once;
    `at_once` then limits the mentions in each of them.

    Too many: the match is the first mention over the limit. Too few: the place where they are missing.
    """

    name: ClassVar[str] = "count"
    signal: Signals
    per: Literal["turn", "burst", "conversation"] = "turn"
    unit: Literal["mention", "burst"] = Field(default="mention", description="what is counted: mentions, or bursts")
    at_once: int | None = Field(default=None, ge=1, description="at most so many mentions in one burst")
    max: int | None = Field(default=None, ge=0)
    min: int | None = Field(default=None, ge=1)
    share: float | None = Field(default=None, ge=0, le=1, description="the largest share of turns that may mention it")

    @model_validator(mode="after")
    def _needs_a_limit(self) -> Self:
        if self.max is None and self.min is None and self.share is None:
            raise ValueError("needs a limit: max, min or share")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is more than max {self.max}")
        if self.unit == "burst" and self.per != "conversation":
            raise ValueError("unit: burst needs per: conversation")
        if self.unit == "mention" and self.at_once is not None:
            raise ValueError("at_once needs unit: burst")
        return self

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield what is too much, or the place of what is too little."""
        turns = self.turns(annotated)
        if self.share is not None:
            yield from self._over_share(annotated, turns)
        for group in self._groups(annotated, turns):
            hits = [(t, m) for t in annotated.which_may(group, self.signal) for m in self._counted(annotated, t)]
            if self.unit == "burst":
                bursts = _by_burst(annotated, hits)
                yield from (match for burst in bursts for match in _over(annotated, burst, self.at_once))
                hits = [burst[0] for burst in bursts]
            yield from self._judge(annotated, group, hits)

    def _groups(self, annotated: Annotated, turns: list[int]) -> list[list[int]]:
        if self.per == "conversation":
            return [turns] if turns else []
        keys = [t if self.per == "turn" else annotated.burst_of.get(t, -1) for t in turns]
        groups: dict[int, list[int]] = {}
        for key, turn in zip(keys, turns, strict=True):
            groups.setdefault(key, []).append(turn)
        return list(groups.values())

    def _counted(self, annotated: Annotated, turn: int) -> list[Mention]:
        return [m for m in annotated.mentions(turn, self.signal) if not self.excused(annotated, turn, m)]

    def _judge(self, annotated: Annotated, group: list[int], hits: list[Hit]) -> Iterator[Match]:
        yield from _over(annotated, hits, self.max)
        if self.min is not None and len(hits) < self.min:
            place = whole_sentence(annotated, group[0])
            yield Match(place.turn, place.start, place.end, {"count": str(len(hits)), "limit": str(self.min)})

    def _over_share(self, annotated: Annotated, turns: list[int]) -> Iterator[Match]:
        hits = [(t, mentions[0]) for t in turns if (mentions := self._counted(annotated, t))]
        if turns and self.share is not None and len(hits) / len(turns) > self.share:
            turn, mention = hits[int(self.share * len(turns))]
            yield found(annotated, turn, mention, count=f"{len(hits) / len(turns):.0%}", limit=f"{self.share:.0%}")

    def triggers(self) -> Iterator[Sequence[str]]:
        """Without its signal nothing can be too much."""
        if self.min is None:
            yield self.signal
        yield from super().triggers()

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.signal
        yield from super().signals()


def _over(annotated: Annotated, hits: list[Hit], limit: int | None) -> Iterator[Match]:
    if limit is not None and len(hits) > limit:
        turn, mention = hits[limit]
        yield found(annotated, turn, mention, count=str(len(hits)), limit=str(limit))


def _by_burst(annotated: Annotated, hits: list[Hit]) -> list[list[Hit]]:
    bursts: dict[int, list[Hit]] = {}
    for hit in hits:
        bursts.setdefault(annotated.burst_of.get(hit[0], -1), []).append(hit)
    return list(bursts.values())
