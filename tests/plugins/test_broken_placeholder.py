"""`broken-placeholder`: brackets, quotes and tags that are wrong, and what they are mended to."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelint.language.engine import Annotator
from carelint.model import Match
from carelint.packs import load_packs
from carelint.plugins.broken_placeholder import BrokenPlaceholder, BrokenSettings
from carelint.plugins.template_blocks import parsed
from tests.conftest import conversation

SIGNALS = ["broken-placeholder"]


@cache
def _annotator() -> Annotator:
    return Annotator(load_packs().specs, SIGNALS)


def matches(text: str) -> list[Match]:
    annotated = _annotator().annotate(conversation(f"agent: {text}"))
    return list(BrokenPlaceholder(BrokenSettings(found_by=SIGNALS)).find(annotated, [0]))


def mended(text: str, *, safe: bool) -> str | None:
    """The text after all fixes of this kind; None if there is none."""
    fixes = [match.fix for match in matches(text) if match.fix and match.fix.safe is safe]
    for fix in reversed(fixes):
        text = text[: fix.start] + fix.text + text[fix.end :]
    return text if fixes else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi {{name}, ok", "Hi {{name}}, ok"),
        ("See {{a.b}} and {{a.c}", "See {{a.b}} and {{a.c}}"),
        ("Hi {{a.first_name, ok", "Hi {{a.first_name}}, ok"),
        ("Hi {{a.first_name", "Hi {{a.first_name}}"),
        ("Hi {{first_name]], ok", "Hi {{first_name}}, ok"),
        ("Hi { { name } }, ok", "Hi {{name}}, ok"),
        ("Hi first_name}}, ok", "Hi {{first_name}}, ok"),
        ("Hi %{ticket.name.first, ok", "Hi %{ticket.name.first}, ok"),
        ("Hi #{ticket.title, ok", "Hi #{ticket.title}, ok"),
        ("Hi ${name, ok", "Hi ${name}, ok"),
        ("Hi {%customer.firstName,fallback=there}, ok", "Hi {%customer.firstName,fallback=there%}, ok"),
        ("Hi {customer.firstName%}, ok", "Hi {%customer.firstName%}, ok"),
        ("Hi {%customer.firstName%, ok", "Hi {%customer.firstName%}, ok"),
        ("{% if a }A{% endif %}", "{% if a %}A{% endif %}"),
        ("{% if a %}A{% endif %\nB", "{% if a %}A{% endif %}\nB"),
        ("Hi {{name | default: “there”}}, ok", 'Hi {{name | default: "there"}}, ok'),
        ("Hi {{name | default: 'there'}, ok", "Hi {{name | default: 'there'}}, ok"),
        ("Hi ｛｛name｝｝, ok", "Hi {{name}}, ok"),
        ("Hi {first_name, ok", "Hi {first_name}, ok"),
        ("It is {a.b}} and {{a.c}}", "It is {{a.b}} and {{a.c}}"),
    ],
)
def test_one_way_to_close_it(text: str, expected: str) -> None:
    assert mended(text, safe=True) == expected
    assert mended(expected, safe=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ticket {ticket.id}} is here", "Ticket {{ticket.id}} is here"),
        ("Hi [[name}}, ok", "Hi {{name}}, ok"),
        ("Hi {{{name}}, ok", "Hi {{name}}, ok"),
        ("Hi {{$name}}, ok", "Hi {{name}}, ok"),
        ("Hi {{{{name}}}}, ok", "Hi {{name}}, ok"),
        ("Hi %first_name, ok", "Hi %first_name%, ok"),
        ("Hi { name }, ok", "Hi {name}, ok"),
        ("Hi { name }, it is {{a.b}}", "Hi {{name}}, it is {{a.b}}"),
        ("Hi {{a.name}}, best, {user.name}", "Hi {{a.name}}, best, {{user.name}}"),
        ("Hi [[Name], ok", "Hi [[Name]], ok"),
    ],
)
def test_more_than_one_way(text: str, expected: str) -> None:
    assert mended(text, safe=True) is None
    assert mended(text, safe=False) == expected


@pytest.mark.parametrize(
    "text", ["Hi {{}}, ok", "Hi {{agent.}}", "Hi {{name | }}", "Hi {{first name thanks, ok", "((a.b))"]
)
def test_nothing_to_mend_it_to(text: str) -> None:
    assert [match.fix for match in matches(text)] == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% if a %}A", [("{% if a %}", "no {% endif %} stands behind it")]),
        ("A{% endif %}", [("{% endif %}", "no {% if %} stands before it")]),
        ("A{% else %}B", [("{% else %}", "no {% if %} stands before it")]),
        ("A{% when 1 %}B", [("{% when 1 %}", "no {% case %} stands before it")]),
        ("{% if a %}{% unless b %}C{% endif %}", [("{% unless b %}", "no {% endunless %} stands behind it")]),
        (
            "{% for a in b %}{{a.c}}{% endif %}",
            [
                ("{% for a in b %}", "no {% endfor %} stands behind it"),
                ("{% endif %}", "no {% if %} stands before it"),
            ],
        ),
        ("{{#if a}}A", [("{{#if a}}", "no {{/if}} stands behind it")]),
        ("A{{/each}}", [("{{/each}}", "no {{#each}} stands before it")]),
        ("{%- if a -%}A{%- elsif b -%}B{%- else -%}C{%- endif -%}", []),
        ("{% case a %}{% when 1 %}A{% else %}B{% endcase %}", []),
        ("{% raw %}{% if %}{% endraw %}{% comment %}{% endif %}{% endcomment %}", []),
        ("{%customer.firstName%} {%case.number%} {%if.name,fallback=x%}", []),
        ("{% assign a = 1 %}{% include 'b' %}", []),
    ],
)
def test_tags_in_pairs(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[one.start : one.end], one.lacks) for one in parsed(text)[1]] == expected
    assert [(text[one.start : one.end], one.values["value"]) for one in matches(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hi {{ first_name}}, {{first_name }}, {{- a -}}",
        'It is {"a": {"b": 1}}.',
        "Add `{{ product.title }` and `{% if a %}` to it.",
        "15% off, 100% of 20%, {smile} :}",
        "body { color: red; } a { b: c }",
        "{{score}}% of ${{amount}}, #{{ticket.id}}",
        "[#1] [Ctrl] <https://a.example> <a@b.example> https://a.example/%7B%7Ba",
        '{{a.b[0].c|datetime_format("MMM Do YY")}}',
    ],
)
def test_near_misses(text: str) -> None:
    assert matches(text) == []


@given(st.text(alphabet="{}%[]<>|ab. #/$\n“”", max_size=120))
def test_any_text_is_read_and_safe_fixes_settle(text: str) -> None:
    blocks, strays = parsed(text)
    assert all(one.opens[1] <= one.closes[0] for one in blocks)
    assert all(0 <= one.start < one.end <= len(text) for one in strays)
