"""`gap`: bursts, business hours, changes of the clocks, missing answers and timestamps, channels, promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from carelint.annotated import Annotated
from carelint.checks.gap import Gap
from carelint.hours import parse_hours
from carelint.model import Match

from ..conftest import Annotate, annotator, conversation, signal

LIMITS = {"chat": "3m", "email": "24h"}


def gap(**keys: Any) -> Gap:
    """A gap check, first answers by default."""
    return Gap.model_validate({"limit": LIMITS, **keys})


def first_answer(**keys: Any) -> Gap:
    """The gap from the customer's first message to the first answer."""
    return gap(**{"from": {"position": "first turn", "turn": "first"}}, **keys)


def turns(check: Gap, annotated: Annotated) -> list[int]:
    """Where the check finds something."""
    return [match.turn for match in check.find(annotated)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer [10:00]: a\nagent [10:03]: b", []),
        ("customer [10:00]: a\nagent [10:03:01]: b", [1]),
        ("customer [10:00]: a\ncustomer [10:04]: b\nagent [10:05]: c", [2]),
        ("customer [10:00]: a\nbot [10:00]: b\nagent [10:04]: c", [2]),
        ("customer [10:00]: a\nbot [10:00]: b\nagent [10:02]: c\ncustomer [10:03]: d\nagent [10:30]: e", []),
        ("agent [09:00]: a\ncustomer [10:00]: b\nagent [10:01]: c", []),
        ("agent [09:00]: a\ncustomer [10:00]: b\nagent [10:09]: c", [2]),
        ("customer [10:00]: a\ncustomer [10:30]: b", []),
        ("customer [10:00]: a", []),
        ("customer: a\nagent [10:00]: b\nagent [11:00]: c", []),
        ("customer [10:00]: a\nagent: b\nagent [11:00]: c", []),
        ("customer [10:30]: a\nagent [10:00]: b", []),
        ("agent [10:00]: a\nagent [11:00]: b", []),
    ],
)
def test_first_answer(annotate: Annotate, text: str, expected: list[int]) -> None:
    assert turns(first_answer(), annotate(text)) == expected


@pytest.mark.parametrize(
    ("turn", "expected"),
    [("last", []), ("first", [2])],
)
def test_the_clock_starts_at_the_end_of_a_burst_that_is_chosen(
    annotate: Annotate, turn: str, expected: list[int]
) -> None:
    text = "customer [10:00]: a\ncustomer [10:04]: b\nagent [10:05]: c"
    assert turns(gap(**{"from": {"turn": turn}}), annotate(text)) == expected


def test_every_wait_is_judged(annotate: Annotate) -> None:
    text = "customer [10:00]: a\nagent [10:05]: b\ncustomer [10:06]: c\nagent [10:07]: d"
    text += "\ncustomer [10:08]: e\nagent [11:00]: f"
    assert turns(gap(), annotate(text)) == [1, 5]
    assert turns(gap(per="conversation"), annotate(text)) == [1]


@pytest.mark.parametrize(
    ("channel", "expected"),
    [("chat", [1]), ("email", []), ("social", [])],
)
def test_limits_differ_per_channel(annotate: Annotate, channel: str, expected: list[int]) -> None:
    text = "customer [10:00]: a\nagent [12:00]: b"
    assert turns(first_answer(), annotate(text, channel=channel)) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # 8 May 2026 is a Friday.
        ("2026-05-08 18:00", "2026-05-11 09:20", []),
        ("2026-05-08 16:30", "2026-05-11 10:01", [1]),
        ("2026-05-08 10:00", "2026-05-08 11:00", []),
        ("2026-05-08 10:00", "2026-05-08 11:01", [1]),
        ("2026-05-09 10:00", "2026-05-10 22:00", []),
    ],
)
def test_business_hours(annotate: Annotate, first: str, second: str, expected: list[int]) -> None:
    calendar = parse_hours({"timezone": "UTC", "weekdays": "9:00-17:00"})
    check = first_answer(limit={"chat": "1h"}, hours="business", calendar=calendar)
    assert turns(check, annotate(f"customer [{first}]: a\nagent [{second}]: b")) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # The clocks of London go forward on 29 March 2026 at 1:00 UTC, and back on 25 October at 1:00 UTC.
        ("2026-03-28 23:00", "2026-03-29 10:00", "11 h"),
        ("2026-10-24 22:00", "2026-10-25 11:00", "13 h"),
    ],
)
def test_clock_changes_do_not_stretch_the_wait(annotate: Annotate, first: str, second: str, expected: str) -> None:
    calendar = parse_hours({"timezone": "Europe/London", "daily": "0:00-24:00"})
    check = first_answer(limit={"chat": "1h"}, hours="business", calendar=calendar)
    (match,) = check.find(annotate(f"customer [{first}]: a\nagent [{second}]: b"))
    assert match.values["elapsed"] == expected


def test_what_a_match_tells(annotate: Annotate) -> None:
    annotated = annotate("customer [10:00]: An apple.\nagent [10:05]: One. Two.")
    assert list(first_answer().find(annotated)) == [Match(1, 0, 9, {"found": "", "elapsed": "5 min", "limit": "3 min"})]
    check = gap(**{"from": {"signal": "apple"}, "report": "from"})
    assert list(check.find(annotated)) == [Match(0, 3, 8, {"found": "apple", "elapsed": "5 min", "limit": "3 min"})]


