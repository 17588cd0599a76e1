"""The notes on one text: tokens, segments and mentions, each found when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Set
from functools import cached_property, partial
from typing import Any

from ..annotated import Mention, Notes, Segment, T
from .content import content_words
from .matching import MOST_MENTIONS, CompiledSignal, phrases_in
from .speaker import Possible, SpeakerSignals
from .spec import Grammar, SignalSpec
from .text import Text

_TIME_KINDS: Mapping[Grammar, str] = {"hard-time": "hard", "vague-time": "vague", "event-time": "event"}


class TextNotes(Notes):
    """The notes on a text that some signals may be asked of."""

    def __init__(self, raw: str, signals: SpeakerSignals) -> None:
        self._raw, self._signals = raw, signals
        self._found: dict[str, tuple[Mention, ...]] = {}
        self._kept: dict[Hashable, Any] = {}

    @cached_property
    def _text(self) -> Text:
        return self._signals.read(self._raw)

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences, as characters."""
        return self._text.sentences

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches that are not plain body."""
        return self._text.segments

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that carry the subject."""
        return content_words(self._text)

    @property
    def mentions(self) -> Mapping[str, tuple[Mention, ...]]:
        """All mentions of all signals that have any."""
        return {name: found for name in self._signals.names if (found := self.mentions_of(name))}

    def mentions_of(self, signal: str) -> tuple[Mention, ...]:
        """The mentions of one signal, in reading order."""
        found = self._found.get(signal)
        if found is None:
            found = self._found[signal] = tuple(self._search(signal))
        return found

    @property
    def possible(self) -> Set[str]:
        """The signals that the text may mention."""
        return self._possible.names

    def once(self, what: Hashable, work_out: Callable[[], T]) -> T:
        """What somebody else works out of this text alone, kept with it."""
        if what not in self._kept:
            self._kept[what] = work_out()
        found: T = self._kept[what]
        return found

    def _search(self, name: str) -> Iterable[Mention]:
        return self._find(self._signals.compiled(name)) if self._possible.has(name) else ()

    def _find(self, signal: CompiledSignal) -> list[Mention]:
        spec = signal.spec
        if spec.grammar:
            raw = self._times(signal)
        elif spec.any or spec.all:
            raw = [self._mention(signal.name, m.start, m.end, m.value) for m in self._built(spec)]
        else:
            spans = self._spans(signal)
            # The order of finding hangs on the texts before: of too many, the first in the text are taken.
            spans = spans if len(spans) <= MOST_MENTIONS else sorted(spans)[:MOST_MENTIONS]
            raw = [self._mention(signal.name, start, end) for start, end in spans]
        raw = self._without_excuses(raw[:MOST_MENTIONS], spec) if raw else raw
        return signal.keep(self._text, raw) if raw else raw

    def _spans(self, signal: CompiledSignal) -> list[tuple[int, int]]:
        """What the patterns find. Tokens are made only where a phrase is possible."""
        spans = signal.shapes_in(self._raw) if self._possible.has_shape(signal.name) else []
        phrases = self._possible.phrases(signal)
        if phrases:
            spans.extend(phrases_in(self._text, phrases))
        return spans

    @cached_property
    def _possible(self) -> Possible:
        return self._signals.possible(self._text)

    def _mention(self, name: str, start: int, end: int, value: object = None) -> Mention:
        return Mention(name, start, end, self._text.sentence_at(start), value)

    def _times(self, signal: CompiledSignal) -> list[Mention]:
        """Times of the wanted kind and owner; they carry what resolves them, a function of a moment and hours."""
        from .deadline import resolve

        if signal.spec.grammar == "impossible-date":
            return self._suspects(signal)
        kind, owners = _TIME_KINDS.get(signal.spec.grammar or "customer-name"), signal.spec.owner
        if kind is None:
            return []
        times = [t for t in self._text.times if t.kind == kind and (not owners or t.owner in owners)]
        return [self._mention(signal.name, t.start, t.end, partial(resolve, t.time) if t.time else None) for t in times]

    def _suspects(self, signal: CompiledSignal) -> list[Mention]:
        """Dates that cannot be, or may turn out so; they carry what tells, a function of the moment of saying."""
        from .deadline_faults import suspects

        return [self._mention(signal.name, date.start, date.end, date.fault) for date in suspects(self._text)]

    def _built(self, spec: SignalSpec) -> Iterator[Mention]:
        """The mentions that `any` or `all` take over from other signals."""
        for name in spec.any:
            yield from self.mentions_of(name)
        if not spec.all:
            return
        # Times cost most to find: they are asked for last, and where nothing else is there, not at all.
        costly_last = sorted(spec.all, key=lambda name: self._signals.specs[name].grammar is not None)
        if not all(self.mentions_of(name) for name in costly_last):
            return
        first, *others = (self.mentions_of(name) for name in spec.all)
        if spec.within == "turn":
            yield from first
            return
        for mention in first:
            if all(any(other.sentence == mention.sentence for other in found) for found in others):
                yield mention

    def _without_excuses(self, mentions: list[Mention], spec: SignalSpec) -> list[Mention]:
        excuses = [m for name in spec.unless.signals for m in self.mentions_of(name)]
        if spec.unless.within == "turn":
            return [] if excuses else mentions
        taken = {m.sentence for m in excuses}
        return [m for m in mentions if m.sentence not in taken]
