"""How the tables of Zendesk that warehouses keep are told: by the names of their columns."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from .decode import split_lines
from .places import CellPlace
from .shelf import Piece
from .table import best_delimiter

_MARKS = frozenset(("_fivetran_synced", "facebook_comment", "tweet", "voice_comment", "html_body", "plain_body"))
_KINDS: Mapping[str, frozenset[str]] = {
    "comments": frozenset(("id", "ticket_id", "body", "public")),
    "events": frozenset(("chat_id", "actor_id", "message", "type")),
    "tickets": frozenset(("id", "requester_id", "submitter_id", "status")),
    "users": frozenset(("id", "name", "email", "role", "ticket_restriction")),
    "chats": frozenset(("chat_id", "ticket_id", "visitor_id")),
}
"""Kind of table -> columns that it has."""


@dataclass(frozen=True, slots=True)
class ZendeskTable:
    """A table: its kind, its columns, and what stands between its cells."""

    kind: str
    columns: tuple[str, ...]
    delimiter: str

    @classmethod
    def of(cls, line: str) -> ZendeskTable | None:
        """Tell by its first line what a table holds; None if it is none of Zendesk's."""
        delimiter = best_delimiter(line)
        columns = _cells(line, delimiter)
        kind = next((kind for kind, needed in _KINDS.items() if needed.issubset(columns)), "")
        if not kind or (kind == "comments" and _MARKS.isdisjoint(columns)):
            return None
        return cls(kind, tuple(columns), delimiter)

    def values(self, row: Piece) -> dict[str, object]:
        """Give the cells of a row that are not empty."""
        cells = (cell.replace("\r\n", "\n").replace("\r", "\n") for cell in _cells(row.source, self.delimiter))
        return {name: cell for name, cell in zip(self.columns, cells, strict=False) if cell.strip()}

    def place(self, row: Piece, column: str) -> CellPlace:
        """Give the place of a cell."""
        return CellPlace(row.line, 1, "", row.source, self.delimiter, self.columns.index(column))


def _cells(raw: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(split_lines((raw,)), delimiter=delimiter), [])
    except csv.Error:
        return []
