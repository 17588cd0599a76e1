"""The spaCy pipeline: blank English with a tokenizer made for care conversations, and sentence boundaries.

The only module, with `phrases`, that imports spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import spacy
from spacy.attrs import NORM, ORTH
from spacy.lang.en import English, EnglishDefaults
from spacy.language import Language
from spacy.tokens import Doc

from ..errors import UsageError
from .deadline_values import Word

# Chat text writes "id" and "wed" without an apostrophe in mind.
_NOT_CONTRACTIONS = ("id", "Id", "wed", "Wed", "hed", "Hed")
# Behind these, 's is "is" ("that's possible"; seldom "has"); behind a noun it is mostly a possessive. Without an
# apostrophe "its" and "lets" are words of their own.
_IS_BEHIND = "it that this there here he she what who whoever where how when why".split()
_RUN_ON = frozenset("that there what who where here".split())
_HAVE_BEHIND = "should could would might must".split()
# Spellings of chat: the pieces, and the words that they stand for.
_CHAT_SPELLINGS = """
u: you; ur: your; r: are; pls: please; plz: please; thx: thanks; thnx: thanks; cuz: because; coz: because; tho: though;
i m: i am; ai n't: is not; ai nt: is not; should a: should have; could a: could have; would a: would have;
gim me: give me; lem me: let me; wan na: want to; out ta: out of
"""
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


class _Defaults(EnglishDefaults):
    """“shipped!Thanks” and “Diane.I” are two words and a mark."""

    infixes = [  # noqa: RUF012
        *(EnglishDefaults.infixes or ()),
        r"(?<=[a-zA-Z])[!?]+(?=[a-zA-Z])",
        r"(?<=[a-z])\.(?=[A-Z][a-z])",
    ]


class _CareEnglish(English):  # type: ignore[no-untyped-call]
    """What spacy.blank("en") gives, with our infixes from the start: to set them later costs as much again."""

    Defaults = _Defaults


def load_pipeline(model: str | None) -> Language:
    """Make the pipeline: blank English, or a trained one by its name with our tokenizer. Raises UsageError."""
    nlp = _trained(model) if model else _CareEnglish()
    tokenizer: Any = nlp.tokenizer
    if model:
        tokenizer.infix_finditer = spacy.util.compile_infix_regex(_Defaults.infixes).finditer
    _add_words(tokenizer)
    for form in _NOT_CONTRACTIONS:
        tokenizer.add_special_case(form, [{ORTH: form}])
    nlp.max_length = 50_000_000
    return nlp


def _trained(model: str) -> Language:
    try:
        return spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        why = re.sub(r"^\[E\d+\] ", "", " ".join(str(error).split()))
        raise UsageError(f'--model: spaCy cannot load "{model}": {why}') from None


def _add_words(tokenizer: Any) -> None:
    """Contractions that keep their tense and meaning, spellings of chat, and both in capitals."""
    words = [([word, rest], [word, "not"]) for word in ("did", "had") for rest in ("n't", "nt")]
    words += [([word, rest], [word, "is"]) for word in _IS_BEHIND for rest in ("'s", "s")[: 1 + (word in _RUN_ON)]]
    words += [([word, rest], [word, "have"]) for word in _HAVE_BEHIND for rest in ("'ve", "ve")]
    for spelling in _CHAT_SPELLINGS.split(";"):
        chat, meant = spelling.split(":")
        words.append((chat.split(), meant.split()))
    for pieces, norms in words:
        for written in {pieces[0], pieces[0].capitalize()}:
            _add(tokenizer, [written, *pieces[1:]], norms)
    # Who shouts "I CAN'T" says "I can't".
    for written in [w for w in tokenizer.rules if w.islower() and ("'" in w or w.endswith("nt"))]:
        tokens = tokenizer(written)
        _add(tokenizer, [token.text.upper() for token in tokens], [token.norm_ for token in tokens])


def _add(tokenizer: Any, pieces: list[str], norms: list[str]) -> None:
    for apostrophe in "'’":
        parts = [{ORTH: p.replace("'", apostrophe), NORM: norm} for p, norm in zip(pieces, norms, strict=True)]
        tokenizer.add_special_case("".join(part[ORTH] for part in parts), parts)


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
