"""Which document is checked next: none twice, none in a version that is old already, and the newest one always."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

# What takes longer than this many seconds is not begun again at every key: it waits as long as it takes, up to a limit.
# It must have taken so long twice: at the first time, all sorts of things are loaded.
_QUICK, _LONGEST_WAIT = 0.1, 0.5


class Queue:
    """Documents that wait to be checked, by URI; `check` is called for one after the other, and on the event loop.

    There is no fixed delay: a document is checked at once if nothing else is, and what is typed meanwhile is taken
    together.
    """

    def __init__(self, check: Callable[[str], Awaitable[None]]) -> None:
        self._check = check
        self._waiting: dict[str, None] = {}
        self._costs: dict[str, tuple[float, float]] = {}
        self._done: dict[str, asyncio.Event] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, uri: str) -> None:
        """Have a document checked, in the version that is the newest when its turn comes."""
        self._waiting[uri] = None
        self._done.setdefault(uri, asyncio.Event()).clear()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    def remove(self, uri: str) -> None:
        """Forget a document."""
        self._waiting.pop(uri, None)
        self._costs.pop(uri, None)
        if done := self._done.pop(uri, None):
            done.set()

    async def settled(self, uri: str) -> None:
        """Wait until the newest version of a document is checked."""
        while done := self._done.get(uri):
            if done.is_set():
                return
            await done.wait()

    async def _run(self) -> None:
        while self._waiting:
            uri = next(iter(self._waiting))
            await self._pause(uri)
            if uri not in self._waiting:
                continue
            del self._waiting[uri]
            started = monotonic()
            await self._check(uri)
            if uri in self._done:
                self._costs[uri] = (self._costs.get(uri, (0.0, 0.0))[1], monotonic() - started)
                if uri not in self._waiting:
                    self._done[uri].set()

    async def _pause(self, uri: str) -> None:
        """Let the typist go on for a moment, where checking is slow."""
        cost = min(self._costs.get(uri, (0.0, 0.0)))
        if cost > _QUICK:
            await asyncio.sleep(min(cost, _LONGEST_WAIT))
