"""Help Scout: conversations with their threads, in both versions of the API."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelint.errors import ReadError
from carelint.model import Conversation, Customer
from carelint.readers import ReadOptions, read
from carelint.readers.exports.help_scout import LACKS

BO = {"id": 1, "type": "customer", "first": "Bo", "last": "Hart", "email": "bo@post.example"}
CY = {"id": 3, "type": "customer", "first": "Cy", "last": "", "email": "cy@post.example"}
ANA = {"id": 2, "type": "user", "first": "Ana", "last": "Lee", "email": "ana@acme.example"}


def thread(kind: str, author: dict[str, object], body: str, minute: int, **more: object) -> dict[str, object]:
    at = f"2024-03-01T10:{minute:02}:00Z"
    base = {"id": minute, "type": kind, "status": "active", "state": "published", "body": body, "createdAt": at}
    source = {"type": "email", "via": str(author["type"])}
    return {**base, "createdBy": author, "source": source, "customer": BO, "assignedTo": None, **more}


def line(text: str, minute: int) -> dict[str, object]:
    return {**thread("lineitem", ANA, "", minute), "action": {"type": "default", "text": text}}


THREADS = [
    thread("customer", BO, "Where is my tent?", 0, _embedded={"attachments": [{"filename": "tent.jpg"}]}),
    thread("note", ANA, "Ask the depot.", 1),
    line("You assigned to Ana", 2),
    thread("message", ANA, "<p>It comes on &quot;Monday&quot;.</p><p>Ana</p>", 3, savedReplyId=10),
    thread("customer", CY, "I shared the cost.", 4),
    thread("message", ANA, "Not sent yet.", 5, state="draft"),
    thread("message", ANA, "We closed it.", 6, source={"type": "workflows", "via": "user"}),
    thread("phone", ANA, "Rang him, no answer.", 7),
]
TURNS = [
    ("customer", "Bo Hart", "Where is my tent?", "public"),
    ("note", "Ana Lee", "Ask the depot.", "internal"),
    ("system", "Ana Lee", "You assigned to Ana", "public"),
    ("agent", "Ana Lee", 'It comes on "Monday".\n\nAna', "public"),
    ("third_party", "Cy", "I shared the cost.", "public"),
    ("note", "Ana Lee", "Not sent yet.", "internal"),
    ("bot", "Ana Lee", "We closed it.", "public"),
    ("note", "Ana Lee", "Rang him, no answer.", "internal"),
]
HEAD = {
    "id": 10,
    "number": 12,
    "threads": 8,
    "type": "email",
    "folderId": 11,
    "status": "closed",
    "state": "published",
    "subject": "Tent",
    "preview": "Where is",
    "mailboxId": 85,
    "assignee": {"id": 2, "first": "Ana", "last": "Lee", "type": "user"},
    "createdBy": BO,
    "createdAt": "2024-03-01T10:00:00Z",
    "closedAt": "2024-03-02T10:00:00Z",
    "tags": [{"id": 9150, "color": "#929499", "tag": "tents"}],
    "customFields": [{"id": 8, "name": "Order number", "value": "A-58213", "text": "A-58213"}],
    "primaryCustomer": BO,
}
NEW = {**HEAD, "_embedded": {"threads": THREADS[::-1]}, "_links": {"self": {"href": "..."}}}
OLD_HEAD = {key: value for key, value in HEAD.items() if key not in ("threads", "mailboxId", "primaryCustomer")}
OLD = {**OLD_HEAD, "mailbox": {"id": 85, "name": "Care"}, "customer": BO, "threads": THREADS[::-1], "tags": ["tents"]}


def everything(path: Path, options: ReadOptions | None = None) -> tuple[list[Conversation], list[str]]:
    found = list(read(str(path), options))
    talks = [one for one in found if isinstance(one, Conversation)]
    return talks, [str(one).removeprefix(str(path)) for one in found if isinstance(one, ReadError)]


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, indent=1))
    return path


@pytest.mark.parametrize(
    "value",
    [NEW, [NEW], {"_embedded": {"conversations": [NEW]}, "page": {"size": 25}}, OLD, {"item": OLD},
     {"page": 1, "pages": 1, "count": 1, "items": [OLD]},
     {"threads": THREADS, **OLD_HEAD, "mailbox": {}, "customer": BO}],
)  # fmt: skip
def test_a_conversation_however_it_is_exported(value: object, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", value)
    (one,), errors = everything(path)
    assert errors == []
    assert [(turn.role, turn.author, turn.text, turn.visibility) for turn in one.turns] == TURNS
    assert [turn.at for turn in one.turns] == [datetime(2024, 3, 1, 10, minute, tzinfo=UTC) for minute in range(8)]
    assert [turn.macro for turn in one.turns] == ["", "", "", "10", "", "", "", ""]
    assert one.turns[0].attachments == ("tent.jpg",)
    lines = path.read_text().split("\n")
    first = one.turns[0].place.locate("", 0)
    assert lines[first.line - 1][first.column - 1 :].startswith("Where is my tent?")
    assert (one.id, one.channel, one.status, one.customer) == (
        "10",
        "email",
        "closed",
        Customer("Bo Hart", "", "bo@post.example"),
    )
    assert (one.opened_at, one.closed_at) == (
        datetime(2024, 3, 1, 10, tzinfo=UTC),
        datetime(2024, 3, 2, 10, tzinfo=UTC),
    )
    about = ("subject", "tags", "Order number", "assigned_to", "number")
    assert [one.metadata[key] for key in about] == ["Tent", ["tents"], "A-58213", "Ana Lee", 12]


def test_threads_alone_and_a_chat(tmp_path: Path) -> None:
    threads = [thread("beaconchat", ANA, "Hi Bo!", 1), thread("beaconchat", BO, "Hello?", 0)]
    path = write(tmp_path / "a.json", {"_embedded": {"threads": threads}, "page": {"size": 25}})
    (one,), errors = everything(path)
    assert errors == []
    assert [(turn.role, turn.text, turn.place.pointer) for turn in one.turns] == [
        ("customer", "Hello?", "/_embedded/threads/1/body"),
        ("agent", "Hi Bo!", "/_embedded/threads/0/body"),
    ]


def test_conversations_without_threads_are_told_of_once(tmp_path: Path) -> None:
    page = {"_embedded": {"conversations": [{**HEAD, "_embedded": {"threads": []}}, HEAD]}}
    assert everything(write(tmp_path / "a.json", page)) == ([], [f":1:1: {LACKS} (2 in this file)"])


def test_one_broken_conversation_is_told_and_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [NEW, {**NEW, "id": 11, "_embedded": {"threads": [*THREADS[:2], {**THREADS[3], "createdAt": "soon"}]}}, NEW]
    path.write_text("\n".join(json.dumps(one) for one in lines))
    talks, (error,) = everything(path)
    column = json.dumps(lines[1]).index('"<p>It comes') + 2
    assert error.startswith(f':2:{column}: the time "soon" is not understood')
    assert error.endswith("(at /_embedded/threads/2/body)")
    assert [one.id for one in talks] == ["10", "10"]
