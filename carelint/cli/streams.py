"""Standard output and error: always UTF-8, never a crash over a character, colours only where they are wanted."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from typing import Literal, TextIO

from ..errors import Fault

ColorChoice = Literal["auto", "always", "never"]


def use_utf8() -> None:
    """Make both streams UTF-8; what cannot be encoded, lone surrogates, is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def silence_stdout() -> None:
    """Send what is still to be written to standard output nowhere, so that nothing complains at the exit."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass


def printable_lines(message: str) -> Iterator[str]:
    """Give the lines of a message without characters that would drive the terminal."""
    from ..reporters.base import printable

    for line in message.split("\n"):
        yield printable(line)


def echo(text: str = "") -> None:
    """Print a line, or lines, to standard output; nothing in them reaches the terminal but to be shown."""
    sys.stdout.write("".join(f"{line}\n" for line in printable_lines(text)))


def warn(text: str) -> None:
    """Print a line, or lines, to standard error."""
    sys.stderr.write("".join(f"{line}\n" for line in printable_lines(text)))


def tell(fault: Fault) -> None:
    """Tell of a fault on standard error as one line, whatever the file's name holds."""
    warn(" ".join(str(fault).splitlines()))


def has_color(choice: ColorChoice, stream: TextIO) -> bool:
    """Tell whether to write colours; `auto` does on a terminal, unless NO_COLOR is set (no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def terminal_width(stream: TextIO) -> int:
    """Give the width of the terminal, at most 100 so that lines can be read; 80 where there is none."""
    return min(100, shutil.get_terminal_size((80, 24)).columns) if stream.isatty() else 80
