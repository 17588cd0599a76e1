"""A JSON file falls into values, each of them a conversation, a draft or a macro.

That is a value per line, an array, one object, an object round a list, or a list of messages. What an export keeps
apart, such as a list of users behind that of the tickets, goes to the shelf and is joined to what it belongs to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import chain
from json.decoder import JSONDecodeError
from typing import cast

from ..errors import ReadError
from .decode import Source
from .exports import EXPORTS, Export, export_of
from .fields import WrongError, fold
from .json_shapes import (
    LIST_KEYS,
    is_conversation,
    is_flat,
    is_main,
    is_page,
    is_part,
    is_record,
    mentioned,
    needs_others,
)
from .json_stream import Broken, Cursor, Document, broken, by_line
from .json_values import decode
from .places import escape
from .rewind import Rewind
from .shelf import Shelf

# Pages of an API in a list, each with a list of conversations.
_ENVELOPES = 3


class Documents:
    """The values of a file, one at a time."""

    def __init__(self, source: Source, shelf: Shelf) -> None:
        self._shelf = shelf
        self._lines = _is_lines(source)
        self._source = source
        self._input = Rewind(source)
        # What a look ahead found, once there was one.
        self._wraps: bool | None = None

    def close(self) -> None:
        """Throw away what was copied."""
        self._input.close()

    def __iter__(self) -> Iterator[Document | Broken]:
        """Give the values; a broken line costs one of them, a broken document all that stands behind the fault."""
        if self._lines:
            self._input.forget()
        found = by_line(self._source.lines()) if self._lines else self._document(Cursor(self._source.chunks()))
        for document in found:
            if isinstance(document, Broken):
                yield document
            else:
                yield from self._unwrap(document)
        yield from self._rest()

    def _document(self, cursor: Cursor) -> Iterator[Document | Broken]:
        """Give the values of a document that may be larger than memory, or of several one after the other."""
        try:
            while opening := cursor.peek():
                if opening == "[":
                    self._input.forget()
                    yield from _array(cursor)
                elif opening == "{":
                    yield from self._object(cursor)
                else:
                    yield cursor.value()
        except (JSONDecodeError, WrongError) as error:
            yield broken(cursor, error)

    def _object(self, cursor: Cursor) -> Iterator[Document]:
        """Give the values of an object round a list of them; any other object is one itself.

        A list is streamed if its key comes before all that would make the object itself a conversation.
        """
        start, parts, wrapped = cursor.place(), dict[str, Document](), False
        for key, pointer in _keys(cursor):
            if cursor.peek() != "[":
                parts[key] = cursor.value(pointer)
                continue
            place, elements = cursor.place(), cursor.elements(pointer)
            first = next(elements, None)
            if first is None:
                parts[key] = Document.gathered((), place, pointer)
            elif is_record(key, first.value) and self._look_ahead():
                deque(elements, maxlen=0)
            elif is_part(first.value) or is_main(key, first.value, parts):
                wrapped = True
                if needs_others(first.value):
                    self._look_ahead()
                self._input.forget()
                yield from chain((first,), elements)
            else:
                parts[key] = Document.gathered([first, *elements], place, pointer)
        document = Document({key: part.value for key, part in parts.items()}, "", *start, parts=_escaped(parts))
        if not wrapped or export_of(document.value):
            yield document

    def _look_ahead(self) -> bool:
        """Put on the shelf what stands apart in the whole file; tell whether there is something to join it to."""
        if self._wraps is None:
            self._wraps = False
            with self._input.again() as source:
                if source:
                    self._shelf.clear()
                    # A fault of the file is told when it is met.
                    with suppress(JSONDecodeError, WrongError, ReadError):
                        self._put_all(Cursor(source.chunks()))
        return self._wraps

    def _put_all(self, cursor: Cursor) -> None:
        while cursor.peek() == "{":
            for key, pointer in _keys(cursor):
                if cursor.peek() != "[":
                    cursor.value(pointer)
                    continue
                for element in cursor.elements(pointer):
                    self._wraps = self._wraps or needs_others(element.value)
                    self._put(key, element)

    def _put(self, key: str, element: Document) -> bool:
        """Put a part or a record on the shelf; tell whether it is one."""
        value, export = cast("dict[str, object]", element.value), export_of(element.value)
        if export and export.part:
            self._shelf.put_part(export.part, str(value.get(export.whole)), element.piece())
        elif is_record(key, value):
            self._shelf.put_record(key, str(value["id"]), value)
        else:
            return False
        return True

    def _unwrap(self, document: Document, depth: int = _ENVELOPES) -> Iterator[Document]:
        """Give the conversations of a value that is in memory."""
        value = document.value
        if isinstance(value, dict):
            yield from self._of_object(document, value, depth)
        elif isinstance(value, list) and not (value and is_flat(value[0])):
            for index, one in enumerate(value):
                inner = document.inner(str(index), one)
                yield from self._unwrap(inner, depth - 1) if depth else (inner,)
        else:
            yield document

    def _of_object(self, document: Document, value: dict[str, object], depth: int) -> Iterator[Document]:
        if export := export_of(value):
            if not export.part:
                yield self._joined(document, export)
            elif self._wraps is None:
                self._put("", document)
            return
        left = self._put_lists(document, value) if is_page(value) else value
        key = next((key for key in left if fold(key) in LIST_KEYS and isinstance(left[key], list)), "")
        if key and depth and not is_conversation(left):
            yield from self._unwrap(document.inner(key, left[key]), depth - 1)
        elif len(left) == len(value):
            yield document

    def _put_lists(self, document: Document, value: dict[str, object]) -> dict[str, object]:
        """Put the lists of parts and of records on the shelf, and give what is left."""
        left = {}
        for key, items in value.items():
            inner = document.inner(key, items)
            elements = enumerate(items if isinstance(items, list) else ())
            put = [self._put(key, inner.inner(str(index), element)) for index, element in elements]
            if not any(put):
                left[key] = items
        return left

    def _joined(self, document: Document, export: Export) -> Document:
        """Add the parts and the records that belong to a value."""
        own = str(export.id(cast("dict[str, object]", document.value)))
        taken = {kind: self._shelf.take_parts(kind, own) for kind in sorted(export.takes & self._shelf.parts)}
        added = {kind: Document.gathered([Document.of(one) for one in found]) for kind, found in taken.items() if found}
        document = document.joined(added) if added else document
        kinds = sorted(export.beside & self._shelf.records)
        ids = dict.fromkeys(mentioned(document.value)) if kinds else ()
        for kind in kinds:
            records = [record for one in ids if (record := self._shelf.record(kind, one)) is not None]
            document = document.joined({kind: Document(records, "", document.line, document.column)})
        return document

    def _rest(self) -> Iterator[Document]:
        """Give the conversations of which there are only parts."""
        names = {export.part: export.whole for export in EXPORTS if export.part}
        for kind, whole in self._shelf.wholes():
            # Those that were taken by now are not there.
            if pieces := self._shelf.take_parts(kind, whole):
                parts = Document.gathered([Document.of(piece) for piece in pieces])
                made = Document({names[kind]: whole}, "", parts.line, parts.column).joined({kind: parts})
                export = export_of(made.value)
                yield self._joined(made, export) if export else made


def _is_lines(source: Source) -> bool:
    """Tell whether each line is a value of its own."""
    head = source.text_head.lstrip()
    first, end, rest = head.partition("\n")
    first = first.strip()
    if source.path.lower().endswith((".jsonl", ".ndjson")):
        return first not in ("{", "[")
    if not end or not rest.strip() or (first[:1], first[-1:]) not in (("{", "}"), ("[", "]")):
        return False
    return first[:1] == "{" or _is_value(first)


def _is_value(text: str) -> bool:
    try:
        return decode(text)[1] == len(text)
    except (JSONDecodeError, WrongError):
        return False


def _keys(cursor: Cursor) -> Iterator[tuple[str, str]]:
    """Give the keys of the object that begins here, and their pointers; the value of each is to be taken."""
    cursor.take("{")
    first = True
    while not cursor.take("}"):
        if not first and not cursor.take(","):
            raise WrongError("is no valid JSON: expecting ',' delimiter")
        first = False
        key = cursor.key()
        yield key, f"/{escape(key)}"


def _array(cursor: Cursor) -> Iterator[Document]:
    """Give the elements of an array; if they are messages, the array is one conversation."""
    start = cursor.place()
    elements = cursor.elements("")
    first = next(elements, None)
    if first is None:
        return
    if is_flat(first.value):
        yield Document.gathered([first, *elements], start)
    else:
        yield from chain((first,), elements)


def _escaped(parts: Mapping[str, Document]) -> dict[str, Document]:
    return {escape(key): part for key, part in parts.items()}
