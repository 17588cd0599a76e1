"""What a run of `carelint check` met, and the exit code that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import ExitCode, Fault
from ..model import Result, Severity
from ..reporters.base import counted
from ..summary import Summary
from .streams import tell, warn

if TYPE_CHECKING:
    from ..readers import LeftOutError
    from .outputs import Reports
    from .request import Request


@dataclass
class Tally:
    """Counts results and problems. A problem is told at once, and to the reports as soon as they are open."""

    request: Request
    summary: Summary = field(default_factory=Summary)
    fail_on: str = "error"
    _unanswered: int = 0
    _left_out: Fault | None = None
    _worst: int = 0
    _reports: Reports | None = None
    _early: list[Fault] = field(default_factory=list)

    def tell(self, reports: Reports) -> None:
        """Have these reports told of problems, of those first that came before them."""
        self._reports = reports
        for fault in self._early:
            reports.problem(fault)

    def add(self, result: Result) -> None:
        """Count a result."""
        self.summary.add(result)
        self._worst = max((self._worst, *(finding.severity for finding in result.findings)))

    def note(self, fault: Fault) -> None:
        """Tell of a reading problem as soon as it is met."""
        self.summary.problems += 1
        tell(fault)
        if self._reports:
            self._reports.problem(fault)
        else:
            self._early.append(fault)

    def leave_out(self, error: LeftOutError) -> None:
        """Count conversations that no agent has answered yet, and remember what else is not read: no problems."""
        self._unanswered += error.count
        self._left_out = self._left_out or error.fault

    def end(self) -> None:
        """Make what was left out a problem, if there was nothing else."""
        if self._left_out and not (self.summary.conversations or self.summary.problems):
            self.note(self._left_out)

    def tell_unanswered(self) -> None:
        """Say once how many conversations no agent has answered."""
        if self._unanswered and not self.request.quiet:
            warn(unanswered_line(self._unanswered))

    @property
    def is_unread(self) -> bool:
        """Whether so little could be read that the run is worth nothing."""
        return bool(self.summary.problems) and (self.request.strict or not self.summary.conversations)

    def code(self) -> int:
        """Give the exit code, and say which rules lacked evidence if that is what fails."""
        if self.is_unread:
            return ExitCode.WRONG
        if self.request.require_evidence and (self.summary.skipped or self.summary.unavailable):
            self._tell_lacking()
            return ExitCode.WRONG
        limit = Severity[self.fail_on] if self.fail_on != "never" else max(Severity) + 1
        return ExitCode.FINDINGS if self._worst >= limit else ExitCode.CLEAN

    def _tell_lacking(self) -> None:
        for rule, reasons in sorted(self.summary.skipped.items()):
            for reason, number in sorted(reasons.items()):
                where = f"{number:,} of {self.summary.conversations:,} conversations"
                warn(f"--require-evidence: {rule} was not judged in {where}: {reason}")
        for rule, why in sorted(self.summary.unavailable.items()):
            warn(f"--require-evidence: {rule} did not run: {why}")


def unanswered_line(count: int) -> str:
    """Say how many conversations were left out because no agent has answered them."""
    return f"{counted(count, 'conversation')} without an answer of an agent {'was' if count == 1 else 'were'} left out"
