"""One linter per configuration, made anew when its files change; while they are wrong, the last good one goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from ..config import Chooser, Config, find_config, load_config
from ..errors import CarelintError, Fault, FaultyYamlError
from ..linter import Linter
from ..packs import load_packs
from ..run import Plan

# Seconds for which files are taken to be as they were; editors that watch files tell of changes at once.
_FRESH = 1.0
# Configurations whose linters are kept; each takes some 100 MB.
_MOST = 8

Stamps = Mapping[Path, tuple[int, int]]


@dataclass(frozen=True)
class Setup:
    """What the documents of one configuration are checked with."""

    path: Path | None
    config: Config
    chooser: Chooser
    linter: Linter


@dataclass
class _Entry:
    """One configuration: what was made of it, what is wrong with it, and the files that tell when to look again."""

    setup: Setup | None = None
    faults: tuple[Fault, ...] = ()
    stamps: Stamps = field(default_factory=dict)
    looked: float = 0.0


class Setups:
    """Finds and keeps configurations; `home` is where the search for one ends."""

    def __init__(self, home: Path | None) -> None:
        self._home = home
        self._entries: dict[Path | None, _Entry] = {}
        self._found: dict[Path, tuple[float, Path | None]] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is wrong with the configurations in use and their packs."""
        return tuple(dict.fromkeys(fault for entry in self._entries.values() for fault in entry.faults))

    def forget(self) -> None:
        """Files may have changed: look at all of them again."""
        self._found.clear()
        for path, entry in list(self._entries.items()):
            entry.looked = 0.0
            if path is not None and not path.is_file():
                del self._entries[path]

    def of(self, folder: Path) -> Setup:
        """Give the setup for the documents of a folder; of a faulty configuration, what was good before."""
        path = self._config_of(folder)
        entry = self._entries.pop(path, None) or _Entry()
        self._entries[path] = entry  # behind the others: the first is the one that was not asked for longest
        while len(self._entries) > _MOST:
            self._entries.pop(next(key for key in self._entries if key is not None))
        if monotonic() - entry.looked > _FRESH:
            if entry.setup is None or stamps_of(entry.stamps) != entry.stamps or _added(entry):
                self._load(path, entry)
            entry.looked = monotonic()
        return entry.setup or self.of_none()

    def of_none(self) -> Setup:
        """Give the setup without a configuration."""
        entry = self._entries.setdefault(None, _Entry())
        if entry.setup is None:
            entry.setup = _setup(None)
        return entry.setup

    def _config_of(self, folder: Path) -> Path | None:
        when, path = self._found.get(folder, (0.0, None))
        if not when or monotonic() - when > _FRESH:
            path = find_config(folder, self._home)
            self._found[folder] = (monotonic(), path)
        return path

    def _load(self, path: Path | None, entry: _Entry) -> None:
        before = stamps_of(_watched(path, entry))
        try:
            entry.setup = _setup(path)
            entry.faults = ()
        except FaultyYamlError as error:
            entry.faults = tuple(error.faults)
        except CarelintError as error:
            entry.faults = (Fault(str(path or ""), 0, 0, str(error)),)
        # As they were before: what changes while they are read is read again.
        entry.stamps = {**stamps_of(_watched(path, entry)), **before}


def _setup(path: Path | None) -> Setup:
    """Load all of a configuration. Raises CarelintError."""
    config = load_config(path) if path else Config()
    library = load_packs(list(dict.fromkeys(config.rules_dirs)), shipped=config.shipped)
    chooser = Chooser.checked(library, config)
    linter = Plan(library, chooser.all_rules(), chooser).linter()
    return Setup(path, config, chooser, linter)


def _watched(path: Path | None, entry: _Entry) -> Iterator[Path]:
    """The files that a configuration hangs on; what was wrong may stand in others than those that were good."""
    if path is not None:
        yield path
    yield from (Path(fault.path).absolute() for fault in entry.faults)
    if entry.setup:
        for layer in entry.setup.config.layers:
            yield Path(layer.document.path).absolute()
        yield from _pack_files(entry.setup.config.rules_dirs)
    yield from entry.stamps


def _pack_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from folder.rglob("*.y*ml")


def _added(entry: _Entry) -> bool:
    """Tell whether a pack has a file that was not there."""
    folders = entry.setup.config.rules_dirs if entry.setup else ()
    return any(file not in entry.stamps for file in _pack_files(folders))


def stamps_of(paths: Iterable[Path]) -> Stamps:
    """Tell by what files are seen to have changed."""
    stamps = {}
    for path in paths:
        try:
            status = path.stat()
            stamps[path] = (status.st_mtime_ns, status.st_size)
        except (OSError, ValueError):
            stamps[path] = (0, 0)
    return stamps
