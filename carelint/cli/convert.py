"""`carelint convert`: any format that carelint reads -> its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TextIO

import click

from ..errors import ExitCode, Fault, ReadError, UsageError
from ..model import Conversation
from .options import PackChoice, ReadChoice, config_options, read_options
from .streams import silence_stdout, tell, warn

if TYPE_CHECKING:
    from ..config import Config
    from ..readers import LeftOutError


@click.command()
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", metavar="FILE", help="Where to write; standard output, unless given.")
@click.option("--strict", is_flag=True, help="Stop at the first conversation that cannot be read, and write nothing.")
@read_options
@config_options
def convert(paths: tuple[str, ...], output: str | None, strict: bool, **options: Any) -> int:
    """Write conversations, drafts and macros of any format as JSON lines, carelint's own format.

    One conversation a line: id, channel, kind, status, customer, agents, opened_at, closed_at, metadata, and turns of
    role, name, ts, until, visibility, macro, attachments and text. Reading it back gives the same conversations. What
    cannot be read is told on standard error and left out; the exit code is 2 if nothing could be read.

    \b
    Examples:
      carelint convert export.zip -o export.jsonl
      carelint convert chat.txt | jq .turns
    """
    if not paths:
        raise UsageError("name what to convert, as in: carelint convert export.zip -o export.jsonl")
    config = replace(PackChoice(options.pop("config"), options.pop("no_config")), near=paths).configuration()
    converted = _Converted(strict)
    try:
        with _opened(output) as out:
            converted.write(_items(paths, output, ReadChoice(**options), config), out)
            converted.settle()
            if strict and converted.problems:
                raise UsageError("nothing was written: --strict, and not all could be read")
            if output and converted.problems and not converted.count:
                # What an earlier run wrote stays.
                raise UsageError(f"nothing was written to {output}: nothing could be read")
    except BrokenPipeError:
        silence_stdout()
    converted.tell(output)
    return ExitCode.CLEAN if converted.count or not converted.problems else ExitCode.WRONG


@dataclass
class _Converted:
    """Writes conversations and counts them, with what was not read."""

    strict: bool
    count: int = 0
    problems: int = 0
    left_out: list[LeftOutError] = field(default_factory=list)

    def write(self, items: Iterable[Conversation | ReadError], out: TextIO) -> None:
        """Write what was read; with `strict`, stop at the first problem."""
        from ..readers import LeftOutError
        from ..readers.native import native_line

        for item in items:
            if isinstance(item, LeftOutError):
                self.left_out.append(item)
            elif isinstance(item, ReadError):
                self._note(item.fault)
                if self.strict:
                    return
            else:
                out.write(native_line(item) + "\n")
                self.count += 1

    def settle(self) -> None:
        """Make what was left out a problem, if there was nothing else."""
        if self.left_out and not (self.count or self.problems):
            self._note(self.left_out[0].fault)

    def tell(self, output: str | None) -> None:
        """Say how many are unanswered, and how many were written."""
        from .tally import unanswered_line

        if unanswered := sum(left.count for left in self.left_out):
            warn(unanswered_line(unanswered))
        if output and self.count:
            warn(f"{self.count:,} written to {output}")

    def _note(self, fault: Fault) -> None:
        self.problems += 1
        tell(fault)


def _items(
    paths: Sequence[str], output: str | None, choice: ReadChoice, config: Config
) -> Iterator[Conversation | ReadError]:
    from ..readers import read
    from .inputs import files

    for path in files(paths, [output] if output else ()):
        yield from (path,) if isinstance(path, ReadError) else read(path, choice.options(config, path))


@contextmanager
def _opened(output: str | None) -> Iterator[TextIO]:
    from .outputs import written

    if output is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    with written(output) as stream:
        yield stream
