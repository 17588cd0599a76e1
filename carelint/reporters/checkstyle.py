"""`checkstyle`: the XML of Checkstyle, which Jenkins, reviewdog and many others read."""

from __future__ import annotations

from typing import TextIO

from ..errors import Fault
from ..model import Result
from ..summary import Summary
from .base import Style
from .portable import relative
from .told import told
from .xml_out import Xml


class Checkstyle:
    """A `file` for each file with findings; an `error` for each, its source `carelint.<pack>.<rule>`.

    Jenkins makes the pack the category and the rule the type of what it shows.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._xml = Xml(out)
        self._path: str | None = None
        self._xml.begin()
        self._xml.open("checkstyle", {"version": "4.3"})

    def add(self, result: Result) -> None:
        """Write the findings."""
        for finding in result.findings:
            source = f"{finding.pack}.{finding.rule}"
            place = (finding.line, finding.column)
            self._error(finding.path, place, finding.severity.name, told(finding), source)

    def problem(self, fault: Fault) -> None:
        """Write a problem as an error."""
        place = (max(1, fault.line), max(1, fault.column))
        self._error(fault.path, place, "error", f"Cannot be read: {fault.what}", "input.unreadable")

    def close(self, summary: Summary) -> None:
        """End the document."""
        self._go_to(None)
        self._xml.close("checkstyle")

    def _error(self, path: str, place: tuple[int, int], severity: str, what: str, source: str) -> None:
        self._go_to(relative(path))
        values = {"line": place[0], "column": place[1], "severity": severity}
        self._xml.leaf("error", {**values, "message": what, "source": f"carelint.{source}"})

    def _go_to(self, path: str | None) -> None:
        """End one file and begin the next."""
        if path == self._path:
            return
        if self._path is not None:
            self._xml.close("file")
        if path is not None:
            self._xml.open("file", {"name": path})
        self._path = path
