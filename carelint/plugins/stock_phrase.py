"""`stock-phrase`: words that take up nothing of what the customer said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated, Mention
from ..model import Match
from ..strict_model import Strict
from . import Plugin

_WORD = re.compile(r"[^\W\d_]{4,40}")
# So many letters tell two words apart: delivery and delivered are one.
_TELLING = 5


class StockSettings(Strict):
    """`whole` are signals of sentences that say nothing else, `open` of phrases in a sentence that may say more.

    A sentence says more with more than `max` words of its own; `common` are words that every such sentence has.
    """

    whole: list[str] = Field(default=[])
    open: list[str] = Field(default=[])
    max: int = Field(default=2, ge=0)
    common: list[str] = Field(default=[])


class StockPhrase(Plugin):
    """The first stock phrase of each turn whose sentence shares no word with what the customer said before.

    Where the customer said nothing (a draft, a macro), only whole sentences are judged.
    """

    Settings = StockSettings

    def __init__(self, settings: StockSettings) -> None:
        """Keep the settings."""
        self._settings = settings
        self._common = frozenset(word.casefold()[:_TELLING] for word in settings.common)

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield at most one match per turn."""
        for turn in turns:
            if mention := next(self._stock(annotated, turn), None):
                yield Match(turn, mention.start, mention.end)

    def _stock(self, annotated: Annotated, turn: int) -> Iterator[Mention]:
        whole = annotated.mentions(turn, self._settings.whole)
        others = annotated.mentions(turn, self._settings.open)
        if not whole and not others:
            return
        said = self._said(annotated, turn)
        for mention in (*whole, *(others if said else ())):
            own = self._own(annotated, turn, mention)
            if not _shares(own, said) and (mention in whole or len(own) <= self._settings.max):
                yield mention

    def _said(self, annotated: Annotated, turn: int) -> set[str]:
        """What the customer said before, by the beginnings of words."""
        before = (t for t in annotated.turns_by("customer") if t < turn)
        return {stem[:_TELLING] for t in before for stem in annotated.notes[t].content} - self._common

    def _own(self, annotated: Annotated, turn: int, mention: Mention) -> set[str]:
        """What the mention's sentence says besides, by the beginnings of words."""
        start, end = annotated.notes[turn].sentences[mention.sentence]
        words = _WORD.findall(annotated.text(turn)[start:end].casefold())
        return {word[:_TELLING] for word in words} - self._common


def _shares(own: set[str], said: set[str]) -> bool:
    """Tell whether a word begins like one of the customer's: leaking, leak."""
    return any(word.startswith(stem) for word in own for stem in said if len(stem) >= _TELLING - 1)