def test_clock_stops_at_a_signal(annotate: Annotate) -> None:
    text = "customer [10:00]: an apple\nagent [10:01]: a plum\nagent [10:09]: a pear"
    assert turns(gap(**{"from": {"signal": "apple"}, "to": {"signal": "pear"}}), annotate(text)) == [2]


def test_excuses_and_settlements(annotate: Annotate) -> None:
    text = "customer [10:00]: an apple and a plum\ncustomer [10:01]: a pear\nagent [10:09]: b"
    check = {"from": {"signal": "apple"}}
    assert turns(gap(**check), annotate(text)) == [2]
    assert turns(gap(**check, unless={"signal": "plum", "within": "sentence"}), annotate(text)) == []
    assert turns(gap(**check, kept={"signal": "pear", "speaker": "customer"}), annotate(text)) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [("customer: a\nagent: b", "no timestamps"), ("customer [10:00]: a\nagent: b", "only one timestamp")],
)
def test_lacks_timestamps(annotate: Annotate, text: str, reason: str) -> None:
    assert gap().missing(annotate(text)) == reason
    assert gap().missing(annotate("customer [10:00]: a\nagent [10:01]: b")) is None


@pytest.fixture(scope="module")
def promises() -> Annotate:
    """Annotate with `ours`, a time that carries its value, and `sorted`."""
    finder = annotator(ours=signal(grammar="hard-time"), sorted=["sorted"])
    return lambda text, **fields: finder.annotate(conversation(text, **fields))


def promised(**keys: Any) -> Gap:
    """A check of promises."""
    kept = {"signal": "sorted", "speaker": "customer"}
    start = {"speaker": "agent", "signal": "ours"}
    return gap(**{"from": start, "limit": "promised", "kept": kept, "report": "from", **keys})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Kept, to the minute.
        ("agent [Mon 10:00]: We'll write by 4pm.\nagent [Mon 16:00]: b", []),
        ("agent [Mon 10:00]: We'll write by 4pm.\nagent [Mon 16:01]: b", [0]),
        ("agent [Mon 10:00]: We'll write within 24 hours.\nagent [Tue 11:00]: b", [0]),
        # Messages sent in one go with the promise do not keep it, a later one does.
        ("agent [Mon 10:00]: We'll write by 4pm.\nagent [Mon 10:01]: Bye.\nagent [Wed 10:00]: b", [0]),
        ("agent [Mon 10:00]: We'll write by 4pm.\nagent [Mon 10:20]: It is done.\nagent [Wed 10:00]: b", []),
        ("agent [Mon 10:00]: I'll look for two minutes.\nagent [Mon 10:01]: Done.", []),
        ("agent [Mon 10:00]: I'll be back in two minutes.\nagent [Mon 10:03]: Done.", [0]),
        # Nobody came back, and the transcript goes on past the time; or ends before it.
        ("agent [Mon 10:00]: We'll write by 4pm.\ncustomer [Mon 17:00]: Well?", [0]),
        ("agent [Mon 10:00]: We'll write by 4pm.\ncustomer [Mon 15:00]: Well?", []),
        ("agent [Mon 10:00]: We'll write by 4pm.", []),
        # A robot is not the one who promised.
        ("agent [Mon 10:00]: We'll write by 4pm.\nbot [Mon 15:00]: b\nagent [Wed 10:00]: c", [0]),
        # Settled by the customer in time; too late; after the answer.
        ("agent [Wed 10:00]: We'll write by Friday.\ncustomer [Thu 9:00]: sorted\nagent [2026-05-11 10:00]: c", []),
        ("agent [Mon 10:00]: We'll write by 4pm.\ncustomer [Tue 9:00]: sorted\nagent [Tue 10:00]: c", [0]),
        ("agent [Mon 10:00]: We'll write by 4pm.\nagent [Tue 9:00]: b\ncustomer [Tue 10:00]: sorted", [0]),
        # Settled in a second message.
        (
            "agent [Wed 10:00]: by Friday\ncustomer [Wed 11:00]: ok\ncustomer [Thu 9:00]: sorted\nagent [Sun 9:00]: c",
            [],
        ),
        # Open days: five from Friday 8 May end on the 15th.
        ("agent [2026-05-08 09:00]: in 3-5 business days\nagent [2026-05-15 16:00]: b", []),
        ("agent [2026-05-08 09:00]: in 3-5 business days\nagent [2026-05-16 09:00]: b", [0]),
        # The day lasts until midnight.
        ("agent [Mon 10:00]: by Wednesday\nagent [Wed 23:59]: b", []),
        ("agent [Mon 10:00]: by Wednesday\nagent [Thu 00:01]: b", [0]),
        # Without timestamps nothing is known.
        ("agent: We'll write by 4pm.\nagent [Wed 10:00]: b\nagent [Wed 11:00]: c", []),
        ("agent [Mon 10:00]: We'll write by 4pm.\nagent: b\nagent [Wed 11:00]: c", []),
        # A time that cannot be.
        ("agent [Mon 10:00]: by 31 June\nagent [2026-08-01 10:00]: b", []),
        # Two promises, one broken.
        ("agent [Mon 10:00]: We'll write by 4pm, or by Friday.\nagent [Tue 10:00]: b", [0]),
    ],
)
def test_promises(promises: Annotate, text: str, expected: list[int]) -> None:
    assert turns(promised(), promises(text)) == expected


