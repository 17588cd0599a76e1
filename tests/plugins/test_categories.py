"""`unclassified` and `category-mismatch`: which categories say something, and which words tell the topic."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.model import Match
from carelint.plugins.categories import CategoryMismatch, MismatchSettings, Unclassified, UnclassifiedSettings
from tests.conftest import annotator, conversation

_ANNOTATOR = annotator(
    fruit=["apple|apples|plum|pear|sweet", "sweet fruit"], tool=["hammer|saw|nail|drill"], fire=["fire|smoke"]
)
_COMMON: dict[str, Any] = {
    "fields": ["category", "reason"],
    "topics": {"fruit": ["fruit"], "tools": ["tool"]},
    "nothing": ["other", "n/a"],
    "exempt": ["spam"],
    "marks": ["tags"],
}
_UNCLASSIFIED = Unclassified(UnclassifiedSettings(**_COMMON, at_least=2, priority=["priority"], urgent=["fire"]))
_MISMATCH = CategoryMismatch(
    MismatchSettings(
        **_COMMON, at_least=2, times=3, min_words=3, called={"fruit": ["fruit", "green grocery"], "tools": ["tools"]}
    )
)
NONE = {"value": "has no category"}


def told(plugin: Any, text: str, metadata: dict[str, object]) -> tuple[str | None, list[Match]]:
    annotated = _ANNOTATOR.annotate(conversation(text, metadata=metadata))
    turns = annotated.turns_by("customer")
    return plugin.missing(annotated, turns), list(plugin.find(annotated, turns))


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        ("customer: hello\nthere", {"category": ""}, [Match(0, 0, 5, NONE)]),
        ("customer: a saw", {"category": None, "reason": " "}, [Match(0, 2, 5, NONE)]),
        ("customer: a saw", {"category": "", "reason": "tools"}, []),
        ("customer: a saw", {"Category": []}, [Match(0, 2, 5, NONE)]),
        ("customer: a saw", {"category": "", "tags": ["a", "Spam"]}, []),
        ("customer: a saw", {"category": "other"}, []),
        ("customer: apple and apples", {"category": "other"}, []),
        ("customer: apple\ncustomer: pear", {"category": "Other"},
         [Match(0, 0, 5, {"value": "is filed under “Other”, but speaks of fruit"})]),
        ("customer: apple, pear, saw, nail, drill", {"reason": "N/A"},
         [Match(0, 13, 16, {"value": "is filed under “N/A”, but speaks of tools"})]),
        ("customer: apple, pear", {"category": "other", "reason": "gifts"}, []),
        ("agent: apple, pear", {"category": "other"}, []),
        ("customer: Smoke!", {"category": "tools", "priority": None},
         [Match(0, 0, 5, {"value": "has no priority, but is urgent"})]),
        ("customer: Smoke!", {"category": "tools", "priority": "high"}, []),
        ("customer: Smoke!", {"category": "tools"}, []),
        ("agent: hello", {"category": ""}, []),
    ],
)  # fmt: skip
def test_unclassified(text: str, metadata: dict[str, object], expected: list[Match]) -> None:
    assert told(_UNCLASSIFIED, text, metadata) == (None, expected)


def as_match(start: int, end: int, value: str, field: str) -> Match:
    return Match(0, start, end, {"value": value, "field": field})


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        ("customer: An apple, a pear", {"category": "Tools"}, [as_match(3, 8, "fruit", "Tools")]),
        ("customer: An apple, a pear", {"category": "other"}, [as_match(3, 8, "fruit", "other")]),
        ("customer: An apple, a pear", {"category": "Garden / Green-Grocery"}, []),
        ("customer: An apple, apples", {"category": "Tools"}, []),
        ("customer: A sweet fruit, sweet", {"category": "Tools"}, []),
        ("customer: An apple, a pear, a saw", {"category": "Tools"}, []),
        ("customer: An apple, a pear, a plum, a saw", {"category": "Tools"}, [as_match(3, 8, "fruit", "Tools")]),
        ("customer: An apple, a pear, a hammer, a saw", {"category": "other"}, []),
        ("customer: apple, pear", {"category": "Tools"}, []),
        ("customer: An apple, a pear", {"category": "Tools", "tags": "spam"}, []),
        ("agent: An apple, a pear", {"category": "Tools"}, []),
    ],
)
def test_mismatch(text: str, metadata: dict[str, object], expected: list[Match]) -> None:
    assert told(_MISMATCH, text, metadata) == (None, expected)


@pytest.mark.parametrize("plugin", [_UNCLASSIFIED, _MISMATCH])
def test_a_source_without_categories_cannot_lack_one(plugin: Any) -> None:
    assert told(plugin, "customer: An apple, a pear", {"topic": "x"}) == ("the source keeps no category", [])


def test_an_unknown_category_is_not_judged() -> None:
    assert told(_MISMATCH, "customer: An apple, a pear", {"category": "Tier B", "reason": "x"}) == (
        "the category “Tier B” is none that the rule knows",
        [],
    )
