"""`no-fallback`: names of the customer that leave a hole."""

from __future__ import annotations

import pytest

from carelint.model import Match, Placeholders
from carelint.plugins.no_fallback import FallbackSettings, NoFallback
from tests.conftest import annotator, conversation

SETTINGS = FallbackSettings(
    fallbacks={"zendesk": "| default: 'there'", "intercom": '| fallback:"there"', "help-scout": ",fallback=there"},
    filled=["ticket.requester.name"],
)
NONE = Placeholders()


def matches(text: str, own: Placeholders = NONE) -> list[Match]:
    annotated = annotator(apple=["apple"]).annotate(conversation(f"agent: {text}", placeholders=own))
    return list(NoFallback(SETTINGS).find(annotated, [0]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi {{first_name}}, ok", ["{{first_name}}"]),
        ("Hi {{first_name | capitalize}}, ok", ["{{first_name | capitalize}}"]),
        ("Hi {{first_name | default: ''}}, ok", ["{{first_name | default: ''}}"]),
        (
            "Hi {%customer.firstName%}, thanks, {%customer.lastName%}!",
            ["{%customer.firstName%}", "{%customer.lastName%}"],
        ),
        ("Hi {% if a.name %}{{a.name}}{% endif %}, ok", ["{% if a.name %}"]),
        ("{% if order.paid %}Hi {{first_name}}{% endif %}", ["{{first_name}}"]),
        ("Hi {{first_name | default: 'there'}} {{last_name|fallback:\"\u2026\"}}, ok", []),
        ("Hi {%customer.firstName,fallback=there%}, ok", []),
        ("{% if first_name %}Hi {{first_name}}{% else %}Hello{% endif %}, ok", []),
        ("{{#if customer.name}}Hi {{customer.name}}{{/if}}, ok", []),
        ("Hi{% if a.name %} {{a.name}}{% endif %}, ok", []),
        ("Hi %{ticket.name.first}, #{ticket.customer.firstname}, {name}, [NAME], %name%, ok", []),
        ("Best,\n{{current_user.name}}", []),
        ("Your {{product_name}} is here.", []),
        ("Write `Hi {{first_name}}` there.", []),
    ],
)
def test_names_without_a_fallback(text: str, expected: list[str]) -> None:
    assert [text[match.start : match.end] for match in matches(text)] == expected


def test_a_name_that_is_nearly_always_there_is_a_lesser_case() -> None:
    assert [match.milder for match in matches("Hi {{ticket.requester.name}}, {{customer.name}}!")] == [True, False]


@pytest.mark.parametrize(
    ("text", "platforms", "mended"),
    [
        ("Hi {{first_name}}, ok", ("zendesk",), "Hi {{first_name | default: 'there'}}, ok"),
        ("Hi {{ first_name }}, ok", ("intercom",), 'Hi {{ first_name | fallback:"there" }}, ok'),
        ("Hi {%customer.firstName%}, ok", (), "Hi {%customer.firstName,fallback=there%}, ok"),
        (
            "Hi {% if a.name %}{{a.name}}{% endif %}, ok",
            (),
            "Hi {% if a.name %}{{a.name}}{% else %}there{% endif %}, ok",
        ),
        ("Hi {{first_name}}, ok", (), None),
        ("Dear {{first_name}}, ok", ("zendesk",), None),
        ("Hi {{first_name | upcase}}, ok", ("zendesk",), None),
    ],
)
def test_the_fix_fits_the_platform(text: str, platforms: tuple[str, ...], mended: str | None) -> None:
    own = Placeholders(platforms=platforms)
    (match,) = matches(text, own)
    fix = match.fix
    assert mended == (fix and text[: fix.start] + fix.text + text[fix.end :])
    if mended:
        assert not fix.safe if fix else False
        assert matches(mended, own) == []


def test_a_platform_that_has_no_fallbacks() -> None:
    assert matches("Hi {{recipient.first_name}}, ok", Placeholders(platforms=("front",))) == []
    assert len(matches("Hi {{recipient.first_name}}, ok", Placeholders(platforms=("front", "zendesk")))) == 1
