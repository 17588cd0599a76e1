"""Guards over what is shipped: every rule, signal, check, reader and reporter is explained, proved and used."""

from __future__ import annotations

import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from carelint.checks import CHECKS
from carelint.errors import PackError
from carelint.language.engine import closure
from carelint.language.finished import FINISHED_SIGNALS
from carelint.language.names import NAME_SIGNALS
from carelint.linter import Linter
from carelint.model import Finding
from carelint.packs import Library, load_packs, shipped_rules
from carelint.rule import Rule
from carelint.testing import Outcome, outcomes

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLES = REPOSITORY / "examples" / "rules"
# Shipped rules that a user may have named in a configuration: they are not lost unnoticed.
PROMISED = """
    missing-greeting agent-name-missing customer-name-not-used no-acknowledgement no-offer-to-help buck-passing
    no-apology apology-without-action asks-for-known-info unanswered-question dead-end-refusal no-recap no-closing
    no-further-help-offer closed-on-customer escalation-request-ignored non-apology missing-empathy own-problems
    blames-customer commitment-without-deadline vague-deadline promise-missed slow-first-response
    hold-without-permission-or-reason card-number-in-text asks-personal-data-in-public unfilled-placeholder
""".split()


def _load() -> Library:
    """The shipped packs; nothing where they are faulty, which tests/test_packs.py tells, so that others still run."""
    try:
        return load_packs()
    except PackError:
        return Library({}, {}, {})


LIBRARY = _load()
RULES = sorted(LIBRARY.rules)
SIGNALS = sorted(LIBRARY.signals)


@cache
def _outcomes() -> tuple[Outcome, ...]:
    return tuple(outcomes(LIBRARY))


def faults_of(name: str, kinds: tuple[str, ...]) -> list[str]:
    return [
        f"{outcome.case}: {outcome.fault} in: {outcome.case.text}"
        for outcome in _outcomes()
        if outcome.case.name == name and outcome.case.wanted in kinds and outcome.fault
    ]


def test_the_promised_rules_are_shipped() -> None:
    assert sorted(set(PROMISED) - set(RULES)) == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_explains_itself(name: str) -> None:
    spec = LIBRARY.rules[name].spec
    texts = {key: getattr(spec, key) for key in ("title", "why", "source", "message", "advice")}
    assert [key for key, text in texts.items() if len(text.strip()) < 8] == []
    assert len({text.strip() for text in texts.values()}) == len(texts)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_examples_enough(name: str) -> None:
    examples = LIBRARY.rules[name].spec.examples
    flagged, clean = [one.text for one in examples.flagged], [one.text for one in examples.clean]
    assert len(set(flagged)) >= 4
    assert len(set(clean)) >= 4


@pytest.mark.parametrize("name", RULES)
def test_the_examples_of_a_rule_give_what_they_should(name: str) -> None:
    assert faults_of(name, ("flagged", "clean")) == []


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_has_examples_enough(name: str) -> None:
    examples = LIBRARY.signals[name].spec.examples
    assert len(set(examples.found)) >= 4
    assert len(set(examples.silent)) >= 4


@pytest.mark.parametrize("name", SIGNALS)
def test_the_examples_of_a_signal_give_what_they_should(name: str) -> None:
    assert faults_of(name, ("found", "silent")) == []


def _findings(rule: Rule) -> list[Finding]:
    linter = Linter(LIBRARY, [rule], lambda _: [rule])
    told = [
        example.conversations(f"{number}", tuple(rule.spec.channels), tuple(rule.spec.applies_to))
        for number, example in enumerate(rule.spec.examples.flagged)
    ]
    return [finding for one in told for result in linter.lint(one) for finding in result.findings]


@pytest.mark.parametrize("name", RULES)
def test_no_message_leaves_a_slot_empty(name: str) -> None:
    texts = {text for found in _findings(LIBRARY.rules[name]) for text in (found.message, found.advice)}
    assert [text for text in sorted(texts) if re.search(r"(?<!\{)\{\w+\}(?!\})|“”", text)] == []


def test_every_signal_is_used() -> None:
    needed = {*LIBRARY.needed(LIBRARY.rules.values()), *FINISHED_SIGNALS, *NAME_SIGNALS}
    assert sorted(set(SIGNALS) - closure(LIBRARY.specs, needed & set(SIGNALS))) == []
    assert sorted({*FINISHED_SIGNALS, *NAME_SIGNALS} - set(SIGNALS)) == []


def test_every_pack_folder_says_what_it_is() -> None:
    folders = {path.name for path in shipped_rules().iterdir() if path.is_dir()} - {"signals", "scorecards"}
    described = {path.parent.name for path in shipped_rules().glob("*/pack.yaml")}
    filled = {rule.pack for rule in LIBRARY.rules.values()}
    assert folders == described == filled == set(LIBRARY.packs)
    assert [name for name, pack in LIBRARY.packs.items() if not pack.about.strip()] == []


def _is_documented(thing: object) -> bool:
    return bool(inspect.getdoc(thing))


@pytest.mark.parametrize("kind", sorted(CHECKS))
def test_a_check_is_documented_and_tested(kind: str) -> None:
    check = CHECKS[kind]
    assert check.__doc__
    assert import_module(check.__module__).__doc__
    assert check.__module__ == f"carelint.checks.{kind}"
    assert (REPOSITORY / "tests" / "checks" / f"test_{kind}.py").is_file()


@pytest.mark.skipif(not any(EXAMPLES.rglob("*.yaml")), reason="examples/ has no pack yet")
def test_every_check_is_used_by_a_rule() -> None:
    library = load_packs([EXAMPLES])
    assert sorted(set(CHECKS) - {rule.check.name for rule in library.rules.values()}) == []


@pytest.mark.parametrize(("table", "package"), [("READERS", "readers"), ("REPORTERS", "reporters")])
def test_readers_and_reporters_are_documented_and_tested(table: str, package: str) -> None:
    module = import_module(f"carelint.{package}")
    rows = getattr(module, table, None)
    if rows is None:
        pytest.skip(f"no {table} yet")
    tests = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests" / package).glob("test_*.py"))
    assert [name for name, row in rows.items() if not _is_documented(row)] == []
    assert [name for name, row in rows.items() if f'"{name}"' not in tests and row.__name__ not in tests] == []
