"""Conversation -> Annotated.

Every distinct text is tokenised, cut and searched once, whoever says it and however often.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from graphlib import TopologicalSorter

from ..annotated import Annotated, Mention, Notes
from ..model import Conversation, Turn
from .content import content_words
from .deadline import TimeMention, find_times, resolve
from .finished import is_finished
from .matching import CompiledSignal, Text
from .names import Names, known_names
from .segments import segments
from .spec import Grammar, SignalSpec
from .tokens import load_pipeline, merge_placeholders, sentence_starts, words_of

# Texts kept with their notes. Agents repeat themselves; the bound keeps memory flat on exports of any size.
_CACHED_TEXTS = 20_000
_LONGEST_CACHED = 2_000
# Conversations after which spaCy may forget the words that only they held.
_BATCH = 500

_TIME_KINDS: Mapping[Grammar, str] = {"hard-time": "hard", "vague-time": "vague", "event-time": "event"}


class Annotator:
    """Finds the given signals, and those that they are built on.

    `unavailable` says which cannot be found here, and why.
    """

    def __init__(self, signals: Mapping[str, SignalSpec], needed: Iterable[str], *, model: str | None = None) -> None:
        names = closure(signals, needed)
        self.unavailable = {
            name: "needs a trained spaCy pipeline: name one with --model"
            for name in names
            if signals[name].model and not model
        }
        order = TopologicalSorter({name: signals[name].uses for name in names}).static_order()
        self._nlp = load_pipeline(model)
        self._trained = bool(model)
        self._signals = tuple(
            CompiledSignal(self._nlp, name, signals[name]) for name in order if name not in self.unavailable
        )
        self._by_speaker = {
            speaker: self._speaker_signals(signals, speaker) for speaker in ("agent", "customer", "any")
        }
        self._name_signals = tuple(s for s in self._signals if s.spec.grammar == "customer-name")
        self._cache: OrderedDict[tuple[str, str], Notes] = OrderedDict()

    def _speaker_signals(self, signals: Mapping[str, SignalSpec], speaker: str) -> tuple[CompiledSignal, ...]:
        own = [s.name for s in self._signals if speaker == "any" or s.spec.speaker in (speaker, "any")]
        wanted = closure(signals, own)
        return tuple(s for s in self._signals if s.name in wanted)

    def annotate_all(self, conversations: Iterable[Conversation]) -> Iterator[Annotated]:
        """Annotate a stream. spaCy's store of strings is emptied between batches."""
        batch: list[Conversation] = []
        for conversation in conversations:
            batch.append(conversation)
            if len(batch) == _BATCH:
                yield from self._annotate_batch(batch)
                batch = []
        yield from self._annotate_batch(batch)

    def _annotate_batch(self, batch: Sequence[Conversation]) -> list[Annotated]:
        zone: Callable[[], AbstractContextManager[object]] = nullcontext if self._trained else self._nlp.memory_zone
        with zone():
            return [self.annotate(conversation) for conversation in batch]

    def annotate(self, conversation: Conversation) -> Annotated:
        """Annotate one conversation."""
        notes = tuple(self.notes(turn) for turn in conversation.turns)
        plain = Annotated(conversation, notes)
        names = known_names(plain)
        extra = self._name_mentions(conversation, notes, names)
        known = frozenset({"customer-name"} if names.words else ())
        return Annotated(conversation, notes, extra, known, is_finished(plain))

    def notes(self, turn: Turn) -> Notes:
        """The notes on the text of one turn."""
        speaker = turn.role if turn.role in ("agent", "customer") else "any"
        key = (speaker, turn.text)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        notes = self._search(turn.text, self._by_speaker[speaker])
        if len(turn.text) <= _LONGEST_CACHED:
            self._cache[key] = notes
            if len(self._cache) > _CACHED_TEXTS:
                self._cache.popitem(last=False)
        return notes

    def _search(self, raw: str, signals: Sequence[CompiledSignal]) -> Notes:
        text = self._read(raw)
        if not text.words:
            return Notes()
        found: dict[str, tuple[Mention, ...]] = {}
        times: tuple[TimeMention, ...] | None = None
        for signal in signals:
            if signal.spec.grammar in _TIME_KINDS and times is None:
                times = _times(text)
            mentions = _mentions(text, signal, found, times or ())
            if mentions:
                found[signal.name] = tuple(mentions)
        return Notes(text.sentences, tuple(text.segments), found, content_words(text), len(text.words))

    def _read(self, raw: str) -> Text:
        doc = self._nlp(raw) if self._trained else self._nlp.make_doc(raw)
        merge_placeholders(doc)
        words = words_of(doc)
        return Text(doc, raw, words, sentence_starts(words, raw), segments(raw))

    def _name_mentions(
        self, conversation: Conversation, notes: Sequence[Notes], names: Names
    ) -> dict[int, dict[str, tuple[Mention, ...]]]:
        if not self._name_signals:
            return {}
        return {
            index: {signal.name: found for signal in self._name_signals}
            for index, turn in enumerate(conversation.turns)
            if turn.role == "agent" and (found := names.used_in(turn.text, notes[index]))
        }


