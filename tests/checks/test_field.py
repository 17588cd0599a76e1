"""`field`: there, valid, or said in the text; own fields and metadata."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.checks import CHECKS
from carelint.model import Customer, Match
from tests.checks.finding import faults, find
from tests.conftest import Annotate


def place(name: str, value: str = "", end: int = 16) -> Match:
    return Match(0, 0, end, {"field": name, "value": value})


@pytest.mark.parametrize(
    ("fields", "parameters", "expected"),
    [
        ({"metadata": {"topic": "refund"}}, {"required": True}, []),
        ({"metadata": {"topic": ""}}, {"required": True}, [place("topic")]),
        ({"metadata": {"topic": "  "}}, {"required": True}, [place("topic")]),
        ({"metadata": {"topic": None}}, {"required": True}, [place("topic")]),
        ({"metadata": {"other": 1}}, {"required": True}, [place("topic")]),
        ({"metadata": {"topic": 0}}, {"required": True}, []),
        ({"metadata": {"topic": False}}, {"required": True}, []),
        ({"metadata": {"topic": "refund"}}, {"allowed": ["refund", "other"]}, []),
        ({"metadata": {"topic": "rfund"}}, {"allowed": ["refund", "other"]}, [place("topic", "rfund")]),
        ({"metadata": {"topic": 7}}, {"allowed": ["7"]}, []),
        ({"metadata": {"topic": True}}, {"allowed": ["false"]}, [place("topic", "true")]),
        ({"metadata": {"x": 1}}, {"allowed": ["refund"]}, []),
        ({"metadata": {"x": 1}}, {"allowed": ["refund"], "required": True}, [place("topic")]),
        ({"metadata": {"x": 1}}, {"in_text": "plum"}, []),
        ({"metadata": {"x": 1}}, {"in_text": "apple"}, [Match(0, 10, 15, {"found": "apple", "field": "topic"})]),
        ({"metadata": {"topic": "fruit"}}, {"in_text": "apple"}, []),
        (
            {"metadata": {"x": 1}},
            {"in_text": "apple", "required": True},
            [Match(0, 10, 15, {"found": "apple", "field": "topic"})],
        ),
        ({"metadata": {"x": 1}}, {"in_text": "plum", "required": True}, [place("topic")]),
        ({"metadata": {"x": 1}}, {"in_text": "apple", "speaker": "customer"}, []),
        ({"metadata": {"x": 1}}, {"required": True, "unless": {"signal": "apple"}}, []),
        ({"metadata": {"x": 1}}, {"required": True, "speaker": "bot"}, []),
        ({"metadata": {"topic": "Re: order 7, late"}}, {"min_words": 2, "common": ["re"]}, []),
        ({"metadata": {"topic": "Re: Help"}}, {"min_words": 1, "common": ["re", "help"]}, [place("topic", "Re: Help")]),
        ({"metadata": {"topic": "late late"}}, {"min_words": 2}, [place("topic", "late late")]),
        ({"metadata": {"topic": ""}}, {"min_words": 1}, [place("topic")]),
        ({"metadata": {"x": 1}}, {"min_words": 1}, []),
        (
            {"metadata": {"topic": "No-Reply@acme.example"}},
            {"refused": ["noreply"]},
            [place("topic", "No-Reply@acme.example")],
        ),
        ({"metadata": {"topic": "help@acme.example"}}, {"refused": ["noreply"]}, []),
        ({"metadata": {"topic": ""}}, {"refused": ["noreply"]}, []),
        (
            {"metadata": {"Reply To": "noreply@a.example", "from": "x"}},
            {"refused": ["noreply"], "aliases": ["reply_to", "from"]},
            [place("topic", "noreply@a.example")],
        ),
        (
            {"metadata": {"from": "noreply@a.example", "reply_to": "x"}},
            {"refused": ["noreply"], "aliases": ["reply_to", "from"]},
            [],
        ),
        ({"metadata": {"topic": "x", "from": "noreply"}}, {"refused": ["noreply"], "aliases": ["from"]}, []),
        ({"metadata": {"topic": "help"}}, {"said": "apple"}, [Match(0, 10, 15, {"found": "apple", "field": "topic"})]),
        ({}, {"said": "apple"}, [Match(0, 10, 15, {"found": "apple", "field": "topic"})]),
        ({}, {"said": "plum", "refused": ["x"]}, []),
        ({"metadata": {"topic": "no-reply"}}, {"refused": ["noreply"], "unless": {"signal": "apple"}}, []),
        ({}, {"field": "status", "required": True}, [place("status")]),
        ({"status": "open"}, {"field": "status", "allowed": ["closed"]}, [place("status", "open")]),
        ({"public": False}, {"field": "public", "required": True, "allowed": ["false"]}, []),
        ({"public": True}, {"field": "public", "allowed": ["false"]}, [place("public", "true")]),
        ({"customer": Customer(name="Ann")}, {"field": "customer.name", "required": True}, []),
        ({"customer": Customer(name="Ann")}, {"field": "customer.email", "required": True}, [place("customer.email")]),
    ],
)
def test_field(annotate: Annotate, fields: dict[str, Any], parameters: dict[str, Any], expected: list[Match]) -> None:
    annotated = annotate("agent: Hello. An apple.\ncustomer: pear", **fields)
    assert find(annotated, "field", **{"field": "topic", **parameters}) == expected


@pytest.mark.parametrize(
    ("name", "metadata", "demand", "reason"),
    [
        ("topic", {}, {"required": True}, "the source holds no metadata"),
        ("topic", {"x": 1}, {"required": True}, None),
        ("status", {}, {"required": True}, None),
        ("topic", {"x": 1}, {"min_words": 2}, "the source does not tell the topic"),
        ("topic", {"x": 1}, {"refused": ["noreply"]}, "the source does not tell the topic"),
        ("topic", {"topic": ""}, {"min_words": 2}, None),
        ("topic", {}, {"refused": ["noreply"], "said": "apple"}, None),
    ],
)
def test_a_source_without_metadata_cannot_lack_a_field(
    annotate: Annotate, name: str, metadata: dict[str, object], demand: dict[str, Any], reason: str | None
) -> None:
    check = CHECKS["field"].model_validate({"field": name, **demand})
    assert check.missing(annotate("agent: x", metadata=metadata)) == reason


def test_a_demand_is_needed() -> None:
    assert faults("field", "{field: topic}") == [
        "f:1:1: needs a demand: required, allowed, in_text, min_words, refused or said"
    ]


def test_common_words_belong_to_min_words() -> None:
    assert faults("field", "{field: topic, required: true, common: [re]}") == [
        "f:1:1: common does nothing without min_words"
    ]


ORDER = {"filled": {"order_no": "apple", "fruit": ["pear"]}, "speaker": "any"}


@pytest.mark.parametrize(
    ("metadata", "parameters", "expected"),
    [
        ({"order_no": ""}, {}, [Match(0, 10, 15, {"found": "apple", "field": "order_no"})]),
        ({"Order No.": None}, {}, [Match(0, 10, 15, {"found": "apple", "field": "order_no"})]),
        ({"order_no": "A1"}, {}, []),
        ({"topic": ""}, {}, []),
        ({"order_no": ""}, {"speaker": "customer"}, []),
        ({"order_no": ""}, {"unless": {"signal": "plum", "within": "conversation", "speaker": "customer"}}, []),
        (
            {"fruit": "", "order_no": ""},
            {},
            [
                Match(0, 10, 15, {"found": "apple", "field": "order_no"}),
                Match(1, 0, 4, {"found": "pear", "field": "fruit"}),
            ],
        ),
        (
            {"a": "", "b": ""},
            {"filled": {"a": "pear", "b": "pear"}},
            [Match(1, 0, 4, {"found": "pear", "field": "a"})],
        ),
        ({}, {"filled": {"customer.email": "pear"}}, [Match(1, 0, 4, {"found": "pear", "field": "customer.email"})]),
        (
            {"a": "", "topic": ""},
            {"filled": {"a": "pear"}, "field": "topic", "required": True},
            [Match(1, 0, 4, {"found": "pear", "field": "a"}), place("topic")],
        ),
    ],
)
def test_what_is_said_stands_in_its_field(
    annotate: Annotate, metadata: dict[str, object], parameters: dict[str, Any], expected: list[Match]
) -> None:
    annotated = annotate("agent: Hello. An apple.\ncustomer: pear, a plum", metadata=metadata)
    assert find(annotated, "field", **{**ORDER, **parameters}) == expected


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({}, "the source keeps none of the fields order_no, fruit"),
        ({"topic": ""}, "the source keeps none of the fields order_no, fruit"),
        ({"ORDER-NO": ""}, None),
    ],
)
def test_a_source_may_keep_none_of_the_fields(
    annotate: Annotate, metadata: dict[str, object], reason: str | None
) -> None:
    assert CHECKS["field"].model_validate(ORDER).missing(annotate("agent: x", metadata=metadata)) == reason


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("{speaker: any}", ["f:1:1: needs a field, or filled"]),
        ("{filled: {a: b}, required: true}", ["f:1:1: “required” does nothing without field"]),
        ("{filled: {a: b}, in_text: c}", ["f:1:1: “in_text” does nothing without field"]),
        ("{filled: {a: []}}", ["f:1:14: too few entries: at least 1, found 0"]),
    ],
)
def test_faults_of_filled(yaml: str, expected: list[str]) -> None:
    assert faults("field", yaml) == expected
