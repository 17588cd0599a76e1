"""How long an editor waits for the findings, from the change that it tells of to what it is told.

Run: python -m tests.measure.editor

An e-mail of 200 words, all rules for drafts, 200 changes of one character each, the next when the last is answered, as
one types. The same again for the linter alone, in this process: the rest is the protocol and the two processes.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from carelint.cli.serve import read_document
from carelint.cli.suppressed import sieve_for
from carelint.server.buffers import Buffer
from carelint.server.checker import Checker, Document
from carelint.server.setups import Setups
from carelint.server.sieves import Sieves

from ..server.client import Editor, editor

MAIL = """Hi Diane,

Thank you for writing to us about the blender that stopped working after two days. I'm sorry that it let you down so
soon, and I can see from your order 4471 that it was delivered on Monday.

I have looked at what happened with our workshop. The motor of this series had a weak coil, and yours is one of those
that we should have held back. That was our mistake, and I have already arranged a new blender for you, which left our
warehouse this morning. The carrier expects to deliver it by Thursday 7 May, between nine and noon.

You do not have to send the old one back. If you would rather have your money instead of the new blender, just answer
this e-mail before Wednesday and I will refund the full price of 89 euros to the card that you paid with.

Unfortunately we can't extend the warranty beyond two years, but the new blender starts with a fresh one. I will utilise
the tracking to check on Friday morning that everything arrived, and I'll write to you shortly after that to make sure
that it works as it should do.

Kind regards,
Lee
Acme Care
"""
EDITS = 200
CONFIG = "channel: email\nkind: draft\n"


def places(text: str) -> Iterator[tuple[int, int, int]]:
    """Where letters are typed: all over the text, character, line and column, the same in each run."""
    lines = text.split("\n")
    for number in range(EDITS):
        offset = number * 7919 % len(text)
        line = text.count("\n", 0, offset)
        yield offset, line, offset - sum(len(one) + 1 for one in lines[:line])


def told(name: str, times: Sequence[float]) -> None:
    """Print the times, given in seconds."""
    cuts = statistics.quantiles([time * 1000 for time in times], n=100)
    print(f"{name:20} p50 {cuts[49]:5.1f} ms   p95 {cuts[94]:5.1f} ms   worst {max(times) * 1000:5.1f} ms")


async def typed(client: Editor, uri: str) -> list[float]:
    """Type and wait, again and again: one letter in, the next time at another place."""
    client.open(uri, MAIL)
    await client.diagnostics(uri, 1)
    await asyncio.sleep(8)  # all is warm
    times = []
    for version, (_, line, column) in enumerate(places(MAIL), 2):
        letter = "abcdefghij"[version % 10]
        start = time.perf_counter()
        client.type(uri, version, (line, column, line, column), letter)
        await client.diagnostics(uri, version)
        times.append(time.perf_counter() - start)
    return times


async def whole() -> None:
    """Measure the server, as an editor meets it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "carelint.yaml").write_text(CONFIG, encoding="utf-8")
        async with editor(folder, cwd=folder) as client:
            told("change to findings", await typed(client, (folder / "mail.txt").as_uri()))


def alone() -> None:
    """Measure the linter, in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "carelint.yaml").write_text(CONFIG, encoding="utf-8")
        checker = Checker(Setups(None), Sieves(sieve_for, None), read_document)
        checker.warm(folder)
        for step in checker.learn(folder):
            step()
        gc.freeze()
        times, text = [], MAIL
        for version, (offset, _, _) in enumerate(places(MAIL), 2):
            text = text[:offset] + "abcdefghij"[version % 10] + text[offset:]
            document = Document("", version, str(folder / "mail.txt"), Buffer(text))
            start = time.perf_counter()
            checker.check(document)
            times.append(time.perf_counter() - start)
        told("the linter alone", times)


if __name__ == "__main__":
    asyncio.run(whole())
    alone()
