"""The tables of Zendesk that warehouses keep (Fivetran, Airbyte and others), as CSV files beside each other.

A table of comments, or of the events of chats, holds the conversations. Its rows need not be sorted, and the tables of
tickets, users and chats in the same folder say who is who; given alone they hold none.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial

from ..errors import Fault, ReadError
from ..model import Conversation, Place
from .decode import Source, split_lines
from .exports import zendesk
from .fields import WrongError
from .options import ReadOptions
from .places import JsonCellPlace
from .shelf import Piece, Shelf
from .table import LIMIT, Lines
from .talks import LeftOutError, Talk, conversation, unanswered
from .zendesk_columns import ZendeskTable

_WHOLES = {"comments": "ticket_id", "events": "chat_id"}
_KEYS = {"tickets": "id", "users": "id", "chats": "chat_id"}
_TOGETHER = {"tickets": ("comments",), "chats": ("events",), "users": ("comments", "events")}
_NAMES = {"comments": "ticket_comment", "events": "ticket_chat_event"}
_STRANGERS = (
    "conversations of which neither the ticket nor an author is known; put the tables ticket.csv and user.csv of the"
    " same export beside this one, or say in carelint.yaml who is an agent, such as roles: {agent: ['4029*']}"
)
_UNANSWERED = "holds no conversation that an agent has answered"
_FILES = 500


def is_warehouse(head: str) -> bool:
    """Tell whether a text begins as one of the tables."""
    return ZendeskTable.of(next(split_lines((head,)), "")) is not None


def read_warehouse(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read the conversations of a table, with what the tables beside it tell."""
    csv.field_size_limit(LIMIT)
    rows = _rows(source)
    table = next(rows)
    beside = _beside(source.path)
    if not isinstance(table, ZendeskTable):
        return
    if table.kind not in _WHOLES:
        yield from _alone(table.kind, source.path, beside)
        return
    with closing(Shelf()) as shelf:
        for kind in _KEYS.keys() & beside.keys():
            yield from _put_records(kind, beside[kind], shelf)
        yield from _put_rows(rows, table, source.path, shelf)
        yield from _conversations(table, source.path, shelf, options)


def _alone(kind: str, path: str, beside: Mapping[str, str]) -> Iterator[ReadError]:
    """Say what is missing; with its main table beside it, a table is read with that one."""
    if main := next((beside[main] for main in _TOGETHER[kind] if main in beside), ""):
        what = f"a table of Zendesk's {kind}, which hold no messages; they are in {os.path.basename(main)} beside it"
        yield LeftOutError(Fault(path, 1, 1, what))
    else:
        names = " or ".join(f"{_NAMES[main]}.csv" for main in _TOGETHER[kind])
        what = f"a table of Zendesk's {kind}, which hold no messages; put {names} of the same export beside it"
        yield ReadError(Fault(path, 1, 1, what))


def _beside(path: str) -> dict[str, str]:
    """Give the tables in the same folder by kind; of several of a kind the first by name."""
    found: dict[str, str] = {}
    folder = os.path.dirname(path)
    if not os.path.isfile(path):
        return found
    names = sorted(name for name in os.listdir(folder or ".") if name.lower().endswith((".csv", ".tsv")))
    for other in (os.path.join(folder, name) for name in names[:_FILES]):
        if not os.path.isfile(other) or os.path.samefile(path, other):
            continue
        with open(other, "rb") as stream:
            table = ZendeskTable.of(next(split_lines((Source.of(other, stream).text_head,)), ""))
        if table:
            found.setdefault(table.kind, other)
    return found


def _rows(source: Source) -> Iterator[ZendeskTable | Piece]:
    """Give the table, and then its rows that are not empty. Raises csv.Error and ReadError."""
    raw = source.lines()
    first = next(raw, "")
    table = ZendeskTable.of(first)
    if table is None:
        return
    yield table
    lines = Lines(raw)
    for cells in csv.reader(lines, delimiter=table.delimiter):
        line, text = lines.row()
        if any(cells):
            yield Piece(text, line + 1)


def _put_records(kind: str, path: str, shelf: Shelf) -> Iterator[ReadError]:
    try:
        with open(path, "rb") as stream:
            rows = _rows(Source.of(path, stream))
            table = next(rows, None)
            for row in rows:
                if isinstance(table, ZendeskTable) and isinstance(row, Piece):
                    values = table.values(row)
                    shelf.put_record(kind, str(values.get(_KEYS[kind], "")), values)
    except ReadError as error:
        yield error
    except (OSError, csv.Error) as error:
        yield ReadError(Fault(path, 0, 0, f"cannot be read: {error}"))


