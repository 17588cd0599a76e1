"""Runs the command line in this process, on streams of bytes as a shell has them."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from carelint.cli import main

PACKS = Path(__file__).parent / "data" / "packs"
DEMO = ("--no-shipped-rules", "--rules", str(PACKS))


class Answer(NamedTuple):
    code: int
    out: str
    err: str


def run(*args: str, stdin: str | bytes = b"") -> Answer:
    """Run `carelint ARGS` and give its exit code and what it wrote."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    streams = [io.TextIOWrapper(io.BytesIO(start), encoding="ascii", newline="") for start in (data, b"", b"")]
    with mock.patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]):
        code = main(args)
    for stream in streams[1:]:
        stream.flush()
    out, err = (stream.buffer.getvalue().decode() for stream in streams[1:])
    return Answer(code, out, err)
