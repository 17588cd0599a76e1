"""HTML to the text that a reader of it sees, with its line breaks; quoted blocks get the "> " of plain mails."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from ..model import Place
from .fields import WrongError
from .places import FixedPlace

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "li",
        "tr",
        "table",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "hr",
        "blockquote",
        "section",
    )
)
_DROPPED = frozenset(("script", "style", "head", "title", "template", "noscript"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
# Deeper quotation is shown as if it were no deeper: each level makes every line longer.
_QUOTES = 5


def html_to_text(html: str) -> str:
    """Give the text. Raises WrongError for HTML that is nested too deeply to be read."""
    try:
        with warnings.catch_warnings():
            # Its warnings are for programmers: that a text looks like a file name, or like XML.
            warnings.simplefilter("ignore")
            soup = BeautifulSoup(html, "html.parser")
        return _text(soup)
    except RecursionError:
        raise WrongError("the HTML is nested too deeply") from None


def html_text(html: str, place: Place) -> tuple[str, Place]:
    """Give the text, and its place, of HTML that stands at a place. Raises WrongError as `html_to_text`."""
    start = place.locate(html, 0)
    return html_to_text(html), FixedPlace(start.line, start.column, place.pointer)


def _text(soup: Tag) -> str:
    """Put the text together in one walk without recursion; each quoted block collects its own lines."""
    buffers: list[list[str]] = [[]]
    pre = 0
    for element, opens in _events(soup):
        if isinstance(element, NavigableString):
            if not isinstance(element, PreformattedString):
                buffers[-1].append(element if pre else _SPACE.sub(" ", element))
            continue
        name = element.name if isinstance(element, Tag) else ""
        pre += (1 if opens else -1) if name == "pre" else 0
        if name in _BLOCKS or (name == "br" and opens):
            buffers[-1].append("\n\n" if name == "p" and not opens else "\n")
        if name in ("td", "th") and not opens:
            buffers[-1].append(" ")
        if name == "blockquote":
            _quote(buffers, opens)
    return _lines("".join(buffers[0]))


def _quote(buffers: list[list[str]], opens: bool) -> None:
    if opens:
        buffers.append(buffers[-1] if len(buffers) > _QUOTES else [])
        return
    inner = buffers.pop()
    if inner is not buffers[-1]:
        lines = _lines("".join(inner)).split("\n")
        buffers[-1].append("\n" + "".join(f"> {line}\n" for line in lines))


def _events(top: Tag) -> Iterator[tuple[PageElement, bool]]:
    """Give the elements below `top` in order; tags twice, when they open (True) and when they close."""
    stack: list[tuple[Tag, Iterator[PageElement]]] = [(top, iter(top.contents))]
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                yield tag, False
        elif not isinstance(child, Tag):
            yield child, True
        elif child.name not in _DROPPED:
            yield child, True
            stack.append((child, iter(child.contents)))


def _lines(text: str) -> str:
    """Take the space off the ends of lines, and all empty lines but one."""
    trimmed = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", trimmed).strip("\n ")
