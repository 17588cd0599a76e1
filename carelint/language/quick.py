"""The words that a text may hold, told without a tokenizer: a superset, by which most signals are ruled out fast."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language

_CURLY = str.maketrans("‘’“”", "''\"\"")
# Runs of letters or of digits, runs of marks, and whole chunks: a token's norm is one of them, but for contractions.
_LETTERS_OR_DIGITS = re.compile(r"[a-z]+|[0-9]+")
_LETTERS_AND_DIGITS = re.compile(r"[a-z0-9]+")
_MARKS = re.compile(r"[^\sa-z0-9]+")
_EDGE_MARKS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class QuickWords:
    """Made once per pipeline; a call gives the words of a text, or None where only the tokenizer can tell."""

    def __init__(self, nlp: Language) -> None:
        tokenizer = nlp.tokenizer
        self._special: dict[str, frozenset[str]] = {}
        for written in tokenizer.rules:  # type: ignore[union-attr]
            low = written.lower().translate(_CURLY)
            norms = {token.norm_.lower() for token in tokenizer(written)}
            self._special[low] = self._special.get(low, frozenset()) | norms
        self._contracted = frozenset(n for low, norms in self._special.items() if "'" in low for n in norms)

    def __call__(self, text: str) -> frozenset[str] | None:
        """The words, in lower case."""
        low = text.translate(_CURLY)
        if not low.isascii() or "{" in low or "[" in low:
            return None
        low = low.lower()
        words = set(_LETTERS_OR_DIGITS.findall(low))
        words.update(_LETTERS_AND_DIGITS.findall(low), _MARKS.findall(low), low)
        words.update(self._of_chunks(low.split()))
        return frozenset(words)

    def _of_chunks(self, chunks: list[str]) -> Iterator[str]:
        for chunk in chunks:
            bare = chunk.strip(_EDGE_MARKS)
            yield chunk
            yield bare
            special = self._special.get(bare) or self._special.get(chunk)
            if special:
                yield from special
            elif "'" in bare or len(bare) != len(chunk):
                yield from self._of_parts(chunk, bare)

    def _of_parts(self, chunk: str, bare: str) -> Iterator[str]:
        """What a chunk with marks in it may be cut into: a bare word and its marks, or anything contracted."""
        head = chunk[: chunk.find(bare)] if bare else chunk
        tail = chunk[len(head) + len(bare) :]
        for mark in {head, tail} - {""}:
            yield mark
            yield from (mark[:size] for size in range(1, min(len(mark), 8)))
        if tail:
            yield bare + tail[0]
        if "'" in chunk:
            yield from self._contracted
            yield from ("'" + part for part in chunk.split("'")[1:])
