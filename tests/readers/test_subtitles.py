"""Recorded calls as subtitles: who speaks, when, and where every word stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.model import Conversation, Turn
from carelint.readers import ReadOptions, RoleMap, read
from carelint.readers.times import from_start

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "data" / "formats" / "vtt-srt"
VTT = """WEBVTT - a call

NOTE made up

1
00:01.000 --> 00:02.500 align:start
<v Agent>Good morning,
this is <b>An</b>a.

2
00:02.500 --> 00:03.250
<v Agent>Fish &amp; Co.</v>

00:09.000 --> 00:10.000
<v Agent>Hello?

1:00:00.000 --> 1:00:01.000
<v.loud Bo Ray>Hi! <v Agent>Hi Bo.
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
AGENT: Good morning.

2
00:00:02,500 --> 00:00:04,000
It's Ana.
>> CUSTOMER: Hi: my kettle leaks.
"""
SBV = """0:00:01.000,0:00:02.500
Agent: Good morning.

0:00:02.500,0:00:04.000
Customer: Hi.
"""


def one(path: Path, text: str, roles: RoleMap | None = None) -> Conversation:
    path.write_text(text, encoding="utf-8", newline="")
    (found,) = read(str(path), ReadOptions(roles=roles or RoleMap()))
    assert isinstance(found, Conversation), found
    return found


def said(turn: Turn) -> tuple[str, str, str, float, float]:
    assert turn.at
    assert turn.until
    start, end = ((time - from_start(0)).total_seconds() for time in (turn.at, turn.until))
    return turn.role, turn.author, turn.text, start, end


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_webvtt(tmp_path: Path, end: str) -> None:
    found = one(tmp_path / "call.vtt", VTT.replace("\n", end))
    assert (found.id, found.channel, found.kind) == ("call", "phone", "transcript")
    assert [said(turn) for turn in found.turns] == [
        ("agent", "Agent", "Good morning, this is Ana. Fish & Co.", 1, 3.25),
        ("agent", "Agent", "Hello?", 9, 10),
        ("customer", "Bo Ray", "Hi!", 3600, 3601),
        ("agent", "Agent", "Hi Bo.", 3600, 3601),
    ]
    first = found.turns[0]
    places = {
        word: first.place.locate(first.text, first.text.index(word)) for word in ("Good", "this", "Ana", "a.", "Co.")
    }
    assert places == {"Good": (7, 10), "this": (8, 1), "Ana": (8, 12), "a.": (8, 18), "Co.": (12, 21)}
    assert first.place.region(first.text, 0, 13) == ((7, 10), (7, 23))
    assert [turn.place.locate(turn.text, 0) for turn in found.turns] == [(7, 10), (15, 10), (18, 16), (18, 29)]


@pytest.mark.parametrize(("name", "text"), [("call.srt", SRT), ("call.txt", SRT)])
def test_subrip(tmp_path: Path, name: str, text: str) -> None:
    found = one(tmp_path / name, text)
    assert [said(turn) for turn in found.turns] == [
        ("agent", "AGENT", "Good morning. It's Ana.", 1, 4),
        ("customer", "CUSTOMER", "Hi: my kettle leaks.", 2.5, 4),
    ]
    assert [turn.place.locate(turn.text, 0) for turn in found.turns] == [(3, 8), (8, 14)]


def test_subviewer(tmp_path: Path) -> None:
    found = one(tmp_path / "call.sbv", SBV)
    assert [said(turn) for turn in found.turns] == [
        ("agent", "Agent", "Good morning.", 1, 2.5),
        ("customer", "Customer", "Hi.", 2.5, 4),
    ]


def test_the_reader_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "call.txt"
    path.write_text(VTT, encoding="utf-8")
    (found,) = read(str(path), ReadOptions(reader="subtitles"))
    assert isinstance(found, Conversation)
    assert len(found.turns) == 4


def test_the_configuration_says_who_is_who(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v speaker 0>Hi\n\n00:02.000 --> 00:03.000\n<v speaker 1>Ho\n"
    found = one(tmp_path / "call.vtt", text, RoleMap.of({"agent": ["speaker 0"]}))
    assert [(turn.role, turn.author) for turn in found.turns] == [("agent", "speaker 0"), ("customer", "speaker 1")]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "a.vtt",
            "00:01.000 --> 00:02.000\nHi\n",
            "is no valid WebVTT: invalid format; a WebVTT file begins",
        ),
        (
            "a.vtt",
            "WEBVTT\n\n",
            "holds no cue, which is a line of times such as",
        ),
        (
            "a.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\nHi there\n",
            "no cue says who speaks, as in <v Agent>Hello",
        ),
        ("a.srt", "hello\n", "is no valid SubRip: "),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    (found,) = read(str(path))
    assert str(found).startswith(f"{path}:1:1: {message}")


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the shared data")
def test_a_published_call() -> None:
    (found,) = read(str(FORMATS / "azure_contoso_call_speaker_tags.vtt"))
    assert isinstance(found, Conversation)
    assert [(t.role, t.place.locate(t.text, 0)) for t in found.turns] == [
        ("agent", (4, 10)), ("customer", (16, 13)), ("agent", (28, 10)),
    ]  # fmt: skip
