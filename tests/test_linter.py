"""The linter: which rules are judged, what is skipped and why, and how findings are stamped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from carelint.linter import Linter
from carelint.model import Conversation, Finding, Place, Severity, Skip, Turn
from carelint.packs import Library, load_packs
from tests.conftest import conversation

SIGNAL = """\
about: The word refund.
phrases: [refund]
examples: {found: [refund], silent: [return]}
"""
CARD = """\
about: Digits.
regex: ['\\d{12,19}']
examples: {found: ["411111111111"], silent: ["4"]}
"""
VERY = """\
about: The word very, again and again.
regex: ['very(?: very){0,200}']
examples: {found: [very], silent: [much]}
"""
RULE = """\
title: No refund
severity: warning
applies_to: [transcript, draft]
why: Because.
source: Nobody.
check: {forbid: {signal: SIGNAL}}
message: "found {found}"
examples: {flagged: ["agent: refund"], clean: ["agent: return"]}
"""


def library(folder: Path, signal: str = "refund", **keys: str) -> Library:
    """One rule, with some keys of its own."""
    (folder / "signals").mkdir()
    (folder / "pack").mkdir()
    (folder / "signals/refund.yaml").write_text(SIGNAL)
    (folder / "signals/digits.yaml").write_text(CARD)
    (folder / "signals/very.yaml").write_text(VERY)
    (folder / "pack/pack.yaml").write_text("title: Pack\n")
    extra = "".join(f"{key}: {value}\n" for key, value in keys.items())
    (folder / "pack/no-refund.yaml").write_text(RULE.replace("SIGNAL", signal) + extra)
    return load_packs([folder], shipped=False)


def lint(library: Library, *conversations: Conversation) -> list[list[tuple[str, int, int, int]]]:
    rules = list(library.rules.values())
    results = Linter(library, rules, lambda _: rules).lint(conversations)
    return [[(f.rule, f.turn, f.start, f.end) for f in result.findings] for result in results]


def skips(library: Library, one: Conversation) -> tuple[Skip, ...]:
    rules = list(library.rules.values())
    (result,) = Linter(library, rules, lambda _: rules).lint([one])
    return result.skipped


def test_findings_are_stamped_whole(tmp_path: Path) -> None:
    rules = list(library(tmp_path).rules.values())
    turn = Turn("agent", "Hello.\nYour refund is on its way. Bye.", "Lee", place=Place(3, 10))
    (result,) = Linter(library_of(tmp_path), rules, lambda _: rules).lint([Conversation("c", (turn,), path="p")])
    (finding,) = result.findings
    assert (finding.path, finding.conversation, finding.turn, finding.start, finding.end) == ("p", "c", 0, 12, 18)
    assert (finding.line, finding.column, finding.rule, finding.pack) == (4, 6, "no-refund", "pack")
    assert (finding.severity, finding.message, finding.text) == (Severity.warning, "found refund", "refund")
    assert (finding.role, finding.author) == ("agent", "Lee")
    assert (finding.context, finding.context_start) == ("Your refund is on its way.", 7)


def library_of(folder: Path) -> Library:
    return load_packs([folder], shipped=False)


@pytest.mark.parametrize(
    ("keys", "fields", "reason"),
    [
        ({"evidence": "[public]"}, {"channel": "social"}, "the source does not say whether it is public"),
        ({"evidence": "[customer]"}, {}, "no customer turn"),
        ({"evidence": "[timestamps]"}, {}, "no timestamps"),
        ({"status": "closed"}, {}, "the source does not say whether it is closed"),
        ({"status": "closed"}, {"status": "open"}, "the conversation is open"),
    ],
)
def test_a_rule_without_its_evidence_is_skipped(
    tmp_path: Path, keys: Mapping[str, str], fields: Mapping[str, object], reason: str
) -> None:
    one = library(tmp_path, **keys)
    talk = conversation("agent: refund", **fields)
    assert skips(one, talk) == (Skip("no-refund", reason),)
    assert lint(one, talk) == [[]]


@pytest.mark.parametrize(
    ("keys", "fields"),
    [
        ({"channels": "[email]"}, {"channel": "chat"}),
        ({}, {"kind": "macro"}),
        ({"min_turns": "3"}, {}),
        ({"evidence": "[public]"}, {"channel": "social", "public": False}),
    ],
)
def test_a_rule_that_is_not_meant_is_no_skip(
    tmp_path: Path, keys: Mapping[str, str], fields: Mapping[str, object]
) -> None:
    one = library(tmp_path, **keys)
    talk = conversation("agent: refund", **fields)
    assert (lint(one, talk), skips(one, talk)) == ([[]], ())


def test_a_private_message_of_a_public_thread_is_not_public(tmp_path: Path) -> None:
    one = library(tmp_path, evidence="[public]")
    turns = (Turn("agent", "refund", visibility="private"), Turn("agent", "refund"))
    assert lint(one, Conversation("c", turns, channel="social", public=True)) == [[("no-refund", 1, 0, 6)]]


def test_a_reply_is_judged_alone_with_the_conversation_as_evidence(tmp_path: Path) -> None:
    one = library(tmp_path)
    talk = replace(conversation("agent: refund\ncustomer: hm\nagent: refund"), kind="draft", draft_from=2)
    assert lint(one, talk) == [[("no-refund", 2, 0, 6)]]


def test_masked_findings_show_the_first_six_and_the_last_four_digits(tmp_path: Path) -> None:
    one = library(tmp_path, "digits", mask="true")
    rules = list(one.rules.values())
    (result,) = Linter(one, rules, lambda _: rules).lint([conversation("agent: card 4111111111111111 ok")])
    (finding,) = result.findings
    assert finding.text == "411111••••••1111"
    assert finding.message == "found 411111••••••1111"
    assert finding.context == "card 411111••••••1111 ok"


def find(library: Library, text: str) -> Finding:
    """The one finding in a conversation."""
    rules = list(library.rules.values())
    (result,) = Linter(library, rules, lambda _: rules).lint([conversation(text)])
    (finding,) = result.findings
    return finding


def test_no_rule_shows_a_card_number(tmp_path: Path) -> None:
    finding = find(library(tmp_path, advice="not {found}"), "agent: A refund to 4111 1111 1111 1111 123 today")
    assert finding.context == "A refund to 4111 11•• •••• 1111 ••• today"
    assert (finding.start, finding.end, finding.text) == (2, 8, "refund")


def test_a_part_of_a_card_number_is_masked_in_all_that_is_shown(tmp_path: Path) -> None:
    finding = find(library(tmp_path, "digits", advice="not {found}"), "agent: 4-111111111111111, ok")
    assert (finding.start, finding.end) == (2, 17)
    shown = "11111••••••1111"
    assert (finding.text, finding.message, finding.advice) == (shown, f"found {shown}", f"not {shown}")
    assert finding.context == f"4-{shown}, ok"


def test_a_rule_that_masks_hides_what_is_no_card_number(tmp_path: Path) -> None:
    finding = find(library(tmp_path, "digits", mask="true"), "agent: it is 4111111111111112 since 2020")
    assert (finding.text, finding.message) == ("411111••••••1112", "found 411111••••••1112")
    assert finding.context == "it is 411111••••••1112 since 2020"


def test_the_text_of_a_very_long_finding_is_cut(tmp_path: Path) -> None:
    said = " ".join(["very"] * 100)
    finding = find(library(tmp_path, "very"), f"agent: {said}")
    assert (finding.start, finding.end, finding.text) == (0, len(said), said[:300])


def test_a_rule_whose_signal_is_built_on_one_that_cannot_be_found_does_not_run(tmp_path: Path) -> None:
    person = "about: A person.\nmodel: true\nphrases: [Ann]\nexamples: {found: [Ann], silent: [tea]}\n"
    built = "about: Either.\nany: [refund, person]\nexamples: {found: [refund], silent: [tea]}\n"
    library(tmp_path)
    (tmp_path / "pack/no-refund.yaml").write_text(RULE.replace("SIGNAL", "built"))
    (tmp_path / "signals/person.yaml").write_text(person)
    (tmp_path / "signals/built.yaml").write_text(built)
    one = library_of(tmp_path)
    rules = list(one.rules.values())
    linter = Linter(one, rules, lambda _: rules)
    assert list(linter.unavailable) == ["no-refund"]
    assert [result.findings for result in linter.lint([conversation("agent: refund")])] == [()]


@pytest.mark.parametrize(
    ("severity", "expected"), [("error", Severity.warning), ("warning", Severity.info), ("info", Severity.info)]
)
def test_a_milder_case_is_one_severity_lower(severity: str, expected: Severity, tmp_path: Path) -> None:
    gap = "{gap: {limit: {chat: 3m}, soft_limit: {chat: 1m}}}"
    text = RULE.replace("severity: warning", f"severity: {severity}").replace("{forbid: {signal: SIGNAL}}", gap)
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/pack.yaml").write_text("title: Pack\n")
    (tmp_path / "pack/slow.yaml").write_text(text)
    loaded = load_packs([tmp_path], shipped=False)
    rules = list(loaded.rules.values())
    said = "customer [10:00]: a\nagent [10:02]: b\ncustomer [10:03]: c\nagent [10:09]: d"
    (result,) = Linter(loaded, rules, lambda _: rules).lint([conversation(said)])
    assert [finding.severity for finding in result.findings] == [expected, Severity[severity]]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (None, "the source does not say whether it is open"),
        ("solved", "the conversation is closed"),
        ("open", None),
        ("pending", None),
    ],
)
def test_rules_for_what_is_open(status: str | None, reason: str | None, tmp_path: Path) -> None:
    found = skips(library(tmp_path, status="open"), conversation("agent: a refund", status=status))
    assert [skip.reason for skip in found] == ([reason] if reason else [])
