"""Text -> words, by spaCy's tokenizer, each chunk between white space cut once: chunks recur far more than texts do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .deadline_values import Word
from .tokens import merge_placeholders, words_of

if TYPE_CHECKING:
    from spacy.language import Language

_CACHED_CHUNKS = 60_000
# spaCy takes marks off a chunk one by one, each time looking at all of it: sixty thousand brackets would take minutes.
_LONGEST_CHUNK = 200
_LONG_CHUNK = re.compile(rf"\S{{{_LONGEST_CHUNK + 1}}}")
_LONGEST_CACHED = 40
# Makes a named tuple at half the cost of calling its class.
_new = tuple.__new__


class Pieces(NamedTuple):
    """A chunk in pieces: norm, start and end of each, and all norms and lower-case forms."""

    words: tuple[tuple[str, int, int], ...]
    forms: frozenset[str]


def without_long_chunks(text: str) -> str:
    """Letters in place of what would take spaCy too long, as many as there were characters."""
    return re.sub(rf"\S{{{_LONGEST_CHUNK + 1},}}", lambda chunk: "x" * len(chunk[0]), text)


class Tokenizer:
    """Cuts texts into words. A run of white space with a line break in it is a word, too: it ends a sentence."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._chunks: dict[str, Pieces] = {}

    def __call__(self, text: str) -> tuple[list[Word], set[str]]:
        """Give the words, and all their norms and lower-case forms."""
        long = _LONG_CHUNK.search(text) is not None
        if ("{" in text or "[" in text) and not long:
            return self._with_placeholders(text)
        words: list[Word] = []
        forms: set[str] = set()
        lines = "\n" in text
        end = 0
        for chunk in _cut(text) if long else text.split():
            start = text.index(chunk, end)
            if lines and "\n" in text[end:start]:
                words.append(Word("\n", end, start))
            end = start + len(chunk)
            pieces = self._chunks.get(chunk) or self._pieces(chunk)
            forms |= pieces.forms
            for norm, first, last in pieces.words:
                words.append(_new(Word, (norm, start + first, start + last)))
        return words, forms

    def _pieces(self, chunk: str) -> Pieces:
        words = words_of(self._nlp.tokenizer(chunk))
        forms = frozenset(form for w in words for form in (w.norm, chunk[w.start : w.end].lower()))
        pieces = Pieces(tuple((w.norm, w.start, w.end) for w in words), forms)
        if len(chunk) <= _LONGEST_CACHED:
            if len(self._chunks) >= _CACHED_CHUNKS:
                self._chunks.clear()
            self._chunks[chunk] = pieces
        return pieces

    def _with_placeholders(self, text: str) -> tuple[list[Word], set[str]]:
        """Placeholders may hold spaces, so the text is cut as a whole."""
        doc = self._nlp.make_doc(text)
        merge_placeholders(doc)
        words = [word for word in words_of(doc) if not word.norm.isspace() or "\n" in word.norm]
        return words, {form for word in words for form in (word.norm, text[word.start : word.end].lower())}


def _cut(text: str) -> Iterator[str]:
    """The chunks between white space, long ones in slices."""
    for chunk in text.split():
        yield from (chunk[start : start + _LONGEST_CHUNK] for start in range(0, len(chunk), _LONGEST_CHUNK))
