"""What a run does not tell: what is suppressed, and what was not changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Fault, ReadError
from .options import home
from .streams import tell

if TYPE_CHECKING:
    from ..config import Chooser
    from ..model import Conversation, Result
    from ..suppressions import Names, Sieve
    from .changed import Changed


class Left:
    """What is left of a run's files, results and findings, once all that is not to be told is out."""

    def __init__(self, paths: Sequence[str] = (), sieve: Sieve | None = None, changed: Changed | None = None) -> None:
        self._paths, self._sieve, self._changed = paths, sieve, changed

    @classmethod
    def of(
        cls,
        chooser: Chooser,
        paths: Sequence[str],
        now: datetime | None,
        *,
        suppressing: bool = True,
        since: str | None = None,
    ) -> Left:
        """Find what holds for the paths. Raises SuppressionError and UsageError."""
        changed = None
        if since is not None:
            from .changed import Changed

            changed = Changed(since, paths)
        return cls(paths, sieve_for(chooser, paths, now, tell) if suppressing else None, changed)

    def files(
        self, paths: Sequence[str | ReadError], read: Callable[[str], Iterable[Conversation]]
    ) -> Sequence[str | ReadError]:
        """Leave the files that count; what is in those of several texts is read to find out which of these count."""
        if self._changed is None:
            return paths
        left = self._changed.files(paths)
        self._changed.look(left, read)
        return left

    def results(self, results: Iterator[Result]) -> Iterator[Result]:
        """Leave the results and the findings that are told."""
        counting = self._changed.kept(results) if self._changed else results
        return self._sieve(counting) if self._sieve else counting

    def fixed(self, results: Iterator[Result]) -> Iterator[Result]:
        """Leave the findings that are fixed: the same, but no result is missing and nothing is counted."""
        counting = self._changed.emptied(results) if self._changed else results
        return self._sieve.quiet()(counting) if self._sieve else counting

    @property
    def suppressed(self) -> int:
        """How many findings were suppressed."""
        return self._sieve.count if self._sieve else 0

    def complain(self, *, whole: bool) -> None:
        """Tell which suppressions are of no use; unless the run saw the `whole` of its input, only what is sure."""
        if self._sieve is None:
            return
        covered = given(self._paths) if whole and not self._changed else []
        for fault in self._sieve.complaints(covered).values():
            tell(replace(fault, what=f"warning: {fault.what}"))
        if stale := len(self._sieve.stale(covered)):
            from ..suppressions import shown

            what = "finding that it knows no longer occurs" if stale == 1 else "findings that it knows no longer occur"
            path = shown(self._sieve.baseline.path) if self._sieve.baseline else ""
            tell(Fault(path, 0, 0, f"warning: {stale:,} {what}: run carelint baseline --prune"))


def sieve_for(
    chooser: Chooser, paths: Sequence[str], now: datetime | None, tell: Callable[[Fault], None], *, new: bool = False
) -> Sieve:
    """Make what takes suppressed findings out. A `new` baseline begins empty. Raises SuppressionError."""
    from ..suppressions import BASELINE_NAME, IGNORE_NAME, Baseline, Sieve, load_baseline, load_ignores

    names = names_of(chooser)
    ignores, baseline = (found(name, chooser, paths) for name in (IGNORE_NAME, BASELINE_NAME))
    # The one thing that hangs on the clock: who writes how long a suppression holds means the calendar on the wall.
    today = now or chooser.config.now("today")
    return Sieve(
        names,
        today.date() if today else datetime.max.date(),
        tell,
        load_ignores(ignores, names.rules) if ignores else None,
        (Baseline(baseline) if new else load_baseline(baseline)) if baseline else None,
    )


def found(name: str, chooser: Chooser, paths: Sequence[str]) -> Path | None:
    """Find the file of a name that holds for what is linted."""
    from ..config import common_folder
    from ..suppressions import find_file

    layers = chooser.config.layers
    return find_file(name, common_folder(paths), home(), layers[-1].folder if layers else None)


def names_of(chooser: Chooser) -> Names:
    """Give the names of rules and packs, a pack's with the rules in it."""
    from ..suppressions import Names

    rules = chooser.library.rules
    packs = {*chooser.library.packs, *(rule.pack for rule in rules.values())}
    groups = {pack: frozenset(name for name, rule in rules.items() if rule.pack == pack) for pack in packs}
    on = frozenset(rule.id for rule in chooser.all_rules())
    return Names({**groups, **{name: frozenset((name,)) for name in rules}}, on)


def given(paths: Sequence[str]) -> list[Path]:
    """Give the files and folders that a run covers wholly."""
    return [Path(os.path.realpath(path)) for path in paths if path != "-" and os.path.exists(path)]
