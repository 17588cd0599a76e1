"""What a user may say about how input is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from ..model import Channel, Kind
from .roles import RoleMap

_BUILT_IN = RoleMap()


@dataclass(frozen=True, slots=True)
class MacroFields:
    """Which field of a library says what of a macro; empty where none does. `items` leads to the list of macros.

    A field inside another is written with a dot: `content.text`.
    """

    items: str = ""
    id: str = ""
    title: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    channel: str = ""
    language: str = ""
    tags: str = ""

    def named(self) -> Iterator[tuple[str, str]]:
        """Give our name and theirs of each field that is told, without `items`."""
        pairs = ((one.name, getattr(self, one.name)) for one in fields(self) if one.name != "items")
        return ((ours, theirs) for ours, theirs in pairs if theirs)

    def renamed(self, values: Mapping[str, object]) -> dict[str, object]:
        """Give the values of a macro with our names in the place of theirs; the rest stays."""
        found = {ours: at(values, keys) for ours, theirs in self.named() if (keys := path_of(values, theirs))}
        taken = {keys[0] for _, theirs in self.named() if (keys := path_of(values, theirs))}
        return {**{key: value for key, value in values.items() if key not in taken}, **found}


def path_of(values: Mapping[str, object], field: str) -> tuple[str, ...] | None:
    """Give the keys that lead to a field, which may stand inside another (`content.text`); None if it is not there."""
    if field in values:
        return (field,)
    keys = tuple(field.split("."))
    inner: object = values
    for key in keys:
        if not isinstance(inner, Mapping) or key not in inner:
            return None
        inner = inner[key]
    return keys


def at(values: Mapping[str, object], keys: tuple[str, ...]) -> object:
    """Give the value that keys, which are there, lead to."""
    value: object = values
    for key in keys:
        value = value[key] if isinstance(value, Mapping) else None
    return value


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The reader (`--reader`), kind (`--as`) and channel (`--channel`) that override the input, and who is who.

    `unanswered`: an agent is about to answer, so a conversation may hold the customer's messages only. `macros` says
    which fields a macro library of a form of its own has.
    """

    reader: str | None = None
    kind: Kind | None = None
    channel: Channel | None = None
    roles: RoleMap = _BUILT_IN
    unanswered: bool = False
    macros: MacroFields | None = None
