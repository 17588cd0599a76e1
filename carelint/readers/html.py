"""HTML to the text that a reader of it sees, with its line breaks; quoted blocks get the "> " of plain mails."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from ..model import Edit, Place, Position, Region
from .html_pieces import Walk
from .source_map import SourceMap

# What goes before other words may become a tag or an entity with them.
_UNFINISHED = re.compile(r"[<&][^\s<>&;]{0,40}\Z")
# Of space that is not alone, and of that at the ends of a line, HTML shows only a part.
_LOST = re.compile(r"[\t\r\f]|\n\n|  |\n | \n")


def html_to_text(html: str) -> str:
    """Give the text of HTML; what is wrong in it is shown as browsers show it."""
    return "".join(piece.text for piece in Walk(html).lines.pieces())


def html_text(html: str, place: Place) -> tuple[str, Place]:
    """Give the text of HTML that stands at a place, and the place of the text."""
    return html_to_text(html), HtmlPlace(place.line, place.column, place.pointer, place, html)


@dataclass(frozen=True, slots=True)
class HtmlPlace(Place):
    """A text that stands as `html` at an `outer` place."""

    outer: Place = field(default_factory=Place)
    html: str = ""

    def locate(self, text: str, offset: int) -> Position:
        """Give the source position of the character `offset` of the text, or of its end."""
        return self.region(text, offset, offset).start

    def region(self, text: str, start: int, end: int) -> Region:
        """Give where the characters `start` to `end` of the text stand in the source, with the tags between them."""
        return self.outer.region(self.html, *_walked(self.html)[1].span(start, end))

    def written(self, other: str) -> str | None:
        """Write other words with entities; None for what HTML shows otherwise."""
        return None if "\n" in other or _LOST.search(other) else self.outer.written(escape(other, quote=False))

    def edit(self, text: str, start: int, end: int, other: str) -> Edit | None:
        """Write other words where no tag stands between those that are there, and HTML will show them as they are."""
        walk, source = _walked(self.html)
        first, last = source.span(start, end)
        if (
            self.written(other) is None
            or walk.is_marked(first, last)
            or not (source.opens(start) and source.opens(end))
        ):
            return None
        around = (text[max(start - 1, 0) : start] or "\n") + other + (text[end : end + 1] or "\n")
        # A space behind the tag that follows is shown if that before it is gone.
        hidden = text[max(start, end - 1) : end] == " " != other[-1:] and self.html[last : last + 1] == "<"
        if hidden or _LOST.search(around) or _UNFINISHED.search(self.html, max(first - 50, 0), first):
            return None
        return self.outer.edit(self.html, first, last, escape(other, quote=False))


@lru_cache(maxsize=8)
def _walked(html: str) -> tuple[Walk, SourceMap]:
    walk = Walk(html)
    return walk, SourceMap(walk.lines.pieces())