@pytest.mark.parametrize("said", ["by 4pm tomorrow", "within 24 hours", "by Friday", "in 3-5 business days"])
@pytest.mark.parametrize("year", [1, 9999])
def test_a_promise_at_the_edge_of_the_calendar_has_no_deadline(promises: Annotate, said: str, year: int) -> None:
    days = [datetime(year, 12, 31, 23, 58, tzinfo=UTC), datetime(year, 12, 31, 23, 59, tzinfo=UTC)]
    if year == 1:
        days = [datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 1, 0, 1, tzinfo=UTC)]
    annotated = at(promises(f"agent: We'll write {said}.\nagent: b"), days)
    calendar = parse_hours({"timezone": "America/Los_Angeles", "weekdays": "9:00-17:00"})
    assert turns(promised(calendar=calendar), annotated) == []


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo"])
def test_a_wait_that_cannot_be_reckoned_is_no_finding(annotate: Annotate, zone: str) -> None:
    calendar = parse_hours({"timezone": zone, "weekdays": "9:00-17:00", "weekend": "closed"})
    check = first_answer(hours="business", calendar=calendar)
    for first in (datetime.min, datetime.max - timedelta(minutes=9)):
        days = [moment.replace(tzinfo=UTC) for moment in (first, first + timedelta(minutes=9))]
        assert turns(check, at(annotate("customer: a\nagent: b"), days)) == []


def at(annotated: Annotated, moments: list[datetime]) -> Annotated:
    """The same, said at these moments."""
    pairs = zip(annotated.conversation.turns, moments, strict=True)
    turns = tuple(replace(turn, at=moment) for turn, moment in pairs)
    return Annotated(replace(annotated.conversation, turns=turns), annotated.notes)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [1]),
        ({"status": "open"}, [1]),
        ({"status": "solved"}, []),
        ({"as_of": datetime(2026, 5, 4, 15, tzinfo=UTC)}, []),
        ({"as_of": None}, []),
    ],
)
def test_a_promise_nobody_came_back_to_is_judged_now(
    promises: Annotate, fields: dict[str, Any], expected: list[int]
) -> None:
    now = {"as_of": datetime(2026, 5, 9, tzinfo=UTC)}
    annotated = promises("customer [Mon 9:00]: a\nagent [Mon 10:00]: We'll write by 4pm.", **{**now, **fields})
    assert turns(promised(to={"otherwise": "now"}), annotated) == expected


def test_grace(promises: Annotate) -> None:
    text = "agent [Mon 10:00]: We'll write by 4pm.\nagent [Mon 16:10]: b"
    assert turns(promised(), promises(text)) == [0]
    assert turns(promised(grace="15m"), promises(text)) == []


def test_what_a_broken_promise_tells(promises: Annotate) -> None:
    annotated = promises("agent [Mon 10:00]: We'll write by 4pm.\nagent [Mon 18:00]: Here. It is.")
    values = {"found": "by 4pm", "promised": "Mon 04 May 16:00", "elapsed": "2 h"}
    assert list(promised(grace="15m").find(annotated)) == [Match(0, 12, 18, values)]
    assert list(promised(report="to").find(annotated)) == [Match(1, 0, 12, values)]


def test_the_zone_of_the_business_hours_counts(promises: Annotate) -> None:
    text = "agent [Mon 18:00]: We'll write by 4pm today.\nagent [Mon 22:00]: b"
    calendar = parse_hours({"timezone": "America/Los_Angeles", "weekdays": "9:00-17:00"})
    assert calendar.zone == ZoneInfo("America/Los_Angeles")
    assert turns(promised(calendar=calendar), promises(text)) == []


def test_mentions_without_a_time_promise_nothing(annotate: Annotate) -> None:
    check = promised(**{"from": {"speaker": "agent", "signal": "apple"}})
    assert turns(check, annotate("agent [Mon 10:00]: an apple\nagent [Wed 10:00]: b")) == []


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"limit": "promised"}, "limit: promised needs from.signal"),
        ({"limit": {"fax": "3m"}}, "fax"),
        ({"limit": {"chat": "soon"}}, "limit"),
        ({"limit": {"chat": "3m"}, "too": 1}, "too"),
    ],
)
def test_refused(keys: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        Gap.model_validate(keys)


def test_names_its_signals() -> None:
    check = promised(to={"signal": "a"}, unless={"signal": ["b", "c"]})
    assert sorted(check.signals()) == ["a", "b", "c", "ours", "sorted"]


def test_limit_is_a_length_of_time() -> None:
    assert first_answer().limit == {"chat": timedelta(minutes=3), "email": timedelta(hours=24)}
