"""Conversations as rule authors write them inside rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carelint.examples import Example, parse_turns
from carelint.model import Conversation, Customer, Turn


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("agent: Hello", (Turn("agent", "Hello"),)),
        ("agent:", (Turn("agent", ""),)),
        ("agent: a\n\nb\n", (Turn("agent", "a\n\nb"),)),
        ("agent: a\nNote: b\nRe: c", (Turn("agent", "a\nNote: b\nRe: c"),)),
        ("third_party (Al): a\nnote: b", (Turn("third_party", "a", "Al"), Turn("note", "b"))),
        ("bot [9:04]: a", (Turn("bot", "a", "", datetime(2026, 5, 4, 9, 4, tzinfo=UTC)),)),
        ("bot (Bo) [Tue 09:04:30]: a", (Turn("bot", "a", "Bo", datetime(2026, 5, 5, 9, 4, 30, tzinfo=UTC)),)),
        (
            "bot [10:04:05-10:04:09]: a\nb",
            (
                Turn(
                    "bot",
                    "a\nb",
                    at=datetime(2026, 5, 4, 10, 4, 5, tzinfo=UTC),
                    until=datetime(2026, 5, 4, 10, 4, 9, tzinfo=UTC),
                ),
            ),
        ),
        (
            "bot [2026-05-09 9:04-09:05]: a",
            (
                Turn(
                    "bot",
                    "a",
                    at=datetime(2026, 5, 9, 9, 4, tzinfo=UTC),
                    until=datetime(2026, 5, 9, 9, 5, tzinfo=UTC),
                ),
            ),
        ),
        ("bot [2026-11-21 23:59]: a", (Turn("bot", "a", "", datetime(2026, 11, 21, 23, 59, tzinfo=UTC)),)),
    ],
)
def test_messages(text: str, turns: tuple[Turn, ...]) -> None:
    assert parse_turns(text) == turns


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "found “”, an example opens with a speaker"),
        ("Hello", "found “Hello”, an example opens with a speaker"),
        ("agent: a\nAgent: b", "found “Agent:”, did you mean “agent:”[?] allowed: customer, agent, bot"),
        ("agent: a\ncustmer: b", "found “custmer:”, did you mean “customer:”[?]"),
        ("agent: a\nagnet [10:00]: b", r"found “agnet \[10:00\]:”, did you mean “agent:”[?]"),
        ("agent [24:00]: a", r"found \[24:00\], a time is \[10:04\]"),
        ("agent [10:04-25:00]: a", r"found \[25:00\], a time is"),
        ("agent [10 am]: a", r"found \[10 am\], a time is"),
        ("agent [2026-02-30 10:00]: a", r"found \[2026-02-30 10:00\], a time is"),
        ("agent [Someday 10:00]: a", r"found \[Someday 10:00\], a time is"),
    ],
)
def test_slips_of_the_pen(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=f"^{what}"):
        parse_turns(text)


def test_an_example_becomes_a_conversation() -> None:
    example = Example.model_validate({"text": "agent: Hi", "channel": "email", "customer": "Ann", "public": True})
    assert example.conversation("x", ("chat",), ("draft", "macro")) == Conversation(
        "x", (Turn("agent", "Hi"),), "email", "draft", public=True, customer=Customer("Ann"), path="x"
    )
    assert Example.model_validate("agent: Hi").conversation("x", ("phone", "chat"), ()).channel == "phone"


def test_an_example_of_several_conversations() -> None:
    example = Example.model_validate(
        {
            "text": "agent: c\ncustomer: d",
            "channel": "email",
            "customer": "Ann Bell",
            "macro": "m",
            "found": "c",
            "earlier": ["agent: a", {"text": "customer: b", "channel": "social", "customer": "Al Bo"}],
        }
    )
    assert (
        example.shown == "agent: a\n(another conversation)\ncustomer: b\n(another conversation)\nagent: c\ncustomer: d"
    )
    assert list(example.conversations("x", (), ())) == [
        Conversation("x:1", (Turn("agent", "a", macro="m"),), "email", customer=Customer("Ann Bell"), path="x:1"),
        Conversation("x:2", (Turn("customer", "b"),), "social", customer=Customer("Al Bo"), path="x:2"),
        Conversation(
            "x",
            (Turn("agent", "c", macro="m"), Turn("customer", "d")),
            "email",
            customer=Customer("Ann Bell"),
            path="x",
        ),
    ]


@pytest.mark.parametrize("key", [{"found": "a"}, {"earlier": ["agent: b"]}])
def test_what_only_the_last_conversation_has(key: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="found and earlier belong to the last conversation"):
        Example.model_validate({"text": "agent: Hi", "earlier": [{"text": "agent: a", **key}]})
