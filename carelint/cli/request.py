"""What a user asks of `carelint check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .options import PackChoice, ReadChoice


@dataclass(frozen=True)
class Request:
    """The answers to all options of `check` but --watch, which asks again and again."""

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
