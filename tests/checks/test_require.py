"""`require`: the place that lacks the words is the place that the finding points at."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.model import Match
from tests.checks.finding import find
from tests.conftest import Annotate


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        ("agent: An apple.", {}, []),
        ("agent: Hello. How are you?", {}, [Match(0, 0, 6)]),
        ("customer: apple\nagent: Hello. Well.", {}, [Match(1, 0, 6)]),
        ("customer: apple", {}, []),
        ("bot: apple\nagent: x", {}, [Match(1, 0, 1)]),
        ("agent: x\nagent: y\ncustomer: z\nagent: apple", {}, []),
        ("agent: x\nagent: y\ncustomer: z\nagent: apple", {"position": "first burst"}, [Match(0, 0, 1)]),
        ("agent: x\nagent: apple\ncustomer: z\nagent: y", {"position": "first burst"}, []),
        ("agent: x\nagent: apple\ncustomer: z\nagent: y", {"position": "first turn"}, [Match(0, 0, 1)]),
        ("agent: apple\ncustomer: z\nagent: y\nagent: One. Two.", {"position": "last burst"}, [Match(3, 5, 9)]),
        ("agent: apple\ncustomer: z\nagent: y", {"position": "last 2 bursts"}, []),
        ("agent: One. Two.", {"position": "last turn"}, [Match(0, 5, 9)]),
        # What the agent quotes from the customer is not where anything is missing.
        ("agent: One. Two.\n\nOn Mon, 4 May 2026, Jo wrote:\n> plum", {"position": "last turn"}, [Match(0, 5, 9)]),
        ("agent: x\ncustomer: plum", {"unless": {"signal": "plum"}}, [Match(0, 0, 1)]),
        ("agent: x\ncustomer: plum", {"unless": {"signal": "plum", "speaker": "customer"}}, []),
        (
            "agent: x\ncustomer: y\nagent: plum",
            {"position": "first turn", "unless": {"signal": "plum"}},
            [Match(0, 0, 1)],
        ),
        (
            "agent: x\ncustomer: y\nagent: plum",
            {"position": "first turn", "unless": {"signal": "plum", "within": "conversation"}},
            [],
        ),
        ("agent: pear", {"signal": ["apple", "pear"]}, []),
        ("agent: ", {}, [Match(0, 0, 0)]),
        ("customer: z\nagent: x", {"speaker": "customer"}, [Match(0, 0, 1)]),
    ],
)
def test_require(annotate: Annotate, text: str, parameters: dict[str, Any], expected: list[Match]) -> None:
    assert find(annotate(text), "require", **{"signal": "apple", **parameters}) == expected
