"""Exports of chat tools, messengers and transcribed calls: who, what, when, and where it stands in the file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from carelint.model import Conversation, Turn
from carelint.readers import ReadOptions, RoleMap, read

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "data" / "formats"
ROLES = RoleMap.of({"agent": ["Ana", "speaker 0", "channel 1"]})


def one(path: Path, value: Any) -> Conversation:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=True), encoding="utf-8")
    (found,) = read(str(path), ReadOptions(roles=ROLES))
    assert isinstance(found, Conversation), found
    for turn in found.turns:
        assert slice_of(path, turn) in ("", json.dumps(turn.text)[1:-1])
    return found


def slice_of(path: Path, turn: Turn) -> str:
    """The characters of the file at which the text of a turn is said to stand."""
    if not turn.text:
        return ""
    start, end = turn.place.region(turn.text, 0, len(turn.text))
    assert start.line == end.line
    return path.read_text("utf-8").split("\n")[start.line - 1][start.column - 1 : end.column - 1]


def said(found: Conversation) -> list[tuple[str, str, str, str]]:
    return [(t.role, t.author, t.text, t.at.isoformat()[11:23] if t.at else "") for t in found.turns]


def item(who: str, begin: int, end: int, text: str) -> dict[str, Any]:
    return {"ParticipantId": who, "BeginOffsetMillis": begin, "EndOffsetMillis": end, "Content": text}


def test_contact_lens_voice(tmp_path: Path) -> None:
    people = [{"ParticipantId": "A", "ParticipantRole": "AGENT"}, {"ParticipantId": "C", "ParticipantRole": "CUSTOMER"}]
    found = one(
        tmp_path / "voice.json",
        {
            "Channel": "VOICE",
            "CustomerMetadata": {"ContactId": "c-1"},
            "Participants": people,
            "Categories": {"MatchedCategories": ["late"]},
            "ConversationCharacteristics": {"NonTalkTime": {"TotalTimeMillis": 900}},
            "Transcript": [item("A", 0, 1200, "Good \u201cmorning\u201d."), item("C", 1000, 2500, "Hi.")],
        },
    )
    assert (found.id, found.channel, said(found)) == (
        "c-1", "phone",
        [("agent", "", "Good “morning”.", "12:00:00+00:"), ("customer", "", "Hi.", "12:00:01+00:")],
    )  # fmt: skip
    # The customer speaks before the agent has ended: an interruption can be told.
    assert [t.until.isoformat()[17:23] if t.until else "" for t in found.turns] == ["01.200", "02.500"]
    assert found.metadata["categories"] == ["late"]
    assert found.metadata["ConversationCharacteristics"] == {"NonTalkTime": {"TotalTimeMillis": 900}}


def test_contact_lens_chat(tmp_path: Path) -> None:
    def entry(role: str, kind: str, key: str, text: str) -> dict[str, Any]:
        at = "2026-05-04T10:00:00.5Z"
        return {"AbsoluteTime": at, "ParticipantRole": role, "DisplayName": role.title(), "Type": kind, key: text}

    entries = [
        entry("CUSTOMER", "EVENT", "ContentType", "participant.joined"),
        entry("CUSTOM_BOT", "MESSAGE", "Content", "Beep"),
        entry("AGENT", "MESSAGE", "Content", "Hello"),
        entry("CUSTOMER", "MESSAGE", "Content", "Hi"),
    ]
    found = one(tmp_path / "chat.json", {"Channel": "CHAT", "Participants": [], "Transcript": entries})
    assert (found.channel, said(found)) == (
        "chat",
        [
            ("system", "Customer", "participant.joined", "10:00:00.500"),
            ("bot", "Custom_Bot", "Beep", "10:00:00.500"),
            ("agent", "Agent", "Hello", "10:00:00.500"),
            ("customer", "Customer", "Hi", "10:00:00.500"),
        ],
    )


@pytest.mark.parametrize("channels", [1, 2])
def test_deepgram(tmp_path: Path, channels: int) -> None:
    key = "speaker" if channels == 1 else "channel"
    utterances = [
        {"start": 0, "end": 1.5, "transcript": "Hello.", "speaker": 0, "channel": 1},
        {"start": 1.5, "end": 2.25, "transcript": "Hi.", "speaker": 1, "channel": 0},
    ]
    found = one(
        tmp_path / "call.json",
        {"metadata": {"request_id": "r-1"}, "results": {"channels": [{}] * channels, "utterances": utterances}},
    )
    names = (f"{key} 0", f"{key} 1") if channels == 1 else (f"{key} 1", f"{key} 0")
    assert said(found) == [("agent", names[0], "Hello.", "12:00:00+00:"), ("customer", names[1], "Hi.", "12:00:01.500")]
    # A number is no name to address somebody by.
    assert (found.id, found.channel, found.customer.name) == ("r-1", "phone", "")


def test_deepgram_without_speakers_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    path.write_text('{"metadata": {}, "results": {"channels": [{}]}}')
    (found,) = read(str(path))
    assert str(found) == (
        f"{path}:1:29: a Deepgram transcript without utterances: transcribe with utterances=true and diarize=true, or "
        "multichannel=true (at /results)"
    )


def test_twilio_sentences(tmp_path: Path) -> None:
    sentences = [
        {"media_channel": 1, "sentence_index": 0, "start_time": "0.5", "end_time": "1.25", "transcript": "Hello."},
        {"media_channel": 2, "sentence_index": 1, "start_time": 2, "end_time": 3, "transcript": "Hi."},
    ]
    url = "https://example.com/v2/Transcripts/GT7/Sentences?PageSize=50"
    found = one(tmp_path / "s.json", {"sentences": sentences, "meta": {"url": url}})
    assert (found.id, said(found)) == (
        "GT7",
        [("agent", "channel 1", "Hello.", "12:00:00.500"), ("customer", "channel 2", "Hi.", "12:00:02+00:")],
    )


def message(author: str, body: str, at: str, sid: str = "CH1", **more: object) -> dict[str, object]:
    return {"conversation_sid": sid, "author": author, "body": body, "date_created": at, **more}


def test_twilio_messages_of_two_conversations_newest_first(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    page = [
        message("whatsapp:+441234567890", "Thanks", "2026-05-04T10:02:00Z"),
        message("Ana", "Hello", "2026-05-04T10:01:30Z", "CH2"),
        message("Ana", "Hello", "2026-05-04T10:01:00Z", media=[{"filename": "a.jpg"}]),
        message("whatsapp:+441234567890", "Hi", "2026-05-04T10:00:00Z"),
    ]
    path.write_text(json.dumps({"messages": page, "meta": {}}))
    found = [c for c in read(str(path), ReadOptions(roles=ROLES)) if isinstance(c, Conversation)]
    assert [(c.id, c.channel, [(t.role, t.text, t.attachments) for t in c.turns]) for c in found] == [
        ("CH1", "chat", [("customer", "Hi", ()), ("agent", "Hello", ("a.jpg",)), ("customer", "Thanks", ())]),
        ("CH2", "chat", [("agent", "Hello", ())]),
    ]


USERS = [
    {"id": "u1", "type": "customer", "name": "Bo Ray", "email": "bo@mail.example"},
    {"id": "ana@acme.example", "type": "agent", "name": "Ana"},
]


def event(kind: str, author: str, text: str, minute: int, **more: object) -> dict[str, object]:
    at = f"2026-05-04T10:{minute:02}:00.000000Z"
    return {"type": kind, "author_id": author, "text": text, "created_at": at, "visibility": "all", **more}


def test_livechat(tmp_path: Path) -> None:
    form = {"type": "filled_form", "author_id": "u1", "fields": [{"label": "Order", "answer": "A-1"}]}
    thread = {
        "id": "T1", "created_at": "2026-05-04T10:00:00Z", "active": False, "user_ids": [], "tags": ["late"],
        "events": [
            form,
            event("message", "u1", "Hi", 1),
            event("system_message", "", "Ana joined", 2),
            event("message", "ana@acme.example", "He is new", 3, visibility="agents"),
            event("message", "ana@acme.example", "Hello", 4),
            event("file", "ana@acme.example", "", 5, name="a.pdf"),
        ],
    }  # fmt: skip
    found = one(tmp_path / "chat.json", {"id": "C1", "threads": [thread], "users": USERS})
    assert [(t.role, t.author, t.text, t.attachments) for t in found.turns] == [
        ("customer", "Bo Ray", "Hi", ()),
        ("system", "", "Ana joined", ()),
        ("note", "Ana", "He is new", ()),
        ("agent", "Ana", "Hello", ()),
        ("agent", "Ana", "", ("a.pdf",)),
    ]
    assert (found.id, found.status, found.customer.email, found.agents) == ("T1", "closed", "bo@mail.example", ("Ana",))
    assert found.metadata["form"] == [{"label": "Order", "answer": "A-1"}]


def test_a_livechat_thread_alone_knows_agents_by_their_address(tmp_path: Path) -> None:
    events = [event("message", "u1", "Hi", 1), event("message", "ana@acme.example", "Hello", 2)]
    found = one(tmp_path / "thread.json", {"id": "T1", "user_ids": [], "events": events})
    assert [(t.role, t.text) for t in found.turns] == [("customer", "Hi"), ("agent", "Hello")]


def test_tawk(tmp_path: Path) -> None:
    messages = [
        {"sender": {"t": "s", "n": "Acme"}, "msg": "How can we help?", "time": "2026-05-04T10:00:00Z"},
        {"sender": {"t": "v"}, "msg": "Hi", "time": "2026-05-04T10:01:00Z"},
        {"sender": {"t": "a", "n": "Ana"}, "msg": "Hello", "time": "2026-05-04T10:02:00Z"},
    ]
    chat = {"id": "k1", "visitor": {"name": "Bo", "email": "bo@mail.example"}, "messages": messages}
    found = one(
        tmp_path / "t.json", {"event": "chat:transcript_created", "property": {"name": "Acme Shop"}, "chat": chat}
    )
    assert (found.id, found.brands, found.customer.name) == ("k1", ("Acme Shop",), "Bo")
    assert said(found) == [
        ("bot", "Acme", "How can we help?", "10:00:00+00:"),
        ("customer", "Bo", "Hi", "10:01:00+00:"),
        ("agent", "Ana", "Hello", "10:02:00+00:"),
    ]


TELEGRAM = {
    "name": "Bo", "id": 7, "type": "personal_chat",
    "messages": [
        {"type": "service", "date_unixtime": "1777888800", "actor": "Bo", "action": "phone_call", "text": ""},
        {"type": "message", "date_unixtime": "1777888860", "from": "Bo", "text": "Hi"},
        {"type": "message", "date_unixtime": "1777888920", "from": "Ana", "text": ["Hello"]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("value", [TELEGRAM, {"chats": {"list": [TELEGRAM]}}])
def test_telegram(tmp_path: Path, value: Any) -> None:
    found = one(tmp_path / "result.json", value)
    assert (found.id, found.metadata["title"]) == ("7", "Bo")
    assert said(found) == [
        ("system", "", "phone_call", "10:00:00+00:"),
        ("customer", "Bo", "Hi", "10:01:00+00:"),
        ("agent", "Ana", "Hello", "10:02:00+00:"),
    ]


def test_instagram(tmp_path: Path) -> None:
    messages = [
        {"sender_name": "Ana", "timestamp_ms": 1777888860000, "content": "Hello"},
        {
            "sender_name": "Bo Ma\u00c3\u00bf",
            "timestamp_ms": 1777888800000,
            "content": "Hi",
            "photos": [{"uri": "a.jpg"}],
        },
    ]
    found = one(tmp_path / "m.json", {"title": "Bo", "participants": [], "messages": messages})
    assert said(found) == [("customer", "Bo Maÿ", "Hi", "10:00:00+00:"), ("agent", "Ana", "Hello", "10:01:00+00:")]
    assert (found.channel, found.public, found.turns[0].attachments) == ("social", False, ("a.jpg",))


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the shared data")
@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("contact-lens/voice-0.json", {"agent": 5, "customer": 5}),
        ("contact-lens/chat-0.json", {"system": 7, "agent": 15, "customer": 13}),
        ("deepgram/prerecorded.json", {"agent": 50, "customer": 57}),
        ("tawkto/transcript_created.json", {"bot": 1, "customer": 1}),
    ],
)
def test_recorded_exports(name: str, roles: dict[str, int]) -> None:
    (found,) = read(str(FORMATS / name), ReadOptions(roles=ROLES))
    assert isinstance(found, Conversation)
    assert Counter(turn.role for turn in found.turns) == roles
    for turn in found.turns:
        assert slice_of(FORMATS / name, turn) == json.dumps(turn.text, ensure_ascii=False)[1:-1]
