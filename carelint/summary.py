"""Counts and scores over a whole run; their size hangs on the number of rules and agents, not of conversations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .model import Result, Score

# More agents than any company has: an export whose every message has another author must not fill the memory.
_MOST_AGENTS = 50_000


@dataclass(slots=True)
class Mean:
    """A running mean."""

    total: float = 0.0
    number: int = 0

    def add(self, value: float) -> None:
        """Take in another value."""
        self.total += value
        self.number += 1

    @property
    def value(self) -> float | None:
        """The mean; None of nothing."""
        return self.total / self.number if self.number else None


@dataclass(slots=True)
class Scores:
    """Scores over a whole run: the mean of all, of each criterion and of each agent; how many passed, and breaches."""

    all: Mean = field(default_factory=Mean)
    passed: int = 0
    by_criterion: dict[str, Mean] = field(default_factory=dict)
    by_agent: dict[str, Mean] = field(default_factory=dict)
    critical: dict[str, int] = field(default_factory=dict)

    def add(self, score: Score, agents: Iterable[str]) -> None:
        """Count one conversation."""
        for criterion in score.criteria:
            mean = self.by_criterion.setdefault(criterion.name, Mean())
            if criterion.score is not None:
                mean.add(criterion.score)
        for name in score.critical:
            self.critical[name] = self.critical.get(name, 0) + 1
        if score.score is None:
            return
        self.all.add(score.score)
        self.passed += bool(score.passed)
        for agent in agents:
            if agent in self.by_agent or len(self.by_agent) < _MOST_AGENTS:
                self.by_agent.setdefault(agent, Mean()).add(score.score)


@dataclass(slots=True)
class Summary:
    """Counts over a whole run; its size depends on the number of rules and agents, not of conversations."""

    conversations: int = 0
    turns: int = 0
    problems: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)
    by_severity: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, dict[str, int]] = field(default_factory=dict)
    unavailable: dict[str, str] = field(default_factory=dict)
    scores: Scores | None = None
    # How many findings were suppressed; they are counted nowhere else.
    suppressed: int = 0
    # How many findings in drafts and macros have a fix, safe or not, and how many were fixed, if that was asked for.
    fixable: int = 0
    unsafely_fixable: int = 0
    fixed: int | None = None
    fixed_files: int = 0

    def add(self, result: Result) -> None:
        """Count one conversation."""
        if result.score:
            self.scores = self.scores or Scores()
            self.scores.add(result.score, result.agents)
        self.conversations += 1
        self.turns += result.turns
        for finding in result.findings:
            self.by_rule[finding.rule] = self.by_rule.get(finding.rule, 0) + 1
            name = finding.severity.name
            self.by_severity[name] = self.by_severity.get(name, 0) + 1
            if finding.fix and finding.edit and result.kind != "transcript":
                self.fixable += finding.fix.safe
                self.unsafely_fixable += not finding.fix.safe
        for skip in result.skipped:
            reasons = self.skipped.setdefault(skip.rule, {})
            reasons[skip.reason] = reasons.get(skip.reason, 0) + 1
