"""Signals compiled: what finds them, and the guards that excuse a mention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from ..annotated import Mention
from ..validators import is_valid
from .negation import is_negated
from .phrases import Compiled, CompiledPhrase, CompiledTokens, Vocabulary, is_possible
from .shapes import Shape, signs_of
from .spec import NumberedSpec, SignalSpec
from .text import Text


class CompiledSignal:
    """A signal ready to run on texts, for everything but what it is built of (`any`, `all`, `unless.signals`)."""

    def __init__(self, vocabulary: Vocabulary, name: str, spec: SignalSpec) -> None:
        self.name, self.spec = name, spec
        self._vocabulary = vocabulary
        tokens = (CompiledTokens(vocabulary, pattern, spec.words) for pattern in spec.tokens)
        self.phrases: tuple[Compiled, ...] = (*self._compiled(spec.phrases), *tokens)
        self.shapes = tuple(Shape(pattern) for pattern in spec.regex)

    def _compiled(self, sources: Sequence[str]) -> list[CompiledPhrase]:
        return [CompiledPhrase(self._vocabulary, source, self.spec.words) for source in sources]

    @cached_property
    def _excuses(self) -> list[CompiledPhrase]:
        return self._compiled(self.spec.unless.phrases)

    @cached_property
    def _in_sentence(self) -> list[CompiledPhrase]:
        return self._compiled(self.spec.unless.sentence)

    @cached_property
    def _before(self) -> list[CompiledPhrase]:
        return self._compiled(self.spec.unless.before)

    @cached_property
    def _after(self) -> list[CompiledPhrase]:
        return self._compiled(self.spec.unless.after)

    def shapes_in(self, raw: str) -> list[tuple[int, int]]:
        """What its regular expressions find, as characters, before any guard but `valid`."""
        spans: list[tuple[int, int]] = []
        if not self.shapes:
            return spans
        signs = signs_of(raw)
        for shape in self.shapes:
            if shape.is_possible(signs):
                spans.extend(shape.spans(raw))
        return [span for span in spans if self._is_valid(raw, *span)] if spans else spans

    def _is_valid(self, raw: str, start: int, end: int) -> bool:
        return self.spec.valid is None or is_valid(self.spec.valid, raw[start:end], self.spec.regions)

    def keep(self, text: Text, mentions: Iterable[Mention]) -> list[Mention]:
        """Drop what the guards excuse, and what another mention of the same signal covers."""
        kept = [m for m in mentions if not masked(text, m, self.spec)]
        if self.spec.valid and not self.shapes:
            kept = [m for m in kept if self._is_valid(text.text, m.start, m.end)]
        for excused in (self._segment_guards, self._phrase_guards):
            kept = excused(text, kept) if kept else kept
        return self._numbered(text, longest(kept)) if kept and isinstance(self.spec, NumberedSpec) else longest(kept)

    def _numbered(self, text: Text, mentions: list[Mention]) -> list[Mention]:
        numbers: dict[tuple[int, int], int] = {}
        for number, phrase in enumerate(self.phrases):
            for span in phrases_in(text, [phrase]):
                numbers.setdefault(span, number)
        return [mention._replace(value=numbers[mention.start, mention.end]) for mention in mentions]

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
            spans = phrases_in(text, self._excuses)
            mentions = [m for m in mentions if not any(s < m.end and m.start < e for s, e in spans)]
        if unless.sentence and mentions:
            taken = {
                text.sentence_of[hit.first]
                for phrase in self._in_sentence
                if is_possible(phrase, text.forms)
                for hit in phrase.hits(text)
            }
            mentions = [m for m in mentions if m.sentence not in taken]
        if unless.before and mentions:
            ends = [e for _, e in phrases_in(text, self._before)]
            mentions = [
                m for m in mentions if not any(e <= m.start and not text.text[e : m.start].strip() for e in ends)
            ]
        if unless.after and mentions:
            begins = [s for s, _ in phrases_in(text, self._after)]
            mentions = [m for m in mentions if not any(m.end <= s and not text.text[m.end : s].strip() for s in begins)]
        return mentions


def phrases_in(text: Text, phrases: Iterable[Compiled]) -> list[tuple[int, int]]:
    """What some phrases find, as characters, before any guard."""
    hits = [hit for phrase in phrases if is_possible(phrase, text.forms) for hit in phrase.hits(text)]
    return [(text.words[hit.first].start, text.words[hit.last - 1].end) for hit in hits]


def masked(text: Text, mention: Mention, spec: SignalSpec) -> bool:
    """Tell whether a mention lies in a segment that the signal does not look at."""
    kinds = text.covered(mention.start, mention.end) if text.segments else []
    if any(kind not in spec.segments for kind in kinds if kind != "inline_quote"):
        return True
    # A mention that itself holds the quotation is not quoted.
    quoted = "inline_quote" in kinds and "inline_quote" in text.covered(mention.start, mention.end, wholly=True)
    if quoted and spec.unless.quoted:
        return True
    return "body" not in spec.segments and not any(kind in spec.segments for kind in kinds)


# More mentions of one signal in one message tell nothing new, and would let one message hold up a run.
MOST_MENTIONS = 500


def longest(mentions: list[Mention]) -> list[Mention]:
    """Keep the longest of overlapping mentions, in reading order."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
