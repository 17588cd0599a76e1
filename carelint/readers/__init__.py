"""Readers: files of many formats -> conversations. One module per format; `READERS` names them.

`walk` gives the files, `read` the conversations of one, `as_reply` joins a draft to its conversation.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO, TextIO

from ..errors import Fault, ReadError, UsageError, allowed
from ..model import Conversation
from .chatlog import read_chatlog
from .containers import sources
from .csv_files import read_csv
from .decode import WINDOWS, Source
from .detect import EXTENSIONS, detect
from .html_files import read_html
from .json_files import read_json
from .json_values import begins_json
from .macros import distinct
from .mail import read_mail
from .markdown import read_markdown
from .options import MacroFields, ReadOptions
from .roles import RoleMap
from .slack import read_slack
from .slack_files import Workspace, folder, is_folder
from .subtitles import read_subtitles
from .talks import LeftOutError
from .text import read_text
from .walk import shown, walk
from .yaml_macros import read_yaml

__all__ = [
    "READERS",
    "LeftOutError",
    "MacroFields",
    "ReadOptions",
    "Reader",
    "RoleMap",
    "as_reply",
    "detect",
    "read",
    "walk",
]

Reader = Callable[[Source, ReadOptions], Iterator[Conversation | ReadError]]

READERS: Mapping[str, Reader] = {
    "json": read_json,
    "chatlog": read_chatlog,
    "email": read_mail,
    "csv": read_csv,
    "subtitles": read_subtitles,
    "markdown": read_markdown,
    "yaml": read_yaml,
    "html": read_html,
    "text": read_text,
}


def read(
    path: str, options: ReadOptions | None = None, data: bytes | None = None
) -> Iterator[Conversation | ReadError]:
    """Read the conversations of a file, of standard input (`-`), or of the folder of an export, one at a time.

    With `data`, this is what the file holds, and nothing is opened.
    What cannot be read, one conversation or the whole file, is given as a ReadError and not raised; a LeftOutError is
    no problem, and says what is there and not read.
    Raises UsageError for a reader that does not exist.
    """
    options = options or ReadOptions()
    if options.reader is not None and options.reader not in READERS:
        raise UsageError(f'unknown reader "{options.reader}"; {allowed(options.reader, READERS)}')
    name = "<stdin>" if path == "-" else shown(path)
    try:
        if data is None and os.path.isdir(path) and is_folder(path):
            yield from read_slack(folder(path, name), options)
            return
        with _open(path) if data is None else BytesIO(data) as stream:
            for source in sources(name, stream):
                yield from (source,) if isinstance(source, ReadError) else _guarded(source, options)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(Fault(name, 0, 0, f"cannot be read: {error.strerror or error}"))


def _guarded(source: Source | Workspace, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read one of several files of a zip: what ends the reading of one does not end that of the others."""
    try:
        yield from read_slack(source, options) if isinstance(source, Workspace) else _read(source, options)
    except ReadError as error:
        yield error


def _read(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    if not source.head:
        yield ReadError(Fault(source.path, 0, 0, "is empty"))
        return
    for found in distinct(READERS[_reader(source, options)](source, options)):
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
    return "chatlog" if name in ("markdown", "text") and options.kind == "transcript" else name


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
    draft_from = len(to.turns)
    return replace(to, turns=turns, kind="draft", path=draft.path, draft_from=draft_from, ignores=draft.ignores)
