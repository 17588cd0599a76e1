"""Freshdesk: tickets with conversations, messages alone, both versions of the API, the export of an account."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelint.errors import ReadError
from carelint.model import Conversation, Customer
from carelint.readers import ReadOptions, read
from carelint.readers.exports.freshdesk import LACKS

TICKET = {
    "id": 31,
    "subject": "Boiler",
    "source": 1,
    "status": 4,
    "priority": 3,
    "requester_id": 1,
    "responder_id": 2,
    "type": "Fault",
    "description_text": "The boiler is dead.",
    "description": "<div>The boiler is dead.</div>",
    "created_at": "2024-03-01T10:00:00Z",
    "tags": ["boiler"],
    "custom_fields": {"cf_order_number": "A-58213", "cf_shop": None},
    "requester": {"id": 1, "name": "Bo Hart", "email": "bo@post.example"},
    "stats": {"resolved_at": "2024-03-01T10:09:00Z", "closed_at": "2024-03-04T10:00:00Z", "reopened_at": None},
    "attachments": [{"id": 1, "name": "boiler.jpg"}],
}


def message(user: int, body: str, minute: int, **more: object) -> dict[str, object]:
    at = f"2024-03-01T10:{minute:02}:00Z"
    base = {"id": minute, "body": f"<div>{body}</div>", "body_text": body, "user_id": user, "ticket_id": 31}
    return {**base, "incoming": False, "private": False, "source": 0, "created_at": at, "attachments": [], **more}


MESSAGES = [
    message(2, "We come on Monday.", 1),
    message(2, "Ring Jo first.", 2, private=True, source=2),
    message(1, "Thank you.", 3, incoming=True),
    message(5, "I am the landlord.", 4, incoming=True),
]
TURNS = [
    ("customer", "Bo Hart", "The boiler is dead.", "/description_text"),
    ("agent", "2", "We come on Monday.", "/conversations/0/body_text"),
    ("note", "2", "Ring Jo first.", "/conversations/1/body_text"),
    ("customer", "Bo Hart", "Thank you.", "/conversations/2/body_text"),
    ("third_party", "5", "I am the landlord.", "/conversations/3/body_text"),
]


def everything(path: Path, options: ReadOptions | None = None) -> tuple[list[Conversation], list[str]]:
    found = list(read(str(path), options))
    talks = [one for one in found if isinstance(one, Conversation)]
    return talks, [str(one).removeprefix(str(path)) for one in found if isinstance(one, ReadError)]


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False))
    return path


def said(one: Conversation) -> list[tuple[str, str, str, str]]:
    return [(turn.role, turn.author, turn.text, turn.place.pointer) for turn in one.turns]


def pointed(path: Path, one: Conversation) -> list[str]:
    """What stands in the file where each turn says that it begins."""
    lines = path.read_text().split("\n")
    places = [(turn.text, turn.place.locate(turn.text, 0)) for turn in one.turns]
    return [lines[at.line - 1][at.column - 1 :][: len(text)] for text, at in places]


FULL = {**TICKET, "conversations": MESSAGES}


@pytest.mark.parametrize(
    ("value", "below"),
    [
        (FULL, ""),
        # The list of its own messages is no list of conversations, wherever its key stands.
        ({"conversations": MESSAGES, **TICKET}, ""),
        ([FULL], "/0"),
        ({"results": [FULL], "total": 1}, "/results/0"),
        ({"conversations": MESSAGES[::-1], **TICKET}, None),
        ({"tickets": [TICKET], "conversations": MESSAGES}, None),
        ({"conversations": MESSAGES, "tickets": [TICKET]}, None),
    ],
)
def test_a_ticket_with_its_conversations(value: object, below: str | None, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", value)
    (one,), errors = everything(path)
    assert errors == []
    assert [turn[:3] for turn in said(one)] == [turn[:3] for turn in TURNS]
    if below is not None:
        assert [turn[3] for turn in said(one)] == [below + turn[3] for turn in TURNS]
    assert pointed(path, one) == [turn[2] for turn in TURNS]
    assert (one.id, one.channel, one.status) == ("31", "email", "solved")
    assert (one.opened_at, one.closed_at) == (
        datetime(2024, 3, 1, 10, tzinfo=UTC),
        datetime(2024, 3, 1, 10, 9, tzinfo=UTC),
    )
    assert one.customer == Customer("Bo Hart", "", "bo@post.example")
    assert one.turns[0].attachments == ("boiler.jpg",)
    about = ("subject", "priority", "type", "source", "tags", "order_number", "shop")
    assert {key: one.metadata.get(key, "-") for key in about} == {
        "subject": "Boiler",
        "priority": "high",
        "type": "Fault",
        "source": "email",
        "tags": ["boiler"],
        "order_number": "A-58213",
        "shop": None,
    }


def test_a_line_per_ticket_and_one_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [FULL, {**FULL, "id": 32, "conversations": [7]}, {**FULL, "id": 33}]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    talks, errors = everything(path)
    assert [one.id for one in talks] == ["31", "33"]
    column = json.dumps(lines[1]).index("[7]") + 2
    what = "an element of conversations must be an object, not a number (at /conversations/0)"
    assert errors == [f":2:{column}: {what}"]


def test_messages_of_several_tickets_alone(tmp_path: Path) -> None:
    other = [{**one, "ticket_id": 32} for one in MESSAGES[:2]]
    path = write(tmp_path / "a.json", [MESSAGES[0], other[0], *MESSAGES[1:], other[1]])
    talks, errors = everything(path)
    assert errors == []
    assert [(one.id, [(turn.role, turn.text) for turn in one.turns]) for one in talks] == [
        ("31", [("agent", "We come on Monday."), ("note", "Ring Jo first."), ("customer", "Thank you."),
                ("third_party", "I am the landlord.")]),
        ("32", [("agent", "We come on Monday."), ("note", "Ring Jo first.")]),
    ]  # fmt: skip
    assert [pointed(path, one) for one in talks] == [[turn.text for turn in one.turns] for one in talks]


def test_the_first_version_of_the_api(tmp_path: Path) -> None:
    old = {key: value for key, value in TICKET.items() if key not in ("description_text", "custom_fields", "requester")}
    notes = [{"note": {**one, "body": one["body_text"], "body_html": one["body"]}} for one in MESSAGES[:2]]
    for one in notes:
        del one["note"]["body_text"]  # type: ignore[attr-defined]
    ticket = {**old, "description": "It is < 5 degrees.", "description_html": "<div>x</div>", "requester_name": "Bo"}
    ticket |= {"notes": notes, "custom_field": {"shop": "Leeds"}, "status": 6, "source": 7}
    path = write(tmp_path / "a.json", [{"helpdesk_ticket": ticket}, {"helpdesk_ticket": {**ticket, "id": 32}}])
    talks, errors = everything(path)
    assert ([one.id for one in talks], errors) == (["31", "32"], [])
    assert said(talks[0]) == [
        ("customer", "Bo", "It is < 5 degrees.", "/0/helpdesk_ticket/description"),
        ("agent", "2", "We come on Monday.", "/0/helpdesk_ticket/notes/0/note/body"),
        ("note", "2", "Ring Jo first.", "/0/helpdesk_ticket/notes/1/note/body"),
    ]
    assert (talks[0].channel, talks[0].status, talks[0].metadata["shop"]) == ("chat", "pending", "Leeds")


def test_html_where_there_is_no_text(tmp_path: Path) -> None:
    ticket = {key: value for key, value in TICKET.items() if key != "description_text"}
    reply = {key: value for key, value in MESSAGES[0].items() if key != "body_text"}
    path = write(tmp_path / "a.json", {**ticket, "conversations": [reply]})
    (one,), _ = everything(path)
    assert said(one) == [
        ("customer", "Bo Hart", "The boiler is dead.", "/description"),
        ("agent", "2", "We come on Monday.", "/conversations/0/body"),
    ]


def test_who_began_is_an_agent_if_the_mail_went_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {**TICKET, "source": 10, "conversations": MESSAGES[2:3]})
    (one,), _ = everything(path)
    assert [(turn.role, turn.author) for turn in one.turns] == [("agent", "2"), ("customer", "Bo Hart")]


@pytest.mark.parametrize(
    ("source", "channel", "word"),
    [(2, "email", "portal"), (3, "phone", "phone"), (5, "social", "twitter"), (7, "chat", "chat"),
     (9, "email", "feedback widget"), (13, "chat", "whatsapp"), (99, "email", "99")],
)  # fmt: skip
def test_sources(source: int, channel: str, word: str, tmp_path: Path) -> None:
    (one,), _ = everything(write(tmp_path / "a.json", {**FULL, "source": source}))
    assert (one.channel, one.metadata["source"]) == (channel, word)


def test_tickets_without_conversations_are_told_of_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [TICKET, {**TICKET, "id": 32}])
    assert everything(path) == ([], [f":2:2: {LACKS} (2 in this file)"])
    talks, errors = everything(path, ReadOptions(unanswered=True))
    assert ([[turn.text for turn in one.turns] for one in talks], errors) == ([["The boiler is dead."]] * 2, [])


FORMATS = Path(__file__).parents[3] / "shared" / "data" / "formats" / "freshdesk"


@pytest.mark.skipif(not FORMATS.exists(), reason="the real samples are not here")
def test_real_samples() -> None:
    (one,), errors = everything(FORMATS / "conversations.json")
    assert ([(turn.role, turn.text) for turn in one.turns], errors) == (
        [("note", "This is a private note"), ("agent", "This is a reply")],
        [],
    )
    for name, place, count in [("all_tickets", "2:5", 1), ("search_tickets", "4:9", 2), ("ticket_1", "1:1", 1)]:
        assert everything(FORMATS / f"{name}.json") == ([], [f":{place}: {LACKS} ({count} in this file)"])
