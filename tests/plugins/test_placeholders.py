"""`unknown-placeholder`: every syntax, the names that are known, and what is the company's own."""

from __future__ import annotations

import pytest

from carelint.model import Fix, Match, Placeholders
from carelint.plugins.placeholders import PlaceholderSettings, UnknownPlaceholder
from tests.conftest import annotator, conversation

KNOWN = {
    "desk": ["ticket.requester|assignee.name|first_name", "ticket.orders[0].status", "dc.*", "line_1", "shop.domain"],
    "post": ["customer.firstName", "subject"],
}


NONE = Placeholders()


def matches(text: str, *platforms: str, strict: bool = False, own: Placeholders = NONE) -> list[Match]:
    settings = PlaceholderSettings(known=KNOWN, platforms=list(platforms), strict=strict)
    annotated = annotator(apple=["apple"]).annotate(conversation(f"agent: {text}", placeholders=own))
    return list(UnknownPlaceholder(settings).find(annotated, [0]))


def found(text: str, *platforms: str, strict: bool = False, own: Placeholders = NONE) -> list[tuple[str, str]]:
    given = matches(text, *platforms, strict=strict, own=own)
    return [(text[match.start : match.end], match.values["value"]) for match in given]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ticket.requester.first_name}}", []),
        ("{{ ticket.assignee.name | upcase }}", []),
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
        # Capitals and separators count where platforms list a name of several parts.
        ("{{Ticket.Requester.First Name}}", [("{{Ticket.Requester.First Name}}", "ticket.requester.first_name")]),
        ("{{ticket.requester.first-name}}", [("{{ticket.requester.first-name}}", "ticket.requester.first_name")]),
        ("{{ticket_requester_first_name}}", [("{{ticket_requester_first_name}}", "ticket.requester.first_name")]),
        ("{%customer.firstname%}", [("{%customer.firstname%}", "customer.firstName")]),
        ("{{Subject}} {{SUBJECT}} {{sub_ject}} {{shop_domain}}", []),
        ("Write `{{ ticket.requestr.name }}` there.", []),
        ("[subjct] <subjct> $subjct", []),
    ],
)
def test_placeholders(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_the_platforms_in_use() -> None:
    assert found("{{customer.firstName}}", "post", strict=True) == []
    assert found("{{customer.firstName}}", "desk", strict=True) == [("{{customer.firstName}}", "none")]
    assert found("{{customer.firstName}}", "desk") == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Hi {{ ticket.requestr.name | upcase }}!", "Hi {{ ticket.requester.name | upcase }}!"),
        ("Hi {{Ticket.Requester.First Name}}!", "Hi {{ticket.requester.first_name}}!"),
        ("Hi {%custmer.firstName,fallback=there%}!", "Hi {%customer.firstName,fallback=there%}!"),
        ("Ref. %{subjct}", "Ref. %{subject}"),
        ("{{ticket.orders[12].staus}}", "{{ticket.orders[12].status}}"),
        ("{{ticket.orders.staus}}", None),
    ],
)
def test_the_fix_writes_the_known_name(text: str, mended: str | None) -> None:
    (match,) = matches(text)
    fix = match.fix
    assert mended == (fix and text[: fix.start] + fix.text + text[fix.end :])
    assert fix is None or not fix.safe


def test_no_fix_without_a_known_name() -> None:
    assert matches("{{plum}}", strict=True) == [Match(0, 0, 8, {"value": "none"})]
    assert matches("{{subjct}}") == [Match(0, 0, 10, {"value": "subject"}, fix=Fix(2, 8, "subject", safe=False))]


@pytest.mark.parametrize(
    ("text", "own", "expected"),
    [
        ("{{order.number}}", Placeholders(strict=True), [("{{order.number}}", "none")]),
        ("{{order.number}}", Placeholders(strict=True, known=("order.number",)), []),
        ("{{my.shop}} {{my.x.y}}", Placeholders(strict=True, known=("my.*",)), []),
        ("{{order.numbr}}", Placeholders(known=("order.number",)), [("{{order.numbr}}", "order.number")]),
        ("{{kunde}} {{ich}}", Placeholders(strict=True, customer_name=("kunde",), agent_name=("ich",)), []),
        ("{{subject}}", Placeholders(strict=True, platforms=("desk",)), [("{{subject}}", "none")]),
        ("{{subject}}", Placeholders(strict=True, platforms=("desk", "post")), []),
    ],
)
def test_what_the_configuration_says(text: str, own: Placeholders, expected: list[tuple[str, str]]) -> None:
    assert found(text, own=own) == expected


def test_a_platform_without_names() -> None:
    with pytest.raises(ValueError, match='no names are known for the platform "disk"'):
        found("x", "disk")


def test_long_texts_cost_little() -> None:
    assert found("{{" * 20_000 + "%{" * 20_000 + "{%a" * 10_000) == []
