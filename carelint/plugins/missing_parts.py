"""`missing-parts`: who says this must also say so many of several other things, in the same burst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

from pydantic import Field, model_validator

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin


class PartsSettings(Strict):
    """`of` are the signals that need companions; `parts` names these, each with the signals that say it.

    `at_least` is how many of the parts must be there: all of them, unless given.
    """

    of: list[str] = Field(min_length=1)
    parts: dict[str, list[str]] = Field(min_length=1)
    at_least: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.at_least is not None and self.at_least > len(self.parts):
            raise ValueError(f"at_least {self.at_least} is more than the {len(self.parts)} parts")
        return self


class MissingParts(Plugin):
    """The first mention of each burst whose burst lacks too many parts; the match's `value` lists them."""

    Settings = PartsSettings

    def __init__(self, settings: PartsSettings) -> None:
        """Keep the settings."""
        self._settings = settings
        self._wanted = settings.at_least or len(settings.parts)

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield one match for each burst that says too little."""
        told = set[int]()
        for turn in turns:
            burst = annotated.burst_of.get(turn, -turn - 1)
            mentions = annotated.mentions(turn, self._settings.of) if burst not in told else []
            if mentions:
                told.add(burst)
                said = annotated.bursts[burst].turns if burst >= 0 else (turn,)
                missing = [part for part, names in self._settings.parts.items() if not annotated.has(said, names)]
                if len(self._settings.parts) - len(missing) < self._wanted:
                    yield Match(turn, mentions[0].start, mentions[0].end, {"value": _listed(missing)})


def _listed(parts: list[str]) -> str:
    return " or ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
