"""The macros of a Markdown page: its headings of one level, and the texts below them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..model import Ignore
from .markdown_blocks import Block, blocks_of
from .markdown_lines import Line, without_comments

_PLACEHOLDER = re.compile(
    r"\{\{.{1,99}?\}\}|\{%.{1,99}?%\}|[%#$]\{[^{}]{1,99}\}|\{[A-Za-z_. ]{2,40}\}"
    r"|\[[A-Z][A-Z _]{1,40}\]|<[A-Z][A-Z _]{1,40}>"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A macro: where the comments above its heading begin, and the lines of its text; lines count from 0."""

    title: str
    category: str
    top: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a file, the front matter among them, and the blocks behind `start`; lines count from 0."""

    lines: Sequence[str]
    start: int
    headings: Sequence[Block]
    quotes: Sequence[Block]
    code: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, lines: Sequence[str], start: int) -> Page:
        """Read the blocks."""
        blocks = blocks_of(lines, start)
        headings = [block for block in blocks if block.level]
        code = frozenset(number for block in blocks if block.code for number in range(block.first, block.end))
        return cls(lines, start, headings, [block for block in blocks if block.quotes], code)

    def between(self, first: int, end: int) -> list[Line]:
        """Give the lines from `first` up to `end`."""
        return [Line(number, 0, self.lines[number], verbatim=number in self.code) for number in range(first, end)]

    def sections(self, needed: int) -> list[Section]:
        """Give the sections of the highest level on which so many headings have a text right below; else none."""
        ends = [*(block.first for block in self.headings[1:]), len(self.lines)]
        spoken = Counter(
            heading.level
            for heading, end in zip(self.headings, ends, strict=False)
            if any(line.strip() for line in self.lines[heading.end : end])
        )
        level = next((level for level in range(1, 7) if spoken[level] >= needed), 0)
        return [section for section in self._of_level(level) if self._has_text(section)]

    def _of_level(self, level: int) -> Iterator[Section]:
        levels = Counter(heading.level for heading in self.headings)
        above: list[Block] = []
        for heading, after in pairwise([*(one for one in self.headings if one.level <= level), None]):
            if heading is None:
                continue
            if heading.level < level:
                above = [*(one for one in above if one.level < heading.level), heading]
                continue
            # A heading that is the first of all, and the only one of its level, is the title of the file.
            is_category = above and (above[-1] is not self.headings[0] or levels[above[-1].level] > 1)
            category = self._title(above[-1]) if is_category else ""
            end = self._top(after) if after else len(self.lines)
            yield Section(self._title(heading), category, self._top(heading), heading.end, end)

    def are_quoted(self, sections: Sequence[Section]) -> bool:
        """Tell whether each of some sections has its text in a quote."""
        return bool(sections) and all(self._quotes(section) for section in sections)

    def are_marked(self, sections: Sequence[Section]) -> bool:
        """Tell whether half of the sections have a placeholder, and what stands above the first has none."""
        if not sections or self._has_placeholder(self.start, sections[0].top):
            return False
        return sum(self._has_placeholder(one.first, one.end) for one in sections) * 2 >= len(sections)

    def texts(self, section: Section, *, quoted: bool) -> Iterator[tuple[Sequence[Line], tuple[Ignore, ...]]]:
        """Give the lines of each text of a section, and what the comments beside it turn off."""
        heading = without_comments(self.between(section.top, section.first))[1]
        quotes = self._quotes(section)
        inside = {number for block in quotes for number in range(block.first, block.end)}
        beside, others = without_comments(
            [line for line in self.between(section.first, section.end) if line.number not in inside]
        )
        # Where nothing stands beside a quote, it is the text in any file.
        if not quoted and (not quotes or any(line.text.strip() for line in beside)):
            yield self.between(section.first, section.end), heading
        else:
            yield from ((block.lines, (*heading, *others)) for block in quotes)

    def _quotes(self, section: Section) -> Sequence[Block]:
        first = bisect_left(self.quotes, section.first, key=_first)
        return self.quotes[first : bisect_left(self.quotes, section.end, key=_first)]

    def _has_text(self, section: Section) -> bool:
        return any(line.strip() for line in self.lines[section.first : section.end])

    def _has_placeholder(self, first: int, end: int) -> bool:
        return any(_PLACEHOLDER.search(line) for line in self.lines[first:end])

    def _top(self, heading: Block) -> int:
        """Give where the comments begin that stand right above a heading."""
        top = heading.first
        while top > self.start and (line := self.lines[top - 1].strip()).startswith("<!--") and line.endswith("-->"):
            top -= 1
        return top

    def _title(self, heading: Block) -> str:
        parts = without_comments([Line(0, 0, self.lines[heading.first])])[0]
        return "".join(part.text for part in parts).strip().strip("#").strip() or "untitled"


def _first(block: Block) -> int:
    return block.first
