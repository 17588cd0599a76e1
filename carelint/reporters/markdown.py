"""`markdown`: a summary of the run, as for `$GITHUB_STEP_SUMMARY`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from ..errors import Fault
from ..model import Finding, Result, Severity
from ..rule import Rule
from ..summary import Summary
from .base import Style, counted
from .markdown_parts import MOST_PROBLEMS, counts, mean_tables, not_judged, problem_list, severity_counts
from .markdown_text import escaped, row
from .portable import relative
from .told import advice, mean_line, score_line, turn_of
from .totals import verdict

# GitHub shows no summary of a step that is larger.
LARGEST = 1 << 20
_LAST_WORDS = 200
_HEAD = row("Line", "Severity", "Rule", "Turn", "What was found") + row("--:", "---", "---", "---", "---")


class Markdown:
    """Counts by severity and rule, scores and problems; then the findings, file by file in tables.

    GitHub takes at most 1 MiB a step: what is beyond that is left out, and how much that is stands in the last line.
    With statistics there are no findings.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out, self._statistics = out, style.statistics
        self._rules: Mapping[str, Rule] = style.rules
        self._severities: dict[str, Severity] = {}
        self._problems: list[Fault] = []
        self._body = _Body()

    def add(self, result: Result) -> None:
        """Keep the findings and the score."""
        for finding in result.findings:
            self._severities[finding.rule] = max(finding.severity, self._severities.get(finding.rule, finding.severity))
        if self._statistics:
            return
        for finding in result.findings:
            self._body.add(result.path, _finding_row(finding))
        if result.score:
            said = f"**{escaped(score_line(result.score))}**"
            self._body.add(result.path, row("", "", "", escaped(result.conversation), said))

    def problem(self, fault: Fault) -> None:
        """Keep a problem; of very many the first."""
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(fault)

    def close(self, summary: Summary) -> None:
        """Write the summary."""
        read = f"{counted(summary.conversations, 'conversation')}, {counted(summary.turns, 'turn')}"
        head = f"## carelint\n\n{read}: **{verdict(summary).plain}**\n"
        if summary.by_rule:
            head += "\n" + severity_counts(summary) + "\n" + counts(summary, self._severities, self._rules)
        if summary.scores:
            head += f"\n### Scores\n\n{mean_line(summary.scores)}\n{mean_tables(summary.scores)}"
        head += problem_list(self._problems, summary.problems) + not_judged(summary)
        self._out.write(head)
        self._body.write(self._out, LARGEST - len(head.encode("utf-8", "backslashreplace")) - _LAST_WORDS)


class _Body:
    """The tables of the files, as many rows of them as there is room for."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str]] = []
        self._size = self._left_out = 0

    def add(self, path: str, line: str) -> None:
        """Keep a row, unless there is no room for it whatever the rest holds."""
        if self._size < LARGEST:
            self._rows.append((path, line))
            self._size += len(line)
        else:
            self._left_out += 1

    def write(self, out: TextIO, room: int) -> None:
        """Write what fits into so many bytes."""
        last: str | None = None
        for number, (path, line) in enumerate(self._rows):
            text = line if path == last else f"\n### {escaped(relative(path))}\n\n{_HEAD}{line}"
            room -= len(text.encode("utf-8", "backslashreplace"))
            if room < 0:
                self._left_out += len(self._rows) - number
                break
            out.write(text)
            last = path
        if self._left_out:
            out.write(f"\n*{counted(self._left_out, 'row')} left out: a summary has at most 1 MiB.*\n")


def _finding_row(finding: Finding) -> str:
    said = advice(finding)
    what = escaped(finding.message) + (f"<br>→ {escaped(said)}" if said else "")
    place = f"{finding.line}:{finding.column}"
    critical = ", critical" if finding.critical else ""
    return row(place, finding.severity.name + critical, f"`{finding.rule}`", escaped(turn_of(finding)), what)
