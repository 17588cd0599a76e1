"""`carelint check`: lint conversations and report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from ..errors import UsageError
from ..reporters import COUNTING, REPORTERS
from .checking import Check
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
from .request import Request


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

        return watch(request, lambda now: Check(now).run())
    return Check(request).run()
