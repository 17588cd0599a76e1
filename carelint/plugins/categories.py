"""`unclassified` and `category-mismatch`: the category of a case, and what its text speaks of.

A topic is a list of words, kept as a signal; both plugins count the different words of each topic that were said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin
from .metadata import fold, kept

# So many letters tell two words apart: “crash” and “crashing” are one.
_STEM = 5


class Topic(NamedTuple):
    """How many different words of a topic were said, and the first of them."""

    words: int
    first: Match


class CategorySettings(Strict):
    """`fields` hold the category, `topics` are the signals of each topic; `nothing` are categories that say nothing.

    A case that is marked as one of `exempt`, in a field of the category or in `marks`, is not judged.
    """

    fields: list[str] = Field(min_length=1)
    topics: dict[str, list[str]] = Field(min_length=1)
    at_least: int = Field(default=2, ge=1, description="so many different words make a topic")
    nothing: list[str] = Field(default=[])
    exempt: list[str] = Field(default=[])
    marks: list[str] = Field(default=[])


class UnclassifiedSettings(CategorySettings):
    """Besides, `priority` are the fields of the urgency, and `urgent` signals of what must not be left without one."""

    priority: list[str] = Field(default=[])
    urgent: list[str] = Field(default=[])


class MismatchSettings(CategorySettings):
    """`called` are the words by which a category is known to be a topic; other categories are not judged.

    The topic must have `times` as many words as the category's own and as many as all others have together, in texts of
    at least `min_words`.
    """

    called: dict[str, list[str]] = Field(min_length=1)
    times: float = Field(default=3, ge=1)
    min_words: int = Field(default=8, ge=1)


class _Categories(Plugin):
    """What the two have in common."""

    def __init__(self, settings: CategorySettings) -> None:
        self._settings = settings
        self._nothing = {fold(word) for word in settings.nothing}
        self._exempt = {fold(word) for word in settings.exempt}

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """A source that keeps no categories cannot lack one."""
        return None if self._chosen(annotated) is not None else f"the source keeps no {self._settings.fields[0]}"

    def _chosen(self, annotated: Annotated) -> str | None:
        """The category: the first that is filled, one of those that say nothing at last; None where none is kept."""
        values = [value for _, value in kept(annotated.conversation.metadata, self._settings.fields)]
        told = sorted(filter(None, values), key=lambda value: fold(value) in self._nothing)
        return next(iter(told), "") if values else None

    def _is_exempt(self, annotated: Annotated) -> bool:
        marks = kept(annotated.conversation.metadata, [*self._settings.fields, *self._settings.marks])
        return any(fold(word) in self._exempt for _, value in marks for word in value.replace(",", " ").split())

    def _topics(self, annotated: Annotated, turns: Sequence[int]) -> dict[str, Topic]:
        """The topics that were spoken of, those with the most words first."""
        topics = {name: _count(annotated, turns, signals) for name, signals in self._settings.topics.items()}
        found = {name: topic for name, topic in topics.items() if topic}
        return dict(sorted(found.items(), key=lambda item: -item[1].words))


class Unclassified(_Categories):
    """A case without category, with one that says nothing although its text does, or urgent without priority."""

    Settings = UnclassifiedSettings

    def __init__(self, settings: UnclassifiedSettings) -> None:
        """Keep the settings."""
        super().__init__(settings)
        self._own = settings

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield one match for the category, and one for the priority."""
        chosen = self._chosen(annotated)
        if not turns or chosen is None or self._is_exempt(annotated):
            return
        name, topic = next(iter(self._topics(annotated, turns).items()), ("", None))
        if not chosen:
            yield _told(topic.first if topic else _opening(annotated, turns[0]), "has no category")
        elif fold(chosen) in self._nothing and topic and topic.words >= self._own.at_least:
            yield _told(topic.first, f"is filed under “{chosen[:40]}”, but speaks of {name}")
        yield from self._without_priority(annotated, turns)

    def _without_priority(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        values = [value for _, value in kept(annotated.conversation.metadata, self._own.priority)]
        urgent = _count(annotated, turns, self._own.urgent) if values and not any(values) else None
        if urgent:
            yield _told(urgent.first, "has no priority, but is urgent")


class CategoryMismatch(_Categories):
    """A text that speaks of another topic than its category."""

    Settings = MismatchSettings

    def __init__(self, settings: MismatchSettings) -> None:
        """Keep the settings."""
        super().__init__(settings)
        self._own = settings

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        """A category that is empty, or not known, cannot be told from the text's."""
        chosen = self._chosen(annotated)
        if chosen and self._meant(chosen) is None:
            return f"the category “{chosen[:40]}” is none that the rule knows"
        return super().missing(annotated, turns) if chosen is None else None

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the first word of the topic that was meant, if any."""
        chosen = self._chosen(annotated)
        meant = self._meant(chosen) if chosen else None
        if meant is None or self._is_exempt(annotated) or self._is_short(annotated, turns):
            return
        topics = self._topics(annotated, turns)
        name, top = next(iter(topics.items()), ("", None))
        others = sum(topic.words for other, topic in topics.items() if other != name)
        own = sum(topics[other].words for other in meant if other in topics)
        if top and name not in meant and top.words >= max(self._own.at_least, self._own.times * own, others + 1):
            yield Match(top.first.turn, top.first.start, top.first.end, {"value": name, "field": str(chosen)[:40]})

    def _meant(self, chosen: str) -> set[str] | None:
        """The topics that a category may mean; None where it is not known."""
        if fold(chosen) in self._nothing:
            return set()
        words = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in chosen.casefold()).split())} "
        return {name for name, names in self._own.called.items() if any(f" {word} " in words for word in names)} or None

    def _is_short(self, annotated: Annotated, turns: Sequence[int]) -> bool:
        return sum(len(annotated.text(turn).split()) for turn in turns) < self._own.min_words


def _count(annotated: Annotated, turns: Sequence[int], signals: Sequence[str]) -> Topic | None:
    """Count the different words of signals; one that is said again, in whatever form, says no more."""
    words: dict[str, Match] = {}
    for turn in turns:
        end = 0
        for mention in annotated.mentions(turn, signals):
            # “Was charged” and “charged twice” may be three words in a row.
            if mention.start >= end:
                end = mention.end
                said = annotated.text(turn)[mention.start : end].casefold()[:_STEM]
                words.setdefault(said, Match(turn, mention.start, end))
    return Topic(len(words), next(iter(words.values()))) if words else None


def _opening(annotated: Annotated, turn: int) -> Match:
    return Match(turn, 0, len(annotated.text(turn).split("\n")[0][:120]))


def _told(place: Match, value: str) -> Match:
    return Match(place.turn, place.start, place.end, {"value": value})
