"""`short-reply`: a burst of a word or two that answers nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin


class ReplySettings(Strict):
    """`max` words are too few, unless the customer's burst before holds one of `answers`, or this one one of `fits`."""

    max: int = Field(default=2, ge=1)
    answers: list[str] = Field(default=[])
    fits: list[str] = Field(default=[])


class ShortReply(Plugin):
    """Bursts of at most `max` words. One that brings a file, a link or somebody's name is no short reply."""

    Settings = ReplySettings

    def __init__(self, settings: ReplySettings) -> None:
        """Keep the settings."""
        self._settings = settings

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the first turn of each such burst."""
        chosen = set(turns)
        for number, burst in enumerate(annotated.bursts):
            if chosen.issuperset(burst.turns) and self._is_short(annotated, burst.turns):
                before = annotated.bursts[number - 1].turns if number else ()
                if not annotated.has(before, self._settings.answers):
                    yield _place(annotated, burst.turns[0])

    def _is_short(self, annotated: Annotated, turns: Sequence[int]) -> bool:
        # Most messages are longer than any two words: a glance tells.
        if sum(len(annotated.text(turn)) for turn in turns) > 30 * self._settings.max:
            return False
        if any(annotated.conversation.turns[turn].attachments or _has_link(annotated, turn) for turn in turns):
            return False
        if not any(annotated.text(turn).strip() for turn in turns):
            return False
        words = sum(_count_words(annotated, turn) for turn in turns)
        return words <= self._settings.max and not annotated.has(turns, self._settings.fits)


def _count_words(annotated: Annotated, turn: int) -> int:
    """The words of a turn, without what is quoted and the signature."""
    text = annotated.text(turn)
    for segment in annotated.notes[turn].segments:
        if segment.kind in ("quoted", "signature"):
            text = text[: segment.start] + " " * (segment.end - segment.start) + text[segment.end :]
    return sum(any(map(str.isalnum, chunk)) for chunk in text.split())


def _has_link(annotated: Annotated, turn: int) -> bool:
    return any(segment.kind == "url" for segment in annotated.notes[turn].segments)


def _place(annotated: Annotated, turn: int) -> Match:
    text = annotated.text(turn)
    start = len(text) - len(text.lstrip())
    return Match(turn, start, len(text.rstrip()))
