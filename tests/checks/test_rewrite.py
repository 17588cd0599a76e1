"""What a fix writes: words by a list, shapes by patterns, the words round them kept right."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from carelint.checks.forbid import Forbid
from carelint.checks.rewrite import fitting, like
from carelint.model import Fix, Match

from ..conftest import Annotate, annotator, conversation, signal

Found = list[tuple[int, int, Fix | None]]


def matches(annotate: Annotate, text: str, **parameters: Any) -> Found:
    check = Forbid.model_validate({"signal": "apple", **parameters})
    found: list[Match] = list(check.find(annotate(text)))
    return [(match.start, match.end, match.fix) for match in found]


def test_what_a_platform_reads_is_not_reworded() -> None:
    finder = annotator(comma=signal(regex=[" ,"]))
    noted = finder.annotate(conversation("agent: {{a ,b}} a ,b {% if a ,b %} {{a ,b"))
    fixing, plain = ({"signal": "comma", "swap": {" ,": ","}}, {"signal": "comma"})
    assert [(one.start, one.fix) for one in Forbid.model_validate(fixing).find(noted)] == [
        (10, Fix(10, 12, ",")),
        (31, Fix(31, 33, ",")),
    ]
    assert [one.start for one in Forbid.model_validate(plain).find(noted)] == [3, 10, 21, 31]


def test_without_a_list_there_is_no_fix(annotate: Annotate) -> None:
    assert matches(annotate, "agent: an apple") == [(3, 8, None)]


@pytest.mark.parametrize(
    ("text", "pairs", "expected"),
    [
        ("an apple", {"apple": "egg"}, Fix(3, 8, "egg")),
        ("an apple", {"apple": "pear"}, Fix(0, 8, "a pear", safe=False)),
        ("An apple", {"apple": "pear"}, Fix(0, 8, "A pear", safe=False)),
        ("Apple", {"apple": "pear"}, Fix(0, 5, "Pear")),
        ("APPLES", {"apple": "x", "apples": "pears"}, Fix(0, 6, "PEARS")),
        ("the apple", {"pear": "x"}, None),
        ("the apple", {"apple": "apple"}, None),
        ("the apple", {"apple": ""}, Fix(4, 9, "")),
        ("the apples", {r"/(app)le(s?)/": r"\1\2"}, Fix(4, 10, "apps")),
        ("the apple", {r"/([a-z])([a-z]{1,9})/": r"\u\1\2"}, Fix(4, 9, "Apple")),
        ("the apple", {"/app/": "x"}, None),
        ("the apple pie", {"/apple(?= tree)/": "x", "/apple(?= pie)/": "y"}, Fix(4, 9, "y")),
        ("red apple", {"/(?<=green )apple/": "x", "/(?<=red )apple/": "y"}, Fix(4, 9, "y")),
        ("the apple", {"/": "x", "//": "y", "apple": "z"}, Fix(4, 9, "z")),
    ],
)
def test_what_is_written(annotate: Annotate, text: str, pairs: dict[str, str], expected: Fix | None) -> None:
    assert [fix for _, _, fix in matches(annotate, f"agent: {text}", swap=pairs)] == [expected]


def test_what_may_change_the_meaning_is_unsafe_and_comes_second(annotate: Annotate) -> None:
    lists = {"swap": {"apple": "one"}, "suggest": {"/apples?/": "two"}}
    assert matches(annotate, "agent: the apple, the apples", **lists) == [
        (4, 9, Fix(4, 9, "one")),
        (15, 21, Fix(15, 21, "two", safe=False)),
    ]


def test_one_that_can_be_fixed_stands_for_the_others_of_its_turn(annotate: Annotate) -> None:
    text = "agent: the apples, the Apple, the apple\nagent: some apples"
    assert matches(annotate, text, per="turn", swap={"/apple/": "egg"}, suggest={"/Apple/": "x"}) == [
        (27, 32, Fix(27, 32, "egg")),
        (5, 11, None),
    ]


def test_code_and_quotes_are_not_rewritten(annotate: Annotate) -> None:
    assert [fix for _, _, fix in matches(annotate, "agent: `apple` “apple”", swap={"apple": "egg"}) if fix] == []


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ({"/a*/": "x"}, "no upper bound"),
        ({"/(a/": "x"}, "not a valid regular expression"),
        ({"/a/": r"\1"}, r"“\1”: /a/ has 0 groups, found \1"),
        ({"/(a)/": r"\n\1"}, r"“\n\1”: after a backslash stands the number of a group, as in \1, or \u\1"),
        ({"": "x"}, "at least 1 character"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(pairs: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError) as error:
        Forbid.model_validate({"signal": "apple", "swap": pairs})
    assert told in str(error.value)


@pytest.mark.parametrize(("word", "other", "expected"), [("a", "b", "b"), ("I", "we", "We"), ("AB", "we", "WE")])
def test_capitals_are_those_of_the_words_before(word: str, other: str, expected: str) -> None:
    assert like(word, other) == expected


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("a x", "useful one", Fix(2, 3, "useful one")),
        ("a x", "one-off", Fix(2, 3, "one-off")),
        ("an x", "unit", Fix(0, 4, "a unit", safe=False)),
        ("a x", "hour", Fix(0, 3, "an hour", safe=False)),
        ("AN x", "pear", Fix(0, 4, "A pear", safe=False)),
        ("the x", "egg", Fix(4, 5, "egg")),
        ("a\nx", "egg", Fix(0, 3, "an\negg", safe=False)),
    ],
)
def test_the_article_in_front_is_made_to_fit(text: str, other: str, expected: Fix) -> None:
    assert fitting(text, text.index("x"), len(text), other, safe=True) == expected
