"""What rules signals out fast must never rule out one that is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelint.language import speaker
from carelint.language.engine import Annotator
from carelint.language.quick import QuickWords, key_of, keys_of
from carelint.language.shapes import Shape, characters
from carelint.language.tokens import load_pipeline, merge_placeholders, words_of
from carelint.model import Role, Turn
from carelint.packs import Library, load_packs

NLP = load_pipeline(None)
QUICK = QuickWords(NLP)
PIECES = [
    "I'm", "I’ll", "dont", "can't", "CAN'T", "we'd've", "e-mail", "p.m.", "24/7", "5pm", "10:30", "£5", "id", "wed",
    "gonna",
    "...", "!!", "?", "hi,there", "done!Thanks", "(see", "below)",
    '"quoted"', "A-20481", "@Jo", "#tag", "ok", "it's", "x.Y",
]  # fmt: skip


def missing(text: str) -> set[str]:
    doc = NLP.make_doc(text)
    merge_placeholders(doc)
    words = QUICK(text)
    norms = {word.norm for word in words_of(doc) if not word.norm.isspace()}
    return set() if words is None else keys_of(norms) - words


@pytest.mark.parametrize(
    ("norm", "key"),
    [("refund", "refund"), ("e-mail", "mail"), ("p.m.", "p"), ("...", "."), ("24/7", "24"), ("'s", "s")],
)
def test_keys(norm: str, key: str) -> None:
    assert key_of(norm) == key


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8))
def test_the_quick_words_hold_every_word(pieces: list[str]) -> None:
    assert missing(" ".join(pieces)) == set()


def test_what_is_not_plain_ascii_is_left_to_the_tokenizer() -> None:
    assert QUICK("schön") is None
    assert QUICK("Hi {{name}}") is None


@pytest.mark.parametrize(
    ("pattern", "text", "possible"),
    [
        (r"\d{3,5}", "no digit", False),
        (r"\d{3,5}", "one 1", True),
        (r"\{\{x\}\}", "plain", False),
        (r"(?:a|\d)z", "bz", False),
        (r"(?i)Q", "q", True),
        (r"x{0,3}", "nothing needed", True),
        (r"(?:é|1)", "plain", False),
        (r"[^a]", "b", True),
    ],
)
def test_shapes_tell_by_characters(pattern: str, text: str, possible: bool) -> None:
    assert Shape(pattern).is_possible(characters(text)) is possible


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
    monkeypatch.setattr(speaker, "_FEW_TEXTS", 10**9)
    without = everything(library, role)
    monkeypatch.setattr(speaker, "_FEW_TEXTS", 1)
    monkeypatch.setattr(speaker, "_OFTEN", 1)
    assert everything(library, role) == without
