"""Places in a conversation as rules write them: how far to look (“2 bursts”), and which turns (“first burst”)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BeforeValidator

from ..wording import literal


@dataclass(frozen=True, slots=True)
class Window:
    """How far from a mention to look.

    `sentence`, `turn`, `burst`, `conversation`, or so many turns, bursts or seconds on.
    """

    size: int
    unit: Literal["sentence", "turn", "burst", "second", "conversation"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A position: the first or last so many bursts or turns of a speaker."""

    side: Literal["first", "last"]
    size: int
    unit: Literal["turn", "burst"]


def read_window(value: object) -> Window:
    """Read “turn”, “2 bursts” or “90 seconds”; raise ValueError that says what is allowed."""
    match = (
        re.fullmatch(r"(?:([1-9]\d{0,3}) )?(sentence|turn|burst|second|conversation)s?", value, re.ASCII)
        if isinstance(value, str)
        else None
    )
    if not match or (match[1] and match[2] in ("sentence", "conversation")):
        raise ValueError(
            f"found {literal(value)}, allowed: sentence, turn, burst, conversation, or a number of turns, bursts or "
            'seconds, as in "2 bursts"'
        )
    return Window(int(match[1] or 1), match[2])  # type: ignore[arg-type]


def read_edge(value: object) -> Edge:
    """Read “first burst” or “last 2 turns”; raise ValueError that says what is allowed."""
    pattern = r"(first|last)(?: ([1-9]\d{0,3}))? (turn|burst)s?"
    match = re.fullmatch(pattern, value, re.ASCII) if isinstance(value, str) else None
    if not match:
        raise ValueError(
            f"found {literal(value)}, allowed: first or last, then bursts or turns, "
            'as in "first burst", "last 3 bursts" or "first 2 turns"'
        )
    return Edge(match[1], int(match[2] or 1), match[3])  # type: ignore[arg-type]


WindowText = Annotated[Window, BeforeValidator(read_window, json_schema_input_type=str)]
EdgeText = Annotated[Edge, BeforeValidator(read_edge, json_schema_input_type=str)]
