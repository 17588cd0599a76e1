"""The examples inside rules and signals, run as `carelint test` runs them."""

from __future__ import annotations

from carelint.packs import load_packs
from carelint.testing import Case, Outcome, outcomes, unproved

from .cli_runner import PACKS


def test_every_example_of_the_shipped_rules_and_signals_holds() -> None:
    library = load_packs()
    seen = list(outcomes(library))
    assert [f"{outcome.case}: {outcome.fault}" for outcome in seen if outcome.fault] == []
    assert unproved(seen) == []


def test_outcomes_of_some_rules_and_signals() -> None:
    library = load_packs([PACKS], shipped=False)
    seen = [(str(outcome.case), outcome.fault, outcome.skipped) for outcome in outcomes(library, {"slow", "hello"})]
    assert seen == [
        ("slow: flagged example 1", None, None),
        ("slow: clean example 1", None, None),
        ("hello: found example 1", None, None),
        ("hello: silent example 1", None, None),
    ]


def test_what_no_example_makes_fire() -> None:
    def outcome(name: str, wanted: str, fault: str | None = None, skipped: str | None = None) -> Outcome:
        return Outcome(Case(name, "", wanted, 1, ""), fault, skipped)  # type: ignore[arg-type]

    seen = [
        outcome("fires", "flagged"),
        outcome("fires", "clean"),
        outcome("fails", "flagged", fault="found nothing"),
        outcome("lacks", "flagged", skipped="needs a model"),
        outcome("clean-only", "clean"),
        outcome("signal", "found", fault="found nothing"),
    ]
    assert unproved(seen) == ["clean-only", "fails", "lacks"]
