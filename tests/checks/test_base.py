"""What all checks share: which turns a rule looks at, how far, what excuses, and how often it speaks."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.checks.base import Check, Excuse, Select, SelectSignal, near, once_per, reach, whole_sentence
from carelint.checks.windows import Edge, Window, read_edge, read_window
from carelint.model import Match
from tests.conftest import Annotate


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("sentence", Window(1, "sentence")),
        ("turn", Window(1, "turn")),
        ("1 turn", Window(1, "turn")),
        ("3 turns", Window(3, "turn")),
        ("burst", Window(1, "burst")),
        ("2 bursts", Window(2, "burst")),
        ("90 seconds", Window(90, "second")),
        ("conversation", Window(1, "conversation")),
    ],
)
def test_windows(text: str, window: Window) -> None:
    assert read_window(text) == window


@pytest.mark.parametrize(
    "text", ["", "0 turns", "2 sentences", "3 conversations", "two turns", "-1 turn", "٣ turns", 3]
)
def test_no_windows(text: object) -> None:
    with pytest.raises(ValueError, match="allowed: sentence, turn, burst, conversation, or a number of turns"):
        read_window(text)


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("first burst", Edge("first", 1, "burst")),
        ("last turn", Edge("last", 1, "turn")),
        ("first 2 turns", Edge("first", 2, "turn")),
        ("last 12 bursts", Edge("last", 12, "burst")),
    ],
)
def test_edges(text: str, edge: Edge) -> None:
    assert read_edge(text) == edge


@pytest.mark.parametrize("text", ["", "first", "2 first turns", "last 0 turns", "first sentence", "middle turn", None])
def test_no_edges(text: object) -> None:
    with pytest.raises(ValueError, match="allowed: first or last, then bursts or turns"):
        read_edge(text)


# Turns         0          1           2              3        4           5            6           7
CHAT = "bot: x\nagent: x\nagent: apple\ncustomer: pear\nnote: x\nagent: x\ncustomer: apple\nagent: pear"


@pytest.mark.parametrize(
    ("parameters", "turns"),
    [
        ({}, [1, 2, 5, 7]),
        ({"speaker": "customer"}, [3, 6]),
        ({"speaker": "bot"}, [0]),
        ({"speaker": "any"}, [0, 1, 2, 3, 5, 6, 7]),
        ({"position": "first burst"}, [1, 2]),
        ({"position": "first turn"}, [1]),
        ({"position": "first 2 bursts"}, [1, 2, 5]),
        ({"position": "last burst"}, [7]),
        ({"position": "last 2 turns"}, [5, 7]),
        ({"position": "last 9 turns"}, [1, 2, 5, 7]),
        ({"speaker": "any", "position": "first burst"}, [0]),
        ({"speaker": "third_party", "position": "first burst"}, []),
        ({"after": "apple"}, [5, 7]),
        ({"after": "pear"}, [5, 7]),
        ({"after": ["plum", "pear"]}, [5, 7]),
        ({"after": "plum"}, []),
        ({"before": "apple"}, [1]),
        ({"before": "pear"}, [1, 2]),
        ({"before": "plum"}, [1, 2, 5, 7]),
        ({"after": "apple", "before": "pear"}, []),
        ({"after": "apple", "position": "last burst"}, [7]),
    ],
)
def test_selected_turns(annotate: Annotate, parameters: dict[str, Any], turns: list[int]) -> None:
    select = Select.model_validate(parameters)
    assert select.turns(annotate(CHAT)) == turns
    assert sorted(select.signals()) == sorted([*(select.after or ()), *(select.before or ())])


def test_mentions_in_reading_order(annotate: Annotate) -> None:
    select = SelectSignal.model_validate({"signal": ["pear", "apple"], "speaker": "any"})
    found = [(turn, m.signal, m.start, m.end) for turn, m in select.mentions(annotate("agent: apple pear\nbot: pear"))]
    assert found == [(0, "apple", 0, 5), (0, "pear", 6, 10), (1, "pear", 0, 4)]


@pytest.mark.parametrize(
    ("turn", "window", "speaker", "turns"),
    [
        (1, "turn", "agent", [1]),
        (1, "2 turns", "agent", [1, 2]),
        (1, "3 turns", "agent", [1, 2, 5]),
        (3, "turn", "agent", [5]),
        (3, "sentence", "agent", [5]),
        (7, "5 turns", "customer", []),
        (2, "burst", "agent", [1, 2]),
        (2, "2 bursts", "agent", [1, 2, 5]),
        (3, "burst", "agent", [5]),
        (3, "burst", "customer", [3]),
        (3, "2 bursts", "any", [3, 5]),
        (6, "conversation", "agent", [1, 2, 5, 7]),
        (6, "conversation", "any", [0, 1, 2, 3, 5, 6, 7]),
    ],
)
def test_reach(annotate: Annotate, turn: int, window: str, speaker: str, turns: list[int]) -> None:
    assert reach(annotate(CHAT), turn, read_window(window), speaker) == turns


TIMED = "agent [10:00]: x\nagent [10:00:30]: x\ncustomer: x\nagent [10:01]: x\nagent: x\nagent [10:01:01]: x"


@pytest.mark.parametrize(("turn", "turns"), [(0, [0, 1, 3]), (1, [1, 3, 5]), (2, []), (3, [3, 5]), (4, []), (5, [5])])
def test_reach_in_seconds_needs_times_on_both_ends(annotate: Annotate, turn: int, turns: list[int]) -> None:
    assert reach(annotate(TIMED), turn, Window(60, "second"), "agent") == turns


@pytest.mark.parametrize(
    ("text", "unless", "excused"),
    [
        ("agent: apple, plum", {"within": "sentence"}, True),
        ("agent: apple. Plum.", {"within": "sentence"}, False),
        ("agent: apple. Plum.", {"within": "turn"}, True),
        ("agent: apple\nagent: plum", {"within": "turn"}, False),
        ("agent: apple\nagent: plum", {}, True),
        ("agent: apple\ncustomer: x\nagent: plum", {}, False),
        ("agent: apple\ncustomer: x\nagent: plum", {"within": "2 bursts"}, True),
        ("agent: apple\ncustomer: plum", {}, False),
        ("agent: apple\ncustomer: plum", {"speaker": "customer"}, True),
        ("agent: apple\ncustomer: plum", {"speaker": "any"}, False),
        ("agent: apple\ncustomer: plum", {"speaker": "any", "within": "2 bursts"}, True),
        ("agent: apple", {"signal": "pear"}, False),
    ],
)
def test_excuses(annotate: Annotate, text: str, unless: dict[str, Any], excused: bool) -> None:
    annotated = annotate(text)
    (mention,) = annotated.mentions(0, ["apple"])
    check = Check.model_validate({"unless": {"signal": "plum", **unless}})
    assert check.excused(annotated, 0, mention) is excused
    assert Check().excused(annotated, 0, mention) is False


def test_near_looks_only_at_the_same_turn_for_a_sentence(annotate: Annotate) -> None:
    annotated = annotate("agent: apple\nagent: plum")
    (mention,) = annotated.mentions(0, ["apple"])
    assert near(annotated, 0, mention, Window(1, "sentence"), "agent", ["plum"]) is False
    assert near(annotated, 0, mention, Window(2, "turn"), "agent", ["plum"]) is True


@pytest.mark.parametrize(
    ("when", "applies"),
    [
        (None, True),
        ({"signal": "pear"}, False),
        ({"signal": "pear", "speaker": "customer"}, True),
        ({"signal": "pear", "speaker": "customer", "position": "first turn"}, False),
    ],
)
def test_when(annotate: Annotate, when: dict[str, Any] | None, applies: bool) -> None:
    annotated = annotate("agent: apple\ncustomer: x\nagent: apple\ncustomer: pear")
    assert Check.model_validate({"when": when}).applies(annotated) is applies


def test_signals_of_a_check() -> None:
    check = Check.model_validate(
        {"after": "a", "before": ["b", "c"], "when": {"signal": "d", "after": "e"}, "unless": {"signal": "f"}}
    )
    assert sorted(check.signals()) == ["a", "b", "c", "d", "e", "f"]


MATCHES = [(Match(1, 0, 1), 0), (Match(1, 2, 3), 0), (Match(1, 4, 5), 1), (Match(2, 0, 1), 0), (Match(7, 0, 1), 0)]


@pytest.mark.parametrize(
    ("per", "kept"),
    [
        ("mention", [0, 1, 2, 3, 4]),
        ("sentence", [0, 2, 3, 4]),
        ("turn", [0, 3, 4]),
        ("burst", [0, 4]),
        ("conversation", [0]),
    ],
)
def test_once_per(annotate: Annotate, per: Any, kept: list[int]) -> None:
    assert list(once_per(annotate(CHAT), per, iter(MATCHES))) == [MATCHES[number][0] for number in kept]


@pytest.mark.parametrize(
    ("text", "last", "match"),
    [
        ("agent: One. Two.", False, Match(0, 0, 4)),
        ("agent: One. Two.", True, Match(0, 5, 9)),
        ("agent: ", False, Match(0, 0, 0)),
    ],
)
def test_the_sentence_that_stands_for_something_missing(
    annotate: Annotate, text: str, last: bool, match: Match
) -> None:
    assert whole_sentence(annotate(text), 0, last=last) == match


def test_an_excuse_defaults_to_the_same_burst() -> None:
    excuse = Excuse.model_validate({"signal": "x"})
    assert (excuse.signal, excuse.within, excuse.speaker) == (["x"], Window(1, "burst"), None)
