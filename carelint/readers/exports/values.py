"""Looks into the values of an export, whose types nobody warrants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .. import record
from ..fields import WrongError, digits, type_name

Value = Mapping[str, object]
_NOTHING: Value = {}
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|&#?\w{1,12};")


def part(value: Value, *keys: str) -> Value:
    """Give the object at a path of keys; an empty one if there is none."""
    for key in keys:
        inner = value.get(key)
        value = inner if isinstance(inner, Mapping) else _NOTHING
    return value


def text(value: Value, *keys: str) -> str:
    """Give the text or the number at the first of the keys that has one; empty if none has."""
    for key in keys:
        found = value.get(key)
        if isinstance(found, str) and found.strip():
            return found
        if isinstance(found, (int, float)) and not isinstance(found, bool):
            return digits(found)
    return ""


def objects(value: Value, key: str, below: str = "") -> Iterator[tuple[int, Value]]:
    """Give the objects of a list of a value that stands at `below`, numbered. Raises WrongError."""
    items = value.get(key)
    if items is None:
        return
    if not isinstance(items, list):
        raise WrongError(f"{key} must be a list, not {type_name(items)}", f"{below}/{key}")
    for index, item in enumerate(items):
        if not isinstance(item, Mapping):
            raise WrongError(f"an element of {key} must be an object, not {type_name(item)}", f"{below}/{key}/{index}")
        yield index, item


def is_object_list(value: object) -> bool:
    """Tell whether a value is a list that begins with an object."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def has_markup(text: str) -> bool:
    """Tell whether a text that may be HTML is written as such."""
    return bool(_MARKUP.search(text))


def add_field(head: dict[str, object], name: str, value: object) -> None:
    """Add a field of the company's own; one that is called as one of ours is not taken for it."""
    head[f"custom {name}" if record.is_ours(name) else name] = value


def without(value: Value, *keys: str) -> dict[str, object]:
    """Give an object without some of its keys."""
    return {key: inner for key, inner in value.items() if key not in keys}
