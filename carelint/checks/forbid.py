"""`forbid`: these words must not occur here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import Field

from ..annotated import Annotated, Mention
from ..model import Match
from .base import Check, Per, Signals, found, once_per


class Forbid(Check):
    """Each mention of `signal` in the selected turns is a match, unless excused."""

    name: ClassVar[str] = "forbid"
    signal: Signals
    in_public: Signals | None = Field(default=None, description="besides, where everybody can read it")
    allowed: list[str] = Field(default=[], description="what holds one of these is no match: our own domain, a name")
    per: Per = "mention"

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the mentions."""
        hits = (
            (found(annotated, turn, mention), mention.sentence)
            for turn in annotated.which_may(self.turns(annotated), [*self.signal, *(self.in_public or ())])
            for mention in annotated.mentions(turn, self._forbidden(annotated, turn))
            if not self._is_allowed(annotated, turn, mention) and not self.excused(annotated, turn, mention)
        )
        yield from once_per(annotated, self.per, hits)

    def _forbidden(self, annotated: Annotated, turn: int) -> list[str]:
        return [*self.signal, *self.in_public] if self.in_public and is_public(annotated, turn) else self.signal

    def _is_allowed(self, annotated: Annotated, turn: int, mention: Mention) -> bool:
        if not self.allowed:
            return False
        said = annotated.text(turn)[mention.start : mention.end].casefold()
        return any(allowed.casefold() in said for allowed in self.allowed)

    def triggers(self) -> Iterator[Sequence[str]]:
        """Without its signals there is nothing to judge."""
        yield [*self.signal, *(self.in_public or ())]
        yield from super().triggers()

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.signal
        yield from self.in_public or ()
        yield from super().signals()


def is_public(annotated: Annotated, turn: int) -> bool:
    """Tell whether everybody can read a turn, as far as the source says."""
    conversation = annotated.conversation
    visibility = conversation.turns[turn].visibility
    return visibility == "public" if visibility else bool(conversation.public)
