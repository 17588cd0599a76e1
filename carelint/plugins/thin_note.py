"""`thin-note`: a case that is over, or was passed on, and whose internal notes tell too little of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin
from .metadata import kept


class NoteSettings(Strict):
    """The notes of a case must have `min_words` words, and lack less than `lacking` of the `parts`.

    Each part is told by some words, in which a 0 stands for any number. Notes are internal messages and the metadata
    `fields`. A case is over when it is solved or closed; it was passed on where an agent says one of `passed_on`, or a
    field of `passed_on_fields` is filled.
    """

    fields: list[str] = Field(default=[])
    min_words: int = Field(default=15, ge=1)
    parts: dict[str, list[str]] = Field(min_length=1)
    lacking: int = Field(default=2, ge=1)
    passed_on: list[str] = Field(default=[])
    passed_on_fields: list[str] = Field(default=[])
    exempt: list[str] = Field(default=[], description="words in `marks` of cases that need no note")
    marks: list[str] = Field(default=[])


class ThinNote(Plugin):
    """The last note, or the last message of an agent where there is none; `value` says what is wrong."""

    Settings = NoteSettings

    def __init__(self, settings: NoteSettings) -> None:
        """Make the words of each part ready."""
        self._settings = settings
        self._parts = {part: _any_of(words) for part, words in settings.parts.items()}

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """A source that keeps no notes cannot lack one, nor need a case that is still open have one."""
        conversation = annotated.conversation
        # A source that tells who can see a message has notes, too.
        tells = any(turn.role == "note" or turn.visibility is not None for turn in conversation.turns)
        if not tells and not any(True for _ in kept(conversation.metadata, self._settings.fields)):
            return "the source keeps no internal notes"
        if self._is_due(annotated):
            return None
        return "the conversation is open" if conversation.status else "the source does not say whether it is closed"

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield one match, if the notes tell too little."""
        agents = annotated.turns_by("agent")
        if not agents or not self._is_due(annotated) or self._is_exempt(annotated):
            return
        notes = annotated.turns_by("note")
        texts = [value for _, value in kept(annotated.conversation.metadata, self._settings.fields)]
        fault = self._fault(" ".join(filter(None, [*texts, *map(annotated.text, notes)])))
        if fault:
            place = notes[-1] if notes else agents[-1]
            start = len(annotated.text(place)) - len(annotated.text(place).lstrip())
            line = annotated.text(place)[start : start + 120].split("\n")[0]
            yield Match(place, start, start + len(line), {"value": fault})

    def _fault(self, text: str) -> str | None:
        words = sum(any(map(str.isalnum, word)) for word in text.split())
        if not words:
            return "there is no internal note"
        if words < self._settings.min_words:
            return f"the note has {words} of {self._settings.min_words} words"
        plain = re.sub(r"\d{1,20}", "0", text[:20_000].casefold())
        lacking = [part for part, pattern in self._parts.items() if not pattern.search(plain)]
        return f"the note lacks {', '.join(lacking)}" if len(lacking) >= self._settings.lacking else None

    def _is_due(self, annotated: Annotated) -> bool:
        conversation = annotated.conversation
        if conversation.status in ("solved", "closed"):
            return True
        passed_on = kept(conversation.metadata, self._settings.passed_on_fields)
        if any(value.casefold() not in ("", "false", "no", "0") for _, value in passed_on):
            return True
        return annotated.has(annotated.turns_by("agent"), self._settings.passed_on)

    def _is_exempt(self, annotated: Annotated) -> bool:
        marks = [value.casefold() for _, value in kept(annotated.conversation.metadata, self._settings.marks)]
        return any(word in re.split(r"[\s,;_/-]", value) for value in marks for word in self._settings.exempt)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words, as they stand: none of them is read as a pattern."""
    choices = "|".join(re.escape(word.casefold()) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")
