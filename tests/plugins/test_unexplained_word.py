"""`unexplained-word`: known to the customer, explained, or neither; each word for itself, and told once."""

from __future__ import annotations

import pytest

from carelint.plugins.unexplained_word import UnexplainedWord, WordSettings
from tests.conftest import Annotate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: take the plum", [(0, "plum")]),
        ("agent: take the plum, the plum", [(0, "plum")]),
        ("agent: a plum\nagent: an Apple\nagent: the plum", [(0, "plum"), (1, "Apple")]),
        ("customer: my plum?\nagent: your plum and the apple", [(1, "apple")]),
        ("customer: my apples?\nagent: your apple", []),
        ("customer: my PLUM?\nagent: your plum", []),
        ("customer: plumber\nagent: your plum", [(1, "plum")]),
        ("agent: your plum\ncustomer: which plum?", [(0, "plum")]),
        ("agent: a plum (our blue fruit) and that plum", []),
        ("agent: the plum number (on the box)", []),
        ("agent: our blue fruit (plum)", []),
        ("agent: our blue fruit (a plum)", []),
        ("agent: our blue fruit (also called the plum)", []),
        ("agent: our fruit (blue) and the plum", [(0, "plum")]),
        ("agent: a plum, which is blue", []),
        ("agent: plum means fruit", []),
        ("agent: plum stands for fruit", []),
        ("agent: it is called a plum", []),
        ("agent: a plum, or blue fruit, is in", []),
        ("agent: the plum or the box", [(0, "plum")]),
        ("agent: the plum is on the big box (see page two)", [(0, "plum")]),
        ("agent: no fruit", []),
    ],
)
def test_words(annotate: Annotate, text: str, expected: list[tuple[int, str]]) -> None:
    annotated = annotate(text)
    plugin = UnexplainedWord(WordSettings(signals=["plum", "apple"]))
    found = plugin.find(annotated, annotated.turns_by("agent"))
    assert [(m.turn, annotated.text(m.turn)[m.start : m.end]) for m in found] == expected


def test_only_the_selected_turns_are_judged(annotate: Annotate) -> None:
    annotated = annotate("agent: plum\nagent: plum and apple")
    plugin = UnexplainedWord(WordSettings(signals=["plum", "apple"]))
    assert [(m.turn, m.start) for m in plugin.find(annotated, [1])] == [(1, 9)]
