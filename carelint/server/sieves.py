"""What suppresses findings, kept by its files and read anew when they change; while they are wrong, the last good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from ..config import Chooser
from ..errors import CarelintError, Fault, FaultyYamlError
from ..suppressions import BASELINE_NAME, IGNORE_NAME, Sieve, find_file
from .setups import Setup, Stamps, stamps_of

# Sieves that are kept; a baseline may know many thousands of findings.
_MOST = 8

Tell = Callable[[Fault], None]
Sifting = Callable[[Chooser, Sequence[str], datetime | None, Tell], Sieve]
"""Makes the sieve for some paths, as `carelint check` has it. Raises SuppressionError."""


@dataclass(frozen=True)
class _State:
    """What a sieve hangs on: when it differs, the sieve is made anew."""

    chooser: Chooser
    day: date | None
    stamps: Stamps

    @classmethod
    def of(cls, setup: Setup, files: Sequence[Path | None]) -> _State:
        """Give what holds now."""
        now = setup.config.now("today")
        return cls(setup.chooser, now.date() if now else None, stamps_of(file for file in files if file))

    def is_still(self, other: _State) -> bool:
        """Tell whether nothing has changed."""
        return self.chooser is other.chooser and (self.day, self.stamps) == (other.day, other.stamps)


@dataclass(frozen=True)
class _Kept:
    """A sieve, of what it was made, and what is wrong with its files."""

    state: _State
    sieve: Sieve | None
    faults: tuple[Fault, ...] = ()


class Sieves:
    """Finds and keeps sieves; `home` is where the search for their files ends."""

    def __init__(self, sifting: Sifting, home: Path | None) -> None:
        self._sifting = sifting
        self._home = home
        self._kept: dict[tuple[Path | None, ...], _Kept] = {}

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that is wrong with the files in use."""
        return tuple(dict.fromkeys(fault for kept in self._kept.values() for fault in kept.faults))

    def forget(self) -> None:
        """Let those go whose files are no more: nobody may ask for them again, and nothing is wrong with them."""
        self._kept = {key: kept for key, kept in self._kept.items() if all(map(_is_there, key))}

    def of(self, setup: Setup, path: str, folder: Path, tell: Tell) -> Sieve | None:
        """Give a fresh sieve for a document; None if there was never a good one. Comments are complained of to `tell`.

        The files are looked at each time, which is quick: one who suppresses a finding wants to see it go.
        """
        layers = setup.config.layers
        beside = layers[-1].folder if layers else None
        files = [find_file(name, folder, self._home, beside) for name in (IGNORE_NAME, BASELINE_NAME)]
        key = (setup.path, *files)
        state = _State.of(setup, files)
        kept = self._kept.pop(key, None)
        if kept is None or not kept.state.is_still(state):
            kept = self._made(state, path, kept.sieve if kept else None)
        self._kept[key] = kept  # behind the others: the first is the one that was not asked for longest
        while len(self._kept) > _MOST:
            self._kept.pop(next(iter(self._kept)))
        return replace(kept.sieve, tell=tell, count=0, matched={}) if kept.sieve else None

    def _made(self, state: _State, path: str, before: Sieve | None) -> _Kept:
        try:
            return _Kept(state, self._sifting(state.chooser, [path], None, lambda fault: None))
        except FaultyYamlError as error:
            return _Kept(state, before, tuple(error.faults))
        except CarelintError as error:
            return _Kept(state, before, (Fault(path, 0, 0, str(error)),))


def _is_there(file: Path | None) -> bool:
    return file is None or file.is_file()
