"""The spaCy pipeline: blank English with a tokenizer made for care conversations, and sentence boundaries.

The only module, with `matching`, that imports spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import spacy
from spacy.attrs import NORM, ORTH
from spacy.language import Language
from spacy.tokens import Doc

from .deadline import Word

# "didn't" has NORM "do not" in spaCy: the tense is what tells blame from instruction, so keep it.
_TENSES = {"did": "did", "had": "had", "could": "could", "should": "should", "would": "would"}
# Chat text writes "id" and "wed" without an apostrophe in mind.
_NOT_CONTRACTIONS = ("id", "Id", "wed", "Wed", "hed", "Hed")
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}|%\{[^{}\n]{1,80}\}"
    r"|[$#]\{[^{}\n]{1,80}\}|\[[A-Z][\w' ]{1,40}\]|\{[\w. ]{1,40}\}"
)
_ABBREVIATIONS = frozenset(
    "no nos ref approx mr mrs ms dr st inc ltd co vs etc e.g i.e eg ie tel ext max min mon tue wed thu fri a.m "
    "p.m am pm".split()
)
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’)]")


def load_pipeline(model: str | None) -> Language:
    """Make the pipeline: blank English, or a trained one by its name with our tokenizer."""
    nlp = spacy.load(model) if model else spacy.blank("en")
    tokenizer: Any = nlp.tokenizer
    infixes = [*(nlp.Defaults.infixes or ()), r"(?<=[a-zA-Z])[!?]+(?=[a-zA-Z])", r"(?<=[a-z])\.(?=[A-Z][a-z])"]
    tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    for word in ("did", "had"):
        for form in (word, word.capitalize()):
            for rest in ("n't", "n’t", "nt"):
                tokenizer.add_special_case(form + rest, [{ORTH: form, NORM: word}, {ORTH: rest, NORM: "not"}])
    for form in _NOT_CONTRACTIONS:
        tokenizer.add_special_case(form, [{ORTH: form}])
    nlp.max_length = 50_000_000
    return nlp


def words_of(doc: Doc) -> list[Word]:
    """The tokens as (norm, start, end)."""
    return [Word(token.norm_.lower(), token.idx, token.idx + len(token)) for token in doc]


def merge_placeholders(doc: Doc) -> None:
    """Make one token of each placeholder, so that phrases and names see it whole."""
    text = doc.text
    if "{" not in text and "[" not in text:
        return
    spans = [doc.char_span(*match.span(), alignment_mode="expand") for match in _PLACEHOLDER.finditer(text)]
    with doc.retokenize() as retokenizer:
        for span in spacy.util.filter_spans([span for span in spans if span is not None and len(span) > 1]):
            retokenizer.merge(span, attrs={"NORM": "{placeholder}"})


def sentence_starts(words: Sequence[Word], text: str) -> list[int]:
    """The number of the first token of each sentence.

    A line break ends a sentence; so do . ! ? … unless an abbreviation or a number's dot carries them and a small letter
    or a digit follows.
    """
    starts = [0] if words else []
    ended = False
    for number, word in enumerate(words):
        first = text[word.start] if word.end > word.start else ""
        if (number and first == "\n") or (number and "\n" in text[word.start : word.end]):
            ended = True
            continue
        if ended and not (first in _CLOSERS and word.end - word.start == 1) and first not in _ENDS:
            starts.append(number)
            ended = False
        if first in _ENDS or (word.norm[-1:] == "." and len(word.norm) > 1):
            ended = ended or _ends_sentence(words, number, text)
    return starts


def _ends_sentence(words: Sequence[Word], number: int, text: str) -> bool:
    word = words[number]
    following = text[word.end : word.end + 3].lstrip()[:1]
    if word.norm not in (".", "…") and word.norm[-1:] != ".":
        return True
    if word.norm[-1:] != "." or "\n" in text[word.end : word.end + 2]:
        return True
    stem = word.norm[:-1] or (words[number - 1].norm if number and words[number - 1].end == word.start else "")
    if stem.rstrip(".") in _ABBREVIATIONS and (
        following.islower() or following.isdigit() or stem in ("mr", "mrs", "ms", "dr")
    ):
        return False
    if stem in ("a.m", "p.m", "am", "pm", "etc") or word.norm == ".":
        return True
    return word.norm in ("…", "...") or following.isupper()
