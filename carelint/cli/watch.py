"""`carelint check --watch`: check again whenever a file, the configuration or a pack was saved, the linter warm."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import CarelintError, ExitCode, FaultyYamlError, UsageError
from ..model import Conversation, Result
from .options import PackChoice, home
from .streams import warn

if TYPE_CHECKING:
    from ..config import Chooser
    from ..linter import Linter
    from ..run import Plan
    from ..scoring import Scorecard
    from .request import Request

# Events wake the loop; what counts is what the files are like then. Where the system tells no events, the clock wakes
# it. An editor that saves by renaming leaves a moment without the file: so long nothing may happen.
_AT_LEAST_EVERY, _QUIET = 1_000, 50
_MOST_KEPT = 20_000
_SETTINGS = (".yaml", ".yml", ".toml")

Stamps = Mapping[str, tuple[int, int, int]]


def watch(request: Request, check: Callable[[Request], int]) -> int:
    """Check now, and after each change, until Ctrl-C. Raises what is wrong with the first run, but for faulty YAML."""
    if "-" in request.paths:
        raise UsageError("--watch needs files or folders: standard input comes but once")
    packs = _WarmPacks(*(getattr(request.packs, name) for name in PackChoice.__dataclass_fields__))
    request = replace(request, packs=packs, jobs=1)
    watched = _Watched(request, packs)
    try:
        seen = watched.stamps()
        _checked(check, request, first=True)
        # What the run itself has come to know of is no change; what changed meanwhile is.
        seen = {**watched.stamps(), **seen}
        warn("watching for changes; Ctrl-C ends it")
        for _ in _wakes(watched):
            now = watched.stamps()
            if now != seen:
                _mark(_changed(seen, now))
                _checked(check, request)
                seen = {**{path: stamp for path, stamp in watched.stamps().items() if path not in seen}, **now}
    except KeyboardInterrupt:
        pass
    return ExitCode.CLEAN


def _checked(check: Callable[[Request], int], request: Request, *, first: bool = False) -> None:
    try:
        check(request)
    except CarelintError as error:
        if first and not isinstance(error, FaultyYamlError):
            raise
        warn(str(error))
    sys.stdout.flush()


def _mark(changed: Sequence[str]) -> None:
    """Say what changed, on a clear screen if there is one."""
    if sys.stdout.isatty():
        click.clear()
    more = f" and {len(changed) - 1:,} more" if len(changed) > 1 else ""
    warn(f"changed: {changed[0]}{more}")


def _changed(before: Stamps, now: Stamps) -> list[str]:
    return sorted(path for path in {*before, *now} if before.get(path) != now.get(path))


def _wakes(watched: _Watched) -> Iterator[object]:
    """Give something whenever it may be time to look. Raises KeyboardInterrupt."""
    import watchfiles

    while True:
        folders = watched.folders()
        for change in watchfiles.watch(
            *folders,
            recursive=False,
            watch_filter=None,
            step=_QUIET,
            rust_timeout=_AT_LEAST_EVERY,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            yield change
            if watched.folders() != folders:
                break


@dataclass(frozen=True)
class _Watched:
    """The files that a run hangs on: what is checked, what it answers, the configuration and the packs."""

    request: Request
    packs: _WarmPacks

    def stamps(self) -> Stamps:
        """What the files are like now."""
        from .outputs import targets

        written = {os.path.realpath(path) for _, path in targets(self.request.outputs)}
        return {file: stamp for file, stamp in _stamps(self._files()) if os.path.realpath(file) not in written}

    def folders(self) -> set[str]:
        """The folders of all these files, and those that are checked."""
        folders = {os.path.dirname(file) or "." for file in self._files()}
        for path in self.request.paths:
            if os.path.isdir(path):
                folders.update(top for top, _, _ in _walked(path))
        return {folder for folder in folders if os.path.isdir(folder)}

    def _files(self) -> Iterator[str]:
        for path in self.request.paths:
            yield from (os.path.join(top, name) for top, _, names in _walked(path) for name in names)
            named = glob(path, recursive=True) if any(sign in path for sign in "*?[") else [path]
            yield from (file for file in named if not os.path.isdir(file))
        if reply_to := self.request.reply_to:
            yield reply_to if os.path.exists(reply_to) else reply_to.rpartition("#")[0] or reply_to
        yield from self.packs.files()
        # Lists of what is to be ignored lie beside the configuration.
        for folder in {os.path.dirname(file) for file in self.packs.configurations()} | {""}:
            with os.scandir(folder or ".") as entries:
                names = [entry.name for entry in entries if entry.name.endswith(_SETTINGS)]
            yield from (os.path.join(folder, name) for name in names)


def _walked(path: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk a folder without what is hidden."""
    for top, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield top, folders, [name for name in names if not name.startswith(".")]


