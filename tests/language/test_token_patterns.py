"""Token patterns: what is refused at load is what spaCy would refuse, and no more."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.matcher import Matcher

from carelint.language.token_patterns import TOKEN_ATTRIBUTES, lists_in, token_faults

VALUES: dict[str, Any] = {"OP": "+", "LENGTH": 3}


@pytest.mark.parametrize("name", sorted(TOKEN_ATTRIBUTES))
def test_every_allowed_attribute_runs_on_blank_english(name: str) -> None:
    value = VALUES.get(name, True if name.startswith(("IS_", "LIKE_")) else "x")
    pattern = [{name: value, "LOWER": "x"}] if name != "LOWER" else [{name: value}]
    assert list(token_faults(pattern, (), trained=False)) == []
    nlp = spacy.blank("en")
    matcher = Matcher(nlp.vocab, validate=True)
    matcher.add("x", [pattern])
    matcher(nlp("x y z"))


@pytest.mark.parametrize("op", ["?", "!", "+", "*", "{2}", "{1,3}", "{2,}", "{,3}"])
def test_operators_that_spacy_knows(op: str) -> None:
    pattern: list[dict[str, Any]] = [{"LOWER": "a"}, {"LOWER": "b", "OP": op}]
    assert list(token_faults(pattern, (), trained=False)) == []
    Matcher(spacy.blank("en").vocab, validate=True).add("x", [pattern])


@pytest.mark.parametrize("op", ["", "**", "{", "{}", "{,}", "{3,1}", "{a}", "{100}", "?*", 1, None, True])
def test_operators_that_are_refused(op: object) -> None:
    faults = list(token_faults([{"LOWER": "a"}, {"LOWER": "b", "OP": op}], (), trained=False))
    assert [keys for keys, _ in faults] == [(1, "OP")]
    assert all(what.startswith("unknown operator") for _, what in faults)


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ({"LOWER": {"IN": ["a", "b"]}}, ()),
        ({"LOWER": {"NOT_IN": "{list}"}}, ("list",)),
        ({"LOWER": {"REGEX": "^a{1,3}$"}}, ()),
        ({"LOWER": {"FUZZY1": "colour"}}, ()),
        ({"LENGTH": {">=": 3, "<": 9}}, ()),
        ({"LENGTH": {"IN": [3, 4]}}, ()),
        ({}, ()),
    ],
)
def test_predicates(token: dict[str, Any], words: tuple[str, ...]) -> None:
    assert list(token_faults([token], words, trained=False)) == []
    assert list(lists_in([token])) == list(words)


def test_a_trained_pipeline_has_more_attributes() -> None:
    assert list(token_faults([{"LEMMA": "be", "POS": {"IN": ["AUX", "VERB"]}}], (), trained=True)) == []


@pytest.mark.parametrize("pattern", [[], [{"OP": "?"}], [{"OP": "*"}, {"LOWER": "a", "OP": "{,2}"}], [{"OP": "{0}"}]])
def test_something_must_be_there(pattern: list[dict[str, Any]]) -> None:
    assert list(token_faults(pattern, (), trained=False)) == [
        ((), "a token pattern needs at least one token that must be there")
    ]
