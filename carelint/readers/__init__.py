"""Readers: files of many formats -> conversations. One module per format; `READERS` names them.

`walk` gives the files, `read` the conversations of one, `as_reply` joins a draft to its conversation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePath
from typing import BinaryIO, TextIO

from ..errors import Fault, ReadError, UsageError, allowed
from ..model import Conversation
from .chatlog import read_chatlog
from .csv_files import read_csv
from .decode import WINDOWS, Source
from .detect import EXTENSIONS, detect
from .json_files import read_json
from .json_stream import begins_json
from .mail import read_mail
from .options import ReadOptions
from .roles import RoleMap
from .text import read_text
from .walk import shown, walk

__all__ = ["READERS", "ReadOptions", "Reader", "RoleMap", "as_reply", "detect", "read", "walk"]

Reader = Callable[[Source, ReadOptions], Iterator[Conversation | ReadError]]

READERS: Mapping[str, Reader] = {
    "json": read_json,
    "chatlog": read_chatlog,
    "email": read_mail,
    "csv": read_csv,
    "text": read_text,
}


def read(path: str, options: ReadOptions | None = None) -> Iterator[Conversation | ReadError]:
    """Read the conversations of a file, or of standard input (`-`), one at a time.

    What cannot be read, one conversation or the whole file, is given as a ReadError and not raised.
    Raises UsageError for a reader that does not exist.
    """
    options = options or ReadOptions()
    if options.reader is not None and options.reader not in READERS:
        raise UsageError(f'unknown reader "{options.reader}"; {allowed(options.reader, READERS)}')
    name = "<stdin>" if path == "-" else shown(path)
    try:
        with _open(path) as stream:
            yield from _read(Source.of(name, stream), options)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(Fault(name, 0, 0, f"cannot be read: {error.strerror or error}"))


def _read(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    if not source.head:
        yield ReadError(Fault(source.path, 0, 0, "is empty"))
        return
    for found in READERS[_reader(source, options)](source, options):
        if source.encoding == WINDOWS and isinstance(found, Conversation):
            yield replace(found, metadata={**found.metadata, "encoding": WINDOWS})
        else:
            yield found


def _reader(source: Source, options: ReadOptions) -> str:
    if options.reader:
        return options.reader
    name = detect(source.path, source.text_head)
    # A chat that is pasted into a draft is a draft; a text that shall be a transcript is a chat log.
    if options.kind in ("draft", "macro") and (name == "chatlog" or (name == "json" and not _is_json(source))):
        return "text"
    return "chatlog" if name == "text" and options.kind == "transcript" else name


def _is_json(source: Source) -> bool:
    return EXTENSIONS.get(PurePath(source.path).suffix.lower()) == "json" or begins_json(
        source.text_head, cut=source.is_cut
    )


@contextmanager
def _open(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        # Closed by the shell (`<&-`); the type stubs do not know of it.
        stdin: TextIO | None = sys.stdin
        if stdin is None:
            raise ReadError(Fault("<stdin>", 0, 0, "standard input is closed"))
        yield stdin.buffer
        return
    with open(path, "rb") as stream:
        yield stream


def as_reply(draft: Conversation, to: Conversation) -> Conversation:
    """Make a draft the next agent turn of a conversation, which is the evidence: findings are for the draft only.

    Raises UsageError for a draft of more than one turn.
    """
    if len(draft.turns) != 1:
        raise UsageError(f"{draft.path}: a reply must be one text, not {len(draft.turns)} messages")
    author = draft.turns[0].author or (to.agents[-1] if to.agents else "")
    turn = replace(draft.turns[0], role="agent", author=author)
    turns = (*to.turns, turn)
    return replace(to, turns=turns, kind="draft", path=draft.path, draft_from=len(to.turns))
