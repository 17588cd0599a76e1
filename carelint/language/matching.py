"""Signals compiled to spaCy matchers, and run over one text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

import numpy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from ..annotated import Mention, Segment
from ..safe_regex import compile_safe
from .deadline import Word
from .negation import is_negated
from .notation import Gap, Item, Maybe, Phrase, parse_phrase
from .spec import SignalSpec

Pattern = list[dict[str, Any]]

# Words that nearly every message holds: a phrase is not anchored on them when it has a rarer word.
_COMMON = frozenset(
    "i we you it the a an to of and or in on for is are be am was do did have has had will would can could not "
    "that this my our your me us there as at if so with by just please what how when".split()
)


class Hit(NamedTuple):
    """A stretch of tokens, from `first` up to but not including `last`."""

    first: int
    last: int


@dataclass
class Text:
    """One text being searched: its tokens, sentences and masks."""

    doc: Doc
    text: str
    words: Sequence[Word]
    starts: Sequence[int]
    segments: Sequence[Segment]

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence of each token."""
        numbers, current = [], -1
        begins = set(self.starts)
        for number in range(len(self.words)):
            current += number in begins
            numbers.append(current)
        return numbers

    @cached_property
    def norms(self) -> set[int]:
        """The hashes of all norms and lower-case forms in the text."""
        return set(numpy.unique(self.doc.to_array(["NORM", "LOWER"])).tolist())

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences as characters."""
        ends = [*self.starts[1:], len(self.words)]
        return tuple((self.words[s].start, self.words[e - 1].end) for s, e in zip(self.starts, ends, strict=True))

    def sentence_tokens(self, sentence: int) -> range:
        """The tokens of a sentence."""
        end = self.starts[sentence + 1] if sentence + 1 < len(self.starts) else len(self.words)
        return range(self.starts[sentence], end)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds a character."""
        for number, (_, end) in enumerate(self.sentences):
            if offset < end:
                return number
        return max(len(self.sentences) - 1, 0)

    def is_question(self, sentence: int) -> bool:
        """Tell whether a sentence ends with a question mark."""
        tokens = self.sentence_tokens(sentence)
        return any("?" in self.text[self.words[n].start : self.words[n].end] for n in reversed(tokens[-4:]))


class PhraseSet:
    """Phrases and token patterns compiled to one matcher, with the words that at least one of them needs."""

    def __init__(
        self, nlp: Language, phrases: Sequence[str], lists: Mapping[str, Sequence[str]], tokens: Sequence[Pattern] = ()
    ) -> None:
        self._matcher = Matcher(nlp.vocab, validate=False)
        self._edges: dict[int, tuple[bool, bool]] = {}
        self._anchors: set[int] | None = set()
        groups: dict[tuple[bool, bool], list[Pattern]] = {}
        for source in phrases:
            phrase = parse_phrase(source, lists)
            groups.setdefault((phrase.at_start, phrase.at_end), []).extend(_patterns(nlp, phrase))
        if tokens:
            groups.setdefault((False, False), []).extend(_fill_lists(pattern, lists) for pattern in tokens)
        for number, (edges, patterns) in enumerate(groups.items()):
            key = f"{number}"
            self._matcher.add(key, patterns)
            self._edges[nlp.vocab.strings[key]] = edges
            for pattern in patterns:
                self._anchor(nlp, pattern)

    def _anchor(self, nlp: Language, pattern: Pattern) -> None:
        choices = [words for token in pattern if (words := _required_words(token))]
        if not choices:
            self._anchors = None
        elif self._anchors is not None:
            best = min(choices, key=lambda words: (any(word in _COMMON for word in words), len(words)))
            self._anchors.update(nlp.vocab.strings.add(word) for word in best)

    def possible(self, text: Text) -> bool:
        """Tell whether the text holds a word that one of the patterns needs."""
        return bool(self._edges) and (self._anchors is None or not self._anchors.isdisjoint(text.norms))

    def hits(self, text: Text) -> list[Hit]:
        """All matches inside one sentence, edges minded."""
        if not self.possible(text):
            return []
        sentence_of = text.sentence_of
        return [
            Hit(first, last)
            for key, first, last in self._matcher(text.doc)
            if sentence_of[first] == sentence_of[last - 1] and _on_edges(text, first, last, *self._edges[key])
        ]


def _on_edges(text: Text, first: int, last: int, at_start: bool, at_end: bool) -> bool:
    tokens = text.sentence_tokens(text.sentence_of[first])
    if at_start and any(_is_word(text, n) for n in range(tokens.start, first)):
        return False
    return not (at_end and any(_is_word(text, n) for n in range(last, tokens.stop)))


def _is_word(text: Text, number: int) -> bool:
    """Handles and marks do not count when a phrase must open or close a sentence."""
    raw = text.text[text.words[number].start : text.words[number].end]
    return raw[:1] not in "@#" and any(c.isalnum() for c in raw)


def _patterns(nlp: Language, phrase: Phrase) -> list[Pattern]:
    return [pattern for pattern in _sequence(nlp, phrase.items) if pattern]


