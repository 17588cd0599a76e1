"""Exports of Intercom, Front and Gorgias: who, what, when, and where it stands in the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carelint.errors import ReadError
from carelint.model import Conversation
from carelint.readers import read

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "data" / "formats"
AT = 1_777_888_800


def found_in(path: Path, value: Any) -> list[Conversation]:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")
    found = list(read(str(path)))
    assert not [one for one in found if isinstance(one, ReadError)], found
    return [one for one in found if isinstance(one, Conversation)]


def placed(path: Path, conversation: Conversation) -> list[str]:
    """What stands in the file where the texts are said to stand."""
    lines = path.read_text("utf-8").split("\n")
    regions = [turn.place.region(turn.text, 0, len(turn.text)) for turn in conversation.turns]
    return [lines[start.line - 1][start.column - 1 : end.column - 1] for start, end in regions]


def said(found: Conversation) -> list[tuple[str, str, str, str | None]]:
    return [(t.role, t.author, t.text, t.visibility) for t in found.turns]


def author(kind: str, name: str, email: str = "x@mail.example") -> dict[str, str]:
    return {"type": kind, "id": "1", "name": name, "email": email}


def intercom_part(kind: str, who: dict[str, str], body: str | None, minute: int) -> dict[str, Any]:
    return {"part_type": kind, "author": who, "body": body, "created_at": AT + 60 * minute, "attachments": []}


INTERCOM = {
    "type": "conversation", "id": "7", "created_at": AT, "state": "closed", "title": None,
    "source": {"type": "email", "subject": "Kettle", "body": "<p>It <b>leaks</b> &amp; drips</p>", "attachments": [],
               "author": author("user", "Bo Ray", "bo@mail.example")},
    "contacts": {"contacts": [{"type": "contact", "id": "c1"}]},
    "tags": {"tags": [{"name": "late"}]},
    "custom_attributes": {"order": "A-1"},
    "conversation_parts": {"conversation_parts": [
        intercom_part("comment", author("bot", "Fin"), "<p>Beep</p>", 1),
        intercom_part("assignment", author("admin", "Cy"), None, 2),
        intercom_part("note", author("admin", "Cy"), "<p>He is new</p>", 3),
        intercom_part("comment", author("admin", "Operator", "operator+x@intercom.io"), "<p>You will wait</p>", 4),
        intercom_part("comment", author("admin", "Ana"), "<p>Hello Bo</p>", 5),
        intercom_part("close", author("admin", "Ana"), None, 6),
    ]},
}  # fmt: skip


@pytest.mark.parametrize("value", [INTERCOM, {"type": "conversation.list", "conversations": [INTERCOM], "pages": {}}])
def test_intercom(tmp_path: Path, value: Any) -> None:
    path = tmp_path / "intercom.json"
    (found,) = found_in(path, value)
    assert said(found) == [
        ("customer", "Bo Ray", "It leaks & drips", None),
        ("bot", "Fin", "Beep", None),
        ("system", "", "assignment", None),
        ("note", "Cy", "He is new", "internal"),
        ("bot", "Operator", "You will wait", None),
        ("agent", "Ana", "Hello Bo", None),
        ("system", "", "close", None),
    ]
    assert (found.id, found.channel, found.status, found.customer.email) == ("7", "email", "closed", "bo@mail.example")
    metadata = {key: found.metadata[key] for key in ("subject", "tags", "order", "contact_ids")}
    assert metadata == {"subject": "Kettle", "tags": ["late"], "order": "A-1", "contact_ids": ["c1"]}
    assert placed(path, found) == [
        "It <b>leaks</b> &amp; drips", "Beep", "assignment", "He is new", "You will wait", "Hello Bo", "close",
    ]  # fmt: skip


def front_message(inbound: bool, said: str, minute: int, conversation: str = "cnv_1", **more: Any) -> dict[str, Any]:
    who = None if inbound else {"id": "t", "email": "ana@acme.example", "first_name": "Ana", "last_name": "Bell"}
    url = f"https://api.example.com/conversations/{conversation}"
    return {
        "_links": {"related": {"conversation": url}}, "type": "email", "is_inbound": inbound, "author": who,
        "created_at": AT + 60 * minute, "subject": "Kettle", "body": f"<p>{said}</p>", "text": said, "attachments": [],
        "recipients": [{"handle": "bo@mail.example", "role": "from", "name": "Bo Ray"}],
    } | more  # fmt: skip


def test_front_messages_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "front.json"
    page = [
        front_message(False, "Hello Bo", 2, attachments=[{"filename": "a.pdf"}]),
        front_message(False, "Sent by a rule", 1, author=None),
        front_message(True, "It leaks", 0),
        front_message(False, "Only HTML", 5, "cnv_2", text="", type="sms"),
    ]
    first, second = found_in(path, {"_pagination": {}, "_results": page})
    assert said(first) == [
        ("customer", "Bo Ray", "It leaks", None),
        ("bot", "", "Sent by a rule", None),
        ("agent", "Ana Bell", "Hello Bo", None),
    ]
    assert (first.id, first.channel, first.metadata["subject"]) == ("cnv_1", "email", "Kettle")
    assert (first.turns[2].attachments, second.channel, said(second)) == (
        ("a.pdf",), "chat", [("agent", "Ana Bell", "Only HTML", None)],
    )  # fmt: skip
    assert (placed(path, first), placed(path, second)) == (["It leaks", "Sent by a rule", "Hello Bo"], ["Only HTML"])


def test_a_front_conversation_round_its_messages_and_comments(tmp_path: Path) -> None:
    comment = {"author": {"first_name": "Cy"}, "body": "He is new", "posted_at": AT + 30}
    value = {
        "id": "cnv_1", "status": "archived", "comments": [comment],
        "messages": [front_message(True, "It leaks", 0), front_message(False, "Hello", 1)],
    }  # fmt: skip
    (found,) = found_in(tmp_path / "front.json", value)
    assert said(found) == [
        ("customer", "Bo Ray", "It leaks", None),
        ("note", "Cy", "He is new", "internal"),
        ("agent", "Ana Bell", "Hello", None),
    ]
    assert (found.id, found.status) == ("cnv_1", "closed")


def gorgias_message(agent: bool, text: str, minute: int, **more: Any) -> dict[str, Any]:
    who = {"name": "Ana", "email": "ana@acme.example"} if agent else {"name": "Bo", "email": "bo@mail.example"}
    return {
        "from_agent": agent, "sender": who, "body_text": text, "body_html": f"<div>{text}</div>", "public": True,
        "channel": "email", "via": "email", "rule_id": None, "attachments": [],
        "created_datetime": f"2026-05-04T10:{minute:02}:00+00:00", "sent_datetime": None, **more,
    }  # fmt: skip


def test_gorgias(tmp_path: Path) -> None:
    path = tmp_path / "gorgias.json"
    messages = [
        gorgias_message(True, "Hello Bo", 3),
        gorgias_message(False, "It leaks", 0),
        gorgias_message(True, "We got it", 1, rule_id=5),
        gorgias_message(True, "He is new", 2, public=False),
        gorgias_message(True, "", 4, body_html="<div>Only<br>HTML</div>"),
    ]
    ticket = {
        "id": 9, "channel": "email", "status": "closed", "subject": "Kettle", "tags": [{"name": "late"}],
        "customer": {"name": "Bo", "email": "bo@mail.example"}, "assignee_user": {"name": "Ana"}, "messages": messages,
        "created_datetime": "2026-05-04T10:00:00+00:00", "closed_datetime": "2026-05-04T11:00:00+00:00",
    }  # fmt: skip
    (found,) = found_in(path, ticket)
    assert said(found) == [
        ("customer", "Bo", "It leaks", None),
        ("bot", "Ana", "We got it", None),
        ("note", "Ana", "He is new", "internal"),
        ("agent", "Ana", "Hello Bo", None),
        ("agent", "Ana", "Only\nHTML", None),
    ]
    assert (found.id, found.status, found.agents, found.metadata["tags"]) == ("9", "closed", ("Ana",), ["late"])
    assert (str(found.opened_at)[11:16], str(found.closed_at)[11:16]) == ("10:00", "11:00")
    assert placed(path, found)[:4] == ["It leaks", "We got it", "He is new", "Hello Bo"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({**INTERCOM, "conversation_parts": None}, "an Intercom conversation without its parts; export each with them"),
        (
            {"id": "cnv_1", "_links": {"related": {"messages": "x"}}, "recipient": {}},
            "a Front conversation without its messages; export them",
        ),
        (
            {"_results": [{"posted_at": 1, "body": "x", "author": {}}]},
            "comments of a Front conversation without its messages",
        ),
        ({"id": 9, "customer": {}, "channel": "email", "messages_count": 2}, "a Gorgias ticket without its messages"),
    ],
)
def test_what_an_export_leaves_out_is_told(tmp_path: Path, value: Any, message: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(value))
    (found,) = read(str(path))
    assert isinstance(found, ReadError)
    assert found.fault.what.startswith(message)


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the shared data")
@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("intercom/2.14-conversation_get-conversation_found.json", ["agent", "bot", "system", "system", "system"]),
        ("intercom/2.14-conversation_reply-admin_reply_with_a_note.json", ["agent", "note"]),
        ("intercom/2.14-conversation_reply-user_reply.json", ["agent", "customer"]),
        ("gorgias/ticket_with_messages.json", ["agent"]),
    ],
)
def test_documented_exports(name: str, roles: list[str]) -> None:
    (found,) = read(str(FORMATS / name))
    assert isinstance(found, Conversation)
    assert [turn.role for turn in found.turns] == roles
