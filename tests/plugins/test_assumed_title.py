"""`assumed-title`: a title or a gender that nobody gave."""

from __future__ import annotations

import pytest

from carelint.model import Customer
from carelint.plugins.assumed_title import AssumedTitle, TitleSettings
from tests.conftest import annotator, conversation, signal

SETTINGS = TitleSettings(never=["plum"], titled=["titled"], fields=["title"])
FOUND = annotator(plum=["plum|plums"], titled=signal(regex=[r"\b(?:Mr|Mrs|Ms) [A-Z][a-z]{1,20}"]))


@pytest.mark.parametrize(
    ("text", "name", "metadata", "expected"),
    [
        ("customer: hi\nagent: plum", "", {}, ["plum"]),
        ("customer: hi\nagent: plum and plum", "", {}, ["plum"]),
        ("customer: plum", "", {}, []),
        ("customer: hi\nagent: Mrs Hale", "", {}, []),
        ("customer: hi\nagent: Mrs Hale", "Robin Hale", {}, ["Mrs Hale"]),
        ("customer: hi\nagent: Mrs Hale, plum", "Robin Hale", {}, ["Mrs Hale"]),
        ("customer: hi\nagent: Mrs Hale", "Robin Hale", {"title": "Mrs"}, []),
        ("customer: hi\nagent: Mrs Hale", "Robin Hale", {"title": "Ms"}, ["Mrs Hale"]),
        ("customer: hi\nagent: Mrs Hale", "Mrs Hale", {}, []),
        ("customer: hi, mrs R. Hale\nagent: Mrs Hale", "Robin Hale", {}, []),
        ("customer: hi\nagent: Mrs Cole", "Robin Hale", {}, []),
        ("agent: Mrs Hale\nagent: Mr Hale", "Robin Hale", {}, ["Mrs Hale", "Mr Hale"]),
    ],
)
def test_addresses(text: str, name: str, metadata: dict[str, object], expected: list[str]) -> None:
    annotated = FOUND.annotate(conversation(text, customer=Customer(name=name), metadata=metadata))
    found = AssumedTitle(SETTINGS).find(annotated, annotated.turns_by("agent"))
    assert [annotated.text(m.turn)[m.start : m.end] for m in found] == expected
