"""JSON and JSON lines: a conversation per line, an array, one object, an object round a list, or a list of messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from json.decoder import JSONDecodeError
from typing import cast

from ..errors import Fault, ReadError
from ..model import Conversation, Turn
from . import messages, record
from .decode import Source
from .exports import export_of
from .fields import WrongError, fold, short, type_name
from .json_stream import Broken, Cursor, Document, broken, by_line, decode
from .options import ReadOptions
from .places import escape
from .talks import conversation

_TURN_KEYS = ("turns", "messages", "comments", "utterances", "dialogue", "dialog", "transcript", "events", "entries")
_LIST_KEYS = (
    "conversations",
    "tickets",
    "data",
    "items",
    "results",
    "chats",
    "transcripts",
    "drafts",
    "macros",
    "threads",
)
_TITLE_KEYS = ("title", "name")


def read_json(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read conversations; a broken line costs one conversation, a broken document all that stands behind the fault."""
    documents = by_line(source.lines()) if _is_lines(source) else _document(Cursor(source.chunks()))
    count = 0
    for document in documents:
        if isinstance(document, Broken):
            count += 1
            yield ReadError(Fault(source.path, document.line, document.column, document.what))
            continue
        for one in _unwrap(document):
            for made in _conversations(one, source.path, count, options):
                count += 1
                yield made
    if not count:
        yield ReadError(Fault(source.path, 0, 0, "holds no conversation"))


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


def _document(cursor: Cursor) -> Iterator[Document | Broken]:
    """Give the conversations of a document that may be larger than memory, or of several one after the other."""
    try:
        while opening := cursor.peek():
            if opening == "[":
                yield from _array(cursor, "")
            elif opening == "{":
                yield from _object(cursor)
            else:
                yield cursor.value()
    except (JSONDecodeError, WrongError) as error:
        yield broken(cursor, error)


def _array(cursor: Cursor, pointer: str) -> Iterator[Document | Broken]:
    """Give the elements of an array; if they are messages, the array is one conversation."""
    start = cursor.place()
    elements = cursor.elements(pointer)
    first = next(elements, None)
    if first is None:
        return
    if not _is_flat(first.value):
        yield from chain((first,), elements)
        return
    parts = [first, *elements]
    numbered = {str(index): part for index, part in enumerate(parts)}
    yield Document([part.value for part in parts], "", *start, pointer, parts=numbered)


def _is_flat(value: object) -> bool:
    """Tell whether an element of a list is a message, and no conversation, draft or macro."""
    if not isinstance(value, dict) or not messages.is_message(value):
        return False
    return not any(fold(key) in _TURN_KEYS or fold(key) == "kind" for key in value)


def _object(cursor: Cursor) -> Iterator[Document | Broken]:
    """Give the conversations of an object round a list of them; any other object is one itself.

    A list is streamed if its key comes before all that would make the object itself a conversation.
    """
    start, parts, wrapped = cursor.place(), dict[str, Document](), False
    cursor.take("{")
    while not cursor.take("}"):
        if parts or wrapped:
            _expect_comma(cursor)
        key = cursor.key()
        if fold(key) in _LIST_KEYS and cursor.peek() == "[" and not _is_conversation(parts):
            wrapped = True
            yield from _array(cursor, f"/{escape(key)}")
        else:
            parts[key] = cursor.value(f"/{escape(key)}")
    if not wrapped:
        yield Document({key: part.value for key, part in parts.items()}, "", *start, parts=_escaped(parts))


def _expect_comma(cursor: Cursor) -> None:
    if not cursor.take(","):
        raise WrongError("is no valid JSON: expecting ',' delimiter")


def _escaped(parts: Mapping[str, Document]) -> dict[str, Document]:
    return {escape(key): part for key, part in parts.items()}


def _is_conversation(keys: Iterable[str]) -> bool:
    return any(fold(key) in _TURN_KEYS or fold(key) in messages.TEXT_KEYS for key in keys)


def _unwrap(document: Document) -> Iterator[Document]:
    """Give the conversations of a value that is in memory."""
    value = document.value
    if isinstance(value, dict) and not _is_conversation(value) and export_of(value) is None:
        lists = (key for key in value if fold(key) in _LIST_KEYS and isinstance(value[key], list))
        if key := next(lists, None):
            yield from _unwrap(document.inner(key, value[key]))
            return
    if isinstance(value, list) and not (value and _is_flat(value[0])):
        for index, one in enumerate(value):
            yield document.inner(str(index), one)
        return
    yield document


