"""The notes on one text: tokens, segments and mentions, each found when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial

from ..annotated import Mention, Notes, Segment
from .content import content_words
from .deadline import resolve
from .matching import CompiledSignal, phrases_in
from .phrases import Compiled, PhraseIndex
from .quick import QuickWords, keys_of
from .spec import Grammar, SignalSpec
from .text import Text

_TIME_KINDS: Mapping[Grammar, str] = {"hard-time": "hard", "vague-time": "vague", "event-time": "event"}


class SpeakerSignals:
    """The signals that one speaker's words are searched for; `read` makes tokens of a text, `quick` only its words."""

    def __init__(self, signals: Iterable[CompiledSignal], read: Callable[[str], Text], quick: QuickWords) -> None:
        self.by_name = {signal.name: signal for signal in signals}
        self.read, self.quick = read, quick
        self.index = PhraseIndex({name: signal.phrases for name, signal in self.by_name.items()})


class TextNotes(Notes):
    """The notes on a text that some signals may be asked of."""

    def __init__(self, raw: str, signals: SpeakerSignals) -> None:
        self._raw, self._signals = raw, signals
        self._found: dict[str, tuple[Mention, ...]] = {}

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
        return {name: found for name in self._signals.by_name if (found := self.mentions_of(name))}

    def mentions_of(self, signal: str) -> tuple[Mention, ...]:
        """The mentions of one signal, in reading order."""
        found = self._found.get(signal)
        if found is None:
            compiled = self._signals.by_name.get(signal)
            ruled_out = compiled is None or (compiled.is_only_phrases and signal not in self._possible)
            found = self._found[signal] = () if compiled is None or ruled_out else tuple(self._find(compiled))
        return found

    def _find(self, signal: CompiledSignal) -> list[Mention]:
        spec = signal.spec
        if spec.grammar:
            raw = self._times(signal)
        elif spec.any or spec.all:
            raw = [self._mention(signal.name, m.start, m.end, m.value) for m in self._built(spec)]
        else:
            raw = [self._mention(signal.name, start, end) for start, end in self._spans(signal)]
        raw = self._without_excuses(raw, spec) if raw else raw
        return signal.keep(self._text, raw) if raw else raw

    def _spans(self, signal: CompiledSignal) -> list[tuple[int, int]]:
        """What the patterns find. Tokens are made only where a phrase is possible."""
        spans = signal.shapes_in(self._raw)
        phrases = self._possible.get(signal.name)
        if phrases:
            spans.extend(phrases_in(self._text, phrases))
        return spans

    @cached_property
    def _possible(self) -> Mapping[str, Iterable[Compiled]]:
        """The phrases that may be here, by signal."""
        words = self._signals.quick(self._raw)
        return self._signals.index.possible(keys_of(self._text.norms) if words is None else words)

    def _mention(self, name: str, start: int, end: int, value: object = None) -> Mention:
        return Mention(name, start, end, self._text.sentence_at(start), value)

    def _times(self, signal: CompiledSignal) -> list[Mention]:
        """Times of the wanted kind and owner; they carry what resolves them, a function of a moment and hours."""
        kind, owners = _TIME_KINDS.get(signal.spec.grammar or "customer-name"), signal.spec.owner
        times = [t for t in self._text.times if t.kind == kind and (not owners or t.owner in owners)]
        return [self._mention(signal.name, t.start, t.end, partial(resolve, t.time) if t.time else None) for t in times]

    def _built(self, spec: SignalSpec) -> Iterator[Mention]:
        """The mentions that `any` or `all` take over from other signals."""
        for name in spec.any:
            yield from self.mentions_of(name)
        if not spec.all:
            return
        first = self.mentions_of(spec.all[0])
        others = [self.mentions_of(name) for name in spec.all[1:]] if first else []
        if spec.within == "turn":
            yield from first if all(others) else ()
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
