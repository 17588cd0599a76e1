"""`jsonl`: one finding a line, and nothing else."""

from __future__ import annotations

from typing import TextIO

from ..errors import Fault
from ..model import Result
from ..summary import Summary
from .base import Style
from .fields import finding_fields, line_of


class JsonLines:
    """One finding a line, as JSON; see schemas/finding.schema.json."""

    def __init__(self, out: TextIO, style: Style) -> None:
        self._out = out

    def add(self, result: Result) -> None:
        """Write the findings."""
        for finding in result.findings:
            self._out.write(line_of(finding_fields(finding)) + "\n")

    def problem(self, fault: Fault) -> None:
        """Say nothing: each line is a finding."""

    def close(self, summary: Summary) -> None:
        """Say nothing: each line is a finding."""
