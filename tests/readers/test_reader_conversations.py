"""What the readers make of well-formed input: fields, roles, times, threads, streams."""
# ruff: noqa: E501

import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carelint.errors import ReadError, UsageError
from carelint.model import Conversation, Customer, Position, Turn
from carelint.readers import ReadOptions, RoleMap, as_reply, read
from carelint.readers.decode import Source, split_lines
from carelint.readers.json_files import read_json
from carelint.readers.messages import ALIASES

SHARED = Path(__file__).parents[3] / "shared" / "data"
AT = datetime(2025, 3, 1, 10, 2, tzinfo=UTC)


def one(path: Path, text: str, options: ReadOptions | None = None) -> Conversation:
    path.write_text(text, encoding="utf-8", newline="")
    (found,) = read(str(path), options)
    assert isinstance(found, Conversation), found
    return found


def said(conversation: Conversation) -> list[tuple[str, str, str]]:
    return [(turn.role, turn.author, turn.text) for turn in conversation.turns]


def test_the_native_shape(tmp_path: Path) -> None:
    value = {
        "id": 7,
        "channel": "Twitter",
        "kind": "transcript",
        "status": "Resolved",
        "public": True,
        "customer": {"name": "Bo", "username": "bo1", "email": "bo@example.com"},
        "company": "Acme",
        "custom": {"csat": [5]},
        "turns": [
            {
                "role": "agent",
                "name": "Ana",
                "text": "Hi",
                "ts": "2025-03-01T10:02:00Z",
                "attachments": [{"name": "a.png"}],
            },
            {"role": "Visitor", "text": "", "files": ["b.png"]},
            {"role": "visitor", "text": " "},
            {"role": "agent", "text": "psst", "public": False},
            {"role": "bot", "text": "beep", "visibility": "agents"},
        ],
    }
    path = tmp_path / "a.jsonl"
    found = one(path, json.dumps(value))
    assert found == Conversation(
        id="7",
        turns=(
            Turn("agent", "Hi", "Ana", AT, None, ("a.png",), found.turns[0].place),
            Turn("customer", "", "", None, None, ("b.png",), found.turns[1].place),
            Turn("note", "psst", "", None, "private", (), found.turns[2].place),
            Turn("bot", "beep", "", None, "internal", (), found.turns[3].place),
        ),
        channel="social",
        kind="transcript",
        status="solved",
        public=True,
        customer=Customer("Bo", "bo1", "bo@example.com"),
        agents=("Ana",),
        metadata={"company": "Acme", "custom": {"csat": [5]}},
        brands=("Acme",),
        path=str(path),
    )


@pytest.mark.parametrize("alias", ALIASES["text"])
@pytest.mark.parametrize(
    "form", [str, str.upper, lambda key: key.replace("_", "-"), lambda key: key.title().replace("_", "")]
)
def test_names_of_the_text(alias: str, form: object, tmp_path: Path) -> None:
    message = {"role": "agent", form(alias): "Hi"}  # type: ignore[operator]
    assert said(one(tmp_path / "a.json", json.dumps({"turns": [message]}))) == [("agent", "", "Hi")]


@pytest.mark.parametrize("alias", [alias for alias in ALIASES["role"] if alias != "name"])
def test_names_of_the_role(alias: str, tmp_path: Path) -> None:
    for kind in ("turns", "messages", "comments"):
        found = one(tmp_path / "a.json", json.dumps({kind: [{alias: "Support Agent 2", "text": "Hi"}]}))
        assert said(found) == [("agent", "", "Hi")]


@pytest.mark.parametrize("alias", ALIASES["name"])
def test_names_of_the_author(alias: str, tmp_path: Path) -> None:
    found = one(tmp_path / "a.json", json.dumps({"turns": [{"role": "agent", alias: "Ana", "text": "Hi"}]}))
    assert said(found) == [("agent", "Ana", "Hi")]


