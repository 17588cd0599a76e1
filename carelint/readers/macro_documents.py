"""The macros among the values of a JSON file: a list of named texts, a mapping from ids, or what `items` leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from . import macros
from .exports import export_of, is_tools_macro
from .fields import fold, type_name
from .json_stream import Broken, Document
from .options import ReadOptions, at, path_of

_AROUND = frozenset(
    "macros templates snippets responses replies savedreplies cannedresponses messagetemplates quickreplies data items"
    " results".split()
)
_DEPTH = 3


def macros_in(documents: Iterable[Document | Broken], options: ReadOptions) -> Iterator[Document | Broken]:
    """Give the values, in the place of a library its macros."""
    for document in documents:
        if isinstance(document, Broken):
            yield document
        elif options.macros and options.macros.items:
            yield from _items(document, options.macros.items)
        else:
            yield from _macros(document, options, _DEPTH)


def _macros(document: Document, options: ReadOptions, depth: int) -> Iterator[Document]:
    value = document.value
    if isinstance(value, list):
        if value and (macros.is_library(value, options) or all(is_tools_macro(one) for one in value)):
            yield from (document.inner(str(number), one) for number, one in enumerate(value))
            return
    elif isinstance(value, dict) and export_of(value) is None and not macros.is_talk(value):
        key = next((key for key, one in value.items() if fold(key) in _AROUND and isinstance(one, (list, dict))), None)
        if key is not None and depth:
            yield from _inside(document.inner(key, value[key]), options, depth - 1)
            return
        if value and all(isinstance(one, dict) and macros.is_text(one) for one in value.values()):
            yield from _by_id(document, value)
            return
    yield document


def _inside(document: Document, options: ReadOptions, depth: int) -> Iterator[Document]:
    """Give what stands under a key such as `macros`: there an id may have a text and nothing else."""
    value = document.value
    if isinstance(value, dict) and value and all(isinstance(one, str) for one in value.values()):
        yield from _by_id(document, value)
    else:
        yield from _macros(document, options, depth)


def _by_id(document: Document, value: Mapping[str, object]) -> Iterator[Document]:
    """Give the macros of a mapping from ids; a text alone is what it says."""
    for key, one in value.items():
        inner = document.inner(key, one)
        told = one if isinstance(one, dict) else {"text": one}
        parts = {} if isinstance(one, dict) else {"text": inner}
        yield replace(inner, value={"id": key, "kind": "macro", **told}, parts={**inner.parts, **parts})


def _items(document: Document, items: str) -> Iterator[Document | Broken]:
    """Give the macros of the list, or of the mapping, that `items` of the configuration leads to."""
    if document.pointer.startswith(f"/{items.replace('.', '/')}/"):
        # One of a list that is read element by element.
        yield document
        return
    value = document.value
    keys = path_of(value, items) if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or keys is None:
        found = value if isinstance(value, Mapping) else ()
        yield Broken(document.line, document.column, macros.lacking("items", items, found))
        return
    for count, key in enumerate(keys, 1):
        document = document.inner(key, at(value, keys[:count]))
    yield from _elements(document, items)


def _elements(document: Document, items: str) -> Iterator[Document | Broken]:
    value = document.value
    if isinstance(value, list):
        yield from (document.inner(str(number), one) for number, one in enumerate(value))
    elif isinstance(value, dict):
        yield from _by_id(document, value)
    else:
        place = document.place("").locate("", 0)
        yield Broken(*place, f"{items} must be a list of macros, or a mapping from ids, not {type_name(value)}")
