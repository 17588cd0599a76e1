"""The `compare` check: what was given is asked again, questions are left open, values nearly agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from carelint.annotated import Annotated
from carelint.model import Status
from tests.checks.finding import faults, find
from tests.conftest import Annotate, annotator, conversation, signal

_ANNOTATOR = annotator(
    asks=["which number"],
    gives=signal(regex=[r"\bA-(?P<value>\d{1,6})"]),
    when=signal(regex=[r"(?i)\bwhen [^?\n]{1,60}\?"]),
    which=signal(regex=[r"(?i)\bwhich colou?r[^?\n]{0,60}\?"]),
    day=["monday|friday"],
    colour=["red|blue"],
    bye=["bye"],
    name=["your name"],
    bare=signal(regex=[r"\A(?P<value>\d{1,4})\Z"], speaker="customer"),
    lost=signal(["not found"], speaker="agent"),
    other=["another"],
)


def _annotated(text: str) -> Annotated:
    return _ANNOTATOR.annotate(conversation(text))


def _found(text: str, **settings: Any) -> list[tuple[int, str]]:
    return [(match.turn, match.values["found"]) for match in find(_annotated(text), "compare", **settings)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer: It is A-12.\nagent: Which number?", [(1, "Which number")]),
        ("agent: Which number?\ncustomer: A-12.", []),
        ("customer: Hello\nagent: Which number?\ncustomer: A-12\nagent: Sorry, which number?", [(3, "which number")]),
        ("agent: It is A-12.\nagent: Which number?", []),
        ("customer: A-12\nagent: Which number? Which number?", [(1, "Which number")]),
        ("customer: A-12\nagent: Bye", []),
        ("agent: Which number?", []),
    ],
)
def test_asked_again(text: str, expected: list[tuple[int, str]]) -> None:
    assert _found(text, asked={"asks": "gives"}) == expected


def test_asked_again_names_what_was_given_and_where() -> None:
    (match,) = find(
        _annotated("customer: Hi\ncustomer: A-12\nagent: Which number?"), "compare", asked={"asks": "gives"}
    )
    assert match.values == {"found": "Which number", "value": "12", "where": "2"}


TWICE = {"asked": {"asks": "gives", "name": "gives"}, "replies": "bare", "voids": ["lost", "other"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: Which number?\ncustomer: 86\nagent: Which number?", [2]),
        ("agent: Which number?\ncustomer: 86\nagent: Fine.\ncustomer: ok\nagent: Which number?", [4]),
        ("agent: Which number?\ncustomer: Why?\nagent: Which number?", []),  # no answer yet
        ("agent: Which number?\ncustomer: Why?\ncustomer: 86\nagent: Which number?", []),  # not right after
        ("agent: Which number?\nagent: Hello?\ncustomer: 86\nagent: Which number?", []),
        ("customer: 86\nagent: Which number?", []),  # nobody had asked
        ("agent: Which number? And your name?\ncustomer: 86\nagent: Which number?", []),  # may answer the other
        ("agent: Your name?\ncustomer: 86\nagent: Which number?", []),
        ("agent: Which number?\ncustomer: 86\nagent: Not found. Which number?", []),
        ("agent: Which number?\ncustomer: 86\nagent: Not found.\nagent: Which number?", []),
        ("agent: Which number?\ncustomer: 86\ncustomer: I have another\nagent: Which number?", []),
        (
            "agent: Which number?\ncustomer: 86\nagent: Not found. Which number?\ncustomer: 87\nagent: Which number?",
            [4],
        ),
        ("customer: A-12\nagent: Not found. Which number?", []),
        ("customer: another, A-12\nagent: Which number?", [1]),  # said with it, not since
        ("agent: Which number?\ncustomer: 86\nagent: Which number?\nagent: Which number?", [2, 3]),
        ("agent: Which number?\nagent: Which number?", []),
        ("agent: Which number?", []),
    ],
)
def test_asked_twice(text: str, expected: list[int]) -> None:
    assert [match.turn for match in find(_annotated(text), "compare", **TWICE)] == expected


def test_without_replies_a_bare_answer_is_nothing() -> None:
    assert _found("agent: Which number?\ncustomer: 86\nagent: Which number?", asked={"asks": "gives"}) == []


def test_asked_twice_names_the_reply() -> None:
    (match,) = find(_annotated("agent: Which number?\ncustomer: 86\nagent: Which number?"), "compare", **TWICE)
    assert match.values == {"found": "Which number", "value": "86", "where": "2"}


ANSWERED = {"answered": {"when": ["day"], "which": "colour"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer: When does it ship?\nagent: Lovely weather.", [1]),
        ("customer: When does it ship?\nagent: On Friday.", []),
        ("customer: When does it ship?\nagent: It ships late.", []),  # the subject is taken up
        ("customer: When does it ship?\nagent: Hello.\ncustomer: Well\nagent: Monday.", []),  # within two bursts
        ("customer: When does it ship?\nagent: A.\ncustomer: B\nagent: C.\ncustomer: D\nagent: Monday.", [1]),
        ("customer: When does it ship?\nagent: A.\ncustomer: B\nagent: C.\ncustomer: D\nagent: We ship it.", []),
        ("customer: When does it ship? Which colour is it?\nagent: On Friday.", [1]),
        ("customer: When does it ship? Which colour is it?\nagent: Friday. A red one.", []),
        ("customer: When does it ship? Which colour is it?\nagent: Thanks!", [1]),
        ("customer: When does it ship?", []),  # nobody has replied yet
        ("agent: When does it ship?\nagent: Thanks!", []),
        ("agent: On Friday.\ncustomer: When does it ship?\nagent: Thanks!", [2]),
        ("customer: When does it ship?\nbot: Hello.\nagent: Thanks!", [2]),
        ("customer: Hello\nagent: Thanks!", []),
    ],
)
def test_left_open(text: str, expected: list[int]) -> None:
    assert [match.turn for match in find(_annotated(text), "compare", **ANSWERED)] == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"within": "burst"}, [1]),
        ({"within": "burst", "unless": {"signal": "bye", "speaker": "agent", "within": "conversation"}}, []),
        ({"within": "burst", "position": "last burst"}, []),
    ],
)
def test_left_open_minds_window_excuse_and_place(settings: dict[str, Any], expected: list[int]) -> None:
    text = "customer: When does it ship?\nagent: Hello.\ncustomer: Well\nagent: Monday. Bye"
    assert [match.turn for match in find(_annotated(text), "compare", **ANSWERED, **settings)] == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Bye for Friday.", [1]),  # what an idle sentence says is no answer
        ("Bye when it ships.", [1]),  # nor does it take up the subject
        ("Bye. On Friday.", []),
        ("Bye. It ships late.", []),
    ],
)
def test_idle_sentences_answer_nothing(reply: str, expected: list[int]) -> None:
    text = f"customer: When does it ship?\nagent: {reply}"
    assert [match.turn for match in find(_annotated(text), "compare", **ANSWERED, idle="bye")] == expected


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("agent: Hello.\ncustomer: When does it ship?", "closed", [1]),
        ("agent: Hello.\ncustomer: When does it ship?", "solved", [1]),
        ("agent: Hello.\ncustomer: When does it ship?", "open", []),
        ("agent: Hello.\ncustomer: When does it ship? Never mind, I see it.", "closed", []),
        ("customer: When does it ship?\nsystem: Closed", "closed", []),
    ],
)
def test_a_closed_conversation_that_ends_on_a_question(text: str, status: Status, expected: list[int]) -> None:
    annotated = _ANNOTATOR.annotate(replace(conversation(text), status=status))
    assert [match.turn for match in find(annotated, "compare", **ANSWERED)] == expected


def test_left_open_marks_the_first_sentence_of_the_reply_and_tells_the_question() -> None:
    (match,) = find(_annotated("customer: When does it ship?\nagent: Lovely day. Yes."), "compare", **ANSWERED)
    assert (match.start, match.end, match.values) == (0, 11, {"found": "When does it ship?", "where": "1"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer: A-1234\nagent: A-1243", [(1, "1243")]),
        ("customer: A-1234\nagent: A-1234", []),
        ("customer: A-1234\nagent: A-98765", []),  # too far to be meant
        ("agent: A-1243", []),
        ("customer: A-1234\ncustomer: A-1243\nagent: A-1243", []),
        ("agent: A-1243\ncustomer: A-1234", [(0, "1243")]),
    ],
)
def test_values_that_nearly_agree(text: str, expected: list[tuple[int, str]]) -> None:
    assert _found(text, agree="gives") == expected


def test_typos_set_how_near() -> None:
    assert _found("customer: A-1234\nagent: A-1239", agree="gives", typos=0) == []


@pytest.mark.parametrize(
    "yaml",
    [
        "per: turn\n",
        "agree: gives\nasked:\n  asks: gives\n",
        "agree: a\nanswered:\n  b: c\n",
        "agree: a\nreplies: b\n",
        "agree: a\nvoids: b\n",
    ],
)
def test_needs_one_way(yaml: str) -> None:
    assert len(faults("compare", yaml)) == 1


def test_nothing_in_an_empty_conversation(annotate: Annotate) -> None:
    assert find(annotate("note: apple"), "compare", agree="apple") == []
