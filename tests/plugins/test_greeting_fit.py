"""`greeting-fit`: words of another channel, and the clock where the customer is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from carelint.annotated import Annotated
from carelint.plugins.greeting_fit import GreetingFit, GreetingSettings
from tests.conftest import annotator, conversation

_PLUGIN = GreetingFit(
    GreetingSettings(
        foreign={"chat": ["call"], "email": ["call", "letter"]},
        daytime=["day"],
        times={"morning": ["00:00", "12:00"], "evening": ["17:00", "04:00"]},
        zones=["timezone", "tz"],
    )
)
_ANNOTATOR = annotator(call=["thanks for calling"], letter=["dear sirs"], day=["good morning|evening|night"])
OTHER = "it belongs to another channel than "


def annotated(text: str, **fields: Any) -> Annotated:
    return _ANNOTATOR.annotate(conversation(text, **fields))


def findings(one: Annotated) -> list[tuple[int, str, str]]:
    found = _PLUGIN.find(one, one.turns_by("agent"))
    return [(m.turn, one.text(m.turn)[m.start : m.end], m.values["value"]) for m in found]


@pytest.mark.parametrize(
    ("text", "channel", "expected"),
    [
        ("agent: Thanks for calling!", "chat", [(0, "Thanks for calling", OTHER + "a chat")]),
        ("agent: Thanks for calling!", "email", [(0, "Thanks for calling", OTHER + "an e-mail")]),
        ("agent: Thanks for calling!", "phone", []),
        ("agent: Dear sirs", "chat", []),
        ("agent: Hello\nagent: Dear sirs, thanks for calling", "email", [(1, "Dear sirs", OTHER + "an e-mail")]),
        ("customer: Thanks for calling", "chat", []),
    ],
)
def test_channels(text: str, channel: str, expected: list[tuple[int, str, str]]) -> None:
    assert findings(annotated(text, channel=channel)) == expected


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        ("agent [11:30]: Good morning", {"timezone": "Europe/Berlin"}, [(0, "Good morning", "it is 13:30 there")]),
        ("agent [11:30]: Good morning", {"TZ": "America/New_York"}, []),
        ("agent [11:30]: Good morning", {"timezone": "Atlantis", "tz": "Asia/Tokyo"},
         [(0, "Good morning", "it is 20:30 there")]),
        ("agent [11:30]: Good evening", {"tz": "Asia/Tokyo"}, []),
        ("agent [20:00]: Good evening", {"tz": "Asia/Tokyo"}, [(0, "Good evening", "it is 05:00 there")]),
        ("agent [18:00]: Good evening", {"tz": "Asia/Tokyo"}, []),
        ("agent [11:30]: Good night", {"tz": "Asia/Tokyo"}, []),
        ("agent [11:30]: Good morning", {}, []),
        ("agent: Good morning", {"tz": "Asia/Tokyo"}, []),
        ("customer: good morning\nagent [11:30]: Good morning", {"tz": "Asia/Tokyo"}, []),
        ("customer: good evening\nagent [11:30]: Good morning", {"tz": "Asia/Tokyo"},
         [(1, "Good morning", "it is 20:30 there")]),
    ],
)  # fmt: skip
def test_the_clock(text: str, metadata: dict[str, object], expected: list[tuple[int, str, str]]) -> None:
    assert findings(annotated(text, metadata=metadata)) == expected


@pytest.mark.parametrize(("hours", "expected"), [(2, []), (9, [(0, "Good morning", "it is 12:30 there")]), (0, [])])
def test_a_message_brings_its_own_offset(hours: int, expected: list[tuple[int, str, str]]) -> None:
    one = annotated("agent [12:30]: Good morning")
    at = datetime(2026, 5, 4, 12 if hours == 9 else 11, 30, tzinfo=timezone(timedelta(hours=hours)))
    turn = replace(one.conversation.turns[0], at=at)
    assert findings(replace(one, conversation=replace(one.conversation, turns=(turn,)))) == expected


def test_the_edge_of_the_calendar_has_no_other_zone() -> None:
    one = annotated("agent [12:30]: Good morning", metadata={"tz": "Asia/Tokyo"})
    turn = replace(one.conversation.turns[0], at=datetime.max.replace(tzinfo=timezone(timedelta())))
    assert findings(replace(one, conversation=replace(one.conversation, turns=(turn,)))) == [
        (0, "Good morning", "it is 23:59 there")
    ]


@pytest.mark.parametrize("span", [["9:00", "12:00"], ["25:00", "12:00"], ["09:00"]])
def test_faults(span: list[str]) -> None:
    with pytest.raises(ValidationError):
        GreetingSettings(times={"morning": span})
