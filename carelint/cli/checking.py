"""One run of `carelint check`: what is read, checked, fixed and reported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, redirect_stdout
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from ..errors import ExitCode, ReadError
from ..model import Conversation, Result, Severity
from .options import now_of
from .streams import has_color, silence_stdout, terminal_width, warn
from .suppressed import Left
from .tally import Tally

if TYPE_CHECKING:
    from ..reporters import Style
    from ..run import Plan
    from .fix import Fixer
    from .inputs import Inputs
    from .request import Request


class Check:
    """A run of the command."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._tally = Tally(request)
        self._left = Left()
        self._paths: Sequence[str | ReadError] = ()

    def run(self) -> int:
        """Check, and give the exit code."""
        from .inputs import Inputs

        request = self._request
        chooser = request.packs.choose(request.select, request.ignore)
        self._tally.fail_on = request.fail_on or chooser.config.fail_on or "error"
        card = request.packs.scorecard(request.scorecard, chooser) if request.scorecard else None
        plan = request.packs.plan(chooser, request.model, card)
        now = now_of(chooser.config, request.as_of)
        inputs = partial(Inputs, chooser.config, request.reading, strict=request.strict, as_of=now)
        suppressing, since = not request.no_suppressions, request.changed_since
        self._left = Left.of(chooser, request.paths, now, suppressing=suppressing, since=since)
        self._paths = self._left.files(self._files(), lambda path: inputs(lambda fault: None).read([path]))
        if since is not None and not self._paths and not request.quiet:
            warn(f"nothing was changed since {since}")
        try:
            return self._checked(plan, inputs)
        except BrokenPipeError:
            silence_stdout()
        return self._tally.code()

    def _checked(self, plan: Plan, inputs: Callable[..., Inputs]) -> int:
        if self._request.diff:
            return self._differ(plan, inputs)
        if self._request.fix:
            return self._fix(plan, inputs)
        self._report(plan, self._tally.add, self._told(inputs))
        return self._tally.code()

    def _differ(self, plan: Plan, inputs: Callable[..., Inputs]) -> int:
        """Show what would be fixed, and no more."""
        fixer = self._fixer(plan, inputs)
        fixer.show(self._paths, color=has_color(self._request.color, sys.stdout))
        if not self._request.quiet and fixer.read:
            fixer.tell_difference()
        if fixer.failed or (self._tally.summary.problems and (self._request.strict or not fixer.read)):
            return ExitCode.WRONG
        return ExitCode.FINDINGS if fixer.fixed else ExitCode.CLEAN

    def _fix(self, plan: Plan, inputs: Callable[..., Inputs]) -> int:
        """Fix, then check what is there now."""
        from ..reporters.totals import fix_line

        fixer = self._fixer(plan, inputs)
        fixer.change(self._paths, self._tally.summary)

        def count(result: Result) -> None:
            self._tally.add(result)
            fixer.count(result)

        # Standard output is for the fixed text, if that came from standard input.
        with redirect_stdout(sys.stderr) if fixer.held else nullcontext():
            self._report(plan, count, self._told(inputs, held=fixer.held))
        fixer.tell_left()
        if self._request.format_name != "full" and not self._request.quiet:
            warn(fix_line(self._tally.summary))
        return ExitCode.WRONG if fixer.failed else self._tally.code()

    def _fixer(self, plan: Plan, inputs: Callable[..., Inputs]) -> Fixer:
        from .fix import Fixer, untold

        request = self._request
        on_problem = self._tally.note if request.diff else untold
        unsafe, write = request.unsafe_fixes, not request.diff
        return Fixer(plan, inputs, on_problem, self._left.fixed, request.reply_to, unsafe, write=write)

    def _told(self, inputs: Callable[..., Inputs], held: Mapping[str, bytes] | None = None) -> Inputs:
        """Give what reads for the report."""
        return inputs(self._tally.note, on_left_out=self._tally.leave_out, held=held)

    def _files(self) -> Sequence[str | ReadError]:
        from .inputs import files
        from .outputs import targets

        return files(self._request.paths, {path for _, path in targets(self._request.outputs)})

    def _conversations(self, inputs: Inputs) -> Iterator[Conversation]:
        if not self._request.reply_to:
            return inputs.read(self._paths)
        replies = inputs.replies(self._paths, self._request.reply_to)
        # The first reply tells whether what it answers can be read; no report is begun before that.
        return chain(list(islice(replies, 1)), replies)

    def _report(self, plan: Plan, count: Callable[[Result], None], inputs: Inputs) -> None:
        from ..run import Run
        from .outputs import opened
        from .progress import progress

        request, summary = self._request, self._tally.summary
        run = Run(plan, request.jobs, self._left.results)
        # Started before a report is opened: a plan that cannot run leaves no half of one.
        results = run.results(self._conversations(inputs))
        ticking = progress(wanted=not request.quiet)
        with opened(request.format_name, request.outputs, self._style(plan)) as reports, ticking as tick:
            self._tally.tell(reports)
            for result in results:
                count(result)
                reports.add(result)
                tick(result)
            self._tally.end()
            summary.unavailable, summary.suppressed = run.unavailable, self._left.suppressed
            reports.close(summary)
            sys.stdout.flush()
        self._tally.tell_unanswered()
        self._left.complain(whole=not summary.problems)

    def _style(self, plan: Plan) -> Style:
        from ..reporters import Style

        request, fail_on = self._request, self._tally.fail_on
        return Style(
            has_color(request.color, sys.stdout),
            request.width or terminal_width(sys.stdout),
            request.statistics,
            request.quiet,
            {rule.id: rule for rule in plan.rules},
            Severity[fail_on] if fail_on != "never" else None,
        )
