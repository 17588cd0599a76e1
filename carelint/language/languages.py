"""Which language a text is in, told by its small words (spaCy's lists of stop words) or by its script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "da": "Danish",
    "de": "German",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "it": "Italian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "tr": "Turkish",
}
# A script, where it is not that of one language, tells one from English at least.
_SCRIPTS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("Greek", re.compile("[\u0370-\u03ff]")),
    ("Russian or another Cyrillic language", re.compile("[\u0400-\u04ff]")),
    ("Hebrew", re.compile("[\u0590-\u05ff]")),
    ("Arabic, Persian or Urdu", re.compile("[\u0600-\u06ff]")),
    ("Hindi or another Indian language", re.compile("[\u0900-\u0dff]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")),
    ("Korean", re.compile("[\uac00-\ud7af]")),
    ("Japanese", re.compile("[\u3040-\u30ff]")),
    ("Chinese or Japanese", re.compile("[\u4e00-\u9fff]")),
)
# Languages whose small words are so alike that one is taken for the other.
_ALIKE = (frozenset({"da", "nb", "sv"}), frozenset({"es", "pt"}))
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_WORDS = frozenset("@#/\\_{}<>=")
_LONGEST = 3_000
# So many different small words of a language must be there, this share of all words, and so many times those of others.
_FEWEST, _SHARE, _LEAD = 4, 0.25, 1.6
_FEWEST_SHORT, _SHARE_SHORT, _LEAD_SHORT = 3, 0.5, 3
_FEWEST_LETTERS = 6


def language_of(text: str) -> str | None:
    """Give the code of the language that a text is in, or the name of what its script tells; None where unsure."""
    return _language_of(text[:_LONGEST])


def name_of(language: str) -> str:
    """Give the English name of what `language_of` gave."""
    return LANGUAGES.get(language, language)


def are_alike(one: str, other: str) -> bool:
    """Tell whether two languages may be taken for each other."""
    both = {one, other}
    named = [name for name in both if name not in LANGUAGES]
    return len(both) == 1 or any(both <= group for group in _ALIKE) or len(named) == 2


@lru_cache(maxsize=2_000)
def _language_of(text: str) -> str | None:
    if not _NOT_WORDS.isdisjoint(text):
        text = " ".join(chunk for chunk in text.split() if _NOT_WORDS.isdisjoint(chunk))
    words = _WORD.findall(text.lower().replace("’", "'"))
    if script := _script(words):
        return script
    every, listed = set(words), _stop_words()
    found = Counter(language for word in every & listed.keys() for language in listed[word])
    if not found:
        return None
    (best, hits), *others = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    rival = next((number for language, number in others if not are_alike(best, language)), 0)
    share = hits / len(every)
    is_clear = hits >= _FEWEST and share >= _SHARE and hits >= _LEAD * rival
    is_short = hits >= _FEWEST_SHORT and share >= _SHARE_SHORT and hits >= _LEAD_SHORT * rival
    return best if is_clear or is_short else None


def _script(words: Sequence[str]) -> str | None:
    letters = "".join(words)
    if letters.isascii():
        return None
    for name, pattern in _SCRIPTS:
        found = len(pattern.findall(letters))
        if found >= _FEWEST_LETTERS and found >= len(letters) / 2:
            return name
    return None


@lru_cache(maxsize=1)
def _stop_words() -> Mapping[str, tuple[str, ...]]:
    """The small words with the languages that have them; only those of two letters or more, which tell more."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in _list_of(language):
            if len(word) > 1:
                found.setdefault(word.lower(), []).append(language)
    return {word: tuple(dict.fromkeys(languages)) for word, languages in found.items()}


def _list_of(language: str) -> Set[str]:
    """The stop words of one language, without the language: to import all of them takes spaCy two seconds."""
    spacy = find_spec("spacy")
    folder = Path(next(iter(spacy.submodule_search_locations or ()))) if spacy else Path()
    words: Set[str] = run_path(str(folder / "lang" / language / "stop_words.py"))["STOP_WORDS"]
    return words
