"""`carelint check`: lint conversations and report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from ..errors import ExitCode, Fault, ReadError, UsageError
from ..model import Conversation, Result, Severity
from ..reporters import COUNTING, REPORTERS
from ..summary import Summary
from .options import (
    PackChoice,
    ReadChoice,
    color_option,
    model_option,
    pack_options,
    read_options,
    select_options,
    width_option,
)
from .streams import has_color, silence_stdout, terminal_width, warn
from .suppressed import Left

if TYPE_CHECKING:
    from ..config import Config
    from ..run import Plan, Run
    from .fix import Fixer
    from .inputs import Inputs
    from .outputs import Reports


@dataclass(frozen=True)
class Request:
    """What a user asks of `check`."""

    paths: tuple[str, ...]
    packs: PackChoice
    reading: ReadChoice
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    format_name: str
    outputs: tuple[str, ...]
    scorecard: str | None
    fail_on: str | None
    statistics: bool
    quiet: bool
    jobs: int
    strict: bool
    require_evidence: bool
    reply_to: str | None
    as_of: str | None
    model: str | None
    color: Any
    width: int | None
    fix: bool
    diff: bool
    unsafe_fixes: bool
    changed_since: str | None
    no_suppressions: bool


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(tuple(REPORTERS)),
    default="full",
    show_default=True,
    help="The report on standard output.",
)
@click.option(
    "--output", "outputs", multiple=True, metavar="FORMAT:PATH", help="Another report, to a file; repeatable."
)
@select_options
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    help="From which severity on the exit code is 1; error, unless configured.",
)
@click.option(
    "--scorecard", metavar="NAME", help="Score each conversation: vcare, social15, or a scorecard of your own."
)
@click.option("--statistics", is_flag=True, help="Counts per rule instead of single findings.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.option(
    "-j", "--jobs", type=click.IntRange(0, 256), default=1, show_default=True, help="Processes; 0 is one per processor."
)
@click.option(
    "--changed-since", metavar="REV", help="Only what git says was changed since this branch, tag or commit was left."
)
@click.option("--no-suppressions", is_flag=True, help="Also what is suppressed: by files, by a baseline, by comments.")
@click.option("--strict", is_flag=True, help="Stop at the first conversation that cannot be read.")
@click.option("--require-evidence", is_flag=True, help="Fail if a rule cannot be judged for want of evidence.")
@click.option("--fix", is_flag=True, help="Fix drafts and macros, then report what is left; never transcripts.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix and --diff: also fixes that may change what is meant.")
@click.option("--watch", is_flag=True, help="Check again at each save, of the configuration too, until Ctrl-C.")
@read_options
@click.option("--reply-to", metavar="CONVERSATION", help="Check a draft as the next answer in FILE, or FILE#ID.")
@click.option(
    "--as-of", metavar="WHEN", help="What counts as now, for what waits: today, a date (its end), or a date and time."
)
@pack_options
@model_option
@color_option
@width_option
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Lint conversations, drafts and macros.

    PATHS are files, folders and globs; - is standard input. The exit code is 0 if nothing was found, 1 if something was
    (see --fail-on), 2 if the input, a pack or the configuration is wrong. The configuration is the carelint.yaml or
    pyproject.toml closest to PATHS, from the folder that holds all of them upwards.

    \b
    Examples:
      carelint check chats/ --format concise
      carelint check exports.jsonl --jobs 0 --output json:report.json --statistics
      echo "Sorry you feel that way." | carelint check - --as draft --channel email
      carelint check reply.txt --reply-to chats/4711.txt
      carelint check macros/ --fix
      carelint check reply.txt --watch
    """
    if not paths:
        raise UsageError("name what to check: files, folders, or - for standard input, as in: carelint check chats/")
    if options["statistics"] and (name := options["format_name"]) not in COUNTING:
        raise UsageError(f"--statistics has no single findings, and {name} has nothing else: use --format json")
    if options["diff"] and options["outputs"]:
        raise UsageError("--diff makes no report: leave out --output")
    choices = (options.pop(name) for name in ("config", "no_config", "rules_dirs", "no_shipped_rules"))
    packs = replace(PackChoice(*choices), near=paths)
    reading = ReadChoice(*(options.pop(name) for name in ("reader", "kind", "channel")))
    watching = options.pop("watch")
    request = Request(paths, packs, reading, **options)
    if watching:
        from .watch import watch

        return watch(request, lambda now: _Check(now).run())
    return _Check(request).run()


