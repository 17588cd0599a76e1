"""Chat logs: `[time] Name (role): text`, `10:02 Agent: text` or `Agent: text`, one message after the other.

A line that begins no message goes on with the one before. In a log whose first message has a time only lines with a
time begin messages. In one without times a line begins a message if its name is a role word, is mapped by `roles`,
stands with a role in brackets, belongs to the first message, or comes back. A line of dashes or equal signs before
front matter or before a message begins another conversation.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from ..errors import Fault, ReadError, UsageError
from ..model import Conversation, Place, Turn
from . import frontmatter, record
from .chatlines import LineHead, Lines, known_role, line_heads, parse_line
from .clock import Clock
from .decode import Source
from .fields import WrongError
from .messenger import file_name, is_notice
from .options import ReadOptions
from .roles import RoleMap, word_role
from .text import stem

_STAMPED = frozenset("[0123456789\u200e")
_RULE = re.compile(r"(?:-{3,}|={3,})[ \t]*[\r\n]*")
_KEY = re.compile(r"(?P<key>[A-Za-z][A-Za-z_]{1,19}):(?=[ \t\r\n]|$)")
_MATTER = frozenset(
    ("id", "channel", "status", "kind", "public", "date", "roles", "subject", "tags", "state", "medium")
)


@dataclass(slots=True)
class _Log:
    """The lines of one conversation and of its front matter, and the lines of the file at which they begin."""

    matter: list[str]
    matter_line: int
    lines: list[str]
    line: int = 0


def read_chatlog(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read one conversation, or several between lines of dashes or equal signs."""
    count = 0
    for log in _logs(Lines(source.lines())):
        count += 1
        try:
            yield _conversation(log, source.path, count, options)
        except ReadError as error:
            yield error
    if not count:
        yield ReadError(Fault(source.path, 0, 0, "is empty"))


def _logs(lines: Lines) -> Iterator[_Log]:
    """Cut a file into its conversations."""
    log = _Log([], 0, [])
    for line in lines:
        if not _RULE.fullmatch(line):
            if log.lines or line.strip():
                log.line = log.line or lines.number
                log.lines.append(line)
            continue
        held = [line]
        while (following := lines.peek()) and (not following.strip() or _RULE.fullmatch(following)):
            held.append(lines.next())
        start = lines.number + 1
        matter = _matter(lines)
        if log.lines and following and not matter and not _begins(following, log):
            log.lines += held
            continue
        if log.lines or log.matter:
            yield log
        log = _Log(matter, start, [])
    if log.lines or log.matter:
        yield log


def _matter(lines: Lines) -> list[str]:
    """Take the front matter that begins here, with the line behind it, if any does."""
    taken: list[str] = []
    while len(taken) < frontmatter.LIMIT and (line := lines.next()):
        taken.append(line)
        if frontmatter.is_fence(line):
            break
    keys = [found["key"].casefold() for line in taken if (found := _KEY.match(line))]
    if taken and frontmatter.is_fence(taken[-1]) and _MATTER.intersection(keys):
        return taken[:-1]
    lines.push(taken)
    return []


def _begins(line: str, log: _Log) -> bool:
    """Tell whether a line behind a line of dashes begins another conversation."""
    first, head = parse_line(log.lines[0]), parse_line(line)
    if head is None or (first and first.style != head.style):
        return False
    return bool(head.stamp or head.role or known_role(head) or (first and first.name == head.name))


def _conversation(log: _Log, path: str, count: int, options: ReadOptions) -> Conversation:
    values = frontmatter.parse(log.matter, path, log.matter_line) if log.matter else {}
    try:
        roles = options.roles.also(_own_roles(values.pop("roles", None)))
        clock = Clock(values.pop("date", None), _stamps(log))
        found = record.head(values, options, by_hand=True)
    except (WrongError, UsageError) as error:
        raise ReadError(Fault(path, log.matter_line, 1, f"front matter: {error}")) from None
    found.id = found.id or (stem(path) if count == 1 else f"{stem(path)}-{count}")
    try:
        turns, unknown = _turns(log, path, _people(found).also(roles), clock)
        return record.conversation(found, turns, unknown, path)
    except WrongError as error:
        raise ReadError(Fault(path, log.line or log.matter_line, 1, error.what)) from None


def _stamps(log: _Log) -> Iterator[str]:
    """Give what stands before the messages, to tell the order of day and month by."""
    return (head.stamp for line in log.lines if line[:1] in _STAMPED and (head := parse_line(line)))


def _people(found: record.Head) -> RoleMap:
    """Give the people whom the front matter names a role, and so lines of their own."""
    return RoleMap(tuple((glob.escape(name), role) for name, role in record.named(found).items()))


def _own_roles(value: object) -> RoleMap:
    if not value:
        return RoleMap()
    pairs = value.items() if isinstance(value, dict) else ()
    lists = {str(key): names if isinstance(names, list) else [names] for key, names in pairs}
    if not lists or not all(isinstance(name, str) for names in lists.values() for name in names):
        raise WrongError("roles must map roles to names, such as roles: {agent: [Ana]}")
    return RoleMap.of(lists)


def _turns(log: _Log, path: str, roles: RoleMap, clock: Clock) -> tuple[list[Turn], list[int]]:
    """Give the messages of a log, and which of them have an author whose role is still to be told."""
    heads = line_heads(log.lines, roles)
    if log.lines and (not heads or heads[0][0]):
        raise WrongError('no message begins here; expected "Name: text" or "[10:02] Name: text"')
    turns: list[Turn] = []
    unknown: list[int] = []
    ends = [index for index, _ in heads[1:]] + [len(log.lines)]
    for (index, head), end in zip(heads, ends, strict=bool(heads)):
        try:
            turn, known = _turn(log, head, (index, end), roles, clock)
        except WrongError as error:
            raise ReadError(Fault(path, log.line + index, 1, error.what)) from None
        if turn and not known:
            unknown.append(len(turns))
        turns += [turn] if turn else []
    return turns, unknown


def _turn(log: _Log, head: LineHead, span: tuple[int, int], roles: RoleMap, clock: Clock) -> tuple[Turn | None, bool]:
    at = clock.read(head.stamp)
    start, end = span
    lines = [log.lines[start][head.column - 1 :], *log.lines[start + 1 : end]]
    skipped = sum(1 for _ in takewhile(lambda line: not line.strip(), lines))
    file = file_name(lines[skipped]) if skipped < len(lines) else ""
    # What follows the name of a file is its caption.
    skipped += bool(file)
    text = "\n".join(line.rstrip("\r\n") for line in lines[skipped:]).rstrip()
    if not text and not file:
        return None, True
    role = "system" if is_notice(text) else roles.role(head.role, head.name)
    if head.role and role is None:
        role = roles.role(head.name)
    author = "" if role and not head.role and word_role(head.name) == role else head.name
    place = Place(log.line + start + skipped, 1 if skipped else head.column)
    files = (file,) if file else ()
    return Turn(role or "third_party", text, author, at, attachments=files, place=place), role is not None
