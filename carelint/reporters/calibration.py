"""How carelint's verdicts agree with a reviewer's: a table for people, JSON, CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.table import Table
from rich.text import Text

from ..calibration import Disagreement, Interval, Tally
from .base import Style, counted, printable
from .fields import line_of
from .layout import lines_of, plain_console

VERSION = 1
_INDENT = "    "
_COUNTS = ("both", "false_alarms", "misses", "neither")
_RATES = ("precision", "recall", "f1", "kappa")
# The columns of labels first, so that the file can be mended and read again as labels.
_COLUMNS = ("conversation", "turn", "rule", "verdict", "why", "carelint", "text")


def write_table(tallies: Sequence[Tally], out: TextIO, style: Style) -> None:
    """Write the table and, unless quiet, the disagreements with their text."""
    console = plain_console(out, color=style.color, width=style.width)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rule", overflow="fold")
    for name in ("labels", "both", "false", "missed", *_RATES):
        table.add_column(name, justify="right", no_wrap=True)
    for tally in tallies:
        counts = (tally.labels, tally.both, tally.false_alarms, tally.misses)
        table.add_row(printable(tally.rule), *map(str, counts), *(_cell(getattr(tally, name)) for name in _RATES))
    console.print(table)
    console.print("\nfalse: carelint alone flags it; missed: the reviewer alone. Below each rate its 95 % interval.")
    for tally in () if style.quiet else tallies:
        if tally.disagreements:
            console.print(_disagreements(tally, style.width), soft_wrap=True, end="")


def _cell(interval: Interval) -> Text:
    if interval.value is None:
        return Text("-", "dim")
    return Text(f"{interval.value:.2f}\n").append(f"{interval.low:.2f}-{interval.high:.2f}", "dim")


def _disagreements(tally: Tally, width: int) -> Text:
    text = Text(f"\n{tally.rule}: {counted(len(tally.disagreements), 'disagreement')}\n", "bold")
    for one in tally.disagreements:
        where = printable(one.conversation) + ("" if one.turn is None else f" turn {one.turn}")
        text.append(f"  {one.kind:<11}  ", "red" if one.kind == "miss" else "yellow").append(f"{where}\n", "dim")
        for line in lines_of(" ".join(one.text.split()), width - len(_INDENT) - 2):
            text.append(f"{_INDENT}│ {line}\n")
        for who, said in (("carelint", one.message), ("reviewer", one.why)):
            for number, line in enumerate(lines_of(f"{who}: {said}", width - len(_INDENT)) if said else ()):
                text.append(f"{_INDENT}{'  ' if number else ''}{line}\n", "dim")
    return text


def write_json(tallies: Sequence[Tally], out: TextIO, style: Style) -> None:
    """Write one document, one rule a line."""
    rows = ",\n    ".join(line_of(_fields(tally, quiet=style.quiet)) for tally in tallies)
    body = f"\n    {rows}\n  " if rows else ""
    out.write(f'{{\n  "version": {VERSION},\n  "confidence": 0.95,\n  "rules": [{body}]\n}}\n')


def _fields(tally: Tally, *, quiet: bool) -> dict[str, object]:
    counts = {name: getattr(tally, name) for name in _COUNTS}
    rates = {name: _rounded(getattr(tally, name)) for name in _RATES}
    fields: dict[str, object] = {"rule": tally.rule, "rules": list(tally.rules), "labels": tally.labels}
    fields |= {**counts, **rates}
    if not quiet:
        fields["disagreements"] = [_plain(one) for one in tally.disagreements]
    return fields


def _rounded(interval: Interval) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 4) for name, value in interval._asdict().items()}


def _plain(one: Disagreement) -> dict[str, object]:
    return {
        "kind": one.kind,
        "path": one.path,
        "conversation": one.conversation,
        "turn": one.turn,
        "text": one.text,
        "why": one.why,
        "carelint": one.message,
    }


def write_csv(tallies: Sequence[Tally], out: TextIO, style: Style) -> None:
    """Write a row per rule, the bounds of each rate in columns of their own."""
    bounds = [f"{name}{end}" for name in _RATES for end in ("", "_low", "_high")]
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["rule", "labels", *_COUNTS, *bounds])
    for tally in tallies:
        rates = [value for name in _RATES for value in _rounded(getattr(tally, name)).values()]
        table.writerow([_harmless(tally.rule), tally.labels, *(getattr(tally, name) for name in _COUNTS), *rates])


def write_disagreements(tallies: Iterable[Tally], out: TextIO) -> None:
    """Write the disagreements as a CSV in the shape of labels, the reviewer's verdicts in it."""
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    for tally in tallies:
        for one in tally.disagreements:
            verdict = "flag" if one.kind == "miss" else "clean"
            turn = "" if one.turn is None else one.turn
            cells = (one.conversation, turn, tally.rule, verdict, one.why, one.message, one.text)
            table.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in cells])


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


CALIBRATION_REPORTS = {"table": write_table, "json": write_json, "csv": write_csv}
