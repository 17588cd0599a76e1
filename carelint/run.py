"""Runs a plan over conversations, in this process or in several; what comes out does not depend on how many.

What hangs on several conversations is decided when all results are in one row again.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context

from .across import settled
from .errors import CarelintError
from .fingerprints import fingerprinted
from .linter import Linter, RulesFor
from .model import Conversation, Result
from .packs import Library
from .rule import Rule
from .scoring import Scorecard, scored

Sift = Callable[[Iterator[Result]], Iterator[Result]]

_BATCH = 64
# Batches waiting or running, per process: enough that none is idle, few enough that memory stays flat.
_AHEAD = 3


@dataclass(frozen=True)
class Plan:
    """All that is needed to lint; it can be sent to another process."""

    library: Library
    rules: tuple[Rule, ...]
    rules_for: RulesFor
    model: str | None = None
    scorecard: Scorecard | None = None

    def linter(self) -> Linter:
        """Make the linter; this is what imports the language layer."""
        return Linter(self.library, self.rules, self.rules_for, model=self.model, scorecard=self.scorecard)


@dataclass
class Run:
    """One run of a plan. `unavailable`, filled when it starts, names the rules that cannot run here, and why.

    `sift` leaves out results and findings that are not to be told, before scores are given.
    """

    plan: Plan
    jobs: int = 1
    sift: Sift = iter
    unavailable: dict[str, str] = field(default_factory=dict)

    def results(self, conversations: Iterable[Conversation]) -> Iterator[Result]:
        """Lint a stream of conversations, one result each, in order. 0 jobs are one per processor.

        What is wrong with the plan is raised at once, before anything is read.
        """
        jobs = self.jobs or os.cpu_count() or 1
        results = self._here(conversations) if jobs == 1 else self._elsewhere(conversations, jobs)
        next(results)
        return scored(self.sift(fingerprinted(settled(chain.from_iterable(results)))), self.plan.scorecard)

    def _here(self, conversations: Iterable[Conversation]) -> Iterator[Iterable[Result]]:
        """Give nothing as soon as the linter is made, then the results."""
        linter = self.plan.linter()
        spare_the_collector()
        self.unavailable.update(linter.unavailable)
        yield ()
        yield linter.lint_apart(conversations)

    def _elsewhere(self, conversations: Iterable[Conversation], jobs: int) -> Iterator[Iterable[Result]]:
        """The same in other processes, the results batch by batch."""
        # Fresh processes: a copy of this one could inherit the lock of a thread that draws the progress.
        pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start, (self.plan,))
        try:
            with _deaf():
                first = pool.submit(_unavailable)
            self.unavailable.update(first.result())
            yield ()
            yield from _in_order(pool, _batches(conversations), jobs * _AHEAD)
            # Not to wait for idle workers would let Python's exit race with the end of the pool, and print about it.
            pool.shutdown()
        except BrokenProcessPool:
            raise CarelintError("a worker process died, perhaps for want of memory: try fewer --jobs") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def spare_the_collector() -> None:
    """Let Python's garbage collector leave alone what lives as long as the run: it would walk it again and again."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _in_order(pool: ProcessPoolExecutor, batches: Iterable[list[Conversation]], most: int) -> Iterator[list[Result]]:
    """Have batches linted, at most so many at a time, and give their results in the order of the batches."""
    waiting: deque[Future[list[Result]]] = deque()
    for batch in batches:
        with _deaf():
            waiting.append(pool.submit(_lint, batch))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started in here do not hear Ctrl-C, not even while they start: the parent stops them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _batches(conversations: Iterable[Conversation]) -> Iterator[list[Conversation]]:
    stream = iter(conversations)
    while batch := list(islice(stream, _BATCH)):
        yield batch


class _Worker:
    """What a worker process keeps between tasks. It makes its linter with the first: errors reach the caller so."""

    make: Callable[[], Linter]
    linter: Linter | None = None


def _start(plan: Plan) -> None:
    # For systems without signal masks: see _deaf.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.make = plan.linter


def _linter() -> Linter:
    if _Worker.linter is None:
        _Worker.linter = _Worker.make()
    return _Worker.linter


def _unavailable() -> dict[str, str]:
    return _linter().unavailable


def _lint(batch: list[Conversation]) -> list[Result]:
    return list(_linter().lint_apart(batch))
