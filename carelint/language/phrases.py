"""Phrases and token patterns compiled, and an index that tells which of them a text makes possible.

A run has a thousand phrases and a message ten words, so the phrases are looked up by a rare word that each needs, and
tried only where all the words that they need are there. A phrase is matched over the text's NORMs by the few lines
below: spaCy's Matcher takes the same phrases, but it tests its IN lists in Python at every token, which made a check
of real chats many times slower. Token patterns, which look at shapes and flags, run in spaCy's Matcher.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from spacy.language import Language
from spacy.matcher import Matcher

from .notation import Gap, Item, Maybe, Words, parse_phrase
from .text import Text

Pattern = list[dict[str, Any]]

# Words that nearly every message holds: a phrase is not anchored on them when it has a rarer word.
_COMMON = frozenset(
    "i we you it the a an to of and or in on for is are be am was do did have has had will would can could not that "
    "this my our your me us there as at if so with by just please what how when s m t ll re d , . ? ! ' - about all "
    "also any back been but does from get go good great hello help here hi let like may more name need no now ok okay "
    "one order out see some sorry than thank thanks then they time up want were which who yes".split()
)
_KEY = "pattern"


class Hit(NamedTuple):
    """A stretch of tokens, from `first` up to but not including `last`."""

    first: int
    last: int


class Compiled(Protocol):
    """What can be looked for in a text."""

    @property
    def required(self) -> Sequence[frozenset[str]]:
        """Sets of words, the rarest first; a text without a word of each cannot match."""

    def hits(self, text: Text) -> Iterator[Hit]:
        """Give all matches, each inside one sentence."""


class CompiledPhrase:
    """A phrase of the notation, over the NORMs of a text."""

    def __init__(self, vocabulary: Vocabulary, source: str, lists: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary = vocabulary
        self._phrase = phrase = parse_phrase(source, lists)
        self._at_start, self._at_end = phrase.at_start, phrase.at_end
        needed = (vocabulary.needed(item) for item in phrase.items if isinstance(item, Words))
        self.required = tuple(sorted(needed, key=_rareness))

    @cached_property
    def _steps(self) -> tuple[_Step, ...]:
        """Made when a text first makes the phrase possible: most phrases of most runs never are."""
        return tuple(_step(self._vocabulary, item) for item in self._phrase.items)

    def hits(self, text: Text) -> Iterator[Hit]:
        """Give all matches, each inside one sentence, the first way of each start."""
        for start in self._possible_starts(text):
            stop = text.stop_of(start)
            for end in _ends(self._steps, 0, text.norms_in_order, start, stop):
                if not (self._at_end and text.has_word(end, stop)):
                    yield Hit(text.tokens[start], text.tokens[end - 1] + 1)
                    break

    def _possible_starts(self, text: Text) -> Iterable[int]:
        """Of several sentences only those that hold all that it needs: most of a long mail is out."""
        starts = self._starts(text)
        if len(text.starts) == 1 or len(self.required) < 2:
            return starts
        possible: dict[int, bool] = {}
        kept: list[int] = []
        sentence_of, tokens = text.sentence_of, text.tokens
        for start in starts:
            sentence = sentence_of[tokens[start]]
            fits = possible.get(sentence)
            if fits is None:
                fits = possible[sentence] = is_possible(self, text.forms_of(sentence))
            if fits:
                kept.append(start)
        return kept

    def _starts(self, text: Text) -> Iterable[int]:
        """Where the phrase may begin: at its first word, or anywhere where that may be missing; or only in front."""
        if self._at_start:
            return text.openings
        if not isinstance(self._steps[0], _Choice):
            return range(len(text.tokens))
        return [n for word in self._steps[0].firsts & text.forms for n in text.places.get(word, ())]


class _Choice:
    """One of several words, or sequences of words."""

    def __init__(self, every: Iterable[tuple[str, ...]]) -> None:
        self.singles = frozenset(norms[0] for norms in every if len(norms) == 1)
        self.several: dict[str, list[tuple[str, ...]]] = {}
        for norms in sorted((norms for norms in every if len(norms) > 1), key=lambda norms: (-len(norms), norms)):
            self.several.setdefault(norms[0], []).append(norms)
        self.firsts = self.singles | self.several.keys()

    def ends(self, norms: Sequence[str], start: int, stop: int) -> Iterator[int]:
        """Give where it may end, when it starts there: longer ones first."""
        if start >= stop or norms[start] not in self.firsts:
            return
        for words in self.several.get(norms[start], ()):
            end = start + len(words)
            if end <= stop and tuple(norms[start:end]) == words:
                yield end
        if norms[start] in self.singles:
            yield start + 1


# A choice, a gap of so many tokens, or steps that may be missing.
_Step = _Choice | int | tuple[Any, ...]


def _step(vocabulary: Vocabulary, item: Item) -> _Step:
    if isinstance(item, Gap):
        return item.size
    if isinstance(item, Maybe):
        return tuple(_step(vocabulary, inner) for inner in item.items)
    return _Choice({vocabulary.norms(words) for words in item.alternatives})


def _ends(steps: Sequence[_Step], number: int, norms: Sequence[str], start: int, stop: int) -> Iterator[int]:
    """Give where the steps from `number` on may end.

    What may be missing is first tried as if it were there, and gaps are as short as can be.
    """
    if number == len(steps):
        yield start
        return
    step = steps[number]
    if isinstance(step, int):
        for skipped in range(min(step, stop - start) + 1):
            yield from _ends(steps, number + 1, norms, start + skipped, stop)
        return
    if isinstance(step, _Choice):
        for end in step.ends(norms, start, stop):
            yield from _ends(steps, number + 1, norms, end, stop)
        return
    for end in _ends(step, 0, norms, start, stop):
        if end > start:
            yield from _ends(steps, number + 1, norms, end, stop)
    yield from _ends(steps, number + 1, norms, start, stop)


class CompiledTokens:
    """A spaCy token pattern."""

    def __init__(self, vocabulary: Vocabulary, source: Pattern, lists: Mapping[str, Sequence[str]]) -> None:
        self._vocabulary = vocabulary
        self._pattern = _fill_lists(source, lists)
        needed = (frozenset(words) for token in self._pattern if (words := _required_words(token)))
        self.required = tuple(sorted(needed, key=_rareness))

    @cached_property
    def _matcher(self) -> Matcher:
        matcher = Matcher(self._vocabulary.nlp.vocab, validate=False)
        matcher.add(_KEY, [self._pattern])
        return matcher

    def hits(self, text: Text) -> Iterator[Hit]:
        """Give all matches, each inside one sentence; spaCy looks only at sentences that hold the needed words."""
        for sentence, (begin, stop) in enumerate(text.sentences):
            if not is_possible(self, text.forms_of(sentence)):
                continue
            span = text.doc.char_span(begin, stop, alignment_mode="expand")
            if span is None:
                continue
            for _, first, last in self._matcher(span):
                start = text.word_at.get(span[first].idx)
                end = text.word_until.get(span[last - 1].idx + len(span[last - 1]))
                if start is not None and end is not None and text.sentence_of[start] == text.sentence_of[end]:
                    yield Hit(start, end + 1)


class Vocabulary:
    """Words as the tokenizer sees them, each asked for once."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self._norms: dict[str, tuple[str, ...]] = {}
        self._special = frozenset(nlp.tokenizer.rules)  # type: ignore[union-attr]

    def norms(self, words: str) -> tuple[str, ...]:
        """The norms of one alternative of a phrase, token by token."""
        if words not in self._norms:
            plain = words.isalpha() and words.isascii() and words not in self._special
            tokens = [self.nlp.vocab[words]] if plain else self.nlp.tokenizer(words)
            self._norms[words] = tuple(token.norm_.lower() for token in tokens)
        return self._norms[words]

    def needed(self, item: Words) -> frozenset[str]:
        """For each alternative the rarest norm that it holds."""
        return frozenset(
            min(self.norms(words), key=lambda norm: (norm in _COMMON, -len(norm))) for words in item.alternatives
        )


