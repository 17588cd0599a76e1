"""One text being searched: its words, sentences and masks, each found when it is first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ..annotated import Segment
from .deadline_values import TimeMention, Word
from .deadline_words import TRIGGERS
from .segments import segments
from .tokens import sentence_starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DIGIT = re.compile(r"\d")


class Text:
    """A text, its words and their `forms` (norms and lower-case forms); `make_doc` gives spaCy's view of it."""

    def __init__(self, text: str, words: Sequence[Word], forms: set[str], make_doc: Callable[[str], Doc]) -> None:
        self.text, self.words, self.forms = text, words, forms
        self._make_doc = make_doc

    @cached_property
    def doc(self) -> Doc:
        """The text as spaCy sees it: for token patterns."""
        return self._make_doc(self.text)

    @cached_property
    def starts(self) -> Sequence[int]:
        """The number of the first word of each sentence."""
        return sentence_starts(self.words, self.text)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches that are not plain body."""
        return segments(self.text)

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence of each word."""
        ends = [*self.starts[1:], len(self.words)]
        return [n for n, (s, e) in enumerate(zip(self.starts, ends, strict=False)) for _ in range(s, e)]

    @cached_property
    def tokens(self) -> Sequence[int]:
        """The numbers of the words that are not line breaks: what phrases count in."""
        if "\n" not in self.text:
            return range(len(self.words))
        return [number for number, word in enumerate(self.words) if not word.norm.isspace()]

    @cached_property
    def norms_in_order(self) -> list[str]:
        """The norm of each of `tokens`."""
        return [self.words[number].norm for number in self.tokens]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each norm stands in `tokens`."""
        places: dict[str, list[int]] = {}
        for number, norm in enumerate(self.norms_in_order):
            places.setdefault(norm, []).append(number)
        return places

    @cached_property
    def _begins(self) -> list[int]:
        """Those of `tokens` that begin a sentence, and the number of all."""
        firsts = (bisect_left(self.tokens, start) for start in self.starts)
        return [*dict.fromkeys(first for first in firsts if first < len(self.tokens)), len(self.tokens)]

    def stop_of(self, number: int) -> int:
        """For one of `tokens` the first after its sentence."""
        return self._begins[1] if len(self._begins) == 2 else self._begins[bisect_right(self._begins, number)]

    @cached_property
    def openings(self) -> list[int]:
        """Those of `tokens` that no word stands before in their sentence."""
        found: list[int] = []
        for first, stop in pairwise(self._begins):
            word = next((n for n in range(first, stop) if self._is_word[n]), stop - 1)
            found.extend(range(first, word + 1))
        return found

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

    def forms_of(self, sentence: int) -> set[str]:
        """The norms and lower-case forms of the words of a sentence."""
        return self._forms_by_sentence[sentence]

    @cached_property
    def _forms_by_sentence(self) -> list[set[str]]:
        forms: list[set[str]] = []
        for number in range(len(self.starts)):
            words = [self.words[n] for n in self.sentence_tokens(number)]
            forms.append({form for w in words for form in (w.norm, self.text[w.start : w.end].lower())})
        return forms

    @cached_property
    def may_hold_times(self) -> bool:
        """Tell whether there is a number or a word that times and dates are made of."""
        return not TRIGGERS.isdisjoint(self.forms) or _DIGIT.search(self.text) is not None

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """The times in the text, hard, vague and conditional."""
        # The grammar is compiled when it is imported: only texts with a promise in them pay for it.
        from .deadline import find_times

        tokens = (self.sentence_tokens(sentence) for sentence in range(len(self.starts)))
        return tuple(time for part in tokens for time in find_times(self.words[part.start : part.stop]))

    def sentence_tokens(self, sentence: int) -> range:
        """The words of a sentence."""
        end = self.starts[sentence + 1] if sentence + 1 < len(self.starts) else len(self.words)
        return range(self.starts[sentence], end)

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence that holds a character."""
        return max(min(bisect_right(self._sentence_ends, offset), len(self.sentences) - 1), 0)

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [end for _, end in self.sentences]

    @cached_property
    def _covers(self) -> dict[str, tuple[list[int], list[int]]]:
        """Where each kind of segment begins and ends, overlapping ones as one."""
        covers: dict[str, tuple[list[int], list[int]]] = {}
        for kind, start, end in self.segments:
            starts, ends = covers.setdefault(kind, ([], []))
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return covers

    def covered(self, start: int, end: int, *, wholly: bool = False) -> list[str]:
        """The kinds of segment that a stretch overlaps, or lies in."""
        found = []
        for kind, (starts, ends) in self._covers.items():
            at = bisect_right(ends, start)
            if at < len(starts) and (starts[at] <= start and end <= ends[at] if wholly else starts[at] < end):
                found.append(kind)
        return found

    def is_question(self, sentence: int) -> bool:
        """Tell whether a sentence ends with a question mark."""
        tokens = self.sentence_tokens(sentence)
        return any("?" in self.text[self.words[n].start : self.words[n].end] for n in reversed(tokens[-4:]))

    @cached_property
    def word_at(self) -> dict[int, int]:
        """The word that begins at a character."""
        return {word.start: number for number, word in enumerate(self.words)}

    @cached_property
    def word_until(self) -> dict[int, int]:
        """The word that ends at a character."""
        return {word.end: number for number, word in enumerate(self.words)}
