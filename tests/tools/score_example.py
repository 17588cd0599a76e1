"""The scorecard of a worked example, as `carelint check --scorecard` prints it."""

from __future__ import annotations

from ..cli_runner import run

COMMAND = ("check", "examples/chats/broadband-flawed.txt", "--scorecard", "vcare", "--quiet", "--width", "110")


def score_example() -> str:
    """The score, without the findings before it."""
    out = run(*COMMAND).out
    return f"```text\n{out[out.index('  score ') :].rstrip()}\n```"
