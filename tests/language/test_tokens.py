"""Tokens and sentences of care conversations."""

from __future__ import annotations

import pytest

from carelint.language.tokens import load_pipeline, merge_placeholders, sentence_starts, words_of

NLP = load_pipeline(None)


def sentences(text: str) -> list[str]:
    words = words_of(NLP.make_doc(text))
    starts = sentence_starts(words, text)
    ends = [*starts[1:], len(words)][: len(starts)]
    return [text[words[s].start : words[e - 1].end].strip() for s, e in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi. How are you? Good!", ["Hi.", "How are you?", "Good!"]),
        ("Ref no. 88213 is yours. Thanks.", ["Ref no. 88213 is yours.", "Thanks."]),
        ("We open at 5 p.m. on Mondays. OK?", ["We open at 5 p.m. on Mondays.", "OK?"]),
        ("We open at 5 p.m. Come along.", ["We open at 5 p.m.", "Come along."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("It shipped!Thanks for waiting", ["It shipped!", "Thanks for waiting"]),
        ("Wait... what?", ["Wait...", "what?"]),
        ("It costs 24.99 today. Yes.", ["It costs 24.99 today.", "Yes."]),
        ('He said "stop." Then left.', ['He said "stop."', "Then left."]),
        ("Dear Mr. Bell, hello.", ["Dear Mr. Bell, hello."]),
        ("", []),
        ("?!", ["?!"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("I didn't", ["i", "did", "not"]),
        ("I didn’t", ["i", "did", "not"]),
        ("he hadn't", ["he", "had", "not"]),
        ("we don't", ["we", "do", "not"]),
        ("your id number", ["your", "id", "number"]),
        ("see you wed", ["see", "you", "wed"]),
        ("I'll", ["i", "will"]),
        ("done!Thanks", ["done", "!", "thanks"]),
        ("it's Diane's", ["it", "is", "diane", "'s"]),
        ("That’s its lid, let's go", ["that", "is", "its", "lid", ",", "let", "us", "go"]),
        ("thats what im told", ["that", "is", "what", "i", "am", "told"]),
        ("you should've, u shoulda", ["you", "should", "have", ",", "you", "should", "have"]),
        ("I CAN'T, DON’T", ["i", "can", "not", ",", "do", "not"]),
        ("gimme ur code pls", ["give", "me", "your", "code", "please"]),
    ],
)
def test_norms_keep_what_care_text_needs(text: str, norms: list[str]) -> None:
    assert [word.norm for word in words_of(NLP.make_doc(text))] == norms


@pytest.mark.parametrize(
    "placeholder",
    ["{{ticket.name}}", "{{ first name }}", "[Customer Name]", "${name}", "{%customer.firstName%}", "%{a.b}"],
)
def test_placeholders_are_one_token(placeholder: str) -> None:
    doc = NLP.make_doc(f"Hi {placeholder}, welcome")
    merge_placeholders(doc)
    assert [token.text for token in doc] == ["Hi", placeholder, ",", "welcome"]
