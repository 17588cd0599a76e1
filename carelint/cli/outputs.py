"""Where reports go: standard output, and files that appear whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TextIO

from ..errors import Fault, UsageError, allowed
from ..model import Result
from ..reporters import REPORTERS, Reporter, Style
from ..summary import Summary

_STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}
_ENDINGS = {
    **dict.fromkeys(("full", "concise", "github"), "txt"),
    **dict.fromkeys(("gitlab", "rdjson"), "json"),
    **dict.fromkeys(("junit", "checkstyle"), "xml"),
    "markdown": "md",
}


class Reports:
    """Several reporters, fed at once."""

    def __init__(self, reporters: Sequence[Reporter]) -> None:
        self._reporters = reporters

    def add(self, result: Result) -> None:
        """Report one conversation."""
        for reporter in self._reporters:
            reporter.add(result)

    def problem(self, fault: Fault) -> None:
        """Report a reading problem."""
        for reporter in self._reporters:
            reporter.problem(fault)

    def close(self, summary: Summary) -> None:
        """End all reports."""
        for reporter in self._reporters:
            reporter.close(summary)


@contextmanager
def opened(format_name: str, outputs: Sequence[str], style: Style) -> Iterator[Reports]:
    """Open the report on standard output and those of `FORMAT:PATH`; the files are kept if nothing is raised."""
    with ExitStack() as stack:
        reporters = [REPORTERS[format_name](sys.stdout, style)]
        for name, path in targets(outputs):
            # A file has no colours, and no terminal whose width would matter.
            plain = replace(style, color=False, width=80)
            reporters.append(REPORTERS[name](stack.enter_context(written(path)), plain))
        yield Reports(reporters)


def targets(outputs: Sequence[str]) -> list[tuple[str, str]]:
    """Give the format and the path of each `FORMAT:PATH`. Raises UsageError."""
    found = [_target(output) for output in outputs]
    paths = [os.path.realpath(path) for _, path in found]
    if len(set(paths)) < len(paths):
        raise UsageError("--output: two reports go to the same file")
    return found


def _target(output: str) -> tuple[str, str]:
    name, colon, path = output.partition(":")
    if name not in REPORTERS:
        raise UsageError(f'--output: unknown format "{name}": {allowed(name, REPORTERS)}')
    if not colon or not path:
        raise UsageError(f"--output: say where to write, as in {name}:report.{_ENDINGS.get(name, name)}")
    return name, path


@contextmanager
def written(path: str) -> Iterator[TextIO]:
    """Write a file beside its place and move it there at the end; devices and pipes are written at once."""
    # Of a pipe, the real path is a name that does not exist: what is asked is the given path.
    whole = path not in _STREAMS and (os.path.isfile(path) or not os.path.exists(path))
    final = os.path.realpath(path)
    place = os.path.join(os.path.dirname(final), f".{os.path.basename(final)}.{os.getpid()}.tmp") if whole else path
    try:
        # A second opening of a redirected stream would begin at its start, over what is there.
        target = os.dup(_STREAMS[path]) if path in _STREAMS else place
        with open(target, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            yield stream
        if whole:
            os.replace(place, final)
    except BaseException as error:
        if whole and os.path.isfile(place):
            os.unlink(place)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise UsageError(f"--output: {path} cannot be written: {error.strerror or error}") from None
        raise
