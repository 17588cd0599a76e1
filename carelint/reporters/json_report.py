"""`json`: the whole run as one versioned document, written as a stream."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from .. import __version__
from ..errors import Fault
from ..model import Result
from ..summary import Summary
from .base import Style
from .fields import finding_fields, line_of, problem_fields, summary_fields
from .scores import score_fields
from .spool import Spool

VERSION = 1


class Json:
    """One document, one finding a line; see schemas/report.schema.json. With statistics, no findings."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out
        self._statistics = style.statistics
        self._empty = True
        # Scores and problems come after the findings: kept on disk, if there are very many.
        self._scores, self._problems = Spool(), Spool()
        tool = line_of({"name": "carelint", "version": __version__})
        out.write(f'{{\n  "version": {VERSION},\n  "tool": {tool},\n  "findings": [')

    def add(self, result: Result) -> None:
        """Write the findings; keep the score for the end."""
        if self._statistics:
            return
        for finding in result.findings:
            self._out.write(("" if self._empty else ",") + "\n    " + line_of(finding_fields(finding)))
            self._empty = False
        if result.score:
            self._scores.add(line_of(score_fields(result, result.score)))

    def problem(self, fault: Fault) -> None:
        """Keep a problem for the end."""
        self._problems.add(line_of(problem_fields(fault)))

    def close(self, summary: Summary) -> None:
        """Write the problems and the summary."""
        self._out.write(("" if self._empty else "\n  ") + "],\n")
        for name, kept in (("scores", self._scores), ("problems", self._problems)):
            if name == "problems" or kept.number:
                self._out.write(f'  "{name}": [')
                self._write_lines(kept.lines())
                self._out.write("],\n")
        self._out.write(f'  "summary": {line_of(summary_fields(summary))}\n}}\n')

    def _write_lines(self, lines: Iterable[str]) -> None:
        empty = True
        for line in lines:
            self._out.write(("" if empty else ",") + "\n    " + line)
            empty = False
        self._out.write("" if empty else "\n  ")
