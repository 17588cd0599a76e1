"""What all checks share: how a rule says whose words, which of them, and how far to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import timedelta
from functools import cached_property
from hashlib import sha1
from typing import Annotated as Typed
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from ..annotated import Annotated, Mention
from ..model import Match
from ..strict_model import Strict as StrictModel
from ..wording import wrong_type
from .windows import EdgeText
from .windows import Window as Window
from .windows import WindowText as WindowText

# `any` are all who speak in the conversation; `everyone` also the authors of internal notes and events.
Speaker = Literal["agent", "customer", "bot", "third_party", "any", "everyone"]
Per = Literal["mention", "sentence", "turn", "burst", "conversation"]


class Strict(StrictModel):
    """A mapping in a rule file, which may hold values of our own types."""

    model_config = ConfigDict(populate_by_name=True, arbitrary_types_allowed=True)


def _names(value: object) -> object:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise ValueError(wrong_type(value, "the name of a signal or a list of names"))
    return value


Signals = Typed[list[str], Field(min_length=1), BeforeValidator(_names, json_schema_input_type=str | list[str])]


class Excuse(Strict):
    """Signals that excuse a match, and how near they must be."""

    signal: Signals
    within: WindowText = Window(1, "burst")
    speaker: Speaker | None = Field(default=None, description="whose; as the match, unless given")


class Select(Strict):
    """Which turns a rule looks at."""

    speaker: Speaker = "agent"
    position: EdgeText | None = Field(default=None, description="the first or last bursts or turns of that speaker")
    after: Signals | None = Field(default=None, description="only once one of these signals was mentioned, by anybody")
    before: Signals | None = Field(default=None, description="only until one of these signals is mentioned, by anybody")

    def turns(self, annotated: Annotated) -> list[int]:
        """The selected turns, in order."""
        chosen = self._positioned(annotated)
        if self.after:
            start = _first(annotated, self.after)
            chosen = [turn for turn in chosen if start is not None and turn > start]
        if self.before:
            end = _first(annotated, self.before)
            chosen = [turn for turn in chosen if end is None or turn < end]
        return chosen

    def _positioned(self, annotated: Annotated) -> list[int]:
        if self.position is None:
            return list(annotated.turns_by(self.speaker))
        bursts = annotated.bursts_by(self.speaker)
        units = [b.turns for b in bursts] if self.position.unit == "burst" else [(t,) for b in bursts for t in b.turns]
        size = self.position.size
        chosen = units[:size] if self.position.side == "first" else units[-size:]
        return [turn for turns in chosen for turn in turns]

    def signals(self) -> Iterator[str]:
        """The signals that must be found to select."""
        yield from self.after or ()
        yield from self.before or ()


def _first(annotated: Annotated, signals: Sequence[str]) -> int | None:
    """The first turn that mentions one of the signals."""
    may = annotated.which_may(annotated.turns_by("any"), signals)
    return next((turn for turn in may if annotated.has([turn], signals)), None)


class SelectSignal(Select):
    """Mentions of signals in selected turns."""

    signal: Signals

    def mentions(self, annotated: Annotated) -> Iterator[tuple[int, Mention]]:
        """The mentions, with their turns, in reading order."""
        for turn in annotated.which_may(self.turns(annotated), self.signal):
            for mention in annotated.mentions(turn, self.signal):
                yield turn, mention

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.signal
        yield from super().signals()


class OwnPhrase(NamedTuple):
    """A phrase in the notation of signals that stands in a rule itself, and the keys that lead to it."""

    keys: tuple[str | int, ...]
    phrase: str


class Unjudged(Exception):  # noqa: N818 - it tells of a conversation, not of an error
    """A check could not judge a conversation after all; the text says why. What it yielded before stands."""


class Check(Select):
    """A kind of rule. `find` yields matches and knows nothing of severity, messages or files."""

    name: ClassVar[str]
    when: SelectSignal | None = Field(default=None, description="judge only conversations in which this was said")
    unless: Excuse | None = Field(default=None, description="signals that excuse a match")

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield what breaks the rule."""
        raise NotImplementedError

    @property
    def own_phrases(self) -> Sequence[OwnPhrase]:
        """Phrases of the check's own, found as the signal `own_signal`; a mention's value is its phrase's number."""
        return ()

    @cached_property
    def own_signal(self) -> str:
        """The name of the signal that finds `own_phrases`: nobody can type it, and equal phrases share it."""
        return "#" + sha1("\n".join(own.phrase for own in self.own_phrases).encode(), usedforsecurity=False).hexdigest()

    def reads_text(self) -> bool:
        """Tell whether it needs the language layer: signals, or sentences."""
        return any(True for _ in self.signals())

    def missing(self, annotated: Annotated) -> str | None:
        """Say which evidence the conversation lacks for this check; None if it has all."""
        return None

    def signals(self) -> Iterator[str]:
        """The signals that must be found for this check."""
        yield from super().signals()
        yield from self.when.signals() if self.when else ()
        yield from self.unless.signal if self.unless else ()

    def triggers(self) -> Iterator[Sequence[str]]:
        """Groups of signals, of each of which one must be mentioned somewhere: else nothing can be found."""
        yield from (names for names in (self.after, self.when.signal if self.when else None) if names)

    @cached_property
    def _triggers(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(names) for names in self.triggers())

    def may_find(self, possible: Set[str]) -> bool:
        """Tell whether a conversation that may mention these signals, and no others, can break the rule."""
        for names in self._triggers:  # noqa: SIM110 - this runs for every rule and conversation
            if names.isdisjoint(possible):
                return False
        return True

    @model_validator(mode="after")
    def _refuse_idle(self) -> Self:
        parts = {f.alias or name for name, f in type(self).model_fields.items() if _selects(f.annotation)}
        idle = sorted(self.model_fields_set & Select.model_fields.keys())
        if parts and idle:
            raise ValueError(f"“{idle[0]}” does nothing here: write it inside {' or '.join(sorted(parts))}")
        return self

    def applies(self, annotated: Annotated) -> bool:
        """Tell whether `when` holds."""
        when = self.when
        if when is None:
            return True
        return not annotated.possible.isdisjoint(when.signal) and next(when.mentions(annotated), None) is not None

    def excused(self, annotated: Annotated, turn: int, mention: Mention) -> bool:
        """Tell whether `unless` excuses a mention."""
        if not self.unless:
            return False
        speaker = self.unless.speaker or annotated.conversation.turns[turn].role
        return near(annotated, turn, mention, self.unless.within, speaker, self.unless.signal)

    def absolved(self, annotated: Annotated, turns: Sequence[int]) -> bool:
        """Tell whether `unless` excuses something missing or measured in these turns.

        An excuse stands in the turns themselves, or anywhere its own speaker spoke.
        """
        if not self.unless:
            return False
        if self.unless.speaker or self.unless.within.unit == "conversation":
            turns = list(annotated.turns_by(self.unless.speaker or self.speaker))
        return annotated.has(turns, self.unless.signal)


