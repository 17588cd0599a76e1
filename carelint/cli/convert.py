"""`carelint convert`: any format that carelint reads -> its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TextIO

import click

from ..errors import ExitCode, Fault, ReadError, UsageError
from ..model import Conversation
from .options import PackChoice, ReadChoice, config_options, read_options
from .streams import silence_stdout, warn

if TYPE_CHECKING:
    from ..config import Config


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
    from ..readers import LeftOutError
    from ..readers.native import native_line
    from .tally import unanswered_line

    if not paths:
        raise UsageError("name what to convert, as in: carelint convert export.zip -o export.jsonl")
    config = replace(PackChoice(options.pop("config"), options.pop("no_config")), near=paths).configuration()
    problems: list[Fault] = []

    def note(fault: Fault) -> None:
        problems.append(fault)
        warn(" ".join(str(fault).splitlines()))

    left_out: list[LeftOutError] = []
    items = _items(paths, output, ReadChoice(**options), config)
    count = 0
    try:
        with _opened(output) as out:
            for item in items:
                if isinstance(item, LeftOutError):
                    left_out.append(item)
                elif isinstance(item, ReadError):
                    note(item.fault)
                    if strict:
                        break
                else:
                    out.write(native_line(item) + "\n")
                    count += 1
            if strict and problems:
                raise UsageError("nothing was written: --strict, and not all could be read")
    except BrokenPipeError:
        silence_stdout()
    if unanswered := sum(left.count for left in left_out):
        warn(unanswered_line(unanswered))
    if left_out and not (count or problems):
        note(left_out[0].fault)
    if output and count:
        warn(f"{count:,} written to {output}")
    return ExitCode.CLEAN if count or not problems else ExitCode.WRONG


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
