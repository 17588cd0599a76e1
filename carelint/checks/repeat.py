"""`repeat`: the same text too often, in one conversation or over all that is checked in one run.

    repeat: {within: conversation, unit: sentence, signal: empathy}
    repeat: {within: run, to: customers, copies: 3, similarity: 0.9}
    repeat: {within: run, unit: conversation, speaker: customer, same: [customer], period: 7 days, by: subject,
             similarity: 0.5, values: order-number}

A check sees one conversation. What it needs to know of others is left as a trace, and decided by carelint.across.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from ..annotated import Annotated
from ..model import Conversation, Limits, Match, Status, Trace
from ..repeats import Memory
from ..sketch import Sketch, hash_of, sketch_of, sketch_of_set
from .base import Check, Signals, whole_sentence
from .facts import began, filled, first_filled, identities, macro_names, names_in
from .gap import Duration
from .prose import prose

_OVER_RUN = ("to", "inside", "same", "period", "values", "fields", "status", "without", "told_by", "keep")


class Unit(NamedTuple):
    """A text that may come again, the turns that it is made of, and where a finding about it stands."""

    text: str
    turns: list[int]
    place: Match


class Repeat(Check):
    """The same text too often: the match is the text with which there are `copies` of it.

    `unit` is what is compared: each selected turn, all of them together as one conversation, or each sentence; with a
    `signal`, only texts that mention it. Names, links, handles, numbers and initials do not make texts differ; texts
    of fewer words than `at_least` are not compared. Two are alike from a `similarity` on, the share of their word
    triples that both have (Jaccard), 1 being word for word; or, `by: subject`, of the stems of words that carry the
    subject.

    `within: conversation` looks no further. `within: run` compares all that is checked in one run, in its order: the
    later one is reported, and {where} in the message names others. Copies are those that have what is the `same`
    (customer, author, macro, metadata fields) and come within a `period`; they are counted per conversation, or per
    customer where one is known (`to: customers`), or are so many `inside` one conversation. The `same` macro is also
    the macro itself, if it was checked before. Where both have one of the
    `values`, found by signals such as order-number, or metadata `fields`, these tell whether they are alike, not the
    words. Fields in `told_by` tell of a repetition themselves. So many texts as `keep` says are remembered, as hashes
    of 2 to 5 kB each.
    """

    name: ClassVar[str] = "repeat"
    within: Literal["conversation", "run"] = "conversation"
    unit: Literal["sentence", "turn", "conversation"] = "turn"
    signal: Signals | None = Field(default=None, description="only texts that mention one of these")
    copies: int = Field(default=2, ge=2, le=100)
    similarity: float = Field(default=1, gt=0, le=1)
    by: Literal["words", "subject"] = "words"
    at_least: int = Field(default=5, ge=1, description="leave out texts of fewer words")
    to: Literal["conversations", "customers"] = Field(default="conversations", description="what copies are counted by")
    inside: int | None = Field(default=None, ge=2, le=100, description="so many in one conversation will do too")
    same: list[str] = Field(default=[], description="customer, author, macro or metadata fields that copies share")
    period: Duration | None = None
    values: Signals | None = Field(default=None, description="signals whose words tell two matters apart")
    fields: list[str] = Field(default=[], description="metadata fields that tell two matters apart")
    status: list[Status] = Field(default=[], description="look only at conversations of this status")
    without: list[str] = Field(default=[], description="look only at conversations where these fields are empty")
    told_by: list[str] = Field(default=[], description="metadata fields that tell of a repetition themselves")
    keep: int = Field(default=10_000, ge=100, le=1_000_000)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        idle = [name for name in _OVER_RUN if name in self.model_fields_set]
        if self.within == "conversation" and (idle or self.unit == "conversation"):
            raise ValueError(f"{idle[0] if idle else 'unit: conversation'} belongs to within: run")
        if self.by == "subject" and self.unit == "sentence":
            raise ValueError("by: subject compares turns and conversations, not sentences")
        return self

    def reads_text(self) -> bool:
        """Sentences, and what is quoted or signed, are told by the language layer."""
        return True

    def missing(self, annotated: Annotated) -> str | None:
        """Copies cannot be told where the source does not say what they are told by."""
        conversation = annotated.conversation
        if first_filled(conversation, self.told_by):
            return None
        if "customer" in self.same and not identities(conversation):
            return "the customer is not known"
        if "macro" in self.same and not self._is_origin(conversation) and not any(t.macro for t in conversation.turns):
            return "the source does not say which macro a message was made from"
        if self.period is not None and began(conversation) is None:
            return "no timestamps"
        if self.status and conversation.status is None:
            return "the source does not say whether it is open"
        return None

    def applies(self, annotated: Annotated) -> bool:
        """Tell whether `when` holds; macros are read for what is made from them, whatever it says."""
        return self._is_origin(annotated.conversation) or super().applies(annotated)

    def _is_origin(self, conversation: Conversation) -> bool:
        return conversation.kind == "macro" and "macro" in self.same

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield what comes again in the conversation, and what other conversations decide on."""
        conversation = annotated.conversation
        if (self.status and conversation.status not in self.status) or first_filled(conversation, self.without):
            return
        units = list(self._units(annotated))
        told = first_filled(conversation, self.told_by)
        if units and told:
            field, value = told
            yield _match(annotated, units[0], None, count=value, where=field, field=field)
            return
        limit = self.copies if self.within == "conversation" else self.inside
        if limit and len(units) >= limit:
            yield from self._copied(annotated, units, limit)
        if self.within == "run":
            yield from self._traced(annotated, units)

    def _units(self, annotated: Annotated) -> Iterator[Unit]:
        turns = [turn for turn in self.turns(annotated) if not self.signal or annotated.mentions(turn, self.signal)]
        if self.unit == "conversation":
            if turns and not self.absolved(annotated, turns):
                text = "\n".join(prose(annotated, turn) for turn in turns)
                yield Unit(text, turns, whole_sentence(annotated, turns[0]))
            return
        for turn in turns:
            if self.absolved(annotated, [turn]):
                continue
            if self.unit == "turn":
                yield Unit(prose(annotated, turn), [turn], whole_sentence(annotated, turn))
            else:
                yield from self._sentences(annotated, turn)

    def _sentences(self, annotated: Annotated, turn: int) -> Iterator[Unit]:
        text = prose(annotated, turn)
        wanted = {mention.sentence for mention in annotated.mentions(turn, self.signal or ())}
        for number, (start, end) in enumerate(annotated.notes[turn].sentences):
            if number in wanted or not self.signal:
                end = start + len(text[start:end].rstrip())
                yield Unit(text[start:end], [turn], Match(turn, start, end))

    def _sketch(self, annotated: Annotated, unit: Unit) -> Sketch | None:
        if self.by == "words":
            return sketch_of(unit.text, names_in(annotated.conversation, unit.turns), at_least=self.at_least)
        words = {word for turn in unit.turns for word in annotated.notes[turn].content}
        return sketch_of_set(words) if len(words) >= self.at_least else None

    def _copied(self, annotated: Annotated, units: list[Unit], limit: int) -> Iterator[Match]:
        """The texts with which there are so many in this conversation."""
        memory, limits = Memory(), Limits(limit, self.similarity)
        for number, unit in enumerate(units):
            sketch = self._sketch(annotated, unit)
            if sketch:
                copies = memory.meet(Trace(limits, (0,), (), *sketch), number, f"message {unit.turns[0] + 1}")
                if copies.count == limit:
                    yield _match(annotated, unit, None, count=str(limit), where=copies.named[0][1])

    def _traced(self, annotated: Annotated, units: list[Unit]) -> Iterator[Match]:
        conversation = annotated.conversation
        period = None if self.period is None else self.period.total_seconds()
        limits = Limits(self.copies, self.similarity, period, self.keep)
        known = identities(conversation) if self.to == "customers" else []
        party = hash_of(known[0]) if known else None
        fields = [(name, hash_of(name, text)) for name, text in filled(conversation, self.fields)]
        for unit in units:
            sketch = self._sketch(annotated, unit)
            keys = (*fields, *self._values(annotated, unit))
            groups = self._groups(conversation, unit)
            if groups and (keys or sketch):
                silent = self._is_origin(conversation)
                trace = Trace(limits, groups, keys, party=party, at=began(conversation), silent=silent)
                yield _match(annotated, unit, replace(trace, **sketch._asdict()) if sketch else trace)

    def _values(self, annotated: Annotated, unit: Unit) -> set[tuple[str, int]]:
        said = (
            annotated.text(turn)[mention.start : mention.end].lower()
            for turn in unit.turns
            for mention in annotated.mentions(turn, self.values or ())
        )
        return {("", hash_of("".join(filter(str.isalnum, value)))) for value in said}

    def _groups(self, conversation: Conversation, unit: Unit) -> tuple[int, ...]:
        """What copies share, once for each way to tell the customer; nothing where it is not known."""
        turn = conversation.turns[unit.turns[0]]
        macros = macro_names(conversation) if conversation.kind == "macro" else [turn.macro.casefold()]
        own = {"customer": identities(conversation), "author": [turn.author], "macro": macros}
        said = dict(filled(conversation, self.same))
        choices = [list(filter(None, own[name])) if name in own else [said.get(name, "")] for name in self.same]
        return tuple(hash_of("group", *choice) for choice in product(*choices))

    def triggers(self) -> Iterator[Sequence[str]]:
        """Without the words that texts must mention, if they must there is nothing to judge."""
        if self.signal:
            yield self.signal
        if "macro" not in self.same:
            yield from super().triggers()

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.signal or ()
        yield from self.values or ()
        yield from super().signals()


def _match(annotated: Annotated, unit: Unit, trace: Trace | None, **values: str) -> Match:
    place = unit.place
    words = annotated.text(place.turn)[place.start : place.end]
    return Match(place.turn, place.start, place.end, {"found": words, **values}, trace=trace)
