"""`field`: the metadata of a conversation is there, valid, and says what the text says."""

from __future__ import annotations

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

    That is `required`, `allowed` and `in_text`.
    """

    name: ClassVar[str] = "field"
    field: str = Setting(description=f"one of {', '.join(_OWN)}, or the name of a metadata field")
    required: bool = False
    allowed: list[str] | None = None
    in_text: Signals | None = Setting(
        default=None, description="signals that hold the field's value, by the selected speaker"
    )

    @model_validator(mode="after")
    def _needs_a_demand(self) -> Self:
        if not self.required and self.allowed is None and self.in_text is None:
            raise ValueError("needs a demand: required, allowed or in_text")
        return self

    def missing(self, annotated: Annotated) -> str | None:
        """A source that keeps no metadata at all cannot lack one field of it."""
        conversation = annotated.conversation
        if self.field in _OWN or conversation.metadata:
            return None
        return "the source holds no metadata"

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the first turn, or the words that the field lacks."""
        value = _value(annotated.conversation, self.field)
        turns = self.turns(annotated)
        if not turns or self.absolved(annotated, turns):
            return
        if not value and self.in_text:
            for turn in turns:
                for mention in annotated.mentions(turn, self.in_text):
                    yield found(annotated, turn, mention, field=self.field)
                    return
        if self.required if not value else self.allowed is not None and value not in self.allowed:
            place = opening(annotated, turns[0])
            yield Match(place.turn, place.start, place.end, {"field": self.field, "value": value})

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.in_text or ()
        yield from super().signals()


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
