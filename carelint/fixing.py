"""Fixes put into the text of a file: which of them go together, what comes of it, and when nothing is left to fix.

Nothing is taken on trust: after each pass the text is read again, and must say what was meant and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .model import Conversation, Edit, Finding, Fix, Place, Position, Result

# A pass writes all fixes that do not overlap; texts that need more than so many are never done.
PASSES = 100
_LINE_END = re.compile(r"\r\n|\r|\n")

Read = Callable[[str], Sequence[Conversation]]
Find = Callable[[Sequence[Conversation]], "Sequence[Proposal]"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fix that a rule proposes: for a turn of a conversation, both counted from 0, and for the file."""

    rule: str
    conversation: int
    turn: int
    said: str
    fix: Fix
    edit: Edit

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        """What tells it again when the text round it has changed."""
        return self.rule, self.conversation, self.turn, self.said, self.fix.text


@dataclass(frozen=True, slots=True)
class Fixed:
    """What came of a text: the new one, the proposals that are in it, those that could not be written.

    The rules in `undoing` undo what others do, or never have enough: they fixed nothing.
    """

    text: str
    taken: tuple[Proposal, ...] = ()
    refused: tuple[Proposal, ...] = ()
    undoing: tuple[str, ...] = ()


def is_fixable(finding: Finding, *, unsafe: bool) -> bool:
    """Tell whether the words of a finding can be replaced in its file."""
    return finding.fix is not None and finding.edit is not None and (finding.fix.safe or unsafe)


def proposals(conversations: Sequence[Conversation], results: Iterable[Result], *, unsafe: bool) -> list[Proposal]:
    """Give what the results of the conversations of one file, in their order, propose."""
    return [
        Proposal(finding.rule, number, finding.turn, said, finding.fix, finding.edit)
        for number, result in enumerate(results)
        for finding in result.findings
        if is_fixable(finding, unsafe=unsafe) and finding.fix and finding.edit
        for said in [conversations[number].turns[finding.turn].text[finding.fix.start : finding.fix.end]]
        if said != finding.fix.text
    ]


def settle(text: str, read: Read, find: Find) -> Fixed:
    """Fix a text, pass after pass, until `find` proposes nothing more for what `read` makes of it."""
    undoing: set[str] = set()
    while True:
        run = _Run(text, read, find, frozenset(undoing))
        if not (more := run.undoing()):
            return Fixed(run.text, tuple(run.taken), tuple(run.refused.values()), tuple(sorted(undoing)))
        undoing |= more


class _Run:
    """The passes over one text, without the rules that proved to undo each other."""

    def __init__(self, text: str, read: Read, find: Find, without: frozenset[str]) -> None:
        self.text = text
        self.taken: list[Proposal] = []
        self.refused: dict[tuple[str, int, int, str, str], Proposal] = {}
        self._read, self._find, self._without = read, find, without

    def undoing(self) -> set[str]:
        """Go on until nothing is left to fix; give the rules with which that never happens."""
        seen = {self.text: 0}
        passes: list[set[str]] = []
        while taken := self._pass():
            passes.append({proposal.rule for proposal in taken})
            if self.text in seen or len(passes) == PASSES:
                return set().union(*passes[seen.get(self.text, PASSES - 1) :])
            seen[self.text] = len(passes)
        return set()

    def _pass(self) -> Sequence[Proposal]:
        """Write all that goes together."""
        conversations = self._read(self.text)
        wanted = [
            proposal
            for proposal in self._find(conversations)
            if proposal.rule not in self._without and proposal.key not in self.refused
        ]
        while wanted:
            picked = picks(self.text, wanted)
            taken = self._good(conversations, picked)
            if taken:
                self.text = spliced(self.text, taken)
                self.taken += taken
                return taken
            wanted = [proposal for proposal in wanted if proposal.key not in self.refused]
        return ()

    def _good(self, conversations: Sequence[Conversation], picked: Sequence[Proposal]) -> list[Proposal]:
        """Leave out what would be read otherwise than it is meant."""
        if not picked:
            return []
        if _alike(self._read(spliced(self.text, picked)), meant(conversations, picked)):
            return list(picked)
        if len(picked) == 1:
            self.refused.setdefault(picked[0].key, picked[0])
            return []
        middle = len(picked) // 2
        first, second = self._good(conversations, picked[:middle]), self._good(conversations, picked[middle:])
        if len(first) + len(second) == len(picked):
            # Each half alone is fine: the other one has to wait for the next pass.
            return first
        return self._good(conversations, first + second)


def picks(text: str, wanted: Iterable[Proposal]) -> list[Proposal]:
    """Give the proposals that do not overlap or touch each other, in the order of the text; the first one wins."""
    lines = _Lines(text)
    picked: list[Proposal] = []
    end = -1
    spans = ((lines.span(proposal.edit), proposal) for proposal in wanted)
    for (first, last), proposal in sorted(spans, key=lambda pair: (pair[0], pair[1].rule)):
        if first > end:
            picked.append(proposal)
            end = last
    return picked


def spliced(text: str, picked: Iterable[Proposal]) -> str:
    """Write proposals that do not overlap, in the order of the text, into it."""
    lines = _Lines(text)
    parts: list[str] = []
    done = 0
    for proposal in picked:
        first, last = lines.span(proposal.edit)
        parts += [text[done:first], proposal.edit.text]
        done = last
    return "".join([*parts, text[done:]])


def meant(conversations: Sequence[Conversation], picked: Iterable[Proposal]) -> list[Conversation]:
    """Give the conversations as they should be read once the proposals are written."""
    by_place: dict[tuple[int, int], list[Fix]] = {}
    for proposal in picked:
        by_place.setdefault((proposal.conversation, proposal.turn), []).append(proposal.fix)
    new = list(conversations)
    for (number, turn), fixes in by_place.items():
        turns = list(new[number].turns)
        turns[turn] = replace(turns[turn], text=mended(turns[turn].text, fixes))
        new[number] = replace(new[number], turns=tuple(turns))
    return new


def mended(text: str, fixes: Iterable[Fix]) -> str:
    """Write fixes into the text of a turn; of those that overlap or touch the first one wins."""
    parts: list[str] = []
    done, last = 0, -1
    for fix in sorted(fixes, key=lambda fix: (fix.start, fix.end)):
        if fix.start > last:
            parts += [text[done : fix.start], fix.text]
            done = last = fix.end
    return "".join([*parts, text[done:]])


def _alike(some: Sequence[Conversation], others: Sequence[Conversation]) -> bool:
    """Tell whether conversations are the same but for where they stand."""
    return list(map(_bare, some)) == list(map(_bare, others))


def _bare(conversation: Conversation) -> Conversation:
    return replace(conversation, turns=tuple(replace(turn, place=Place()) for turn in conversation.turns))


class _Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        self._size = len(text)

    def span(self, edit: Edit) -> tuple[int, int]:
        """Give the first character of an edit's region, and the one behind its last."""
        return self._index(edit.region.start), self._index(edit.region.end)

    def _index(self, position: Position) -> int:
        line = min(max(position.line, 1), len(self._starts))
        return min(self._starts[line - 1] + position.column - 1, self._size)


def lines_of(text: str) -> Iterator[str]:
    """Give the lines of a text with their ends, as `diff` has them: only a line feed ends one."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end
