"""Placeholders: every syntax, the words they fall back on, and whose name they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelint.model import Placeholders
from carelint.placeholders import is_for_platform, is_like, names_of, placeholders

OWN = Placeholders(customer_name=("kunde.*",), agent_name=("kollege",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{a.b}}", [("liquid", "a.b", "a.b")]),
        ("{{- a.b | upcase -}}", [("liquid", "a.b", "a.b")]),
        ("{{{a}}}", [("liquid", "a", "a")]),
        ("{{A b.C d}}", [("liquid", "A b.C d", "A b.C d")]),
        ("{{orders[0].name}}", [("liquid", "orders[0].name", "orders[0].name")]),
        ("{%a.b,fallback=there%}", [("percent", "a.b", "a.b")]),
        ("%{a.b.c} #{a.b} ${a} {!a.b}", [("marked", x, x) for x in ("a.b.c", "a.b", "a", "a.b")]),
        ("{name} {First name}", [("single", "name", "name"), ("single", "First name", "First name")]),
        ("[NAME] [[name]]", [("square", "NAME", "NAME"), ("square", "name", "name")]),
        ("<NAME> <<first name>>", [("angle", "NAME", "NAME"), ("angle", "first name", "first name")]),
        ("%name% %%name%%", [("between", "name", "name"), ("between", "name", "name")]),
        ("$name", [("dollar", "name", "name")]),
        ("Hi FIRSTNAME", [("capitals", "FIRSTNAME", "FIRSTNAME")]),
        ('{% if a %}{% endif %} {{ "a" }} {{1 + 2}} {{ }} {{#if a}}', []),
        ("$5 50% 100% of 20% [a](b) <3 <a@b.example> <https://a.example> 50%20b {", []),
    ],
)
def test_syntaxes(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = list(placeholders(text))
    assert [(one.syntax, one.name, text[one.at : one.at + len(one.name)]) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "some", "wholly"),
    [
        ("{{a |x| }}", True, True),
        ("{% if |x| %}", True, True),
        ("{%a,fallback=|x|%}", True, True),
        ("#{a.|x|} b", True, True),
        ("%a|x|%", True, True),
        ("{a|x|}", True, True),
        ("|{{a}} x|", True, False),
        ("{{a}}|x|{{b}}", False, False),
        ("{{a|x|", False, False),
        ("[|x|]", False, False),
        ("5% |x| 6%", False, False),
        ("|x|", False, False),
    ],
)
def test_what_a_platform_reads(text: str, some: bool, wholly: bool) -> None:
    start, end = text.index("|"), text.rindex("|") - 1
    bare = text.replace("|", "")
    assert is_for_platform(bare, start, end) == some
    assert is_for_platform(bare, start, end, wholly=True) == wholly


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{a | default: 'there'}}", True),
        ('{{a|default:"there"}}', True),
        ('{{ a | fallback: "there" }}', True),
        ('{{a|fallback("there")}}', True),
        ("{{a || 'there'}}", True),
        ("{%a.b,fallback=there%}", True),
        ("{%a.b, fallback = there %}", True),
        ("{{a | upcase | default: 'there'}}", True),
        ("{{a}}", False),
        ("{{a | upcase}}", False),
        ("{{a | default: ''}}", False),
        ("{{a | default: }}", False),
        ("{%a.b%}", False),
        ("{%a.b,fallback=%}", False),
        ("{%a.b,fallback= %}", False),
    ],
)
def test_falling_back(text: str, expected: bool) -> None:
    assert [one.falls_back for one in placeholders(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Hi {{ticket.requester.first_name}}, done.",
        "Hi {{ ticket.requester.first_name | default: 'there' }}, done.",
        "Hi {%customer.firstName,fallback=there%}, done.",
        "Dear %{ticket.name.first}, done.",
        "Dear %{ticket.user.name.first}, done.",
        "Dear %{recipient.name}, done.",
        "Dear #{ticket.customer.firstname}, done.",
        "Hi {name}, done.",
        "Hi [NAME], done.",
        "Hi <NAME>, done.",
        "Hi %name%, done.",
        "Hi $name, done.",
        "Hi ${firstName}, done.",
        "Hi FIRSTNAME, done.",
        "Hi CUSTOMER NAME, done.",
        "Hi {{contact.firstname}}, done.",
        "Hi {{user.first_name}}, done.",
        "{{user.first_name}}, done.",
        "Hi {!Contact.FirstName}, done.",
        "Dear {guest}, done.",
        "All done, {first_name}.",
        "Hi {{passenger_name}}, done.",
        "Hi [insert name], done.",
        "Hi {% if a %}{{user.name}}{% endif %}, done.",
        "Guten Tag, {{kunde.vorname}}!",
    ],
)
def test_the_customers_name(text: str) -> None:
    assert len(list(names_of(text, "customer", OWN))) == 1
    assert list(names_of(text, "agent", OWN)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Best,\n{{current_user.name}}",
        "Best, {{current_user.first_name}}",
        "Best,\n{%user.firstName%}",
        "I'm {{user.first_name}} from Acme.",
        "Best,\n{{user.name}}\nAcme Support",
        "Best,\n%{ticket.staff.name}",
        "It is done. %{signature}",
        "Best, #{user.firstname}",
        "Best,\n#{ticket.owner.firstname}",
        "Best,\n%agent%",
        "Best,\n[AGENT NAME]",
        "Best,\n[Your name]",
        "Best,\n<Agent name>",
        "Best,\n{operator}",
        "Best,\n{{ticket.assignee_user.name}}",
        "Best,\n{{teammate.first_name}}",
        "Regards,\n[NAME]",
        "My name is {name} and I help.",
        "{{ticket.assignee.signature}}",
        "Best,\nAGENT NAME",
        "Gruß, {{kollege}}",
    ],
)
def test_the_agents_name(text: str) -> None:
    assert len(list(names_of(text, "agent", OWN))) == 1
    assert list(names_of(text, "customer", OWN)) == []


@pytest.mark.parametrize(
    "text",
    [
        "The {{ticket.group.name}} team",
        "Your {{order.product_name}} and your {product_name} are here.",
        "{{ticket.brand.name}} {{ticket.organization.name}} %company_name% {{account.name}} {{mailbox.name}}",
        "%{ticket.topic.name} %{ticket.dept.name} #{ticket.group.name}",
        "[Order number] [Enter] <br> <name@acme.example> [our name](https://a.example)",
        "{{agent.email}} {{customer.email}} {{ticket.id}}",
        "The driver {driver_name} brings the file <filename>.",
    ],
)
def test_nobodys_name(text: str) -> None:
    assert [*names_of(text, "agent", OWN), *names_of(text, "customer", OWN)] == []


@pytest.mark.parametrize(
    ("platforms", "whose"),
    [(("intercom",), "customer"), (("front",), "agent"), (("front", "help-scout"), "agent"), ((), "customer")],
)
def test_whom_a_platform_calls_user(platforms: tuple[str, ...], whose: str) -> None:
    own = Placeholders(platforms=platforms)
    text = "Hi {{user.first_name}}, done."
    assert list(names_of(text, whose, own)) == [(3, 22)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "expected"), [("my.a", True), ("MY.a", True), ("mine", False), ("a", True), ("a.b", False)]
)
def test_names_of_the_configuration(name: str, expected: bool) -> None:
    assert is_like(name, ("my.*", "A")) is expected


@given(st.text(alphabet="{}%$#[]<>|. \nabN,'\"", max_size=300))
def test_any_text_is_read(text: str) -> None:
    for one in placeholders(text):
        assert text[one.at : one.at + len(one.name)] == one.name
        assert one.start <= one.at < one.end


def test_long_texts_cost_little() -> None:
    for part in ("{{", "%{", "{%a", "[a ", "<a ", "{{a|", "{%a,", "{{a b", "%a", "$a.", "FIRST ", "{a "):
        assert list(placeholders(part * 20_000)) == []
