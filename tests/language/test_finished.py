"""The end of a conversation: told by its source, or read from its last words."""

from __future__ import annotations

from functools import cache

import pytest

from carelint.language.engine import Annotator
from carelint.language.finished import FINISHED_SIGNALS
from carelint.model import Kind, Status
from carelint.packs import load_packs
from tests.conftest import conversation


@cache
def _annotator() -> Annotator:
    specs = load_packs().specs
    return Annotator(specs, FINISHED_SIGNALS)


def _finished(text: str, **fields: object) -> bool | None:
    return _annotator().annotate(conversation(text, **fields)).finished


@pytest.mark.parametrize(
    "text",
    [
        "customer: Is it open?\nagent: Yes, until nine.",
        "customer: Is it open?\nagent: Yes.\ncustomer: Thanks!",
        "customer: Is it open?\nagent: Yes.\ncustomer: ok",
        "customer: Is it open?\nagent: Yes. Have a nice day!",
        "customer: Is it open?\nagent: Yes.\ncustomer: No, that's all, bye\nagent: Anything else I can do for you?",
        "customer: Is it open?\nagent: Yes, let me know if you need anything else.",
        "customer: Is it open?\nagent: Is it the one in Leeds?\ncustomer: yes\nagent: Then it is open.\ncustomer: 👍",
        "customer: It is broken.\nagent: A new one is on its way.\nsystem: The chat has ended",
        "customer: It is broken.\nagent: Goodbye\ncustomer: Bye\nbot: How did we do?",
    ],
)
def test_finished(text: str) -> None:
    assert _finished(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "customer: Is it open?",
        "customer: Is it open?\nbot: An agent will be with you. Bye!",
        "customer: Is it open?\nagent: Which one?",
        "customer: Is it open?\nagent: Please send us the name of the shop. Thanks!",
        "customer: Is it open?\nagent: Yes.\ncustomer: And on Sunday?",
        "customer: Is it open?\nagent: Yes.\ncustomer: Thanks. Can you book a table",
        "customer: Is it open?\nagent: Yes.\ncustomer: but the sign says closed",
        "customer: Is it open?\nagent: Yes.\ncustomer: ok\nagent: Is there anything else I can help with?",
        "customer: Is it open?\nagent: One moment please.",
        "agent: Hello, how can I help?",
        "",
    ],
)
def test_not_finished(text: str) -> None:
    assert _finished(text or "system: joined") is False


@pytest.mark.parametrize(
    ("status", "expected"), [("open", False), ("pending", False), ("solved", True), ("closed", True)]
)
def test_the_source_knows_best(status: Status, expected: bool) -> None:
    assert _finished("customer: Is it open?\nagent: Which one?", status=status) is expected


@pytest.mark.parametrize("kind", ["draft", "macro"])
def test_a_single_text_has_no_end(kind: Kind) -> None:
    assert _finished("agent: Goodbye!", kind=kind) is None
