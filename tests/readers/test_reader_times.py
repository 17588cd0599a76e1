"""Moments and canned responses that sources tell: opening, closing, ends of spoken turns, macros; and brands."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelint.model import Conversation
from carelint.readers import read

TURNS = [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Hello"}]
DAY = {number: datetime(2026, 5, number, tzinfo=UTC) for number in range(1, 10)}


def one(path: Path, text: str) -> Conversation:
    path.write_text(text)
    (found,) = read(str(path))
    assert isinstance(found, Conversation), found
    return found


def told(tmp_path: Path, **values: Any) -> Conversation:
    return one(tmp_path / "a.json", json.dumps({"id": "1", **values, "turns": TURNS}))


@pytest.mark.parametrize(
    ("values", "opened", "closed", "metadata"),
    [
        ({"created_at": "2026-05-01"}, DAY[1], None, {}),
        ({"startedAt": 1777593600, "ended_at": "2026-05-02T00:00:00Z"}, DAY[1], DAY[2], {}),
        # Of several the earliest counts: what is solved is closed days later.
        ({"closed_at": "2026-05-06", "solved_at": "2026-05-02"}, None, DAY[2], {"closed_at": "2026-05-06"}),
        ({"opened_at": "2026-05-02", "created_at": "2026-05-01"}, DAY[1], None, {"opened_at": "2026-05-02"}),
        # What is no time stays what it was.
        ({"closed_at": "never", "opened_at": None}, None, None, {"closed_at": "never", "opened_at": None}),
        ({"ended_at": True, "created": {"by": "Bo"}}, None, None, {"ended_at": True, "created": {"by": "Bo"}}),
    ],
)
def test_opening_and_closing(
    values: dict[str, Any],
    opened: datetime | None,
    closed: datetime | None,
    metadata: dict[str, Any],
    tmp_path: Path,
) -> None:
    found = told(tmp_path, **values)
    assert (found.opened_at, found.closed_at, found.metadata) == (opened, closed, metadata)


@pytest.mark.parametrize(
    ("values", "brands"),
    [
        ({"company": "Acme"}, ("Acme",)),
        ({"brand": {"id": 7, "name": " Acme "}}, ("Acme",)),
        ({"brands": ["Acme", "Acme Post", 7, None, "Acme"]}, ("Acme", "Acme Post")),
        ({"company": 7, "brand": ""}, ()),
        ({}, ()),
    ],
)
def test_brands(values: dict[str, Any], brands: tuple[str, ...], tmp_path: Path) -> None:
    found = told(tmp_path, **values)
    assert (found.brands, found.metadata) == (brands, values)


@pytest.mark.parametrize(
    ("message", "at", "until", "macro"),
    [
        ({"ts": "2026-05-01", "until": "2026-05-02"}, DAY[1], DAY[2], ""),
        ({"start_time": "2026-05-01", "end_time": "2026-05-02"}, DAY[1], DAY[2], ""),
        ({"ts": "2026-05-02", "ended_at": "2026-05-01"}, DAY[2], None, ""),
        ({"ts": "2026-05-02", "end": True}, DAY[2], None, ""),
        ({"ts": "2026-05-02", "end": "of story"}, DAY[2], None, ""),
        ({"macro_id": 77}, None, None, "77"),
        ({"macro": "late-parcel", "until": "2026-05-02"}, None, DAY[2], "late-parcel"),
        ({"macro": {"id": 7}}, None, None, ""),
        ({"macro": True}, None, None, ""),
    ],
)
def test_turns(
    message: dict[str, Any], at: datetime | None, until: datetime | None, macro: str, tmp_path: Path
) -> None:
    turns = [{"role": "agent", "text": "Hello", **message}]
    (turn,) = one(tmp_path / "a.json", json.dumps({"id": "1", "turns": turns})).turns
    assert (turn.at, turn.until, turn.macro) == (at, until, macro)


def test_seconds_since_the_beginning(tmp_path: Path) -> None:
    turns = [{"role": "agent", "text": "Hello", "start": 1.5, "end": 3}]
    (turn,) = one(tmp_path / "a.json", json.dumps({"id": "1", "turns": turns})).turns
    assert turn.at
    assert turn.until
    assert turn.until - turn.at == timedelta(seconds=1.5)


HEAD = "conversation_id,role,text,ts,ended_at\n"


@pytest.mark.parametrize(
    ("rows", "closed", "ends"),
    [
        # The end of the conversation, in each of its rows, is not the end of each message.
        ("1,customer,Hi,2026-05-01,2026-05-03\n1,agent,Yo,2026-05-02,2026-05-03\n", DAY[3], [None, None]),
        ("1,customer,Hi,2026-05-01,2026-05-02\n1,agent,Yo,2026-05-02,2026-05-03\n", None, [DAY[2], DAY[3]]),
        ("1,agent,Yo,2026-05-01,2026-05-02\n", None, [DAY[2]]),
    ],
)
def test_ends_in_a_table(rows: str, closed: datetime | None, ends: list[datetime | None], tmp_path: Path) -> None:
    found = one(tmp_path / "a.csv", HEAD + rows)
    assert (found.closed_at, [turn.until for turn in found.turns]) == (closed, ends)


def test_front_matter_tells_moments_and_brands(tmp_path: Path) -> None:
    matter = "---\nid: t1\nopened_at: 2026-05-01\nclosed_at: 2026-05-02\nbrand: Acme\n---\n"
    found = one(tmp_path / "a.log", f"{matter}Ana (agent): Hello\nBo (customer): Hi\n")
    assert (found.opened_at, found.closed_at, found.brands) == (DAY[1], DAY[2], ("Acme",))


def test_a_conversation_with_a_robot_alone(tmp_path: Path) -> None:
    turns = [{"role": "customer", "text": "Hi"}, {"role": "bot", "text": "Hello"}]
    found = one(tmp_path / "a.json", json.dumps({"id": "1", "turns": turns}))
    assert [turn.role for turn in found.turns] == ["customer", "bot"]
