"""`gap`: what starts, stops, foretells, excuses and worsens a wait, and what becomes of one without an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from carelint.annotated import Annotated
from carelint.checks.gap import Gap
from carelint.hours import parse_hours
from carelint.model import Match

from ..conftest import Annotate, annotator, conversation, signal


def gap(**keys: Any) -> Gap:
    return Gap.model_validate({"limit": {"chat": "3m"}, **keys})


def found(check: Gap, annotated: Annotated) -> list[tuple[int, bool]]:
    """Where the check finds something, and whether it is a milder case."""
    return [(match.turn, match.milder) for match in check.find(annotated)]


def turns(check: Gap, annotated: Annotated) -> list[int]:
    return [turn for turn, _ in found(check, annotated)]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [("10:01:00", []), ("10:01:01", [(1, True)]), ("10:03:00", [(1, True)]), ("10:03:01", [(1, False)])],
)
def test_above_the_soft_limit_it_is_milder(annotate: Annotate, seconds: str, expected: list[tuple[int, bool]]) -> None:
    check = gap(soft_limit={"chat": "60s"})
    assert found(check, annotate(f"customer [10:00]: a\nagent [{seconds}]: b")) == expected


def test_the_limit_that_is_broken_is_told(annotate: Annotate) -> None:
    check = gap(soft_limit={"chat": "60s"})
    (soft,) = check.find(annotate("customer [10:00]: a\nagent [10:02]: b"))
    assert soft == Match(1, 0, 1, {"found": "", "elapsed": "2 min", "limit": "1 min"}, milder=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer [10:00]: a\nagent [10:09]: b", []),
        ("customer [10:00]: a\nagent [10:09]: b\ncustomer [10:10]: c\nagent [10:19]: d", [3]),
        ("customer [10:00]: a\nbot [10:00]: b\ncustomer [10:01]: c\nagent [10:09]: d", []),
        ("agent [10:00]: a\ncustomer [10:00]: b\nagent [10:09]: c\ncustomer [10:10]: d\nagent [10:19]: e", [4]),
    ],
)
def test_waits_after_the_first_answer(annotate: Annotate, text: str, expected: list[int]) -> None:
    assert turns(gap(which="later"), annotate(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The reply clock starts with the last message before the answer, though a robot spoke in between.
        ("customer [10:00]: a\nbot [10:00]: b\ncustomer [10:05]: c\nagent [10:06]: d", []),
        ("customer [10:00]: a\nbot [10:00]: b\ncustomer [10:05]: c\nagent [10:09]: d", [3]),
        ("customer [10:00]: a\ncustomer [10:05]: c\nagent [10:06]: d", []),
    ],
)
def test_only_the_last_burst_before_an_answer_waits_for_it(annotate: Annotate, text: str, expected: list[int]) -> None:
    assert turns(gap(), annotate(text)) == expected


@pytest.mark.parametrize(
    ("notice", "expected"), [("give me an apple", []), ("a pear", [3]), ("an apple\nagent [10:00]: a pear", [])]
)
def test_a_notice_in_force(annotate: Annotate, notice: str, expected: list[int]) -> None:
    text = f"customer [10:00]: a\nagent [10:00]: {notice}\ncustomer [10:01]: c\nagent [10:09]: d"
    assert turns(gap(notice="apple", which="later"), annotate(text)) == expected


def test_an_old_notice_is_not_in_force(annotate: Annotate) -> None:
    text = "agent [10:00]: an apple\ncustomer [10:00]: a\nagent [10:01]: b\ncustomer [10:02]: c\nagent [10:09]: d"
    assert turns(gap(notice="apple"), annotate(text)) == [4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer [10:00]: an apple\nagent [10:09]: b", []),
        ("customer [10:00]: an apple\ncustomer [10:00]: b\nagent [10:09]: b", []),
        ("customer [10:00]: an apple and so many words\nagent [10:09]: b", [1]),
        ("agent [10:00]: a plum?\ncustomer [10:00]: an apple\nagent [10:09]: b", []),
        ("customer [10:00]: a pear\nagent [10:09]: b", []),
        ("agent [10:00]: a plum?\ncustomer [10:00]: a pear\nagent [10:09]: b", [2]),
    ],
)
def test_what_excuses_a_burst(annotate: Annotate, text: str, expected: list[int]) -> None:
    assert turns(gap(unless={"signal": "apple"}, unasked="pear", asked="plum", brief=4), annotate(text)) == expected


@pytest.mark.parametrize(
    ("otherwise", "fields", "expected"),
    [
        (None, {"as_of": "2026-05-04 12:00"}, []),
        ("now", {}, []),
        ("now", {"as_of": "2026-05-04 10:02"}, []),
        ("now", {"as_of": "2026-05-04 10:04"}, [0]),
        ("now", {"as_of": "2026-05-03 10:04"}, []),
        ("closed", {"as_of": "2026-05-04 12:00"}, []),
        ("closed", {"closed_at": "2026-05-04 10:04"}, [0]),
        ("end", {}, [0]),
        ("end", {"as_of": "2026-05-04 10:02"}, []),
        ("end", {"as_of": "2026-05-04 10:04", "closed_at": "2026-05-04 10:02"}, []),
    ],
)
def test_a_wait_without_an_answer(
    annotate: Annotate, otherwise: str | None, fields: dict[str, str], expected: list[int]
) -> None:
    moments = {key: moment(text) for key, text in fields.items()}
    annotated = annotate("customer [10:00]: a\nthird_party [10:05]: b", **moments)
    assert turns(gap(to={"otherwise": otherwise}), annotated) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer [10:00]: a", [0]),
        ("customer [10:00]: a\nagent [10:09]: b", []),
        ("customer [10:00]: a\nagent [10:01]: b\ncustomer [10:02]: c", [2]),
        ("customer [10:00]: a\nagent [10:01]: an apple", [1]),
        ("customer [10:00]: a\nagent [10:01]: an apple and a pear", []),
        ("customer [10:00]: a\nagent [10:01]: an apple\ncustomer [10:02]: a pear", [1]),
        ("customer [10:00]: a\nagent [10:01]: an apple\ncustomer [10:02]: c", [2]),
        ("customer [10:00]: a\nagent [10:01]: b", []),
    ],
)
def test_who_owes_the_next_word(annotate: Annotate, text: str, expected: list[int]) -> None:
    check = gap(
        which="unanswered", to={"otherwise": "now"}, owing="apple", unless={"signal": "pear"}, per="conversation"
    )
    assert turns(check, annotate(text, as_of=moment("2026-05-04 12:00"))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer [10:00]: a\nagent [10:09]: b", []),
        ("customer [10:00]: a\nbot [10:00]: b\nagent [10:09]: c", [2]),
        ("customer [10:00]: a\nagent [10:00]: an apple\nagent [10:09]: c", [2]),
        ("customer [10:00]: a\nagent [10:00]: an apple\nagent [10:01]: c", []),
        ("customer [10:00]: a\nbot [10:00]: b\ncustomer [10:09]: c", [0]),
    ],
)
def test_what_a_machine_answers_is_no_answer(annotate: Annotate, text: str, expected: list[int]) -> None:
    start = {"position": "first turn", "turn": "first"}
    check = gap(**{"from": start}, to={"other_than": "apple", "otherwise": "end"}, which="machine")
    assert turns(check, annotate(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent [10:00]: an apple\nagent [10:01]: a pear", [1]),
        ("agent [10:00]: an apple\nagent [10:02]: an apple\nagent [10:04]: a pear", []),
        ("agent [10:00]: an apple\ncustomer [10:00]: b\nagent [10:01]: a pear", []),
        ("agent [10:00]: an apple\nagent [10:03]: a pear", []),
        ("agent [10:00]: an apple", []),
    ],
)
def test_too_soon(annotate: Annotate, text: str, expected: list[int]) -> None:
    check = Gap.model_validate(
        {
            "from": {"speaker": "agent", "signal": "apple", "turn": "first"},
            "to": {"signal": "pear"},
            "least": {"chat": "3m"},
            "broken_by": "customer",
        }
    )
    assert turns(check, annotate(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent [10:00]: an apple\nagent [10:09]: a pear", [1]),
        ("agent [10:00]: an apple\nagent [10:00:05]: please\nagent [10:09]: a pear", [2]),
        ("agent [10:00]: an apple\nagent [10:02]: hello?\nagent [10:09]: a pear", []),
    ],
)
def test_an_end_without_a_warning_is_too_soon(annotate: Annotate, text: str, expected: list[int]) -> None:
    start = {"speaker": "agent", "signal": "apple", "turn": "first"}
    keys = {"from": start, "to": {"signal": "pear"}, "least": {"chat": "3m"}, "warned": True}
    assert turns(Gap.model_validate(keys), annotate(text)) == expected


@pytest.mark.parametrize(
    ("text", "closed", "expected"),
    [
        ("agent [10:00]: an apple\nagent [10:01]: a pear", None, [1]),
        ("agent [10:00]: an apple\nagent [10:01]: hello?\nagent [10:02]: a pear", None, []),
        ("agent [10:00]: an apple\ncustomer [10:01]: b", None, []),
        ("agent [10:00]: an apple", "2026-05-04T10:01:00", [0]),
    ],
)
def test_words_that_cut_a_wait_short(annotate: Annotate, text: str, closed: str | None, expected: list[int]) -> None:
    check = gap(
        **{"from": {"speaker": "agent", "signal": "apple"}}, to={"speaker": "any", "otherwise": "closed"}, abrupt="pear"
    )
    annotated = annotate(text)
    if closed:
        annotated = replace(annotated, conversation=replace(annotated.conversation, closed_at=moment(closed)))
    assert turns(check, annotated) == expected


@pytest.fixture(scope="module")
def holds() -> Annotate:
    """Annotate with words, and with `deadline`, a time that carries its value."""
    lengths = ["two|2|five|10 minutes", "a minute or two", "a minute"]
    finder = annotator(
        hold=["hold"],
        may=["may i"],
        length=lengths,
        deadline=signal(grammar="hard-time"),
        rush=["no rush"],
        thanks=["thanks"],
    )
    return lambda text, **fields: finder.annotate(conversation(text, **fields))


def hold(**keys: Any) -> Gap:
    start = {"speaker": "agent", "signal": "hold", "granted": "may"}
    milder = {"signal": "rush", "speaker": "customer"}
    return gap(**{"from": start, "announced": "length", "grace": "30s", "milder": milder, "report": "from", **keys})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent [10:00]: hold\nagent [10:03]: b", []),
        ("agent [10:00]: hold\nagent [10:03:01]: b", [(0, False)]),
        ("agent [10:00]: hold for two minutes\nagent [10:02:30]: b", []),
        ("agent [10:00]: hold for two minutes\nagent [10:02:31]: b", [(0, False)]),
        ("agent [10:00]: hold for 10 minutes\nagent [10:09]: b", []),
        ("agent [10:00]: hold for a minute or two\nagent [10:02:30]: b", []),
        ("agent [10:00]: hold\nagent [10:00]: five minutes\nagent [10:05]: b", []),
        # Said in the next message, a breath later: the wait begins there.
        ("agent [10:00]: hold\nagent [10:00:10]: please\nagent [10:03:05]: b", []),
        ("agent [10:00]: hold\ncustomer [10:00]: no rush\nagent [10:06]: b", [(0, True)]),
        # Asked for: the customer's yes starts the clock.
        ("agent [10:00]: may i hold?\ncustomer [10:05]: yes\nagent [10:07]: b", []),
        ("agent [10:00]: may i hold?\ncustomer [10:05]: yes\nagent [10:09]: b", [(0, False)]),
        ("agent [10:00]: hold\ncustomer [10:05]: hello?\nagent [10:07]: b", [(0, False)]),
        ("agent [10:00]: may i hold?\nagent [10:07]: b", [(0, False)]),
        ("agent [10:00]: hold", []),
    ],
)
def test_holds(holds: Annotate, text: str, expected: list[tuple[int, bool]]) -> None:
    assert found(hold(), holds(text)) == expected


def test_an_announcement_may_carry_its_time(holds: Annotate) -> None:
    text = "agent [10:00]: hold, I'll be back by 10:20am\nagent [10:{}]: b"
    check = hold(announced="deadline")
    assert [turns(check, holds(text.format(minute))) for minute in ("19", "20:30", "21")] == [[], [], [0]]


@pytest.mark.parametrize(
    ("answer", "expected"), [("thanks", []), ("b\nagent [10:09]: thanks", []), ("b\ncustomer [10:09]: thanks", [1])]
)
def test_an_answer_makes_good(holds: Annotate, answer: str, expected: list[int]) -> None:
    check = hold(made_good="thanks", report="to")
    assert turns(check, holds(f"agent [10:00]: hold\nagent [10:09]: {answer}")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("agent: hold\nagent: b", [1]),
        ("agent: hold\ncustomer: ok\nagent: b", [2]),
        ("agent: hold\nagent: thanks, b", []),
        ("agent: hold\nagent: b\nagent: thanks", []),
        ("agent: hold\nagent: hold\nagent: b", [2, 2]),
        ("agent: hold\ncustomer: no rush\nagent: b", []),
        ("agent: hold", []),
        ("agent [10:00]: hold\nagent [10:01]: b", []),
    ],
)
def test_without_times_the_words_are_judged(holds: Annotate, text: str, expected: list[int]) -> None:
    kept = {"signal": "rush", "speaker": "customer"}
    check = hold(made_good="thanks", report="to", to={"other_than": "hold"}, kept=kept, untimed=True)
    annotated = holds(text)
    assert (check.missing(annotated), turns(check, annotated)) == (None, expected)


def test_spoken_turns_wait_from_their_end(annotate: Annotate) -> None:
    text = "customer [10:00:00-10:02:30]: a\nagent [10:{}]: b"
    assert [turns(gap(), annotate(text.format(at))) for at in ("05:30", "05:31")] == [[], [1]]


def test_the_opening_starts_the_clock_on_some_channels(annotate: Annotate) -> None:
    text = "agent [10:04]: a\ncustomer [10:05]: b\nagent [10:06]: c"
    check = gap(**{"from": {"opened": ["phone"]}}, limit={"chat": "3m", "phone": "3m"})
    opened = {"opened_at": moment("2026-05-04 10:00")}
    assert turns(check, annotate(text, channel="phone", **opened)) == [0]
    assert turns(check, annotate(text, channel="phone")) == []
    assert turns(check, annotate(text, **opened)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer [09:00]: a\nagent [10:00]: b", [1]),
        ("customer [09:00]: a\nagent [10:00]: b\nbot [10:02]: c", []),
        ("customer [09:00]: a\nagent [10:00]: b\nagent [10:12]: c", [2]),
    ],
)
def test_the_closing_starts_the_clock(annotate: Annotate, text: str, expected: list[int]) -> None:
    check = gap(**{"from": {"event": "closed"}}, to={"speaker": "everyone", "otherwise": "now"})
    moments = {"closed_at": moment("2026-05-04 10:00"), "as_of": moment("2026-05-04 12:00")}
    assert turns(check, annotate(text, **moments)) == expected


def test_hours_differ_per_channel(annotate: Annotate) -> None:
    calendar = parse_hours({"weekdays": "9:00-17:00"})
    check = gap(limit={"chat": "1h", "email": "1h"}, hours={"email": "business"}, calendar=calendar)
    text = "customer [Mon 16:30]: a\nagent [Tue 09:20]: b"
    assert turns(check, annotate(text)) == [1]
    assert turns(check, annotate(text, channel="email")) == []


def test_a_gap_over_a_holiday(annotate: Annotate) -> None:
    calendar = parse_hours({"timezone": "Europe/London", "weekdays": "9:00-17:00", "holidays": [{"country": "GB"}]})
    check = gap(limit={"chat": "1h"}, hours="business", calendar=calendar)
    # New Year's Day 2026 is a Thursday.
    assert turns(check, annotate("customer [2025-12-31 16:30]: a\nagent [2026-01-02 09:20]: b")) == []
    assert turns(check, annotate("customer [2026-01-07 16:30]: a\nagent [2026-01-09 09:20]: b")) == [1]


def test_times_with_and_without_a_zone(annotate: Annotate) -> None:
    annotated = annotate("customer [10:00]: a\nagent [10:05]: b\ncustomer [10:06]: c\nagent [10:30]: d")
    mixed = tuple(
        replace(turn, at=turn.at.replace(tzinfo=None)) if turn.at and number % 2 else turn
        for number, turn in enumerate(annotated.conversation.turns)
    )
    naive: dict[str, Any] = {
        "opened_at": datetime(2026, 5, 4),
        "closed_at": datetime(2026, 5, 5),
        "as_of": datetime(2026, 5, 6),
    }
    other = Annotated(replace(annotated.conversation, turns=mixed, **naive), annotated.notes)
    for otherwise in ("now", "closed", "end"):
        assert turns(gap(to={"otherwise": otherwise}), other) == [1, 3]
    assert turns(gap(**{"from": {"opened": ["chat"]}}), other) == [1]


@pytest.mark.parametrize(("zone", "expected"), [("America/Los_Angeles", []), ("Europe/London", [0]), ("Mars", [0])])
def test_the_customers_time_zone(holds: Annotate, zone: str, expected: list[int]) -> None:
    text = "agent [Mon 18:00]: We'll write by 8pm today.\nagent [Tue 01:00]: b"
    start = {"speaker": "agent", "signal": "deadline"}
    annotated = holds(text, metadata={"timezone": zone})
    assert turns(gap(**{"from": start}, limit="promised", report="from"), annotated) == expected


@pytest.mark.parametrize(
    ("keys", "text", "fields", "reason"),
    [
        ({}, "customer [10:00]: a\ncustomer [10:01]: b\nagent: c", {}, "no message of the agent has a time"),
        ({}, "customer: a\nagent [10:00]: b\nagent [10:01]: c", {}, "no message of the customer has a time"),
        ({"to": {"otherwise": "now"}}, "customer [10:00]: a", {}, "only one timestamp"),
        ({"to": {"otherwise": "now"}}, "customer [10:00]: a", {"as_of": moment("2026-05-04")}, None),
        ({"from": {"opened": ["chat"]}}, "agent [10:00]: a", {"opened_at": moment("2026-05-04")}, None),
        ({"from": {"event": "closed"}}, "agent [10:00]: a", {}, "the source does not say when it was closed"),
    ],
)
def test_lacks_moments(
    annotate: Annotate, keys: dict[str, Any], text: str, fields: dict[str, Any], reason: str | None
) -> None:
    assert gap(**keys).missing(annotate(text, **fields)) == reason


def test_refuses_to_judge_nothing() -> None:
    with pytest.raises(ValidationError, match="needs a limit: limit, soft_limit or least"):
        Gap.model_validate({})


def test_names_all_its_signals() -> None:
    names = ("announced", "notice", "asked", "unasked", "made_good", "owing", "abrupt")
    check = gap(
        **{name: name for name in names},
        **{"from": {"signal": "from", "granted": "granted"}},
        to={"signal": "to", "other_than": "other"},
        milder={"signal": "milder"},
    )
    assert sorted(check.signals()) == sorted([*names, "from", "granted", "to", "other", "milder"])
