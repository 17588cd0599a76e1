"""Texts as sets of hashes: what is left out of them, and how alike two are."""

from __future__ import annotations

import random

import pytest

from carelint.sketch import MOST_HASHES, hash_of, share, sketch_of, sketch_of_set, telling, unpacked, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi Diane, we've sent it.", "hi we've sent it"),
        ("Hello Mr Van Dyke! It’s sent", "hello it's sent"),
        ("Thanks for that, I mean it.", "thanks for that i mean it"),
        ("@ann See https://x.example/a?b=1 or write to a@b.example #fail", "see or write to"),
        ("Hi {{ticket.requester.first_name}}, {% if x %}see [Order Number]{% endif %} %name%", "hi see"),
        ("Order 55-21 987 for £4.50", "order for"),
        ("We are on it. ^JB", "we are on it"),
        ("We are on it -Sam", "we are on it"),
        ("We are on it 😀🎉 ...", "we are on it"),
        ("Ana's parcel, Bell", "parcel"),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert words_of(text, {"ana", "bell"}) == words.split()


def test_hashes_are_the_same_everywhere() -> None:
    assert hash_of("a", "b") == 0xFFC151170352BAA3
    assert hash_of("a", "b") != hash_of("ab") != hash_of("a\0b", "")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a b c d", "a b c d", 1.0),
        ("a b c d", "d c b a", 0.0),
        ("a b c d", "a b c d e", 2 / 3),
        ("a b", "a b", 1.0),
        ("a b", "a b c", 0.0),
    ],
)
def test_the_share_of_short_texts_is_exact(one: str, other: str, expected: float) -> None:
    first, second = sketch_of(one), sketch_of(other)
    assert first is not None
    assert second is not None
    assert share(unpacked(first.rows), unpacked(second.rows)) == pytest.approx(expected)


def test_texts_of_too_few_words_are_not_sketched() -> None:
    assert sketch_of("one two three", at_least=4) is None
    assert sketch_of("one two @three four", at_least=4) is None
    assert sketch_of("one two three four", at_least=4) is not None
    assert sketch_of("") is None


def test_the_share_of_long_texts_is_near() -> None:
    chance = random.Random(4)
    for part in (0.3, 0.6, 0.9):
        common = {str(chance.random()) for _ in range(int(2000 * part))}
        rest = [{str(chance.random()) for _ in range((2000 - len(common)) // 2)} for _ in range(2)]
        one, other = (sketch_of_set(common | words) for words in rest)
        assert len(unpacked(one.rows)) == MOST_HASHES
        assert share(unpacked(one.rows), unpacked(other.rows)) == pytest.approx(part, abs=0.135)


def test_texts_that_are_alike_enough_share_a_telling_hash() -> None:
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    met = 0
    for _ in range(3000):
        one = sketch_of_set(chance.sample(letters, chance.randint(1, 12)))
        other = sketch_of_set(chance.sample(letters, chance.randint(1, 12)))
        for similarity in (0.25, 0.5, 0.75):
            if share(unpacked(one.rows), unpacked(other.rows)) >= similarity:
                met += 1
                assert set(telling(one.rows, similarity)) & set(telling(other.rows, similarity))
    assert met > 300
