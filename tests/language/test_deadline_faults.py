"""Dates that cannot be, from the words alone and from the moment of saying."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carelint.language.engine import Annotator
from carelint.model import Turn
from tests.conftest import signal

DATES = Annotator({"date": signal(grammar="impossible-date", speaker="agent")}, ["date"])
# A Tuesday.
AT = datetime(2026, 5, 5, 10, tzinfo=UTC)


def faults(text: str, at: datetime | None = AT) -> list[tuple[str, str]]:
    found = []
    for mention in DATES.notes(Turn("agent", text)).mentions_of("date"):
        assert callable(mention.value)
        fault = mention.value(at)
        if fault:
            found.append((text[mention.start : mention.end], fault))
    return found


NONE, BACK, OVER = "there is no such date or time", "it ends before it begins", "it is already over"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It comes on 31 June.", [("on 31 June", NONE)]),
        ("It was sent on 31 April.", [("on 31 April", NONE)]),
        ("You'll have it by February 30.", [("by February 30", NONE)]),
        ("See you on Friday 3 June 2025.", [("on Friday 3 June 2025", NONE)]),
        ("See you on Tuesday, 3 June 2025.", []),
        ("It comes on 2026-02-31.", [("on 2026-02-31", NONE)]),
        ("We close on 24 December at 24:00.", []),
        ("We are here 24/7.", []),
        ("The fair is open from 9 May to 5 May.", [("9 May to 5 May", BACK)]),
        ("The fair runs May 9 - May 5.", [("May 9 - May 5", BACK)]),
        ("The fair is open from 5 May to 9 May.", []),
        ("The fair is open from 28 December to 3 January.", []),
        ("Closed from 3 July 2026 to 28 June 2026.", [("3 July 2026 to 28 June 2026", BACK)]),
        ("Closed between June 18, 2026 and June 9, 2026.", [("June 18, 2026 and June 9, 2026", BACK)]),
        ("Closed 18/06/2026 - 09/06/2026.", [("18/06/2026 - 09/06/2026", BACK)]),
        ("Closed 2026-06-18 to 2026-06-09.", [("2026-06-18 to 2026-06-09", BACK)]),
        # Meant in one order of the numbers it ends later; a year without its number; the year round.
        ("Closed 05/06/2026 - 04/07/2026.", []),
        ("Closed from 3 July to 28 June.", []),
        ("Closed from 3 July 2026 to 28 June.", []),
        ("Your cover runs from 18 June to 17 June.", []),
        ("Your cover runs from 18 June 2026 to 17 June 2027.", []),
        ("We come between 5pm and 3pm.", [("between 5pm and 3pm", BACK)]),
        ("We come between 9am and 5pm.", []),
        ("We come between 9 and 5.", []),
        ("It is quiet between 10pm and 6am.", []),
        ("The March statement shows it.", []),
        ("It may come in 3-5 days.", []),
    ],
)
def test_the_words_alone(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It will be there on Friday, 14 May.", [("on Friday, 14 May", "14 May 2026 is a Thursday")]),
        ("See you on Fri 8 May.", []),
        ("You wrote on Friday 2 January.", []),
        ("We'll meet on Monday, 2 January.", [("on Monday, 2 January", "2 January 2027 is a Saturday")]),
        ("We'll meet on Saturday, 2 January.", []),
        ("We met on Friday, 2 January.", []),
        ("It comes on Friday 5/6.", []),
    ],
)
def test_a_weekday_that_does_not_go_with_its_date(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "You'll have it by 2 May.",
        "By 2 May you will have it.",
        "Please send the form back by 1 May 2026.",
        "It will arrive on 30 April.",
        "I will call you on 2 May.",
        "We expect it to be with you on 3 May.",
        "See you on 2 May!",
        "The old one was broken, but the new one will be delivered on 2 May.",
        "Reply before 2 May.",
    ],
)
def test_what_is_over_cannot_be_promised(text: str) -> None:
    assert [fault for _, fault in faults(text)] == [OVER]


@pytest.mark.parametrize(
    "text",
    [
        "It was delivered on 2 May.",
        "It should have been there by 2 May, sorry.",
        "It was due by 2 May.",
        "We'll refund the fee of 2 May.",
        "We will refund the fee charged on 2 May.",
        "I'll look at the order you placed on 2 May.",
        "We'll check your booking for 2 May.",
        "Your statement of 2 May will be corrected.",
        "You'll have it by 2 June.",
        "You'll have it by 5 May.",
        "You'll have it by 4 May, west of Greenwich.",
        "I will send it by 4/5.",
        "We have been waiting since 2 May.",
        "By 2 May we had sent it.",
        "Delivery: 2 May",
    ],
)
def test_what_was_and_what_may_still_be(text: str) -> None:
    at = AT.replace(hour=3) if "Greenwich" in text else AT
    assert faults(text, at) == []


def test_without_a_moment_nothing_is_over() -> None:
    assert faults("You'll have it by 2 May.", None) == []


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, tzinfo=UTC)])
def test_the_edges_of_the_calendar(at: datetime) -> None:
    assert len(faults("It will be there on Friday 14 May, or by 2 May.", at)) <= 2
