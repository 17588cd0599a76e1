"""Strict YAML: text to plain data with the position of every value, and all faults of a file at once.

Built from PyYAML's event stream and not from its composer: no recursion, no aliases (so no YAML bombs), no tags, and
one pass for data, positions and faults. Only `true` and `false` are booleans and only plain decimals are numbers;
`yes`, `010`, `12:30` and `2026-11-21` stay the text that was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from .errors import Fault, FaultyYamlError
from .wording import shorten
from .yaml_syntax import syntax_fault

MAX_DEPTH = 50
MAX_SIZE = 1_000_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})?\.[0-9]{1,17}(?:[eE][-+]?[0-9]{1,2})?")
_OLD_YAML: Any = yaml.resolver.Resolver()


@dataclass(slots=True)
class Place:
    """Where a value stands, from 1, and what is inside it; `key` is where its key stands.

    `shift` is how far on its text begins, past a quotation mark; None where the text is not written as it is. `path`
    is the file, where that is another than the document's: a document may extend one of another file.
    """

    line: int
    column: int
    shift: int | None = None
    key: tuple[int, int] | None = None
    path: str | None = None
    inside: dict[str | int, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a YAML file: plain data, the path as given, and where everything stands."""

    data: object
    path: str
    root: Place = field(repr=False, compare=False)

    def position(self, keys: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
        """Give line and column, from 1, of the value at a path of keys, or of its key; else of the deepest parent."""
        return self._find(keys, key=key)[1:]

    def _find(self, keys: Sequence[str | int], *, key: bool) -> tuple[str, int, int]:
        place, path = self.root, self.root.path or self.path
        for part in keys:
            if part not in place.inside:
                return path, place.line, place.column
            place = place.inside[part]
            path = place.path or path
        line, column = place.key if key and place.key else (place.line, place.column)
        return path, line, column

    def part(self, keys: Sequence[str | int]) -> Document:
        """Give what is inside the value at a path of keys, as a document; raise KeyError if there is no such value."""
        data: Any = self.data
        place, path = self.root, self.path
        for part in keys:
            place = place.inside[part]
            path = place.path or path
            data = data[part]
        return Document(data, path, place)

    def fault(
        self, what: str, keys: Sequence[str | int] = (), *, key: bool = False, offset: int | None = None
    ) -> Fault:
        """Make a fault that stands at a path of keys, or at one character of the text there, counted from 0."""
        path, line, column = self._find(keys, key=key)
        place: Place | None = self.root
        for part in keys:
            place = place.inside.get(part) if place else None
        if offset is not None and place and place.shift is not None:
            column += place.shift + offset
        return Fault(path, line, column, what)


def load(text: str, path: str) -> Document:
    """Read the one YAML document in `text`; raise FaultyYamlError with all faults. `path` is only named in them."""
    text = text.removeprefix("\ufeff")
    if fault := _unreadable(text, path):
        raise FaultyYamlError([fault])
    builder = _Builder(path)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            _HANDLERS[type(event)](builder, event)
    except yaml.MarkedYAMLError as error:
        builder.faults.append(syntax_fault(text, path, error))
    except _StopReadingError:
        pass
    if builder.faults:
        raise FaultyYamlError(builder.faults)
    return Document(builder.data, path, builder.root)


class _StopReadingError(Exception):
    """The rest of the text is of no use."""


def _plain_value(text: str) -> str | int | float | bool | None:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


@lru_cache(maxsize=1024)
def _was_not_text(key: str) -> bool:
    """Whether other YAML readers take this unquoted key for a boolean, a number, a time or nothing."""
    kind = _OLD_YAML.resolve(yaml.ScalarNode, key, (True, False))
    return bool(kind != "tag:yaml.org,2002:str") or _plain_value(key) != key


def _unreadable(text: str, path: str) -> Fault | None:
    """Find what must not even reach the parser: too much text, or characters that no text file has."""
    if len(text) > MAX_SIZE:
        return Fault(path, 0, 0, f"the file has {len(text):,} characters: at most {MAX_SIZE:,} are allowed")
    bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if not bad:
        return None
    line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
    return Fault(path, line, column, f"the character U+{ord(bad[0]):04X} is not allowed in YAML: remove it")


class _Builder:
    """Builds data and places from events; `stack` holds the open lists and mappings."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.data: object = None
        self.root = Place(1, 1)
        self.stack: list[tuple[dict[str, object] | list[object], Place]] = []
        self.key: tuple[str, tuple[int, int]] | None = None
        self.documents = 0

    def fault(self, event: Any, what: str) -> None:
        self.faults.append(Fault(self.path, event.start_mark.line + 1, event.start_mark.column + 1, what))

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.fault(event, "a second document begins here: write one document per file")
            raise _StopReadingError

    def alias(self, event: Any) -> None:
        self.fault(event, "aliases are not allowed here; write the value out")
        if self.wants_key():
            raise _StopReadingError
        self.put(event, None)

    def scalar(self, event: Any) -> None:
        self.check(event)
        plain = event.implicit[0]
        if self.wants_key():
            self.begin_entry(event, plain)
        else:
            self.put(event, _plain_value(event.value) if plain else event.value)

    def open(self, event: Any) -> None:
        self.check(event)
        if len(self.stack) >= MAX_DEPTH:
            self.fault(event, f"nested more than {MAX_DEPTH} levels deep")
            raise _StopReadingError
        if self.wants_key():
            self.fault(event, "a key must be text, not a list or a mapping")
            raise _StopReadingError
        value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        place = self.put(event, value)
        self.stack.append((value, place))

    def close(self, event: Any) -> None:
        self.stack.pop()

    def wants_key(self) -> bool:
        return self.key is None and bool(self.stack) and isinstance(self.stack[-1][0], dict)

    def check(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault(event, "anchors are not allowed here; write the value out where it is needed")
        if event.tag is not None:
            self.fault(event, f'the tag "{shorten(event.tag)}" is not allowed here: quote text that begins with "!"')

    def begin_entry(self, event: Any, plain: bool) -> None:
        name = event.value
        _, place = self.stack[-1]
        self.key = (name, (event.start_mark.line + 1, event.start_mark.column + 1))
        if plain and name == "<<":
            self.fault(event, "merge keys are not allowed here; write the keys out")
        elif plain and _was_not_text(name):
            self.fault(
                event,
                f'the key {shorten(name)} could be read as a boolean, a number or a date: quote it ("{shorten(name)}")',
            )
        if name in place.inside:
            first = (place.inside[name].key or (0, 0))[0]
            self.fault(event, f'duplicate key "{shorten(name)}" (first on line {first})')

    def put(self, event: Any, value: object) -> Place:
        place = Place(event.start_mark.line + 1, event.start_mark.column + 1, _shift(event))
        if not self.stack:
            self.data, self.root = value, place
            return place
        parent, around = self.stack[-1]
        if isinstance(parent, list):
            around.inside[len(parent)] = place
            parent.append(value)
        elif self.key is not None:
            name, place.key = self.key
            around.inside.setdefault(name, place)
            parent.setdefault(name, value)
            self.key = None
        return place


def _shift(event: Any) -> int | None:
    if not isinstance(event, yaml.ScalarEvent):
        return None
    quotes = 1 if event.style in ("'", '"') else 0
    begin: Any = event.start_mark
    end: Any = event.end_mark
    plain = begin.line == end.line and end.column - begin.column == len(event.value) + 2 * quotes
    return quotes if plain else None


_HANDLERS: dict[type, Callable[[_Builder, Any], None]] = {
    yaml.StreamStartEvent: lambda builder, event: None,
    yaml.StreamEndEvent: lambda builder, event: None,
    yaml.DocumentStartEvent: _Builder.document,
    yaml.DocumentEndEvent: lambda builder, event: None,
    yaml.AliasEvent: _Builder.alias,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.MappingStartEvent: _Builder.open,
    yaml.SequenceStartEvent: _Builder.open,
    yaml.MappingEndEvent: _Builder.close,
    yaml.SequenceEndEvent: _Builder.close,
}
