"""`rdjson`: the Reviewdog Diagnostic Format, which reviewdog posts as comments of a review."""

from __future__ import annotations

from typing import TextIO

from ..errors import Fault
from ..model import Finding, Region, Result, Severity
from ..summary import Summary
from .base import Style
from .portable import portable_line, relative
from .source_bytes import Columns
from .told import region_of, told

_SEVERITIES = {Severity.error: "ERROR", Severity.warning: "WARNING", Severity.info: "INFO"}


class RdJson:
    """One result document, one diagnostic a line.

    Columns of this format count bytes of UTF-8. They are worked out from the file; where that cannot be opened again
    (standard input) or is larger than 4 MiB, ranges have lines alone, and there are no suggestions.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._empty = True
        self._columns = Columns()
        out.write('{\n  "source": {"name": "carelint"},\n  "diagnostics": [')

    def add(self, result: Result) -> None:
        """Write the findings."""
        for finding in result.findings:
            self._write(
                {
                    "message": told(finding),
                    "location": {
                        "path": relative(finding.path),
                        "range": self._range(finding.path, region_of(finding)),
                    },
                    "severity": _SEVERITIES[finding.severity],
                    "code": {"value": finding.rule},
                    **self._suggestions(finding),
                }
            )

    def problem(self, fault: Fault) -> None:
        """Write a problem as an error."""
        place = {"range": {"start": {"line": fault.line}}} if fault.line else {}
        location = {"path": relative(fault.path), **place}
        self._write({"message": f"Cannot be read: {fault.what}", "location": location, "severity": "ERROR"})

    def close(self, summary: Summary) -> None:
        """End the document."""
        self._out.write(("" if self._empty else "\n  ") + "]\n}\n")

    def _write(self, diagnostic: dict[str, object]) -> None:
        self._out.write(f"{'' if self._empty else ','}\n    {portable_line(diagnostic)}")
        self._empty = False

    def _suggestions(self, finding: Finding) -> dict[str, object]:
        if not finding.edit or not self._columns.of(finding.path, finding.edit.region.start):
            return {}
        text = {"range": self._range(finding.path, finding.edit.region), "text": finding.edit.text}
        return {"suggestions": [text]}

    def _range(self, path: str, region: Region) -> dict[str, object]:
        """Give a range with columns, if both of its ends have one; of a range of lines the last is in it."""
        columns = [self._columns.of(path, position) for position in region]
        if None in columns:
            return {name: {"line": position.line} for name, position in zip(("start", "end"), region, strict=True)}
        rows = zip(("start", "end"), region, columns, strict=True)
        return {name: {"line": position.line, "column": column} for name, position, column in rows}