@dataclass
class _Check:
    """One run of the command."""

    request: Request
    summary: Summary = field(default_factory=Summary)
    worst: int = 0
    reports: Reports | None = None
    early: list[Fault] = field(default_factory=list)
    fail_on: str = "error"
    fixer: Fixer | None = None
    left: Left = field(default_factory=Left)
    paths: Sequence[str | ReadError] = ()

    def run(self) -> int:
        from ..run import Run
        from .inputs import Inputs

        request = self.request
        chooser = request.packs.choose(request.select, request.ignore)
        self.fail_on = request.fail_on or chooser.config.fail_on or "error"
        card = request.packs.scorecard(request.scorecard, chooser) if request.scorecard else None
        plan = request.packs.plan(chooser, request.model, card)
        now = now_of(chooser.config, request.as_of)
        inputs = partial(Inputs, chooser.config, request.reading, strict=request.strict, as_of=now)
        suppressing, since = not request.no_suppressions, request.changed_since
        self.left = Left.of(chooser, request.paths, now, suppressing=suppressing, since=since)
        self.paths = self.left.files(self._files(), lambda path: inputs(lambda fault: None).read([path]))
        if since is not None and not self.paths and not request.quiet:
            warn(f"nothing was changed since {since}")
        try:
            if request.fix or request.diff:
                return self._fix(plan, inputs)
            self._report(Run(plan, request.jobs, self.left.results), self._conversations(inputs(self._note)))
        except BrokenPipeError:
            silence_stdout()
        return self._code()

    def _fix(self, plan: Plan, inputs: Callable[..., Inputs]) -> int:
        """Fix, then check what is there now; or show what would be fixed, and no more."""
        from ..reporters.totals import fix_line
        from ..run import Run
        from .fix import Fixer, untold

        request = self.request
        on_problem = self._note if request.diff else untold
        kept, unsafe = self.left.fixed, request.unsafe_fixes
        fixer = Fixer(plan, inputs, on_problem, kept, request.reply_to, unsafe, write=not request.diff)
        if request.diff:
            fixer.show(self.paths, color=has_color(request.color, sys.stdout))
            if fixer.failed or (self.summary.problems and (request.strict or not fixer.read)):
                return ExitCode.WRONG
            return ExitCode.FINDINGS if fixer.fixed else ExitCode.CLEAN
        fixer.change(self.paths, self.summary)
        self.fixer = fixer
        # Standard output is for the fixed text, if that came from standard input.
        with redirect_stdout(sys.stderr) if fixer.held else nullcontext():
            run = Run(plan, request.jobs, self.left.results)
            self._report(run, self._conversations(inputs(self._note, held=fixer.held)))
        fixer.tell_left()
        if request.format_name != "full" and not request.quiet:
            warn(fix_line(self.summary))
        return ExitCode.WRONG if fixer.failed else self._code()

    def _files(self) -> Sequence[str | ReadError]:
        from .inputs import files
        from .outputs import targets

        return files(self.request.paths, {path for _, path in targets(self.request.outputs)})

    def _conversations(self, inputs: Inputs) -> Iterator[Conversation]:
        if not self.request.reply_to:
            return inputs.read(self.paths)
        replies = inputs.replies(self.paths, self.request.reply_to)
        # The first reply tells whether what it answers can be read; no report is begun before that.
        return chain(list(islice(replies, 1)), replies)

    def _report(self, run: Run, conversations: Iterator[Conversation]) -> None:
        from ..reporters import Style
        from .outputs import opened
        from .progress import progress

        request = self.request
        style = Style(
            has_color(request.color, sys.stdout),
            request.width or terminal_width(sys.stdout),
            request.statistics,
            request.quiet,
            {rule.id: rule for rule in run.plan.rules},
            Severity[self.fail_on] if self.fail_on != "never" else None,
        )
        # Started before a report is opened: a plan that cannot run leaves no half of one.
        results = run.results(conversations)
        with opened(request.format_name, request.outputs, style) as reports, progress(wanted=not request.quiet) as tick:
            self.reports = reports
            for fault in self.early:
                reports.problem(fault)
            for result in results:
                self._count(result)
                reports.add(result)
                tick(result)
            self.summary.unavailable = run.unavailable
            self.summary.suppressed = self.left.suppressed
            reports.close(self.summary)
            sys.stdout.flush()
        self.left.complain(whole=not self.summary.problems)

    def _count(self, result: Result) -> None:
        self.summary.add(result)
        if self.fixer:
            self.fixer.count(result)
        self.worst = max((self.worst, *(finding.severity for finding in result.findings)))

    def _note(self, fault: Fault) -> None:
        """Tell of a reading problem as soon as it is met."""
        self.summary.problems += 1
        # One problem is one line, whatever the file's name holds.
        warn(" ".join(str(fault).splitlines()))
        if self.reports:
            self.reports.problem(fault)
        else:
            self.early.append(fault)

    def _code(self) -> int:
        summary = self.summary
        if summary.problems and (self.request.strict or not summary.conversations):
            return ExitCode.WRONG
        if self.request.require_evidence and (summary.skipped or summary.unavailable):
            self._tell_lacking()
            return ExitCode.WRONG
        limit = Severity[self.fail_on] if self.fail_on != "never" else max(Severity) + 1
        return ExitCode.FINDINGS if self.worst >= limit else ExitCode.CLEAN

    def _tell_lacking(self) -> None:
        for rule, reasons in sorted(self.summary.skipped.items()):
            for reason, number in sorted(reasons.items()):
                where = f"{number:,} of {self.summary.conversations:,} conversations"
                warn(f"--require-evidence: {rule} was not judged in {where}: {reason}")
        for rule, why in sorted(self.summary.unavailable.items()):
            warn(f"--require-evidence: {rule} did not run: {why}")


def now_of(config: Config, said: str | None) -> datetime | None:
    """Give the moment that counts as now. Raises UsageError."""
    try:
        return config.now(said)
    except ValueError as error:
        raise UsageError(f"--as-of: {error}") from None
