"""The phrase notation: what it parses to, and what it says of mistakes."""

from __future__ import annotations

import pytest

from carelint.language.notation import Gap, Maybe, Phrase, PhraseError, Words, expansions, parse_phrase

LISTS = {"verb": ["check", "look into"], "who": ["we", "i"]}


@pytest.mark.parametrize(
    ("source", "phrase"),
    [
        ("hello", Phrase((Words(("hello",)),))),
        ("i|we will", Phrase((Words(("i", "we")), Words(("will",))))),
        ("{who} {verb}", Phrase((Words(("we", "i")), Words(("check", "look into"))))),
        ("{who}|they go", Phrase((Words(("we", "i", "they")), Words(("go",))))),
        ("^ hi $", Phrase((Words(("hi",)),), at_start=True, at_end=True)),
        (
            "let [me|us] ~3 {verb}",
            Phrase((Words(("let",)), Maybe((Words(("me", "us")),)), Gap(3), Words(("check", "look into")))),
        ),
        (
            "so [very [very]] sorry",
            Phrase((Words(("so",)), Maybe((Words(("very",)), Maybe((Words(("very",)),)))), Words(("sorry",)))),
        ),
        ("^ ~2 hi ~3 $", Phrase((Gap(2), Words(("hi",)), Gap(3)), at_start=True, at_end=True)),
        ("we|we go", Phrase((Words(("we",)), Words(("go",))))),
    ],
)
def test_parses(source: str, phrase: Phrase) -> None:
    assert parse_phrase(source, LISTS) == phrase


@pytest.mark.parametrize(
    ("source", "offset", "what"),
    [
        ("", 0, "a phrase needs at least one word that must be there"),
        ("[please]", 0, "a phrase needs at least one word that must be there"),
        ("we will ~9 go", 8, "found ~9, a gap is ~1 to ~8 tokens"),
        ("we ~0 go", 3, "found ~0, a gap is ~1 to ~8 tokens"),
        ("~2 go", 0, "a gap at the start of a phrase does nothing"),
        ("go ~2", 3, "a gap at the end of a phrase does nothing"),
        ("we [will", 3, "this [ is never closed"),
        ("we will]", 7, "this ] closes nothing"),
        ("we [] go", 3, "nothing between [ and ]"),
        ("we ^ go", 3, "^ stands only at the start of a phrase"),
        ("we $ go", 3, "$ stands only at the end of a phrase"),
        ("we {verbs}", 3, 'unknown word list {verbs}: did you mean "{verb}"? allowed: {verb}, {who}'),
        ("we | go", 3, "this | has no word on one of its sides: write a|b, without spaces"),
        ("we [", 3, "this [ is never closed"),
        ("so we|{verbs} go", 6, 'unknown word list {verbs}: did you mean "{verb}"? allowed: {verb}, {who}'),
        ("we } go", 3, "this } closes nothing"),
        ("we {verb", 3, "this { does not open a word list: write {name}, without spaces"),
    ],
)
def test_explains_mistakes(source: str, offset: int, what: str) -> None:
    with pytest.raises(PhraseError) as caught:
        parse_phrase(source, LISTS)
    assert (caught.value.offset, str(caught.value)) == (offset, what)


def test_counts_what_a_phrase_stands_for() -> None:
    assert expansions(parse_phrase("{who} [really] {verb} it", LISTS)) == 4
    assert expansions(parse_phrase("a|b|c d", LISTS)) == 1
