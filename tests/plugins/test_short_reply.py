"""`short-reply`: a word or two that answer nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carelint.plugins.short_reply import ReplySettings, ShortReply
from tests.conftest import Annotate

SETTINGS = ReplySettings(max=2, answers=["plum"], fits=["apple"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer: help\nagent: Ok.", [(1, "Ok.")]),
        ("customer: help\nagent: ?", [(1, "?")]),
        ("customer: help\nagent: I see", [(1, "I see")]),
        ("customer: help\nagent: I see that", []),
        ("customer: help\nagent: Ok.\nagent: Let me look", []),
        ("customer: help\nagent: Ok.\nagent: So", [(1, "Ok.")]),
        ("customer: plum\nagent: Yes", []),
        ("customer: plum\nagent: Yes\ncustomer: help\nagent: No", [(3, "No")]),
        ("customer: help\nagent: apple", []),
        ("customer: help\nagent: https://acme.example/x", []),
        ("customer: help\nagent: ", []),
        ("agent:  Ok ", [(0, "Ok")]),
        ("customer: no\nagent: " + "x" * 100, []),
        ("customer: Ok", []),
    ],
)
def test_replies(annotate: Annotate, text: str, expected: list[tuple[int, str]]) -> None:
    annotated = annotate(text)
    found = ShortReply(SETTINGS).find(annotated, annotated.turns_by("agent"))
    assert [(m.turn, annotated.text(m.turn)[m.start : m.end]) for m in found] == expected


def test_a_file_says_more_than_words(annotate: Annotate) -> None:
    annotated = annotate("customer: help\nagent: Here")
    turns = annotated.conversation.turns
    with_file = (turns[0], replace(turns[1], attachments=("label.pdf",)))
    annotated = replace(annotated, conversation=replace(annotated.conversation, turns=with_file))
    assert list(ShortReply(SETTINGS).find(annotated, [1])) == []


def test_a_burst_is_judged_only_as_a_whole(annotate: Annotate) -> None:
    annotated = annotate("customer: help\nagent: Ok\nagent: So")
    assert list(ShortReply(SETTINGS).find(annotated, [2])) == []
