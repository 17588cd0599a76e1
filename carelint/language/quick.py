"""The words that a text may hold, told without a tokenizer: a superset, by which most signals are ruled out fast.

A word is told by its longest run of letters and digits ("e-mail" by "mail"), a mark by its first character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.language import Language

_CURLY = str.maketrans("‘’“”", "''\"\"")
_RUNS = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]")
_MIXED = re.compile(r"[a-z]+[0-9][a-z0-9]*|[0-9]+[a-z][a-z0-9]*")
_PARTS = re.compile(r"[a-z0-9]+")


def key_of(norm: str) -> str:
    """What tells the word: its longest run of letters and digits, else its first character."""
    return max(_PARTS.findall(norm), key=len, default=norm[:1])


class QuickWords:
    """Made once per pipeline; a call gives the keys of a text's words, or None where only the tokenizer can tell."""

    def __init__(self, nlp: Language) -> None:
        tokenizer = nlp.tokenizer
        self._special: dict[str, frozenset[str]] = {}
        contracted = set[str]()
        for written in tokenizer.rules:  # type: ignore[union-attr]
            low = written.lower().translate(_CURLY)
            keys = {key_of(token.norm_.lower()) for token in tokenizer(written)}
            if "'" in low:
                contracted |= keys
            for part in _PARTS.findall(low):
                self._special[part] = self._special.get(part, frozenset()) | (keys if "'" not in low else frozenset())
        self._special = {part: keys for part, keys in self._special.items() if keys - {part}}
        self._contracted = frozenset(contracted)

    def __call__(self, text: str) -> frozenset[str] | set[str] | None:
        """The keys of all words, in lower case."""
        low = text if text.isascii() else text.translate(_CURLY)
        if not low.isascii() or "{" in low or "[" in low:
            return None
        low = low.lower()
        words = set(_RUNS.findall(low))
        words.update(_MIXED.findall(low))
        if "'" in words:
            words |= self._contracted
        for part in self._special.keys() & words:
            words |= self._special[part]
        return words


def keys_of(norms: Iterable[str]) -> frozenset[str]:
    """The keys of words that the tokenizer gave."""
    return frozenset(key_of(norm) for norm in norms)
