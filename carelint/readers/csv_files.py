"""CSV: a row per message, grouped by the id of the conversation, or a row per text (drafts, macros).

The rows of a conversation stand together; an id that comes back later is an error. A file with messages but
without an id is one conversation.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, groupby

from ..errors import Fault, ReadError
from ..model import Conversation, Kind, Place, Turn
from . import macros, messages, record, zendesk_tables
from .decode import Source
from .exports import zendesk_macros
from .fields import WrongError, fold, short
from .options import ReadOptions
from .places import JsonCellPlace, escape
from .table import (
    ACTIONS,
    LIMIT,
    Lines,
    Row,
    RowError,
    Table,
    best_delimiter,
    cell_place,
    check_row,
    column_of,
    column_position,
    read_header,
    read_rows,
)
from .talks import Talk, conversation
from .text import stem


def read_csv(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read the conversations of a table, one at a time."""
    if zendesk_tables.is_warehouse(source.text_head):
        yield from zendesk_tables.read_warehouse(source, options)
        return
    csv.field_size_limit(LIMIT)
    raw = source.lines()
    first = next((line for line in raw), "")
    lines = Lines(chain((first,), raw))
    delimiter = best_delimiter(first)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        table = read_header(next(reader, []), delimiter, source.path, options)
        lines.row()
        groups = _groups(read_rows(reader, lines, table), table)
        if not table.transcript:
            yield from _texts(groups, table, source.path, options)
        else:
            yield from _talks(groups, table, source.path, options)
    except csv.Error as error:
        what = f"is no valid CSV: {error}; the rest of the file is not read"
        yield ReadError(Fault(source.path, lines.next_line, 1, what))


def _groups(rows: Iterator[Row], table: Table) -> Iterator[tuple[str, list[Row]]]:
    """Give the rows of each conversation with its id: those that stand together and have one id."""
    if not table.transcript:
        return ((row.cells.get(table.id, ""), [row]) for row in rows)
    return ((key, list(group)) for key, group in groupby(rows, key=lambda row: row.cells.get(table.id, "").strip()))


def _talks(
    groups: Iterator[tuple[str, list[Row]]], table: Table, path: str, options: ReadOptions
) -> Iterator[Conversation | ReadError]:
    # Hashes, and not ids: this is all that grows with the file.
    seen: set[int] = set()
    empty = True
    for key, rows in groups:
        empty = False
        number = hash(key)
        if table.id and not key:
            what = f"the row has no conversation id (column {table.id})"
        elif number in seen:
            what = f'conversation "{short(key)}" comes back after other conversations; sort the rows by {table.id}'
        else:
            seen.add(number)
            try:
                yield _talk(rows, table, path, options)
            except WrongError as error:
                yield _read_error(error, rows[0], table, path)
            continue
        yield ReadError(Fault(path, rows[0].line, 1, what))
    if empty:
        yield ReadError(Fault(path, 0, 0, "holds no conversation"))


def _texts(
    groups: Iterator[tuple[str, list[Row]]], table: Table, path: str, options: ReadOptions
) -> Iterator[Conversation | ReadError]:
    count = 0
    for count, (_, (row,)) in enumerate(groups, 1):
        try:
            check_row(row, table)
            for talk in _said(row, table, options):
                yield conversation(talk, partial(_place, row, table), str(count), path, options)
        except WrongError as error:
            yield _read_error(error, row, table, path)
    if not count:
        yield ReadError(Fault(path, 0, 0, "holds no conversation"))


def _said(row: Row, table: Table, options: ReadOptions) -> Iterable[Talk]:
    """Give the draft or the macro of a row, of a row of Zendesk one for each comment. Raises WrongError."""
    fields = table.fields
    cells = {name: cell for name, cell in row.cells.items() if cell or name in (fields.text, fields.html)}
    if table.mapped:
        return (macros.mapped(row.cells, fields),)
    if fold(fields.text) != ACTIONS:
        kind: Kind = "macro" if fields.title else "draft"
        return (macros.macro(cells, macros.Tool(fields, numbering=False), kind),)
    try:
        actions = json.loads(cells.pop(fields.text))
    except (ValueError, RecursionError):
        raise WrongError(f"{fields.text} is no valid JSON", f"/{escape(fields.text)}") from None
    return zendesk_macros.said(cells, actions, f"/{escape(fields.text)}")


def _place(row: Row, table: Table, pointer: str) -> Place:
    """Give the place of a cell, or of a text in the JSON of a cell."""
    column, inner = column_of(pointer)
    cell = cell_place(row, table, column)
    return JsonCellPlace(cell.line, 1, inner, cell, row.cells[column]) if inner else cell


def _read_error(error: WrongError, row: Row, table: Table, path: str) -> ReadError:
    if isinstance(error, RowError):
        return ReadError(Fault(path, error.line, error.column, error.what))
    return ReadError(Fault(path, *column_position(row, table, error.pointer), error.what))


def _talk(rows: list[Row], table: Table, path: str, options: ReadOptions) -> Conversation:
    turns: list[Turn] = []
    unknown: list[int] = []
    shared = _end_of_all(rows, table)
    for row in rows:
        check_row(row, table)
        cells = {name: cell for name, cell in row.cells.items() if name not in (table.id, shared)}
        try:
            turn, known = messages.turn(cells, options.roles, partial(cell_place, row, table))
        except WrongError as error:
            raise RowError(error.what, *column_position(row, table, error.pointer)) from None
        if turn is None:
            continue
        if not known:
            unknown.append(len(turns))
        turns.append(turn)
    found = record.head(_about(rows[0], table, shared), options)
    found.id = rows[0].cells.get(table.id, "").strip() if table.id else stem(path)
    return record.conversation(found, turns, unknown, path)


def _end_of_all(rows: list[Row], table: Table) -> str:
    """Give the column of ends that says the same of each message: it is about the conversation. Empty for none."""
    column = messages.shape(table.columns).until
    ends = {row.cells.get(column, "") for row in rows} if column else set[str]()
    return column if len(rows) > 1 and len(ends) == 1 else ""


def _about(row: Row, table: Table, shared: str) -> dict[str, object]:
    """Give the cells of a row that are about the conversation and not about the message."""
    keys = messages.shape(tuple(name for name in table.columns if name not in (table.id, shared)))
    of_turn = {getattr(keys, name) for name in messages.ALIASES if name != "type"} | {table.id}
    return {name: cell for name, cell in row.cells.items() if cell and name not in of_turn}
