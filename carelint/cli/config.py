"""`carelint config`: which configuration holds for a file, and where each of its values comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from .options import PackChoice, pack_options
from .streams import echo

if TYPE_CHECKING:
    from ..config.origins import Value

_NONE = "no configuration file: all values are defaults"
_WIDEST = 48


@click.command()
@click.argument("path", metavar="[FILE]", default="-")
@click.option("--explain", is_flag=True, help="Every value, and the file and line that it comes from.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@pack_options
def config(path: str, explain: bool, format_name: str, **options: Any) -> None:
    """Name the configuration files that hold for FILE; with --explain, every value and where it comes from.

    FILE is what would be checked; without one it is standard input, which lies in the working directory.

    \b
    Examples:
      carelint config macros/billing.csv
      carelint config --explain macros/billing.csv
      carelint config --explain --format json
    """
    choice = PackChoice(**options)
    chooser = replace(choice, near=(path,)).choose()
    files = [layer.document.path for layer in reversed(chooser.config.layers)]
    values: list[Value] = []
    if explain:
        from ..config.origins import values_for

        values = list(values_for(chooser, path))
    if format_name == "json":
        rows = [{"key": one.key, "value": one.value, "origin": one.origin} for one in values]
        echo(json.dumps({"files": files, **({"values": rows} if explain else {})}, indent=2, ensure_ascii=False))
        return
    echo("\n".join(files) if files else _NONE)
    if explain:
        echo()
        echo("\n".join(_lines(values)))


def _lines(values: Sequence[Value]) -> list[str]:
    """One value a line: `key: value`, and its origin in a column of its own."""
    said = [f"{one.key}: {_shown(one.value)}" for one in values]
    width = min(_WIDEST, max(map(len, said), default=0))
    return [f"{text:<{width}}  {one.origin}" for text, one in zip(said, values, strict=True)]


def _shown(value: object) -> str:
    if value is None:
        return "not set"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
