"""`measure`: a number taken from the text, against a limit that may differ per channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..annotated import Annotated
from ..model import Channel, Match
from .base import Check

Limit = float | dict[Channel, float]


def _sentence_words(annotated: Annotated, turns: list[int]) -> list[int]:
    return [
        len(annotated.text(turn)[start:end].split()) for turn in turns for start, end in annotated.notes[turn].sentences
    ]


def _words(annotated: Annotated, turns: list[int]) -> float:
    return sum(len(annotated.text(turn).split()) for turn in turns)


def _characters(annotated: Annotated, turns: list[int]) -> float:
    return sum(len(annotated.text(turn)) for turn in turns)


def _sentences(annotated: Annotated, turns: list[int]) -> float:
    return sum(len(annotated.notes[turn].sentences) for turn in turns)


def _longest_sentence(annotated: Annotated, turns: list[int]) -> float:
    return max(_sentence_words(annotated, turns), default=0)


def _mean_sentence(annotated: Annotated, turns: list[int]) -> float:
    counts = _sentence_words(annotated, turns)
    return sum(counts) / len(counts) if counts else 0


def _caps_share(annotated: Annotated, turns: list[int]) -> float:
    words = [w for turn in turns for w in annotated.text(turn).split() if len(w) > 3 and w.isalpha()]
    return sum(w.isupper() for w in words) / len(words) if words else 0


def _exclamations(annotated: Annotated, turns: list[int]) -> float:
    return sum(annotated.text(turn).count("!") for turn in turns)


def _talk_share(annotated: Annotated, turns: list[int]) -> float:
    everybody = _words(annotated, list(annotated.turns_by("any")))
    return _words(annotated, turns) / everybody if everybody else 0


def _readability(name: str) -> Callable[[Annotated, list[int]], float]:
    def score(annotated: Annotated, turns: list[int]) -> float:
        # textstat takes a third of a second to import: only a rule that asks for it pays.
        import textstat

        text = "\n".join(annotated.text(turn) for turn in turns)
        return float(getattr(textstat, name)(text))

    return score


METRICS: Mapping[str, Callable[[Annotated, list[int]], float]] = {
    "words": _words,
    "characters": _characters,
    "sentences": _sentences,
    "longest_sentence": _longest_sentence,
    "mean_sentence": _mean_sentence,
    "caps_share": _caps_share,
    "exclamations": _exclamations,
    "talk_share": _talk_share,
    "reading_ease": _readability("flesch_reading_ease"),
    "grade": _readability("flesch_kincaid_grade"),
    "fog": _readability("gunning_fog"),
    "smog": _readability("smog_index"),
    "automated_readability": _readability("automated_readability_index"),
    "coleman_liau": _readability("coleman_liau_index"),
    "lix": _readability("lix"),
    "difficult_words": _readability("difficult_words"),
}

MetricName = Literal[
    "words", "characters", "sentences", "longest_sentence", "mean_sentence", "caps_share", "exclamations", "talk_share",
    "reading_ease", "grade", "fog", "smog", "automated_readability", "coleman_liau", "lix", "difficult_words",
]  # fmt: skip


class Measure(Check):
    """A metric per turn, burst or conversation, of texts of `at_least` words, must lie between `min` and `max`."""

    name: ClassVar[str] = "measure"
    metric: MetricName
    max: Limit | None = None
    min: Limit | None = None
    per: Literal["turn", "burst", "conversation"] = "turn"
    at_least: int = Field(default=0, ge=0, description="leave out texts of fewer words")

    @model_validator(mode="after")
    def _needs_a_limit(self) -> Self:
        if self.max is None and self.min is None:
            raise ValueError("needs a limit: max or min")
        return self

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the texts whose number is out of bounds."""
        channel = annotated.conversation.channel
        for turns in self._groups(annotated):
            if not turns or _words(annotated, turns) < self.at_least:
                continue
            value = METRICS[self.metric](annotated, turns)
            limit = self._broken(value, channel)
            if limit is not None:
                start, end = annotated.notes[turns[0]].sentences[0] if annotated.notes[turns[0]].sentences else (0, 0)
                yield Match(turns[0], start, end, {"value": f"{value:.4g}", "limit": f"{limit:.4g}"})

    def _groups(self, annotated: Annotated) -> list[list[int]]:
        turns = self.turns(annotated)
        if self.per == "conversation":
            return [turns]
        if self.per == "turn":
            return [[turn] for turn in turns]
        return [[t for t in burst.turns if t in turns] for burst in annotated.bursts]

    def _broken(self, value: float, channel: Channel) -> float | None:
        highest, lowest = _for_channel(self.max, channel), _for_channel(self.min, channel)
        if highest is not None and value > highest:
            return highest
        return lowest if lowest is not None and value < lowest else None


def _for_channel(limit: Any, channel: Channel) -> float | None:
    return limit.get(channel) if isinstance(limit, dict) else limit
