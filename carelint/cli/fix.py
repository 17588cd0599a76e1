"""`--fix` and `--diff`: drafts and macros get the fixes of the rules; transcripts are what was said, and stay."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import click

from ..errors import CarelintError, Fault, ReadError, UsageError
from ..fixing import Fixed, Proposal, is_fixable, lines_of, proposals, settle
from ..model import Conversation, Result
from ..readers.walk import shown
from ..reporters.base import counted
from ..summary import Summary
from .rewriting import MOST, Decoded, is_packed, read_whole, rewrite, within
from .streams import printable_lines, warn

if TYPE_CHECKING:
    from ..linter import Linter
    from ..run import Plan
    from .inputs import Inputs


class Change(NamedTuple):
    """What was fixed: the text of a file before and after."""

    name: str
    old: str
    new: str


@dataclass
class Fixer:
    """Fixes files, one after the other, and remembers what came of it.

    `inputs` makes what reads files, given who is told of problems (`on_problem`, once for each file) and the content of
    files that are not opened. `kept` leaves those results and findings that are reported: nothing else is fixed.
    Without `write`, nothing is written. What standard input would be is in `held`.
    """

    plan: Plan
    inputs: Callable[..., Inputs]
    on_problem: Callable[[Fault], None]
    kept: Callable[[Iterator[Result]], Iterable[Result]]
    reply_to: str | None
    unsafe: bool
    write: bool
    held: dict[str, bytes] = field(default_factory=dict)
    fixed: int = 0
    files: int = 0
    read: int = 0
    failed: bool = False
    left: dict[str, int] = field(default_factory=dict)
    kept_back: int = 0
    _kept_back: int = 0

    def fix(self, path: str | ReadError) -> Change | None:
        """Fix a file, if there is anything to fix in it. What cannot be read is for the report to tell."""
        if isinstance(path, ReadError):
            return None
        name = "<stdin>" if path == "-" else shown(path)
        try:
            if path == "-":
                self.held[path] = within(name, sys.stdin.buffer.read(MOST + 1))
            if self._is_written(path):
                data = self.held[path] if path == "-" else read_whole(name, path)
                if not is_packed(data):
                    return self._fix(name, path, data)
                warn(f"{name}: is packed, and not fixed: unpack it first")
        except UsageError:
            raise
        except (OSError, ReadError):
            pass
        except CarelintError as error:
            self.failed = True
            warn(str(error))
        return None

    def show(self, paths: Iterable[str | ReadError], *, color: bool) -> None:
        """Print what would be changed."""
        for path in paths:
            if change := self.fix(path):
                print_difference(change, color=color)
                sys.stdout.flush()

    def change(self, paths: Iterable[str | ReadError], summary: Summary) -> None:
        """Fix all files; what standard input says is fixed to standard output."""
        for path in paths:
            self.fix(path)
        summary.fixed, summary.fixed_files = self.fixed, self.files
        if "-" in self.held:
            sys.stdout.buffer.write(self.held["-"])
            sys.stdout.buffer.flush()

    def _is_written(self, path: str) -> bool:
        """Tell whether a file holds drafts and macros and nothing else."""
        some = False
        for conversation in self._conversations(path, self.held, self.on_problem):
            self.read += 1
            if conversation.kind == "transcript":
                return False
            some = True
        return some

    def _conversations(
        self, path: str, held: Mapping[str, bytes], on_problem: Callable[[Fault], None]
    ) -> Iterator[Conversation]:
        inputs = self.inputs(on_problem, held=held)
        return inputs.replies([path], self.reply_to) if self.reply_to else inputs.read([path])

    @cached_property
    def _linter(self) -> Linter:
        return self.plan.linter()

    def _fix(self, name: str, path: str, data: bytes) -> Change | None:
        source = Decoded.of(name, data)

        def read(text: str) -> Sequence[Conversation]:
            try:
                content = source.encoded(text)
            except UnicodeEncodeError:
                return ()  # the encoding of the file lacks a character: nothing is read as it was meant
            return list(self._conversations(path, {path: content}, untold))

        done = settle(source.text, read, self._find)
        self._tell(name, done)
        self.kept_back += self._kept_back
        if done.text == source.text:
            return None
        if path == "-":
            self.held[path] = source.encoded(done.text)
        elif self.write:
            rewrite(name, path, data, source.encoded(done.text))
        self.fixed += len(done.taken)
        self.files += 1
        return Change(name, source.text, done.text)

    def _find(self, conversations: Sequence[Conversation]) -> list[Proposal]:
        results = list(self.kept(self._linter.lint(conversations)))
        # Each pass knows better what is left.
        self._kept_back = sum(
            is_fixable(finding, unsafe=True) and not is_fixable(finding, unsafe=self.unsafe)
            for result in results
            for finding in result.findings
        )
        return proposals(conversations, results, unsafe=self.unsafe)

    def _tell(self, name: str, done: Fixed) -> None:
        for refused in done.refused:
            place = refused.edit.region.start
            what = f"{refused.rule}: not fixed: the file would not be read as meant with “{refused.fix.text}” here"
            warn(str(Fault(name, place.line, place.column, what)))
        if done.undoing:
            rules = ", ".join(done.undoing)
            others = "they undo each other's fixes" if len(done.undoing) > 1 else "its fixes never come to an end"
            warn(f"{name}: not fixed: {rules}: {others}")

    def count(self, result: Result) -> None:
        """Count what could be fixed, were it not a transcript."""
        number = sum(is_fixable(finding, unsafe=self.unsafe) for finding in result.findings)
        if number and result.kind == "transcript":
            self.left[result.path] = self.left.get(result.path, 0) + number

    def tell_difference(self) -> None:
        """Say how much would be fixed, and how much more with --unsafe-fixes."""
        done = f"would fix {self.fixed:,} in {counted(self.files, 'file')}" if self.fixed else "nothing to fix"
        warn(done + (f" ({self.kept_back:,} more with --unsafe-fixes)" if self.kept_back else ""))

    def tell_left(self) -> None:
        """Say once that transcripts were left alone, if there was anything to fix in them."""
        if self.left:
            what = f"{counted(sum(self.left.values()), 'finding')} with a fix in {counted(len(self.left), 'file')}"
            warn(f"--fix leaves transcripts as they are: {what}; it is for drafts and macros")


def untold(fault: Fault) -> None:
    """Leave it to the report."""


def difference(change: Change) -> Iterator[str]:
    """Give the lines of a unified diff."""
    old, new = (list(lines_of(text)) for text in (change.old, change.new))
    for line in unified_diff(old, new, change.name, change.name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def print_difference(change: Change, *, color: bool) -> None:
    """Print a diff: as it is for a program, coloured and harmless for a terminal."""
    shown = color or sys.stdout.isatty()
    for line in difference(change):
        sys.stdout.write(_shown(line, color=color) if shown else line)


def _shown(line: str, *, color: bool) -> str:
    shown = "\n".join(printable_lines(line.rstrip("\r\n")))
    if not color:
        return f"{shown}\n"
    colors = {"+": "green", "-": "red", "@": "cyan"}
    bold = line.startswith(("---", "+++"))
    return click.style(shown, fg=None if bold else colors.get(line[:1]), bold=bold) + "\n"
