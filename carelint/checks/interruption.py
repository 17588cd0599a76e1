"""`interruption`: somebody speaks or writes while the other has not finished."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from .base import Check, Speaker, opening
from .waits import Duration, begins, ends


class Interruption(Check):
    """A turn that lands in the other's words.

    Spoken: it begins more than `overlap` before the other ends. Written in a chat: it comes `within` so short a time
    after a message that has no end (no full stop, or a comma or dots), and the other `goes_on` soon after. The rest of
    what was being sent already, the same words once more, and turns of fewer than `at_least` words do not count; nor
    do replies to messages of so few words.
    """

    name: ClassVar[str] = "interruption"
    other: Speaker = "customer"
    within: Duration = timedelta(seconds=3)
    goes_on: Duration = timedelta(seconds=10)
    overlap: Duration = timedelta(seconds=1)
    at_least: int = Field(default=3, ge=1, description="words")

    def missing(self, annotated: Annotated) -> str | None:
        """Chats need times, and speech the ends of turns too."""
        turns = annotated.conversation.turns
        if annotated.conversation.channel == "chat":
            return None if sum(turn.at is not None for turn in turns) > 1 else "no timestamps"
        return None if any(turn.until for turn in turns) else "no turn says when it ends"

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the turns that interrupt."""
        theirs = annotated.turns_by(self.other)
        for turn in self.turns(annotated):
            at = bisect_left(theirs, turn)
            if not at:
                continue
            before = theirs[at - 1]
            if not (self._talks_over(annotated, before, turn) or self._cuts_in(annotated, before, turn)):
                continue
            if not self._is_short(annotated, turn) and not self.absolved(annotated, [turn]):
                yield opening(annotated, turn)

    def _is_short(self, annotated: Annotated, turn: int) -> bool:
        return len(annotated.text(turn).split()) < self.at_least

    def _talks_over(self, annotated: Annotated, before: int, turn: int) -> bool:
        if not annotated.conversation.turns[before].until:
            return False
        start, end, begun = begins(annotated, turn), ends(annotated, before), begins(annotated, before)
        return bool(start and end and begun and begun < start and end - start > self.overlap)

    def _cuts_in(self, annotated: Annotated, before: int, turn: int) -> bool:
        if annotated.conversation.channel != "chat" or before != turn - 1:
            return False
        start, end = begins(annotated, turn), begins(annotated, before)
        if not start or not end or not timedelta() <= start - end < self.within:
            return False
        if self._is_short(annotated, before) or not _is_unfinished(annotated.text(before)):
            return False
        after = self._next(annotated, turn)
        return bool(after and after - start <= self.goes_on) and not self._was_sending(annotated, before, turn)

    def _next(self, annotated: Annotated, turn: int) -> datetime | None:
        """When the other goes on, be it after more than one message of the speaker's."""
        theirs = annotated.turns_by(self.other)
        at = bisect_left(theirs, turn)
        return begins(annotated, theirs[at]) if at < len(theirs) else None

    def _was_sending(self, annotated: Annotated, before: int, turn: int) -> bool:
        """Tell whether the speaker was sending already when the other began, or sends the same once more."""
        start = begins(annotated, turn)
        earlier = next((t for t in reversed(annotated.turns_by(self.speaker)) if t < before), None)
        if earlier is None:
            return False
        at = begins(annotated, earlier)
        return annotated.text(earlier) == annotated.text(turn) or bool(at and start and start - at <= self.goes_on)


def _is_unfinished(text: str) -> bool:
    end = text.rstrip()
    return end.endswith(("...", "…", ",", "-", "–", "—")) or end[-1:].isalnum()