def _sequence(nlp: Language, items: Sequence[Item]) -> list[Pattern]:
    choices = [_choices(nlp, item) for item in items]
    return [[token for part in combination for token in part] for combination in product(*choices)]


def _choices(nlp: Language, item: Item) -> list[Pattern]:
    if isinstance(item, Gap):
        return [[{"OP": f"{{0,{item.size}}}"}]]
    if isinstance(item, Maybe):
        inner = _sequence(nlp, item.items)
        if len(inner) == 1 and len(inner[0]) == 1 and "OP" not in inner[0][0]:
            return [[{**inner[0][0], "OP": "?"}]]
        return [*inner, []]
    return _word_choices(nlp, item.alternatives)


def _word_choices(nlp: Language, alternatives: Sequence[str]) -> list[Pattern]:
    single, several = [], []
    for alternative in alternatives:
        norms = [token.norm_.lower() for token in nlp.tokenizer(alternative)]
        if len(norms) == 1:
            single.append(norms[0])
        else:
            several.append([{"NORM": norm} for norm in norms])
    if single:
        several.insert(0, [{"NORM": single[0]} if len(single) == 1 else {"NORM": {"IN": single}}])
    return several


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


class CompiledSignal:
    """A signal ready to run on texts, for everything but what it is built of (`any`, `all`, `unless.signals`)."""

    def __init__(self, nlp: Language, name: str, spec: SignalSpec) -> None:
        self.name, self.spec = name, spec
        self._find = PhraseSet(nlp, spec.phrases, spec.words, spec.tokens)
        self._regexes = tuple(compile_safe(pattern, re.MULTILINE) for pattern in spec.regex)
        unless = spec.unless
        self._excuses = PhraseSet(nlp, unless.phrases, spec.words)
        self._in_sentence = PhraseSet(nlp, unless.sentence, spec.words)
        self._before = PhraseSet(nlp, unless.before, spec.words)
        self._after = PhraseSet(nlp, unless.after, spec.words)

    def spans(self, text: Text) -> Iterator[tuple[int, int]]:
        """What the patterns find, as characters, before any guard."""
        for hit in self._find.hits(text):
            yield text.words[hit.first].start, text.words[hit.last - 1].end
        for regex in self._regexes:
            for match in regex.finditer(text.text):
                span = match.span("value") if "value" in regex.groupindex else match.span()
                if span[1] > span[0]:
                    yield span

    def keep(self, text: Text, mentions: Iterable[Mention]) -> list[Mention]:
        """Drop what the guards excuse, and what another mention of the same signal covers."""
        kept = [m for m in mentions if not masked(text, m, self.spec)]
        for excused in (self._segment_guards, self._phrase_guards):
            kept = excused(text, kept) if kept else kept
        return longest(kept)

    def _segment_guards(self, text: Text, mentions: list[Mention]) -> list[Mention]:
        unless, position = self.spec.unless, self.spec.position
        if unless.question:
            mentions = [m for m in mentions if not text.is_question(m.sentence)]
        if unless.negated:
            mentions = [m for m in mentions if not is_negated(text.words, text.sentence_tokens(m.sentence), m.start)]
        if position:
            total = len(text.sentences)
            mentions = [
                m
                for m in mentions
                if (position.first is None or m.sentence < position.first)
                and (position.last is None or m.sentence >= total - position.last)
            ]
        return mentions

    def _phrase_guards(self, text: Text, mentions: list[Mention]) -> list[Mention]:
        unless = self.spec.unless
        if unless.phrases:
            spans = _characters(text, self._excuses)
            mentions = [m for m in mentions if not any(s < m.end and m.start < e for s, e in spans)]
        if unless.sentence and mentions:
            taken = {text.sentence_of[hit.first] for hit in self._in_sentence.hits(text)}
            mentions = [m for m in mentions if m.sentence not in taken]
        if unless.before and mentions:
            ends = [e for _, e in _characters(text, self._before)]
            mentions = [
                m for m in mentions if not any(e <= m.start and not text.text[e : m.start].strip() for e in ends)
            ]
        if unless.after and mentions:
            begins = [s for s, _ in _characters(text, self._after)]
            mentions = [m for m in mentions if not any(m.end <= s and not text.text[m.end : s].strip() for s in begins)]
        return mentions


def _characters(text: Text, phrases: PhraseSet) -> list[tuple[int, int]]:
    return [(text.words[hit.first].start, text.words[hit.last - 1].end) for hit in phrases.hits(text)]


def masked(text: Text, mention: Mention, spec: SignalSpec) -> bool:
    """Tell whether a mention lies in a segment that the signal does not look at."""
    for segment in text.segments:
        if segment.start >= mention.end or segment.end <= mention.start:
            continue
        if segment.kind == "inline_quote":
            # A mention that itself holds the quotation is not quoted.
            if spec.unless.quoted and segment.start <= mention.start and mention.end <= segment.end:
                return True
        elif segment.kind not in spec.segments:
            return True
    if "body" in spec.segments or not text.segments:
        return "body" not in spec.segments
    return not any(s.start < mention.end and mention.start < s.end for s in text.segments if s.kind in spec.segments)


def longest(mentions: list[Mention]) -> list[Mention]:
    """Keep the longest of overlapping mentions, in reading order."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
