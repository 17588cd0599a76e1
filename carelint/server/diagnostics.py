"""Findings and faults as the editor shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from lsprotocol import types

from ..errors import Fault
from ..model import Finding, Position, Region, Severity
from ..readers.detect import EXTENSIONS
from ..rule import Rule
from .buffers import Buffer
from .checker import Checked

SOURCE = "carelint"
_SEVERITIES = {
    Severity.error: types.DiagnosticSeverity.Error,
    Severity.warning: types.DiagnosticSeverity.Warning,
    Severity.info: types.DiagnosticSeverity.Information,
}
_URL = re.compile(r"https?://[^\s<>\"'()]{1,500}[^\s<>\"'().,;:]")


def region(finding: Finding) -> Region:
    """Give where a finding stands in its file."""
    return Region(Position(finding.line, finding.column), Position(finding.end_line, finding.end_column))


def diagnostics(checked: Checked) -> list[types.Diagnostic]:
    """Give all of a document, in the order of the text."""
    buffer = checked.document.buffer
    # Data may be no business of carelint's at all: editors have many JSON and YAML files open.
    kind = PurePath(checked.document.path).suffix.lower()
    data = EXTENSIONS.get(kind, "") not in ("", "text", "chatlog", "email", "markdown")
    severity = types.DiagnosticSeverity.Hint if data else types.DiagnosticSeverity.Information
    return [*_findings(checked, buffer), *(fault_diagnostic(fault, buffer, severity) for fault in checked.problems)]


def _findings(checked: Checked, buffer: Buffer) -> Iterator[types.Diagnostic]:
    for finding in checked.findings:
        yield finding_diagnostic(finding, checked.rules.get(finding.rule), buffer)


def finding_diagnostic(finding: Finding, rule: Rule | None, buffer: Buffer) -> types.Diagnostic:
    """Give a finding; `data` holds its fingerprint and its fix, for clients that make their own actions."""
    edit = finding.edit
    link = _URL.search(rule.spec.source) if rule else None
    return types.Diagnostic(
        range=buffer.range(region(finding)),
        message="\n".join(filter(None, (finding.message, finding.advice))),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(link[0]) if link else None,
        source=SOURCE,
        # Words that are only taken away are shown faded.
        tags=[types.DiagnosticTag.Unnecessary] if edit and not edit.text else None,
        data={"fingerprint": finding.fingerprint, "fix": _fix_data(finding, buffer)},
    )


def _fix_data(finding: Finding, buffer: Buffer) -> dict[str, object] | None:
    if not (finding.edit and finding.fix):
        return None
    span = buffer.range(finding.edit.region)
    corners = {
        name: {"line": place.line, "character": place.character}
        for name, place in (("start", span.start), ("end", span.end))
    }
    return {"range": corners, "newText": finding.edit.text, "safe": finding.fix.safe}


def fault_diagnostic(fault: Fault, buffer: Buffer, severity: types.DiagnosticSeverity) -> types.Diagnostic:
    """Give what is wrong in a file, from its place to the end of the line."""
    span = buffer.rest_of_line(Position(fault.line, fault.column))
    return types.Diagnostic(span, fault.what, severity, source=SOURCE)


def overlapping(checked: Checked, span: types.Range) -> Iterable[Finding]:
    """Give the findings that a range of the editor touches."""
    buffer = checked.document.buffer
    first, last = buffer.index(span.start), buffer.index(span.end)
    for finding in checked.findings:
        start, end = (buffer.at(place) for place in region(finding))
        if start <= last and first <= end:
            yield finding