@pytest.mark.parametrize("alias", ALIASES["at"])
@pytest.mark.parametrize(
    "value",
    [
        "2025-03-01T10:02:00Z", "2025-03-01 10:02", "2025-03-01T12:02:00.000+02:00", "2025/03/01 10:02:00", 1740823320, 1740823320.0,
        1740823320000, "1740823320", "1740823320000", 1740823320000000, "Sat, 01 Mar 2025 10:02:00 +0000", "Sat Mar 01 10:02:00 +0000 2025",
    ],
)  # fmt: skip
def test_times(alias: str, value: object, tmp_path: Path) -> None:
    found = one(tmp_path / "a.json", json.dumps([{"role": "agent", "text": "Hi", alias: value}]))
    assert [turn.at for turn in found.turns] == [AT]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"name": "Ana", "role": "agent"}, ("agent", "Ana", "Hi")),
        ({"name": "Ana", "type": "admin", "email": "ana@acme.example"}, ("agent", "Ana", "Hi")),
        ({"first_name": "Ana", "last_name": "Lee", "type": "operator"}, ("agent", "Ana Lee", "Hi")),
        ({"email": "ana@acme.example"}, ("agent", "ana@acme.example", "Hi")),
        ({"name": "BOT-7", "email": "x@example.com"}, ("bot", "BOT-7", "Hi")),
    ],
)
@pytest.mark.parametrize("key", ["author", "sender", "from"])
def test_nested_authors_and_configured_roles(
    key: str, author: object, expected: tuple[str, str, str], tmp_path: Path
) -> None:
    roles = RoleMap.of({"agent": ["*@ACME.example"], "bot": ["bot-*"]})
    text = json.dumps({"turns": [{key: author, "text": "Hi"}, {"role": "agent", "text": "Ho"}]})
    assert said(one(tmp_path / "a.json", text, ReadOptions(roles=roles)))[0] == expected


def test_configured_roles_win_over_words() -> None:
    roles = RoleMap.of({"customer": ["agent", "Ana *"]})
    assert [roles.role("agent"), roles.role("agent", "ana lee"), roles.role("End-User"), roles.role("", "Ana")] == [
        "customer", "customer", "customer", None,
    ]  # fmt: skip
    with pytest.raises(
        UsageError, match=r'^unknown role "agents" in roles; did you mean "agent"\? allowed: agent, bot, '
    ):
        RoleMap.of({"agents": ["Ana"]})


