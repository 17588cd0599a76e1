"""`junit`: the XML of JUnit, which every CI system shows as tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from posixpath import splitext
from typing import TextIO

from ..errors import Fault
from ..model import Finding, Result
from ..summary import Summary
from .base import Style, counted
from .portable import relative
from .spool import Spool
from .told import advice, score_line, turn_of
from .xml_out import Xml

_SUITE, _CASE = 1, 2
_NO_TIME = {"time": "0"}
_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


class JUnit:
    """A test suite per file, a test per conversation.

    A conversation fails by findings that make the exit code 1 (`--fail-on`); its failure lists all of them, as CI
    systems show one failure a test. Milder findings, and the score, stand in the output of the test. What could not be
    read is an error; a rule that could not run is a skipped test.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out, self._fail_on = out, style.fail_on
        self._suite: _Suite | None = None
        self._xml = Xml(out)
        self._xml.begin()
        self._xml.open("testsuites", {"name": "carelint"})

    def add(self, result: Result) -> None:
        """Write the conversation as a test."""
        failing = self._fail_on is not None and any(found.severity >= self._fail_on for found in result.findings)
        lines = [line for finding in result.findings for line in _lines(finding)]
        parts: list[_Part] = []
        if failing:
            worst = max(finding.severity for finding in result.findings)
            message = f"{counted(len(result.findings), 'finding')}, the worst: {worst.name}"
            parts.append(("failure", {"message": message, "type": worst.name}, lines))
        told = [*([] if failing else lines), *([score_line(result.score)] if result.score else [])]
        if told:
            parts.append(("system-out", {}, told))
        self._of(result.path).add(result.conversation, parts)

    def problem(self, fault: Fault) -> None:
        """Write a problem as a test with an error."""
        shown = Fault(relative(fault.path), fault.line, fault.column, fault.what)
        told: _Part = ("error", {"message": "cannot be read", "type": "unreadable"}, [str(shown)])
        self._of(fault.path).add("reading", [told])

    def close(self, summary: Summary) -> None:
        """Write the rules that could not run, and end the document."""
        for rule, why in sorted(summary.unavailable.items()):
            self._of("rules").add(rule, [("skipped", {"message": why}, [])])
        self._end_suite()
        self._xml.close("testsuites")

    def _of(self, path: str) -> _Suite:
        """Give the suite of a file; one of another file ends."""
        path = relative(path)
        if self._suite is None or self._suite.name != path:
            self._end_suite()
            self._suite = _Suite(path)
        return self._suite

    def _end_suite(self) -> None:
        if self._suite:
            self._suite.write(self._out)


_Part = tuple[str, dict[str, str], list[str]]


class _Suite:
    """The tests of one file; how many they are stands before them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._number = {"tests": 0, **dict.fromkeys(_COUNTED.values(), 0)}
        self._tests = Spool()

    def add(self, name: str, parts: Sequence[_Part]) -> None:
        """Take in a test."""
        text = io.StringIO()
        xml = Xml(text, _CASE)
        self._number["tests"] += 1
        # Without its ending: for Jenkins a dot is the end of a package.
        values = {"name": name, "classname": splitext(self.name)[0], **_NO_TIME}
        if not parts:
            xml.leaf("testcase", values)
        else:
            with xml.inside("testcase", values):
                for part, attributes, lines in parts:
                    self._count(part)
                    xml.leaf(part, attributes, *lines)
        self._tests.add(text.getvalue().removesuffix("\n"))

    def _count(self, part: str) -> None:
        if part in _COUNTED:
            self._number[_COUNTED[part]] += 1

    def write(self, out: TextIO) -> None:
        """Write the whole suite."""
        with Xml(out, _SUITE).inside("testsuite", {"name": self.name, **self._number, **_NO_TIME}):
            out.writelines(f"{line}\n" for line in self._tests.lines())


def _lines(finding: Finding) -> list[str]:
    """Give a finding as compilers do, and what to write instead below."""
    place = f"{relative(finding.path)}:{finding.line}:{finding.column}"
    head = f"{place}: {finding.severity.name} {finding.rule} [{turn_of(finding)}] {finding.message}"
    said = advice(finding)
    return [head, f"    → {said}"] if said else [head]
