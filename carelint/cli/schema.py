"""`carelint schema`: JSON Schemas for editors and for readers of reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..errors import UsageError
from .options import PackChoice, pack_options
from .streams import echo

# In the order of how often they are written; the last two are of reports.
MADE = ("config", "rule", "signal", "pack", "scorecard")
REPORTS = ("report", "finding")
FOLDER = ".carelint"


@click.command()
@click.argument("name", required=False, type=click.Choice((*MADE, *REPORTS)))
@click.option(
    "--write", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Write all of them into a folder."
)
@pack_options
def schema(name: str | None, folder: Path | None, **options: Any) -> None:
    """Print the JSON Schema of a file: config, rule, signal, pack, scorecard, report, finding.

    Editors complete and check a YAML file that names its schema in its first line. The schemas know the rules of the
    packs that are loaded, your own too: write them again after you added some.

    \b
    Examples:
      carelint schema --write .carelint
      # yaml-language-server: $schema=.carelint/config.schema.json
    """
    choice = PackChoice(**options)
    if folder is not None:
        write_schemas(folder, choice, (name,) if name else (*MADE, *REPORTS))
    elif name is not None:
        echo(schema_text(name, choice).rstrip("\n"))
    else:
        raise UsageError(f"name a schema ({', '.join((*MADE, *REPORTS))}), or say --write DIR for all")


def write_schemas(folder: Path, choice: PackChoice, names: tuple[str, ...] = (*MADE, *REPORTS)) -> None:
    """Write schemas into a folder, over older ones."""
    texts = {name: schema_text(name, choice) for name in names}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name}.schema.json").write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from None
    echo(f"wrote {folder.as_posix()}/{{{','.join(texts)}}}.schema.json")


def schema_text(name: str, choice: PackChoice) -> str:
    """Give a schema as a file holds it."""
    from ..json_schemas import SCHEMAS, text_of

    if name in REPORTS:
        return (Path(__file__).resolve().parent.parent / "schemas" / f"{name}.schema.json").read_text("utf-8")
    return text_of(SCHEMAS[name](choice.load()[1]))
