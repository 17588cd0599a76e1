"""Texts of Slack messages as their readers see them: mentions by name, links by their words, `&amp;` as `&`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..model import Place
from .source_map import MappedPlace, Piece

# Slack writes the signs < and > that people type as entities: all others are its own.
_OWN = re.compile(r"<([^<>]+)>")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_SIGNS = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_LINK = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,20}:")
_MAIL = re.compile(r"(?:mailto|tel):")


@dataclass(frozen=True, slots=True)
class Names:
    """What users and channels are called, by their ids."""

    users: Mapping[str, str]
    channels: Mapping[str, str]


def slack_text(raw: str, place: Place, names: Names) -> tuple[str, Place]:
    """Give the text of a message that stands at a place as `raw`, and the place of the text."""
    if "<" not in raw and "&" not in raw:
        return raw, place
    pieces = tuple(piece for piece in _pieces(raw, names) if piece.text)
    text = "".join(piece.text for piece in pieces)
    return text, MappedPlace(place.line, place.column, place.pointer, place, raw, pieces)


def _pieces(raw: str, names: Names) -> Iterator[Piece]:
    done = 0
    for found in _OWN.finditer(raw):
        yield from _plain(raw, done, found.start())
        yield from _shown(raw, *found.span(), names)
        done = found.end()
    yield from _plain(raw, done, len(raw))


def _plain(raw: str, start: int, end: int) -> Iterator[Piece]:
    """Give characters as they are, but for the entities."""
    for found in _ENTITY.finditer(raw, start, end):
        yield Piece(raw[start : found.start()], start, found.start())
        yield Piece(_SIGNS[found[0]], *found.span())
        start = found.end()
    yield Piece(raw[start:end], start, end)


def _shown(raw: str, start: int, end: int, names: Names) -> Iterator[Piece]:
    """Give what a reader sees of `<...>`: the words of a link, else its address, or the name behind an id."""
    body, bar, label = raw[start + 1 : end - 1].partition("|")
    words = start + 1 + len(body) + len(bar)
    name = _name(body, label, names)
    if name:
        # Each of the characters stands for the whole of it.
        yield from (Piece(sign, start, end) for sign in name)
    elif label and (body[:1] == "!" or _LINK.match(body)):
        yield from _plain(raw, words, end - 1)
    elif scheme := _LINK.match(body):
        hidden = scheme.end() if _MAIL.match(body) else 0
        yield from _plain(raw, start + 1 + hidden, start + 1 + len(body))
    else:
        yield from _plain(raw, start, end)


def _name(body: str, label: str, names: Names) -> str:
    """Give the name that a mention shows; nothing for what shows its own words."""
    kind, own = body[:1], body[1:]
    if kind == "@":
        return "@" + (names.users.get(own) or label or own)
    if kind == "#":
        return "#" + (label or names.channels.get(own) or own)
    if kind != "!":
        return ""
    # <!here|here>, <!subteam^S1|@team>, <!date^1392734382^{date}|a day>
    command, _, rest = own.partition("^")
    return "" if label and rest else "@" + (rest or command)
