"""What a signal file may say: its schema, checked without spaCy."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from ..annotated import SegmentKind
from ..strict_model import Strict
from ..validators import Validator

Text = Annotated[str, StringConstraints(min_length=1)]
Region = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
Speaker = Literal["agent", "customer", "any"]
Grammar = Literal[
    "hard-time", "vague-time", "event-time", "impossible-date", "customer-name", "agent-placeholder", "brand-name"
]
TIME_GRAMMARS: tuple[Grammar, ...] = ("hard-time", "vague-time", "event-time")


class Unless(Strict):
    """What excuses a mention."""

    phrases: list[Text] = Field(default=[], description="phrases that overlap the mention")
    sentence: list[Text] = Field(default=[], description="phrases anywhere in the same sentence")
    before: list[Text] = Field(default=[], description="phrases that end right before the mention")
    after: list[Text] = Field(default=[], description="phrases that begin right after the mention")
    signals: list[Text] = Field(default=[], description="other signals in the same sentence or turn")
    within: Literal["sentence", "turn"] = Field(default="sentence", description="where `signals` are looked for")
    negated: bool = Field(default=False, description="a negation up to five tokens before")
    quoted: bool = Field(default=True, description="text in quotation marks, or reported: you said that ...")
    question: bool = Field(default=False, description="a sentence that ends with a question mark")


class At(Strict):
    """Where in the turn's body a mention counts: in its first or last sentences."""

    first: int | None = Field(default=None, ge=1)
    last: int | None = Field(default=None, ge=1)


class SignalExamples(Strict):
    """Texts in which the signal must be found, and texts in which it must not."""

    found: list[Text] = Field(min_length=1)
    silent: list[Text] = Field(min_length=1)


class SignalSpec(Strict):
    """A named linguistic pattern.

    Exactly one of phrases/tokens/regex (together), grammar, any, all says what to find.
    """

    model_config = ConfigDict(populate_by_name=True)

    about: Text
    speaker: Speaker = "any"
    phrases: list[Text] = Field(default=[])
    words: dict[str, Annotated[list[Text], Field(min_length=1)]] = Field(default={})
    tokens: list[list[dict[str, Any]]] = Field(default=[])
    regex: list[Text] = Field(default=[])
    valid: Validator | None = Field(default=None, description="keep only what passes this test of its digits")
    regions: list[Region] = Field(
        default=["GB", "US"], min_length=1, description="for phone numbers without a country code: where they ring"
    )
    mask: Literal["secret", "identity", "contact"] | None = Field(
        default=None,
        description="what its regular expressions find is masked in what is printed: a secret and an identity in every "
        "finding, a contact in the findings of rules that mask",
    )
    grammar: Grammar | None = None
    owner: list[Literal["us", "customer", "none"]] = Field(default=[], description="whose action a time belongs to")
    any: list[Text] = Field(default=[])
    all: list[Text] = Field(default=[])
    within: Literal["sentence", "turn"] = "sentence"
    segments: list[SegmentKind] = Field(default=["body"], alias="in", min_length=1)
    position: At | None = None
    unless: Unless = Unless()
    model: bool = Field(default=False, description="needs the entities or dependencies of a trained pipeline (--model)")
    examples: SignalExamples

    @cached_property
    def uses(self) -> frozenset[str]:
        """The signals that this one is built on."""
        return frozenset((*self.any, *self.all, *self.unless.signals))


class NumberedSpec(SignalSpec):
    """A signal made of phrases that stand in a rule; a mention's value is the number of the phrase that found it."""


def numbered(phrases: Iterable[str]) -> NumberedSpec:
    """Make a signal of some phrases."""
    own = list(phrases)
    return NumberedSpec(about="phrases of a rule", phrases=own, examples=SignalExamples(found=own, silent=["-"]))
