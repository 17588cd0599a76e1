"""The signals that one speaker's words are searched for, and which of them a text makes possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from .matching import CompiledSignal
from .phrases import Compiled, PhraseIndex, possible_phrases
from .shapes import signs_of
from .spec import SignalSpec
from .text import Text

# Texts after which an index is worth its making: a single draft does without.
_FEW_TEXTS = 40
# Signals asked for this often in those texts are indexed; for others their own phrases are looked through.
_OFTEN = 10


@dataclass(frozen=True, slots=True)
class Possible:
    """Which signals one text may hold. Before there is an index, all may be there."""

    words: Set[str]
    names: Set[str]
    indexed: Mapping[str, Mapping[Compiled, None]]
    is_indexed: Callable[[str], bool]

    def has(self, name: str) -> bool:
        """Tell whether the text may hold a signal."""
        return name in self.names

    def phrases(self, signal: CompiledSignal) -> Iterable[Compiled]:
        """Those phrases of a signal that the text may hold."""
        if self.is_indexed(signal.name):
            return self.indexed.get(signal.name, ())
        return possible_phrases(signal.phrases, self.words)


class SpeakerSignals:
    """Signals by name, each compiled when it is first asked for; `read` makes words of a text."""

    def __init__(
        self,
        specs: Mapping[str, SignalSpec],
        compiled: Callable[[str], CompiledSignal],
        read: Callable[[str], Text],
    ) -> None:
        self.specs, self.compiled, self.read = specs, compiled, read
        self._texts = 0
        self._asked: Counter[str] = Counter()

    @property
    def names(self) -> Iterable[str]:
        """All signals, those first that others are built on."""
        return self.specs

    def possible(self, text: Text) -> Possible:
        """Tell what a text may hold."""
        self._texts += 1
        if self._texts <= _FEW_TEXTS:
            return Possible(text.forms, self.specs.keys(), {}, self._note)
        indexed = self._index.possible(text.forms)
        return Possible(text.forms, self._names(text.text, indexed), indexed, self._often.__contains__)

    def _note(self, name: str) -> bool:
        self._asked[name] += 1
        return False

    @cached_property
    def _often(self) -> frozenset[str]:
        return frozenset(name for name, times in self._asked.items() if times >= _OFTEN)

    @cached_property
    def _index(self) -> PhraseIndex:
        return PhraseIndex({name: self.compiled(name).phrases for name in self.specs if name in self._often})

    @cached_property
    def _shaped(self) -> list[tuple[str, CompiledSignal]]:
        return [(name, self.compiled(name)) for name in self.specs if name in self._often and self.specs[name].regex]

    @cached_property
    def _always(self) -> frozenset[str]:
        """What no index rules out: signals seldom asked for, times, and what is built on either."""
        loose = [name for name, spec in self.specs.items() if name not in self._often and not (spec.any or spec.all)]
        return frozenset(dependent for name in loose for dependent in self._dependents[name])

    @cached_property
    def _dependents(self) -> Mapping[str, frozenset[str]]:
        """Each signal with all that are built on it."""
        found = {name: {name} for name in self.specs}
        for name, spec in self.specs.items():
            for source in (*spec.any, *spec.all[:1]):
                for own in found.values():
                    if source in own:
                        own.add(name)
        return {name: frozenset(own) for name, own in found.items()}

    def _names(self, raw: str, indexed: Iterable[str]) -> Set[str]:
        names = set(self._always)
        for name in indexed:
            names |= self._dependents[name]
        signs = signs_of(raw)
        for name, signal in self._shaped:
            if signal.has_shape(signs):
                names |= self._dependents[name]
        return names
