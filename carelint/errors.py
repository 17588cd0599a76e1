"""The exceptions a user can meet, and the exit codes.

CarelintError                 what the user gave is wrong; printed without a traceback, exit code 2
├── UsageError                options that do not go together
├── ReadError                 an input file cannot be read
└── FaultyYamlError           a YAML file is wrong; carries every fault at once
    ├── PackError             a rule or signal
    └── ConfigError           the configuration
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller."""

    CLEAN = 0
    FINDINGS = 1
    WRONG = 2


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a file, and where; lines and columns count from 1, 0 means unknown."""

    path: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.what}"


class CarelintError(Exception):
    """Something the user can mend."""


class UsageError(CarelintError):
    """Options that do not go together."""


class ReadError(CarelintError):
    """An input, or one conversation of it, that cannot be read; `fault` says where and why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault

    def __reduce__(self) -> tuple[type[ReadError], tuple[Fault]]:
        return type(self), (self.fault,)


class FaultyYamlError(CarelintError):
    """A YAML file, or several, with all their faults."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: Sequence[Fault] = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type[FaultyYamlError], tuple[Sequence[Fault]]]:
        return type(self), (self.faults,)


class PackError(FaultyYamlError):
    """Rules or signals that cannot be used."""


class ConfigError(FaultyYamlError):
    """A configuration that cannot be used."""


def allowed(found: object, choices: Iterable[str]) -> str:
    """Say what is allowed where `found` stands, and what was probably meant."""
    names = sorted(choices)
    close = difflib.get_close_matches(str(found), names, n=1, cutoff=0.6)
    if close and len(names) > 30:
        return f'did you mean "{close[0]}"?'
    shown = names if len(names) <= 30 else [*names[:30], "..."]
    hint = f'did you mean "{close[0]}"? ' if close else ""
    return f"{hint}allowed: {', '.join(shown)}"
