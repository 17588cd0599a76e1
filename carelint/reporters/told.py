"""What several reports say alike: of a finding what to write instead, of a conversation its score, each in a line."""

from __future__ import annotations

import re

from ..model import Finding, Position, Region, Score
from ..summary import Scores
from .base import counted


def advice(finding: Finding) -> str:
    """What to write instead: the rule's advice, and the words of the fix where nothing names them yet."""
    fix = finding.fix
    if not fix or re.search(rf"(?<!\w){re.escape(fix.text)}(?!\w)", f"{finding.message} {finding.advice}"):
        return finding.advice
    return f"{finding.advice} Write instead: “{fix.text}”.".strip()


def told(finding: Finding) -> str:
    """Give the message and what to write instead, for formats that have one text for both."""
    return f"{finding.message} {advice(finding)}".strip()


def region_of(finding: Finding) -> Region:
    """Give the place of a finding in its file."""
    return Region(Position(finding.line, finding.column), Position(finding.end_line, finding.end_column))


def turn_of(finding: Finding) -> str:
    """Name the turn, as `conversation#turn`."""
    return f"{finding.conversation}#{finding.turn}"


def score_line(score: Score) -> str:
    """Give the score of a conversation in one line."""
    if score.score is None:
        said = "not applicable"
    else:
        said = f"{score.score:.1f} of 100, {'passed' if score.passed else 'not passed'}"
    return f"score {said}" + (f"; breached: {', '.join(score.critical)}" if score.critical else "")


def mean_line(scores: Scores) -> str:
    """Give the mean score of a run in one line."""
    if scores.all.value is None:
        return "no conversation could be scored"
    passed = f"{scores.passed:,} of {counted(scores.all.number, 'conversation')} passed"
    return f"mean score {scores.all.value:.1f}, {passed}"
