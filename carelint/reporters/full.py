"""`full`: for people. Each finding with its sentence, the words marked, and what to write instead; then a summary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TextIO

from rich.text import Text

from ..errors import Fault
from ..model import Finding, Result, Severity
from ..summary import Summary
from .base import Style, printable
from .layout import carets, excerpt, lines_of, plain_console, wrap
from .scores import score_lines
from .told import advice
from .totals import COLORS, count_lines, summary_lines

_INDENT = "    "
_NARROWEST = 30


class Full:
    """Findings by conversation. Where there is no colour, carets mark the words."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self._style = style
        self._width = max(_NARROWEST, style.width)
        self._severities: dict[str, Severity] = {}
        self._console = plain_console(out, color=style.color, width=self._width)

    def add(self, result: Result) -> None:
        """Write the conversation, its findings and its score, if it has any."""
        for finding in result.findings:
            self._severities[finding.rule] = max(finding.severity, self._severities.get(finding.rule, finding.severity))
        if (result.findings or result.score) and not self._style.statistics:
            text = Text()
            text.append_text(_header(result))
            for finding in result.findings:
                text.append("\n")
                self._append_finding(text, finding)
            if result.score:
                text.append_text(score_lines(result.score, self._width))
            self._print(text)

    def problem(self, fault: Fault) -> None:
        """Say nothing: problems go to standard error."""

    def close(self, summary: Summary) -> None:
        """Write the summary; when quiet, no more of it than the counts, if these are wanted."""
        statistics = self._style.statistics
        if not self._style.quiet:
            self._print(summary_lines(summary, self._severities, self._width, statistics=statistics))
        elif statistics and summary.by_rule:
            text = count_lines(summary, self._severities)
            text.rstrip()
            self._print(text)

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)

    def _append_finding(self, text: Text, finding: Finding) -> None:
        color = COLORS[finding.severity]
        text.append(f"  {finding.severity.name:<7}", f"bold {color}").append(f"  {finding.rule}", "bold")
        text.append(f"  {finding.line}:{finding.column}  {_speaker(finding)}\n", "dim")
        width = self._width - len(_INDENT)
        text.append("".join(f"{_INDENT}{part}\n" for part in lines_of(finding.message, width)))
        for line in self._sentence(finding, width - 2):
            text.append(f"{_INDENT}│ ", color).append_text(line).append("\n")
        for number, part in enumerate(lines_of(advice(finding), width - 2)):
            text.append(f"{_INDENT}{' ' if number else '→'} {part}\n", "green")

    def _sentence(self, finding: Finding, width: int) -> Iterator[Text]:
        """Give the sentence, line by line, its found words marked."""
        shown = excerpt(finding.context, finding.start - finding.context_start, finding.end - finding.context_start)
        for first, last in wrap(shown.text, width):
            line = Text(shown.text[first:last])
            start, end = max(shown.start, first) - first, min(shown.end, last) - first
            if start < end and self._style.color:
                line.stylize(f"bold underline {COLORS[finding.severity]}", start, end)
            yield line
            if start < end and not self._style.color:
                yield Text(carets(line.plain, start, end))


def _header(result: Result) -> Text:
    """Give what the findings below are about: the file, the conversation and what it is."""
    path = printable(result.path)
    # A file of one text gives it its name: no need to say it twice.
    name = "" if PurePath(path).stem.strip("<>") == result.conversation else f"  {_short(result.conversation)}"
    kind = result.channel if result.kind == "transcript" else f"{result.channel}, {result.kind}"
    return Text().append(path, "bold underline").append(name, "bold").append(f"  {kind}\n", "dim")


def _speaker(finding: Finding) -> str:
    role = finding.role.replace("_", " ")
    who = f"{_short(finding.author)} ({role})" if finding.author else role
    if not finding.at:
        return who
    # A log that tells the clock but no day is read as of 1970.
    return f"{who}, {finding.at:{'%Y-%m-%d %H:%M' if finding.at.year > 1970 else '%H:%M'}}"


def _short(name: str, most: int = 40) -> str:
    shown = printable(name)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
