"""Zendesk: tickets with comments or audits, chats, calls, and the tables of a warehouse."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelint.errors import ReadError
from carelint.model import Conversation, Customer
from carelint.readers import LeftOutError, ReadOptions, RoleMap, read
from carelint.readers.exports.zendesk import LACKS

USERS = [
    {"id": 1, "name": "Bo Hart", "email": "bo@post.example", "role": "end-user"},
    {"id": 2, "name": "Ana", "email": "ana@acme.example", "role": "agent"},
    {"id": 3, "name": "Cy", "email": "cy@post.example", "role": "end-user"},
]
TICKET = {
    "url": "https://acme.example/api/v2/tickets/9.json",
    "id": 9,
    "via": {"channel": "email", "source": {"rel": None}},
    "created_at": "2024-03-01T10:00:00Z",
    "updated_at": "2024-03-05T10:00:00Z",
    "subject": "Kettle",
    "raw_subject": "Kettle",
    "description": "It leaks.",
    "priority": "high",
    "status": "solved",
    "requester_id": 1,
    "submitter_id": 1,
    "assignee_id": 2,
    "brand_id": 5,
    "tags": ["kettle"],
    "is_public": True,
    "custom_fields": [{"id": 40, "value": "A-58213"}, {"id": 41, "value": None}],
}


def comment(author: int, body: str, minute: int, *, public: bool = True, **more: object) -> dict[str, object]:
    at = f"2024-03-01T10:{minute:02}:00Z"
    base = {"id": minute, "type": "Comment", "author_id": author, "body": body, "public": public, "created_at": at}
    return {**base, "via": {"channel": "web", "source": {"rel": None}}, "attachments": [], **more}


COMMENTS = [
    comment(1, "It leaks.", 0, attachments=[{"id": 8, "file_name": "leak.jpg"}]),
    comment(2, "Ring the plumber?", 1, public=False),
    comment(2, "A new one is on its way.", 2, html_body="<p>A new one is on its way.</p>"),
    comment(3, "Send one to me too.", 3),
    comment(-1, "Your ticket is solved.", 4, via={"channel": "rule", "source": {"rel": "trigger"}}),
    comment(2, "Request #8 was closed and merged.", 5, public=False, via={"source": {"rel": "merge"}}),
]
TURNS = [
    ("customer", "Bo Hart", "It leaks.", "public"),
    ("note", "Ana", "Ring the plumber?", "private"),
    ("agent", "Ana", "A new one is on its way.", "public"),
    ("third_party", "Cy", "Send one to me too.", "public"),
    ("bot", "-1", "Your ticket is solved.", "public"),
    ("system", "Ana", "Request #8 was closed and merged.", "private"),
]


def everything(path: Path, options: ReadOptions | None = None) -> tuple[list[Conversation], list[str]]:
    found = list(read(str(path), options))
    talks = [one for one in found if isinstance(one, Conversation)]
    errors = [one for one in found if isinstance(one, ReadError) and not isinstance(one, LeftOutError)]
    return talks, [str(one).removeprefix(str(path)) for one in errors]


def left_out(path: Path) -> list[tuple[int, str]]:
    """What is told only where there is nothing else to tell of: how many have no answer, and what it says."""
    found = [one for one in read(str(path)) if isinstance(one, LeftOutError)]
    return [(one.count, str(one).removeprefix(str(path))) for one in found]


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False))
    return path


def said(one: Conversation) -> list[tuple[str, str, str, str | None]]:
    return [(turn.role, turn.author, turn.text, turn.visibility) for turn in one.turns]


def pointed(path: Path, one: Conversation) -> list[str]:
    """What stands in the file where each turn says that it begins."""
    lines = path.read_text().split("\n")
    places = [(turn.text, turn.place.locate(turn.text, 0)) for turn in one.turns]
    return [lines[at.line - 1][at.column - 1 :][: len(text)] for text, at in places]


SIDES = {
    "brands": [{"id": 5, "name": "Acme"}, {"id": 6, "name": "Other"}],
    "ticket_fields": [{"id": 40, "title": "Order number"}, {"id": 41, "title": "Shop"}],
    "metric_sets": [{"id": 9, "ticket_id": 9, "solved_at": "2024-03-02T10:00:00Z", "reopens": 1}],
}
BESIDE = {"users": USERS, **SIDES}
ACCOUNT = {
    **{key: value for key, value in TICKET.items() if not key.endswith(("requester_id", "submitter_id"))},
    "requester": USERS[0],
    "submitter": USERS[0],
    "assignee": USERS[1],
    "comments": COMMENTS,
}
SHAPES = {
    "one ticket": {"ticket": TICKET, "comments": COMMENTS, **BESIDE},
    "comments inside": {"tickets": [{**TICKET, "comments": COMMENTS}], **BESIDE},
    "users first": {**BESIDE, "tickets": [{**TICKET, "comments": COMMENTS}]},
    "three lists": {"tickets": [TICKET], "comments": [{**one, "ticket_id": 9} for one in COMMENTS], **BESIDE},
    "lists first": {**BESIDE, "comments": [{**one, "ticket_id": 9} for one in COMMENTS], "tickets": [TICKET]},
    "pages": [{"tickets": [{**TICKET, "comments": COMMENTS}], **BESIDE}],
    "newest first": {"ticket": TICKET, "comments": COMMENTS[::-1], **BESIDE},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_ticket_however_it_is_exported(shape: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", SHAPES[shape])
    (one,), errors = everything(path)
    assert errors == []
    assert said(one) == TURNS
    assert pointed(path, one) == [text for _, _, text, _ in TURNS]
    assert [turn.at for turn in one.turns] == [datetime(2024, 3, 1, 10, minute, tzinfo=UTC) for minute in range(6)]
    assert one.turns[0].attachments == ("leak.jpg",)
    assert (one.id, one.channel, one.status, one.public) == ("9", "email", "solved", None)
    assert one.customer == Customer("Bo Hart", "", "bo@post.example")
    assert one.brands == ("Acme",)
    assert one.opened_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    about = ("subject", "priority", "tags", "brand", "Order number", "Shop", "has_public_comments", "updated_at")
    assert {key: one.metadata.get(key, "-") for key in about} == {
        "subject": "Kettle",
        "priority": "high",
        "tags": ["kettle"],
        "brand": "Acme",
        "Order number": "A-58213",
        "Shop": None,
        "has_public_comments": True,
        "updated_at": "2024-03-05T10:00:00Z",
    }
    assert one.metadata["reopens"] == 1
    assert one.closed_at == datetime(2024, 3, 2, 10, tzinfo=UTC)


def test_one_line_per_ticket_of_the_export_of_an_account(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    lines = [{**ACCOUNT, "comments": COMMENTS[:3]}, {**ACCOUNT, "id": 10, "comments": 5}, {**ACCOUNT, "id": 11}]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    talks, errors = everything(path)
    stranger = ("third_party", "3", "Send one to me too.", "public")
    assert [(one.id, said(one)) for one in talks] == [
        ("9", TURNS[:3]),
        ("11", [*TURNS[:3], stranger, *TURNS[4:]]),
    ]
    column = json.dumps(lines[1]).index('"comments": 5') + len('"comments": ') + 1
    assert errors == [f":2:{column}: comments must be a list, not a number (at /comments)"]


def test_without_users_those_who_must_be_are_agents(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"ticket": {**TICKET, "assignee_id": None}, "comments": COMMENTS[:4]})
    (one,), _ = everything(path)
    # Who writes in private is an agent; of the other nothing is known.
    assert [turn.role for turn in one.turns] == ["customer", "note", "agent", "third_party"]
    assert one.customer == Customer()
    roles = RoleMap.of({"agent": ["3"]})
    (one,), _ = everything(path, ReadOptions(roles=roles))
    assert [turn.role for turn in one.turns] == ["customer", "note", "agent", "agent"]


def test_the_requester_is_the_customer_even_if_an_agent(tmp_path: Path) -> None:
    value = {"ticket": {**TICKET, "requester_id": 2, "submitter_id": 2, "assignee_id": 7}, "users": USERS}
    comments = [comment(2, "My laptop is slow.", 0), comment(2, "Just for us.", 1, public=False)]
    comments.append(comment(7, "It is the disk.", 2))
    path = write(tmp_path / "a.json", {**value, "comments": comments})
    (one,), _ = everything(path)
    assert [turn.role for turn in one.turns] == ["customer", "note", "agent"]


def test_html_only_where_there_is_no_text(tmp_path: Path) -> None:
    comments = [comment(1, "", 0, html_body="<p>Hi</p><p>it &amp; that</p>"), comment(2, "", 1, plain_body="So <b>.")]
    path = write(tmp_path / "a.json", {"ticket": TICKET, "comments": comments, "users": USERS})
    (one,), _ = everything(path)
    assert [(turn.text, turn.place.pointer) for turn in one.turns] == [
        ("Hi\n\nit & that", "/comments/0/html_body"),
        ("So <b>.", "/comments/1/plain_body"),
    ]


@pytest.mark.parametrize(
    "value",
    [{"tickets": [TICKET, {**TICKET, "id": 10}], "users": USERS}, [TICKET, {**TICKET, "id": 10}],
     {"ticket": {**TICKET}}, {"results": [TICKET], "count": 1}],
)  # fmt: skip
def test_tickets_without_comments_are_told_of_once(value: object, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", value)
    talks, errors = everything(path)
    count = 1 if isinstance(value, dict) and not value.get("tickets") else 2
    assert talks == []
    assert [error.split(": ", 1)[1] for error in errors] == [f"{LACKS} ({count} in this file)"]
    talks, errors = everything(path, ReadOptions(unanswered=True))
    assert errors == []
    assert [[(turn.role, turn.text) for turn in one.turns] for one in talks] == [[("customer", "It leaks.")]] * count


def test_an_unanswered_ticket_is_told_of_only_where_there_is_no_other(tmp_path: Path) -> None:
    alone = {"ticket": TICKET, "comments": COMMENTS[:2], "users": USERS}
    path = write(tmp_path / "a.json", alone)
    what = "a conversation that no agent has answered, so that there is nothing to check (1 in this file)"
    assert everything(path) == ([], [f":1:1: {what}"])
    both = [{**TICKET, "comments": COMMENTS[:2]}, {**TICKET, "id": 10, "comments": COMMENTS}]
    talks, errors = everything(write(path, {"tickets": both, "users": USERS}))
    assert ([one.id for one in talks], errors) == (["10"], [])
    assert left_out(path) == [(1, f":3:3: {what}")]


def test_audits_of_several_tickets(tmp_path: Path) -> None:
    def audit(ticket: int, author: int, minute: int, *events: dict[str, object]) -> dict[str, object]:
        at = f"2024-03-01T10:{minute:02}:00Z"
        via = {"channel": "email"}
        return {"id": minute, "ticket_id": ticket, "created_at": at, "author_id": author, "via": via, "events": events}

    def words(author: int, body: str, *, public: bool = True) -> dict[str, object]:
        return {"id": 1, "type": "Comment", "author_id": author, "body": body, "public": public, "attachments": []}

    def change(name: str, value: object, kind: str = "Change") -> dict[str, object]:
        return {"id": 2, "type": kind, "field_name": name, "value": value}

    used = {"id": 3, "type": "AgentMacroReference", "macro_id": "77", "macro_title": "Sent a new one"}
    notice = {"id": 4, "type": "Notification", "subject": "s", "body": "Hi {{ticket.id}}", "recipients": [1]}
    audits = [
        audit(9, 1, 0, words(1, "It leaks."), change("requester_id", "1", "Create"), change("subject", "K", "Create")),
        audit(8, 1, 1, words(1, "Hello?"), change("requester_id", "1", "Create")),
        audit(9, 2, 2, words(2, "A new one is sent."), used, change("status", "solved"), notice),
        audit(8, 2, 3, words(2, "Yes?")),
        audit(9, 2, 4, change("status", "closed")),
    ]
    path = write(tmp_path / "a.json", {"audits": audits, "users": USERS, "next_page": None})
    talks, errors = everything(path)
    assert errors == []
    assert [(one.id, [(turn.role, turn.text, turn.macro) for turn in one.turns]) for one in talks] == [
        ("9", [("customer", "It leaks.", ""), ("agent", "A new one is sent.", "Sent a new one"),
               ("system", "Hi {{ticket.id}}", "")]),
        ("8", [("customer", "Hello?", ""), ("agent", "Yes?", "")]),
    ]  # fmt: skip
    assert [pointed(path, one) for one in talks] == [[turn.text for turn in one.turns] for one in talks]
    assert (talks[0].status, talks[0].metadata["subject"]) == ("closed", "K")
    assert talks[0].closed_at == datetime(2024, 3, 1, 10, 2, tzinfo=UTC)
    lines = tmp_path / "b.jsonl"
    lines.write_text("\n".join(json.dumps(one) for one in audits))
    # A line each, and no users: the configuration says who is an agent.
    alone, _ = everything(lines, ReadOptions(roles=RoleMap.of({"agent": ["2"]})))
    assert [[(turn.role, turn.text) for turn in one.turns] for one in alone] == [
        [("customer", "It leaks."), ("agent", "A new one is sent."), ("system", "Hi {{ticket.id}}")],
        [("customer", "Hello?"), ("agent", "Yes?")],
    ]


def test_ticket_events(tmp_path: Path) -> None:
    def event(author: int, minute: int, *children: dict[str, object]) -> dict[str, object]:
        at = 1709287200 + minute * 60
        return {"id": minute, "ticket_id": 9, "timestamp": at, "updater_id": author, "child_events": children}

    def words(body: str, *, public: bool = True) -> dict[str, object]:
        return {"id": 1, "type": "Comment", "event_type": "Comment", "body": body, "public": public}

    events = [
        event(1, 0, words("It leaks."), {"id": 2, "requester_id": 1, "event_type": "Create"}),
        event(2, 1, words("Ring them?", public=False), words("A new one is sent.")),
        event(2, 2, {"id": 3, "status": "solved", "event_type": "Change", "previous_value": "open"}),
    ]
    (one,), errors = everything(write(tmp_path / "a.json", {"ticket_events": events, "count": 3}))
    assert errors == []
    assert [(turn.role, turn.text) for turn in one.turns] == [
        ("customer", "It leaks."),
        ("note", "Ring them?"),
        ("agent", "A new one is sent."),
    ]
    assert (one.status, one.closed_at) == ("solved", datetime(2024, 3, 1, 10, 2, tzinfo=UTC))


def test_a_chat_and_a_call_in_audits(tmp_path: Path) -> None:
    def line(index: int, kind: str, **more: object) -> dict[str, object]:
        return {"chat_index": index, "type": kind, "timestamp": 1709287200000 + index * 1000, **more}

    history = [
        line(0, "ChatJoin", actor_type="end-user", actor_name="Visitor 1"),
        line(1, "ChatMessage", actor_type="bot", actor_name="Kit", message="How can I help?"),
        line(2, "ChatMessage", actor_type="end-user", actor_name="Visitor 1", message="My bill is wrong."),
        line(3, "ChatMessage", actor_id="agent:2", message="Which one?"),
        line(4, "ChatFileAttachment", actor_id="1", filename="bill.pdf"),
        line(5, "ChatMessage", actor_id="__system", message="Chat ended."),
    ]
    chat = {"id": 1, "type": "ChatStartedEvent", "value": {"chat_id": "c1", "visitor_id": "v", "history": history}}
    data = {"transcription_text": "Please ring me.", "recording_url": "x"}
    call = {"id": 2, "type": "VoiceComment", "body": "Inbound call", "public": True, "data": data}
    ended = {"id": 3, "type": "ChatEndedEvent", "value": {"chat_id": "c1", "is_served": True}}
    at = {"ticket_id": 9, "author_id": 2, "via": {"channel": "chat"}}
    audits = [
        {**at, "id": 1, "created_at": "2024-03-01T10:00:00Z", "events": [chat, ended]},
        {**at, "id": 2, "created_at": "2024-03-01T11:00:00Z", "events": [call]},
    ]
    path = write(tmp_path / "a.json", {"ticket": {**TICKET, "via": {"channel": "chat"}}, "audits": audits, **BESIDE})
    (one,), errors = everything(path)
    assert (one.channel, errors) == ("chat", [])
    assert [(turn.role, turn.author, turn.text, turn.attachments) for turn in one.turns] == [
        ("bot", "Kit", "How can I help?", ()),
        ("customer", "Visitor 1", "My bill is wrong.", ()),
        ("agent", "Ana", "Which one?", ()),
        ("customer", "Bo Hart", "", ("bill.pdf",)),
        ("system", "__system", "Chat ended.", ()),
        ("system", "Ana", "Inbound call", ()),
        ("customer", "Bo Hart", "Please ring me.", ()),
    ]
    assert [found for found in pointed(path, one) if found] == [turn.text for turn in one.turns if turn.text]


@pytest.mark.parametrize(
    ("word", "channel"),
    [("email", "email"), ("web", "email"), ("api", "email"), ("chat", "chat"), ("native_messaging", "chat"),
     ("sms", "chat"), ("whatsapp", "chat"), ("twitter", "social"), ("facebook", "social"), ("any_channel", "social"),
     ("voice", "phone"), ("line", "chat"), ("help_center", "email"), ("", "email")],
)  # fmt: skip
def test_channels(word: str, channel: str, tmp_path: Path) -> None:
    value = {"ticket": {**TICKET, "via": {"channel": word}}, "comments": COMMENTS, "users": USERS}
    (one,), _ = everything(write(tmp_path / "a.json", value))
    assert one.channel == channel


def table(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def warehouse(folder: Path) -> Path:
    def row(number: int, ticket: int, user: int, body: str, minute: int, public: str = "TRUE") -> dict[str, object]:
        at = f"2020-02-11 07:{minute:02}:14"
        base = {"id": number, "_fivetran_synced": "2020-03-05 04:47:57.580", "body": body, "created": at}
        return {**base, "public": public, "ticket_id": ticket, "user_id": user, "voice_comment": "FALSE"}

    ticket = {"id": 9, "requester_id": 1, "submitter_id": 1, "assignee_id": 2, "status": "closed", "subject": "Kettle"}
    table(folder / "ticket.csv", [{**ticket, "via_channel": "chat", "created_at": "2020-02-11 07:00:00"}])
    table(folder / "user.csv", [{**user, "ticket_restriction": "requested"} for user in USERS])
    rows = [
        row(1, 9, 1, 'It "leaks",\nreally.', 0),
        row(2, 8, 1, "Anyone?", 1),
        row(3, 9, 2, "A new one is sent.", 3),
        row(4, 9, 2, "Ring them?", 2, "FALSE"),
        row(5, 8, 2, "Yes.", 4),
    ]
    return table(folder / "ticket_comment.csv", rows)


def test_the_tables_of_a_warehouse(tmp_path: Path) -> None:
    path = warehouse(tmp_path)
    talks, errors = everything(path)
    assert errors == []
    assert [(one.id, [(turn.role, turn.author, turn.text) for turn in one.turns]) for one in talks] == [
        ("9", [("customer", "Bo Hart", 'It "leaks",\nreally.'), ("note", "Ana", "Ring them?"),
               ("agent", "Ana", "A new one is sent.")]),
        ("8", [("customer", "Bo Hart", "Anyone?"), ("agent", "Ana", "Yes.")]),
    ]  # fmt: skip
    assert (talks[0].channel, talks[0].status, talks[0].metadata["subject"]) == ("chat", "closed", "Kettle")
    assert talks[0].customer == Customer("Bo Hart", "", "bo@post.example")
    assert pointed(path, talks[1]) == ["Anyone?", "Yes."]
    first = talks[0].turns[0]
    assert first.place.locate(first.text, first.text.index("really")) == (3, 1)
    assert first.at == datetime(2020, 2, 11, 7, 0, 14, tzinfo=UTC)
    # Beside the comments, the other tables have nothing to say.
    assert everything(tmp_path / "user.csv") == everything(tmp_path / "ticket.csv") == ([], [])
    for kind in ("user", "ticket"):
        what = f"a table of Zendesk's {kind}s, which hold no messages; they are in ticket_comment.csv beside it"
        assert left_out(tmp_path / f"{kind}.csv") == [(0, f":1:1: {what}")]


def test_one_broken_row_costs_its_ticket(tmp_path: Path) -> None:
    path = warehouse(tmp_path)
    path.write_text(path.read_text().replace("2020-02-11 07:01:14", "soon").replace(",8,2,", ",,2,"))
    talks, errors = everything(path)
    assert [one.id for one in talks] == ["9"]
    assert errors[0] == ":7:1: the row has no ticket_id"
    assert errors[1].startswith(':4:27: the time "soon" is not understood; accepted: ISO 8601')
    assert len(errors) == 2


def test_a_table_alone(tmp_path: Path) -> None:
    path = warehouse(tmp_path)
    (tmp_path / "ticket.csv").unlink()
    (tmp_path / "user.csv").unlink()
    talks, (error,) = everything(path)
    assert talks == []
    assert error.startswith(":2:1: conversations of which neither the ticket nor an author is known; put the tables")
    assert error.endswith(" (2 in this file)")
    talks, errors = everything(path, ReadOptions(roles=RoleMap.of({"agent": ["2"], "customer": ["1"]})))
    assert [[turn.role for turn in one.turns] for one in talks] == [
        ["customer", "note", "agent"],
        ["customer", "agent"],
    ]
    assert errors == []
    (tmp_path / "other").mkdir()
    alone = table(tmp_path / "other" / "user.csv", [{**USERS[0], "ticket_restriction": ""}])
    what = "a table of Zendesk's users, which hold no messages; put ticket_comment.csv or ticket_chat_event.csv"
    assert everything(alone) == ([], [f":1:1: {what} of the same export beside it"])


def test_the_events_of_chats(tmp_path: Path) -> None:
    original = {"author": {"type": "BUSINESS"}, "content": {"text": {"text": "Hi, I am Kit."}}}
    bot = json.dumps({**original, "source": {"type": "zd:answerBot"}})

    def row(
        chat: str, actor: str, second: int, message: str, kind: str = "ChatMessage", said: str = ""
    ) -> dict[str, object]:
        at = f"2024-03-01 10:00:{second:02}.500000"
        base = {"chat_id": chat, "created_at": at, "actor_id": actor, "chat_index": second, "filename": ""}
        return {**base, "message": message, "original_message": said, "type": kind}

    rows = [
        row("c1", "agent:2", 2, "Which order?"),
        row("c2", "1", 0, "Hello?"),
        row("c1", "agent:7", 0, "", said=bot),
        row("c1", "1", 1, "Where is it?"),
        row("c1", "1", 3, "", "ChatLeave"),
        {**row("c1", "1", 4, "", "ChatFileAttachment"), "filename": "a.png"},
    ]
    path = table(tmp_path / "ticket_chat_event.csv", rows)
    table(tmp_path / "ticket_chat.csv", [{"chat_id": "c1", "ticket_id": 9, "user_id": 1, "visitor_id": "v"}])
    table(tmp_path / "user.csv", [{**user, "ticket_restriction": ""} for user in USERS])
    (one,), errors = everything(path)
    assert (errors, one.id, one.channel, one.customer.name) == ([], "c1", "chat", "Bo Hart")
    assert left_out(path) == [(1, ": holds no conversation that an agent has answered")]
    assert [(turn.role, turn.text, turn.attachments) for turn in one.turns] == [
        ("bot", "Hi, I am Kit.", ()),
        ("customer", "Where is it?", ()),
        ("agent", "Which order?", ()),
        ("customer", "", ("a.png",)),
    ]
    assert pointed(path, one)[:3] == ["Hi, I am Kit.", "Where is it?", "Which order?"]


FORMATS = Path(__file__).parents[3] / "shared" / "data" / "formats"


@pytest.mark.skipif(not FORMATS.exists(), reason="the real samples are not here")
@pytest.mark.parametrize(
    ("name", "roles"),
    [("zendesk/zenpy-audits.json", None), ("zendesk/zenpy-tickets_incr.json", None), ("zendesk/zenpy-audit.json", None),
     ("zendesk-fivetran/ticket_chat_event_data.csv", {"bot": 8, "system": 2})],
)  # fmt: skip
def test_real_samples(name: str, roles: dict[str, int] | None) -> None:
    talks, errors = everything(FORMATS / name)
    found = [turn.role for one in talks for turn in one.turns]
    assert ({role: found.count(role) for role in sorted(set(found))} or None, bool(errors)) == (roles, roles is None)
