"""`thin-note`: when a note is due, where notes are kept, and what they lack."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.annotated import Annotated
from carelint.plugins.thin_note import NoteSettings, ThinNote
from tests.conftest import Annotate

_PLUGIN = ThinNote(
    NoteSettings(
        fields=["notes", "memo"],
        min_words=4,
        parts={"what": ["cust", "c++"], "when": ["0 may", "0:0"], "next": ["will"]},
        passed_on=["apple"],
        passed_on_fields=["escalated"],
        exempt=["faq"],
        marks=["tags"],
    )
)
CHAT = "customer: help\nagent: Done"


def found(annotated: Annotated) -> list[tuple[int, str, str]]:
    turns = annotated.turns_by("everyone")
    return [
        (m.turn, annotated.text(m.turn)[m.start : m.end], m.values["value"]) for m in _PLUGIN.find(annotated, turns)
    ]


@pytest.mark.parametrize(
    ("text", "fields", "reason"),
    [
        (CHAT, {"status": "solved"}, "the source keeps no internal notes"),
        (CHAT, {"status": "solved", "metadata": {"topic": "x"}}, "the source keeps no internal notes"),
        (CHAT, {"status": "solved", "metadata": {"Memo": None}}, None),
        (CHAT, {"status": "open", "metadata": {"notes": ""}}, "the conversation is open"),
        (CHAT, {"metadata": {"notes": ""}}, "the source does not say whether it is closed"),
        (CHAT, {"status": "open", "metadata": {"notes": "", "escalated": True}}, None),
        (CHAT, {"status": "open", "metadata": {"notes": "", "escalated": False}}, "the conversation is open"),
        (CHAT + "\nagent: apple\nnote: x", {"status": "open"}, None),
        (CHAT + "\nnote: x", {"status": "closed"}, None),
    ],
)
def test_evidence(annotate: Annotate, text: str, fields: dict[str, Any], reason: str | None) -> None:
    annotated = annotate(text, **fields)
    assert _PLUGIN.missing(annotated, annotated.turns_by("everyone")) == reason
    if reason and "closed" in reason:
        assert found(annotated) == []


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        (CHAT, {"notes": ""}, [(1, "Done", "there is no internal note")]),
        (CHAT + "\nnote:  ", {}, [(2, "", "there is no internal note")]),
        (CHAT + "\nnote: see above", {}, [(2, "see above", "the note has 2 of 4 words")]),
        (CHAT + "\nnote: see\nnote: above", {}, [(3, "above", "the note has 2 of 4 words")]),
        (CHAT + "\nnote: one two three four\nfive", {}, [(2, "one two three four", "the note lacks what, when, next")]),
        (CHAT + "\nnote: Cust two three four", {}, [(2, "Cust two three four", "the note lacks when, next")]),
        (CHAT + "\nnote: custom 12:30 three four", {}, [(2, "custom 12:30 three four", "the note lacks what, next")]),
        (CHAT + "\nnote: cust rang 3 May again", {}, []),
        (CHAT + "\nnote: c++ will not build", {}, []),
        (CHAT + "\nnote: cust rang", {"memo": "will ring"}, []),
        (CHAT, {"notes": "cust will ring again"}, []),
        (CHAT, {"notes": "", "tags": ["billing", "FAQ"]}, []),
        ("customer: help\nbot: Done", {"notes": ""}, []),
    ],
)
def test_notes(annotate: Annotate, text: str, metadata: dict[str, Any], expected: list[tuple[int, str, str]]) -> None:
    assert found(annotate(text, status="solved", metadata=metadata)) == expected
