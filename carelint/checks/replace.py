"""`replace`: these words are written otherwise, and a fix can write them so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated as Typed
from typing import ClassVar, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from ..annotated import Annotated, Mention
from ..model import Match
from ..placeholders import is_for_platform
from ..wording import wrong_type
from .base import Check, OwnPhrase, Per, found, once_per
from .rewrite import fitting, is_aside, like

Text = Typed[str, StringConstraints(min_length=1)]


def _listed(value: object) -> object:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise ValueError(wrong_type(value, "text or a list of texts"))
    return value


Others = Typed[list[Text], Field(min_length=1), BeforeValidator(_listed, json_schema_input_type=str | list[str])]


class Replace(Check):
    """Words that are better said, or spelled, otherwise, each with what to write instead; the first of several is best.

    `swap` never changes what is meant, and a fix may write it; `suggest` may change it. Both are in the notation of
    signals: `utilise|utilize: use`. Names in `exact` are spelled just so: iPhone, PayPal.
    """

    name: ClassVar[str] = "replace"
    swap: dict[Text, Others] = Field(default={}, description="phrases, and what a fix writes instead")
    suggest: dict[Text, Others] = Field(default={}, description="the same, where the meaning may change")
    exact: list[Text] = Field(default=[], description="names whose capitals are wrong anywhere else")
    per: Per = "mention"

    @model_validator(mode="after")
    def _needs_words(self) -> Self:
        if not (self.swap or self.suggest or self.exact):
            raise ValueError("nothing to replace: write swap, suggest or exact")
        return self

    @cached_property
    def own_phrases(self) -> Sequence[OwnPhrase]:
        """All phrases; the number of each is the value of its mentions."""
        pairs = [OwnPhrase((key, phrase), phrase) for key in ("swap", "suggest") for phrase in getattr(self, key)]
        return (*pairs, *(OwnPhrase(("exact", number), name) for number, name in enumerate(self.exact)))

    @cached_property
    def _others(self) -> Sequence[Sequence[str]]:
        """What to write instead, in the order of the phrases."""
        return [*self.swap.values(), *self.suggest.values(), *([name] for name in self.exact)]

    def reads_text(self) -> bool:
        """Its phrases are found by the language layer."""
        return True

    def triggers(self) -> Iterator[Sequence[str]]:
        """Without one of its phrases there is nothing to judge."""
        yield [self.own_signal]
        yield from super().triggers()

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield what to replace, each with its fix."""
        hits = (
            (match, mention.sentence)
            for turn in annotated.which_may(self.turns(annotated), [self.own_signal])
            for mention in annotated.mentions(turn, [self.own_signal])
            if (match := self._match(annotated, turn, mention)) and not self.excused(annotated, turn, mention)
        )
        yield from once_per(annotated, self.per, hits)

    def _match(self, annotated: Annotated, turn: int, mention: Mention) -> Match | None:
        number = int(str(mention.value))
        is_exact = number >= len(self.swap) + len(self.suggest)
        text, start, end = annotated.text(turn), mention.start, mention.end
        others = [other if is_exact else like(text[start:end], other) for other in self._others[number]]
        if text[start:end] in others or is_for_platform(text, start, end, wholly=True):
            return None
        safe = not len(self.swap) <= number < len(self.swap) + len(self.suggest)
        fix = None if is_aside(annotated, turn, start, end) else fitting(text, start, end, others[0], safe=safe)
        match = found(annotated, turn, mention, replacement=" / ".join(others))
        return Match(match.turn, start, end, match.values, fix)
