"""`carelint test`: run the examples inside rules and signals."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ExitCode, UsageError, allowed
from .options import PackChoice, model_option, pack_options
from .streams import echo

if TYPE_CHECKING:
    from ..packs import Library
    from ..testing import Outcome


@click.command()
@click.argument("what", nargs=-1, metavar="[PATH_OR_NAME]...")
@click.option("--coverage", is_flag=True, help="Fail too if no example makes a rule fire.")
@pack_options
@model_option
def test(what: tuple[str, ...], coverage: bool, model: str | None, **options: Any) -> int:
    """Run the examples inside rules and signals.

    Without arguments, those of all packs in use; else those of folders, files, packs, rules and signals that are named.
    The exit code is 1 if an example fails.

    \b
    Examples:
      carelint test
      carelint test rules/own --coverage
      carelint test non-apology
    """
    from ..testing import outcomes, unproved

    packs = PackChoice(**options)
    library = _library(packs, what)
    names = _names(library, what) if what else None
    seen = list(outcomes(library, names, model=model))
    failed = [outcome for outcome in seen if outcome.fault]
    for outcome in failed:
        _tell(outcome)
    gaps = unproved(seen) if coverage else []
    for rule in gaps:
        echo(f"coverage: no example makes the rule {rule} fire")
    _sum_up(seen, len(failed), coverage)
    return ExitCode.FINDINGS if failed or gaps else ExitCode.CLEAN


def _library(packs: PackChoice, what: Sequence[str]) -> Library:
    """Load the packs in use, and the folders named that are not among them."""
    from ..packs import shipped_rules

    known = [shipped_rules(), *packs.folders()] if not packs.no_shipped_rules else packs.folders()
    roots = [folder.resolve() for folder in known]
    named = [_folder(Path(path)) for path in what if Path(path).exists()]
    outside = [path for path in named if not any(path.resolve().is_relative_to(root) for root in roots)]
    return packs.load(outside)[1]


def _folder(path: Path) -> Path:
    """Give the folder of packs that a named file or folder belongs to."""
    folder = path if path.is_dir() else path.parent
    home = folder.resolve().parent
    inner = folder.resolve().name == "signals" or ((folder / "pack.yaml").is_file() and (home / "signals").is_dir())
    return home if inner else folder


def _names(library: Library, what: Sequence[str]) -> set[str]:
    """Give the rules and signals that paths and names stand for."""
    homes = {rule.id: (rule.path, rule.pack) for rule in library.rules.values()}
    homes |= {signal.name: (signal.path, "signals") for signal in library.signals.values()}
    chosen: set[str] = set()
    for name in what:
        place = Path(name).resolve()
        found = {
            one
            for one, (path, pack) in homes.items()
            if name in (one, pack) or (place.exists() and Path(path).resolve().is_relative_to(place))
        }
        if not found:
            fault = f'"{name}" holds no rules or signals' if place.exists() else f'nothing is called "{name}"'
            raise UsageError(f"{fault}: {allowed(name, {*homes, *library.packs})}")
        chosen |= found
    return chosen


def _tell(outcome: Outcome) -> None:
    case = outcome.case
    echo(f"{case.path}: {case}")
    echo(f"  {outcome.fault}")
    for line in case.text.split("\n"):
        echo(f"  │ {line}")


def _sum_up(seen: Sequence[Outcome], failed: int, coverage: bool) -> None:
    names = {outcome.case.name for outcome in seen}
    echo(
        f"{len(seen):,} examples of {len(names):,} rules and signals: {f'{failed:,} failed' if failed else 'all pass'}"
    )
    unavailable = sum(1 for o in seen if o.skipped and not o.fault and o.case.wanted != "clean")
    if unavailable:
        echo(f"{unavailable:,} not run: they need a trained spaCy pipeline (--model)")
    skipped = sum(1 for o in seen if o.skipped and o.case.wanted == "clean")
    if coverage and skipped:
        echo(f"{skipped:,} clean examples prove little: the rule was skipped for want of evidence")
        for outcome in seen:
            if outcome.skipped and outcome.case.wanted == "clean":
                echo(f"  {outcome.case}: {outcome.skipped}")
