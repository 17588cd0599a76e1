"""The company's own names: which are known, and where they are said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..annotated import Mention, Notes
from ..model import Conversation

# What a company leaves out of its name when it speaks of itself.
_LEGAL_FORM = re.compile(
    r",?\s(?:ltd|limited|inc|incorporated|llc|plc|corp|corporation|co|company|gmbh|ag|sa|s\.a|bv|b\.v|pty|group)\.?$",
    re.IGNORECASE,
)
_LONGEST = 60
_MOST = 50


class Brands:
    """Names that stand for the company, however their words are joined: “Acme Tea”, “AcmeTea”, “acme-tea”."""

    def __init__(self, names: Iterable[str]) -> None:
        found = {spelling for name in names for spelling in _spellings(name)}
        self.names = tuple(sorted(found, key=lambda name: (-len(name), name))[:_MOST])
        self._regex = re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, self.names))})(?!\w)", re.IGNORECASE)

    def used_in(self, text: str, notes: Notes, signal: str) -> tuple[Mention, ...]:
        """Where the text names the company, but for what is quoted."""
        if not self.names:
            return ()
        spans = [match.span() for match in self._regex.finditer(text)]
        quoted = [s for s in notes.segments if s.kind == "quoted"] if spans else []
        free = [(s, e) for s, e in spans if not any(part.start <= s < part.end for part in quoted)]
        return tuple(Mention(signal, start, end, 0) for start, end in free)


def known_brands(conversation: Conversation) -> Brands:
    """The names that the configuration or the source gives."""
    return Brands(conversation.brands)


def _spellings(name: str) -> Iterable[str]:
    """The name, and the name without its legal form; what has no letter or digit is none."""
    name = " ".join(name.split())[:_LONGEST]
    for spelling in (name, _LEGAL_FORM.sub("", name)):
        if any(map(str.isalnum, spelling)):
            yield spelling.casefold()


def _pattern(name: str) -> str:
    """A name as a regular expression; between its words anything or nothing may part them."""
    return r"[\s_-]?".join(map(re.escape, re.split(r"[\s_-]+", name)))
