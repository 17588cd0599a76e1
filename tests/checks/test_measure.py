"""`measure`: every metric on hand-counted texts, limits per channel, what is quoted left out."""

from __future__ import annotations

from typing import Any

import pytest

from carelint.annotated import Annotated, Notes
from carelint.checks.measure import METRICS, READABILITY
from carelint.model import Match
from tests.checks.finding import faults, find
from tests.conftest import Annotate, conversation

TEXT = "One two three. FOUR five SIXTH!\nSeven!"


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("words", 7),
        ("characters", len(TEXT)),
        ("sentences", 3),
        ("longest_sentence", 3),
        ("mean_sentence", 7 / 3),
        ("caps_share", 0.4),  # THREE of four letters and more: three FOUR five SIXTH Seven
        ("exclamations", 2),
        ("talk_share", 0.7),
    ],
)
def test_counts(annotate: Annotate, metric: str, value: float) -> None:
    annotated = annotate(f"agent: {TEXT}\ncustomer: eight nine ten")
    assert METRICS[metric](annotated, [0]) == pytest.approx(value)
    bare = Annotated(annotated.conversation, (Notes(), Notes()))
    assert METRICS[metric](bare, [0]) == pytest.approx(value)


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_every_metric_stands_empty_text(annotate: Annotate, metric: str) -> None:
    assert METRICS[metric](annotate("agent: "), [0]) <= 206.835


@pytest.mark.parametrize("metric", sorted(READABILITY))
def test_readability_of_an_empty_text_is_not_judged(annotate: Annotate, metric: str) -> None:
    assert find(annotate("agent: "), "measure", metric=metric, min=500) == []


def test_plain_text_reads_more_easily_than_officialese(annotate: Annotate) -> None:
    plain = annotate("agent: The cat sat. It ate. It was fun. We like the cat.")
    hard = annotate(
        "agent: Notwithstanding aforementioned considerations, organisational administrators necessarily "
        "investigate extraordinary circumstances accordingly."
    )
    for metric in sorted(READABILITY):
        easier = METRICS[metric](plain, [0]) > METRICS[metric](hard, [0])
        assert easier == (metric == "reading_ease"), metric


def out(turn: int, end: int, value: str, limit: str) -> Match:
    return Match(turn, 0, end, {"value": value, "limit": limit})


@pytest.mark.parametrize(
    ("text", "fields", "parameters", "expected"),
    [
        ("agent: a b c", {}, {"max": 3}, []),
        ("agent: a b c d", {}, {"max": 3}, [out(0, 7, "4", "3")]),
        ("agent: One two. Three four", {}, {"max": 3}, [out(0, 8, "4", "3")]),
        ("agent: a", {}, {"min": 2}, [out(0, 1, "1", "2")]),
        ("agent: a", {}, {"min": 2, "at_least": 2}, []),
        ("agent: ", {}, {"min": 1}, [out(0, 0, "0", "1")]),
        ("agent: a b", {"channel": "email"}, {"max": {"chat": 1}}, []),
        ("agent: a b", {"channel": "chat"}, {"max": {"chat": 1, "email": 5}}, [out(0, 3, "2", "1")]),
        ("customer: a b", {}, {"max": 1}, []),
        ("customer: a b", {}, {"max": 1, "speaker": "customer"}, [out(0, 3, "2", "1")]),
        ("agent: a b\nagent: c\ncustomer: d\nagent: e", {}, {"max": 2, "per": "burst"}, [out(0, 3, "3", "2")]),
        ("agent: a b\ncustomer: d\nagent: e", {}, {"max": 2, "per": "conversation"}, [out(0, 3, "3", "2")]),
        ("customer: d", {}, {"max": 0, "per": "conversation"}, []),
        ("agent: a b\nagent: c d", {}, {"max": 1, "position": "last turn"}, [out(1, 3, "2", "1")]),
        ("agent: a plum", {}, {"max": 1, "unless": {"signal": "plum"}}, []),
        ("agent: a b\nagent: plum", {}, {"max": 1, "unless": {"signal": "plum"}}, [out(0, 3, "2", "1")]),
        ("agent: a b!! c!", {}, {"metric": "exclamations", "max": 2}, [out(0, 5, "3", "2")]),
        ("agent: NEVER ever", {}, {"metric": "caps_share", "max": 0.3}, [out(0, 10, "0.5", "0.3")]),
        ("agent: x\ncustomer: a b", {}, {"metric": "talk_share", "min": 0.5}, [out(0, 1, "0.33", "0.5")]),
    ],
)
def test_limits(
    annotate: Annotate, text: str, fields: dict[str, Any], parameters: dict[str, Any], expected: list[Match]
) -> None:
    assert find(annotate(text, **fields), "measure", **{"metric": "words", **parameters}) == expected


def test_large_numbers_are_written_out(annotate: Annotate) -> None:
    annotated = annotate("agent: " + "a" * 123456)
    assert find(annotated, "measure", metric="characters", max=99999.5) == [out(0, 123456, "123456", "99999.5")]


def test_what_is_quoted_is_not_counted(annotate: Annotate) -> None:
    annotated = annotate("agent: Thank you.\n\n> one two three four five\n> six seven", channel="email")
    assert METRICS["words"](annotated, [0]) == 2
    assert METRICS["longest_sentence"](annotated, [0]) == 2


def test_a_conversation_without_notes_points_at_the_whole_turn() -> None:
    bare = Annotated(conversation("agent: One two. Three."), (Notes(),))
    assert find(bare, "measure", metric="words", max=2) == [out(0, 15, "3", "2")]


def test_many_marks_and_segments_take_no_time(annotate: Annotate) -> None:
    bare = Annotated(conversation("agent: " + ".!?" * 200_000 + "x"), (Notes(),))
    assert METRICS["sentences"](bare, [0]) == 1


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("{metric: words}", ["f:1:1: needs a limit: max or min"]),
        ("{metric: words, max: -1}", ["f:1:1: found the limit -1, words is never negative"]),
        ("{metric: talk_share, min: {chat: 50}}", ["f:1:1: found the limit 50, talk_share lies between 0 and 1"]),
        ("{metric: words, min: 9, max: {email: 3}}", ["f:1:1: min 9 is more than max 3"]),
        ("{metric: words, max: {}}", ["f:1:22: too few entries: at least 1, found 0"]),
        ("{metric: words, max: many}", ['f:1:22: expected a number or keys and values, found text "many"']),
    ],
)
def test_faults(yaml: str, expected: list[str]) -> None:
    assert faults("measure", yaml) == expected


def test_readability_may_be_negative(annotate: Annotate) -> None:
    assert find(annotate("agent: Yes."), "measure", metric="grade", min=-20) == []
