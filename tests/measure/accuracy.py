"""How right carelint is on labelled data. Run: python -m tests.measure.accuracy [-v]

Conversations: precision and recall per rule on gold/conversations.jsonl with the labels of gold/dev.jsonl; a finding is
right when its rule and turn are labelled, and what the labels call unsure does not count. Sentences: the share of right
verdicts on cases.jsonl, for the distinctions that shipped rules and signals cover. With -v disagreements are printed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from carelint import load_packs, read
from carelint.examples import parse_turns
from carelint.language.engine import Annotator
from carelint.language.segments import segments
from carelint.linter import Linter
from carelint.model import Conversation, Customer, Turn
from carelint.packs import Library

SHARED = Path(__file__).resolve().parents[3] / "shared"
# A label that covers more than one rule of ours.
LABELS = {"blames-customer": "blames-or-dismisses"}


@dataclass
class Score:
    """Verdicts on one rule or distinction."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Findings that are labelled."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Labels that were found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def conversations(library: Library) -> dict[str, Score]:
    """Judge every rule on the labelled conversations."""
    labels = {item["id"]: item for item in map(json.loads, (SHARED / "gold/dev.jsonl").open(encoding="utf-8"))}
    known = {flag["rule"] for item in labels.values() for flag in item["flags"]}
    rules = [rule for rule in library.rules.values() if LABELS.get(rule.id, rule.id) in known]
    scores = {rule.id: Score() for rule in rules}
    linter = Linter(library, rules, lambda _: rules)
    for result in linter.lint(read(str(SHARED / "gold/conversations.jsonl"))):
        for rule in rules:
            found = {finding.turn for finding in result.findings if finding.rule == rule.id}
            _judge(scores[rule.id], labels[result.conversation], LABELS.get(rule.id, rule.id), found)
    return scores


def _judge(score: Score, label: Mapping[str, list[dict[str, object]]], rule: str, found: set[int]) -> None:
    if rule in label["unsure"]:
        return
    wanted = {int(str(flag["turn"])): flag.get("why", "") for flag in label["flags"] if flag["rule"] == rule}
    unsure = {int(str(turn["turn"])) for turn in label.get("unsure_turns", []) if turn["rule"] == rule}
    for turn in sorted((found | set(wanted)) - unsure):
        if turn in wanted and turn in found:
            score.right += 1
            continue
        score.wrong += turn in found
        score.missed += turn in wanted
        score.notes.append(
            f"{'false alarm' if turn in found else 'miss'} {label['id']} turn {turn} {wanted.get(turn, '')}"
        )


# How each distinction of cases.jsonl is put to carelint: by a signal that must be found, or by a rule that must fire.
SIGNALS = {
    "D02": "apology",
    "D03": "hard-time",
    "D04": "hard-time-ours",
    "D05": "commitment",
    "D07": "greeting",
    "D08": "self-name",
    "D09": "empathy",
    "D11": "hold-request",
    "D12": "closing",
}
RULES = {
    "D01": ["non-apology"],
    "D06": ["blames-customer", "non-apology"],
    "D10": ["own-problems"],
    "D13": ["buck-passing"],
    "D14": ["asks-personal-data-in-public"],
    "D15": ["card-number-in-text"],
    "D16": ["unfilled-placeholder"],
    "D18": ["dead-end-refusal"],
    "D19": ["blames-customer"],
    "D20": ["asks-for-known-info"],
}


def sentences(library: Library) -> dict[str, Score]:
    """Judge the covered distinctions on the labelled sentences; `right` counts right verdicts of either kind."""
    cases = [json.loads(line) for line in (SHARED / "cases.jsonl").open(encoding="utf-8")]
    scores: dict[str, Score] = {}
    annotator = Annotator(library.specs, [*SIGNALS.values(), *library.needed(library.rules.values())])
    for case in cases:
        verdict = _verdict(library, annotator, case)
        if verdict is None:
            continue
        score = scores.setdefault(case["id"][:3], Score())
        if verdict == (case["label"] == "positive"):
            score.right += 1
        else:
            score.missed += 1
            score.notes.append(f"{case['id']} {case['label']}: {case['text']!r} ({case['why']})")
    return scores


def _verdict(library: Library, annotator: Annotator, case: Mapping[str, str]) -> bool | None:
    group = case["id"][:3]
    if group == "D17":
        plain = Conversation("x", (Turn("agent", case["text"]),), customer=Customer(name="Diane Marsh"))
        return annotator.annotate(plain).has([0], ["customer-name"])
    if group == "D21":
        kinds = {segment.kind for segment in segments(case["text"])}
        return not kinds & {"quoted", "signature"}
    conversation = _conversation(case)
    if conversation is None:
        return None
    if group in SIGNALS:
        speaker = conversation.turns[0].role
        notes = annotator.notes(conversation.turns[0])
        return speaker == "agent" and bool(notes.mentions_of(SIGNALS[group]))
    if group in RULES:
        rules = [library.rules[name] for name in RULES[group]]
        return any(result.findings for result in Linter(library, rules, lambda _: rules).lint([conversation]))
    return None


def _conversation(case: Mapping[str, str]) -> Conversation | None:
    """The sentence as a conversation; “[C] a || b” are two turns; descriptions in brackets are no sentences."""
    text, public = case["text"], case["text"].startswith("[public]")
    text = text.removeprefix("[public] ")
    if text.startswith("[") and not text.startswith("[C]") and "D16" not in case["id"]:
        return None
    parts = [part.strip() for part in text.split("||")]
    turns = [f"customer: {part[3:].strip()}" if part.startswith("[C]") else f"agent: {part}" for part in parts]
    return Conversation("x", parse_turns("\n".join(turns)), channel="social" if public else "chat", public=public)


def _print(title: str, scores: Mapping[str, Score], *, verbose: bool) -> None:
    print(title)
    for name, score in sorted(scores.items()):
        print(
            f"  {name:34s} right {score.right:3d}  false {score.wrong:3d}  missed {score.missed:3d}"
            f"   P {score.precision:.2f}  R {score.recall:.2f}  F1 {score.f1:.2f}"
        )
        for note in score.notes if verbose else ():
            print(f"      {note}")


def main() -> None:
    """Print both tables."""
    if not SHARED.exists():
        raise SystemExit("no labelled data here")
    library, verbose = load_packs(), "-v" in sys.argv
    _print("conversations", conversations(library), verbose=verbose)
    cases = sentences(library)
    _print("sentences (R is the share of right verdicts)", cases, verbose=verbose)
    right, total = sum(s.right for s in cases.values()), sum(s.right + s.missed for s in cases.values())
    print(f"  {right} of {total} right: {right / total:.1%}")


if __name__ == "__main__":
    main()