def _put_rows(
    rows: Iterator[ZendeskTable | Piece], table: ZendeskTable, path: str, shelf: Shelf
) -> Iterator[ReadError]:
    whole = _WHOLES[table.kind]
    try:
        for row in rows:
            if not isinstance(row, Piece):
                continue
            if key := str(table.values(row).get(whole, "")):
                shelf.put_part(table.kind, key, row)
            else:
                yield ReadError(Fault(path, row.line, 1, f"the row has no {whole}"))
    except csv.Error as error:
        yield ReadError(Fault(path, 0, 0, f"is no valid CSV: {error}; the rest of the file is not read"))


def _conversations(
    table: ZendeskTable, path: str, shelf: Shelf, options: ReadOptions
) -> Iterator[Conversation | ReadError]:
    strangers: list[int] = []
    count = waiting = 0
    for _, key in shelf.wholes():
        rows = shelf.take_parts(table.kind, key)
        place = partial(_place, rows, table)
        try:
            talk = _chat(rows, table, key, shelf) if table.kind == "events" else _ticket(rows, table, key, shelf)
            if talk.lacks and not any(options.roles.mapped(message.name) for message in talk.messages):
                strangers.append(rows[0].line)
            elif unanswered(talk, options) and not options.unanswered:
                waiting += 1
            else:
                count += 1
                yield conversation(talk, place, key, path, options)
        except WrongError as error:
            count += 1
            yield ReadError(Fault(path, *place(error.pointer).locate("", 0), error.what))
    if strangers:
        yield ReadError(Fault(path, strangers[0], 1, f"{_STRANGERS} ({len(strangers)} in this file)"))
    elif not count:
        yield ReadError(Fault(path, 0, 0, _UNANSWERED))
    if waiting and count:
        yield LeftOutError(Fault(path, 0, 0, _UNANSWERED), waiting)


def _ticket(rows: list[Piece], table: ZendeskTable, key: str, shelf: Shelf) -> Talk:
    """Put a ticket together as the API gives it."""
    found = shelf.record("tickets", key)
    told = found if isinstance(found, dict) else {}
    via = {"channel": told.get("via_channel", ""), "source": {"rel": told.get("via_source_rel", "")}}
    comments = [_comment(table.values(row)) for row in rows]
    ids = [str(one.get("author_id", "")) for one in comments]
    users = _users([*ids, *(str(told.get(f"{name}_id", "")) for name in ("requester", "assignee"))], shelf)
    value = {"ticket": {"id": key, **told, "via": via}, "comments": comments, "users": users}
    (talk,) = zendesk.read_answer(value)
    return talk if told or users else Talk(talk.head, talk.messages, _STRANGERS)


def _comment(row: Mapping[str, object]) -> dict[str, object]:
    at = row.get("created_at") or row.get("created")
    kind = "VoiceComment" if str(row.get("voice_comment")).casefold() == "true" else "Comment"
    return {**row, "author_id": row.get("author_id") or row.get("user_id"), "created_at": at, "type": kind}


def _chat(rows: list[Piece], table: ZendeskTable, key: str, shelf: Shelf) -> Talk:
    found = shelf.record("chats", key)
    told = found if isinstance(found, dict) else {}
    history = [_event(table.values(row)) for row in rows]
    ids = [str(told.get("user_id", "")), *(str(one.get("actor_id", "")).removeprefix("agent:") for one in history)]
    head = {"id": key, "requester_id": told.get("user_id"), **told}
    return zendesk.chat_talk({"history": history}, head, _users(ids, shelf))


def _event(row: dict[str, object]) -> dict[str, object]:
    try:
        original = json.loads(str(row.get("original_message", "{}")))
    except (ValueError, RecursionError):
        return row
    return {**row, "original_message": original}


def _users(ids: list[str], shelf: Shelf) -> list[object]:
    found = (shelf.record("users", one) for one in dict.fromkeys(ids) if one)
    return [user for user in found if user is not None]


def _place(rows: list[Piece], table: ZendeskTable, pointer: str) -> Place:
    """Give the place of a cell by the pointer into the value that was made of the rows."""
    keys = pointer.split("/")[1:]
    if len(keys) < 2 or keys[0] == "ticket":
        return Place(rows[0].line)
    row, column = rows[int(keys[1])], "".join(keys[2:3])
    if column not in table.columns:
        return Place(row.line)
    cell = table.place(row, column)
    inner = "".join(f"/{part}" for part in keys[3:])
    document = table.values(row).get(column)
    return JsonCellPlace(cell.line, 1, inner, cell, str(document)) if inner and document else cell
