"""The `replace` check: its own phrases, what stands instead, capitals, articles, and what is wrong with phrases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelint.checks.replace import Replace
from carelint.config import Chooser
from carelint.config.load import load_config
from carelint.errors import ConfigError
from carelint.language.engine import Annotator
from carelint.language.spec import numbered
from carelint.linter import Linter
from carelint.model import Fix, Match
from carelint.packs import load_packs
from carelint.rule import own_signals
from tests.checks.finding import faults
from tests.conftest import conversation, signal

SWAP = {"utilise|utilize": "use", "prior to": ["before", "ahead of"], "additional": "more", "in order to": "to"}


def matches(text: str, **parameters: Any) -> list[Match]:
    check = Replace.model_validate(parameters)
    specs = {check.own_signal: numbered(own.phrase for own in check.own_phrases), "apple": signal(["apple"])}
    return list(check.find(Annotator(specs, specs).annotate(conversation(text))))


def fixes(text: str, **parameters: Any) -> list[tuple[str, str, bool]]:
    """What is replaced, what with, and whether that is safe."""
    found = matches(text, **parameters)
    return [(match.values["found"], match.fix.text, match.fix.safe) for match in found if match.fix]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("please utilise it", [("utilise", "use", True)]),
        ("Utilize it", [("Utilize", "Use", True)]),
        ("PRIOR TO boarding", [("PRIOR TO", "BEFORE", True)]),
        ("utilise it prior to it", [("utilise", "use", True), ("prior to", "before", True)]),
        ("an additional fee", [("additional", "a more", False)]),
        ("the additional fee", [("additional", "more", True)]),
        ("the utilised one, the prior order", []),
        ("you wrote “utilise it”", []),
        ("utilise_it at https://utilise.example/utilise", []),
        ("{{ utilise }} {% if utilise %} {{x | default: 'utilise'}}", []),
        ("", []),
    ],
)
def test_what_is_written_instead(said: str, expected: list[tuple[str, str, bool]]) -> None:
    assert fixes(f"agent: {said}", swap=SWAP) == expected


def test_a_match_marks_the_words_and_names_all_others() -> None:
    assert matches("agent: Ask prior to that", swap=SWAP) == [
        Match(0, 4, 12, {"found": "prior to", "replacement": "before / ahead of"}, Fix(4, 12, "before"))
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("your Iphone and iphone and iPhone", [("Iphone", "iPhone", True), ("iphone", "iPhone", True)]),
        ("Iphone's and wifi", [("Iphone", "iPhone", True), ("wifi", "Wi-Fi", True)]),
        ("IPHONE", [("IPHONE", "iPhone", True)]),
    ],
)
def test_names_are_spelled_just_so(said: str, expected: list[tuple[str, str, bool]]) -> None:
    assert fixes(f"agent: {said}", exact=["iPhone"], swap={"wifi": "Wi-Fi"}) == expected


def test_a_suggestion_is_not_safe() -> None:
    parameters = {"swap": {"purchase": "buy"}, "suggest": {"terminate": ["end", "cancel"]}, "exact": ["PayPal"]}
    assert fixes("agent: purchase, terminate, paypal", **parameters) == [
        ("purchase", "buy", True),
        ("terminate", "end", False),
        ("paypal", "PayPal", True),
    ]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, [1, 1, 3]),
        ({"per": "turn"}, [1, 3]),
        ({"speaker": "customer"}, [0, 2]),
        ({"position": "first turn"}, [1, 1]),
        ({"unless": {"signal": "apple", "within": "sentence"}}, [1, 1]),
    ],
)
def test_selects_as_every_check(parameters: dict[str, Any], expected: list[int]) -> None:
    talk = "customer: utilise\nagent: utilise. Utilise\ncustomer: utilise\nagent: utilise an apple"
    assert [match.turn for match in matches(talk, swap=SWAP, **parameters)] == expected


def test_equal_phrases_share_their_signal() -> None:
    one, other = (Replace.model_validate({"swap": {"a b": text}}) for text in "xy")
    assert one.own_signal == other.own_signal != Replace.model_validate({"swap": {"a": "x"}}).own_signal
    assert list(one.signals()) == []
    assert one.reads_text()


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("per: turn", ["f:1:1: nothing to replace: write swap, suggest or exact"]),
        ("swap: {a: 3}", ["f:1:11: expected text or a list of texts, found the number 3"]),
        ("swap: {a: []}", ["f:1:11: too few entries: at least 1, found 0"]),
        ("swap: [a]", ["f:1:7: expected keys and values, found a list"]),
        ("swop: {a: b}", ['f:1:1: unknown key "swop": did you mean "swap"? allowed: ']),
    ],
)
def test_what_a_rule_may_say(yaml: str, expected: list[str]) -> None:
    assert [fault[: len(start)] for fault, start in zip(faults("replace", yaml), expected, strict=True)] == expected


RULE = """
title: Plain words
severity: info
why: Because of the test.
source: the test
check:
  replace:
    swap: {utilise: use}
message: "say it plainly"
examples:
  flagged: ["agent: utilise"]
  clean: ["agent: use"]
"""


def test_a_configuration_adds_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p/demo").mkdir(parents=True)
    Path("p/demo/pack.yaml").write_text("title: Demo\nabout: For the test.\n", encoding="utf-8")
    Path("p/demo/plain.yaml").write_text(RULE.lstrip(), encoding="utf-8")
    packs = load_packs([Path("p")], shipped=False)
    own = Path("carelint.yaml")
    own.write_text("rules: {plain: {swap: {commence: start}}}", encoding="utf-8")
    chooser = Chooser.checked(packs, load_config(own))
    (result,) = Linter(packs, chooser.all_rules(), chooser).lint([conversation("agent: utilise, commence")])
    assert [(finding.text, finding.fix) for finding in result.findings] == [
        ("utilise", Fix(0, 7, "use")),
        ("commence", Fix(9, 17, "start")),
    ]
    assert len(own_signals(chooser.all_rules())) == 1
    own.write_text("rules:\n  plain:\n    swap: {'commence [': start}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        Chooser.checked(packs, load_config(own))
    assert [str(fault) for fault in told.value.faults] == [
        "carelint.yaml:3:12: phrase “commence [”, character 10: this [ is never closed"
    ]
