"""`carelint baseline`: take down the findings that are there now, so that only new ones are told."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ExitCode, Fault, UsageError
from .options import PackChoice, ReadChoice, model_option, now_of, pack_options, read_options, select_options
from .streams import echo, tell, warn
from .suppressed import found, given, sieve_for

if TYPE_CHECKING:
    from ..config import Chooser
    from ..suppressions import Known, Sieve


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--update", is_flag=True, help="Write it anew, with all that is found now.")
@click.option(
    "--prune", is_flag=True, help="Only take out what no longer occurs; of .carelint-ignore.yaml what is of no use."
)
@select_options
@click.option("-j", "--jobs", type=click.IntRange(0, 256), default=1, show_default=True, help="As of `check`.")
@read_options
@click.option("--as-of", metavar="WHEN", help="What counts as now, as of `check`; until when suppressions hold.")
@pack_options
@model_option
def baseline(paths: tuple[str, ...], **options: Any) -> int:
    """Write what is found in PATHS into .carelint-baseline.yaml; `check` tells only of other findings from then on.

    The file lies beside the configuration, else in the working directory. A finding is known again when lines were
    added above it, when texts stand in another order, and when its file got another name; in a copy it is new. What is
    known of other files than PATHS stays.

    \b
    Examples:
      carelint baseline macros/             accept what is there
      carelint baseline macros/ --prune     after mending: take out what no longer occurs
      carelint baseline macros/ --update    accept everything again
    """
    if not paths or "-" in paths:
        raise UsageError("name files or folders, as in: carelint baseline macros/")
    if options["update"] and options["prune"]:
        raise UsageError("--update and --prune exclude each other")
    choices = (options.pop(name) for name in ("config", "no_config", "rules_dirs", "no_shipped_rules"))
    packs = replace(PackChoice(*choices), near=paths)
    reading = ReadChoice(*(options.pop(name) for name in ("reader", "kind", "channel")))
    return _Baseline(paths, packs, reading, **options).run()


@dataclass
class _Baseline:
    """One run of the command."""

    paths: tuple[str, ...]
    packs: PackChoice
    reading: ReadChoice
    update: bool
    prune: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    jobs: int
    as_of: str | None
    model: str | None
    problems: int = field(default=0)

    def run(self) -> int:
        from ..suppressions import BASELINE_NAME

        chooser = self.packs.choose(self.select, self.ignore)
        old = found(BASELINE_NAME, chooser, self.paths)
        if old and not (self.update or self.prune):
            what = "there is one already: --prune takes out what no longer occurs, --update writes it anew"
            raise UsageError(f"{_shown(old)}: {what}")
        sieve, current = self._lint(chooser)
        if self.problems and (self.update or self.prune):
            raise UsageError("nothing was written: what could not be read may hold findings that are known")
        if self.prune:
            self._prune(sieve, old)
        else:
            path = old or _place(chooser, self.paths)
            kept = self._elsewhere(sieve) if old else set()
            _write_baseline(path, {*current(path.resolve().parent), *kept})
        return ExitCode.WRONG if self.problems else ExitCode.CLEAN

    def _lint(self, chooser: Chooser) -> tuple[Sieve, _Findings]:
        """Lint all; give what was suppressed, and what was found or is known already."""
        from ..run import Run
        from .inputs import Inputs, files

        now = now_of(chooser.config, self.as_of)
        sieve = sieve_for(chooser, self.paths, now, tell, new=self.update)
        plan = self.packs.plan(chooser, self.model, None)
        inputs = Inputs(chooser.config, self.reading, self._note, as_of=now)
        kept = _Findings()
        for result in Run(plan, self.jobs, sieve).results(inputs.read(files(self.paths))):
            kept.add(result.findings)
        return sieve, kept

    def _note(self, fault: Fault) -> None:
        self.problems += 1
        tell(fault)

    def _elsewhere(self, sieve: Sieve) -> set[Known]:
        """What an old baseline knows that this run could not find."""
        from ..suppressions import SuppressionError, load_baseline

        if sieve.baseline is None:
            return set()
        try:
            old = load_baseline(sieve.baseline.path).known
        except SuppressionError:
            warn(f"{_shown(sieve.baseline.path)}: is no baseline: what it knew of other files than these is lost")
            return set()
        return {known for known in old if not sieve.could_find(known, given(self.paths))}

    def _prune(self, sieve: Sieve, old: Path | None) -> None:
        covered = given(self.paths)
        if sieve.baseline is not None and old is not None:
            stale = set(sieve.stale(covered))
            left = {sieve.matched.get(known, known) for known in sieve.baseline.known if known not in stale}
            _write_baseline(old, left, len(stale))
        complaints = sieve.complaints(covered)
        if sieve.ignores is not None and complaints:
            from ..suppressions import pruned

            _write(sieve.ignores.path, pruned(sieve.ignores, complaints))
            for fault in complaints.values():
                # Not the advice to prune, which has just been done.
                echo(f"removed {replace(fault, what=_reason(fault.what))}")
        if not old and not sieve.ignores:
            echo("nothing to prune: there is no .carelint-baseline.yaml, and no .carelint-ignore.yaml")


class _Findings:
    """What a baseline keeps of findings, whose paths count from a folder that is known only later."""

    def __init__(self) -> None:
        self._all: list[Any] = []

    def add(self, findings: Iterable[Any]) -> None:
        self._all += findings

    def __call__(self, folder: Path) -> set[Known]:
        from ..suppressions import Known

        return {Known.of(finding, folder) for finding in self._all}


def _place(chooser: Chooser, paths: tuple[str, ...]) -> Path:
    """Say where a first baseline goes: where `check` finds it for these paths, and for the folder round them."""
    from ..config import common_folder
    from ..suppressions import BASELINE_NAME

    if chooser.config.layers:
        return chooser.config.layers[-1].folder / BASELINE_NAME
    common, here = common_folder(paths), Path.cwd()
    return (here if here in (common, *common.parents) else common) / BASELINE_NAME


def _write_baseline(path: Path, known: Collection[Known], removed: int | None = None) -> None:
    from ..suppressions import baseline_text

    _write(path, baseline_text(known))
    findings = f"{len(known):,} {'finding' if len(known) == 1 else 'findings'}"
    echo(f"wrote {_shown(path)}: {findings}" + ("" if removed is None else f", {removed:,} removed"))


def _write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all, its line ends as they are."""
    new = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    real = path.resolve()
    try:
        new.write_bytes(text.encode("utf-8"))
        if real.exists():
            new.chmod(real.stat().st_mode)
        new.replace(real)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise UsageError(f"{_shown(path)}: cannot be written: {error.strerror or error}") from None


def _shown(path: Path) -> str:
    from ..suppressions import shown

    return shown(path)


def _reason(complaint: str) -> str:
    return re.split(r"; (?:remove|correct) it\b|: renew it\b", complaint)[0]
