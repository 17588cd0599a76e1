"""The `spelling` plugin: which words of a conversation are judged, and which are somebody's own."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.language.engine import Annotator
from carelint.model import Conversation, Customer, Fix, Match, Turn
from carelint.plugins.spelling import Spelling, SpellingSettings
from tests.conftest import conversation


def matches(talk: Conversation | str, **settings: Any) -> list[Match]:
    talk = conversation(talk) if isinstance(talk, str) else talk
    annotated = Annotator({}, ()).annotate(talk)
    return list(Spelling(SpellingSettings.model_validate(settings)).find(annotated, annotated.turns_by("agent")))


def slips(talk: Conversation | str, **settings: Any) -> list[tuple[str, str]]:
    return [(match.values["found"], match.values["replacement"]) for match in matches(talk, **settings)]


def test_a_match_marks_the_word_and_has_an_unsafe_fix() -> None:
    assert matches("agent: You will recieve it") == [
        Match(0, 9, 16, {"found": "recieve", "replacement": "receive"}, Fix(9, 16, "receive", safe=False))
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "it is teh parcel for your adress and you will (recieve) it",
            [("teh", "the"), ("adress", "address"), ("recieve", "receive")],
        ),
        ("Definately on its way. Recieve it.", [("Definately", "Definitely"), ("Recieve", "Receive")]),
        ("the customer's adress's end", [("adress", "address")]),
        ("a self-adressed, pre-recieved envelope", [("adressed", "addressed"), ("recieved", "received")]),
        ("so it was recieve", [("recieve", "receive")]),
    ],
)
def test_slips(said: str, expected: list[tuple[str, str]]) -> None:
    assert slips(f"agent: {said}") == expected


@pytest.mark.parametrize(
    "said",
    [
        "Recieve, the Adress and ADRESS, myAdress, adress2",
        "Adress Recieve will ring",
        "write to adress@recieve.com, see https://example.com/recieve or www.recieve.com/adress",
        "@adress #recieve $adress %recieve% {{adress}} {adress line} [recieve this] <adress> adress_line",
        "the file recieve.txt and the ratio adress:recieve",
        "do not open adress-recieve[.]com or {{adress}}adress",
        "you wrote “teh adress”",
        "On Monday you wrote:\n> teh adress is wrong",
        "`recieve()` a-recieve-adress-teh",
        "dont, wouldnt, thats, sooo, hmm, goin, rebooked, dropdown",
        "Bei weiteren Fragen kannst du dich gern wieder an uns wenden",
        "zyx teh quorl adress",
        "recieve recieve, recieve",
        "",
    ],
)
def test_what_is_no_slip(said: str) -> None:
    assert slips(f"agent: {said}") == []


@pytest.mark.parametrize(
    "talk",
    [
        "customer: my fernoo adress\nagent: the adress",
        "agent: Ask for Mr Adress. Then adress",
        conversation("agent: hello adress", customer=Customer(name="Jo Adress")),
        conversation("agent: hello adress", agents=("Adress",)),
        conversation("agent: hello adress", brands=("Adress",)),
        conversation("agent: hello adress", metadata={"product": "adress 3000"}),
        Conversation("x", (Turn("agent", "this is adress", author="Adress"),)),
    ],
)
def test_names_and_what_others_say_are_known(talk: Conversation | str) -> None:
    assert slips(talk) == []


def test_settings() -> None:
    assert slips("agent: the zyntax of adress", words=["Zyntax"], known=["adress"]) == []
    assert slips("agent: Alot of alot", slips={"alot": "a lot"}) == [("Alot", "A lot"), ("alot", "a lot")]
    assert slips("agent: teh teh", repeated=2) == []


def test_looks_at_the_given_turns_only() -> None:
    assert slips("customer: teh\nagent: fine\nbot: adress") == []
