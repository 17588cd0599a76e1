"""The golden file: every finding of the examples, as short lines."""

from __future__ import annotations

import json

from ..cli_runner import run

KEYS = ("path", "conversation", "turn", "start", "end", "rule")


def golden(*options: str) -> str:
    """Lint the examples, from the root of the repository; one finding a line, with its place and its rule."""
    answer = run("check", "examples", "--format", "jsonl", *options)
    assert answer.code == 1, answer.err
    findings = [json.loads(line) for line in answer.out.splitlines()]
    return "".join(f"{json.dumps({key: finding[key] for key in KEYS})}\n" for finding in findings)
