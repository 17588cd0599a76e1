"""Progress on standard error, when a person is watching and the report goes elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..model import Result

Tick = Callable[[Result], None]


@contextmanager
def progress(*, wanted: bool) -> Iterator[Tick]:
    """Show how many conversations were read and how much was found; gives what to call for each."""
    if not wanted or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda result: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(20), TextColumn("{task.description}"), TimeElapsedColumn())
    # Warnings go to standard error by themselves: rich keeps them above the bar.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as display:
        task = display.add_task("reading", total=None)
        seen = {"conversations": 0, "findings": 0}

        def tick(result: Result) -> None:
            seen["conversations"] += 1
            seen["findings"] += len(result.findings)
            display.update(task, description=f"{seen['conversations']:,} conversations, {seen['findings']:,} findings")

        yield tick
