"""`unknown-placeholder`: every syntax, the names that are known, and what is the company's own."""

from __future__ import annotations

import pytest

from carelint.model import Match
from carelint.plugins.placeholders import PlaceholderSettings, UnknownPlaceholder
from tests.conftest import annotator, conversation

KNOWN = {
    "desk": ["ticket.requester|assignee.name|first_name", "ticket.orders[0].status", "dc.*", "line_1"],
    "post": ["customer.firstName", "subject"],
}


def found(text: str, *platforms: str, strict: bool = False) -> list[tuple[str, str]]:
    settings = PlaceholderSettings(known=KNOWN, platforms=list(platforms), strict=strict)
    annotated = annotator(apple=["apple"]).annotate(conversation(f"agent: {text}"))
    matches = list(UnknownPlaceholder(settings).find(annotated, [0]))
    assert all(isinstance(match, Match) for match in matches)
    return [(text[match.start : match.end], match.values["value"]) for match in matches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ticket.requester.first_name}}", []),
        ("{{ Ticket.Assignee.Name | upcase }}", []),
        ("{{ticket.requester.frist_name}}", [("{{ticket.requester.frist_name}}", "ticket.requester.first_name")]),
        ("{{-ticket.requestr.name-}}", [("{{-ticket.requestr.name-}}", "ticket.requester.name")]),
        (
            "{{ticket.requestr.name | default: 'you'}}",
            [("{{ticket.requestr.name | default: 'you'}}", "ticket.requester.name")],
        ),
        ("{%custmer.firstName,fallback=there%}", [("{%custmer.firstName,fallback=there%}", "customer.firstName")]),
        (
            "#{subjct} %{subjct} ${subjct}",
            [("#{subjct}", "subject"), ("%{subjct}", "subject"), ("${subjct}", "subject")],
        ),
        ("%subjct% {subjct}", [("%subjct%", "subject"), ("{subjct}", "subject")]),
        ("{% if subject %}{% endif %}{{dc.anything_at_all}}{{ticket.orders[12].status}}", []),
        ("{{ticket.orders[12].staus}}", [("{{ticket.orders[12].staus}}", "ticket.orders[0].status")]),
        # Names of the company's own are not known, but nothing is like them.
        ("{{loyalty.points}} {offer} 50% off and 20%", []),
        ("{{line_2}} {{subjects}}", []),
        ("{% assign subjct = 'x' %}{{subjct}}{% for subjet in subjects %}{{subjet.name}}", []),
        ('{{"subjct"}} {{1 + 2}} {{ }}', []),
        ("{{{subject}}", []),
    ],
)
def test_placeholders(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_the_platforms_in_use() -> None:
    assert found("{{customer.firstName}}", "post", strict=True) == []
    assert found("{{customer.firstName}}", "desk", strict=True) == [("{{customer.firstName}}", "none")]
    assert found("{{customer.firstName}}", "desk") == []


def test_a_platform_without_names() -> None:
    with pytest.raises(ValueError, match='no names are known for the platform "disk"'):
        found("x", "disk")


def test_long_texts_cost_little() -> None:
    assert found("{{" * 20_000 + "%{" * 20_000 + "{%a" * 10_000) == []
