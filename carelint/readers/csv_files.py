"""CSV: a row per message, grouped by the id of the conversation, or a row per text (drafts, macros).

The rows of a conversation stand together; an id that comes back later is an error. A file with messages but
without an id is one conversation.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, groupby

from ..errors import Fault, ReadError
from ..model import Conversation, Place, Turn
from . import messages, record
from .decode import Source
from .fields import WrongError, fold, short
from .options import ReadOptions
from .places import CellPlace, JsonCellPlace
from .table import (
    LIMIT,
    Lines,
    Row,
    RowError,
    Table,
    best_delimiter,
    cell_place,
    check_length,
    column_position,
    read_header,
    read_rows,
)
from .text import stem


def read_csv(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read the conversations of a table, one at a time."""
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
            yield _guarded(_talk, rows, table, path, options)
            continue
        yield ReadError(Fault(path, rows[0].line, 1, what))
    if empty:
        yield ReadError(Fault(path, 0, 0, "holds no conversation"))


def _texts(
    groups: Iterator[tuple[str, list[Row]]], table: Table, path: str, options: ReadOptions
) -> Iterator[Conversation | ReadError]:
    count = 0
    for count, (_, rows) in enumerate(groups, 1):
        yield _guarded(_text, rows, table, path, options, count)
    if not count:
        yield ReadError(Fault(path, 0, 0, "holds no conversation"))


def _guarded(
    read: Callable[..., Conversation], rows: list[Row], table: Table, path: str, *rest: object
) -> Conversation | ReadError:
    try:
        return read(rows, table, path, *rest)
    except RowError as error:
        return ReadError(Fault(path, error.line, error.column, error.what))
    except WrongError as error:
        return ReadError(Fault(path, *column_position(rows[0], table, error.pointer), error.what))


def _talk(rows: list[Row], table: Table, path: str, options: ReadOptions) -> Conversation:
    turns: list[Turn] = []
    unknown: list[int] = []
    shared = _end_of_all(rows, table)
    for row in rows:
        check_length(row, table)
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


def _text(rows: list[Row], table: Table, path: str, options: ReadOptions, count: int) -> Conversation:
    row = rows[0]
    check_length(row, table)
    about = {name: cell for name, cell in row.cells.items() if cell and name not in (table.text, table.id)}
    found = record.head(about, options)
    title = row.cells.get(table.title, "").strip()
    found.id = row.cells.get(table.id, "").strip() or title or str(count)
    found.kind = found.kind or ("macro" if table.title else "draft")
    text = row.cells.get(table.text, "")
    cell = cell_place(row, table, table.text)
    place: Place = cell
    if fold(table.text) == "actionsjson":
        text, place = _comment(text, cell)
    if not text.strip():
        raise RowError(f"{table.text} is empty", row.line, 1)
    return record.conversation(found, [Turn("agent", text, place=place)], (), path)


def _comment(document: str, cell: CellPlace) -> tuple[str, Place]:
    """Give the reply among the actions of a Zendesk macro."""
    try:
        actions = json.loads(document)
        fields = [action["field"] for action in actions]
        index = next(number for number, field in enumerate(fields) if field in ("comment_value", "comment_value_html"))
        text = actions[index]["value"]
    except (ValueError, TypeError, KeyError, StopIteration, RecursionError):
        raise RowError("actions_json holds no comment_value", *cell.locate("", 0)) from None
    pointer = f"/{index}/value" + ("/1" if isinstance(text, list) else "")
    text = text[-1] if isinstance(text, list) and len(text) == 2 else text
    if not isinstance(text, str):
        raise RowError("the comment_value of actions_json must be a text", *cell.locate("", 0))
    return text, JsonCellPlace(cell.line, 1, pointer, cell, document)