def _selects(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Select)


def near(
    annotated: Annotated, turn: int, mention: Mention, window: Window, speaker: str, signals: Sequence[str]
) -> bool:
    """Tell whether one of the signals stands within the window of a mention."""
    if window.unit == "sentence":
        return any(m.sentence == mention.sentence for m in annotated.mentions(turn, signals))
    return annotated.has(reach(annotated, turn, window, speaker), signals)


def reach(annotated: Annotated, turn: int, window: Window, speaker: str) -> list[int]:
    """The turns of a speaker that a window from a turn reaches.

    Turns and bursts count from the given turn's own, where it is the speaker's; else from the speaker's next.
    """
    if window.unit in ("turn", "sentence"):
        return [t for t in annotated.turns_by(speaker) if t >= turn][: window.size]
    if window.unit == "conversation":
        return list(annotated.turns_by(speaker))
    if window.unit == "second":
        return _in_time(annotated, turn, timedelta(seconds=window.size), speaker)
    here = annotated.burst_of.get(turn, 0)
    bursts = [b for n, b in enumerate(annotated.bursts) if n >= here and speaker in ("any", b.role)]
    return [t for burst in bursts[: window.size] for t in burst.turns]


def _in_time(annotated: Annotated, turn: int, span: timedelta, speaker: str) -> list[int]:
    start = annotated.at(turn)
    if start is None:
        return []
    return [
        t
        for t in annotated.turns_by(speaker)
        if t >= turn and (at := annotated.at(t)) is not None and at - start <= span
    ]


def whole_sentence(annotated: Annotated, turn: int, *, last: bool = False) -> Match:
    """A match for something missing: the first (or last) sentence of the turn where it should have been."""
    notes = annotated.notes[turn]
    if not notes.sentences:
        return Match(turn, 0, len(annotated.text(turn)))
    # Nobody is to write anything into the quoted history or behind the signature.
    aside = [segment for segment in notes.segments if segment.kind in ("quoted", "signature")]
    own = [(s, e) for s, e in notes.sentences if not any(part.start <= s < part.end for part in aside)]
    start, end = (own or notes.sentences)[-1 if last else 0]
    return Match(turn, start, start + len(annotated.text(turn)[start:end].rstrip()))


def opening(annotated: Annotated, turn: int) -> Match:
    """A match for a whole turn: its first line, or the first 120 characters of it, told without the language layer."""
    text = annotated.text(turn)
    start = len(text) - len(text.lstrip())
    line = text[start : start + 120].split("\n")[0].rstrip()
    return Match(turn, start if line else 0, start + len(line) if line else len(text))


def found(annotated: Annotated, turn: int, mention: Mention, **values: str) -> Match:
    """A match for the words of a mention."""
    return Match(
        turn, mention.start, mention.end, {"found": annotated.text(turn)[mention.start : mention.end], **values}
    )


def once_per(annotated: Annotated, per: Per, matches: Iterator[tuple[Match, int]]) -> Iterator[Match]:
    """Keep the first match of each sentence, turn, burst or conversation; matches come with their sentence's number."""
    seen = set[tuple[int, int]]()
    for number, (match, sentence) in enumerate(matches):
        keys: dict[str, tuple[int, int]] = {
            "mention": (number, 0),
            "sentence": (match.turn, sentence),
            "turn": (match.turn, -1),
            "burst": (annotated.burst_of.get(match.turn, -1), -2),
            "conversation": (0, -3),
        }
        if keys[per] not in seen:
            seen.add(keys[per])
            yield match
