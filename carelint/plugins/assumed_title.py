"""`assumed-title`: a title or a gender that nobody gave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated, Mention
from ..model import Match
from ..strict_model import Strict
from . import Plugin
from .metadata import kept

_TITLE = re.compile(r"\b(mr|mrs|ms|miss|mx|dr|prof|sir|dame|lady|lord|rev|fr)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,40}")
# A signature stands at the end of a message, an introduction at its beginning: nobody's title is far inside.
_LONGEST = 5000


class TitleSettings(Strict):
    """`never` are signals of addresses that guess, `titled` of a title before a name; `fields` may name a title."""

    never: list[str] = Field(default=[])
    titled: list[str] = Field(default=[])
    fields: list[str] = Field(default=[])


class AssumedTitle(Plugin):
    """The first address of each turn that guesses who the customer is.

    A title before the customer's name is a guess where the source knows the name and nobody gave the title: neither
    the source's fields, nor the name itself, nor the customer in a message.
    """

    Settings = TitleSettings

    def __init__(self, settings: TitleSettings) -> None:
        """Keep the settings."""
        self._settings = settings

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield at most one match per turn."""
        for turn in turns:
            guesses = [*annotated.mentions(turn, self._settings.never), *self._titled(annotated, turn)]
            if guesses:
                first = min(guesses, key=lambda mention: mention.start)
                yield Match(turn, first.start, first.end)

    def _titled(self, annotated: Annotated, turn: int) -> Iterator[Mention]:
        name = {word.casefold() for word in _WORD.findall(annotated.conversation.customer.name[:_LONGEST])}
        for mention in annotated.mentions(turn, self._settings.titled) if name else ():
            said = annotated.text(turn)[mention.start : mention.end]
            words = {word.casefold() for word in _WORD.findall(said)}
            title = _TITLE.search(said)
            if title and words & name and title[1].casefold() not in self._given(annotated):
                yield mention

    def _given(self, annotated: Annotated) -> set[str]:
        """The titles that somebody gave, in lower case."""
        conversation = annotated.conversation
        told = [text for _, text in kept(conversation.metadata, self._settings.fields)]
        said = [annotated.text(turn)[:_LONGEST] for turn in annotated.turns_by("customer")]
        texts = (conversation.customer.name, *told, *said)
        return {title.casefold() for text in texts for title in _TITLE.findall(text)}
