"""JSON and JSON lines: conversations, drafts and macros of carelint's own form, of a free one, and of exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import cast

from ..errors import Fault, ReadError
from ..model import Conversation, Turn
from . import messages, record
from .decode import Source
from .exports import export_of, macros_of
from .fields import WrongError, fold, short, type_name
from .json_documents import Documents
from .json_shapes import TURN_KEYS
from .json_stream import Broken, Document
from .macro_documents import macros_in
from .options import ReadOptions
from .places import escape
from .shelf import Shelf
from .talks import LeftOutError, conversation, unanswered

_TITLE_KEYS = ("title", "name")
_UNANSWERED = "a conversation that no agent has answered, so that there is nothing to check"


@dataclass(slots=True)
class _Lack:
    """What an export leaves out: how often, and the first case."""

    count: int
    line: int
    column: int


def read_json(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read conversations; a broken line costs one conversation, a broken document all that stands behind the fault."""
    count, silent, answered = 0, False, False
    lacks: dict[str, _Lack] = {}
    with closing(Shelf()) as shelf, closing(Documents(source, shelf)) as documents:
        for document in macros_in(documents, options):
            if isinstance(document, Broken):
                count += 1
                yield ReadError(Fault(source.path, document.line, document.column, document.what))
                continue
            # A macro that only sets fields says nothing, and that is no error.
            silent = silent or export_of(document.value) is not None
            for made in _conversations(document, source.path, count, options, lacks):
                count += 1
                answered = answered or isinstance(made, Conversation)
                yield made
    for what, lack in lacks.items():
        fault = Fault(source.path, lack.line, lack.column, f"{what} ({lack.count} in this file)")
        # In each export some still wait for an answer, which is no fault of it.
        yield LeftOutError(fault, lack.count) if answered and what == _UNANSWERED else ReadError(fault)
    if not (count or lacks or silent):
        yield ReadError(Fault(source.path, 0, 0, "holds no conversation"))


def _conversations(
    document: Document, path: str, before: int, options: ReadOptions, lacks: dict[str, _Lack]
) -> Iterator[Conversation | ReadError]:
    """Give the conversations of a value: one, but for an export that holds several."""
    export = macros_of(document.value, options.macros) or export_of(document.value)
    if export is None:
        yield _guarded(document, path, lambda: _read(document, path, str(before + 1), options))
        return
    try:
        for number, talk in enumerate(export.read(cast("dict[str, object]", document.value)), before + 1):
            what = talk.lacks or (_UNANSWERED if unanswered(talk, options) else "")
            if what and not options.unanswered:
                _note(document, what, lacks)
                continue
            made = partial(conversation, talk, document.place, str(number), path, options)
            yield _guarded(document, path, made)
    except (WrongError, RecursionError) as error:
        yield _read_error(document, path, error)


def _note(document: Document, what: str, lacks: dict[str, _Lack]) -> None:
    place = document.place("").locate("", 0)
    lacks.setdefault(what, _Lack(0, *place)).count += 1


def _guarded(document: Document, path: str, made: Callable[[], Conversation]) -> Conversation | ReadError:
    try:
        return made()
    except (WrongError, RecursionError) as error:
        return _read_error(document, path, error)


def _read_error(document: Document, path: str, error: WrongError | RecursionError) -> ReadError:
    if isinstance(error, RecursionError):
        return ReadError(Fault(path, document.line, document.column, "nested too deeply"))
    place = document.place(error.pointer)
    what = f"{error.what} (at {place.pointer})" if place.pointer else error.what
    return ReadError(Fault(path, *place.locate("", 0), what))


def _read(document: Document, path: str, number: str, options: ReadOptions) -> Conversation:
    value = document.value
    if isinstance(value, list):
        return _talk(document, value, "", record.head({"id": number}, options), path, options)
    if not isinstance(value, dict):
        raise WrongError(f"a conversation must be an object, not {type_name(value)}")
    key = next((key for key in value if fold(key) in TURN_KEYS and isinstance(value[key], list)), None)
    odd = next((name for name in value if fold(name) in TURN_KEYS), "")
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
            f"messages under {', '.join(TURN_KEYS[:3])}, or a text under {', '.join(messages.ALIASES['text'][:4])}"
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


def read_document(
    document: Document, path: str, before: int, options: ReadOptions
) -> Iterator[Conversation | ReadError]:
    """Read a value of another format that has the same form; `before` is how many conversations stand before it."""
    lacks: dict[str, _Lack] = {}
    yield from _conversations(document, path, before, options, lacks)
    yield from (ReadError(Fault(path, lack.line, lack.column, what)) for what, lack in lacks.items())
