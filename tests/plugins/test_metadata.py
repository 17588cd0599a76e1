"""What plugins read of fields: names in any spelling, values as one line of text."""

from __future__ import annotations

import pytest

from carelint.plugins.metadata import as_text, fold, folded, kept


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a  b\nc ", "a b c"),
        (None, ""),
        (0, "0"),
        (False, "False"),
        (["a", None, ["b"], 7], "a 7"),
        ({"a": 1}, ""),
        ("x" * 5000, "x" * 2000),
        (["a"] * 100, " ".join(["a"] * 50)),
    ],
)
def test_as_text(value: object, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("name", ["last_reviewed", "Last Reviewed", "lastReviewed", "LAST-REVIEWED"])
def test_names_are_compared_in_one_form(name: str) -> None:
    assert fold(name) == "lastreviewed"
    assert folded({name: 1}) == {"lastreviewed": 1}


def test_what_a_source_keeps_comes_in_the_order_of_the_names() -> None:
    assert list(kept({"Topic": "", "x": 1, "reason": "a"}, ["reason", "category", "topic"])) == [
        ("reason", "a"),
        ("topic", ""),
    ]


def test_a_number_that_python_does_not_write() -> None:
    assert as_text(10**5000) == "a number"
