"""Card numbers in what is printed."""

from __future__ import annotations

import pytest

from carelint.masking import masked

CARD = "4111 1111 1111 1111"
SHOWN = "4111 11•• •••• 1111"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"my card {CARD}, ok", f"my card {SHOWN}, ok"),
        ("5555-5555-5555-4444", "5555-55••-••••-4444"),
        ("378282246310005", "378282•••••0005"),
        ("4111\u00a01111\u00a01111\u00a01111", "4111\u00a011••\u00a0••••\u00a01111"),
        # What touches a card is hidden: its check code, its date.
        (f"{CARD} 123", f"{SHOWN} •••"),
        (f"{CARD}-12-28", f"{SHOWN}-••-••"),
        (f"{CARD}, 123", f"{SHOWN}, 123"),
        (f"{CARD} {CARD}", f"{SHOWN} {SHOWN}"),
        (", ".join([CARD] * 4), ", ".join([SHOWN] * 4)),
        # Nobody knows what a very long run holds.
        (" ".join([CARD] * 4), " ".join(["•••• •••• •••• ••••"] * 4)),
        ("1" * 42, "•" * 42),
        # No cards: too short, too long, a wrong check digit.
        ("order 123456789012", "order 123456789012"),
        ("12345678901234567890", "12345678901234567890"),
        ("4111 1111 1111 1112", "4111 1111 1111 1112"),
        ("call +44 20 7946 0000 at 10:30", "call +44 20 7946 0000 at 10:30"),
    ],
)
def test_card_numbers_are_masked(text: str, shown: str) -> None:
    assert masked(text, 0, len(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("4111 1111 1111 1112", "4111 11•• •••• 1112"),
        ("cvc 123", "cvc •••"),
        ("123456789012", "••••••••••••"),
        ("no digits", "no digits"),
    ],
)
def test_all_numbers_of_a_place_can_be_masked(text: str, shown: str) -> None:
    assert masked(text, 0, len(text), range(len(text))) == shown
    longer = f"7 days, {text}, 8 nights"
    assert masked(longer, 0, len(longer), range(8, 8 + len(text))) == f"7 days, {shown}, 8 nights"


@pytest.mark.parametrize("start", range(len(CARD)))
def test_a_part_of_a_number_is_masked_as_the_whole_is(start: int) -> None:
    text, shown = f"{'x ' * 200}{CARD} 123{' x' * 200}", f"{'x ' * 200}{SHOWN} •••{' x' * 200}"
    assert masked(text, 400 + start, 410 + start) == shown[400 + start : 410 + start]


def test_a_part_of_a_very_long_run_is_hidden() -> None:
    assert masked("1 " * 10_000, 10_000, 10_008) == "• • • • "
