from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError, field_validator

from carelint.strict_yaml import Document, load
from carelint.wording import wrong_type
from carelint.yaml_faults import faults_of


@pytest.mark.parametrize(
    ("found", "expected", "words"),
    [
        (True, "text", 'expected text, found the boolean true: quote it ("true")'),
        (1.5, "text", 'expected text, found the number 1.5: quote it ("1.5")'),
        ("x", "a list", "expected a list, found text"),
        ("12x", "a number", 'expected a number, found text "12x"'),
        ("Yes", "true or false", 'expected true or false, found "Yes": write true'),
        ("off", "true or false", 'expected true or false, found "off": write false'),
        ("x", "true or false", 'expected true or false, found text "x"'),
        (0, "true or false", "expected true or false, found the number 0"),
        (None, "text", "expected text, found nothing"),
        ([], "keys and values", "expected keys and values, found a list"),
        ({}, "a list", "expected a list, found keys and values"),
    ],
)
def test_wrong_types_in_words(found: object, expected: str, words: str) -> None:
    assert wrong_type(found, expected) == words


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Select(Strict):
    signal: str
    speaker: Literal["agent", "customer"] = "agent"
    within: int | str | None = None


class Forbid(Strict):
    kind: Literal["forbid"]
    each: Select | str


class Require(Strict):
    kind: Literal["require"]
    any_of: list[Select] = Field(alias="any-of")
    share: float = Field(default=1.0, ge=0, le=1)


class Sample(Strict):
    title: str = Field(min_length=1)
    severity: Literal["error", "warning", "info"]
    why: str = ""
    critical: bool = False
    kinds: list[Literal["draft", "macro"]] = []
    check: Annotated[Forbid | Require, Field(discriminator="kind")] | None = None
    limits: dict[str, int] = {}
    words: str | list[str] = ""

    @field_validator("title")
    @classmethod
    def _check_title(cls, title: str) -> str:
        if title == "bad":
            raise ValueError("a title must not be bad")
        return title


def _kind(value: Any) -> str | None:
    return value.get("kind") if isinstance(value, dict) else None


class Tagged(Strict):
    check: Annotated[Annotated[Forbid, Tag("forbid")] | Annotated[Require, Tag("require")], Discriminator(_kind)]


@dataclass(frozen=True)
class Plain:
    __pydantic_config__ = ConfigDict(extra="forbid")
    one: int
    two: tuple[Select, ...] = ()


def words_of(text: str, model: Any) -> list[str]:
    document: Document = load(text, "f")
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(model).validate_python(document.data)
    assert len(faults_of(document, caught.value)) == len(faults_of(document, caught.value, model))
    return [str(fault) for fault in faults_of(document, caught.value, model)]


MANY = """\
title: ""
severty: error
severity: fatal
critical: yes
kinds: [draft, macros]
check:
  kind: require
  any-off: 3
  any-of:
    - signal: true
      speakr: x
    - 5
  share: 1.5
limits: {a: x, b: 1.5}
words: 5
"""


def test_every_error_of_a_model_stands_where_it_is() -> None:
    names = "check, critical, kinds, limits, severity, title, why, words"
    assert words_of(MANY, Sample) == [
        "f:1:8: the text is empty",
        f'f:2:1: unknown key "severty": did you mean "severity"? allowed: {names}',
        'f:3:11: found "fatal", allowed: error, info, warning',
        'f:4:11: expected true or false, found "yes": write true',
        'f:5:16: found "macros", did you mean "macro"? allowed: draft, macro',
        'f:8:3: unknown key "any-off": did you mean "any-of"? allowed: any-of, kind, share',
        'f:10:15: expected text, found the boolean true: quote it ("true")',
        'f:11:7: unknown key "speakr": did you mean "speaker"? allowed: signal, speaker, within',
        "f:12:7: expected keys and values, found the number 5",
        "f:13:10: found 1.5, expected at most 1.0",
        'f:14:13: expected a whole number, found text "x"',
        "f:14:19: expected a whole number, found the number 1.5",
        'f:15:8: expected text or a list, found the number 5: quote it ("5")',
    ]


HEAD = "title: x\nseverity: info\n"


@pytest.mark.parametrize(
    ("text", "model", "words"),
    [
        (
            "title: bad\nseverity: true",
            Sample,
            ["f:1:8: a title must not be bad", "f:2:11: found true, allowed: error, info, warning"],
        ),
        ("why: x", Sample, ['f:1:1: missing key "severity"', 'f:1:1: missing key "title"']),
        (
            f"{HEAD}check: {{kind: forbd}}",
            Sample,
            ['f:3:15: found "forbd", did you mean "forbid"? allowed: forbid, require'],
        ),
        (f"{HEAD}check: {{each: 5}}", Sample, ['f:3:8: missing key "kind"']),
        (f"{HEAD}check: [1]", Sample, ["f:3:8: expected keys and values, found a list"]),
        (f"{HEAD}words: [a, 1]", Sample, ['f:3:12: expected text, found the number 1: quote it ("1")']),
        (
            f"{HEAD}check:\n  kind: forbid\n  each: {{signal: a, speker: agent, within: [1]}}",
            Sample,
            [
                'f:5:21: unknown key "speker": did you mean "speaker"? allowed: signal, speaker, within',
                "f:5:44: expected a whole number or text, found a list",
            ],
        ),
        ("text", Sample, ["f:1:1: expected keys and values, found text"]),
        ("", Sample, ["f:1:1: expected keys and values, found nothing"]),
        (
            "check: {kind: require, each: 4}",
            Tagged,
            ['f:1:8: missing key "any-of"', 'f:1:24: unknown key "each": allowed: any-of, kind, share'],
        ),
        ("check: {kind: x}", Tagged, ['f:1:8: found "x", allowed: forbid, require']),
        ("check: {}", Tagged, ["f:1:8: cannot tell which kind this is: a key is missing"]),
        (
            "a: {one: x, three: 3, two: [{sgnal: y}]}",
            dict[str, Plain],
            [
                'f:1:10: expected a whole number, found text "x"',
                'f:1:13: unknown key "three": allowed: one, two',
                'f:1:29: missing key "signal"',
                'f:1:30: unknown key "sgnal": did you mean "signal"? allowed: signal, speaker, within',
            ],
        ),
    ],
)
def test_errors_of_models_in_words(text: str, model: Any, words: list[str]) -> None:
    assert words_of(text, model) == words
