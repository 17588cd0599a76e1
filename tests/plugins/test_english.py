"""What a word that is in no dictionary was meant to be, and when nobody can tell."""

from __future__ import annotations

import pytest

from carelint.plugins.english import correction, is_word, words

SLIPS = """
recieve receive    teh the              definately definitely   adress address         occured occurred
seperate separate  refered referred     wierd weird             untill until           begining beginning
buisness business  recomend recommend   occassion occasion      pacakge package        accomodate accommodate
truely truly       passanger passenger  whitch which            apointment appointment adn and
happend happened   intresting interesting immediatly immediately sincerly sincerely     thier their
yuo you            taht that            shoud should            delivry delivery       acount account
cancled canceled   recived received     inconvinience inconvenience appologies apologies writting writing
rememberd remembered seald sealed          succesfull successful     neccesary necessary
reffered referred  dissappointed disappointed
"""
PAIRS = list(zip(SLIPS.split()[::2], SLIPS.split()[1::2], strict=True))


@pytest.mark.parametrize(("slip", "meant"), PAIRS)
def test_a_slip_has_its_likeliest_correction(slip: str, meant: str) -> None:
    assert correction(slip) == meant


RIGHT = """
    colour color organise organize travelling traveling cancelled canceled kerb cheque licence license jewellery
    favourite favorite centre center analyse analyze catalogue grey programme apologise behaviour tyre whilst learnt
    app apps blog dropdown chatbot rebooked rebooking unfollow uploader renderers rollercoasters screenshot smartphone
    hashtag passcode wifi biryani dosa lasagne naan zyntex sushant priya siobhan thx pls np hmm haha soo noo sooo dont
    thats wouldnt goin gettin xbox gmail ssid otp cpu amd jen nino
""".split()


@pytest.mark.parametrize("word", RIGHT)
def test_what_may_be_right_is_left_alone(word: str) -> None:
    assert correction(word) is None


@pytest.mark.parametrize("word", ["", "a", "zz", "x" * 40, "ß", "日本", "it's", "\u0130"])
def test_odd_words_have_no_correction(word: str) -> None:
    assert correction(word) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [("table", True), ("rebooked", True), ("timeslot", True), ("wieder", False), ("zyntex", False)],
)
def test_words_and_what_is_made_of_them(word: str, expected: bool) -> None:
    assert is_word(word) is expected


def test_common_words_weigh_more() -> None:
    weights = [words().weight(word) for word in ("the", "parcel", "axolotl", "zyntex")]
    assert weights == sorted(weights, reverse=True)
