"""The messages of a mail file: found in one pass, joined into threads by their headers, read one thread at a time."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, cast

from .decode import Source

_LINE = 1 << 16
_IN_MEMORY = 1 << 24
_HEADERS = 1 << 17
_FROM = re.compile(rb"From \S.{0,200}\d\d:\d\d.{0,60}")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_ID = re.compile(r"<[^<>\s]{1,300}>")
_FIELD = re.compile(
    rb"^(message-id|in-reply-to|references|subject):(.*(?:\r?\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE
)
_REPLY = re.compile(r"(?:\s*(?:re|aw|fwd?|fw|wg)(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A message of a mail file: its bytes, its first line, and the headers that tell its thread."""

    start: int
    end: int
    line: int
    id: str
    references: tuple[str, ...]
    subject: str
    reply: bool


class Spool(AbstractContextManager["Spool"]):
    """A mail file that can be read twice: the file itself, or a copy of what cannot be wound back."""

    def __init__(self, stream: BinaryIO, copy: bool) -> None:
        self._stream = stream
        self._copy = copy

    @classmethod
    def of(cls, source: Source) -> Spool:
        """Make it from an input of which at most the head was read."""
        if source.stream.seekable():
            return cls(source.stream, copy=False)
        copy = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
        for block in source.blocks():
            copy.write(block)
        return cls(copy, copy=True)

    def __exit__(self, *_: object) -> None:
        if self._copy:
            self._stream.close()

    def message(self, entry: Entry) -> bytes:
        """Give the bytes of a message, as they were before the mailbox escaped lines that begin with "From "."""
        return _ESCAPED.sub(rb"\1", self._read(entry.start, entry.end))

    def entries(self) -> Iterator[Entry]:
        """Give the messages in the order of the file."""
        start, first = 0, 1
        for offset, number, opening in self._openings():
            if offset > start or (number, opening) == (0, b""):
                yield self._entry(start, offset, first)
            start, first = offset + len(opening), number + 1

    def _openings(self) -> Iterator[tuple[int, int, bytes]]:
        """Give offset, number and bytes of each line that begins a message; last the end of the file."""
        self._stream.seek(0)
        offset, number, blank, whole = 0, 0, True, True
        while line := self._stream.readline(_LINE):
            number += whole
            if blank and whole and _FROM.match(line) and (offset == 0 or self._box):
                self._box = True
                yield offset, number, line
            blank = whole and not line.strip()
            whole = line.endswith(b"\n")
            offset += len(line)
        if offset:
            yield offset, 0, b""

    _box = False

    def _entry(self, start: int, end: int, line: int) -> Entry:
        head = self._read(start, min(end, start + _HEADERS))
        block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
        values = {name.lower(): value.decode("utf-8", "replace") for name, value in _FIELD.findall(block)}
        ids = _ID.findall(values.get(b"message-id", ""))
        references = _ID.findall(values.get(b"references", "") + values.get(b"in-reply-to", ""))
        subject = " ".join(values.get(b"subject", "").split()).casefold()
        bare = _REPLY.sub("", subject, count=1) if _REPLY.match(subject) else subject
        return Entry(start, end, line, ids[0] if ids else "", tuple(references), bare, bare != subject)

    def _read(self, start: int, end: int) -> bytes:
        """Read without losing the place of a pass that goes on."""
        before = self._stream.tell()
        self._stream.seek(start)
        data = self._stream.read(end - start)
        self._stream.seek(before)
        return data


def threads(spool: Spool) -> Iterator[list[Entry]]:
    """Give the threads in the order of their first messages.

    Messages belong together if one refers to the other, or to the same message; a reply that refers to nothing belongs
    to the only thread with its subject.
    """
    parent: dict[str, str] = {}
    by_subject: dict[str, set[str]] = {}
    entries = list(spool.entries())
    keys = [entry.id or f"#{number}" for number, entry in enumerate(entries)]
    for key, entry in zip(keys, entries, strict=True):
        for reference in entry.references:
            parent[_root(parent, reference)] = _root(parent, key)
    for key, entry in zip(keys, entries, strict=True):
        if not entry.reply:
            by_subject.setdefault(entry.subject, set()).add(key)
    groups: dict[str, list[Entry]] = {}
    for key, entry in zip(keys, entries, strict=True):
        same = {_root(parent, other) for other in by_subject.get(entry.subject, ())}
        root = same.pop() if entry.reply and not entry.references and len(same) == 1 else _root(parent, key)
        groups.setdefault(root, []).append(entry)
    yield from groups.values()


def _root(parent: dict[str, str], key: str) -> str:
    while (above := parent.get(key, key)) != key:
        # Halving the path keeps long threads cheap.
        parent[key] = parent.get(above, above)
        key = above
    return key
