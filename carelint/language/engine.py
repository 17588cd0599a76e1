"""Conversation -> Annotated.

Every distinct text is tokenised, cut and searched once, whoever says it and however often, and only for what is asked.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from ..annotated import Annotated, Mention, Notes
from ..model import Conversation, Turn
from .brands import Brands, known_brands
from .finished import is_finished
from .matching import CompiledSignal
from .names import Names, known_names
from .notes import TextNotes
from .phrases import Vocabulary
from .speaker import SpeakerSignals
from .spec import SignalSpec
from .text import Text
from .tokens import load_pipeline
from .words import Tokenizer, without_long_chunks

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Characters of the texts that are kept with their notes, which take some 150 bytes each. Agents repeat themselves; the
# bound keeps memory flat on exports of any size.
_CACHED_CHARACTERS = 800_000
_LONGEST_CACHED = 2_000
# Distinct texts after which an index of the signals is worth its making, of those asked for often and of all: a single
# draft does without.
_FEW_TEXTS, _MANY_TEXTS = 100, 1_000
# Strings after which the pipeline is made anew.
_MOST_STRINGS = 150_000


class Annotator:
    """Finds the given signals, and those that they are built on.

    `unavailable` says which cannot be found here, and why.
    """

    def __init__(self, signals: Mapping[str, SignalSpec], needed: Iterable[str], *, model: str | None = None) -> None:
        names = closure(signals, needed)
        order = tuple(TopologicalSorter({name: signals[name].uses for name in names}).static_order())
        self.unavailable: dict[str, str] = {}
        for name in order:
            if not model and (signals[name].model or not signals[name].uses.isdisjoint(self.unavailable)):
                self.unavailable[name] = "needs a trained spaCy pipeline: name one with --model"
        self._specs = {name: signals[name] for name in order if name not in self.unavailable}
        self._model = model
        self._name_signals = tuple(name for name, spec in self._specs.items() if spec.grammar == "customer-name")
        self._agent_signals = tuple(name for name, spec in self._specs.items() if spec.grammar == "agent-placeholder")
        self._brand_signals = tuple(name for name, spec in self._specs.items() if spec.grammar == "brand-name")
        self._cache: OrderedDict[tuple[str, str], Notes] = OrderedDict()
        self._cached = self._texts = 0
        self._start()

    def _start(self) -> None:
        """Make the pipeline and compile the signals.

        spaCy keeps every string that it ever saw. On a large export the pipeline is made anew now and then: its own
        memory zones would forget them too, but they also forget the tokenizer's cache, which doubles the time.
        """
        self._nlp = load_pipeline(self._model)
        self._cache.clear()
        self._cached = self._texts = 0
        self._tokenizer, vocabulary = Tokenizer(self._nlp), Vocabulary(self._nlp)
        compiled = cache(lambda name: CompiledSignal(vocabulary, name, self._specs[name]))
        self._by_speaker = {
            speaker: SpeakerSignals(_specs_for(speaker, self._specs), compiled, self._read)
            for speaker in ("agent", "customer", "any")
        }

    def annotate_all(self, conversations: Iterable[Conversation]) -> Iterator[Annotated]:
        """Annotate a stream."""
        for conversation in conversations:
            yield self.annotate(conversation)
            if len(self._nlp.vocab.strings) > _MOST_STRINGS and not self._model:
                self._start()

    def annotate(self, conversation: Conversation) -> Annotated:
        """Annotate one conversation."""
        notes = tuple(self.notes(turn) for turn in conversation.turns)
        plain = Annotated(conversation, notes)
        names = known_names(plain)
        brands = known_brands(conversation) if self._brand_signals else Brands(())
        extra = self._name_mentions(conversation, notes, names, brands)
        known = frozenset(
            name for name, is_known in (("customer-name", names.words), ("brand-name", brands.names)) if is_known
        )
        return plain.knowing(extra, known, finished=is_finished(plain))

    def notes(self, turn: Turn) -> Notes:
        """The notes on the text of one turn."""
        speaker = turn.role if turn.role in ("agent", "customer") else "any"
        key = (speaker, turn.text)
        notes = self._cache.get(key)
        if notes is not None:
            self._cache.move_to_end(key)
            return notes
        self._learn()
        notes = Notes()
        if turn.text.strip():
            notes = TextNotes(turn.text, self._by_speaker[speaker])
        if len(turn.text) <= _LONGEST_CACHED:
            self._cache[key] = notes
            self._cached += len(turn.text)
            while self._cached > _CACHED_CHARACTERS:
                (_, oldest), _ = self._cache.popitem(last=False)
                self._cached -= len(oldest)
        return notes

    def _learn(self) -> None:
        """Index the signals when enough texts were read; what was kept of these, without the index, is forgotten."""
        self._texts += 1
        if self._texts in (_FEW_TEXTS, _MANY_TEXTS):
            for signals in self._by_speaker.values():
                signals.index(every=self._texts == _MANY_TEXTS)
            self._cache.clear()
            self._cached = 0

    def _read(self, raw: str) -> Text:
        words, forms = self._tokenizer(raw)
        return Text(raw, words, forms, self._make_doc)

    def _make_doc(self, raw: str) -> Doc:
        text = without_long_chunks(raw)
        return self._nlp(text) if self._model else self._nlp.make_doc(text)

    def _name_mentions(
        self, conversation: Conversation, notes: Sequence[Notes], names: Names, brands: Brands
    ) -> dict[int, dict[str, tuple[Mention, ...]]]:
        extra: dict[int, dict[str, tuple[Mention, ...]]] = {}
        for index, turn in enumerate(conversation.turns):
            if turn.role == "agent" and self._name_signals and (used := names.used_in(turn.text, notes[index])):
                extra[index] = dict.fromkeys(self._name_signals, used)
            if turn.role == "agent" and self._agent_signals and (used := names.agents_in(turn.text, notes[index])):
                extra.setdefault(index, {}).update(dict.fromkeys(self._agent_signals, used))
            for name in self._brand_signals:
                if said := brands.used_in(turn.text, notes[index], name):
                    extra.setdefault(index, {})[name] = said
        return extra


def _specs_for(speaker: str, specs: Mapping[str, SignalSpec]) -> dict[str, SignalSpec]:
    """The signals that are looked for in one speaker's words, and those that they are built on."""
    own = [name for name, spec in specs.items() if speaker == "any" or spec.speaker in (speaker, "any")]
    wanted = closure(specs, own)
    return {name: spec for name, spec in specs.items() if name in wanted}


def closure(signals: Mapping[str, SignalSpec], needed: Iterable[str]) -> set[str]:
    """The needed signals and all that they are built on."""
    names, todo = set[str](), list(needed)
    while todo:
        name = todo.pop()
        if name not in names:
            names.add(name)
            todo.extend(signals[name].uses)
    return names
