"""What rules signals out fast must never rule out one that is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelint.language import engine
from carelint.language.engine import Annotator
from carelint.language.shapes import Shape, signs_of
from carelint.language.tokens import load_pipeline, words_of
from carelint.language.words import Tokenizer
from carelint.model import Role, Turn
from carelint.packs import Library, load_packs

NLP = load_pipeline(None)
TOKENIZER = Tokenizer(NLP)
PIECES = [
    "I'm", "I’ll", "dont", "can't", "CAN'T", "we'd've", "e-mail", "p.m.", "24/7", "5pm", "10:30", "£5", "id", "wed",
    "gonna",
    "...", "!!", "?", "hi,there", "done!Thanks", "(see", "below)",
    '"quoted"', "A-20481", "@Jo", "#tag", "ok", "it's", "x.Y",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_chunk_by_chunk_the_words_are_those_of_the_whole_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    words, forms = TOKENIZER(text)
    whole = words_of(NLP.make_doc(text))
    assert words == whole
    assert forms == {form for w in whole for form in (w.norm, text[w.start : w.end].lower())}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a  b", [("a", 0, 1), ("b", 3, 4)]),
        ("a \n b", [("a", 0, 1), ("\n", 1, 4), ("b", 4, 5)]),
        ("Hi {{ first name }}!", [("hi", 0, 2), ("{placeholder}", 3, 19), ("!", 19, 20)]),
        (" ", []),
    ],
)
def test_white_space_counts_only_where_a_line_ends(text: str, words: list[tuple[str, int, int]]) -> None:
    assert TOKENIZER(text)[0] == words


@pytest.mark.parametrize(
    ("pattern", "text", "possible"),
    [
        (r"\d{3,5}", "no digit", False),
        (r"\d{3,5}", "one 1", False),
        (r"\d{3,5}", "1 and 2 and 3", True),
        (r"\d{3,5}", "٣٣٣", True),
        (r"\d{0,5}x", "x", True),
        (r"(?:\d{4}|[1-5]{2}-1)x", "12x", False),
        (r"(?:\d{4}|[1-5]{2}-1)x", "12-1x", True),
        (r"[\dx]{3}", "xxx", True),
        (r"\{\{x\}\}", "plain", False),
        (r"(?:a|\d)z", "bz", False),
        (r"(?i)Q", "q", True),
        (r"x{0,3}", "nothing needed", True),
        (r"(?:é|1)", "plain", False),
        (r"[^a]", "b", True),
    ],
)
def test_shapes_tell_by_characters_and_strings(pattern: str, text: str, possible: bool) -> None:
    assert Shape(pattern).is_possible(signs_of(text)) is possible


@pytest.fixture(scope="module")
def library() -> Library:
    return load_packs()


def everything(library: Library, role: Role) -> list[dict[str, list[tuple[int, int]]]]:
    annotator = Annotator(library.specs, library.specs)
    texts = [text for spec in library.specs.values() for text in (*spec.examples.found, *spec.examples.silent)]
    return [
        {name: [(m.start, m.end) for m in found] for name, found in annotator.notes(Turn(role, text)).mentions.items()}
        for text in dict.fromkeys(texts)
    ]


@pytest.mark.parametrize("role", ["agent", "customer"])
def test_with_or_without_an_index_the_same_is_found(
    library: Library, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_FEW_TEXTS", 10**9)
    monkeypatch.setattr(engine, "_MANY_TEXTS", 10**9)
    without = everything(library, role)
    monkeypatch.setattr(engine, "_MANY_TEXTS", 1)
    assert everything(library, role) == without
