"""`measure`: a number taken from the text, against a limit that may differ per channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Annotated as Typed
from typing import Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from ..annotated import Annotated
from ..model import CHANNELS, Channel, Match
from .base import Check, Signals, found, whole_sentence
from .numbers import NUMBERS, Metric, words_of
from .prose import Stretch, count_words, is_list, paragraphs, plain_sentences, prose, sentences

Limit = float | Typed[dict[Channel, float], Field(min_length=1)]


def _readability(name: str) -> Metric:
    def score(annotated: Annotated, turns: list[int]) -> float:
        # textstat takes a third of a second to import: only a rule that asks for it pays.
        import textstat

        told = [" ".join(words) for turn in turns for words in plain_sentences(annotated, turn)]
        return float(getattr(textstat, name)(". ".join([*told, ""]).strip()))

    return score


METRICS: Mapping[str, Metric] = {
    **NUMBERS,
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
# What is reported where it stands, each on its own; and what is counted of a signal, and reported there.
PARTS = {"longest_sentence": sentences, "longest_paragraph": paragraphs}
OF_SIGNALS = frozenset(["words_before", "paragraph_mentions", "attachments"])
# None of these can be more than the number of words typed.
_WORDS_AT_MOST = frozenset(["words", "longest_sentence", "longest_paragraph", "words_before"])

MetricName = Literal[
    "words", "characters", "sentences", "longest_sentence", "longest_paragraph", "mean_sentence", "caps_share",
    "exclamations", "talk_share", "words_before", "paragraph_mentions", "attachments", "platform_length",
    "reading_ease", "grade", "fog", "smog", "automated_readability", "coleman_liau", "lix", "difficult_words",
]  # fmt: skip
Reading = tuple[float, Match]


class Measure(Check):
    """A metric per turn, burst or conversation, of texts of `at_least` words, must lie between `min` and `max`.

    Words are the speaker's own: what is quoted, the signature, links and placeholders do not count. Three metrics look
    at a `signal`: how many words stand before it, how often it stands in one paragraph that is no list, and how many
    files come with the message that mentions it; texts without it are not judged. The longest sentences and paragraphs
    are told one by one; with `unless ... within: sentence` an excuse holds for the one that it stands in.
    """

    name: ClassVar[str] = "measure"
    metric: MetricName
    signal: Signals | None = None
    max: Limit | None = None
    min: Limit | None = None
    per: Literal["turn", "burst", "conversation"] = "turn"
    at_least: int = Field(default=0, ge=0, description="leave out texts of fewer words")

    @model_validator(mode="after")
    def _needs_a_limit(self) -> Self:
        if self.max is None and self.min is None:
            raise ValueError("needs a limit: max or min")
        if (self.signal is not None) != (self.metric in OF_SIGNALS):
            raise ValueError(f"{self.metric} {'needs a signal' if self.signal is None else 'takes no signal'}")
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

    def missing(self, annotated: Annotated) -> str | None:
        """A chat in which no message brings a file may come from a source that tells of none."""
        conversation = annotated.conversation
        told = any(turn.attachments for turn in conversation.turns)
        if self.metric != "attachments" or told or conversation.channel == "email" or conversation.kind == "draft":
            return None
        return "the source does not tell of attachments"

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield the texts, or the parts of them, whose number is out of bounds."""
        channel = annotated.conversation.channel
        highest, lowest = _for_channel(self.max, channel), _for_channel(self.min, channel)
        if highest is None and lowest is None:
            return
        for turns in self._groups(annotated):
            if not turns or self._is_short(annotated, turns, highest, lowest) or self._absolved(annotated, turns):
                continue
            for value, place in self._readings(annotated, turns):
                limit = _broken(value, highest, lowest)
                if limit is not None:
                    values = {**place.values, "value": _written(value), "limit": _written(limit)}
                    yield Match(place.turn, place.start, place.end, values)

    def _is_short(self, annotated: Annotated, turns: list[int], highest: float | None, lowest: float | None) -> bool:
        """Tell whether a text is left out, or cannot be too long, as a glance tells of most texts."""
        least = max(self.at_least, 1 if self.metric in READABILITY else 0)
        if lowest is None and highest is not None and self.metric in _WORDS_AT_MOST:
            least = max(least, int(highest) + 1)
        if not least:
            return False
        if sum(len(annotated.text(turn)) for turn in turns) < 2 * least - len(turns):
            return True
        if self.metric in READABILITY:
            return sum(len(words) for turn in turns for words in plain_sentences(annotated, turn)) < least
        return words_of(annotated, turns) < least

    def _readings(self, annotated: Annotated, turns: list[int]) -> Iterator[Reading]:
        if self.metric in OF_SIGNALS:
            yield from self._of_signal(annotated, turns)
        elif self.metric in PARTS:
            told = (part for turn in turns for part in PARTS[self.metric](annotated, turn))
            parts = [part for part in told if not self._is_excused(annotated, part)]
            if self.min is not None:
                parts = sorted(parts, key=lambda part: -part.words)[:1]
            yield from ((part.words, Match(part.turn, part.start, part.end)) for part in parts)
        else:
            yield METRICS[self.metric](annotated, turns), whole_sentence(annotated, turns[0])

    def _absolved(self, annotated: Annotated, turns: list[int]) -> bool:
        return not self._by_part and self.absolved(annotated, turns)

    @property
    def _by_part(self) -> bool:
        """Tell whether an excuse holds only for the sentence or paragraph that it stands in."""
        return self.metric in PARTS and self.unless is not None and self.unless.within.unit == "sentence"

    def _is_excused(self, annotated: Annotated, part: Stretch) -> bool:
        said = annotated.mentions(part.turn, self.unless.signal) if self.unless and self._by_part else ()
        return any(part.start <= mention.start < part.end for mention in said)

    def _of_signal(self, annotated: Annotated, turns: list[int]) -> Iterator[Reading]:
        said = ((turn, m) for turn in turns for m in annotated.mentions(turn, self.signal or ()))
        first = next(said, None)
        if first is None:
            return
        turn, mention = first
        if self.metric == "paragraph_mentions":
            yield from self._in_paragraphs(annotated, turns)
        elif self.metric == "attachments":
            files = sum(len(annotated.conversation.turns[t].attachments) for t in turns)
            yield files, found(annotated, turn, mention)
        else:
            before = [prose(annotated, t) for t in turns if t < turn]
            words = sum(map(count_words, [*before, prose(annotated, turn)[: mention.start]]))
            yield words, found(annotated, turn, mention)

    def _in_paragraphs(self, annotated: Annotated, turns: list[int]) -> Iterator[Reading]:
        for turn in turns:
            starts = [mention.start for mention in annotated.mentions(turn, self.signal or ())]
            for _, start, end, _ in paragraphs(annotated, turn) if starts else ():
                if not is_list(annotated.text(turn)[start:end]):
                    yield sum(start <= at < end for at in starts), Match(turn, start, end)

    def _groups(self, annotated: Annotated) -> list[list[int]]:
        turns = self.turns(annotated)
        if self.per == "conversation":
            return [turns]
        if self.per == "turn":
            return [[turn] for turn in turns]
        chosen = set(turns)
        return [[turn for turn in burst.turns if turn in chosen] for burst in annotated.bursts]

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.signal or ()
        yield from super().signals()


def _broken(value: float, highest: float | None, lowest: float | None) -> float | None:
    if highest is not None and value > highest:
        return highest
    return lowest if lowest is not None and value < lowest else None


def _written(number: float) -> str:
    """A number with at most two decimals, never as a power of ten."""
    return f"{round(number, 2):.15g}"


def _for_channel(limit: Any, channel: Channel) -> float | None:
    return limit.get(channel) if isinstance(limit, dict) else limit
