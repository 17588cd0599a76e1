"""`late-answer`: a question whose answer is there, but only after many words."""

from __future__ import annotations

import pytest

from carelint.plugins.late_answer import LateAnswer, LateAnswerSettings
from tests.conftest import Annotate

SETTINGS = LateAnswerSettings(answers={"apple": ["pear"], "plum": ["apple", "pear"]}, max=3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer: apple\nagent: one two three - pear", []),
        ("customer: apple\nagent: one two three four - pear pear", [(1, "4")]),
        ("customer: apple\nagent: one two three four apple", []),
        ("customer: plum\nagent: one two three four apple pear", [(1, "4")]),
        ("customer: apple plum\nagent: one apple two three four five pear", []),
        ("customer: apple\ncustomer: please\nagent: one two three four pear", [(2, "4")]),
        ("customer: apple\nagent: ok\ncustomer: well\nagent: one two three four pear", []),
        ("customer: apple\nagent: one two\nagent: three four five six pear", [(2, "4")]),
        ("agent: apple\nagent: one two three four pear", []),
        ("agent: one two three four pear", []),
        ("customer: apple\nagent: no answer to that in so many words", []),
    ],
)
def test_answers(annotate: Annotate, text: str, expected: list[tuple[int, str]]) -> None:
    annotated = annotate(text)
    found = list(LateAnswer(SETTINGS).find(annotated, annotated.turns_by("agent")))
    assert [(match.turn, match.values["value"]) for match in found] == expected
    assert {match.values["limit"] for match in found} <= {"3"}
