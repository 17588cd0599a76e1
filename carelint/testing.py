"""Runs the examples inside rules and signals: for `carelint test`, and for pytest in a repository of own packs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .annotated import Annotated
from .examples import Example, FixedExample, parse_turns
from .fixing import PASSES, mended
from .linter import Linter
from .model import Conversation, Customer, Result, Turn
from .packs import Library
from .rule import Rule, Signal

# Whom the examples of signals speak to: the signals that find the customer's name need one.
_CUSTOMER = Customer(name="Diane Marsh")
# And whom they speak for.
_BRANDS = ("Acme Tea",)

Wanted = Literal["flagged", "clean", "fixed", "found", "silent"]


@dataclass(frozen=True, slots=True)
class Case:
    """One example of a rule (flagged, clean, fixed) or of a signal (found, silent); they count from 1."""

    name: str
    path: str
    wanted: Wanted
    number: int
    text: str
    words: str | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.wanted} example {self.number}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: `fault` says what is wrong, None if nothing; `skipped` why it could not be judged."""

    case: Case
    fault: str | None = None
    skipped: str | None = None


def outcomes(library: Library, names: Collection[str] | None = None, *, model: str | None = None) -> Iterator[Outcome]:
    """Run the examples of all rules and signals, or of those named, with one language pipeline.

    A flagged example must be found; where it names words, they must be what was marked. A clean one must not be: one
    that the rule skips for want of evidence passes, and says so. A fixed one must become what it says.
    """
    rules = [rule for rule in library.rules.values() if names is None or rule.id in names]
    signals = [signal for signal in library.signals.values() if names is None or signal.name in names]
    names_of_signals = [signal.name for signal in signals]
    linter = Linter(library, rules, lambda one: (library.rules[_rule_of(one)],), signals=names_of_signals, model=model)
    for case, conversations in (case for rule in rules for case in _rule_cases(rule)):
        *_, result = linter.lint(conversations)
        yield _judge_rule(case, result, linter.unavailable.get(case.name))
    for rule in rules:
        for number, example in enumerate(rule.spec.examples.fixed, 1):
            case = Case(rule.id, rule.path, "fixed", number, example.shown)
            yield _judge_fixed(case, rule, example, linter)
    signal_cases = [case for signal in signals for case in _signal_cases(signal)]
    needs_model = {signal.name for signal in signals if signal.spec.model and not model}
    notes = linter.annotate_all(conversation for _, conversation in signal_cases)
    for (case, _), annotated in zip(signal_cases, notes, strict=True):
        yield _judge_signal(case, annotated, "needs a trained spaCy pipeline" if case.name in needs_model else None)


def unproved(seen: Iterable[Outcome]) -> list[str]:
    """Give the rules that no example makes fire."""
    cases = [outcome for outcome in seen if outcome.case.wanted in ("flagged", "clean")]
    fired = {o.case.name for o in cases if o.case.wanted == "flagged" and not o.fault and not o.skipped}
    return sorted({o.case.name for o in cases} - fired)


def _rule_of(conversation: Conversation) -> str:
    return conversation.id.partition(":")[0]


def _rule_cases(rule: Rule) -> Iterator[tuple[Case, Iterator[Conversation]]]:
    wanted: dict[Wanted, Sequence[Example]] = {"flagged": rule.spec.examples.flagged, "clean": rule.spec.examples.clean}
    for want, examples in wanted.items():
        for number, example in enumerate(examples, 1):
            case = Case(rule.id, rule.path, want, number, example.shown, example.found)
            channels, kinds = tuple(rule.spec.channels), tuple(rule.spec.applies_to)
            yield case, example.conversations(f"{rule.id}:{want}:{number}", channels, kinds)


def _judge_rule(case: Case, result: Result, unavailable: str | None) -> Outcome:
    skipped = unavailable or next((skip.reason for skip in result.skipped), None)
    found = [finding.text for finding in result.findings]
    if unavailable:
        return Outcome(case, skipped=unavailable)
    if case.wanted == "clean":
        return Outcome(case, f"expected nothing, found {_listed(found)}" if found else None, skipped)
    if skipped:
        return Outcome(case, f"expected a finding, but the rule was skipped: {skipped}", skipped)
    if not found:
        return Outcome(case, "expected a finding, found nothing")
    if case.words is not None and case.words not in found:
        return Outcome(case, f"expected “{case.words}” to be marked, found {_listed(found)}")
    return Outcome(case)


def _judge_fixed(case: Case, rule: Rule, example: FixedExample, linter: Linter) -> Outcome:
    if unavailable := linter.unavailable.get(rule.id):
        return Outcome(case, skipped=unavailable)
    name = f"{rule.id}:fixed:{case.number}"
    conversation = example.conversation(name, tuple(rule.spec.channels), tuple(rule.spec.applies_to))
    became = _fixed(conversation, linter, unsafe=example.unsafe)
    for turn, meant in zip(became.turns, parse_turns(example.becomes), strict=True):
        if turn.text != meant.text:
            return Outcome(case, f"expected it to become “{meant.text}”, it became “{turn.text}”")
    return Outcome(case)


def _fixed(conversation: Conversation, linter: Linter, *, unsafe: bool) -> Conversation:
    """Write the fixes of the findings into the turns, as often as there are any."""
    for _ in range(PASSES):
        (result,) = linter.lint([conversation])
        turns = list(conversation.turns)
        for number, turn in enumerate(turns):
            fixes = [f.fix for f in result.findings if f.turn == number and f.fix and (f.fix.safe or unsafe)]
            turns[number] = replace(turn, text=mended(turn.text, fixes))
        if turns == list(conversation.turns):
            break
        conversation = replace(conversation, turns=tuple(turns))
    return conversation


def _signal_cases(signal: Signal) -> Iterator[tuple[Case, Conversation]]:
    wanted: dict[Wanted, Sequence[str]] = {"found": signal.spec.examples.found, "silent": signal.spec.examples.silent}
    for want, texts in wanted.items():
        for number, text in enumerate(texts, 1):
            turn = Turn("customer" if signal.spec.speaker == "customer" else "agent", text)
            case = Case(signal.name, signal.path, want, number, text)
            yield case, Conversation(signal.name, (turn,), customer=_CUSTOMER, brands=_BRANDS)


def _judge_signal(case: Case, annotated: Annotated, skipped: str | None) -> Outcome:
    mentions = annotated.mentions_of(0, case.name)
    if skipped:
        return Outcome(case, skipped=skipped)
    if case.wanted == "found":
        return Outcome(case, None if mentions else "expected the signal, found nothing")
    found = [annotated.text(0)[mention.start : mention.end] for mention in mentions]
    return Outcome(case, f"expected nothing, found {_listed(found)}" if found else None)


def _listed(texts: Sequence[str]) -> str:
    shown = ", ".join(f"“{' '.join(text.split())[:80]}”" for text in texts[:3])
    return shown + (", ..." if len(texts) > 3 else "")
