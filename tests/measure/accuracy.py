"""How right carelint is on labelled data. Run: python -m tests.measure.accuracy [-v]

Conversations: what `carelint calibrate` tells, on gold/conversations.jsonl with the labels of gold/dev.jsonl.
Sentences: the share of right verdicts on cases.jsonl. With -v it also prints all disagreements, and what is not put.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from carelint import load_packs, read
from carelint.calibration import Calibration, Tally, read_labels
from carelint.linter import Linter
from carelint.packs import Library
from carelint.reporters import Style
from carelint.reporters.calibration import write_table

from .sentences import Score, judge

SHARED = Path(__file__).resolve().parents[3] / "shared"
# Labels that stand for several rules.
MAPS = {"blames-or-dismisses": ("blames-customer", "dismissive", "doubts-the-customer")}
_WIDTH = 120


def conversations(library: Library) -> list[Tally]:
    """Judge every labelled rule on the labelled conversations."""
    labels = read_labels(SHARED / "gold/dev.jsonl")
    names = {label: MAPS.get(label, (label,)) for label in labels.rules}
    known = {label: rules for label, rules in names.items() if library.rules.keys() >= set(rules)}
    calibration = Calibration(labels, known)
    rules = [library.rules[name] for name in sorted({name for names in known.values() for name in names})]
    labelled = [one for one in read(str(SHARED / "gold/conversations.jsonl")) if calibration.wants(one)]
    results = Linter(library, rules, lambda _: rules).lint(labelled)
    for conversation, result in zip(labelled, results, strict=True):
        calibration.add(conversation, result.findings)
    return list(calibration.tallies.values())


def _print_sentences(scores: Mapping[str, Score], *, verbose: bool) -> None:
    print(f"{'':5s}{'right':>6s}{'wrong':>6s}{'not put':>9s}")
    for name, score in scores.items():
        print(f"{name:5s}{score.right:6d}{len(score.wrong):6d}{len(score.not_put):9d}")
        for what, notes in (("wrong", score.wrong), ("not put", score.not_put)) if verbose else ():
            for note in notes:
                print(f"        {what} {note}")
    right, put = sum(s.right for s in scores.values()), sum(s.right + len(s.wrong) for s in scores.values())
    print(f"{right} of {put} right: {right / put:.1%}; not put: {sum(len(s.not_put) for s in scores.values())}")


def main() -> None:
    """Print both tables."""
    if not SHARED.exists():
        raise SystemExit("no labelled data here")
    library, verbose = load_packs(), "-v" in sys.argv
    write_table(conversations(library), sys.stdout, Style(color=False, width=_WIDTH, quiet=not verbose))
    print()
    _print_sentences(judge(library, SHARED), verbose=verbose)


if __name__ == "__main__":
    main()
