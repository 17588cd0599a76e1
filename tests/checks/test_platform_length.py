"""The length of a post as X counts it, and which posts are counted."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.checks.platform_length import platform_length
from carelint.model import Match
from tests.checks.finding import find
from tests.conftest import Annotate


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Hello", 5),
        ("  Hello\n", 5),
        ("café", 4),
        ("cafe\u0301", 4),
        ("It’s “ok” – yes", 15),
        ("日本", 4),
        ("안녕", 4),
        ("😀", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇬🇧🇫🇷", 4),
        ("❤️", 2),
        ("5️⃣", 2),
        ("©", 1),
        ("see https://acme.example/" + "x" * 300, 27),
        ("see https://acme.example/a.", 28),
        ("http://a.example/b and https://c.example/d", 51),
        ("acme.com/help", 23),
        ("write to help@acme.com", 22),
        ("e.g. this", 9),
        ("@ann @bob_1 Hi @cat", 7),
        ("&amp; &lt;3", 4),
    ],
)
def test_the_weighted_length(text: str, length: int) -> None:
    assert platform_length(text) == length


LONG = "a" * 281
TOO_LONG = [Match(0, 0, 281, {"value": "281", "limit": "280"})]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"public": True}, TOO_LONG),
        ({"public": False}, []),
        ({}, []),
        ({"kind": "draft"}, TOO_LONG),
        ({"kind": "macro"}, TOO_LONG),
        ({"kind": "macro", "public": False}, []),
        ({"public": True, "metadata": {"platform": "Facebook"}}, []),
        ({"public": True, "metadata": {"platform": "X"}}, TOO_LONG),
        ({"public": True, "metadata": {"source": 7}}, TOO_LONG),
    ],
)
def test_which_posts_are_counted(annotate: Annotate, fields: dict[str, Any], expected: list[Match]) -> None:
    annotated = annotate(f"agent: {LONG}", channel="social", **fields)
    assert find(annotated, "measure", metric="platform_length", max={"social": 280}) == expected


def test_a_placeholder_takes_the_room_of_a_name(annotate: Annotate) -> None:
    annotated = annotate("agent: {{ticket.requester.first_name}}" + "a" * 272, channel="social", kind="macro")
    assert find(annotated, "measure", metric="platform_length", max=280) == []


@pytest.mark.parametrize("text", ["x." * 50_000, "a" * 9**6])
def test_a_huge_post_takes_no_time(text: str) -> None:
    assert platform_length(text) > 280
