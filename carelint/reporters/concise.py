"""`concise`: one finding a line, as compilers and editors know it."""

from __future__ import annotations

from typing import TextIO

from ..errors import Fault
from ..model import Finding, Result, Score
from ..summary import Summary
from .base import Style, printable
from .told import score_line


class Concise:
    """`path:line:column: severity rule [conversation#turn] message`; with statistics, counts per rule instead.

    With a scorecard, `path:1:1: score [conversation] ...` ends each conversation.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._statistics = style.statistics

    def add(self, result: Result) -> None:
        """Write the findings."""
        if not self._statistics:
            self._out.writelines(_line(finding) for finding in result.findings)
            if result.score:
                self._out.write(_score_line(result, result.score))

    def problem(self, fault: Fault) -> None:
        """Say nothing: problems go to standard error."""

    def close(self, summary: Summary) -> None:
        """Write the counts, if they are wanted."""
        if self._statistics:
            rows = sorted(summary.by_rule.items(), key=lambda row: (-row[1], row[0]))
            self._out.writelines(f"{number:>8} {rule}\n" for rule, number in rows)


def _score_line(result: Result, score: Score) -> str:
    """Give the score as a line of the same kind, at the head of the file."""
    head, said = score_line(score).split(" ", 1)
    return printable(f"{result.path}:1:1: {head} [{result.conversation}] {said}") + "\n"


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    what = f"{finding.severity.name} {finding.rule} [{finding.conversation}#{finding.turn}] {finding.message}"
    return printable(f"{place}: {what}") + "\n"