def _conversations(
    document: Document, path: str, before: int, options: ReadOptions
) -> Iterator[Conversation | ReadError]:
    """Give the conversations of a value: one, but for an export that holds several."""
    export = export_of(document.value)
    if export is None:
        yield _guarded(document, path, lambda: _read(document, path, str(before + 1), options))
        return
    try:
        for number, talk in enumerate(export.read(cast("dict[str, object]", document.value)), before + 1):
            made = partial(conversation, talk, document.place, str(number), path, options)
            yield _guarded(document, path, made)
    except (WrongError, RecursionError) as error:
        yield _read_error(document, path, error)


def _guarded(document: Document, path: str, made: Callable[[], Conversation]) -> Conversation | ReadError:
    try:
        return made()
    except (WrongError, RecursionError) as error:
        return _read_error(document, path, error)


def _read_error(document: Document, path: str, error: WrongError | RecursionError) -> ReadError:
    if isinstance(error, RecursionError):
        return ReadError(Fault(path, document.line, document.column, "nested too deeply"))
    place = document.place(error.pointer).locate("", 0)
    pointer = document.pointer + error.pointer
    return ReadError(Fault(path, *place, f"{error.what} (at {pointer})" if pointer else error.what))


def _read(document: Document, path: str, number: str, options: ReadOptions) -> Conversation:
    value = document.value
    if isinstance(value, list):
        return _talk(document, value, "", record.head({"id": number}, options), path, options)
    if not isinstance(value, dict):
        raise WrongError(f"a conversation must be an object, not {type_name(value)}")
    key = next((key for key in value if fold(key) in _TURN_KEYS and isinstance(value[key], list)), None)
    odd = next((name for name in value if fold(name) in _TURN_KEYS), "")
    if key is None and odd:
        raise WrongError(f"{odd} must be a list of messages, not {type_name(value[odd])}", f"/{escape(odd)}")
    found = record.head({name: part for name, part in value.items() if name != key}, options)
    found.id = found.id or number
    if key is None:
        return _single(document, value, found, path)
    return _talk(document, value[key], f"/{escape(key)}", found, path, options)


def _talk(
    document: Document, items: list[object], pointer: str, found: record.Head, path: str, options: ReadOptions
) -> Conversation:
    turns: list[Turn] = []
    unknown: list[int] = []
    for index, item in enumerate(items):
        below = f"{pointer}/{index}"
        turn, known = _turn(item, below, document, options)
        if turn is None:
            continue
        if not known:
            unknown.append(len(turns))
        turns.append(turn)
    return record.conversation(found, turns, unknown, path)


def _turn(item: object, below: str, document: Document, options: ReadOptions) -> tuple[Turn | None, bool]:
    if not isinstance(item, dict):
        raise WrongError(f"a message must be an object, not {type_name(item)}", below)
    try:
        return messages.turn(item, options.roles, lambda key: document.place(f"{below}/{escape(key)}"))
    except WrongError as error:
        raise WrongError(error.what, below + error.pointer) from None


def _single(document: Document, value: dict[str, object], found: record.Head, path: str) -> Conversation:
    """Read a draft or a macro: an object with a text and no messages; a title makes it a macro."""
    keys = messages.shape(tuple(value))
    text = value.get(keys.text) if keys.text else None
    if not keys.text or text is None:
        accepted = (
            f"messages under {', '.join(_TURN_KEYS[:3])}, or a text under {', '.join(messages.ALIASES['text'][:4])}"
        )
        shown = ", ".join(short(key, 30) for key in list(value)[:12]) or "none"
        raise WrongError(f"holds no conversation; accepted: {accepted}; found: {shown}")
    if not isinstance(text, str):
        raise WrongError(f"{keys.text} must be a text, not {type_name(text)}", f"/{escape(keys.text)}")
    by_someone = keys.role or (keys.name and fold(keys.name) != "name")
    if found.kind in (None, "transcript") and by_someone:
        raise WrongError(
            "a message without its conversation; put the messages of a conversation into one list under turns"
        )
    if not text.strip():
        raise WrongError(f"{keys.text} is empty", f"/{escape(keys.text)}")
    found.kind = found.kind or ("macro" if any(value.get(key) for key in _TITLE_KEYS) else "draft")
    found.metadata.pop(keys.text, None)
    turn = Turn("agent", text, place=document.place(f"/{escape(keys.text)}"))
    return record.conversation(found, [turn], (), path)
