"""Macro libraries in JSON of the usual names: lists, mappings, wrappers, lines; and what is still a conversation."""
# ruff: noqa: E501

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carelint.model import Conversation
from carelint.readers import ReadOptions, RoleMap, read
from tests.macro_files import Told, told, written

HI, BYE = 'Hi "there",\n\ta needle\\😀 needle', "Bye, needle"
GREETING = Told("greeting", HI, metadata={"title": "Greeting"})
CLOSING = Told("closing", BYE, metadata={"title": "Closing"})
LIST = [{"id": "greeting", "title": "Greeting", "text": HI}, {"id": "closing", "title": "Closing", "text": BYE}]
BY_ID = {"greeting": {"title": "Greeting", "text": HI}, "closing": {"title": "Closing", "text": BYE}}
NAMED = [{"name": "Greeting", "text": HI}, {"name": "Closing", "text": BYE}]
NAMED_TOLD = [Told("Greeting", HI, metadata={"name": "Greeting"}), Told("Closing", BYE, metadata={"name": "Closing"})]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(LIST, [GREETING, CLOSING], id="list"),
        pytest.param({"macros": LIST}, [GREETING, CLOSING], id="macros"),
        pytest.param({"version": 2, "savedReplies": LIST}, [GREETING, CLOSING], id="saved replies"),
        pytest.param({"data": {"templates": LIST}}, [GREETING, CLOSING], id="nested"),
        pytest.param(BY_ID, [GREETING, CLOSING], id="by id"),
        pytest.param({"macros": BY_ID}, [GREETING, CLOSING], id="macros by id"),
        pytest.param(
            {"macros": {"greeting": HI, "closing": BYE}}, [Told("greeting", HI), Told("closing", BYE)], id="only texts"
        ),
        pytest.param(NAMED, NAMED_TOLD, id="named texts"),
        pytest.param({"macros": NAMED}, NAMED_TOLD, id="named texts in macros"),
        pytest.param({"data": NAMED, "next": None}, NAMED_TOLD, id="named texts in data"),
        pytest.param(LIST[0], [GREETING], id="one"),
        pytest.param(
            [{"title": "A", "author": "Kit", "text": BYE}, {"title": "B", "author": "Kit", "text": BYE}],
            [Told("A", BYE, metadata={"title": "A", "author": "Kit"}), Told("B", BYE, metadata={"title": "B", "author": "Kit"})],
            id="with authors",
        ),
        pytest.param(
            [{"title": "A", "content": BYE}, {"title": "A", "content": BYE}],
            [Told("A", BYE, metadata={"title": "A"}), Told("A (2)", BYE, metadata={"title": "A"})],
            id="same titles",
        ),
        pytest.param(
            {"title": "A", "subject": "Your order", "body": BYE, "tags": ["x"], "active": False},
            [Told("A", BYE, "email", {"title": "A", "subject": "Your order", "tags": ["x"], "active": False})],
            id="a subject makes an e-mail",
        ),
        pytest.param(
            {"title": "A", "subject": "Your order", "body": BYE, "channel": "social"},
            [Told("A", BYE, "social", {"title": "A", "subject": "Your order"})],
            id="unless another channel is told",
        ),
        pytest.param(
            {"title": "A", "body_html": "<p>Hi</p><p>a needle</p>"},
            [Told("A", "Hi\n\na needle", metadata={"title": "A"})],
            id="html",
        ),
        pytest.param(
            {"title": "A", "body": "<p>Hi <b>you</b></p><p>a needle</p>"},
            [Told("A", "Hi you\n\na needle", metadata={"title": "A"})],
            id="html in the text",
        ),
        pytest.param(
            {"title": "A", "body": "Hi <NAME>, a needle < 5"},
            [Told("A", "Hi <NAME>, a needle < 5", metadata={"title": "A"})],
            id="a placeholder is no html",
        ),
        pytest.param(
            {"title": "A", "html": "<p>Hi</p>", "text": BYE}, [Told("A", BYE, metadata={"title": "A"})], id="text first"
        ),
    ],
)  # fmt: skip
def test_shapes(value: Any, expected: list[Told], indent: int | None, ascii_only: bool, tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", json.dumps(value, indent=indent, ensure_ascii=ascii_only))
    assert told(path) == expected


def test_a_fault_costs_one_macro(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", json.dumps([{"title": "A", "text": " "}, {"title": "B"}, *LIST[1:]], indent=1))
    assert told(path) == [
        ":4:12: text is empty (at /0/text)",
        ":6:2: holds no conversation; accepted: messages under turns, messages, comments, or a text under text, body,"
        " message, content; found: title (at /1)",
        CLOSING,
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_macro_per_line(end: str, bom: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", bom + end.join(json.dumps(one) for one in LIST))
    assert told(path) == [GREETING, CLOSING]


CHATS = {
    "roles": [{"role": "agent", "text": "Hi"}, {"role": "customer", "text": "Oh"}],
    "names that come back": [
        {"name": "Ann", "text": "Hi"},
        {"name": "Bo", "text": "Oh"},
        {"name": "Ann", "text": "Ah"},
    ],
    "role words": [{"name": "Agent", "text": "Hi"}, {"name": "Customer", "text": "Oh"}],
    "times": [{"name": "Ann", "text": "Hi", "at": "2025-01-01"}, {"name": "Bo", "text": "Oh", "at": "2025-01-02"}],
    "names of the configuration": [{"name": "ann k", "text": "Hi"}, {"name": "Bo", "text": "Oh"}],
}


@pytest.mark.parametrize("messages", CHATS.values(), ids=CHATS.keys())
def test_messages_stay_one_conversation(messages: list[dict[str, str]], tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", json.dumps(messages))
    (found,) = read(str(path), ReadOptions(roles=RoleMap.of({"agent": ["Ann*"]})))
    assert isinstance(found, Conversation)
    assert (found.kind, [turn.text for turn in found.turns]) == ("transcript", [one["text"] for one in messages])
