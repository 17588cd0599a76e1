"""Tables: their columns, and their rows with the place of each cell."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..errors import Fault, ReadError
from . import macros, messages
from .decode import split_lines
from .fields import WrongError, fold, short
from .options import MacroFields, ReadOptions
from .places import CellPlace

_DELIMITERS = ",;\t|"
LIMIT = 1 << 26
"""Characters that a cell may have."""
_IDS = tuple(
    "conversationid ticketid chatid threadid sessionid caseid dialogueid dialogid conversation ticket convid id".split()
)
ACTIONS = "actionsjson"
"""The column of a Zendesk import, folded, that holds all that a macro does."""
_TEXTS = frozenset(map(fold, (ACTIONS, *macros.TEXTS, *macros.HTMLS)))
_KNOWN = _TEXTS.union(map(fold, (*_IDS, *macros.TITLES, "channel", "status")), (
    fold(alias) for aliases in messages.ALIASES.values() for alias in aliases))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file, and which of them have a meaning of their own.

    `fields` are those of a text (a draft or macro), `id` that of the conversation which a message is of.
    """

    columns: tuple[str, ...]
    delimiter: str
    id: str
    fields: MacroFields
    transcript: bool
    mapped: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells by column, its text, and the line of the file at which it begins."""

    line: int
    source: str
    cells: dict[str, str]
    count: int


class Lines:
    """Lines for the csv module that remembers those of the row that is being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._taken: list[str] = []
        self.next_line = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken.append(line)
        return line

    def row(self) -> tuple[int, str]:
        """Give the first line and the text of the row that was read last."""
        first, taken = self.next_line, "".join(self._taken)
        self.next_line += len(self._taken)
        self._taken.clear()
        return first, taken


def is_table(head: str) -> bool:
    """Tell whether a text begins with the names of at least two known columns, one of them for texts."""
    first = re.split(r"[\r\n]", head, maxsplit=1)[0]
    names = [fold(name) for name in _cells(first, best_delimiter(first))]
    return len(_KNOWN.intersection(names)) >= 2 and not _TEXTS.isdisjoint(names)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


def best_delimiter(line: str) -> str:
    """Give the delimiter that makes the most known columns of the first line, else the most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        names = _cells(line, delimiter)
        return len(_KNOWN.intersection(map(fold, names))), len(names)

    return max(_DELIMITERS, key=score)


def read_header(columns: list[str], delimiter: str, path: str, options: ReadOptions) -> Table:
    """Tell what the columns mean. Raises ReadError for a table without texts."""
    names = tuple(column.strip() or f"column {number}" for number, column in enumerate(columns, 1))
    folded = {fold(name): name for name in reversed(names)}
    role = any(fold(alias) in folded for alias in messages.ALIASES["role"])
    own = next((folded[key] for key in _IDS if key in folded), "")
    talk = role or bool(own and fold(own) != "id")
    if options.kind:
        talk = options.kind == "transcript"
    if options.macros and not talk:
        return Table(names, delimiter, own, _mapped(names, options.macros, path), transcript=False, mapped=True)
    usual = macros.usual(names)
    text = usual.text or folded.get(ACTIONS, "")
    if not (text or (usual.html and not talk)):
        accepted = ", ".join(messages.ALIASES["text"])
        found = ", ".join(short(name, 30) for name in names[:15]) or "none"
        raise ReadError(Fault(path, 1, 1, f"no column holds a text; accepted names: {accepted}; found: {found}"))
    return Table(names, delimiter, own, replace(usual, id=own or usual.id, text=text), talk)


def _mapped(names: tuple[str, ...], fields: MacroFields, path: str) -> MacroFields:
    """Check that all columns are there which the configuration names. Raises ReadError."""
    for ours, theirs in fields.named():
        if theirs not in names:
            raise ReadError(Fault(path, 1, 1, macros.lacking(ours, theirs, names)))
    return fields


def read_rows(reader: Iterator[list[str]], lines: Lines, table: Table) -> Iterator[Row]:
    """Give the rows that are not empty, line ends in cells as \\n. Raises csv.Error."""
    for cells in reader:
        line, source = lines.row()
        if any(cells):
            texts = (cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells)
            yield Row(line, source, dict(zip(table.columns, texts, strict=False)), len(cells))


class RowError(WrongError):
    """A row that cannot be used, and where."""

    def __init__(self, what: str, line: int, column: int) -> None:
        super().__init__(what)
        self.line = line
        self.column = column


def column_position(row: Row, table: Table, pointer: str) -> tuple[int, int]:
    """Give where the cell of a column begins in the file; the row, where there is no such column."""
    column = column_of(pointer)[0]
    if column not in table.columns:
        return row.line, 1
    return cell_place(row, table, column).locate("", 0)


def column_of(pointer: str) -> tuple[str, str]:
    """Give the column of a pointer, and the rest of it, which is for the JSON in the cell."""
    key, slash, rest = pointer[1:].partition("/")
    return key.replace("~1", "/").replace("~0", "~"), slash + rest


def cell_place(row: Row, table: Table, column: str) -> CellPlace:
    """Give the place of a cell."""
    return CellPlace(row.line, 1, "", row.source, table.delimiter, table.columns.index(column))


def check_row(row: Row, table: Table) -> None:
    """Refuse a row with more cells than there are columns, or with the rest of the file in a cell. Raises RowError."""
    if row.count > len(table.columns):
        what = f"the row has {row.count} cells, the header has {len(table.columns)}; is a quote missing?"
        raise RowError(what, row.line, 1)
    if _is_open(row, table):
        last = min(row.count, len(table.columns)) - 1
        line, column = cell_place(row, table, table.columns[last]).locate("", 0)
        raise RowError("the quoted cell is never closed: all that stands behind it would be in it", line, column)


def _is_open(row: Row, table: Table) -> bool:
    """Tell whether the file ends in a quoted cell of the row: only then another quote changes nothing."""
    if row.source.count('"') % 2 == 0:
        return False
    texts = (row.source, f'{row.source}"')
    now, closed = (list(csv.reader(split_lines((text,)), delimiter=table.delimiter)) for text in texts)
    return now == closed
