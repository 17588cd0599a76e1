"""When a document is checked at once, and when its author may go on typing for a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from carelint.server import queue
from carelint.server.queue import Queue

from .client import limited


@pytest.mark.parametrize(
    ("seconds", "pauses"),
    [
        ([0.02, 0.02, 0.02], []),
        ([3.0, 0.02, 0.02, 0.02], []),  # all is loaded at first
        ([0.02, 3.0, 0.02, 0.02], []),
        ([0.3, 0.2, 0.4, 0.2], [0.2, 0.2]),
        ([3.0, 3.0, 3.0], [0.5]),
    ],
)
def test_slow_checks_wait_for_the_typist(
    monkeypatch: pytest.MonkeyPatch, seconds: list[float], pauses: list[float]
) -> None:
    paused: list[float] = []
    checked: list[str] = []

    async def sleep(delay: float) -> None:
        paused.append(round(delay, 6))

    def clock() -> Iterator[float]:
        for took in seconds:
            yield from (100.0, 100.0 + took)

    async def check(uri: str) -> None:
        checked.append(uri)

    async def scene() -> None:
        documents = Queue(check)
        for _ in seconds:
            documents.add("a")
            await documents.settled("a")

    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr(queue, "monotonic", clock().__next__)
    asyncio.run(limited(scene()))
    assert (paused, checked) == (pauses, ["a"] * len(seconds))


def test_none_is_checked_twice_and_the_newest_always() -> None:
    checked: list[str] = []

    async def scene() -> None:
        async def check(uri: str) -> None:
            checked.append(uri)
            if len(checked) == 1:  # typed while it is checked
                documents.add("a")
                documents.add("a")
                documents.add("gone")
                documents.remove("gone")

        documents = Queue(check)
        for uri in ("a", "b", "a"):
            documents.add(uri)
        await documents.settled("a")
        await documents.settled("b")
        await documents.settled("never")

    asyncio.run(limited(scene()))
    assert checked == ["a", "b", "a"]
