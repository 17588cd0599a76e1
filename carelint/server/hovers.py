"""What the editor tells of a finding that one points at: what, why, and how to turn it off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lsprotocol import types

from ..model import Finding
from ..rule import Rule
from .checker import Checked
from .diagnostics import overlapping, region

# What Markdown would take for its own in words that come from a text.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def hover(checked: Checked, position: types.Position) -> types.Hover | None:
    """Tell of all findings at a position."""
    buffer = checked.document.buffer
    found = list(overlapping(checked, types.Range(position, position)))
    if not found:
        return None
    text = "\n\n---\n\n".join("\n\n".join(_blocks(finding, checked.rules[finding.rule])) for finding in found)
    content = types.MarkupContent(types.MarkupKind.Markdown, text)
    return types.Hover(content, buffer.range(region(found[0])))


def _blocks(finding: Finding, rule: Rule) -> Iterator[str]:
    spec = rule.spec
    yield f"**{_plain(spec.title)}** ({finding.severity.name}, `{finding.rule}`)"
    yield _plain(finding.message)
    if finding.advice:
        yield _plain(finding.advice)
    yield f"*Why:* {_plain(spec.why)}"
    if spec.proxy:
        yield "Take it as a hint: this stands for something that text alone cannot prove."
    yield f"*Source:* {_plain(spec.source)}"
    yield f"*Turn it off* in carelint.yaml:\n\n{_fenced(['rules:', f'  {finding.rule}: false'])}"


def _plain(text: str) -> str:
    """Write words so that Markdown shows them as they are."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _fenced(lines: Iterable[str]) -> str:
    return "\n".join(("```yaml", *lines, "```"))