def closure(signals: Mapping[str, SignalSpec], needed: Iterable[str]) -> set[str]:
    """The needed signals and all that they are built on."""
    names, todo = set[str](), list(needed)
    while todo:
        name = todo.pop()
        if name not in names:
            names.add(name)
            todo.extend(signals[name].uses)
    return names


def _times(text: Text) -> tuple[TimeMention, ...]:
    found: list[TimeMention] = []
    for sentence in range(len(text.starts)):
        tokens = text.sentence_tokens(sentence)
        found.extend(find_times(text.words[tokens.start : tokens.stop]))
    return tuple(found)


def _mentions(
    text: Text, signal: CompiledSignal, found: Mapping[str, Sequence[Mention]], times: Sequence[TimeMention]
) -> list[Mention]:
    spec = signal.spec
    make = partial(_mention, text, signal.name)
    if spec.grammar and (kind := _TIME_KINDS.get(spec.grammar)):
        raw = [
            make(t.start, t.end, partial(resolve, t.time) if t.time else None)
            for t in times
            if t.kind == kind and (not spec.owner or t.owner in spec.owner)
        ]
    elif spec.any or spec.all:
        raw = [make(m.start, m.end, m.value) for m in _built(text, spec, found)]
    else:
        raw = [
            make(start, end)
            for start, end in signal.spans(text)
            if not spec.checksum or passes_luhn(text.text[start:end])
        ]
    raw = _without_excuses(raw, spec, found)
    return signal.keep(text, raw) if raw else []


def _mention(text: Text, name: str, start: int, end: int, value: object = None) -> Mention:
    return Mention(name, start, end, text.sentence_at(start), value)


def _built(text: Text, spec: SignalSpec, found: Mapping[str, Sequence[Mention]]) -> list[Mention]:
    """The mentions that `any` or `all` take over from other signals."""
    if spec.any:
        return [mention for name in spec.any for mention in found.get(name, ())]
    first, *others = (found.get(name, ()) for name in spec.all)
    if spec.within == "turn":
        return list(first) if all(others) else []
    return [m for m in first if all(any(o.sentence == m.sentence for o in other) for other in others)]


def _without_excuses(
    mentions: list[Mention], spec: SignalSpec, found: Mapping[str, Sequence[Mention]]
) -> list[Mention]:
    excuses = [m for name in spec.unless.signals for m in found.get(name, ())]
    if spec.unless.within == "turn":
        return [] if excuses else mentions
    taken = {m.sentence for m in excuses}
    return [m for m in mentions if m.sentence not in taken]


def passes_luhn(text: str) -> bool:
    """The check-digit test of ISO/IEC 7812 over the digits of a text."""
    from stdnum import luhn

    digits = "".join(c for c in text if c.isdigit())
    return bool(luhn.is_valid(digits))
