"""`missing-fields`: of the fields that a library keeps for each of its texts, some are empty here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin
from .metadata import fold, folded


class MissingFieldsSettings(Strict):
    """`fields` are what each text must have, each with the names that its field may go by.

    `told_by` are those of them that show that the source keeps such fields at all; else nothing is judged.
    """

    fields: dict[str, list[str]] = Field(min_length=1)
    told_by: list[str] = Field(min_length=1)


class MissingFields(Plugin):
    """A text that lacks fields; the match is its beginning, its `value` lists them."""

    Settings = MissingFieldsSettings

    def __init__(self, settings: MissingFieldsSettings) -> None:
        """Keep the settings."""
        self._settings = settings

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """A source that keeps none of these fields cannot lack one of them."""
        metadata = folded(annotated.conversation.metadata)
        kept = [name for name in self._settings.told_by if any(fold(f) in metadata for f in self._fields(name))]
        return None if kept else f"the source keeps no {' or '.join(self._settings.told_by)}"

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield one match, if anything is missing."""
        metadata = folded(annotated.conversation.metadata)
        lacking = [
            name
            for name in self._settings.fields
            if not any(str(metadata.get(fold(field)) or "").strip() for field in self._fields(name))
        ]
        if lacking and turns:
            line = annotated.text(turns[0]).split("\n")[0][:120]
            yield Match(turns[0], 0, len(line), {"value": ", ".join(lacking)})

    def _fields(self, name: str) -> list[str]:
        return [name, *self._settings.fields.get(name, ())]
