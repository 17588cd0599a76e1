"""`conflicting-times`: which two times of one thing cannot both be true."""

from __future__ import annotations

import pytest

from carelint.language.engine import Annotator
from carelint.plugins.conflicting_times import ConflictingTimes, TimesSettings
from tests.conftest import conversation, signal

NAMES = Annotator(
    {
        "time": signal(grammar="hard-time", owner=["us"], speaker="agent"),
        "refund": signal(["refund|refunds|refunded"]),
        "call": signal(["call"]),
        "change": signal(["now|sorry"]),
    },
    ["time", "refund", "call", "change"],
)
SETTINGS = TimesSettings(times=["time"], actions={"refund": ["refund"], "call": ["call"]}, changes=["change"])


def conflicts(text: str) -> list[tuple[int, str, str, str]]:
    annotated = NAMES.annotate(conversation(text))
    found = ConflictingTimes(SETTINGS).find(annotated, annotated.turns_by("agent"))
    return [(m.turn, annotated.text(m.turn)[m.start : m.end], m.values["value"], m.values["where"]) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "agent: We will refund you within 3 days.\nagent: Refunds take 10 days.",
            [(1, "take 10 days", "within 3 days", "1")],
        ),
        ("agent: We will call you by noon. We'll call you by 5pm.", [(0, "by 5pm", "by noon", "1")]),
        (
            "agent: We will call you by noon tomorrow. We'll call you by 6pm tomorrow.",
            [(0, "by 6pm tomorrow", "by noon tomorrow", "1")],
        ),
        ("agent: We will call you by 1pm tomorrow. We'll call you by 1:30pm tomorrow.", []),
        (
            "agent: We will call you on Tuesday.\nagent: We'll call you on Friday.",
            [(1, "on Friday", "on Tuesday", "1")],
        ),
        ("agent: We will call you on Tuesday.\nagent: We'll call you by Friday.", []),
        (
            "agent: We will call you on Friday.\nagent: We'll call you by Tuesday.",
            [(1, "by Tuesday", "on Friday", "1")],
        ),
        ("agent: We will call you by noon or by 5pm.", []),
        ("agent: We will call you on Tuesday.\nagent: We'll now call you on Friday.", []),
        ("agent: We will call you on Tuesday.\nagent: We'll refund you on Friday.", []),
        ("agent: We will call you on Tuesday.\nagent: We'll call you to refund you on Friday.", []),
        ("agent: We will refund you in 3-5 days.\nagent: We'll refund you within 5 days.", []),
        ("agent: We will call you in 20 minutes.\nagent: We'll call you in 10 minutes.", []),
        (
            "agent: We will call you in 10 minutes.\nagent: We'll call you in 50 minutes.",
            [(1, "in 50 minutes", "in 10 minutes", "1")],
        ),
        ("customer: You will call me on Tuesday.\nagent: We'll call you on Friday.", []),
        ("agent: We will call you.\nagent: We'll call you on Friday.", []),
        ("agent [Mon 10:00]: We will call you within 24 hours.\nagent [Thu 10:00]: We'll call you by Friday.", []),
        ("agent [Mon 10:00]: We'll call you by noon.\nagent [Mon 11:00]: We'll call you by noon.", []),
        ("agent [Mon 10:00]: We'll call you in 12 minutes.\nagent [Mon 10:02]: We'll call you in 9 minutes.", []),
    ],
)
def test_conflicts(text: str, expected: list[tuple[int, str, str, str]]) -> None:
    assert conflicts(text) == expected


def test_the_edges_of_the_calendar() -> None:
    assert conflicts("agent [9999-12-31 10:00]: We call by Friday.\nagent [9999-12-31 10:01]: We call in 3 days.") == []
