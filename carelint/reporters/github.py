"""`github`: workflow commands, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from typing import TextIO

from ..errors import Fault
from ..model import Finding, Result, Severity
from ..summary import Summary
from .base import Style, counted, printable
from .portable import relative
from .told import advice, mean_line, turn_of
from .totals import verdict

_COMMANDS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "notice"}


class GitHub:
    """One command a finding: `::error file=,line=,endLine=,col=,endColumn=,title=::message`; then a line of counts.

    GitHub shows at most 10 errors, 10 warnings and 10 notices of a step beside the lines; the log holds all of them,
    and shows of each the message alone, which is why that begins with the place. The column behind the last character
    is `endColumn`; GitHub refuses columns where a finding goes over several lines.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._quiet = style.quiet

    def add(self, result: Result) -> None:
        """Write the findings."""
        self._out.writelines(_annotation(finding) for finding in result.findings)

    def problem(self, fault: Fault) -> None:
        """Write a problem as a warning."""
        place = {"file": relative(fault.path), "line": fault.line or "", "col": (fault.line and fault.column) or ""}
        shown = Fault(relative(fault.path), fault.line, fault.column, fault.what)
        self._out.write(_command("warning", {**place, "title": "carelint cannot read this"}, str(shown)))

    def close(self, summary: Summary) -> None:
        """Write the counts for whoever reads the log; nothing in them is a command."""
        if not self._quiet:
            read = f"{counted(summary.conversations, 'conversation')}, {counted(summary.turns, 'turn')}"
            self._out.write(f"{read}: {verdict(summary).plain}\n")
            if summary.scores:
                self._out.write(mean_line(summary.scores) + "\n")


def _annotation(finding: Finding) -> str:
    path = relative(finding.path)
    properties: dict[str, object] = {"file": path, "line": finding.line, "endLine": finding.end_line}
    if finding.line == finding.end_line:
        properties |= {"col": finding.column, "endColumn": finding.end_column}
    properties["title"] = f"carelint {finding.rule}"
    lines = [f"{path}:{finding.line}:{finding.column}: {finding.message} [{turn_of(finding)}]"]
    if said := advice(finding):
        lines.append(f"→ {said}")
    return _command(_COMMANDS[finding.severity], properties, *lines)


def _command(name: str, properties: dict[str, object], *lines: str) -> str:
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value != "")
    return f"::{name} {told}::{'%0A'.join(_data(line) for line in lines)}\n"


def _data(text: str) -> str:
    # Line ends are gone: `printable` made them spaces.
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
