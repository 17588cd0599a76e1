"""The phrase notation of signal files, parsed.

    plain words      match by spaCy's NORM: case, curly quotes and contractions do not matter ("I'm" is "I am")
    a|b              alternatives of one word each, or lists: `i|we`, `{team}|somebody`
    [optional]       one or more items that may be missing
    {list}           a list of the signal's `words`; its entries may have several words
    ~3               a gap of up to three tokens, inside the sentence
    ^  $             the start and the end of a sentence

Where a phrase is wrong, `PhraseError` says what, and at which character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import allowed


class PhraseError(ValueError):
    """A phrase that does not follow the notation; `offset` counts its characters from 0."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Words:
    """One of several alternatives, each of one word or more."""

    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Up to `size` tokens of any kind."""

    size: int


@dataclass(frozen=True, slots=True)
class Maybe:
    """Items that may be missing."""

    items: tuple[Item, ...]


Item = Words | Gap | Maybe


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase."""

    items: tuple[Item, ...]
    at_start: bool = False
    at_end: bool = False


_PIECE = re.compile(
    r"\s{0,80}(?P<piece>~\d{0,3}|[\[\]^$]|(?:\{[^{}\s]{0,80}\}|[^\s\[\]|{}~^$]{1,80})(?:\|(?:\{[^{}\s]{0,80}\}|[^\s\[\]|{}~^$]{1,80})){0,200})"
)
_LARGEST_GAP = 8
_NOTATION = "“{}” does not fit here: write words, a|b, [optional], {{list}}, ~3, ^ or $"
_STRAY = {
    "{": "this { does not open a word list: write {name}, without spaces",
    "}": "this } closes nothing",
    "|": "this | has no word on one of its sides: write a|b, without spaces",
}


def parse_phrase(source: str, lists: Mapping[str, Sequence[str]]) -> Phrase:
    """Parse one phrase; `lists` are the named word lists it may use."""
    pieces = _pieces(source)
    at_start = bool(pieces) and pieces[0][0] == "^"
    at_end = bool(pieces) and pieces[-1][0] == "$"
    inner = pieces[at_start : len(pieces) - at_end]
    items, rest = _items(inner, lists, closing=False)
    if rest:
        raise PhraseError("this ] closes nothing", rest[0][1])
    phrase = Phrase(tuple(items), at_start, at_end)
    _refuse_edges(phrase, source)
    return phrase


def _pieces(source: str) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    offset = 0
    while source[offset:].strip():
        match = _PIECE.match(source, offset)
        if not match:
            stray = offset + len(source[offset:]) - len(source[offset:].lstrip())
            raise PhraseError(_STRAY.get(source[stray], _NOTATION.format(source[stray])), stray)
        pieces.append((match["piece"], match.start("piece")))
        offset = match.end()
    return pieces


def _items(
    pieces: list[tuple[str, int]], lists: Mapping[str, Sequence[str]], *, closing: bool, opened: int = 0
) -> tuple[list[Item], list[tuple[str, int]]]:
    """Read items up to the end, or up to the ] that closes them; give what is left."""
    items: list[Item] = []
    while pieces:
        piece, offset = pieces[0]
        if piece == "]":
            return (items, pieces[1:]) if closing else (items, pieces)
        if piece == "[":
            inner, pieces = _items(pieces[1:], lists, closing=True, opened=offset)
            if not inner:
                raise PhraseError("nothing between [ and ]", offset)
            items.append(Maybe(tuple(inner)))
            continue
        items.append(_item(piece, offset, lists))
        pieces = pieces[1:]
    if closing:
        raise PhraseError("this [ is never closed", opened)
    return items, pieces


def _item(piece: str, offset: int, lists: Mapping[str, Sequence[str]]) -> Item:
    if piece in ("^", "$"):
        raise PhraseError(f"{piece} stands only at the {'start' if piece == '^' else 'end'} of a phrase", offset)
    if piece.startswith("~"):
        size = int(piece[1:] or 0)
        if not 1 <= size <= _LARGEST_GAP:
            raise PhraseError(f"found {piece}, a gap is ~1 to ~{_LARGEST_GAP} tokens", offset)
        return Gap(size)
    alternatives: list[str] = []
    for name in piece.split("|"):
        alternatives.extend(_alternative(name, offset, lists))
        offset += len(name) + 1
    return Words(tuple(dict.fromkeys(alternatives)))


def _alternative(name: str, offset: int, lists: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if not name.startswith("{"):
        return (name,)
    if name[1:-1] in lists:
        return lists[name[1:-1]]
    hint = allowed(name, [f"{{{known}}}" for known in lists]) if lists else "there is none, add it under `words`"
    raise PhraseError(f"unknown word list {name}: {hint}", offset)


def _refuse_edges(phrase: Phrase, source: str) -> None:
    """A gap needs something on both sides: a word, or the edge of the sentence."""
    if not any(isinstance(item, Words) for item in phrase.items):
        raise PhraseError("a phrase needs at least one word that must be there", 0)
    if _is_gap(phrase.items[0]) and not phrase.at_start:
        raise PhraseError("a gap at the start of a phrase does nothing", source.find("~"))
    if _is_gap(phrase.items[-1]) and not phrase.at_end:
        raise PhraseError("a gap at the end of a phrase does nothing", source.rfind("~"))


def _is_gap(item: Item) -> bool:
    return isinstance(item, Gap) or (isinstance(item, Maybe) and all(_is_gap(inner) for inner in item.items))


def expansions(phrase: Phrase) -> int:
    """The number of spaCy patterns that a phrase stands for."""
    return _product(phrase.items)


def _product(items: Sequence[Item]) -> int:
    size = 1
    for item in items:
        if isinstance(item, Words):
            several = sum(not word.isalpha() for word in item.alternatives)
            size *= several + (several < len(item.alternatives))
        elif isinstance(item, Maybe):
            size *= _product(item.items) + 1
    return size
