"""`gitlab`: a Code Quality report, which GitLab shows in a merge request."""

from __future__ import annotations

from hashlib import sha256
from typing import TextIO

from ..errors import Fault
from ..model import Finding, Result, Severity
from ..summary import Summary
from .base import Style
from .portable import portable_line, relative
from .told import told

_SEVERITIES = {Severity.error: "major", Severity.warning: "minor", Severity.info: "info"}


class GitLab:
    """A list of issues as the Code Climate specification has them, one a line.

    An error is `major`, a warning `minor`, info `info`; a finding of a critical rule is a `blocker` if it is an error,
    else `critical`. A problem while reading is `major`. GitLab takes issues of one fingerprint for one and the same:
    ours hang on the path too, and repetitions in a file are numbered.
    """

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._empty = True
        self._path, self._seen = "", set[bytes]()
        out.write("[")

    def add(self, result: Result) -> None:
        """Write the findings."""
        for finding in result.findings:
            lines = (finding.line, finding.end_line)
            self._issue(finding.path, lines, finding.rule, _severity(finding), told(finding), finding.fingerprint)

    def problem(self, fault: Fault) -> None:
        """Write a problem."""
        line, what = max(1, fault.line), f"Cannot be read: {fault.what}"
        self._issue(fault.path, (line, line), "unreadable", "major", what, fault.what)

    def close(self, summary: Summary) -> None:
        """End the list."""
        self._out.write("]\n" if self._empty else "\n]\n")

    def _issue(self, path: str, lines: tuple[int, int], check: str, severity: str, what: str, mark: str) -> None:
        path = relative(path)
        issue = {
            "type": "issue",
            "check_name": check,
            "description": what,
            "categories": ["Style"],
            "severity": severity,
            "fingerprint": self._fingerprint(path, check, mark),
            "location": {"path": path, "lines": {"begin": lines[0], "end": lines[1]}},
        }
        self._out.write(f"{'' if self._empty else ','}\n  {portable_line(issue)}")
        self._empty = False

    def _fingerprint(self, path: str, *parts: str) -> str:
        """Give a fingerprint that no other issue of the file has."""
        if path != self._path:
            self._path, self._seen = path, set()
        number = 0
        while (digest := _digest(path, *parts, str(number))) in self._seen:
            number += 1
        self._seen.add(digest)
        return digest.hex()


def _severity(finding: Finding) -> str:
    if finding.critical:
        return "blocker" if finding.severity is Severity.error else "critical"
    return _SEVERITIES[finding.severity]


def _digest(*parts: str) -> bytes:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]
