"""The customer's name: learnt from the source, from the customer, or from the handle; and used, or only mentioned."""

from __future__ import annotations

from functools import cache

import pytest

from carelint.annotated import Annotated
from carelint.language.engine import Annotator
from carelint.language.names import NAME_SIGNALS, known_names
from carelint.model import Customer
from carelint.packs import load_packs
from tests.conftest import conversation


@cache
def _annotator() -> Annotator:
    specs = load_packs().specs
    return Annotator(specs, ["customer-name", *NAME_SIGNALS])


def _annotated(text: str, **fields: object) -> Annotated:
    return _annotator().annotate(conversation(text, **fields))


def _used(text: str, *, name: str = "Diane Marsh", handle: str = "", channel: str = "chat") -> list[str]:
    annotated = _annotated(f"agent: {text}", customer=Customer(name=name, handle=handle), channel=channel)
    return [annotated.text(0)[m.start : m.end] for m in annotated.mentions_of(0, "customer-name")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Diane, it is done.", ["Diane"]),
        ("Hello Diane! Thank you, Diane.", ["Diane", "Diane"]),
        ("It is done for you Diane", ["Diane"]),
        ("diane, which meter is red?", ["diane"]),
        ("DIANE - it is done.", ["DIANE"]),
        ("Evening Di! The tent is packed.", ["Di"]),
        ("Dear Ms Marsh,", ["Ms Marsh"]),
        ("Dear Diane Marsh,", ["Diane Marsh"]),
        ("👋 Diane, hello.", ["Diane"]),
        ("That's all done, thanks so much Diane 😊", ["Diane"]),
        ("Hi {{customer.first_name}}, hello", ["{{customer.first_name}}"]),
        ("Hi [Name],", ["[Name]"]),
        ("Regards, {{agent.first_name}}", []),
        ("Your {{product_name}} has shipped.", []),
        ("The policy is in the name of Diane Marsh.", []),
        ("Am I speaking to Diane?", []),
        ("Is this Diane?", []),
        ("Are you Diane Marsh?", []),
        ("How are you Diane?", ["Diane"]),
        ("The name on the card is D Marsh.", []),
        ("Marsh Lane is closed.", []),
        ("diane.marsh@example.com is the address we have.", []),
        ("Diane's order has shipped.", []),
        ("Diane wrote to us on Monday.", []),
        ("I spoke to my colleague Diane.", []),
        ("Your name: Diane", []),
        ("You wrote “Thanks, Diane”.", []),
        ("> Hi Diane,\nit is done.", []),
        ("Hi David, it is done.", []),
        ("Dianella plants are back.", []),
        ("Hi there, it is done.", []),
        ("", []),
    ],
)
def test_address_and_mention(text: str, expected: list[str]) -> None:
    assert _used(text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Kenneth Oyelaran", "Hi Kenny, it is done.", ["Kenny"]),
        ("Daniela", "Hi Dan, it is done.", ["Dan"]),
        ("Dan", "Hi Daniel, it is done.", ["Daniel"]),
        ("Bob", "Dear Robert, it is done.", ["Robert"]),
        ("Jo Lund", "Hi Joachim, it is done.", []),  # two letters begin too many names
        ("Diane Marsh", "Hi Dianne, it is done.", []),
        ("Priya", "Hi Pria, it is done.", []),
        ("Diane Marsh", "Hi David, it is done.", []),
    ],
)
def test_greeted_by_another_form_of_the_name(name: str, text: str, expected: list[str]) -> None:
    assert _used(text, name=name) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("It is my daughter's bike. Regards, Ana", ["Ana"]),
        ("Omar and I share it; ask Ana.", ["Ana"]),
        ("The Analog shop is shut.", []),
        ("Where is it?", []),
    ],
)
def test_greeted_by_a_name_that_the_customer_used(said: str, expected: list[str]) -> None:
    annotated = _annotated(f"customer: {said}\nagent: Hi Ana, it is done.", customer=Customer(name="Diane Marsh"))
    assert [annotated.text(1)[m.start : m.end] for m in annotated.mentions_of(1, "customer-name")] == expected


def test_greeted_by_the_name_that_a_message_came_from() -> None:
    annotated = _annotated("customer (Ana): Hi\nagent: Hi Ana, hello.", customer=Customer(name="Diane Marsh"))
    assert [m.start for m in annotated.mentions_of(1, "customer-name")] == [3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will do.", []),
        ("Will you be at home?", []),
        ("I will.", []),
        ("Thanks, Will.", ["Will"]),
        ("Hi Will, hello", ["Will"]),
    ],
)
def test_names_that_are_ordinary_words(text: str, expected: list[str]) -> None:
    assert _used(text, name="Will") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@teddybob it is done.", ["@teddybob"]),
        ("@somebody_else it is done.", ["@somebody_else"]),
        ("Hey Ted, it is done.", ["Ted"]),
        ("Hi Sofia! It is done.", ["Sofia"]),
        ("It is done.", []),
        ("Hi there, it is done.", []),
        ("Hello, Unfortunately it is late.", []),
    ],
)
def test_handle_on_social_media(text: str, expected: list[str]) -> None:
    assert _used(text, name="", handle="@TeddyBob", channel="social") == expected


def test_handle_counts_only_on_social_media() -> None:
    annotated = _annotated("agent: hello", customer=Customer(handle="TeddyBob"), channel="chat")
    assert known_names(annotated).words == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer: my name is ravi\nagent: hi", {"ravi"}),
        ("customer: I'm Priya and my card was refused.\nagent: hi", {"priya"}),
        ("customer: It leaks.\n\nThanks,\nOmar Haddad\nagent: hi", {"omar", "haddad"}),
        ("agent: Might I take your name?\ncustomer: Kofi Mensah\nagent: thanks", {"kofi", "mensah"}),
        ("agent: Might I take your name?\ncustomer: sure, it's Kofi.\nagent: thanks", {"kofi"}),
        ("agent: Might I take your name?\ncustomer: kofi\nagent: thanks", {"kofi"}),
        (
            "agent: Might I take your name?\ncustomer: Kofi Mensah, 4471 is the number\nagent: thanks",
            {"kofi", "mensah"},
        ),
        ("agent: Might I take your name?\ncustomer: Why is that any use?\nagent: sorry", set()),
        ("agent: Might I take your name?\ncustomer: no\nagent: ok", set()),
        ("agent: Which shop?\ncustomer: Leeds\nagent: thanks", set()),
        ("customer: I'm so angry\nagent: sorry", set()),
        ("customer: Is my name on the list?\nagent: yes", set()),
        # Said after the last reply, it cannot be used any more.
        ("agent: Bye!\ncustomer: Thanks, my name is Omar by the way", set()),
        ("customer: hello", set()),
    ],
)
def test_names_that_the_customer_gives(text: str, expected: set[str]) -> None:
    assert known_names(_annotated(text)).words == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Diane Marsh", {"diane", "marsh", "di"}),
        ("Dr. José Nuñez", {"josé", "nuñez"}),
        ("O'Brien, Mary-Jane", {"o'brien", "mary-jane"}),
        ("Visitor 3482", set()),
        ("user_77", set()),
        ("diane.marsh@example.com", set()),
        ("x", set()),
        ("", set()),
    ],
)
def test_names_from_the_source(name: str, expected: set[str]) -> None:
    annotated = _annotated("agent: hello", customer=Customer(name=name))
    assert known_names(annotated).words == expected
    assert ("customer-name" in annotated.known) == bool(expected)
