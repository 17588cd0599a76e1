"""One text being searched: its tokens, sentences and masks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..annotated import Segment
from .deadline_values import TimeMention, Word

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass
class Text:
    """One text being searched: its tokens, sentences and masks."""

    doc: Doc
    text: str
    words: Sequence[Word]
    starts: Sequence[int]
    segments: tuple[Segment, ...]

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence of each token."""
        numbers: list[int] = []
        current = -1
        begins = set(self.starts)
        for number in range(len(self.words)):
            current += number in begins
            numbers.append(current)
        return numbers

    @cached_property
    def tokens(self) -> list[int]:
        """The numbers of the tokens that are not white space: what phrases count in."""
        return [number for number, word in enumerate(self.words) if not word.norm.isspace()]

    @cached_property
    def norms_in_order(self) -> list[str]:
        """The norm of each of `tokens`."""
        return [word.norm for word in self.words if not word.norm.isspace()]

    @cached_property
    def norms(self) -> frozenset[str]:
        """All norms and lower-case forms in the text."""
        lower = self.text.lower()
        if len(lower) != len(self.text):
            return frozenset((*self.norms_in_order, *(self.text[w.start : w.end].lower() for w in self.words)))
        return frozenset((*self.norms_in_order, *(lower[word.start : word.end] for word in self.words)))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each norm stands in `tokens`."""
        places: dict[str, list[int]] = {}
        for number, norm in enumerate(self.norms_in_order):
            places.setdefault(norm, []).append(number)
        return places

    @cached_property
    def _bounds(self) -> tuple[list[int], list[int]]:
        """For each of `tokens` the first of its sentence, and the first after it."""
        sentences = [self.sentence_of[number] for number in self.tokens]
        begins: list[int] = []
        for number, sentence in enumerate(sentences):
            begins.append(begins[-1] if number and sentences[number - 1] == sentence else number)
        stops: list[int] = []
        for number in range(len(sentences) - 1, -1, -1):
            same = number + 1 < len(sentences) and sentences[number + 1] == sentences[number]
            stops.append(stops[-1] if same else number + 1)
        return begins, stops[::-1]

    @property
    def stop_of(self) -> list[int]:
        """For each of `tokens` the first after its sentence."""
        return self._bounds[1]

    @cached_property
    def openings(self) -> list[int]:
        """Those of `tokens` that no word stands before in their sentence."""
        begins, _ = self._bounds
        return [n for n in range(len(self.tokens)) if begins[n] == n or not self.has_word(begins[n], n)]

    @cached_property
    def _is_word(self) -> list[bool]:
        return [norm[0] not in "@#" and any(c.isalnum() for c in norm) for norm in self.norms_in_order]

    def has_word(self, first: int, last: int) -> bool:
        """Tell whether there is a word between two of `tokens`: marks, emoji, @handles and #tags are none."""
        return True in self._is_word[first:last]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences as characters."""
        ends = [*self.starts[1:], len(self.words)][: len(self.starts)]
        return tuple((self.words[s].start, self.words[e - 1].end) for s, e in zip(self.starts, ends, strict=True))

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """The times in the text, hard, vague and conditional."""
        # The grammar is compiled when it is imported: only texts with a promise in them pay for it.
        from .deadline import find_times

        tokens = (self.sentence_tokens(sentence) for sentence in range(len(self.starts)))
        return tuple(time for part in tokens for time in find_times(self.words[part.start : part.stop]))

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
