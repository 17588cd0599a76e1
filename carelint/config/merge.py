"""A configuration, put together from a file and those that it extends: mappings merge, lists and values replace."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ..hours import BusinessHours, parse_hours
from ..model import Channel, Conversation, Kind, Placeholders
from ..strict_yaml import Document
from .now import read_now
from .schema import ConfigSpec, MacroSpec, OverrideSpec, PlaceholderSpec

Settings = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Layer:
    """One configuration file."""

    document: Document
    spec: ConfigSpec
    folder: Path


@dataclass(frozen=True)
class Override:
    """Other settings for some conversations."""

    folder: Path
    paths: tuple[str, ...] | None = None
    channels: tuple[Channel, ...] | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    rules: Settings = field(default_factory=dict)
    channel: Channel | None = None
    kind: Kind | None = None
    macros: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_regex(glob) for glob in self.paths or ()))

    def matches_path(self, path: str) -> bool:
        """Tell whether it is for a file; the path counts from the working directory. Without `paths` it is for all."""
        if self.paths is None:
            return True
        inside = _inside(self.folder, os.path.abspath(path))
        return inside is not None and self._pattern.fullmatch(inside) is not None

    def matches(self, conversation: Conversation) -> bool:
        """Tell whether it is for a conversation."""
        return (self.channels is None or conversation.channel in self.channels) and self.matches_path(conversation.path)


@lru_cache(maxsize=1024)
def _inside(folder: Path, path: str) -> str | None:
    """Give the path from the folder, None if it lies elsewhere; a file of many conversations is looked up once."""
    try:
        return Path(path).resolve().relative_to(folder).as_posix()
    except (ValueError, OSError):
        return None


@dataclass(frozen=True)
class Config:
    """What the configuration says, all files taken together. Of `rules`, true and false are `enabled`."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    rules_dirs: tuple[Path, ...] = ()
    shipped: bool = True
    rules: Settings = field(default_factory=dict)
    roles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    channel: Channel | None = None
    kind: Kind | None = None
    macros: Mapping[str, str] = field(default_factory=dict)
    hours: BusinessHours | None = None
    as_of: str | None = None
    brands: tuple[str, ...] = ()
    placeholders: Placeholders = field(default_factory=Placeholders)
    overrides: tuple[Override, ...] = ()
    layers: tuple[Layer, ...] = ()

    def now(self, said: str | None = None) -> datetime | None:
        """Give the moment that counts as now: what is said, else what the configuration says, in the team's time zone.

        Raises ValueError that says what is allowed.
        """
        said = said or self.as_of
        return read_now(said, self.hours.zone if self.hours else UTC) if said else None


def merge_layers(layers: Sequence[Layer]) -> Config:
    """Put layers together; a later one goes before an earlier one."""
    values: dict[str, Any] = {}
    for layer in layers:
        values = merged(values, _values(layer))
    hours = values.pop("business_hours", None)
    if own := values.pop("placeholders", None):
        values["placeholders"] = Placeholders(**own)
    return Config(**values, hours=parse_hours(hours) if hours else None, layers=tuple(layers))


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Merge mappings, and the mappings inside them; everything else is replaced."""
    result = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if both else value
    return result


def _values(layer: Layer) -> dict[str, Any]:
    """What one file says, its paths made absolute."""
    spec = layer.spec
    values = {key: getattr(spec, key) for key in spec.model_fields_set - {"extends"}}
    for key in ("select", "ignore", "brands"):
        if key in values:
            values[key] = tuple(values[key])
    if spec.placeholders:
        values["placeholders"] = _placeholders(spec.placeholders)
    if "rules" in values:
        values["rules"] = _settings(spec.rules)
    if "macros" in values:
        values["macros"] = _macros(spec.macros)
    if "rules_dirs" in values:
        values["rules_dirs"] = tuple(layer.folder / folder for folder in spec.rules_dirs)
    if "overrides" in values:
        values["overrides"] = tuple(_override(override, layer.folder) for override in spec.overrides)
    return values


def _override(spec: OverrideSpec, folder: Path) -> Override:
    return Override(
        folder,
        tuple(spec.paths) if spec.paths is not None else None,
        tuple(spec.channels) if spec.channels is not None else None,
        tuple(spec.select),
        tuple(spec.ignore),
        _settings(spec.rules),
        spec.channel,
        spec.kind,
        _macros(spec.macros),
    )


def _macros(spec: MacroSpec | None) -> dict[str, str]:
    return spec.model_dump(exclude_none=True) if spec else {}


def _placeholders(spec: PlaceholderSpec) -> dict[str, Any]:
    said = {key: getattr(spec, key) for key in spec.model_fields_set}
    return {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}


def _settings(rules: Mapping[str, bool | dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {rule: {"enabled": value} if isinstance(value, bool) else value for rule, value in rules.items()}


def _regex(glob: str) -> str:
    """A glob as a regular expression: `*` stays in its folder, `**` does not; a folder means all that is in it."""
    parts = glob.removeprefix("./").rstrip("/").split("/")
    text = ""
    for part in parts:
        text += "(?:[^/]+/)*" if part == "**" else f"{_part(part)}/"
    if parts[-1] == "**":
        return text + "[^/]+"
    return text.removesuffix("/") + "(?:/.+)?"


def _part(glob: str) -> str:
    """One part of a path, in which `*` stands for any characters and `?` for one."""
    return "".join({"*": "[^/]*", "?": "[^/]"}.get(character, re.escape(character)) for character in glob)
