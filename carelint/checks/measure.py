"""`measure`: a number taken from the text, against a limit that may differ per channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import inf
from typing import Annotated as Typed
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..annotated import Annotated
from ..model import CHANNELS, Channel, Match
from .base import Check, whole_sentence

Limit = float | Typed[dict[Channel, float], Field(min_length=1)]


# Where the language layer did not run, because no rule needs it, sentences end here.
_END = re.compile(r"(?<![.!?…])[.!?…]+(?=\s|$)|\n+")


def _body(annotated: Annotated, turn: int) -> str:
    """The text of a turn, what is quoted and the signature blanked out."""
    text, pieces, done = annotated.text(turn), list[str](), 0
    for segment in sorted(annotated.notes[turn].segments, key=lambda segment: segment.start):
        if segment.kind in ("quoted", "signature") and segment.end > done:
            start = max(segment.start, done)
            pieces += [text[done:start], " " * (segment.end - start)]
            done = segment.end
    return "".join([*pieces, text[done:]])


def _texts(annotated: Annotated, turns: list[int]) -> list[str]:
    return [_body(annotated, turn) for turn in turns]


def _sentence_words(annotated: Annotated, turns: list[int]) -> list[int]:
    """The number of words of each sentence that has any."""
    counts: list[int] = []
    for turn, text in zip(turns, _texts(annotated, turns), strict=True):
        spans = annotated.notes[turn].sentences
        pieces = [text[start:end] for start, end in spans] if spans else _END.split(text)
        counts.extend(len(piece.split()) for piece in pieces)
    return [count for count in counts if count]


def _words(annotated: Annotated, turns: list[int]) -> float:
    return sum(len(text.split()) for text in _texts(annotated, turns))


def _characters(annotated: Annotated, turns: list[int]) -> float:
    return sum(len(text.strip()) for text in _texts(annotated, turns))


def _sentences(annotated: Annotated, turns: list[int]) -> float:
    return len(_sentence_words(annotated, turns))


def _longest_sentence(annotated: Annotated, turns: list[int]) -> float:
    return max(_sentence_words(annotated, turns), default=0)


def _mean_sentence(annotated: Annotated, turns: list[int]) -> float:
    counts = _sentence_words(annotated, turns)
    return sum(counts) / len(counts) if counts else 0


def _caps_share(annotated: Annotated, turns: list[int]) -> float:
    words = [w for text in _texts(annotated, turns) for w in re.findall(r"[^\W\d_]{4,}", text)]
    return sum(w.isupper() for w in words) / len(words) if words else 0


def _exclamations(annotated: Annotated, turns: list[int]) -> float:
    return sum(text.count("!") for text in _texts(annotated, turns))


def _talk_share(annotated: Annotated, turns: list[int]) -> float:
    everybody = _words(annotated, list(annotated.turns_by("any")))
    return _words(annotated, turns) / everybody if everybody else 0


def _readability(name: str) -> Callable[[Annotated, list[int]], float]:
    def score(annotated: Annotated, turns: list[int]) -> float:
        # textstat takes a third of a second to import: only a rule that asks for it pays.
        import textstat

        text = "\n".join(_texts(annotated, turns))
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

SHARES = frozenset(["caps_share", "talk_share"])
READABILITY = frozenset(
    ["reading_ease", "grade", "fog", "smog", "automated_readability", "coleman_liau", "lix", "difficult_words"]
)

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
        for channel in CHANNELS:
            self._refuse_senseless(*(_for_channel(limit, channel) for limit in (self.min, self.max)))
        return self

    def _refuse_senseless(self, lowest: float | None, highest: float | None) -> None:
        """A limit that no text, or that every text, would break is a slip of the pen."""
        most = 1 if self.metric in SHARES else inf
        least = -inf if self.metric in READABILITY else 0
        span = "lies between 0 and 1" if most == 1 else "is never negative"
        for limit in (lowest, highest):
            if limit is not None and not least <= limit <= most:
                raise ValueError(f"found the limit {limit:g}, {self.metric} {span}")
        if lowest is not None and highest is not None and lowest > highest:
            raise ValueError(f"min {lowest:g} is more than max {highest:g}")

    def reads_text(self) -> bool:
        """Sentences, and what is quoted or signed, are told by the language layer."""
        return True

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the texts whose number is out of bounds."""
        channel = annotated.conversation.channel
        for turns in self._groups(annotated):
            least = max(self.at_least, 1 if self.metric in READABILITY else 0)
            if not turns or _words(annotated, turns) < least or self.absolved(annotated, turns):
                continue
            value = METRICS[self.metric](annotated, turns)
            limit = self._broken(value, channel)
            if limit is not None:
                place = whole_sentence(annotated, turns[0])
                yield Match(place.turn, place.start, place.end, {"value": _written(value), "limit": _written(limit)})

    def _groups(self, annotated: Annotated) -> list[list[int]]:
        turns = self.turns(annotated)
        if self.per == "conversation":
            return [turns]
        if self.per == "turn":
            return [[turn] for turn in turns]
        chosen = set(turns)
        return [[turn for turn in burst.turns if turn in chosen] for burst in annotated.bursts]

    def _broken(self, value: float, channel: Channel) -> float | None:
        highest, lowest = _for_channel(self.max, channel), _for_channel(self.min, channel)
        if highest is not None and value > highest:
            return highest
        return lowest if lowest is not None and value < lowest else None


def _written(number: float) -> str:
    """A number with at most two decimals, never as a power of ten."""
    return f"{round(number, 2):.15g}"


def _for_channel(limit: Any, channel: Channel) -> float | None:
    return limit.get(channel) if isinstance(limit, dict) else limit