def _stamps(files: Iterable[str]) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for file in files:
        try:
            status = os.stat(file)
            yield os.path.relpath(file), (status.st_mtime_ns, status.st_size, status.st_ino)
        except (OSError, ValueError):
            continue


@dataclass
class _Kept:
    """What was loaded, and of which files."""

    chooser: Chooser | None = None
    linter: Linter | None = None
    card: Scorecard | None = None
    stamps: Stamps = field(default_factory=dict)
    faulty: tuple[str, ...] = ()


@dataclass(frozen=True)
class _WarmPacks(PackChoice):
    """Packs that are loaded once, and again only when a file of theirs or the configuration has changed."""

    _kept: _Kept = field(default_factory=_Kept, compare=False)

    def configurations(self) -> Iterator[str]:
        """The files of the configuration."""
        from ..config import common_folder, find_config

        path = self.config or (None if self.no_config else find_config(common_folder(self.near), home()))
        if path is not None:
            yield os.path.relpath(path)
        if self._kept.chooser:
            yield from (layer.document.path for layer in self._kept.chooser.config.layers)

    def files(self) -> Iterator[str]:
        """The files of the configuration and of all own packs, and those that were faulty."""
        yield from self.configurations()
        yield from self._kept.faulty
        config = self._kept.chooser.config if self._kept.chooser else None
        for folder in (*self.rules_dirs, *(config.rules_dirs if config else ())):
            yield from (str(file) for file in Path(folder).rglob("*.y*ml"))

    def choose(self, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> Chooser:
        """Load all, if there is anything new."""
        kept = self._kept
        now = dict(_stamps(self.files()))
        if kept.chooser is None or kept.faulty or now != kept.stamps:
            kept.linter = None
            try:
                kept.chooser = super().choose(select, ignore)
                kept.faulty = ()
            except FaultyYamlError as error:
                kept.faulty = tuple(fault.path for fault in error.faults)
                raise
            kept.stamps = dict(_stamps(self.files())) | now
        return kept.chooser

    def plan(self, chooser: Chooser, model: str | None, card: Scorecard | None) -> Plan:
        """Give the plan, whose linter stays."""
        from ..run import Plan

        kept = self._kept

        class WarmPlan(Plan):
            def linter(self) -> Linter:
                if kept.linter is None or kept.card != card:
                    kept.linter, kept.card = _remembering(super().linter()), card
                return kept.linter

        return WarmPlan(chooser.library, chooser.all_rules(), chooser, model, card)


def _remembering(linter: Linter) -> Linter:
    """Have a linter remember its results: of many conversations, few change."""
    kept: dict[tuple[str, str], tuple[Conversation, Result]] = {}
    lint_apart = linter.lint_apart

    def remembered(conversations: Iterable[Conversation]) -> Iterator[Result]:
        for conversation in conversations:
            key = (conversation.path, conversation.id)
            known = kept.get(key)
            if known is None or known[0] != conversation:
                if len(kept) >= _MOST_KEPT:
                    kept.clear()
                known = kept[key] = (conversation, next(iter(lint_apart([conversation]))))
            yield known[1]

    linter.lint_apart = remembered  # type: ignore[method-assign]
    return linter
