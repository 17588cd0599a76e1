"""Negation, the NegEx way.

A trigger up to five tokens before, no terminator between, and phrases that only look negative.
"""

from __future__ import annotations

from collections.abc import Sequence

from .deadline_values import Word

_TRIGGERS = frozenset("not no never without cannot neither nor none nobody nothing hardly unable".split())
_TERMINATORS = frozenset(["but", "however", "though", "although", ";", ":", "because", "since", "so", "then", "and"])
_PSEUDO = (
    ("not", "only"),
    ("no", "problem"),
    ("no", "worries"),
    ("no", "doubt"),
    ("can", "not", "wait"),
    ("could", "not", "agree"),
    ("do", "not", "hesitate"),
    ("do", "not", "worry"),
    ("not", "your", "fault"),
    ("why", "not"),
    ("no", ","),
)
_WINDOW = 5


def is_negated(words: Sequence[Word], sentence: range, start: int) -> bool:
    """Tell whether the words that begin at the character `start` are negated in their sentence."""
    here = next((n for n in sentence if words[n].end > start), sentence.stop)
    for number in range(here - 1, max(sentence.start, here - _WINDOW) - 1, -1):
        norm = words[number].norm
        if norm in _TERMINATORS:
            return False
        if norm in _TRIGGERS and not _only_looks_negative(words, number):
            return True
    return False


def _only_looks_negative(words: Sequence[Word], number: int) -> bool:
    for pseudo in _PSEUDO:
        for shift in range(len(pseudo)):
            first = number - shift
            if first >= 0 and tuple(w.norm for w in words[first : first + len(pseudo)]) == pseudo:
                return True
    return False
