"""`carelint rules`: list the rules in use."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from .options import PackChoice, color_option, pack_options, select_options, width_option
from .streams import echo, has_color, terminal_width

if TYPE_CHECKING:
    from ..rule import Rule


@click.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to list them.",
)
@select_options
@pack_options
@color_option
@width_option
def rules(
    format_name: str, select: tuple[str, ...], ignore: tuple[str, ...], color: Any, width: int | None, **options: Any
) -> None:
    """List the rules: pack, severity, what for, and whether they are on.

    With --select, only the rules and packs that it names.

    \b
    Examples:
      carelint rules
      carelint rules --select tone
      carelint rules --format json
    """
    chooser = PackChoice(**options).choose(select, ignore)
    shown = [rule for rule in chooser.library.rules.values() if not select or {rule.id, rule.pack} & set(select)]
    shown.sort(key=lambda rule: (rule.pack, rule.id))
    on = {rule.id: rule for rule in chooser.rules_with()}
    if format_name == "json":
        echo(
            json.dumps([_fields(on.get(rule.id, rule), rule.id in on) for rule in shown], ensure_ascii=False, indent=2)
        )
    else:
        _table(shown, on, has_color(color, sys.stdout), width or terminal_width(sys.stdout))


def _fields(rule: Rule, on: bool) -> dict[str, object]:
    spec = rule.spec
    return {
        "rule": rule.id,
        "pack": rule.pack,
        "severity": rule.severity.name,
        "on": on,
        "title": spec.title,
        "check": rule.check.name,
        "channels": list(spec.channels),
        "applies_to": list(spec.applies_to),
        "critical": spec.critical,
        "path": rule.path,
    }


def _table(shown: Sequence[Rule], on: dict[str, Rule], color: bool, width: int) -> None:
    from rich.text import Text

    from ..reporters.layout import lines_of, plain_console
    from ..reporters.totals import COLORS

    console = plain_console(sys.stdout, color=color, width=width)
    longest = max((len(rule.id) for rule in shown), default=0)
    text = Text()
    for pack in dict.fromkeys(rule.pack for rule in shown):
        text.append(f"{pack}\n", "bold underline")
        for rule in (rule for rule in shown if rule.pack == pack):
            rule = on.get(rule.id, rule)
            text.append(f"  {rule.severity.name:<7}", COLORS[rule.severity])
            text.append(f"  {rule.id:<{longest}}", "bold" if rule.id in on else "dim")
            notes = " ".join(_notes(rule, rule.id in on))
            room = max(20, width - longest - 13)
            for number, line in enumerate(lines_of(f"{rule.spec.title}{f' [{notes}]' if notes else ''}", room)):
                text.append(f"{' ' * (longest + 11) if number else ''}  {line}\n")
        text.append("\n")
    text.append(
        f"{len(shown)} rules, {sum(rule.id in on for rule in shown)} on. “carelint explain RULE” tells all about one.",
        "dim",
    )
    console.print(text, soft_wrap=True)


def _notes(rule: Rule, on: bool) -> list[str]:
    from ..model import CHANNELS

    channels = [] if len(rule.spec.channels) == len(CHANNELS) else [" ".join(rule.spec.channels)]
    return [*(["off"] if not on else []), *channels]
