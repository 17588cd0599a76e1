"""Rules, findings and problems as objects of SARIF 2.1.0."""

from __future__ import annotations

import re

from ..errors import Fault
from ..model import Finding, Region, Severity
from ..rule import Rule
from .markdown_text import escaped, part
from .portable import uri
from .told import region_of, told, turn_of

Object = dict[str, object]

_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "note"}
# GitHub's word for what is neither an error nor a warning.
_PROBLEM_SEVERITIES = {Severity.error: "error", Severity.warning: "warning", Severity.info: "recommendation"}
_LINK = re.compile(r"https?://[^\s<>\"'`\\^{|}]{1,500}")
# What a viewer would take for a link in the middle of a message.
_LOOKS_LINKED = re.compile(r"\[(?=[^\[\]]{0,1000}\]\()")
ROOT = "%SRCROOT%"
_HINT = "Take it as a hint: it stands for something that text alone cannot prove."


def rule_object(rule: Rule) -> Object:
    """Give a reportingDescriptor: what the rule is for, and how it is turned off."""
    spec = rule.spec
    off = f"rules: {{{rule.id}: false}}"
    parts = [spec.why, *([spec.advice] if spec.advice else []), *([_HINT] if spec.proxy else [])]
    text = "\n\n".join([*parts, f"Turn it off in carelint.yaml: {off}", f"Source: {spec.source}"])
    told = [*map(escaped, parts), f"Turn it off in `carelint.yaml`: `{off}`", f"Source: {_linked(spec.source)}"]
    link = _LINK.search(spec.source)
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": spec.title},
        "fullDescription": {"text": spec.why},
        "help": {"text": text, "markdown": "\n\n".join(told)},
        **({"helpUri": link[0].rstrip(".,;)")} if link else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.pack, *spec.applies_to, *(["critical"] if spec.critical else [])],
            "pack": rule.pack,
            "critical": spec.critical,
            "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
        },
    }


def _linked(source: str) -> str:
    """Write the source of a rule with its links as links."""
    parts, end = [], 0
    for link in _LINK.finditer(source):
        found = link[0].rstrip(".,;)")
        parts += [part(source[end : link.start()]), f"<{found}>"]
        end = link.start() + len(found)
    return "".join(parts) + part(source[end:])


def result_object(finding: Finding, index: int | None) -> Object:
    """Give a result; `index` is that of its rule. No line number is in its fingerprint."""
    place = {
        "physicalLocation": {
            "artifactLocation": _artifact(finding.path),
            "region": {**_region(region_of(finding)), "snippet": {"text": finding.text}},
        },
        "logicalLocations": [{"fullyQualifiedName": turn_of(finding), "kind": "turn"}],
    }
    return {
        "ruleId": finding.rule,
        **({} if index is None else {"ruleIndex": index}),
        "level": _LEVELS[finding.severity],
        "message": {"text": _LOOKS_LINKED.sub(r"\\[", told(finding))},
        "locations": [place],
        **({"partialFingerprints": {"carelint/v1": finding.fingerprint}} if finding.fingerprint else {}),
        **_fixes(finding),
        "properties": {
            "conversation": finding.conversation,
            "turn": finding.turn,
            "role": finding.role,
            "pack": finding.pack,
            "critical": finding.critical,
        },
    }


def notification(fault: Fault) -> Object:
    """Give a problem while reading."""
    place: Object = {"artifactLocation": _artifact(fault.path)}
    if fault.line:
        place["region"] = {"startLine": fault.line, **({"startColumn": fault.column} if fault.column else {})}
    text = f"Cannot be read: {fault.what}"
    return {"level": "error", "message": {"text": text}, "locations": [{"physicalLocation": place}]}


def _artifact(path: str) -> Object:
    found = uri(path)
    # An absolute one says itself where it is.
    return {"uri": found} if found.startswith("file:") else {"uri": found, "uriBaseId": ROOT}


def _region(region: Region) -> Object:
    (line, column), (end_line, end_column) = region
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _fixes(finding: Finding) -> Object:
    if not finding.fix or not finding.edit:
        return {}
    replacement = {"deletedRegion": _region(finding.edit.region), "insertedContent": {"text": finding.edit.text}}
    said = "Safe: the meaning stays." if finding.fix.safe else "Look at it first: the meaning may change."
    change = {"artifactLocation": _artifact(finding.path), "replacements": [replacement]}
    return {"fixes": [{"description": {"text": f"{said} Write “{finding.fix.text}”."}, "artifactChanges": [change]}]}