def test_authors_without_a_role(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    assert said(one(path, "[10:02] Agent: Hi\n[10:03] Bob: Ho\n")) == [("agent", "", "Hi"), ("customer", "Bob", "Ho")]
    assert said(one(path, "[10:02] Agent: Hi\n[10:03] Bob: Ho\n[10:03] Cy: Hu\n"))[1:] == [
        ("third_party", "Bob", "Ho"), ("third_party", "Cy", "Hu"),
    ]  # fmt: skip
    assert said(one(path, "---\ncustomer: Cy\nchannel: chat\n---\n[10:02] Agent: Hi\n[10:03] Bob: Ho\n[10:03] Cy: Hu\n"))[1:] == [
        ("third_party", "Bob", "Ho"), ("customer", "Cy", "Hu"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Agent: Hi\nOrder: 12\nCustomer: Ho", [("agent", "", "Hi\nOrder: 12"), ("customer", "", "Ho")]),
        ("Ana (agent): Hi\nBob: Ho\nBob: Hu\nAna: x", [
            ("agent", "Ana", "Hi"), ("customer", "Bob", "Ho"), ("customer", "Bob", "Hu"), ("agent", "Ana", "x")]),
        ("[10:02] Agent: Hi\nCustomer: no\n[10:03] Ana joined", [("agent", "", "Hi\nCustomer: no"), ("system", "", "Ana joined")]),
        ("10:02 Agent: Hi\n10:30 is fine\n10:03 pm Visitor: Ho", [("agent", "", "Hi\n10:30 is fine"), ("customer", "", "Ho")]),
        ("Agent:\n\nHi\n---\nmore", [("agent", "", "Hi\n---\nmore")]),
        ("Agent: see\nhttps: //x.example\n http://y.example", [("agent", "", "see\nhttps: //x.example\n http://y.example")]),
    ],
)  # fmt: skip
def test_lines_that_begin_messages(lines: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert said(one(tmp_path / "a.log", lines)) == expected


def test_clock_times(tmp_path: Path) -> None:
    log = "---\ndate: 2025-03-01\n---\n[11:58 pm] Agent: a\n[11:57 PM] Agent: b\n[12:03 a.m.] Agent: c\n[2025-03-02T09:00:00Z] Agent: d"
    assert [turn.at for turn in one(tmp_path / "a.log", log).turns] == [
        datetime(2025, 3, 1, 23, 58, tzinfo=UTC), datetime(2025, 3, 1, 23, 57, tzinfo=UTC),
        datetime(2025, 3, 2, 0, 3, tzinfo=UTC), datetime(2025, 3, 2, 9, tzinfo=UTC),
    ]  # fmt: skip
    assert [turn.at for turn in one(tmp_path / "a.log", "10:02:30 Agent: a").turns] == [
        datetime(1970, 1, 1, 10, 2, 30, tzinfo=UTC)
    ]


def test_front_matter(tmp_path: Path) -> None:
    matter = "---\nid: t1\nchannel: e-mail\nstatus: on hold\npublic: no\ncustomer: {name: Bo}\nroles: {agent: Ana}\ntags: [x]\n---\n"
    found = one(tmp_path / "a.log", matter + "Ana: Hi\nBo: Ho\n")
    assert (found.id, found.channel, found.status, found.public, found.customer, found.agents, found.metadata) == (
        "t1", "email", "pending", False, Customer("Bo"), ("Ana",), {"tags": ["x"]},
    )  # fmt: skip
    assert said(found) == [("agent", "Ana", "Hi"), ("customer", "Bo", "Ho")]


def mail(who: str, number: int, date: str, *headers: str, text: str = "") -> str:
    head = [f"From: {who}", f"Message-ID: <{number}@x>", f"Date: {date}", *headers]
    return "From x Sat Mar  1 10:00:00 2025\n" + "\n".join(head) + f"\n\n{text or number}\n\n"


def test_threads_of_a_mailbox(tmp_path: Path) -> None:
    bob, help_ = "Bob <bob@example.com>", "Help <support@acme.example>"
    box = [
        mail(bob, 1, "Sat, 1 Mar 2025 10:02:00 +0000", "Subject: Order", text=">From me\n From here"),
        mail(help_, 2, "Sat, 1 Mar 2025 12:00:00 +0000", "Subject: Other"),
        mail(help_, 4, "Sat, 1 Mar 2025 14:00:00 +0000", "Subject: Re: Order", "References: <1@x>\n <3@x>"),
        mail(bob, 3, "Sat, 1 Mar 2025 13:00:00 +0000", "Subject: RE: Order"),
    ]
    path = tmp_path / "a.mbox"
    path.write_text("".join(box))
    found = list(read(str(path)))
    assert [(c.id, c.customer, said(c)) for c in found if isinstance(c, Conversation)] == [
        ("1@x", Customer("Bob", "", "bob@example.com"), [
            ("customer", "Bob", "From me\n From here"), ("customer", "Bob", "3"), ("agent", "Help", "4")]),
        ("2@x", Customer(), [("agent", "Help", "2")]),
    ]  # fmt: skip
    assert isinstance(found[0], Conversation)
    assert found[0].turns[0].at == AT
    assert found[0].metadata == {
        "subject": "Order", "from": bob, "date": "Sat, 01 Mar 2025 10:02:00 +0000", "message_id": "<1@x>",
        "reply_address": "support@acme.example",
    }  # fmt: skip


def test_drafts_and_macros(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Hi"}\n{"title": "T", "body": "Ho", "id": "m"}\n{"kind": "macro", "content": "Hu"}\n')
    found = [c for c in read(str(path), ReadOptions(channel="email")) if isinstance(c, Conversation)]
    assert [(c.id, c.kind, c.channel, said(c)) for c in found] == [
        ("1", "draft", "email", [("agent", "", "Hi")]),
        ("m", "macro", "email", [("agent", "", "Ho")]),
        ("3", "macro", "email", [("agent", "", "Hu")]),
    ]
    eml = one(tmp_path / "a.eml", "From: bob@example.com\nSubject: x\n\nHello\n", ReadOptions(kind="draft"))
    assert (eml.kind, eml.channel, said(eml)) == ("draft", "email", [("agent", "bob@example.com", "Hello")])


def test_a_tools_own_words_for_channel_and_status_are_metadata(tmp_path: Path) -> None:
    values = {"channel": "web", "medium": {"id": 3}, "status": "spam", "state": 4}
    data = json.dumps({**values, "turns": [{"role": "agent", "text": "Hi"}]})
    found = one(tmp_path / "a.json", data)
    assert (found.channel, found.status, found.metadata) == ("chat", None, values)
    table = one(tmp_path / "a.csv", "role,text,channel,status\nagent,Hi,web,spam\n")
    assert (table.channel, table.status, table.metadata) == ("chat", None, {"channel": "web", "status": "spam"})
    by_hand = one(tmp_path / "a.md", "---\nmedium: fax\nstatus: spam\n---\nHi\n")
    assert (by_hand.channel, by_hand.status, by_hand.metadata) == ("chat", None, {"medium": "fax", "status": "spam"})


@pytest.mark.parametrize(
    "text", ["2025-03-01 10:02 UTC", "2025-03-01T10:02:00 gmt", "2025-03-01 10:02Z", "1740823320 UTC"]
)
def test_times_in_utc(text: str, tmp_path: Path) -> None:
    found = one(tmp_path / "a.json", json.dumps({"turns": [{"role": "agent", "text": "Hi", "ts": text}]}))
    assert found.turns[0].at == datetime(2025, 3, 1, 10, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["[{{ticket.id}}] Hello", "{{name}}, hello", '{"name"} hello', "[] to do", '{ "a" ] x']
)
def test_a_draft_that_begins_like_json(text: str, tmp_path: Path) -> None:
    assert said(one(tmp_path / "a.txt", text, ReadOptions(kind="draft"))) == [("agent", "", text)]


def test_a_draft_in_json(tmp_path: Path) -> None:
    for text in ('{"text": "Hi"}', ' [ {"text": "Hi"}]', json.dumps({"text": "Hi", "x": "y" * 100_000})):
        assert said(one(tmp_path / "a.txt", text, ReadOptions(kind="draft"))) == [("agent", "", "Hi")]


def test_only_who_is_about_to_answer_reads_a_conversation_without_an_agent(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"turns": [{"author": "Bo", "text": "Hi"}]}')
    (refused,) = read(str(path))
    assert isinstance(refused, ReadError)
    (found,) = read(str(path), ReadOptions(unanswered=True))
    assert isinstance(found, Conversation)
    assert said(found) == [("customer", "Bo", "Hi")]


def test_a_draft_as_a_reply(tmp_path: Path) -> None:
    to = one(tmp_path / "a.log", "---\nchannel: email\n---\n[10:02] Ana (agent): Hi\n[10:03] Bo (customer): Ho")
    draft = one(tmp_path / "d.md", "\nThanks, Bo.\n")
    reply = as_reply(draft, to)
    assert said(reply)[2:] == [("agent", "Ana", "Thanks, Bo.")]
    assert (reply.kind, reply.channel, reply.draft_from, reply.path, reply.id) == (
        "draft",
        "email",
        2,
        draft.path,
        to.id,
    )
    assert reply.turns[2].place.locate("Thanks, Bo.", 8) == Position(2, 9)
    with pytest.raises(UsageError, match=r"a reply must be one text, not 2 messages$"):
        as_reply(to, to)


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was read of it."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self.parts = parts
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        part = next(self.parts)
        self.taken += len(part)
        return part


TALK = b'{"id": "a", "turns": [{"role": "agent", "text": "' + b"Hello there. " * 300 + b'"}]}'


@pytest.mark.parametrize(
    ("start", "between", "name"),
    [
        (b"", b"\n", "a.jsonl"),
        (b"[", b",\n", "a.json"),
        (b'{"conversations": [', b",", "a.json"),
        (b"", b"\r\n", "a.jsonl"),
    ],
)
def test_json_is_a_stream(start: bytes, between: bytes, name: str) -> None:
    def parts() -> Iterator[bytes]:
        yield start + TALK
        while True:
            yield (between + TALK) * 16

    stream = Endless(parts())
    found = read_json(Source.of(name, stream), ReadOptions())  # type: ignore[arg-type]
    next(found)
    assert stream.taken < 500_000
    tracemalloc.start()
    for _ in range(5000):
        next(found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stream.taken > 19_000_000
    assert peak < 3_000_000


def test_lines_end_where_editors_end_them() -> None:
    pieces = ["a\r", "\nb\r", "c\u2028d\x0b\x85e", "\n", "\n\r", "f\r"]
    assert list(split_lines(pieces)) == ["a\r\n", "b\r", "c\u2028d\x0b\x85e\n", "\n", "\r", "f\r"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not there")
def test_all_real_transcripts_are_read() -> None:
    found = [one for path in sorted((SHARED / "transcripts").iterdir()) for one in read(str(path))]
    assert len(found) == 2028
    assert [one for one in found if not isinstance(one, Conversation)] == []
    for path in sorted(path for path in SHARED.rglob("*") if path.is_file()):
        list(read(str(path)))
