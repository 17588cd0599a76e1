"""`unkept-promise`: the last thing that was promised, and nobody did it before the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin


class PromiseSettings(Strict):
    """`promises` are kept by any of `kept` that the same side says later, or by `settled` of the customer."""

    promises: list[str] = Field(min_length=1)
    kept: list[str] = Field(default=[])
    settled: list[str] = Field(default=[])


class UnkeptPromise(Plugin):
    """The last promise in the selected turns, if what follows does not keep it.

    An internal note after it may tell of what was done outside the conversation: then nobody can say.
    """

    Settings = PromiseSettings

    def __init__(self, settings: PromiseSettings) -> None:
        """Keep the settings."""
        self._settings = settings

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the promise."""
        promised = next((turn for turn in reversed(turns) if annotated.mentions(turn, self._settings.promises)), None)
        if promised is None:
            return
        mention = annotated.mentions(promised, self._settings.promises)[-1]
        later = [turn for turn in turns if turn > promised]
        done = any(said.start >= mention.end for said in annotated.mentions(promised, self._settings.kept))
        if done or annotated.has(later, self._settings.kept) or self._is_settled(annotated, promised):
            return
        yield Match(promised, mention.start, mention.end)

    def _is_settled(self, annotated: Annotated, promised: int) -> bool:
        customer = (turn for turn in annotated.turns_by("customer") if turn > promised)
        return annotated.has(customer, self._settings.settled) or any(
            turn.role == "note" for turn in annotated.conversation.turns[promised:]
        )
