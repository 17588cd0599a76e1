"""What the editor can do about a finding: write other words, or turn the rule off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types

from ..model import Finding
from .checker import Checked
from .diagnostics import finding_diagnostic, overlapping
from .turn_off import turn_off

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.carelint"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)
_SHOWN = 40


def actions(
    checked: Checked, span: types.Range, only: Sequence[str] | None, *, may_create: bool = False
) -> list[types.CodeAction]:
    """Give the actions for a range; `only` are the kinds that are asked for, `may_create` is whether files can be."""
    found: list[types.CodeAction] = []
    if _asked(types.CodeActionKind.QuickFix.value, only):
        findings = list(overlapping(checked, span))
        found += [action for finding in findings for action in _fixes(checked, finding)]
        for rule in dict.fromkeys(finding.rule for finding in findings):
            found += _off(checked, rule, findings, may_create=may_create)
    if _asked(FIX_ALL, only):
        found += _fix_all(checked)
    return found


def _asked(kind: str, only: Sequence[str] | None) -> bool:
    """Tell whether a kind, or one that it belongs to, is asked for."""
    return only is None or any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in only)


def _fixes(checked: Checked, finding: Finding) -> Iterator[types.CodeAction]:
    if not (finding.fix and finding.edit):
        return
    edit = types.TextEdit(checked.document.buffer.range(finding.edit.region), finding.edit.text)
    text = " ".join(finding.fix.text.split())
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    yield types.CodeAction(
        title=f"Write “{shown}” instead" if shown else "Remove these words",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(checked, finding)],
        is_preferred=finding.fix.safe or None,
        edit=_edited(checked, [edit]),
    )


def _fix_all(checked: Checked) -> Iterator[types.CodeAction]:
    """One action for all safe fixes; of those that overlap, the first, as `carelint check --fix` does."""
    buffer = checked.document.buffer
    edits: list[types.TextEdit] = []
    end = 0
    safe = [finding.edit for finding in checked.findings if finding.edit and finding.fix and finding.fix.safe]
    for edit in sorted(safe, key=lambda edit: edit.region):
        start = buffer.at(edit.region.start)
        if start >= end:
            end = buffer.at(edit.region.end)
            edits.append(types.TextEdit(buffer.range(edit.region), edit.text))
    if edits:
        yield types.CodeAction("Fix all that carelint can fix safely", FIX_ALL, edit=_edited(checked, edits))


def _off(checked: Checked, rule: str, findings: Iterable[Finding], *, may_create: bool) -> Iterator[types.CodeAction]:
    edit = turn_off(checked, rule, may_create=may_create)
    if edit:
        yield types.CodeAction(
            title=f"Turn {rule} off in carelint.yaml",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[_diagnostic(checked, finding) for finding in findings if finding.rule == rule],
            edit=edit,
        )


def _diagnostic(checked: Checked, finding: Finding) -> types.Diagnostic:
    return finding_diagnostic(finding, checked.rules.get(finding.rule), checked.document.buffer)


def _edited(checked: Checked, edits: Sequence[types.TextEdit]) -> types.WorkspaceEdit:
    return types.WorkspaceEdit(changes={checked.document.uri: list(edits)})
