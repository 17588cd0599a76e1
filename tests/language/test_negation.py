"""Negation: triggers, window, terminators, phrases that only look negative."""

from __future__ import annotations

import pytest

from carelint.language.negation import is_negated
from carelint.language.tokens import load_pipeline, words_of

NLP = load_pipeline(None)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("we won't refund", True),
        ("we never refund", True),
        ("we cannot possibly ever refund", True),
        ("nobody will refund", True),
        ("we will refund", False),
        ("it is not late, but we refund", False),
        ("no problem, we refund", False),
        ("I can't wait to refund", False),
        ("not only do we refund", False),
        ("don't hesitate, we refund", False),
        ("not one two three four five refund", False),
    ],
)
def test_negation(text: str, negated: bool) -> None:
    words = words_of(NLP.make_doc(text))
    assert is_negated(words, range(len(words)), text.index("refund")) is negated