def is_possible(compiled: Compiled, norms: Set[str]) -> bool:
    """Tell whether a text with these words may match."""
    for words in compiled.required:  # noqa: SIM110 - this runs a million times, and any() would double its cost
        if words.isdisjoint(norms):
            return False
    return True


def _fill_lists(pattern: Pattern, lists: Mapping[str, Sequence[str]]) -> Pattern:
    """Put word lists in place of "{name}" in IN and NOT_IN."""

    def fill(value: object) -> object:
        if isinstance(value, dict):
            return {k: list(lists[v[1:-1]]) if isinstance(v, str) and v[1:-1] in lists else v for k, v in value.items()}
        return value

    return [{name: fill(value) for name, value in token.items()} for token in pattern]


def _required_words(token: dict[str, Any]) -> list[str]:
    if str(token.get("OP", "1"))[:1] in "?*!{":
        return []
    for name in ("NORM", "LOWER"):
        value = token.get(name)
        if isinstance(value, str):
            return [value]
        if isinstance(value, dict) and "IN" in value:
            return list(value["IN"])
    return []


def possible_phrases(phrases: Iterable[Compiled], words: Set[str]) -> list[Compiled]:
    """Those of some phrases that a text with these words may hold."""
    return [phrase for phrase in phrases if is_possible(phrase, words)]


class PhraseIndex:
    """The phrases of many signals, by a word that each needs: what a text makes possible is looked up, not tried.

    `seen` tells in how many texts each word was: of the words that a phrase needs, it is looked up by the rarest.
    """

    def __init__(self, phrases: Mapping[str, Iterable[Compiled]], seen: Mapping[str, int]) -> None:
        self._by_word: dict[str, list[tuple[str, Compiled, Sequence[frozenset[str]]]]] = {}
        self._anywhere: list[tuple[str, Compiled]] = []
        for name, own in phrases.items():
            for phrase in own:
                keys = sorted(phrase.required, key=lambda words: sum(seen.get(word, 0) for word in words))
                for word in keys[0] if keys else ():
                    self._by_word.setdefault(word, []).append((name, phrase, keys[1:]))
                if not keys:
                    self._anywhere.append((name, phrase))

    def possible(self, words: Set[str]) -> Mapping[str, list[Compiled]]:
        """The phrases that a text with these words may hold, by signal; some more than once."""
        found = defaultdict[str, list[Compiled]](list)
        for word in words:
            for name, phrase, others in self._by_word.get(word, ()):
                for keys in others:
                    if keys.isdisjoint(words):
                        break
                else:
                    found[name].append(phrase)
        for name, phrase in self._anywhere:
            found[name].append(phrase)
        return found


def _rareness(words: frozenset[str]) -> tuple[bool, int]:
    return not words.isdisjoint(_COMMON), len(words)
