"""What stands apart in a file and belongs together: kept on disk, so that memory does not grow with the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE records (kind TEXT, id TEXT, value TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE parts (
    number INTEGER PRIMARY KEY, kind TEXT, whole TEXT, line INTEGER, at INTEGER, pointer TEXT, source TEXT
);
CREATE INDEX wholes ON parts (kind, whole);
BEGIN;
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file: its text, the line and the column at which it begins, and its JSON pointer, if it has one."""

    source: str
    line: int
    column: int = 1
    pointer: str = ""


class Shelf:
    """Records that others refer to, by kind and id, and parts of conversations, by kind and the id of the whole.

    It lies in a temporary file that goes with the process; one with nothing on it costs nothing.
    """

    def __init__(self) -> None:
        self._database: sqlite3.Connection | None = None
        self.records: set[str] = set()
        """The kinds of records that it holds."""
        self.parts: set[str] = set()
        """The kinds of parts that it holds, or held."""

    def close(self) -> None:
        """Throw everything away."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def clear(self) -> None:
        """Take everything off it."""
        self.close()
        self.records, self.parts = set(), set()

    def put_record(self, kind: str, key: str, value: object) -> None:
        """Keep a record; a later one of the same id takes its place."""
        self.records.add(kind)
        self._open().execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", (kind, key, json.dumps(value)))

    def record(self, kind: str, key: str) -> object:
        """Give a record, None if there is no such one."""
        if kind not in self.records:
            return None
        query = "SELECT value FROM records WHERE kind = ? AND id = ?"
        row = self._open().execute(query, (kind, key)).fetchone()
        return None if row is None else json.loads(row[0])

    def put_part(self, kind: str, whole: str, part: Piece) -> None:
        """Keep a part of a conversation."""
        self.parts.add(kind)
        row = (kind, whole, part.line, part.column, part.pointer, part.source)
        query = "INSERT INTO parts (kind, whole, line, at, pointer, source) VALUES (?, ?, ?, ?, ?, ?)"
        self._open().execute(query, row)

    def take_parts(self, kind: str, whole: str) -> list[Piece]:
        """Give the parts of a conversation in the order of the file, and keep them no longer."""
        if kind not in self.parts:
            return []
        where = "WHERE kind = ? AND whole = ?"
        query = f"SELECT source, line, at, pointer FROM parts {where} ORDER BY number"
        found = [Piece(*row) for row in self._open().execute(query, (kind, whole))]
        if found:
            self._open().execute(f"DELETE FROM parts {where}", (kind, whole))
        return found

    def wholes(self) -> Iterator[tuple[str, str]]:
        """Give kind and id of the conversations of which there are parts, in the order of their first ones."""
        if self._database is not None:
            query = "SELECT kind, whole FROM parts GROUP BY kind, whole ORDER BY MIN(number)"
            yield from self._database.execute(query)

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            # Most files need no shelf.
            import sqlite3

            # A database without a name is a temporary file of its own.
            self._database = sqlite3.connect("", isolation_level=None)
            self._database.executescript(_TABLES)
        return self._database
