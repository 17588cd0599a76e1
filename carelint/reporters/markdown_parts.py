"""The parts of a Markdown summary that stand before the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import Fault
from ..model import Severity
from ..rule import Rule
from ..summary import Mean, Scores, Summary
from .base import counted
from .markdown_text import escaped, table
from .portable import relative

MOST_PROBLEMS, _MOST_AGENTS = 20, 20


def severity_counts(summary: Summary) -> str:
    """Give the number of findings of each severity."""
    names = [severity.name for severity in sorted(Severity, reverse=True)]
    return table(tuple(names), [tuple(f"{summary.by_severity.get(name, 0):,}" for name in names)], right=(0, 1, 2))


def counts(summary: Summary, severities: Mapping[str, Severity], rules: Mapping[str, Rule]) -> str:
    """Give the number of findings of each rule, the worst rules first."""
    rows = [
        (severities[rule].name, f"`{rule}`", escaped(rules[rule].spec.title) if rule in rules else "", f"{number:,}")
        for rule, number in sorted(summary.by_rule.items(), key=lambda one: (-severities[one[0]], -one[1], one[0]))
    ]
    return table(("Severity", "Rule", "", "Findings"), rows, right=(3,))


def mean_tables(scores: Scores) -> str:
    """Give the mean of each criterion, and of each agent, the lowest first."""
    text = "\n" + _means("Criterion", list(scores.by_criterion.items()), "Judged")
    if len(scores.by_agent) > 1:
        agents = sorted(scores.by_agent.items(), key=lambda one: (one[1].value or 0, one[0]))
        text += "\n" + _means("Agent", agents[:_MOST_AGENTS], "Scored")
        if len(agents) > _MOST_AGENTS:
            text += f"\n{len(agents) - _MOST_AGENTS:,} more agents are left out.\n"
    if scores.critical:
        rows = [(f"`{rule}`", f"{number:,}") for rule, number in sorted(scores.critical.items())]
        text += "\n" + table(("Breached", "Conversations"), rows, right=(1,))
    return text


def _means(name: str, means: Sequence[tuple[str, Mean]], number: str) -> str:
    rows = [
        (escaped(who), "n/a" if mean.value is None else f"{mean.value:.1f}", f"{mean.number:,}") for who, mean in means
    ]
    return table((name, "Mean", number), rows, right=(1, 2))


def problem_list(problems: Sequence[Fault], number: int) -> str:
    """Give what could not be read."""
    if not problems:
        return ""
    shown = [Fault(relative(one.path), one.line, one.column, one.what) for one in problems[:MOST_PROBLEMS]]
    lines = [f"- {escaped(str(fault))}\n" for fault in shown]
    more = f"- and {counted(number - len(shown), 'more problem')}\n" if number > len(shown) else ""
    return f"\n### Not read\n\n{''.join(lines)}{more}"


def not_judged(summary: Summary) -> str:
    """Give the rules that were not judged or did not run, folded away."""
    by_reason: dict[str, list[str]] = {}
    for rule, reasons in sorted(summary.skipped.items()):
        for reason, number in reasons.items():
            by_reason.setdefault(reason, []).append(f"`{rule}` ({number:,})")
    lines = [f"- {escaped(reason)}: {', '.join(rules)}\n" for reason, rules in sorted(by_reason.items())]
    lines += [f"- not run: `{rule}`: {escaped(why)}\n" for rule, why in sorted(summary.unavailable.items())]
    if not lines:
        return ""
    return f"\n<details><summary>Not judged, for want of evidence</summary>\n\n{''.join(lines)}\n</details>\n"
