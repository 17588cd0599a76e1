"""`unkept-promise`: what was promised last, and what counts as having done it."""

from __future__ import annotations

import pytest

from carelint.plugins.unkept_promise import PromiseSettings, UnkeptPromise
from tests.conftest import Annotate

_PLUGIN = UnkeptPromise(PromiseSettings(promises=["apple"], kept=["pear"], settled=["plum"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: An apple", [(0, 3)]),
        ("agent: An apple, then an apple", [(0, 18)]),
        ("agent: apple\ncustomer: ok\nagent: Bye", [(0, 0)]),
        ("agent: apple\ncustomer: ok\nagent: apple", [(2, 0)]),
        ("agent: apple. A pear", []),
        ("agent: A pear. An apple", [(0, 11)]),
        ("agent: apple\nagent: pear", []),
        ("agent: pear\nagent: apple", [(1, 0)]),
        ("agent: apple\ncustomer: pear", [(0, 0)]),
        ("agent: apple\ncustomer: plum", []),
        ("customer: plum\nagent: apple", [(1, 0)]),
        ("agent: apple\nnote: done", []),
        ("note: to do\nagent: apple", [(1, 0)]),
        ("agent: hello", []),
        ("customer: apple", []),
    ],
)
def test_promises(annotate: Annotate, text: str, expected: list[tuple[int, int]]) -> None:
    annotated = annotate(text)
    assert [(m.turn, m.start) for m in _PLUGIN.find(annotated, annotated.turns_by("agent"))] == expected
