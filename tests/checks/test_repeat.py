"""`repeat`: copies inside a conversation, and what is left behind for telling copies across conversations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from carelint.checks.repeat import Repeat
from carelint.model import Conversation, Customer, Match, Trace, Turn
from tests.checks.finding import faults, find
from tests.conftest import Annotate, annotator

SAME = "We will swap the apple for you"
NEAR = "We will gladly swap the apple for you"
TWICE = f"agent: {SAME}.\ncustomer: Oh\nagent: {SAME}!"


def copy(turn: int, text: str, where: str, count: str = "2", start: int = 0) -> Match:
    return Match(turn, start, start + len(text), {"found": text, "count": count, "where": where})


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        (TWICE, {}, [copy(2, f"{SAME}!", "message 1")]),
        (TWICE, {"copies": 3}, []),
        (TWICE, {"at_least": 8}, []),
        (TWICE, {"speaker": "customer"}, []),
        (TWICE, {"position": "first burst"}, []),
        (TWICE, {"unless": {"signal": "apple", "within": "turn"}}, []),
        (f"agent: {SAME}.\nagent: {NEAR}.", {}, []),
        (f"agent: {SAME}.\nagent: {NEAR}.", {"similarity": 0.3}, [copy(1, f"{NEAR}.", "message 1")]),
        (f"agent: {SAME}.\nagent: {SAME}.\nagent: {SAME}.", {"copies": 3}, [copy(2, f"{SAME}.", "message 1", "3")]),
        (f"agent: {SAME}.\nagent: {SAME}.\nagent: {SAME}.", {}, [copy(1, f"{SAME}.", "message 1")]),
        # Only the sentences with the signal count; the finding marks the sentence.
        (
            "agent: Hello. The apple is so very good.\nagent: Well, then. The apple is so very good.",
            {"unit": "sentence", "signal": "apple"},
            [copy(1, "The apple is so very good.", "message 1", start=12)],
        ),
        ("agent: Hello my dear and good friend.\nagent: Hello my dear and good friend.", {"signal": "apple"}, []),
        ("agent: One is two. Yes, one is two.", {"unit": "sentence", "at_least": 3}, []),
        (
            "agent: One is two. One is two.",
            {"unit": "sentence", "at_least": 3},
            [copy(0, "One is two.", "message 1", start=12)],
        ),
        # What was quoted was said by somebody else.
        (f"agent: {SAME}.\nagent: Fine.\n> {SAME}.", {}, []),
        ("agent: \nagent: ", {"at_least": 1}, []),
        (
            f"agent: {SAME}.\nagent: {SAME}.",
            {"within": "run", "inside": 2, "values": "pear"},
            [copy(1, f"{SAME}.", "message 1")],
        ),
    ],
)
def test_copies_in_one_conversation(
    annotate: Annotate, text: str, parameters: dict[str, Any], expected: list[Match]
) -> None:
    assert [match for match in find(annotate(text), "repeat", **parameters) if not match.trace] == expected


def traces(annotate: Annotate, text: str, told: dict[str, Any] | None = None, **parameters: Any) -> list[Trace]:
    annotated = annotate(text, **told or {})
    return [match.trace for match in find(annotated, "repeat", within="run", **parameters) if match.trace]


def test_only_texts_that_are_long_enough_leave_a_trace(annotate: Annotate) -> None:
    (trace,) = traces(annotate, f"agent: Hello.\ncustomer: {NEAR}\nagent: {SAME}.", copies=3, similarity=0.9)
    assert (trace.limits.copies, trace.limits.similarity, len(trace.groups), trace.keys) == (3, 0.9, 1, ())
    assert (len(trace.rows), trace.party, trace.at) == (4 * 5, None, None)


@pytest.mark.parametrize(
    ("fields", "parameters", "groups"),
    [
        ({}, {"same": ["customer"]}, 0),
        ({"customer": Customer("Ann")}, {"same": ["customer"]}, 0),
        ({"customer": Customer("Ann Bell", "ann", "a@b.example")}, {"same": ["customer"]}, 3),
        ({"customer": Customer("Ann Bell")}, {"same": ["customer", "locale"]}, 1),
        ({}, {"same": ["locale", "brand"]}, 1),
        ({}, {"same": ["macro"]}, 0),
        ({}, {"same": ["author"]}, 0),
    ],
)
def test_what_copies_have_in_common(
    annotate: Annotate, fields: dict[str, Any], parameters: dict[str, Any], groups: int
) -> None:
    assert sum(len(trace.groups) for trace in traces(annotate, f"agent: {SAME}", fields, **parameters)) == groups


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"status": "open"}, 1),
        ({"status": "closed"}, 0),
        ({"status": "open", "metadata": {"merged": "true"}}, 0),
        ({"status": "open", "metadata": {"Merged": "90112"}}, 0),
        ({"status": "open", "metadata": {"merged": ["90112"]}}, 0),
        ({"status": "open", "metadata": {"merged": False}}, 1),
        ({"status": "open", "metadata": {"merged": None}}, 1),
        ({"status": "open", "metadata": {"merged": " "}}, 1),
    ],
)
def test_which_conversations_are_looked_at(annotate: Annotate, fields: dict[str, Any], seen: int) -> None:
    assert len(traces(annotate, f"agent: {SAME}", fields, status=["open"], without=["merged"])) == seen


def test_what_tells_two_matters_apart(annotate: Annotate) -> None:
    told = {"metadata": {"topic": "Fruit", "reason": "other"}}
    values, fields = ["apple", "pear"], ["topic", "reason"]
    (trace,) = traces(annotate, "agent: An apple, a pear.", told, values=values, fields=fields, at_least=6)
    assert sorted(kind for kind, _ in trace.keys) == ["", "", "topic"]
    assert trace.text is None


def test_a_field_that_tells_of_a_repetition_itself(annotate: Annotate) -> None:
    annotated = annotate("agent: Hi", metadata={"reopens": 2})
    check = Repeat.model_validate({"within": "run", "told_by": ["reopens"], "same": ["customer"]})
    assert check.missing(annotated) is None
    values = {"found": "Hi", "count": "2", "where": "reopens", "field": "reopens"}
    assert list(check.find(annotated)) == [Match(0, 0, 2, values)]


def test_names_and_times_of_customers(annotate: Annotate) -> None:
    at = datetime(1970, 1, 1, 0, 1)
    same = [
        traces(annotate, f"agent: Hi {name}, {SAME}", {"customer": Customer(f"{name} Bell"), **when}, to="customers")
        for name, when in (("ann", {"opened_at": at}), ("kim", {"opened_at": at.replace(tzinfo=UTC)}))
    ]
    ((one,), (other,)) = same
    assert (one.text, one.rows, one.at) == (other.text, other.rows, other.at)
    assert one.at == 60
    assert one.party != other.party


@pytest.mark.parametrize(
    ("parameters", "fields", "reason"),
    [
        ({"same": ["customer"]}, {}, "the customer is not known"),
        ({"same": ["customer"]}, {"customer": Customer(email="a@b.example")}, None),
        ({"period": "7 days"}, {}, "no timestamps"),
        ({"period": "7 days"}, {"opened_at": datetime(2026, 1, 1, tzinfo=UTC)}, None),
        ({"status": ["open"]}, {}, "the source does not say whether it is open"),
        ({"same": ["macro"]}, {}, "the source does not say which macro a message was made from"),
        ({"to": "customers"}, {}, None),
    ],
)
def test_missing_evidence(
    annotate: Annotate, parameters: dict[str, Any], fields: dict[str, Any], reason: str | None
) -> None:
    check = Repeat.model_validate({"within": "run", **parameters})
    assert check.missing(annotate("agent: Hi", **fields)) == reason


def test_the_macro_a_message_was_made_from() -> None:
    turns = (Turn("agent", SAME, macro="swap"), Turn("agent", NEAR), Turn("agent", SAME, macro="other"))
    annotated = annotator(apple=["apple"]).annotate(Conversation("c", turns))
    found = [match for match in find(annotated, "repeat", within="run", same=["macro"]) if match.trace]
    assert [match.turn for match in found] == [0, 2]
    assert found[0].trace != found[1].trace


def test_a_macro_is_read_for_what_is_made_from_it(annotate: Annotate) -> None:
    check = Repeat.model_validate({"within": "run", "same": ["macro"], "when": {"signal": "pear"}})
    told = {"kind": "macro", "metadata": {"title": "Swap", "macro_id": 7}}
    macro = annotate(f"agent: Hi {{{{first_name}}}}, {SAME}", **told)
    assert (check.missing(macro), check.applies(macro), list(check.triggers())) == (None, True, [])
    (match,) = check.find(macro)
    assert match.trace is not None
    assert match.trace.silent
    sent = Turn("agent", f"Hi Ann, {SAME}", macro="SWAP"), Turn("agent", f"Hi Bo, {SAME}", macro="7")
    annotated = annotator(apple=["apple"]).annotate(Conversation("c", sent))
    for match in check.find(annotated):
        assert match.trace is not None
        assert not match.trace.silent
        assert set(match.trace.groups) < {*next(check.find(macro)).trace.groups}  # type: ignore[union-attr]


def test_the_subject_in_other_words(annotate: Annotate) -> None:
    texts = ("My boiler shows the fault, send an engineer", "Send engineers! There is a fault. It shows on the boiler.")
    ((one,), (other,)) = (
        traces(annotate, f"customer: {text}", speaker="customer", by="subject", unit="conversation") for text in texts
    )
    assert (one.text, one.rows) == (other.text, other.rows)


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("{same: [customer]}", ["f:1:1: same belongs to within: run"]),
        ("{unit: conversation}", ["f:1:1: unit: conversation belongs to within: run"]),
        ("{unit: sentence, by: subject}", ["f:1:1: by: subject compares turns and conversations, not sentences"]),
        ("{copies: 1}", ["f:1:10: found 1, expected at least 2"]),
        ("{similarity: 0}", ["f:1:14: found 0, expected more than 0"]),
        ("{similarity: 1.5}", ["f:1:14: found 1.5, expected at most 1"]),
        ("{within: run, period: a week}", ['f:1:23: found "a week", expected a length of time such as "60s", "3 min"']),
    ],
)
def test_faults(yaml: str, expected: list[str]) -> None:
    assert [fault[: len(wanted)] for fault, wanted in zip(faults("repeat", yaml), expected, strict=True)] == expected
