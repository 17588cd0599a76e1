"""The `wrong-language` plugin: who wrote in which language, and what excuses another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from carelint.language.engine import Annotator
from carelint.model import Match
from carelint.plugins.wrong_language import WrongLanguage, WrongLanguageSettings
from tests.conftest import conversation

GERMAN = "Ich habe noch keine Antwort bekommen, wann wird das Paket bei mir sein?"
FRENCH = "Je n'ai pas encore reçu ma commande, pouvez-vous me dire quand elle sera là ?"
ENGLISH = "It is on its way and should be with you before the end of the week."
RUSSIAN = "Здравствуйте, когда придет заказ?"


def matches(talk: str, excuses: Sequence[str] = (), **fields: Any) -> list[Match]:
    annotated = Annotator({}, ()).annotate(conversation(talk, **fields))
    plugin = WrongLanguage(WrongLanguageSettings(excuses=list(excuses)))
    return list(plugin.find(annotated, annotated.turns_by("agent")))


def told(match: Match) -> tuple[int, str, str]:
    return match.turn, match.values["value"], match.values["replacement"]


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        (f"customer: {GERMAN}\nagent: {ENGLISH}", [(1, "English", "German")]),
        (f"customer: {GERMAN}\nagent: {FRENCH}", [(1, "French", "German")]),
        (f"customer: {ENGLISH}\nagent: {FRENCH}", [(1, "French", "English")]),
        (f"customer: {RUSSIAN}\nagent: {ENGLISH}", [(1, "English", "Russian or another Cyrillic language")]),
        (f"customer: {GERMAN}\nagent: {GERMAN}\ncustomer: ok\nagent: {ENGLISH}", [(3, "English", "German")]),
        (f"customer: {GERMAN}\nagent: {ENGLISH}\ncustomer: was?\nagent: {ENGLISH}", [(1, "English", "German")]),
        (f"customer: {GERMAN}\nagent: {GERMAN}", []),
        (f"customer: {GERMAN}\nagent: Hi.\nagent: Thanks!", []),
        (f"customer: hallo\nagent: {ENGLISH}", []),
        (f"customer: {GERMAN}\nagent: {GERMAN} / {ENGLISH}", []),
        (f"customer: {GERMAN}\nagent: {GERMAN}\ncustomer: {ENGLISH}\nagent: {ENGLISH}", []),
        (f"agent: {ENGLISH}\ncustomer: {GERMAN}", []),
        ("customer: Hej, jag har inte fått min order ännu\nagent: Beklager, den kommer i morgen til deg og dine", []),
    ],
)
def test_conversations(talk: str, expected: list[tuple[int, str, str]]) -> None:
    assert [told(match) for match in matches(talk)] == expected


def test_a_match_marks_the_first_sentence() -> None:
    (match,) = matches(f"customer: {GERMAN}\nagent: Hello there! {ENGLISH}")
    assert (match.start, match.end) == (0, 12)


def test_a_reply_may_say_which_language_it_is_in() -> None:
    talk = f"customer: {GERMAN}\nagent: I write in English for now. {ENGLISH}"
    assert len(matches(talk)) == 1
    assert matches(talk, excuses=["English"]) == []
    assert len(matches(talk, excuses=["Engl"])) == 1


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ({"locale": "de-AT"}, ["German"]),
        ({"Language": "german"}, ["German"]),
        ({"lang": "no"}, ["Norwegian"]),
        ({"language": "en_GB"}, []),
        ({"language": "xx"}, []),
        ({"language": 3}, []),
        ({"note": "de"}, []),
    ],
)
def test_the_language_that_the_source_gives(metadata: dict[str, object], expected: list[str]) -> None:
    found = matches(f"agent: {ENGLISH}", metadata=metadata, kind="macro")
    assert [match.values["replacement"] for match in found] == expected


@pytest.mark.parametrize(
    ("talk", "metadata", "reason"),
    [
        ("agent: x", {}, "the customer's language is not known"),
        ("agent: x", {"locale": "fr"}, None),
        ("customer: x\nagent: x", {}, None),
    ],
)
def test_evidence(talk: str, metadata: dict[str, object], reason: str | None) -> None:
    annotated = Annotator({}, ()).annotate(conversation(talk, metadata=metadata))
    assert WrongLanguage(WrongLanguageSettings()).missing(annotated, annotated.turns_by("agent")) == reason


def test_a_draft_is_judged_and_what_it_answers_is_not() -> None:
    talk = f"customer: {GERMAN}\nagent: {ENGLISH}\ncustomer: wie bitte?\nagent: {ENGLISH}"
    assert [match.turn for match in matches(talk, kind="draft", draft_from=3)] == [3]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("bonsoir colis toujours introuvable", [(1, "English", "French")]),
        ("bonsoir colis", []),
        ("bonsoir the parcel colis is not there", []),
        ("bonsoir paket introuvable partout", []),
        ("bonsoir introuvable partout hélas", []),
        ("bonsoir colis paket wo", []),
    ],
)
def test_short_texts_are_told_by_two_telling_words(said: str, expected: list[tuple[int, str, str]]) -> None:
    annotated = Annotator({}, ()).annotate(conversation(f"customer: {said}\nagent: {ENGLISH}"))
    settings = WrongLanguageSettings(telling={"fr": ["Bonsoir", "colis", "toujours"], "de": ["paket", "wo"]})
    found = WrongLanguage(settings).find(annotated, annotated.turns_by("agent"))
    assert [told(match) for match in found] == expected
