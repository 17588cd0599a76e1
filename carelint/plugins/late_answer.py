"""`late-answer`: a question whose answer is there, but only after many words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated, SegmentKind
from ..model import Match
from ..strict_model import Strict
from . import Plugin
from .bodies import body

# Not the answer's own words: what is quoted, linked or signed.
_ASIDE: Sequence[SegmentKind] = ("quoted", "signature", "code", "url")


class LateAnswerSettings(Strict):
    """What answers which question, and how many words may stand before it."""

    answers: dict[str, list[str]] = Field(min_length=1, description="signals that ask, each with those that answer")
    max: int = Field(default=60, ge=0)


class LateAnswer(Plugin):
    """The first answer in a reply to what was asked right before it; the match's `value` is the words before it.

    Where several things were asked, the answer that comes first counts.
    """

    Settings = LateAnswerSettings

    def __init__(self, settings: LateAnswerSettings) -> None:
        """Keep the settings."""
        self._answers = settings.answers
        self._most = settings.max

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the late answers, one for each message."""
        for turn in turns:
            # Each word takes two characters at least: most replies are too short to be late.
            answering = self._asked_for(annotated, turn) if len(annotated.text(turn)) > 2 * self._most else ()
            first = next(iter(annotated.mentions(turn, answering)), None)
            if first:
                before = body(annotated, turn, _ASIDE)[: first.start]
                words = sum(any(map(str.isalnum, word)) for word in before.split())
                if words > self._most:
                    values = {"value": str(words), "limit": str(self._most)}
                    yield Match(turn, first.start, first.end, values)

    def _asked_for(self, annotated: Annotated, turn: int) -> list[str]:
        """The signals that answer what the customer asked in the burst before this one."""
        number = annotated.burst_of.get(turn, 0) - 1
        before = annotated.bursts[number] if number >= 0 else None
        if before is None or before.role != "customer":
            return []
        asked = (names for asking, names in self._answers.items() if annotated.has(before.turns, [asking]))
        return [name for names in asked for name in names]
