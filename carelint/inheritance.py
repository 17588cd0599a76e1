"""`extends`: a rule or a signal that says only what differs from another one.

Mappings merge key by key, a key set to nothing (`~`) goes, and lists and values are replaced, unless a list is changed:

    extends: commitment
    phrases:
      +: ["i will ping you"]
      -: ["leave it with me|us"]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from .errors import Fault, allowed
from .strict_yaml import Document, Place
from .wording import shorten

_KEY = "extends"
_ADD, _TAKE = "+", "-"
Keys = tuple[str | int, ...]


def base_of(document: Document) -> str | None:
    """The name that a document extends; of `promises/vague-deadline` the last part."""
    name = document.data.get(_KEY) if isinstance(document.data, dict) else None
    return name.rpartition("/")[2] if isinstance(name, str) else None


@dataclass(frozen=True)
class Source:
    """A file of a rule or a signal, as it was read or laid over what it extends; `trusted` ones were judged before."""

    document: Document
    pack: str
    trusted: bool


class Inheritance:
    """Lays each file over the one that it extends: of its own name the file before, of another name the last.

    `files` are the files of each kind and name, in the order in which they were read.
    """

    def __init__(self, files: Mapping[tuple[str, str], Sequence[Source]], faults: list[Fault]) -> None:
        self._files, self._faults = files, faults
        self._done: dict[tuple[str, str, int], Source | None] = {}

    def resolve(self, what: str, name: str, number: int) -> Source | None:
        """Give a file with all that it takes over from others; None if that is not to be had."""
        key = (what, name, number)
        if key not in self._done:
            self._done[key] = None  # for who comes back here in a circle
            self._done[key] = self._whole(*key)
        return self._done[key]

    def _whole(self, what: str, name: str, number: int) -> Source | None:
        source = self._files[what, name][number]
        wanted = base_of(source.document)
        if wanted is None:
            stray = [] if source.trusted else list(_stray_changes(source.document))
            self._faults.extend(stray)
            return None if stray else source
        before = number - 1 if wanted == name else len(self._files.get((what, wanted), ())) - 1
        base = self.resolve(what, wanted, before) if before >= 0 else None
        if base is None:
            self._faults.append(source.document.fault(self._why_not(what, name, wanted, before), (_KEY,)))
            return None
        document, faults = extended(base.document, source.document)
        self._faults.extend(faults)
        return None if faults else Source(document, source.pack, source.trusted and base.trusted)

    def _why_not(self, what: str, name: str, wanted: str, before: int) -> str:
        if before >= 0:
            return f'the {what} "{wanted}" cannot be extended: it has faults, or extends this one'
        others = {other for kind, other in self._files if kind == what} - {name}
        return (
            f'there is no {what} "{wanted}" to extend: {allowed(wanted, others) if others else "there is none at all"}'
        )


def extended(base: Document, over: Document) -> tuple[Document, list[Fault]]:
    """Lay a document over the one that it extends; also give what is wrong with its `+` and `-`."""
    faults: list[Fault] = []
    data, place = _Overlay(base, over, faults).mapping(
        (base.data, replace(base.root, path=base.root.path or base.path)), (over.data, over.root), ()
    )
    return Document(data, over.path, place), faults


def _stray_changes(document: Document) -> Iterator[Fault]:
    """Yield the `+` and `-` of a document that extends nothing, and so has no list to change."""
    for keys in _changes(document.data, ()):
        yield document.fault("“+” and “-” change a list of another file: name it, as in extends: commitment", keys)


def _changes(data: object, keys: Keys) -> Iterator[Keys]:
    if _is_change(data):
        yield keys
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _changes(value, (*keys, key))


def _is_change(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and value.keys() <= {_ADD, _TAKE}


class _Overlay:
    """Merges data and the places of everything in it, so that every fault still points at the file that says it."""

    def __init__(self, base: Document, over: Document, faults: list[Fault]) -> None:
        self.base, self.over, self.faults = base, over, faults

    def mapping(self, base: tuple[Any, Place], over: tuple[Any, Place], keys: Keys) -> tuple[Any, Place]:
        under, upper = base[0], over[0]
        data = dict(under)
        inside = {key: self._from_base(place, base[1]) for key, place in base[1].inside.items()}
        for key, value in upper.items():
            if not keys and key == _KEY:
                continue
            place = over[1].inside[key]
            if value is None:
                data.pop(key, None)
                inside.pop(key, None)
                continue
            old = (data.get(key), inside.get(key, Place(place.line, place.column)))
            data[key], inside[key] = self._value(old, (value, place), (*keys, key))
        return data, replace(over[1], inside=inside)

    @staticmethod
    def _from_base(place: Place, around: Place) -> Place:
        return place if place.path else replace(place, path=around.path)

    def _value(self, old: tuple[Any, Place], new: tuple[Any, Place], keys: Keys) -> tuple[Any, Place]:
        if _is_change(new[0]):
            return self._list(old, new, keys)
        both = isinstance(old[0], dict) and isinstance(new[0], dict)
        # Another kind of check has nothing in common with the one before.
        if not both or (keys == ("check",) and old[0].keys() != new[0].keys()):
            return new
        merged, place = self.mapping(old, new, keys)
        return merged, replace(place, key=new[1].key)

    def _list(self, old: tuple[Any, Place], new: tuple[Any, Place], keys: Keys) -> tuple[Any, Place]:
        items = [] if old[0] is None else old[0]
        if not isinstance(items, list):
            self._fault(f"“{keys[-1]}” is no list in {self.base.path}: “+” and “-” change lists", keys)
            return old
        kept = [(item, self._from_base(old[1].inside[n], old[1])) for n, item in enumerate(items)]
        for item, where in self._entries(new, _TAKE, keys):
            if item not in items:
                self._fault(f"“{shorten(str(item))}” is not there to be taken away{self._meant(item, items)}", where)
            kept = [entry for entry in kept if entry[0] != item]
        present = [item for item, _ in kept]
        added = [(item, where) for item, where in self._entries(new, _ADD, keys) if item not in present]
        kept += [(item, new[1].inside[_ADD].inside[where[-1]]) for item, where in added]
        inside: dict[str | int, Place] = {number: place for number, (_, place) in enumerate(kept)}
        return [item for item, _ in kept], replace(new[1], inside=inside)

    def _entries(self, new: tuple[Any, Place], sign: str, keys: Keys) -> list[tuple[Any, Keys]]:
        entries = new[0].get(sign, [])
        if not isinstance(entries, list):
            self._fault(f"“{sign}” takes a list", (*keys, sign))
            return []
        return [(entry, (*keys, sign, number)) for number, entry in enumerate(entries)]

    def _meant(self, item: object, items: list[Any]) -> str:
        """What was probably meant; else where to look: lists of phrases are too long to be told."""
        close = get_close_matches(str(item), [text for text in items if isinstance(text, str)], n=1, cutoff=0.6)
        return f': did you mean "{close[0]}"?' if close else f": see {self.base.path}"

    def _fault(self, what: str, keys: Keys) -> None:
        self.faults.append(self.over.fault(what, keys))
