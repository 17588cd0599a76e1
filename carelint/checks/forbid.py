"""`forbid`: these words must not occur here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from ..annotated import Annotated, Mention
from ..model import Match
from ..placeholders import is_for_platform
from .base import Check, Per, Signals, found, once_per
from .rewrite import Rewriting, rewritten


class Forbid(Check):
    """Each mention of `signal` in the selected turns is a match, unless excused."""

    name: ClassVar[str] = "forbid"
    signal: Signals
    in_public: Signals | None = Field(default=None, description="besides, where everybody can read it")
    allowed: list[str] = Field(default=[], description="what holds one of these is no match: our own domain, a name")
    per: Per = "mention"
    swap: Rewriting = Field(default={}, description="found words, or /a pattern/, and what a fix writes instead")
    suggest: Rewriting = Field(default={}, description="the same, where the meaning may change")

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the mentions."""
        hits = (
            (self._match(annotated, turn, mention), mention.sentence)
            for turn in annotated.which_may(self.turns(annotated), [*self.signal, *(self.in_public or ())])
            for mention in annotated.mentions(turn, self._forbidden(annotated, turn))
            if not self._is_allowed(annotated, turn, mention) and not self.excused(annotated, turn, mention)
        )
        # What stands for others of its turn is one that can be fixed, if any can: the next look finds the others.
        chosen = sorted(hits, key=_fixability) if self.swap or self.suggest else hits
        yield from once_per(annotated, self.per, iter(chosen))

    def _match(self, annotated: Annotated, turn: int, mention: Mention) -> Match:
        match = found(annotated, turn, mention)
        fix = rewritten(annotated, match, self.swap, self.suggest) if self.swap or self.suggest else None
        return replace(match, fix=fix) if fix else match

    def _forbidden(self, annotated: Annotated, turn: int) -> list[str]:
        return [*self.signal, *self.in_public] if self.in_public and is_public(annotated, turn) else self.signal

    def _is_allowed(self, annotated: Annotated, turn: int, mention: Mention) -> bool:
        # A rule that knows better words speaks of the writer's.
        wording = self.swap or self.suggest
        if wording and is_for_platform(annotated.text(turn), mention.start, mention.end, wholly=True):
            return True
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


def _fixability(hit: tuple[Match, int]) -> int:
    fix = hit[0].fix
    return 2 if fix is None else not fix.safe


def is_public(annotated: Annotated, turn: int) -> bool:
    """Tell whether everybody can read a turn, as far as the source says."""
    conversation = annotated.conversation
    visibility = conversation.turns[turn].visibility
    return visibility == "public" if visibility else bool(conversation.public)
