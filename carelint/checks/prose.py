"""A turn's own prose in words, sentences and paragraphs: nothing quoted, signed, linked or to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..annotated import Annotated

_ASIDE = ("quoted", "signature", "code", "url")
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}|[$#%]\{[^{}\n]{1,80}\}|\{[\w. ]{1,40}\}|\[[A-Z][\w' ]{1,40}\]"
    r"|%[A-Za-z]\w{1,30}%"
)
# Where the language layer did not run, because no rule needs it, sentences end here.
_END = re.compile(r"(?<![.!?…])[.!?…]+(?=\s|$)|\n+")
_BULLETS = "•▪●◦‣·"
_ITEM = re.compile(rf"[^\S\n]{{0,12}}(?:[-*–—>+{_BULLETS}]|\(?\d{{1,2}}[.):]|\(?[a-z][.)])(?=\s)|[{_BULLETS}]")
_INLINE_ITEM = re.compile(rf"(?<=\s)\(?\d{{1,2}}[.)](?=\s)|[{_BULLETS}\t]")
# Nobody sets a full stop behind an address: a capital letter after it begins a sentence.
_BEGINS = re.compile(r"\s{1,3}[A-Z]")
_NUMBER = re.compile(r"[+(]{0,2}\d[\d().,/-]*")
# The widths that mail programs wrap lines at; a shorter line was ended by hand, a longer one is a paragraph.
_WRAPPED = range(50, 101)


class Stretch(NamedTuple):
    """A sentence or a paragraph of a turn: where it stands, and how many words it has."""

    turn: int
    start: int
    end: int
    words: int


def prose(annotated: Annotated, turn: int, *, plain: bool = True) -> str:
    """The text of a turn with all else blanked out, so that places in it stay true.

    Without `plain`, only what is quoted and the signature are: what is left is what was typed.
    """
    text = annotated.text(turn)
    kinds = _ASIDE if plain else ("quoted", "signature")
    spans = [(s.start, s.end) for s in annotated.notes[turn].segments if s.kind in kinds]
    if plain and ("{" in text or "[" in text or "%" in text):
        spans += [match.span() for match in _PLACEHOLDER.finditer(text)]
    return _blanked(text, sorted(spans)) if spans else text


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, done = list[str](), 0
    for start, end in spans:
        if end > done:
            start = max(start, done)
            pieces += [text[done:start], re.sub(r"[^\n]", " ", text[start:end])]
            done = end
    return "".join([*pieces, text[done:]])


def count_words(text: str) -> int:
    """The number of words: what stands between white space and holds a letter or a digit.

    @handles are none, and a number written in groups, such as that of a phone, is one.
    """
    return _counted(text) if len(text) <= _LONGEST else _counted.__wrapped__(text)


# Several rules ask for the same sentences, and so does an editor, key by key.
_LONGEST, _REMEMBERED = 1_000, 4_000


@lru_cache(maxsize=_REMEMBERED)
def _counted(text: str) -> int:
    count, is_number = 0, False
    for chunk in text.split():
        was_number, is_number = is_number, _NUMBER.fullmatch(chunk) is not None
        if chunk[0] != "@" and any(map(str.isalnum, chunk)) and not (is_number and was_number):
            count += 1
    return count


def sentences(annotated: Annotated, turn: int) -> list[Stretch]:
    """The sentences of a turn that have words; each item of a list is one, a line that was wrapped ends none."""
    text = prose(annotated, turn)
    links = [s.end for s in annotated.notes[turn].segments if s.kind == "url" and _BEGINS.match(text, s.end)]
    spans = [span for whole in _spans(annotated, turn, text) for span in _items(text, links, *whole)]
    return _with_words(text, turn, _joined(text, spans))


def _spans(annotated: Annotated, turn: int, text: str) -> list[tuple[int, int]]:
    if told := annotated.notes[turn].sentences:
        return list(told)
    ends = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return list(pairwise(ends))


def _items(text: str, links: list[int], start: int, end: int) -> list[tuple[int, int]]:
    """A sentence in pieces, where “1) ... 2) ...”, bullets or columns stand in one line, and behind links."""
    marks = [match.start() for match in _INLINE_ITEM.finditer(text, start, end)]
    return list(pairwise([start, *sorted([*marks, *(link for link in links if start < link < end)]), end]))


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put together what only a mail program's line break has parted."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _is_wrapped(text, joined[-1][1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_wrapped(text: str, end: int, start: int) -> bool:
    before = text[:end].rstrip()
    if text[len(before) : start].count("\n") != 1 or before[-1:] in ".!?…:;":
        return False
    return len(before) - (before.rfind("\n") + 1) in _WRAPPED and text[start : start + 1].islower()


def paragraphs(annotated: Annotated, turn: int) -> list[Stretch]:
    """The paragraphs of a turn that have words; each item of a list is one."""
    text = prose(annotated, turn)
    spans: list[tuple[int, int]] = []
    goes_on = False
    for start, line in _lines(text):
        if goes_on and line.strip() and not is_item(line):
            spans[-1] = (spans[-1][0], start + len(line))
        else:
            spans.append((start, start + len(line)))
        goes_on = len(line) in _WRAPPED and bool(line.strip())
    return _with_words(text, turn, spans)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip()
        start += len(line) + 1


def is_item(text: str) -> bool:
    """Tell whether a text begins as an item of a list does."""
    return _ITEM.match(text) is not None


def is_list(text: str) -> bool:
    """Tell whether a text is an item of a list, or holds several."""
    return is_item(text) or len(_INLINE_ITEM.findall(text)) > 1


def _with_words(text: str, turn: int, spans: list[tuple[int, int]]) -> list[Stretch]:
    found: list[Stretch] = []
    for start, end in spans:
        piece = text[start:end]
        words = count_words(piece)
        if words:
            start += len(piece) - len(piece.lstrip())
            found.append(Stretch(turn, start, start + len(piece.strip()), words))
    return found


def plain_sentences(annotated: Annotated, turn: int) -> list[tuple[str, ...]]:
    """The sentences as the words that make reading easy or hard: no names, codes or figures, no greeting or heading."""
    text = prose(annotated, turn)
    told = [_plain_words(text[stretch.start : stretch.end]) for stretch in sentences(annotated, turn)]
    return [words for words in told if len(words) > _FRAGMENT]


_FRAGMENT = 2


@lru_cache(maxsize=_REMEMBERED)
def _plain_words(sentence: str) -> tuple[str, ...]:
    words = []
    for number, chunk in enumerate(sentence.split()):
        word = chunk.strip("\"'“”‘’()[]<>*_.,;:!?…-–—")
        is_name = word[:1].isupper() and number > 0 and word[:2] not in ("I", "I'", "I’")
        if word and not is_name and all(c.isalpha() or c in "'’-" for c in word):
            words.append(word)
    return tuple(words)
