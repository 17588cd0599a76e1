"""Which cases count, and on which side each falls."""

from __future__ import annotations

import pytest

from carelint.calibration import Calibration, Disagreement, Labels, Verdict
from carelint.errors import ReadError
from carelint.model import Conversation, Finding, Severity, Turn

TALK = Conversation(
    "7",
    (Turn("customer", "Hi"), Turn("agent", "My card is 4111 1111 1111 1111."), Turn("agent", "Bye"), Turn("bot", "Yo")),
    path="x.jsonl",
)


def finding(rule: str, turn: int) -> Finding:
    return Finding(
        path="x.jsonl", conversation="7", turn=turn, start=0, end=1, line=1, column=1, end_line=1, end_column=2,
        rule=rule, pack="p",
        severity=Severity.info, critical=False, message="Not so.", advice="", text="", role="agent", author="", at=None,
        context="", context_start=0,
    )  # fmt: skip


def compared(
    verdicts: dict[tuple[str, int | None], str], *found: tuple[str, int], everywhere: bool = True
) -> Calibration:
    labels = Labels("labels.csv", {"7": {key: Verdict(said, "why", 9) for key, said in verdicts.items()}})  # type: ignore[arg-type]
    labels.everywhere = set(labels.rules) if everywhere else set()
    calibration = Calibration(labels, {"r": ("r", "s")})
    calibration.add(TALK, [finding(rule, turn) for rule, turn in found])
    return calibration


def counts(calibration: Calibration) -> tuple[int, ...]:
    tally = calibration.tallies["r"]
    return tally.both, tally.false_alarms, tally.misses, tally.neither


@pytest.mark.parametrize(
    ("verdicts", "found", "everywhere", "expected"),
    [
        ({("r", 1): "flag"}, [("r", 1)], True, (1, 0, 0, 1)),
        ({("r", 1): "flag"}, [("s", 1)], True, (1, 0, 0, 1)),  # another rule of the same label
        ({("r", 1): "flag"}, [("r", 1), ("s", 1)], True, (1, 0, 0, 1)),  # one case, however often it is found
        ({("r", 1): "flag"}, [("r", 2)], True, (0, 1, 1, 0)),
        ({("r", 1): "flag"}, [("r", 3)], True, (0, 1, 1, 1)),  # a finding in another's turn counts too
        ({("r", 1): "unsure"}, [("r", 1), ("r", 2)], True, (0, 1, 0, 0)),
        ({("r", None): "unsure"}, [("r", 1)], True, (0, 0, 0, 0)),
        ({("x", 1): "flag"}, [("r", 1)], True, (0, 0, 0, 0)),  # of a rule that no label is about, nothing is known
        ({("r", 1): "clean", ("r", 2): "flag"}, [("r", 2)], False, (1, 0, 0, 1)),
        ({("r", 1): "clean"}, [("r", 2)], False, (0, 0, 0, 1)),
        ({("r", None): "flag"}, [("r", 2)], False, (1, 0, 0, 0)),
        ({("r", None): "flag"}, [], False, (0, 0, 1, 0)),
        ({("r", None): "clean"}, [("r", 2)], False, (0, 1, 0, 0)),
    ],
)
def test_cases(
    verdicts: dict[tuple[str, int | None], str],
    found: list[tuple[str, int]],
    everywhere: bool,
    expected: tuple[int, ...],
) -> None:
    assert counts(compared(verdicts, *found, everywhere=everywhere)) == expected


def test_disagreements_bring_their_text_masked() -> None:
    calibration = compared({("r", 1): "flag", ("r", 2): "clean"}, ("s", 2))
    assert calibration.tallies["r"].disagreements == [
        Disagreement("miss", "x.jsonl", "7", 1, "My card is 4111 11•• •••• 1111.", "why"),
        Disagreement("false alarm", "x.jsonl", "7", 2, "Bye", "why", "s: Not so."),
    ]
    assert not calibration.wants(TALK)


def test_a_turn_that_is_not_there() -> None:
    with pytest.raises(ReadError, match=r"labels.csv:9:1: 7 has no turn 4 \(r\): its turns are 0 to 3"):
        compared({("r", 4): "flag"})
