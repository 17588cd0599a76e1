"""The signals that one speaker's words are searched for, and which of them a text makes possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from .matching import CompiledSignal
from .phrases import Compiled, PhraseIndex, possible_phrases
from .shapes import ShapeIndex, signs_of
from .spec import TIME_GRAMMARS, SignalSpec
from .text import Text

# Signals asked for so often before there is an index are indexed first.
_OFTEN = 10
_OF_TIMES = (*TIME_GRAMMARS, "impossible-date")


@dataclass(frozen=True, slots=True)
class Possible:
    """Which signals one text may hold. Of signals that are not `indexed` nothing is known."""

    words: Set[str]
    names: Set[str]
    indexed: Set[str]
    by_phrase: Mapping[str, Sequence[Compiled]]
    by_shape: Set[str]
    note: Callable[[str], None]

    def has(self, name: str) -> bool:
        """Tell whether the text may hold a signal."""
        return name in self.names

    def phrases(self, signal: CompiledSignal) -> Iterable[Compiled]:
        """Those phrases of a signal that the text may hold."""
        if signal.name in self.indexed:
            return dict.fromkeys(self.by_phrase.get(signal.name, ()))
        self.note(signal.name)
        return possible_phrases(signal.phrases, self.words) if signal.phrases else ()

    def has_shape(self, name: str) -> bool:
        """Tell whether the text may hold a shape of a signal."""
        return name in self.by_shape or name not in self.indexed


class SpeakerSignals:
    """Signals by name, each compiled when it is first asked for; `read` makes words of a text."""

    def __init__(
        self,
        specs: Mapping[str, SignalSpec],
        compiled: Callable[[str], CompiledSignal],
        read: Callable[[str], Text],
    ) -> None:
        self.specs, self.compiled, self.read = specs, compiled, read
        self._asked: Counter[str] = Counter()
        self._index: _Index | None = None
        self._seen: Counter[str] = Counter()
        self._is_whole = False

    @property
    def names(self) -> Iterable[str]:
        """All signals, those first that others are built on."""
        return self.specs

    def possible(self, text: Text) -> Possible:
        """Tell what a text may hold."""
        if not self._is_whole:
            self._seen.update(text.forms)
        if self._index is None:
            return Possible(text.forms, self.specs.keys(), frozenset(), {}, frozenset(), self._note)
        return self._index.possible(text, self._note)

    def index(self, *, every: bool) -> None:
        """Index all signals, or those that were asked for often: for others their own patterns are looked through."""
        names = self.specs if every else (name for name, times in self._asked.items() if times >= _OFTEN)
        signals = {name: self.compiled(name) for name in names}
        self._index, self._is_whole = _Index(self.specs, self._dependents, signals, self._seen), every

    def _note(self, name: str) -> None:
        self._asked[name] += 1

    @cached_property
    def _dependents(self) -> Mapping[str, frozenset[str]]:
        """Each signal with all that are built on it."""
        found = {name: {name} for name in self.specs}
        for name, spec in self.specs.items():
            for source in (*spec.any, *spec.all):
                for own in found.values():
                    if source in own:
                        own.add(name)
        return {name: frozenset(own) for name, own in found.items()}


class _Index:
    """What the patterns of some signals need, looked up by the words and characters of a text."""

    def __init__(
        self,
        specs: Mapping[str, SignalSpec],
        dependents: Mapping[str, frozenset[str]],
        signals: Mapping[str, CompiledSignal],
        seen: Mapping[str, int],
    ) -> None:
        self._dependents = dependents
        self._signals = signals.keys()
        self._phrases = PhraseIndex({name: signal.phrases for name, signal in signals.items()}, seen)
        self._shapes = ShapeIndex({name: signal.shapes for name, signal in signals.items()})
        # What nothing rules out: signals seldom asked for, and what is built on them; and the same of times.
        plain = (name for name, spec in specs.items() if not (spec.grammar or spec.any or spec.all))
        self._always = self._with_dependents(name for name in plain if name not in signals)
        self._timed = self._with_dependents(name for name, spec in specs.items() if spec.grammar in _OF_TIMES)
        self._joint = {name: frozenset(spec.all) for name, spec in specs.items() if spec.all}

    def possible(self, text: Text, note: Callable[[str], None]) -> Possible:
        """Tell what a text may hold."""
        by_phrase = self._phrases.possible(text.forms)
        by_shape = self._shapes.possible(signs_of(text.text))
        names = {*self._always, *self._timed} if text.may_hold_times else set(self._always)
        for name in by_phrase.keys() | by_shape:
            names |= self._dependents[name]
        names.difference_update([name for name in self._joint.keys() & names if not self._joint[name] <= names])
        return Possible(text.forms, names, self._signals, by_phrase, by_shape, note)

    def _with_dependents(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(dependent for name in names for dependent in self._dependents[name])
