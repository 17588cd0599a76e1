"""`measure`: every metric on hand-counted texts, limits per channel, what is quoted left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carelint.annotated import Annotated, Notes
from carelint.checks.measure import METRICS, PARTS, READABILITY, Measure
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
        ("longest_paragraph", 6),
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


LONG = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("text", "metric", "counts"),
    [
        ("Look at https://x.example/a?b=c now, {{first_name}}. [Customer Name] - yes!", "longest_sentence", [3, 1]),
        (f"{LONG} and\nthen one more", "longest_sentence", [16]),
        ("Short line\nthen one more", "longest_sentence", [2, 3]),
        (f"{LONG}.\nthen one more", "longest_sentence", [12, 3]),
        ("Call 0113 496 0000, room 12", "longest_sentence", [4]),
        ("@ann @bob hello there", "longest_sentence", [2]),
        ("See https://x.example/a Then come back", "longest_sentence", [1, 3]),
        ("Send: 1) the number 2) a photo", "longest_sentence", [1, 3, 3]),
        ("We need:\n- a photo\n- the number", "longest_sentence", [2, 2, 2]),
        ("Boxes • large • small ones", "longest_sentence", [1, 1, 2]),
        ("Hello.\nKind regards,\nAnn Lee", "longest_sentence", [1]),
        ("One two.\n\nThree. Four", "longest_paragraph", [2, 2]),
        (f"{LONG}\n{LONG}\nend", "longest_paragraph", [25]),
        ("Short.\nShort too.", "longest_paragraph", [1, 2]),
        (f"{LONG}\n1. {LONG}\n- {LONG}", "longest_paragraph", [12, 13, 12]),
        (" - ... \n\n!", "longest_paragraph", []),
    ],
)
def test_parts(annotate: Annotate, text: str, metric: str, counts: list[int]) -> None:
    annotated = annotate(f"agent: {text}", channel="email")
    assert [part.words for part in PARTS[metric](annotated, 0)] == counts
    assert METRICS[metric](annotated, [0]) == max(counts, default=0)


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        ("One. Two of them. Three", {"metric": "longest_sentence", "max": 2}, ["Two of them."]),
        ("One two. a b\n\nc d e f g\n\nh", {"metric": "longest_paragraph", "max": 3}, ["One two. a b", "c d e f g"]),
        ("One two. Three", {"metric": "longest_sentence", "min": 3}, ["One two."]),
        ("One. Two of them", {"metric": "longest_sentence", "max": {"email": 1}}, []),
    ],
)
def test_a_part_too_long_is_reported_where_it_stands(
    annotate: Annotate, text: str, parameters: dict[str, Any], expected: list[str]
) -> None:
    annotated = annotate(f"agent: {text}")
    assert [annotated.text(0)[m.start : m.end] for m in find(annotated, "measure", **parameters)] == expected


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        ("agent: a b c plum", {"metric": "words_before", "max": 2}, [(0, "plum", "3")]),
        ("agent: a b plum plum", {"metric": "words_before", "max": 2}, []),
        ("agent: a b c d", {"metric": "words_before", "max": 2}, []),
        ("agent: a b\nagent: c d. plum", {"metric": "words_before", "max": 3, "per": "burst"}, [(1, "plum", "4")]),
        ("agent: plum. a plum", {"metric": "paragraph_mentions", "max": 1}, [(0, "plum. a plum", "2")]),
        ("agent: plum.\n\na plum", {"metric": "paragraph_mentions", "max": 1}, []),
        ("agent: 1. plum and plum\n", {"metric": "paragraph_mentions", "max": 1}, []),
        ("agent: So 1. plum 2. plum", {"metric": "paragraph_mentions", "max": 1}, []),
        ("agent: no fruit", {"metric": "paragraph_mentions", "max": 0}, []),
        ("agent: a plum", {"metric": "attachments", "min": 1}, [(0, "plum", "0")]),
        ("agent: no fruit", {"metric": "attachments", "min": 1}, []),
    ],
)
def test_metrics_of_signals(
    annotate: Annotate, text: str, parameters: dict[str, Any], expected: list[tuple[int, str, str]]
) -> None:
    annotated = annotate(text)
    found = find(annotated, "measure", signal="plum", **parameters)
    assert [(m.turn, annotated.text(m.turn)[m.start : m.end], m.values["value"]) for m in found] == expected


def test_a_file_in_the_same_burst_is_the_attachment(annotate: Annotate) -> None:
    annotated = annotate("agent: here is a plum\nagent: there")
    first, last = annotated.conversation.turns
    with_file = replace(annotated.conversation, turns=(first, replace(last, attachments=("plum.pdf",))))
    parameters: dict[str, Any] = {"metric": "attachments", "signal": "plum", "min": 1}
    assert find(replace(annotated, conversation=with_file), "measure", per="burst", **parameters) == []
    assert len(find(replace(annotated, conversation=with_file), "measure", **parameters)) == 1


@pytest.mark.parametrize(
    ("fields", "attachments", "expected"),
    [
        ({"channel": "chat"}, (), "the source does not tell of attachments"),
        ({"channel": "chat", "kind": "draft"}, (), None),
        ({"channel": "chat"}, ("a.pdf",), None),
        ({"channel": "email"}, (), None),
    ],
)
def test_where_no_file_is_told_of_none_is_missed(
    annotate: Annotate, fields: dict[str, Any], attachments: tuple[str, ...], expected: str | None
) -> None:
    annotated = annotate("agent: plum", **fields)
    turn = replace(annotated.conversation.turns[0], attachments=attachments)
    check = Measure.model_validate({"metric": "attachments", "signal": "plum", "min": 1})
    conversation = replace(annotated.conversation, turns=(turn,))
    assert check.missing(replace(annotated, conversation=conversation)) == expected


def test_names_codes_and_greetings_do_not_make_reading_hard(annotate: Annotate) -> None:
    plain = annotate("agent: The cat sat on the mat. It was fun to see.")
    named = annotate(
        "agent: Hi Wilhelmina,\n\nThe cat Constantinopolitana sat on the mat INTERNATIONALISATION-77. "
        "It was fun to see.\n"
        "https://internationalisation.example/organisational",
        channel="email",
    )
    for metric in sorted(READABILITY):
        assert METRICS[metric](named, [0]) == METRICS[metric](plain, [0]), metric


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
        ("{metric: words, max: 1, signal: plum}", ["f:1:1: words takes no signal"]),
        ("{metric: words_before, max: 1}", ["f:1:1: words_before needs a signal"]),
        ("{metric: words, max: many}", ['f:1:22: expected a number or keys and values, found text "many"']),
    ],
)
def test_faults(yaml: str, expected: list[str]) -> None:
    assert faults("measure", yaml) == expected


def test_readability_may_be_negative(annotate: Annotate) -> None:
    assert find(annotate("agent: Yes."), "measure", metric="grade", min=-20) == []
