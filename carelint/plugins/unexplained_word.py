"""`unexplained-word`: trade words and abbreviations that neither the customer has used nor anybody has explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin

# An explanation stands right behind the word, two words between at most, or the word in brackets behind it.
_EXPLAINED_AFTER = re.compile(
    r"(?:\s[\w'’-]{1,20}){0,2}\s?(?:\(|[,–—-]\s(?:or|i\.?e|our)\b"
    r"|[,–—-]?\s(?:which|that is|meaning|means|stands for|is (?:our|short|an?)|is the (?:code|number|name)|namely"
    r"|in other words)\b)",
    re.IGNORECASE,
)
_EXPLAINED_BEFORE = re.compile(
    r"(?:\((?:or |i\.?e\.?,? |aka |(?:also )?(?:known as |called )|our |your )?(?:an? |the )?|,? or(?: an?| the)? "
    r"|\b(?:called|termed|known as|short for|abbreviated to|abbreviated as|referred to as)(?: an?| the| our)? )"
    r"[\"“'‘]?$",
    re.IGNORECASE,
)
_NEAR = 60


class WordSettings(Strict):
    """`signals` find the words; the first unexplained use of each word in a conversation is a match."""

    signals: list[str] = Field(min_length=1)


class UnexplainedWord(Plugin):
    """The first use of a word that the customer has not said before, and that nobody explained."""

    Settings = WordSettings

    def __init__(self, settings: WordSettings) -> None:
        """Keep the settings."""
        self._signals = settings.signals

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield them in reading order, each word once."""
        if not annotated.has(turns, self._signals):
            return
        known = set[str]()
        judged = set(turns)
        for turn in annotated.turns_by("any"):
            text = annotated.text(turn)
            for mention in annotated.mentions(turn, self._signals):
                word = _plain(text[mention.start : mention.end])
                explained = _is_explained(text, mention.start, mention.end)
                if turn in judged and word not in known and not explained and not _asked(annotated, turn, word):
                    yield Match(turn, mention.start, mention.end)
                known.add(word)


def _plain(word: str) -> str:
    return word.casefold().removesuffix("s")


def _asked(annotated: Annotated, turn: int, word: str) -> bool:
    """Tell whether the customer said the word before, in whatever letters: “whats my mpan”."""
    before = (annotated.text(other) for other in annotated.turns_by("customer") if other < turn)
    spoken = re.compile(rf"(?<!\w){re.escape(word)}s?(?!\w)")
    return any(spoken.search(text.casefold()) for text in before)


def _is_explained(text: str, start: int, end: int) -> bool:
    behind, before = text[end : end + _NEAR], text[max(0, start - _NEAR) : start]
    return bool(_EXPLAINED_AFTER.match(behind) or _EXPLAINED_BEFORE.search(before))
