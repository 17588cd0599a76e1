"""What a signal file may say: its schema, checked without spaCy."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ..annotated import SegmentKind

Text = Annotated[str, StringConstraints(min_length=1)]
Speaker = Literal["agent", "customer", "any"]
Grammar = Literal["hard-time", "vague-time", "event-time", "customer-name"]

# Attributes that blank English sets, and those that only a trained pipeline sets (spaCy would raise E155, but only
# when the pattern runs).
TOKEN_ATTRIBUTES = frozenset(
    "ORTH TEXT NORM LOWER LENGTH SHAPE PREFIX SUFFIX IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE "
    "IS_PUNCT IS_SPACE IS_QUOTE IS_CURRENCY IS_STOP IS_SENT_START LIKE_NUM LIKE_URL LIKE_EMAIL OP".split()
)
TRAINED_ATTRIBUTES = frozenset(["LEMMA", "POS", "TAG", "MORPH", "DEP", "ENT_TYPE", "ENT_IOB"])
OPERATORS = ("?", "!", "+", "*", "{n}", "{n,m}")
PREDICATES = frozenset(["IN", "NOT_IN", "REGEX", "FUZZY1", "FUZZY2", "==", "!=", ">=", "<=", ">", "<"])


class Strict(BaseModel):
    """A mapping in a YAML file: unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


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

    about: Text
    speaker: Speaker = "any"
    phrases: list[Text] = []
    words: dict[str, list[Text]] = {}
    tokens: list[list[dict[str, Any]]] = []
    regex: list[Text] = []
    checksum: Literal["luhn"] | None = None
    grammar: Grammar | None = None
    owner: list[Literal["us", "customer", "none"]] = Field(default=[], description="whose action a time belongs to")
    any: list[Text] = []
    all: list[Text] = []
    within: Literal["sentence", "turn"] = "sentence"
    segments: list[SegmentKind] = Field(default=["body"], alias="in")
    position: At | None = None
    unless: Unless = Unless()
    model: bool = Field(default=False, description="needs the entities or dependencies of a trained pipeline (--model)")
    examples: SignalExamples

    @cached_property
    def uses(self) -> frozenset[str]:
        """The signals that this one is built on."""
        return frozenset((*self.any, *self.all, *self.unless.signals))


def token_fault(pattern: list[dict[str, Any]], *, trained: bool) -> str | None:
    """Say what spaCy would refuse in a token pattern, or what the pipeline lacks; None if nothing."""
    for number, token in enumerate(pattern):
        for name, value in token.items():
            fault = _attribute_fault(name, value, trained=trained)
            if fault:
                return f"token {number + 1}: {fault}"
    if not pattern or all(str(token.get("OP", "")).startswith(("?", "*", "{0")) for token in pattern):
        return "a token pattern needs at least one token that must be there"
    return None


def _attribute_fault(name: str, value: object, *, trained: bool) -> str | None:
    from ..errors import allowed

    if name in TRAINED_ATTRIBUTES and not trained:
        return (
            f"{name} needs a trained pipeline, which blank English is not: "
            "use NORM or LOWER, or set `model: true` and run with --model"
        )
    if name not in TOKEN_ATTRIBUTES | TRAINED_ATTRIBUTES:
        return f"unknown attribute {name}; {allowed(name, TOKEN_ATTRIBUTES)}"
    if name == "OP":
        return _operator_fault(value)
    if isinstance(value, dict):
        strange = [key for key in value if key not in PREDICATES]
        return f"unknown predicate {strange[0]}; {allowed(strange[0], PREDICATES)}" if strange else _regex_fault(value)
    wanted: type = bool if name.startswith(("IS_", "LIKE_")) else int if name == "LENGTH" else str
    return None if isinstance(value, wanted) else f"{name} wants {wanted.__name__}, found {value!r}"


def _operator_fault(value: object) -> str | None:
    import re

    if isinstance(value, str) and re.fullmatch(r"[?!+*]|\{\d{1,2}(,\d{0,2})?\}|\{,\d{1,2}\}", value):
        return None
    return f"unknown operator {value!r}; allowed: {', '.join(OPERATORS)}"


def _regex_fault(value: dict[str, Any]) -> str | None:
    from ..safe_regex import compile_safe

    if "REGEX" not in value:
        return None
    try:
        compile_safe(str(value["REGEX"]))
    except ValueError as fault:
        return f"REGEX {fault}"
    return None
