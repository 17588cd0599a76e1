"""English words with how often they are written, American and British, and what a word in none of them was meant to be.

The words come with two packages: pyspellchecker (American, from film subtitles) and symspellpy (British and American,
from books). Neither downloads anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_BOOKS = "frequency_dictionary_en_82_765.txt"
# How many words each list was counted from, in millions: makes their counts comparable.
_MILLIONS = {"subtitles": 690.0, "books": 588_000.0}
_SHORTEST = 3
_LONGEST = 30
# Beginnings and ends that make a good word of another good word, whether a list has it or not.
_PREFIXES = ("re", "un", "pre", "non", "over", "under", "out", "multi", "auto", "mis", "inter", "co", "sub", "super")
_SUFFIXES = ("s", "es", "ed", "er", "ers", "ing", "able", "less", "like", "wise", "ish", "ly", "y")
# Before these an e is dropped: rate, rated.
_AFTER_E = frozenset(("ed", "er", "ers", "ing", "able"))
# From so many letters on, two slips of the same kind still tell the word that was meant.
_LONG = 8
_VOWELS = frozenset("aeiouy")
# The weights (see `Words.weight`) below which a word is not what anybody meant, by the number of letters written; and
# where so few letters were swapped or doubled. Of short words most are names and abbreviations.
_NEVER = 99.0
_LEAST = {3: _NEVER, 4: 7.8, 5: 2.0}
_LEAST_SWAPPED = {3: 7.6, 4: 5.0, 5: 2.0}
_LEAST_LONG = 0.0
# Weights of words that others are made of: with beginnings and ends, and of two.
_KNOWN, _FAMILIAR = -1.5, 3.0


class Words:
    """The lists, loaded; made once for a process by `words`."""

    def __init__(self) -> None:
        from spellchecker import SpellChecker

        self._american: SpellChecker = SpellChecker(language="en", distance=1)
        self._subtitles = self._american.word_frequency.dictionary
        lines = (files("symspellpy") / _BOOKS).read_text(encoding="utf-8-sig").splitlines()
        self._books = {word: int(count) for word, _, count in (line.partition(" ") for line in lines)}

    def has(self, word: str) -> bool:
        """Tell whether a word, in small letters, is in one of the lists."""
        return word in self._subtitles or word in self._books

    def weight(self, word: str) -> float:
        """Give the logarithm of how often a word is written in a million words: about 11 for “the”, 0 for rare ones."""
        said = self._subtitles.get(word, 0) / _MILLIONS["subtitles"]
        written = self._books.get(word, 0) / _MILLIONS["books"]
        return log(max(said, written, 1e-6))

    def near(self, word: str) -> Iterator[str]:
        """Give the known words one slip away: a letter too many, too few, or wrong, or two in the wrong order."""
        others = self._american.edit_distance_1(word)
        for other in (self._subtitles.keys() & others) | (self._books.keys() & others):
            if other != word and other.isalpha():
                yield other


@lru_cache(maxsize=1)
def words() -> Words:
    """Load the lists, which takes a quarter of a second, the first time."""
    return Words()


@lru_cache(maxsize=50_000)
def correction(word: str) -> str | None:
    """Give what an unknown word, in small letters, was most probably meant to be; None if it may be right."""
    known = words()
    if not _SHORTEST <= len(word) <= _LONGEST or known.has(word) or _is_odd(word):
        return None
    found = [
        (known.weight(other) - _strangeness(word, other), other)
        for other in known.near(word)
        if known.weight(other) >= _least(word, other)
    ] or [(known.weight(other), other) for other in _with_pairs_mended(word) if known.has(other)]
    score, best = max(found, default=(0.0, ""))
    if not best or score < _LEAST_LONG:
        return None
    return best if _is_typical(word, best) or not _is_made_of_words(word) else None


@lru_cache(maxsize=50_000)
def is_word(word: str) -> bool:
    """Tell whether a word, in small letters, is in one of the lists, or is made of words that are."""
    return words().has(word) or _is_made_of_words(word)


def _least(word: str, meant: str) -> float:
    """How often a word must be written to be meant by another one."""
    if _is_swapped(word, meant):
        return _LEAST_SWAPPED.get(len(word), _LEAST_LONG)
    has_other_start = len(word) <= 5 and word[0] != meant[0]
    is_whole = len(word) == 4 and len(word) >= len(meant)
    return _NEVER if has_other_start or is_whole else _LEAST.get(len(word), _LEAST_LONG)


def _with_pairs_mended(word: str) -> Iterator[str]:
    """The spellings in which two letters of a long word are doubled, or no longer doubled: succesfull, neccesary."""
    if len(word) >= _LONG:
        once = set(_with_a_pair_mended(word))
        yield from {other for one in once for other in _with_a_pair_mended(one)} - once - {word}


def _with_a_pair_mended(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        is_double = word[at + 1 : at + 2] == letter
        yield word[:at] + word[at + 1 :] if is_double else word[:at] + letter + word[at:]


def _is_odd(word: str) -> bool:
    """Tell whether a word is written for its sound (sooo, haha, goin), or is a contraction without its apostrophe."""
    if word.endswith("in") and words().has(f"{word}g"):
        return True
    if len(word) <= 4 and word[-1:] == word[-2:-1] and words().has(word[:-1]):
        return True
    if re.search(r"([a-z])\1\1", word) or re.fullmatch(r"[hmua]+|(?:h[aei]){2,}h?|[^aeiouy]+", word):
        return True
    return any(words().has(f"{word[:at]}'{word[at:]}") for at in range(1, len(word)))


def _is_made_of_words(word: str) -> bool:
    """Tell whether a word is a known one with a beginning or an end, or two known ones: rebooked, rollercoasters."""
    known = words()
    stems = [word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)]
    for suffix in _SUFFIXES:
        if word.endswith(suffix):
            stem = word.removesuffix(suffix)
            stems += [stem, f"{stem}e"] if suffix in _AFTER_E else [] if suffix == "ly" and stem[-1:] == "e" else [stem]
    if any(len(stem) >= 3 and known.weight(stem) > _KNOWN for stem in stems):
        return True
    cuts = [at for at in range(3, len(word) - 2) if max(at, len(word) - at) >= 4]
    return any(min(known.weight(word[:at]), known.weight(word[at:])) > _FAMILIAR for at in cuts)


def _strangeness(word: str, meant: str) -> float:
    """Tell how odd the slip is that made `word` of the word meant, on the scale of weights."""
    if sorted(word) == sorted(meant) or _lacks_e(word, meant):
        return -2.0
    if _is_typical(word, meant):
        return 0.0
    first = 3.0 if word[0] != meant[0] else 0.0
    return first + (4.0 if len(word) == len(meant) else 1.5)


def _is_typical(word: str, meant: str) -> bool:
    """Tell whether it is one of the usual slips: letters swapped, one of a pair left out or doubled, another vowel."""
    if len(word) == len(meant) and sorted(word) != sorted(meant):
        at = _first_difference(word, meant)
        return at > 0 and word[at] in _VOWELS and meant[at] in _VOWELS
    return _is_swapped(word, meant) or _lacks_e(word, meant)


def _lacks_e(word: str, meant: str) -> bool:
    """Tell whether it is a past tense without its e: happend."""
    return word.endswith("d") and meant == f"{word[:-1]}ed"


def _is_swapped(word: str, meant: str) -> bool:
    """Tell whether two letters were swapped, or one of a pair was left out or doubled."""
    if len(word) == len(meant):
        return sorted(word) == sorted(meant)
    at = _first_difference(word, meant)
    longer = max(word, meant, key=len)
    return at > 0 and longer[at] == longer[at - 1]


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
