"""The end of a report for people: how much was read, how much was found, and what could not be judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from ..model import Severity
from ..summary import Summary
from .base import counted
from .layout import lines_of
from .scores import mean_lines

COLORS = {Severity.error: "red", Severity.warning: "yellow", Severity.info: "blue"}


def summary_lines(summary: Summary, severities: Mapping[str, Severity], width: int, *, statistics: bool) -> Text:
    """Give the summary; `severities` holds the worst severity that each rule was found with.

    The counts per rule stand in it if there are several conversations, or if `statistics` are what was asked for.
    """
    rows = _rows(summary, severities)
    read = f"{counted(summary.conversations, 'conversation')}, {counted(summary.turns, 'turn')}: "
    text = Text().append(read, "bold").append_text(verdict(summary))
    text.append(f", {summary.suppressed:,} suppressed" if summary.suppressed else "", "dim").append("\n")
    if fixes := fix_line(summary):
        text.append(f"{fixes}\n")
    if rows and (statistics or summary.conversations > 1):
        text.append("\n").append_text(count_lines(summary, severities))
    if summary.scores and (statistics or summary.conversations > 1):
        text.append_text(mean_lines(summary.scores))
    text.append_text(_not_judged(summary, width))
    if summary.problems:
        text.append(f"\n{counted(summary.problems, 'problem')} while reading, told on standard error\n", "red")
    if rows:
        text.append(f"\nmore about a rule: carelint explain {rows[0]}", "dim")
    text.rstrip()
    return text


def verdict(summary: Summary) -> Text:
    """Give the number of findings of each severity, the worst first."""
    if not summary.by_rule:
        return Text("nothing found", "bold green") if summary.conversations else Text("nothing was checked")
    parts = []
    for severity in sorted(Severity, reverse=True):
        if number := summary.by_severity.get(severity.name, 0):
            shown = f"{number:,} info" if severity is Severity.info else counted(number, severity.name)
            parts.append(Text(shown, f"bold {COLORS[severity]}"))
    return Text(", ").join(parts)


def fix_line(summary: Summary) -> str:
    """Say what was fixed, or could be; nothing where there is nothing to say."""
    if summary.fixed is not None:
        left = sum(summary.by_severity.values())
        where = f" in {counted(summary.fixed_files, 'file')}" if summary.fixed else ""
        more = f" ({summary.unsafely_fixable:,} fixable with --unsafe-fixes)" if summary.unsafely_fixable else ""
        return f"Fixed {summary.fixed or 'nothing'}{where}; {left:,} left{more}"
    if not summary.fixable:
        return f"{summary.unsafely_fixable:,} fixable with --fix --unsafe-fixes" if summary.unsafely_fixable else ""
    more = f" ({summary.unsafely_fixable:,} more with --unsafe-fixes)" if summary.unsafely_fixable else ""
    return f"{summary.fixable:,} fixable with --fix{more}"


def _rows(summary: Summary, severities: Mapping[str, Severity]) -> list[str]:
    return sorted(summary.by_rule, key=lambda rule: (-severities[rule], -summary.by_rule[rule], rule))


def count_lines(summary: Summary, severities: Mapping[str, Severity]) -> Text:
    """Give the number of findings of each rule, the worst rules first; nothing if nothing was found."""
    rows = _rows(summary, severities)
    longest = max((len(rule) for rule in rows), default=0)
    digits = max((len(f"{summary.by_rule[rule]:,}") for rule in rows), default=0)
    text = Text()
    for rule in rows:
        text.append(f"  {severities[rule].name:<7}", COLORS[severities[rule]])
        text.append(f"  {rule:<{longest}}  {summary.by_rule[rule]:>{digits},}\n")
    return text


def _not_judged(summary: Summary, width: int) -> Text:
    """Give the rules that could not be judged, by reason; with the number of conversations, if there are several."""
    by_reason: dict[str, list[str]] = {}
    for rule, reasons in sorted(summary.skipped.items()):
        for reason, number in reasons.items():
            by_reason.setdefault(reason, []).append(f"{rule} ({number:,})" if summary.conversations > 1 else rule)
    skipped = [(reason, ", ".join(rules)) for reason, rules in sorted(by_reason.items())]
    text = _entries("Not judged, for want of evidence:", skipped, width)
    return text.append_text(_entries("Not run:", sorted(summary.unavailable.items()), width))


def _entries(title: str, entries: Sequence[tuple[str, str]], width: int) -> Text:
    text = Text()
    if entries:
        text.append(f"\n{title}\n", "bold")
    for name, what in entries:
        for number, line in enumerate(lines_of(f"{name}: {what}", width - 4)):
            text.append(f"{'    ' if number else '  '}{line}\n", "dim")
    return text
