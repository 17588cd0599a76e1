"""Chats exported by WhatsApp and Signal: dates of all styles, notices, files; every message where it stands."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelint.model import Conversation, Turn
from carelint.readers import ReadOptions, RoleMap, read
from carelint.readers.date_order import order_of

ROLES = RoleMap.of({"agent": ["Ana Bell"], "customer": ["Bo 🤓"]})
FORMATS = Path(__file__).resolve().parents[3] / "shared" / "data" / "formats"


def turns(path: Path, text: str) -> tuple[Turn, ...]:
    path.write_text(text, encoding="utf-8", newline="")
    (found,) = read(str(path), ReadOptions(roles=ROLES))
    assert isinstance(found, Conversation), found
    return found.turns


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("20/01/19, 11:23 - ", "30/01/19, 20:49 - "),
        ("01/20/19, 11:23 - ", "01/30/19, 20:49 - "),
        ("1/20/2019, 11:23 AM - ", "1/30/2019, 8:49 PM - "),
        ("01/20/2019, 11:23 a. m. - ", "01/30/2019, 08:49 p. m. - "),
        ("1/20/19, 11:23\u202fAM - ", "1/30/19, 8:49\u202fPM - "),
        ("20.01.2019, 11:23 - ", "30.01.2019, 20:49 - "),
        ("20-01-2019 11:23 - ", "30-01-2019 20:49 - "),
        ("2019/01/20, 11:23 - ", "2019/01/30, 20:49 - "),
        ("[20/01/19, 11:23:00] ", "[30/01/19, 20:49:00] "),
        ("[1/20/19, 11:23:00 AM] ", "[1/30/19, 8:49:00 PM] "),
        ("\u200e[20.01.19, 11:23:00] ", "\u200e[30.01.19, 20:49:00] "),
        ("[2019-01-20, 11:23] ", "[2019-01-30, 20:49] "),
    ],
)
def test_a_date_of_every_style(tmp_path: Path, first: str, second: str) -> None:
    found = turns(tmp_path / "chat.txt", f"{first}Bo 🤓: My kettle: it leaks.\nEvery day\r\n{second}Ana Bell: I see.\n")
    assert [(t.role, t.author, t.text, t.at) for t in found] == [
        ("customer", "Bo 🤓", "My kettle: it leaks.\nEvery day", datetime(2019, 1, 20, 11, 23, tzinfo=UTC)),
        ("agent", "Ana Bell", "I see.", datetime(2019, 1, 30, 20, 49, tzinfo=UTC)),
    ]
    columns = [t.place.locate(t.text, 0) for t in found]
    assert columns == [(1, len(first) + len("Bo 🤓: ") + 1), (3, len(second) + len("Ana Bell: ") + 1)]


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        (["03/02/2026, 9:00", "13/02/2026, 9:00"], "day"),
        (["02/03/2026, 9:00", "02/13/2026, 9:00"], "month"),
        # As days first, 2 April would come before 1 May: time runs backwards.
        (["04/02/2026, 9:00", "05/01/2026, 9:00"], "month"),
        (["11/03/2026, 9:00", "01/04/2026, 9:00"], "day"),
        # Both run on: two days are more likely than two months.
        (["01/02/2026, 9:00", "02/02/2026, 9:00"], "day"),
        (["02/01/2026, 9:00", "02/02/2026, 9:00"], "month"),
        (["02/02/2026, 9:00"], "day"),
        (["2026-02-01, 9:00", "2026-12-01, 9:00"], "day"),
        (["10:02", ""], "day"),
        ([], "day"),
    ],
)
def test_the_order_of_day_and_month(stamps: list[str], expected: str) -> None:
    assert order_of(stamps) == expected


@given(st.lists(st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)), min_size=3), st.booleans())
def test_the_order_is_told_wherever_a_day_is_above_twelve(times: list[datetime], by_day: bool) -> None:
    times = sorted(times)
    if any(time.day > 12 for time in times):
        stamps = [f"{t:%d/%m/%Y, %H:%M}" if by_day else f"{t:%m/%d/%Y, %H:%M}" for t in times]
        assert order_of(stamps) == ("day" if by_day else "month")


def test_a_date_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("31/02/2026, 9:00 - Ana Bell: Hi\n31/01/2026, 9:05 - Bo 🤓: Hello\n", encoding="utf-8")
    (found,) = read(str(path), ReadOptions(roles=ROLES))
    assert str(found) == (
        f'{path}:1: the time "31/02/2026, 9:00" is not understood; accepted: 10:02, 10:02:30, 10:02 am, '
        "20/01/2025 10:02, 2025-03-01 10:02, 2025-03-01T10:02:00Z"
    ).replace(":1:", ":1:1:")


def test_what_the_messenger_says_itself(tmp_path: Path) -> None:
    found = turns(
        tmp_path / "chat.txt",
        "20/01/19, 11:20 - Messages and calls are end-to-end encrypted. No one outside can read them.\n"
        "20/01/19, 11:21 - Bo 🤓: <Media omitted>\n"
        "20/01/19, 11:22 - Bo 🤓: IMG-1.jpg (file attached)\nIt leaks here\n"
        "20/01/19, 11:23 - Bo 🤓: This message was deleted\n"
        "20/01/19, 11:24 - Bo 🤓: \u200e<attached: 0001-PHOTO.jpg>\n"
        "20/01/19, 11:25 - Ana Bell: Thanks for the photo (file attached to the order).\n"
        "20/01/19, 11:26 - Ana Bell left\n",
    )
    assert [(t.role, t.author, t.text, t.attachments, t.place.locate(t.text, 0)) for t in found] == [
        ("system", "", "Messages and calls are end-to-end encrypted. No one outside can read them.", (), (1, 19)),
        ("customer", "Bo 🤓", "", ("Media",), (3, 1)),
        ("customer", "Bo 🤓", "It leaks here", ("IMG-1.jpg",), (4, 1)),
        ("system", "Bo 🤓", "This message was deleted", (), (5, 25)),
        ("customer", "Bo 🤓", "", ("0001-PHOTO.jpg",), (7, 1)),
        ("agent", "Ana Bell", "Thanks for the photo (file attached to the order).", (), (7, 29)),
        ("system", "", "Ana Bell left", (), (8, 19)),
    ]


@pytest.mark.skipif(not FORMATS.is_dir(), reason="needs the shared data")
@pytest.mark.parametrize("name", ["ddmmyy_24hrs", "mmddyy_24hrs", "mmddyyyy_12hrs", "yyyymmdd_24hrs"])
def test_recorded_exports(name: str) -> None:
    path = FORMATS / "whatsapp-telegram-etc" / f"whatsapp_test_{name}.txt"
    (found,) = read(str(path), ReadOptions(roles=RoleMap.of({"agent": ["John Doe"]})))
    assert isinstance(found, Conversation)
    said = [(t.role, t.author, t.at.isoformat()) for t in found.turns if t.at and t.role != "system"]
    assert said == [
        ("agent", "John Doe", "2019-01-01T11:25:00+00:00"),
        ("third_party", "Jahn Doe", "2019-01-30T20:49:00+00:00"),
        ("third_party", "John-John Doe", "2020-06-10T15:55:00+00:00"),
        ("third_party", "John Doe 🤓", "2021-12-10T10:10:00+00:00"),
        ("third_party", "🤓", "2021-12-20T12:10:00+00:00"),
        ("agent", "John Doe", "2021-12-30T22:01:00+00:00"),
    ]
