"""`field`: the metadata of a conversation is there, valid, and says what the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, Self

from pydantic import Field as Setting
from pydantic import model_validator

from ..annotated import Annotated
from ..model import Conversation, Match
from .base import Check, Signals, found, opening

_OWN = ("id", "channel", "status", "public", "customer.name", "customer.handle", "customer.email")


class Field(Check):
    """A field of the conversation must be there, valid, or filled when the text holds its value.

    That is `required`, `allowed` and `in_text`; `filled` says the last of many fields, as far as the source keeps them.
    A value that is told must have `min_words` that tell something, and hold nothing that is `refused`; signals of
    `said` in the text are as good as a refused value. Where the field is absent, the first of its `aliases` that is
    there, however it is spelled, stands for it.
    """

    name: ClassVar[str] = "field"
    field: str = Setting(default="", description=f"one of {', '.join(_OWN)}, or the name of a metadata field")
    required: bool = False
    allowed: list[str] | None = None
    in_text: Signals | None = Setting(
        default=None, description="signals that hold the field's value, by the selected speaker"
    )
    filled: dict[str, Signals] = Setting(
        default={}, description="fields that must be filled, if the source keeps them, where these signals are said"
    )
    min_words: int | None = Setting(default=None, ge=1, description="so many words other than `common` ones")
    common: list[str] = Setting(default=[], description="words that tell nothing")
    aliases: list[str] = Setting(default=[], description="fields that say it where the field itself is absent")
    refused: list[str] = Setting(default=[], description="what a value must not hold; letters and digits count")
    said: Signals | None = Setting(default=None, description="signals that say what a refused value says")

    @model_validator(mode="after")
    def _needs_a_demand(self) -> Self:
        given = self.model_fields_set & {"allowed", "in_text", "min_words", "refused", "said"}
        if not self.field and (idle := sorted({*given, *(["required"] if self.required else [])})):
            raise ValueError(f"“{idle[0]}” does nothing without field")
        if not self.field and not self.filled:
            raise ValueError("needs a field, or filled")
        if self.field and not self.required and not given:
            raise ValueError("needs a demand: required, allowed, in_text, min_words, refused or said")
        if self.common and self.min_words is None:
            raise ValueError("common does nothing without min_words")
        return self

    def missing(self, annotated: Annotated) -> str | None:
        """A source that keeps no metadata at all cannot lack one field of it."""
        metadata = annotated.conversation.metadata
        if not self.field:
            return None if self._kept(annotated) else f"the source keeps none of the fields {', '.join(self.filled)}"
        if self.field in _OWN or self.said:
            return None
        if not metadata:
            return "the source holds no metadata"
        # Whether an absent field is a fault, only `required` can tell.
        is_value_judged = self.min_words is not None or self.refused
        is_told = self._told_by(annotated.conversation) in metadata
        return f"the source does not tell the {self.field}" if is_value_judged and not is_told else None

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the first turn, or the words that the field lacks."""
        name = self._told_by(annotated.conversation)
        value = _value(annotated.conversation, name)
        turns = self.turns(annotated)
        if not turns or self.absolved(annotated, turns):
            return
        yield from self._unfilled(annotated, turns)
        if not self.field:
            return
        telling = (() if value else self.in_text or ()), self.said or ()
        for turn in turns:
            for mention in annotated.mentions(turn, [name for names in telling for name in names]):
                yield found(annotated, turn, mention, field=self.field)
                return
        if self._is_wrong(value, is_told=name in _OWN or name in annotated.conversation.metadata):
            place = opening(annotated, turns[0])
            yield Match(place.turn, place.start, place.end, {"field": self.field, "value": value})

    def _told_by(self, conversation: Conversation) -> str:
        """The field itself, or the alias that stands for it."""
        if self.field in _OWN or self.field in conversation.metadata:
            return self.field
        names = {_plain(name): name for name in conversation.metadata}
        return next((names[_plain(alias)] for alias in self.aliases if _plain(alias) in names), self.field)

    def _kept(self, annotated: Annotated) -> dict[str, str]:
        """The fields of `filled` that the source keeps, however it spells them, and their values."""
        names = {_plain(name): name for name in annotated.conversation.metadata}
        named = {name: name if name in _OWN else names.get(_plain(name)) for name in self.filled}
        return {name: _value(annotated.conversation, own) for name, own in named.items() if own}

    def _unfilled(self, annotated: Annotated, turns: list[int]) -> Iterator[Match]:
        """Yield what was told and stands in no field of its own, each thing once."""
        told = set[tuple[int, int]]()
        empty = [name for name, value in self._kept(annotated).items() if not value]
        for name in empty:
            said = ((turn, mention) for turn in turns for mention in annotated.mentions(turn, self.filled[name]))
            turn, mention = next(said, (-1, None))
            if mention and (turn, mention.start) not in told:
                told.add((turn, mention.start))
                yield found(annotated, turn, mention, field=name)

    def _is_wrong(self, value: str, *, is_told: bool) -> bool:
        if self.min_words is not None and is_told and self._words(value) < self.min_words:
            return True
        if not value:
            return self.required
        plain = _plain(value)
        return (self.allowed is not None and value not in self.allowed) or any(
            _plain(refused) in plain for refused in self.refused
        )

    def _words(self, value: str) -> int:
        """The number of words that tell something."""
        words = {_plain(word) for word in re.split(r"[\s/:,;|]+", value)}
        return len(words - {_plain(word) for word in self.common} - {""})

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.in_text or ()
        yield from (name for names in self.filled.values() for name in names)
        yield from self.said or ()
        yield from super().signals()


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _value(conversation: Conversation, name: str) -> str:
    """The field as text, as YAML would write it; nothing where it is absent or blank."""
    value: object = conversation.metadata.get(name)
    if name in _OWN:
        value = conversation
        for part in name.split("."):
            value = getattr(value, part)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()
