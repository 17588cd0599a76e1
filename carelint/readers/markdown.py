"""Markdown: one draft or macro after optional front matter, or a library of macros under headings.

A file is a library if its front matter says `kind: macros`, or if it (or `--as`) says `kind: macro` and several
headings of one level have a text below them; a front matter with an id or a title names one macro, whatever its
headings. Where nobody says what the file is, it is a library if each of several such headings has its text in a block
quote or in a fenced block without a language, or if at least half of them have a placeholder and the text before the
first has none. `--as draft` reads one draft.

In a library the heading is the title, a heading above it the category, and the front matter holds for all. The text is
what stands below the heading. If that is a block quote or a fenced block, it is what is quoted; if each heading has
one, these are the texts, and what stands beside them is for the agents. Comments (`<!-- -->`) are no part of a text.
`<!-- carelint: ignore rule -- why -->` counts for the macro in which it stands or above whose heading it stands, or,
above the first macro, for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..errors import Fault, ReadError
from ..model import Conversation, Ignore, Kind, Turn
from . import fields, frontmatter, record
from .decode import Source
from .fields import WrongError, fold
from .macros import TITLES
from .markdown_lines import Line, joined, without_comments
from .markdown_sections import Page, Section
from .options import ReadOptions
from .text import stem

_LIBRARIES = frozenset(
    "macros library templates snippets cannedresponses cannedreplies savedreplies quickreplies".split()
)
_NAMES = frozenset(map(fold, ("id", *TITLES)))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a text beside its lines; a draft, or a macro that is alone, has no title."""

    values: Mapping[str, object]
    path: str
    options: ReadOptions
    title: str = ""


def read_markdown(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read one draft or macro, or the macros of a library."""
    lines = [line.rstrip("\r\n") for line in source.lines()]
    values, start = frontmatter.split([line + "\n" for line in lines[: frontmatter.LIMIT + 2]], source.path)
    ignores = frontmatter.ignores(lines[:start])
    many = fold(str(values.get("kind", ""))) in _LIBRARIES
    values = {**values, "kind": "macro"} if many else values
    page = Page.of(lines, start)
    sections = _library(page, values, options, many=many)
    if not sections:
        yield _conversation(page.between(start, len(lines)), ignores, _Told(values, source.path, options))
        return
    above = without_comments(page.between(start, sections[0].top))[1]
    quoted = page.are_quoted(sections)
    for section in sections:
        about = {"title": section.title, **({"category": section.category} if section.category else {})}
        told = _Told({**values, "kind": "macro", **about}, source.path, options, section.title)
        for part, beside in page.texts(section, quoted=quoted):
            yield _conversation(part, (*ignores, *above, *beside), told)


def _library(page: Page, values: Mapping[str, object], options: ReadOptions, *, many: bool) -> Sequence[Section] | None:
    """Give the macros of a library; None for a file that is one text. `many`: the file says that it is a library."""
    kind = options.kind or _kind(values)
    if kind not in (None, "macro") or any(fold(key) in _NAMES for key in values):
        return None
    sections = page.sections(1 if many else 2)
    return sections if kind or page.are_quoted(sections) or page.are_marked(sections) else None


def _kind(values: Mapping[str, object]) -> Kind | None:
    try:
        return fields.kind(values["kind"]) if values.get("kind") else None
    except WrongError:
        # The text is read as one, which tells the fault.
        return "draft"


def _conversation(part: Sequence[Line], ignores: Sequence[Ignore], told: _Told) -> Conversation | ReadError:
    """Make a draft or a macro of some lines. What is empty is an error."""
    left, own = without_comments(part)
    text, place = joined(left)
    if not text:
        return ReadError(Fault(told.path, part[0].number + 1 if told.title and part else 0, 0, "is empty"))
    try:
        found = record.head(told.values, told.options, by_hand=True)
        found.id = told.title or found.id or stem(told.path)
        found.kind = found.kind or "draft"
        said = told.options.channel or told.values.get("channel")
        if found.kind == "macro" and found.metadata.get("subject") and not said:
            found.channel = "email"
        turn = Turn("agent", text, found.agents[0] if found.agents else "", place=place)
        return replace(record.conversation(found, [turn], (), told.path), ignores=(*ignores, *own))
    except WrongError as error:
        place_of = frontmatter.position(told.values, error.pointer)
        return ReadError(Fault(told.path, *place_of, f"front matter: {error.what}"))
