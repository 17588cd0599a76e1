"""HTML as the pieces of text that its reader sees, each with what it stands for in the HTML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

from .html_lines import Lines
from .source_map import Piece

_BLOCKS = frozenset("p div li tr table ul ol h1 h2 h3 h4 h5 h6 pre hr blockquote section".split())
_DROPPED = frozenset("script style head title template noscript".split())
_CELLS = frozenset(("td", "th"))
_KEPT = _BLOCKS | _DROPPED | _CELLS
_WORDS = re.compile(r"[^ \t\r\n\f]++(?: [^ \t\r\n\f]++)*+|[ \t\r\n\f]++")
_LINES = re.compile(r"\r\n|[\r\n]|[^\r\n]++")


class Walk(HTMLParser):
    """One walk over HTML that fills `lines`; `marks` are the indices at which tags and comments begin."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = Lines()
        self.marks: list[int] = []
        self._html = html
        self._starts = list(accumulate((len(line) for line in html.split("\n")), lambda sum, n: sum + n + 1, initial=0))
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._dropped = self._pre = 0
        self._comment_end = html.rfind("-->")
        self.feed(_harmless(html))
        self.close()
        while self._open:
            self._shut(self._open.pop())

    def is_marked(self, start: int, end: int) -> bool:
        """Tell whether there is more than text between two indices."""
        at = bisect_left(self.marks, start)
        return at < len(self.marks) and self.marks[at] < end

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Open an element."""
        at = self._mark()
        if tag == "body":
            self._leave("head")
        if tag == "br" or tag in _BLOCKS:
            self._break(at, 2 if tag == "hr" else 1)
        if tag in _KEPT and tag != "hr":
            self._enter(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Open an element, and close it at once."""
        self.handle_starttag(tag, attrs)
        self._leave(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        self._mark()
        self._leave(tag)

    def handle_data(self, data: str) -> None:
        """Take text."""
        at = self._index()
        if not self._dropped:
            end = min(at + len(data), len(self._html))
            for found in (_LINES if self._pre else _WORDS).finditer(self._html, at, end):
                self._text(found[0], *found.span())

    def handle_entityref(self, name: str) -> None:
        """Take a character with a name."""
        self._reference(1 + len(name))

    def handle_charref(self, name: str) -> None:
        """Take a character with a number."""
        self._reference(2 + len(name))

    def handle_comment(self, data: str) -> None:
        """Pass over a comment."""
        self._mark()

    def handle_decl(self, decl: str) -> None:
        """Pass over a declaration."""
        self._mark()

    def handle_pi(self, data: str) -> None:
        """Pass over an instruction."""
        self._mark()

    def parse_html_declaration(self, i: int) -> int:
        """Take marked sections for comments, as browsers do."""
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Take a comment without an end for the rest of the text, as browsers do."""
        if i > self._comment_end:
            self._mark()
            return len(self.rawdata)
        return super().parse_comment(i, report)

    def _index(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _mark(self) -> int:
        self.marks.append(self._index())
        return self.marks[-1]

    def _tag_end(self, at: int) -> int:
        end = self._html.find(">", at) + 1
        return end or len(self._html)

    def _reference(self, length: int) -> None:
        start = self._index()
        end = start + length + (self._html[start + length : start + length + 1] == ";")
        # Some stand for nothing.
        if not self._dropped and (said := unescape(self._html[start:end])):
            self._text(said, start, end)

    def _text(self, text: str, start: int, end: int) -> None:
        if self._pre and text in ("\r\n", "\r", "\n"):
            self.lines.end((Piece("\n", start, end),))
        elif self._pre or text.strip(" \t\r\n\f"):
            self.lines.add(Piece(text, start, end))
        else:
            self.lines.space(Piece(" ", start, end))

    def _break(self, at: int, count: int) -> None:
        if not self._dropped:
            self.lines.end([Piece("\n", at, self._tag_end(at))] * count)

    def _enter(self, tag: str) -> None:
        self._open.append(tag)
        self._count[tag] += 1
        self._dropped += tag in _DROPPED
        self._pre += tag == "pre"
        if tag == "blockquote" and not self._dropped:
            self._break(self.marks[-1], 1)
            self.lines.quote(1)

    def _leave(self, tag: str) -> None:
        """Close an element, if it is open, and all that is open in it."""
        before = self._count[tag]
        while before and self._count[tag] == before:
            self._count[self._open[-1]] -= 1
            self._shut(self._open.pop())

    def _shut(self, tag: str) -> None:
        at = self.marks[-1]
        if tag in _BLOCKS:
            self._break(at, 2 if tag == "p" else 1)
        elif tag in _CELLS and not self._dropped:
            self.lines.space(Piece(" ", at, self._tag_end(at)))
        if tag == "blockquote" and not self._dropped:
            self.lines.quote(-1)
        self._dropped -= tag in _DROPPED
        self._pre -= tag == "pre"


def _harmless(html: str) -> str:
    """Make HTML of the same length at least that the parser takes in one go.

    It looks for the end of each tag, time and again where there is none; and it loses characters of an entity that is
    cut off by the end of the text.
    """
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "\ufffd") + "\n"
