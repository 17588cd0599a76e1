"""Configuration files -> a configuration: found, read, extended; every fault of a file at its place."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import ConfigError, Fault, FaultyYamlError, allowed
from ..hours import parse_hours
from ..model import ROLES
from ..strict_yaml import Document, load
from ..yaml_faults import faults_of
from .merge import Config, Layer, merge_layers
from .now import read_now
from .schema import ConfigSpec

YAML_NAME, TOML_NAME = "carelint.yaml", "pyproject.toml"
_TABLE = ("tool", "carelint")


@dataclass(frozen=True, slots=True)
class TomlDocument(Document):
    """The table of a TOML file. TOML readers tell no positions: faults name the key instead."""

    above: tuple[str | int, ...] = field(default=_TABLE)

    def part(self, keys: Sequence[str | int]) -> Document:
        """Give the part at a path of keys that exists, as a document of its own."""
        data: Any = self.data
        for key in keys:
            data = data[key]
        return TomlDocument(data, self.path, self.root, (*self.above, *keys))

    def fault(
        self, what: str, keys: Sequence[str | int] = (), *, key: bool = False, offset: int | None = None
    ) -> Fault:
        """Make a fault that names the key."""
        return Fault(self.path, 0, 0, f"{'.'.join(str(part) for part in (*self.above, *keys))}: {what}")


def find_config(start: Path, home: Path | None = None) -> Path | None:
    """Find the configuration closest to a folder: there or above, up to the home directory or a repository's root."""
    for folder in (start, *start.parents):
        if (folder / YAML_NAME).is_file():
            return folder / YAML_NAME
        if _has_table(folder / TOML_NAME):
            return folder / TOML_NAME
        if folder == home or (folder / ".git").exists():
            return None
    return None


def common_folder(paths: Sequence[str]) -> Path:
    """Give the deepest folder that holds all of some files, folders and globs; `-` lies in the working directory."""
    try:
        return Path(os.path.commonpath([_folder_of(path) for path in paths] or [os.getcwd()]))
    except ValueError:
        # Paths on several drives.
        return Path.cwd()


def _folder_of(path: str) -> str:
    if path == "-":
        return os.getcwd()
    whole = os.path.abspath(path)
    if os.path.isdir(whole):
        return whole
    folder = os.path.dirname(whole)
    while any(sign in folder for sign in "*?[") and not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def _has_table(path: Path) -> bool:
    try:
        return bool(re.search(r"^\s*\[+\s*tool\s*\.\s*carelint\b", path.read_text(encoding="utf-8"), re.MULTILINE))
    except (OSError, UnicodeDecodeError):
        return False


def load_config(path: Path) -> Config:
    """Read a configuration and all that it extends. Raises ConfigError with all faults."""
    return merge_layers(list(reversed(list(_chain(path)))))


def _chain(path: Path) -> Iterator[Layer]:
    """Give a configuration, the one that it extends, and so on."""
    seen: list[Path] = []
    layer: Layer | None = None
    while True:
        if path.resolve() in seen and layer:
            circle = " -> ".join(_shown(one) for one in (*seen, path.resolve()))
            raise ConfigError(
                [layer.document.fault(f"configurations extend each other in a circle: {circle}", ("extends",))]
            )
        seen.append(path.resolve())
        layer = _read_layer(path, layer)
        yield layer
        if layer.spec.extends is None:
            return
        path = path.parent / layer.spec.extends


def _read_layer(path: Path, from_: Layer | None) -> Layer:
    try:
        document = _document(path)
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read: {error.strerror if isinstance(error, OSError) else 'not UTF-8'}"
        if from_:
            raise ConfigError([from_.document.fault(f"{_shown(path)} {what}", ("extends",))]) from None
        raise ConfigError([Fault(_shown(path), 0, 0, what)]) from None
    except FaultyYamlError as error:
        raise ConfigError(error.faults) from None
    try:
        spec = ConfigSpec.model_validate(document.data)
    except ValidationError as error:
        raise ConfigError([*faults_of(document, error, ConfigSpec), *_value_faults(document)]) from None
    layer = Layer(document, spec, path.resolve().parent)
    if faults := [*_value_faults(document), *_folder_faults(layer)]:
        raise ConfigError(faults)
    return layer


def _document(path: Path) -> Document:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".toml":
        document = load(text, _shown(path))
        return document if document.data is not None else Document({}, document.path, document.root)
    return _toml(text, _shown(path))


def _toml(text: str, name: str) -> Document:
    empty = load("", name)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        why = (
            "nested too deeply"
            if isinstance(error, RecursionError)
            else str(error).replace(place[0] if place else "", "")
        )
        raise ConfigError([Fault(name, line, column, f"is no valid TOML: {why}")]) from None
    tool = data.get("tool")
    table = tool.get("carelint") if isinstance(tool, dict) else None
    if table is None:
        raise ConfigError([Fault(name, 0, 0, "has no table [tool.carelint]")])
    return TomlDocument(table, name, empty.root)


def _value_faults(document: Document) -> Iterator[Fault]:
    """What the schema cannot say: names of roles, hours, and which keys go together."""
    data = document.data if isinstance(document.data, dict) else {}
    for role in _mapping(data.get("roles")):
        if role not in ROLES:
            yield document.fault(f'unknown role "{role}": {allowed(role, ROLES)}', ("roles", role), key=True)
    if hours := _mapping(data.get("business_hours")):
        try:
            parse_hours(hours)
        except ValueError as error:
            key = next((key for key in hours if str(error).startswith((f"{key}:", f'unknown key "{key}"'))), None)
            yield document.fault(str(error), ("business_hours", key) if key else ("business_hours",))
    if data.get("as_of"):
        try:
            read_now(data["as_of"])
        except ValueError as error:
            yield document.fault(str(error), ("as_of",))
    yield from _macro_faults(document, data, ())
    overrides = data.get("overrides")
    for number, override in enumerate(overrides if isinstance(overrides, list) else []):
        if isinstance(override, dict):
            yield from _override_faults(document, override, number)
            yield from _macro_faults(document, override, ("overrides", number))


def _macro_faults(document: Document, data: dict[str, object], above: tuple[str | int, ...]) -> Iterator[Fault]:
    macros = data.get("macros")
    if isinstance(macros, dict) and not macros.keys() & {"text", "html"}:
        yield document.fault("macros names no field for the text: text, html, or both", (*above, "macros"), key=True)


def _override_faults(document: Document, override: dict[str, object], number: int) -> Iterator[Fault]:
    if "paths" not in override and "channels" not in override:
        yield document.fault("an override says what it is for: paths, channels, or both", ("overrides", number))
    for key in ("paths", "channels"):
        if key in override and override[key] is None:
            yield document.fault(f"{key} is empty: list some, or remove the key", ("overrides", number, key))
    for key in ("channel", "kind", "macros"):
        if "channels" in override and key in override:
            what = f"{key} is set before the channel is known: it goes with paths, not with channels"
            yield document.fault(what, ("overrides", number, key), key=True)


def _folder_faults(layer: Layer) -> Iterator[Fault]:
    for number, folder in enumerate(layer.spec.rules_dirs):
        if not (layer.folder / folder).is_dir():
            yield layer.document.fault(f'no such folder of rules: "{folder}"', ("rules_dirs", number))


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _shown(path: Path) -> str:
    """The path from the working directory, so that no message holds the name of a machine's folders."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return path.as_posix()
