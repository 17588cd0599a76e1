"""`interruption`: what lands in the other's words, and what only looks so."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.checks.interruption import Interruption

from ..conftest import Annotate

BEFORE = "agent [10:00:00]: hello there\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer [10:01:00]: I opened it and\nagent [10:01:02]: what number is it?\ncustomer [10:01:06]: empty", [2]),
        ("customer [10:01:00]: I opened it...\nagent [10:01:02]: what number is it?\ncustomer [10:01:06]: empty", [2]),
        ("customer [10:01:00]: I opened it,\nagent [10:01:02]: what number is it?\ncustomer [10:01:06]: empty", [2]),
        (
            "customer [10:01:00]: I opened it,\nagent [10:01:02]: what number is it?\nagent [10:01:04]: your name?\n"
            "customer [10:01:06]: empty",
            [2],
        ),
        # Finished, too late, not gone on with, or too short to interrupt or to be interrupted.
        ("customer [10:01:00]: I opened it.\nagent [10:01:02]: what number is it?\ncustomer [10:01:06]: empty", []),
        ("customer [10:01:00]: I opened it 🙂\nagent [10:01:02]: what number is it?\ncustomer [10:01:06]: empty", []),
        ("customer [10:01:00]: I opened it and\nagent [10:01:03]: what number is it?\ncustomer [10:01:06]: empty", []),
        ("customer [10:01:00]: I opened it and\nagent [10:01:02]: what number is it?\ncustomer [10:01:20]: empty", []),
        ("customer [10:01:00]: I opened it and\nagent [10:01:02]: what number is it?", []),
        ("customer [10:01:00]: I opened it and\nagent [10:01:02]: oh no\ncustomer [10:01:06]: empty", []),
        ("customer [10:01:00]: yes and\nagent [10:01:02]: what number is it?\ncustomer [10:01:06]: empty", []),
        # The agent was sending already, or sends the same again.
        (
            "agent [10:00:58]: look here\ncustomer [10:01:00]: I opened it and\nagent [10:01:02]: what number is it?\n"
            "customer [10:01:06]: empty",
            [],
        ),
        ("customer [10:01:00]: I opened it and\nagent [10:01:02]: hello there\ncustomer [10:01:06]: empty", []),
        ("customer: I opened it and\nagent [10:01:02]: what number is it?\ncustomer [10:01:06]: empty", []),
        # Spoken.
        ("customer [10:01:00-10:01:10]: I opened it\nagent [10:01:08-10:01:12]: what number is it?", [2]),
        ("customer [10:01:00-10:01:10]: I opened it\nagent [10:01:09-10:01:12]: what number is it?", []),
        ("customer [10:01:00-10:01:10]: I opened it\nagent [10:01:08-10:01:09]: mm hm", []),
    ],
)
def test_interruptions(annotate: Annotate, text: str, expected: list[int]) -> None:
    assert [match.turn for match in Interruption().find(annotate(BEFORE + text))] == expected


def test_first_words_interrupt_unless_excused(annotate: Annotate) -> None:
    text = "customer [10:01:00]: I opened it and\nagent [10:01:02]: {}\ncustomer [10:01:06]: empty"
    check = Interruption.model_validate({"unless": {"signal": "apple", "within": "turn"}})
    said = ("which box was it?", "an apple, welcome here")
    assert [[m.turn for m in check.find(annotate(text.format(words)))] for words in said] == [[1], []]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, [2]),
        ({"within": "1s"}, []),
        ({"goes_on": "2s"}, []),
        ({"at_least": 5}, []),
        ({"unless": {"signal": "apple"}}, []),
    ],
)
def test_parameters(annotate: Annotate, keys: dict[str, Any], expected: list[int]) -> None:
    text = "customer [10:01:00]: I opened it and\nagent [10:01:02]: is that my apple?\ncustomer [10:01:06]: empty"
    check = Interruption.model_validate(keys)
    assert [match.turn for match in check.find(annotate(BEFORE + text))] == expected


@pytest.mark.parametrize(
    ("text", "channel", "reason"),
    [
        ("agent: a\ncustomer: b", "chat", "no timestamps"),
        ("agent [10:00]: a\ncustomer [10:01]: b", "chat", None),
        ("agent [10:00]: a\ncustomer [10:01]: b", "phone", "no turn says when it ends"),
        ("agent [10:00-10:01]: a\ncustomer [10:01]: b", "phone", None),
    ],
)
def test_lacks_times(annotate: Annotate, text: str, channel: str, reason: str | None) -> None:
    assert Interruption().missing(annotate(text, channel=channel)) == reason
