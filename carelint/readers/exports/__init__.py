"""JSON exports of helpdesks and messengers: one module per tool, one row each in `EXPORTS`.

An export tells its own values by their keys, and turns them into talks: conversations, drafts or macros whose
messages say where their text stands. What all have in common, the roles, the times and the places, is done by
carelint.readers.talks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..talks import Talk

__all__ = ["EXPORTS", "Export", "export_of"]

Value = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of value of a tool's JSON.

    It is an object with at least these `keys` for which `matches` is true; `read` gives its conversations, and raises
    WrongError with a pointer inside the value. A list has no keys, and is no export: its elements may be.
    """

    name: str
    keys: frozenset[str]
    matches: Callable[[Value], bool]
    read: Callable[[Value], Iterable[Talk]]


EXPORTS: Sequence[Export] = ()
"""More particular ones first."""


def export_of(value: object) -> Export | None:
    """Give the export that a value is one of."""
    if not isinstance(value, dict):
        return None
    return next((export for export in _candidates(tuple(value)) if export.matches(value)), None)


@lru_cache(maxsize=1024)
def _candidates(keys: tuple[str, ...]) -> tuple[Export, ...]:
    """Most files repeat the same keys: by them most exports are out."""
    return tuple(export for export in EXPORTS if export.keys.issubset(keys))
