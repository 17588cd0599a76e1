"""What all reporters share: their shape, and how text from outside is made harmless on a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

from ..errors import Fault
from ..model import Result, Severity
from ..summary import Summary

if TYPE_CHECKING:
    from ..rule import Rule

# Controls could drive the terminal, and direction marks could show words in another order than they stand.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a report looks, and what it may say of rules.

    Colours, characters per line, only counts (`statistics`), no summary (`quiet`); `rules` are all that may be found.
    Findings from `fail_on` on make the run fail; None: nothing does.
    """

    color: bool = False
    width: int = 80
    statistics: bool = False
    quiet: bool = False
    rules: Mapping[str, Rule] = field(default_factory=dict)
    fail_on: Severity | None = Severity.error


class Reporter(Protocol):
    """Writes a report as it comes, so that its size never matters: results and problems in order, then the summary."""

    def __init__(self, out: TextIO, style: Style) -> None:
        """Open the report."""

    def add(self, result: Result) -> None:
        """Write what was found in one conversation."""

    def problem(self, fault: Fault) -> None:
        """Note an input that could not be read."""

    def close(self, summary: Summary) -> None:
        """End the report; the stream stays open."""


def printable(text: str) -> str:
    """Replace, one for one, each character that a terminal would obey instead of showing it."""
    return UNSAFE.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in "\t\n\r\v\f":
        return " "
    return chr(0x2400 + code) if code < 0x20 else "�"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: "1 error", "1,200 errors"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
