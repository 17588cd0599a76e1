"""The lines of a chat log: which of them begin a message, and what they say before the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Role
from .fields import fold
from .messenger import MARKS
from .roles import RoleMap, word_role

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:[ \u202f]?[ap]\.?[ ]?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?"
_STAMP = re.compile(
    rf"\[(?P<inner>[^\]\r\n]{{0,40}}\d:\d\d[^\]\r\n]{{0,20}})\][ \t]{{0,8}}"
    rf"|(?P<outer>(?:\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}[T, ]{{1,2}})?{_TIME})[ \t]{{1,8}}(?:[-–|][ \t]{{1,8}})?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?P<name>[^\s:(\[<][^:(\[\r\n]{0,59}?)[ \t]{0,4}"
    r"(?:[(\[](?P<role>[^)\]:\r\n]{1,40})[)\]][ \t]{0,4})?:(?=[ \t\r\n]|$)[ \t]*"
)
_PROPER = re.compile(r"@?[^\W\d_][\w.'’-]{0,30}(?: [\w.'’-]{1,30}){0,2}")
# Words that begin many a sentence or a line of an address: only a name that comes back is a speaker.
_WEAK = frozenset(
    re.findall(
        r"\w+",
        """contact service team company business brand event activity action status server lead member other trigger
        workflow internal auto associate""",
    )
)


@dataclass(frozen=True, slots=True)
class LineHead:
    """The beginning of a message: what it says before the text, and the column at which the text begins."""

    stamp: str
    style: str
    name: str
    role: str
    column: int


class Lines:
    """Numbered lines, with a look ahead."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.next():
            yield line

    def next(self) -> str:
        """Take a line; empty at the end."""
        line = self._back.pop() if self._back else next(self._lines, "")
        self.number += bool(line)
        return line

    def push(self, lines: Sequence[str]) -> None:
        """Put lines back."""
        self._back += reversed(lines)
        self.number -= len(lines)

    def peek(self) -> str:
        """Look at the next line; empty at the end."""
        line = self.next()
        if line:
            self.push([line])
        return line


def is_chatlog(head: str) -> bool:
    """Tell whether a text is a chat log beyond doubt: two messages with a time, or messages of two known roles."""
    found = [one for one in map(parse_line, head.splitlines()[:400]) if one and one.name]
    if sum(bool(one.stamp) for one in found) >= 2:
        return True
    return len({known_role(one) for one in found} - {None}) >= 2


def known_role(head: LineHead) -> Role | None:
    """Give the role that the words of a head name; a word that begins many a line is no role."""
    return word_role(head.role) or (None if fold(head.name) in _WEAK else word_role(head.name))


def parse_line(line: str) -> LineHead | None:
    """Read the beginning of a message, if the line may be one."""
    stamp = _STAMP.match(line, line.startswith(tuple(MARKS)))
    style = "" if not stamp else "inner" if stamp["inner"] is not None else "outer"
    start = stamp.end() if stamp else 0
    time = (stamp["inner"] or stamp["outer"] or "") if stamp else ""
    name = _NAME.match(line, start)
    if name and name["name"].casefold() not in ("http", "https"):
        return LineHead(time, style, name["name"].strip(), name["role"] or "", name.end() + 1)
    # What has a time but no name is an event ("Ana joined"); a bare clock time may also begin a sentence.
    if stamp and (style == "inner" or len(time) > 12):
        return LineHead(time, style, "", "system", start + 1)
    return None


def line_heads(lines: Sequence[str], roles: RoleMap) -> list[tuple[int, LineHead]]:
    """Give the lines that begin messages."""
    found = [(index, head) for index, line in enumerate(lines) if (head := parse_line(line))]
    if not found:
        return []
    first = found[0][1]
    if first.stamp:
        return [(index, head) for index, head in found if head.style == first.style]
    names = Counter(head.name for _, head in found if not head.stamp)
    known = {head.name for _, head in found if head.role or known_role(head) or roles.mapped(head.name)} | {first.name}
    known |= {name for name, times in names.items() if times > 1 and name[0].isupper() and _PROPER.fullmatch(name)}
    return [(index, head) for index, head in found if head.name in known and not head.stamp]
