"""Signals on texts: patterns, guards, composition, and what they cost nothing to say twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
import spacy

from carelint.language.engine import Annotator
from carelint.language.matching import MOST_MENTIONS
from carelint.language.spec import SignalSpec
from carelint.model import Role, Turn
from tests.conftest import annotator, conversation, signal


def found(spec: SignalSpec, text: str, role: Role = "agent", **others: SignalSpec | list[str]) -> list[str]:
    notes = annotator(it=spec, **others).notes(Turn(role, text))
    return [text[m.start : m.end] for m in notes.mentions_of("it")]


@pytest.mark.parametrize(
    ("spec", "text", "expected"),
    [
        (signal(["i am sorry"]), "I'm sorry. I’m sorry. I am SORRY", ["I'm sorry", "I’m sorry", "I am SORRY"]),
        (signal(["we ~2 call"]), "We really will call. We will most certainly soon call.", ["We really will call"]),
        (signal(["we ~3 call"]), "We agree. Please call", []),
        (signal(["^ hello"]), "@jo Hello there. She said hello", ["Hello"]),
        (signal(["bye $"]), "Well, bye! The bye week", ["bye"]),
        (signal(["so [very] sorry"]), "so sorry, so very sorry", ["so sorry", "so very sorry"]),
        (
            signal(["{act} it"], words={"act": ["look into", "fix"]}),
            "We look into it and fix it",
            ["look into it", "fix it"],
        ),
        (signal(["refund"], unless={"negated": True}), "We won't refund. We refund.", ["refund"]),
        (signal(["refund"], unless={"quoted": False}), "You wrote “refund”", ["refund"]),
        (signal(["refund"]), "You wrote “refund”, so refund it is", ["refund"]),
        (signal(["refund"], unless={"question": True}), "A refund? A refund.", ["refund"]),
        (signal(["refund"], unless={"phrases": ["refund policy"]}), "refund policy, refund", ["refund"]),
        (signal(["refund"], unless={"before": ["no"]}), "no refund. a refund", ["refund"]),
        (signal(["refund"], unless={"after": ["form"]}), "refund form. refund now", ["refund"]),
        (signal(["refund"], unless={"sentence": ["if"]}), "If you ask, refund. Then refund.", ["refund"]),
        (signal(["refund"], position={"first": 1}), "Refund one. Refund two.", ["Refund"]),
        (signal(["refund"], position={"last": 1}), "Refund one. A refund two.", ["refund"]),
        (signal(["thanks"], **{"in": ["body", "signature"]}), "Done.\n-- \nThanks, Jo", ["Thanks"]),
        (signal(["thanks"]), "Done.\n-- \nThanks, Jo", []),
        (
            signal(tokens=[[{"LOWER": "i"}, {"IS_TITLE": True, "LOWER": {"NOT_IN": ["sorry"]}}]]),
            "I Jo. I Sorry",
            ["I Jo"],
        ),
        (signal(regex=[r"order (?P<value>\d{3,8})"]), "order 12345 and order 1", ["12345"]),
        (signal(regex=[r"\d{13,19}"], valid="luhn"), "4111111111111111 4111111111111112", ["4111111111111111"]),
        (signal(["a b", "a b c"]), "a b c", ["a b c"]),
        (signal(["refund"]), "", []),
        (signal(["refund"]), "   \n ", []),
    ],
)
def test_patterns_and_guards(spec: SignalSpec, text: str, expected: list[str]) -> None:
    assert found(spec, text) == expected


FRUIT: Mapping[str, list[str]] = {"apple": ["apple"], "pear": ["pear"]}


@pytest.mark.parametrize(
    ("spec", "text", "expected"),
    [
        (signal(any=["apple", "pear"]), "an apple. a pear", ["apple", "pear"]),
        (signal(all=["apple", "pear"]), "an apple, a pear. an apple.", ["apple"]),
        (signal(all=["apple", "pear"], within="turn"), "an apple. a pear", ["apple"]),
        (signal(["plum"], unless={"signals": ["apple"]}), "plum, apple. plum.", ["plum"]),
        (signal(["plum"], unless={"signals": ["apple"], "within": "turn"}), "plum. apple.", []),
    ],
)
def test_signals_build_on_signals(spec: SignalSpec, text: str, expected: list[str]) -> None:
    assert found(spec, text, **FRUIT) == expected


def test_a_signal_of_one_speaker_is_not_looked_for_in_the_others_words() -> None:
    spec = signal(["refund"], speaker="agent")
    assert found(spec, "refund", "agent") == ["refund"]
    assert found(spec, "refund", "customer") == []


def test_the_same_text_is_searched_once() -> None:
    one = annotator(it=["refund"])
    assert one.notes(Turn("agent", "a refund")) is one.notes(Turn("agent", "a refund", author="Jo"))


def test_signals_of_a_trained_pipeline_are_named_as_unavailable() -> None:
    spec = signal(tokens=[[{"ENT_TYPE": "PERSON"}]], model=True)
    one = annotator(it=spec, other=["refund"])
    assert one.unavailable == {"it": "needs a trained spaCy pipeline: name one with --model"}
    assert list(one.notes(Turn("agent", "Jo, a refund")).mentions) == ["other"]


def test_strings_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    one = annotator(it=["refund"])
    monkeypatch.setattr("carelint.language.engine._MOST_STRINGS", len(one._nlp.vocab.strings) + 50)
    texts = (f"agent: refund word{number}x" for number in range(200))
    results = one.annotate_all(conversation(text) for text in texts)
    assert all(result.has([0], ["it"]) for result in results)
    assert "word7x" not in one._nlp.vocab.strings


def test_a_trained_pipeline_adds_its_entities(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Jo"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "model")
    spec = signal(tokens=[[{"LOWER": "for"}, {"ENT_TYPE": "PERSON"}]], model=True)
    one = Annotator({"it": spec}, ["it"], model=str(tmp_path / "model"))
    text = "A cake for Jo.  And for Sam."
    assert one.unavailable == {}
    assert [text[m.start : m.end] for m in one.notes(Turn("agent", text)).mentions_of("it")] == ["for Jo"]


def test_a_message_full_of_mentions_gives_a_bounded_number() -> None:
    one = annotator(it=["refund"])
    assert len(one.notes(Turn("agent", "refund. " * 3000)).mentions_of("it")) == MOST_MENTIONS


@pytest.mark.parametrize("mark", ["(", "!", "😀", "'s", "$", "{a"])
def test_a_long_run_of_marks_holds_nothing_up(mark: str) -> None:
    text = "a refund " + mark * 20_000
    spec = signal(tokens=[[{"LOWER": "refund"}, {"IS_PUNCT": True, "OP": "?"}]])
    notes = annotator(it=["refund"], shape=spec).notes(Turn("agent", text))
    assert [(m.start, m.end) for m in notes.mentions_of("it")] == [(2, 8)]
    assert [m.start for m in notes.mentions_of("shape")] == [2]


def test_the_cache_counts_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carelint.language.engine._CACHED_CHARACTERS", 50)
    one = annotator(it=["refund"])
    first = one.notes(Turn("agent", "refund " * 4))
    assert one.notes(Turn("agent", "refund " * 4)) is first
    one.notes(Turn("agent", "return " * 4))
    assert one.notes(Turn("agent", "refund " * 4)) is not first


def test_what_is_built_on_a_trained_signal_is_unavailable_too() -> None:
    trained = signal(tokens=[[{"ENT_TYPE": "PERSON"}]], model=True)
    one = annotator(person=trained, either=signal(any=["person", "plum"]), plum=["plum"])
    assert sorted(one.unavailable) == ["either", "person"]
