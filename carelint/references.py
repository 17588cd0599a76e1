"""Names that rules and signals call each other by: unknown ones, and signals that are built on themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from .errors import Fault, allowed
from .strict_yaml import Document

Keys = tuple[str | int, ...]


def unknown_signals(
    document: Document, names: Iterable[str], known: Collection[str], places: Sequence[Keys]
) -> Iterator[Fault]:
    """Yield the names that no signal has, wherever they stand below the places; else at the first one."""
    for name in dict.fromkeys(names):
        if name not in known:
            what = f'unknown signal "{name}": {allowed(name, known) if known else "there are no signals"}'
            found = [keys for place in places for keys in _find(_at(document.data, place), name, place)]
            for keys in found or places[:1]:
                yield document.fault(what, keys, key=bool(keys) and keys[-1] == name)


def _at(data: object, keys: Keys) -> object:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data


def _find(data: object, wanted: str, keys: Keys) -> Iterator[Keys]:
    """The keys that lead to a name, as a value or as a key."""
    if data == wanted:
        yield keys
    entries: Iterable[tuple[str | int, object]] = ()
    if isinstance(data, dict):
        entries = data.items()
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        if key == wanted:
            yield (*keys, key)
        yield from _find(value, wanted, (*keys, key))


def circles(uses: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield circles of names, each from its first name in the alphabet round to the same."""
    graph = {name: sorted(others) for name, others in sorted(uses.items())}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            around = error.args[1][:0:-1]  # each is built on the next
            least = around.index(min(around))
            circle = [*around[least:], *around[:least]]
            yield [*circle, circle[0]]
            graph = {name: others for name, others in graph.items() if name not in circle}
        else:
            return
