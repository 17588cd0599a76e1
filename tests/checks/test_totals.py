"""`totals`: what each total counts, which limits hold, and what a match tells."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from carelint.checks.totals import Totals
from carelint.hours import parse_hours
from carelint.model import Match

from ..conftest import Annotate


def totals(**keys: Any) -> Totals:
    return Totals.model_validate(keys)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


SPOKEN = (
    "agent [10:00:00-10:00:30]: a\ncustomer [10:00:30-10:00:40]: b\nagent [10:01:00-10:01:10]: c\n"
    "customer [10:01:05-10:01:20]: d"
)


@pytest.mark.parametrize(
    ("text", "fields", "most", "told"),
    [
        # Resolution: from opening to closing, or from first to last turn of what is solved.
        (
            "customer [Mon 10:00]: a\nagent [Wed 10:00]: b",
            {"status": "solved"},
            {"resolution_time": "1d"},
            ("2 d to resolve", "24 h"),
        ),
        ("customer [Mon 10:00]: a\nagent [Wed 10:00]: b", {"status": "open"}, {"resolution_time": "1d"}, None),
        ("customer [Mon 10:00]: a\nagent [Wed 10:00]: b", {"status": "solved"}, {"resolution_time": "2d"}, None),
        (
            "agent: b",
            {"opened_at": moment("2026-05-01"), "closed_at": moment("2026-05-03")},
            {"resolution_time": {"chat": "1d", "email": "9d"}},
            ("2 d to resolve", "24 h"),
        ),
        (
            "agent: b",
            {"opened_at": moment("2026-05-01"), "closed_at": moment("2026-05-03")},
            {"resolution_time": {"email": "1d"}},
            None,
        ),
        # Work: up to five minutes before each of the agent's messages.
        (
            "customer [10:00]: a\nagent [10:02]: b\ncustomer [10:30]: c\nagent [10:50]: d",
            {},
            {"handle_time": "6m"},
            ("7 min of work", "6 min"),
        ),
        ("customer [10:00]: a\nagent [10:02]: b", {}, {"handle_time": "2m"}, None),
        (SPOKEN, {}, {"handle_time": "59s"}, ("1 min of work", "59 s")),
        # Replies and people.
        ("agent: a\nagent: b\ncustomer: c\nagent: d\nbot: e\nagent: f", {}, {"touches": 2}, ("3 replies", "2")),
        ("agent: a\nagent: b\ncustomer: c\nagent: d", {}, {"touches": 2}, None),
        ("agent: a", {"metadata": {"replies": "12"}}, {"touches": 10}, ("12 replies", "10")),
        ("agent (Ana): a\nagent (Bo): b\nagent (ana): c", {}, {"agents": 1}, ("2 agents", "1")),
        ("agent (Ana): a\nagent (ana): c", {}, {"agents": 1}, None),
        ("agent (Ana): a", {"metadata": {"assignees": ["Ana", "Bo", "Cy"]}}, {"agents": 2}, ("3 agents", "2")),
        ("agent: a", {"metadata": {"reopens": 2}}, {"reopens": 1}, ("2 reopenings", "1")),
        ("agent: a", {"metadata": {"reopened": True}}, {"reopens": 0}, ("1 reopenings", "0")),
        ("agent: a", {"metadata": {"reopens": "often"}}, {"reopens": 0}, None),
        # Holds.
        ("agent: an apple\nagent: an apple\ncustomer: b\nagent: an apple", {}, {"holds": 1}, ("2 holds", "1")),
        ("agent: an apple\nagent: an apple\ncustomer: b\nagent: c", {}, {"holds": 1}, None),
        (
            "agent [10:00]: an apple\nagent [10:03]: b\ncustomer [10:10]: c",
            {},
            {"hold_share": 0.2},
            ("30% of the time on hold", "20%"),
        ),
        ("agent [10:00]: an apple\nagent [10:03]: b\ncustomer [10:10]: c", {}, {"hold_share": 0.3}, None),
        # Talk and silence.
        (SPOKEN, {}, {"talk_share": 0.6}, ("62% of the talk", "60%")),
        (SPOKEN, {}, {"silence_share": 0.2}, ("25% silence", "20%")),
        (SPOKEN, {}, {"talk_share": 0.7, "silence_share": 0.25}, None),
        # Together.
        (
            "agent (Ana): a\nagent (Bo): b",
            {"metadata": {"reopens": 3}},
            {"agents": 1, "reopens": 1},
            ("2 agents and 3 reopenings", "1 and 1"),
        ),
    ],
)
def test_totals(
    annotate: Annotate, text: str, fields: dict[str, Any], most: dict[str, Any], told: tuple[str, str] | None
) -> None:
    annotated = annotate(text, **fields)
    found = [(match.values["value"], match.values["limit"]) for match in totals(max=most, hold="apple").find(annotated)]
    assert found == ([told] if told else [])


def test_time_is_open_time(annotate: Annotate) -> None:
    calendar = parse_hours({"weekdays": "9:00-17:00"})
    annotated = annotate("customer [Mon 16:00]: a\nagent [Tue 10:00]: b", status="solved")
    most = {"resolution_time": "2h"}
    assert list(totals(max=most, hours="business", calendar=calendar).find(annotated)) == []
    assert [m.turn for m in totals(max=most, calendar=calendar).find(annotated)] == [1]


def test_short_holds_are_no_share(annotate: Annotate) -> None:
    annotated = annotate("agent [10:00]: an apple\nagent [10:03]: b\ncustomer [10:05]: c")
    check = totals(max={"hold_share": 0.2}, hold="apple", hold_time="5m")
    assert list(check.find(annotated)) == []


def test_a_match_stands_at_the_hold_too_many_or_the_last_turn(annotate: Annotate) -> None:
    annotated = annotate("agent (Ana): an apple\ncustomer: b\nagent (Bo): my apple\nagent (Bo): c")
    values = {"value": "2 holds", "limit": "1"}
    assert list(totals(max={"holds": 1}, hold="apple").find(annotated)) == [
        Match(2, 3, 8, {"found": "apple", **values})
    ]
    values = {"value": "2 agents", "limit": "1"}
    assert list(totals(max={"agents": 1}).find(annotated)) == [Match(3, 0, 1, values)]


def test_what_excuses(annotate: Annotate) -> None:
    annotated = annotate("agent (Ana): an apple\nagent (Bo): c")
    assert list(totals(max={"agents": 1}, unless={"signal": "apple"}).find(annotated)) == []


@pytest.mark.parametrize(
    ("most", "reason"),
    [
        ({"resolution_time": "1d", "reopens": 1}, "the source does not tell resolution time or reopens"),
        ({"resolution_time": "1d", "agents": 1}, None),
        ({"talk_share": 0.5}, "the source does not tell talk share"),
        ({"silence_share": 0.5, "hold_share": 0.5}, "the source does not tell hold share or silence share"),
    ],
)
def test_what_the_source_does_not_tell(annotate: Annotate, most: dict[str, Any], reason: str | None) -> None:
    check = totals(max=most, hold="apple")
    annotated = annotate("customer: a\nagent: an apple")
    assert (check.missing(annotated), list(check.find(annotated))) == (reason, [])


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"max": {}}, "needs a limit: max with one of resolution_time, handle_time"),
        ({"max": {"holds": 1}}, "holds and hold_share need hold"),
        ({"max": {"holds": "many"}}, "holds"),
        ({"max": {"lunch": 1}}, "lunch"),
        ({"max": {"handle_time": "soon"}}, "expected a length of time"),
    ],
)
def test_refused(keys: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        totals(**keys)
