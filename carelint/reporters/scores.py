"""Scores, for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from ..model import Criterion, Result, Score
from ..summary import Mean, Scores
from .base import counted, printable
from .layout import lines_of

_NAME, _MOST_AGENTS = 40, 20


def score_lines(score: Score, width: int) -> Text:
    """Give the score of a conversation, what it comes from, and compliance apart."""
    text = Text().append("\n  score  ", "bold").append_text(_verdict(score)).append(f"  {score.title}\n", "dim")
    group = ""
    for criterion in score.criteria:
        if criterion.group != group:
            group = criterion.group
            text.append(f"    {group}\n", "dim")
        text.append_text(_criterion_line(criterion, width))
    text.append("    compliance  ").append_text(_compliance(score.critical)).append("\n")
    return text


def _verdict(score: Score) -> Text:
    if score.score is None:
        return Text("not applicable: no criterion could be judged", "dim")
    mark = f"{score.pass_mark:g}"
    passed = (f"passed ({mark} or more)", "green") if score.passed else (f"not passed (below {mark})", "red")
    return Text(f"{score.score:.1f}", "bold").append("  ").append(*passed)


def _compliance(critical: tuple[str, ...]) -> Text:
    return Text(f"breached: {', '.join(critical)}", "bold red") if critical else Text("no breach", "green")


def _criterion_line(criterion: Criterion, width: int) -> Text:
    """One criterion: weight, score, and the rules that took from it."""
    shown = "n/a" if criterion.score is None else f"{criterion.score:.0f}"
    name = f"{criterion.name}{' (bonus)' if criterion.bonus else ''}"
    head = f"      {name:<{_NAME}} {criterion.weight:>4g} {shown:>5}"
    style = "dim" if criterion.score is None else "" if criterion.score == 100 else "yellow"
    took = ", ".join(f"{rule} x{n}" if n > 1 else rule for rule, n in sorted(criterion.findings.items()))
    text = Text(head, style)
    for number, line in enumerate(lines_of(took, max(20, width - len(head) - 2))):
        text.append(f"{f'{chr(10)}{len(head) * chr(32)}' if number else ''}  {line}", "dim")
    return text.append("\n")


def mean_lines(scores: Scores) -> Text:
    """Give the means over a whole run: of all, of each criterion, and of each agent."""
    number, title = scores.all.number, "\nScores\n"
    text = Text().append(title, "bold")
    if not number:
        return text.append("  no conversation could be scored\n", "dim")
    share = f"{scores.passed:,} of {counted(number, 'conversation')} passed"
    text.append(f"  mean {scores.all.value:.1f}, {share}\n")
    for name, mean in scores.by_criterion.items():
        text.append(f"  {name:<{_NAME}} {_shown(mean):>6}  {mean.number:>7,} judged\n", "" if mean.number else "dim")
    if len(scores.by_agent) > 1:
        text.append("By agent\n", "bold")
        for name, mean in list(_agents(scores))[:_MOST_AGENTS]:
            text.append(f"  {printable(name)[:_NAME]:<{_NAME}} {_shown(mean):>6}  {mean.number:>7,} scored\n")
        if len(scores.by_agent) > _MOST_AGENTS:
            text.append(f"  ... {len(scores.by_agent) - _MOST_AGENTS:,} more: --format json\n", "dim")
    for rule, times in sorted(scores.critical.items()):
        text.append(f"  breached: {rule} in {counted(times, 'conversation')}\n", "red")
    return text


def _shown(mean: Mean) -> str:
    return "n/a" if mean.value is None else f"{mean.value:.1f}"


def _agents(scores: Scores) -> Iterator[tuple[str, Mean]]:
    """The agents, the lowest mean first: whom to coach."""
    yield from sorted(scores.by_agent.items(), key=lambda entry: (entry[1].value or 0, entry[0]))


def score_fields(result: Result, score: Score) -> dict[str, object]:
    """Give the score of a conversation as the keys of schemas/report.schema.json."""
    return {
        "path": result.path,
        "conversation": result.conversation,
        "agents": list(result.agents),
        "score": _rounded(score.score),
        "passed": score.passed,
        "critical": list(score.critical),
        "criteria": [
            {
                "name": criterion.name,
                "group": criterion.group,
                "weight": criterion.weight,
                "score": _rounded(criterion.score),
                "findings": dict(sorted(criterion.findings.items())),
            }
            for criterion in score.criteria
        ],
    }


def mean_fields(scores: Scores) -> dict[str, object]:
    """Give the means of a run as plain data."""
    return {
        "mean": _rounded(scores.all.value),
        "scored": scores.all.number,
        "passed": scores.passed,
        "critical": dict(sorted(scores.critical.items())),
        "by_criterion": {name: _mean(mean) for name, mean in scores.by_criterion.items()},
        "by_agent": {name: _mean(mean) for name, mean in sorted(scores.by_agent.items())},
    }


def _mean(mean: Mean) -> dict[str, object]:
    return {"mean": _rounded(mean.value), "number": mean.number}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
