"""`carelint init`: a commented configuration and a first pack of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from ..errors import UsageError
from .options import PackChoice
from .schema import FOLDER, write_schemas
from .streams import echo

_CONFIG = "carelint.yaml"
PACKS = ("start", "voice")


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--pack",
    type=click.Choice(PACKS),
    default="start",
    show_default=True,
    help="What to write: a configuration and a first rule, or the pack of a brand's voice.",
)
def init(folder: Path, pack: str) -> None:
    """Write a commented carelint.yaml and a first own pack; nothing is overwritten.

    With --pack voice, rules that extend carelint's own of that name: phrases that the brand never says, its own terms,
    its hello, how formal it is. A carelint.yaml that is there already is left as it is. The folder .carelint gets the
    JSON Schemas of all these files, for completion in editors.

    \b
    Examples:
      carelint init
      carelint init --pack voice
      carelint test rules
    """
    files = dict(_templates(pack))
    if kept := pack == "voice" and (folder / _CONFIG).exists():
        del files[_CONFIG]
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise UsageError(
            f"nothing was written, because these exist: {', '.join((folder / name).as_posix() for name in there)}"
        )
    _write(folder, files)
    # The first line of each file names its schema, so that editors complete.
    write_schemas(folder / FOLDER, PackChoice(no_config=True))
    if kept:
        echo(f"{(folder / _CONFIG).as_posix()} is there already: it needs the line  rules_dirs: [rules]")
    echo("next: carelint test rules, then carelint check YOUR-FILES")


def _templates(pack: str) -> Iterator[tuple[str, str]]:
    """The files of a template, by their paths."""
    root = Path(__file__).resolve().parent.parent / "templates" / pack
    for path in sorted(root.rglob("*.yaml")):
        yield path.relative_to(root).as_posix(), path.read_text("utf-8")


def _write(folder: Path, files: Mapping[str, str]) -> None:
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            # "x": not even a file that appeared in the meantime is overwritten.
            with (folder / name).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            echo(f"wrote {(folder / name).as_posix()}")
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from None
