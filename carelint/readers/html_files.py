"""HTML: one draft or macro, such as the template of an e-mail; what its reader sees is the text.

A comment `<!-- carelint: ignore rule -- why -->` turns off a rule for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..errors import Fault, ReadError
from ..model import Conversation, Ignore, Place, Turn
from . import record
from .decode import Source
from .fields import WrongError
from .html import html_text
from .ignores import ignore_of
from .options import ReadOptions
from .text import stem

_MOST = 16 << 20
_PAGE = re.compile(r"\s{0,20}(?:<!doctype html|<html\b|<head\b|<body\b)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--([^<>]{0,2000}?)-->")


def is_html(head: str) -> bool:
    """Tell whether a text is a page."""
    return _PAGE.match(head) is not None


def read_html(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read one draft: one agent turn."""
    html = source.whole(_MOST, "draft has")
    text, place = html_text(html, Place())
    if not text.strip():
        yield ReadError(Fault(source.path, 0, 0, "shows no text"))
        return
    try:
        found = record.head({"id": stem(source.path), "channel": "email"}, options)
        found.kind = found.kind or "draft"
        made = record.conversation(found, [Turn("agent", text, place=place)], (), source.path)
        yield replace(made, ignores=tuple(_ignores(html)))
    except WrongError as error:
        yield ReadError(Fault(source.path, 1, 1, error.what))


def _ignores(html: str) -> Iterator[Ignore]:
    for comment in _COMMENT.finditer(html):
        if ignore := ignore_of(comment[1], html.count("\n", 0, comment.start()) + 1):
            yield ignore
