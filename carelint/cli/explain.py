"""`carelint explain`: all about one rule."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError, allowed
from .options import PackChoice, color_option, pack_options, width_option
from .streams import has_color, terminal_width

if TYPE_CHECKING:
    from ..config import Chooser
    from ..examples import Example
    from ..rule import Rule

_EVIDENCE = {
    "public": "is not known to be public or private",
    "customer": "has no customer turn",
    "customer-name": "does not tell the customer's name",
    "timestamps": "has no timestamps",
    "brand": "does not name the company",
    "bot": "has no turn of a bot",
    "as-of": "is read without saying which day counts as today (--as-of)",
}
_STATUS = {"finished": "is not finished", "closed": "is not known to be solved or closed"}
Block = tuple[str, list[str]]


@click.command()
@click.argument("rule_id", metavar="RULE")
@pack_options
@color_option
@width_option
def explain(rule_id: str, color: Any, width: int | None, **options: Any) -> None:
    """Tell all about a rule: why, what triggers it, examples, how to change it or turn it off.

    \b
    Example:
      carelint explain commitment-without-deadline
    """
    chooser = PackChoice(**options).choose()
    known = chooser.library.rules
    if rule_id not in known:
        raise UsageError(f'no rule is called "{rule_id}": {allowed(rule_id, known)}')
    rule = next((rule for rule in chooser.rules_with() if rule.id == rule_id), None)
    _print(
        rule or known[rule_id],
        chooser,
        has_color(color, sys.stdout),
        width or terminal_width(sys.stdout),
        on=rule is not None,
    )


def _print(rule: Rule, chooser: Chooser, color: bool, width: int, *, on: bool) -> None:
    from rich.text import Text

    from ..reporters.layout import lines_of, plain_console

    off = "" if on else ", off"
    text = Text(rule.id, "bold").append(f"  ({rule.pack}, {rule.severity.name}{off})\n", "dim")
    text.append("".join(f"{line}\n" for line in lines_of(rule.spec.title, width)))
    for title, lines in _blocks(rule, chooser):
        text.append(f"\n{title}\n", "bold")
        for line in lines:
            text.append("".join(f"  {part}\n" for part in _laid_out(line, width - 2)))
    text.rstrip()
    plain_console(sys.stdout, color=color, width=width).print(text, soft_wrap=True)


def _blocks(rule: Rule, chooser: Chooser) -> Iterator[Block]:
    spec = rule.spec
    yield "Why", [spec.why]
    if spec.proxy:
        yield "Take it as a hint", ["This stands for something that text alone cannot prove."]
    yield "What triggers it", list(_trigger(rule))
    signals = sorted({name for name in rule.check.signals() if name in chooser.library.signals})
    if signals:
        yield "Its signals", [f"{name}: {chooser.library.signals[name].spec.about}" for name in signals]
    yield "Message", [line for line in (spec.message, spec.advice) if line]
    yield "Where it runs", list(_scope(rule))
    yield "Flagged", list(_shown(spec.examples.flagged))
    yield "Clean", list(_shown(spec.examples.clean))
    yield "Change it, or turn it off, in carelint.yaml", list(_settings(rule, chooser))
    yield "Source", [spec.source]
    yield "File", [rule.path]


def _trigger(rule: Rule) -> Iterator[str]:
    """Give what the kind of check does, and what the rule tells it."""
    import yaml

    about = inspect.cleandoc(type(rule.check).__doc__ or "")
    yield f"{rule.check.name}: {' '.join(about.split())}"
    for line in yaml.safe_dump(
        rule.spec.check[rule.check.name], sort_keys=False, allow_unicode=True, width=70
    ).splitlines():
        yield f"  {line}"


def _scope(rule: Rule) -> Iterator[str]:
    """Give what the rule is for, and where it is skipped with a reason."""
    spec = rule.spec
    kinds = ", ".join(f"{kind}s" for kind in spec.applies_to)
    turns = f" of {spec.min_turns} turns or more" if spec.min_turns else ""
    yield f"{kinds}{turns}; {', '.join(spec.channels)}"
    reasons = [*([_STATUS[spec.status]] if spec.status in _STATUS else []), *(_EVIDENCE[e] for e in spec.evidence)]
    if reasons:
        yield f"Skipped, and counted as not judged, where the conversation {'; or '.join(reasons)}."
    if rule.check.name == "gap" and "timestamps" not in spec.evidence:
        yield f"Skipped where the conversation {_EVIDENCE['timestamps']}."


def _shown(examples: Sequence[Example]) -> Iterator[str]:
    for example in examples:
        notes = [str(value) for value in (example.channel, example.kind, example.status) if value]
        about = f"({', '.join(notes)}) " if notes else ""
        for number, line in enumerate(example.shown.rstrip().split("\n")):
            yield f"  {line}" if number else f"- {about}{line}"


def _laid_out(line: str, width: int) -> Iterator[str]:
    """Wrap a line; what it goes on with is indented as the line is, behind the mark of a list too."""
    from ..reporters.layout import lines_of

    text = line.lstrip(" -")
    indent = len(line) - len(text)
    for number, part in enumerate(lines_of(text, width - indent)):
        yield f"{' ' * indent if number else line[:indent]}{part}"


def _settings(rule: Rule, chooser: Chooser) -> Iterator[str]:
    from ..config import known_settings

    yield "  rules:"
    yield f"    {rule.id}: {{severity: {'info' if rule.severity.name != 'info' else 'warning'}}}   # or false: off"
    yield f"What can be set: {', '.join(sorted(known_settings(rule)))}. For one run: --ignore {rule.id}"
    own = chooser.config.rules.get(rule.id)
    if own:
        yield f"Your configuration sets {dict(own)}."
