"""Findings, problems and summaries as plain data: the one shape that every machine-readable report has."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..errors import Fault
from ..model import Edit, Finding, Fix
from ..summary import Summary
from .base import UNSAFE
from .scores import mean_fields


def finding_fields(finding: Finding) -> dict[str, object]:
    """Give a finding as the keys of schemas/finding.schema.json, in their order."""
    return {
        "path": finding.path,
        "conversation": finding.conversation,
        "turn": finding.turn,
        "start": finding.start,
        "end": finding.end,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "rule": finding.rule,
        "pack": finding.pack,
        "severity": finding.severity.name,
        "critical": finding.critical,
        "message": finding.message,
        "advice": finding.advice,
        "text": finding.text,
        "role": finding.role,
        "author": finding.author,
        "at": finding.at.isoformat() if finding.at else None,
        "context": finding.context,
        "context_start": finding.context_start,
        "fix": fix_fields(finding.fix, finding.edit) if finding.fix else None,
        "fingerprint": finding.fingerprint,
    }


def fix_fields(fix: Fix, edit: Edit | None) -> dict[str, object]:
    """Give a fix as plain data, with how it is written into the source, if it can be."""
    return {
        "start": fix.start,
        "end": fix.end,
        "text": fix.text,
        "safe": fix.safe,
        "edit": edit_fields(edit) if edit else None,
    }


def edit_fields(edit: Edit) -> dict[str, object]:
    """Give what is to be written where in the source, as plain data."""
    (line, column), (end_line, end_column) = edit.region
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column, "text": edit.text}


def problem_fields(fault: Fault) -> dict[str, object]:
    """Give a reading problem as plain data; line and column are 0 where they are not known."""
    return {"path": fault.path, "line": fault.line, "column": fault.column, "what": fault.what}


def summary_fields(summary: Summary) -> dict[str, object]:
    """Give the counts of a run, sorted by name."""
    scores = {"scores": mean_fields(summary.scores)} if summary.scores else {}
    suppressed = {"suppressed": summary.suppressed} if summary.suppressed else {}
    return {
        "conversations": summary.conversations,
        "turns": summary.turns,
        "problems": summary.problems,
        "by_severity": {name: summary.by_severity.get(name, 0) for name in ("error", "warning", "info")},
        "by_rule": _sorted(summary.by_rule),
        "skipped": {rule: _sorted(reasons) for rule, reasons in sorted(summary.skipped.items())},
        "unavailable": _sorted(summary.unavailable),
        **suppressed,
        **scores,
    }


def _sorted(mapping: Mapping[str, object]) -> dict[str, object]:
    return dict(sorted(mapping.items()))


def line_of(value: object) -> str:
    """Write a value as one line of JSON. What a terminal would obey is escaped; surrogates are left to the stream."""
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
