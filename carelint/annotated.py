"""A conversation with what the language layer found in it: segments, sentences, mentions, bursts. What checks read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from .model import Conversation, Role

T = TypeVar("T")
SegmentKind = Literal["body", "quoted", "signature", "code", "url", "inline_quote"]


class Segment(NamedTuple):
    """A stretch of a turn's text that is not plain body; characters `start` to `end`."""

    kind: SegmentKind
    start: int
    end: int


class Mention(NamedTuple):
    """One occurrence of a signal in a turn's text; `value` is what it carries (a time, a slot's text)."""

    signal: str
    start: int
    end: int
    sentence: int
    value: object = None


class Burst(NamedTuple):
    """Consecutive turns of one speaker, by index."""

    role: Role
    turns: tuple[int, ...]


class Notes:
    """What is found in one text, whoever says it and wherever; kept once per distinct text.

    These notes are empty. The language layer's own look for a thing when they are first asked for it.
    """

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences, as characters."""
        return ()

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches that are not plain body."""
        return ()

    @property
    def content(self) -> frozenset[str]:
        """The stems of the words that carry the subject."""
        return frozenset()

    @property
    def mentions(self) -> Mapping[str, tuple[Mention, ...]]:
        """All mentions of all signals that have any."""
        return {}

    def mentions_of(self, signal: str) -> tuple[Mention, ...]:
        """The mentions of one signal, in reading order."""
        return ()

    @property
    def possible(self) -> Set[str]:
        """The signals that the text may mention: what is not among them need not be looked for."""
        return frozenset()

    def once(self, what: Hashable, work_out: Callable[[], T]) -> T:
        """What somebody else works out of this text alone, kept with it; `what` names who, and what it is."""
        return work_out()


# What an Annotated keeps that hangs on nothing but the conversation and its notes.
_OF_NOTES = frozenset(["_noted", "bursts", "burst_of", "_turns_by_role"])


@dataclass(frozen=True)
class Annotated:
    """A conversation and its notes, turn by turn.

    `extra` holds mentions that depend on the conversation (its customer's name).
    """

    conversation: Conversation
    notes: tuple[Notes, ...]
    extra: Mapping[int, Mapping[str, tuple[Mention, ...]]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    finished: bool | None = None

    @cached_property
    def possible(self) -> frozenset[str]:
        """The signals that may be mentioned anywhere."""
        return frozenset[str]().union(*self._possible_in)

    @cached_property
    def _possible_in(self) -> Sequence[Set[str]]:
        """The signals that each turn may mention."""
        if not self.extra:
            return self._noted
        return [
            names | self.extra[turn].keys() if turn in self.extra else names for turn, names in enumerate(self._noted)
        ]

    @cached_property
    def _noted(self) -> Sequence[Set[str]]:
        """The same by the notes alone."""
        return [notes.possible for notes in self.notes]

    def knowing(
        self, extra: Mapping[int, Mapping[str, tuple[Mention, ...]]], known: Set[str], *, finished: bool | None
    ) -> Annotated:
        """The same with more that is known; what was worked out of the notes is not worked out anew."""
        other = replace(self, extra=extra, known=frozenset(known), finished=finished)
        vars(other).update((name, value) for name, value in vars(self).items() if name in _OF_NOTES)
        return other

    def which_may(self, turns: Iterable[int], signals: Iterable[str]) -> list[int]:
        """Those of some turns that may mention one of the signals: in the others it need not be looked for."""
        possible, names = self._possible_in, self.possible.intersection(signals)
        return [turn for turn in turns if not names.isdisjoint(possible[turn])] if names else []

    def mentions(self, turn: int, signals: Iterable[str]) -> list[Mention]:
        """All mentions of any of the signals in a turn, in reading order."""
        possible = self._possible_in[turn]
        found = [m for signal in signals if signal in possible for m in self.mentions_of(turn, signal)]
        if len(found) > 1:
            found.sort(key=lambda m: (m.start, m.end))
        return found

    def mentions_of(self, turn: int, signal: str) -> tuple[Mention, ...]:
        """The mentions of one signal in a turn."""
        found = self.notes[turn].mentions_of(signal)
        return found if found or not self.extra else self.extra.get(turn, {}).get(signal, ())

    def has(self, turns: Iterable[int], signals: Iterable[str]) -> bool:
        """Tell whether any of the turns mentions any of the signals."""
        names = [signal for signal in signals if signal in self.possible]
        for turn in turns if names else ():
            for name in names:
                if name in self._possible_in[turn] and self.mentions_of(turn, name):
                    return True
        return False

    @cached_property
    def bursts(self) -> tuple[Burst, ...]:
        """The bursts of the conversation. Events and internal notes do not part a burst; another author does."""
        runs: list[tuple[Role, str, list[int]]] = []
        for index, turn in enumerate(self.conversation.turns):
            if turn.role in ("system", "note"):
                continue
            if runs and runs[-1][0] == turn.role and (runs[-1][1] == turn.author or not turn.author):
                runs[-1][2].append(index)
            else:
                runs.append((turn.role, turn.author, [index]))
        return tuple(Burst(role, tuple(turns)) for role, _, turns in runs)

    @cached_property
    def burst_of(self) -> Mapping[int, int]:
        """The number of the burst that each turn belongs to; events and notes belong to none."""
        return {turn: number for number, burst in enumerate(self.bursts) for turn in burst.turns}

    def bursts_by(self, speaker: str) -> list[Burst]:
        """The bursts of one speaker, or of anybody where the speaker is `any`."""
        return [burst for burst in self.bursts if speaker in ("any", burst.role)]

    def at(self, turn: int) -> datetime | None:
        """When the turn was sent."""
        return self.conversation.turns[turn].at

    def text(self, turn: int) -> str:
        """The text of a turn."""
        return self.conversation.turns[turn].text

    def sentence_at(self, turn: int, offset: int) -> tuple[int, int]:
        """The characters of the sentence round an offset of a turn's text."""
        sentences = self.notes[turn].sentences
        at = bisect_right(sentences, (offset, len(self.text(turn)) + 1)) - 1
        if at >= 0 and offset < sentences[at][1]:
            return sentences[at]
        return 0, len(self.text(turn))

    def turns_by(self, speaker: str) -> Sequence[int]:
        """The turns of one speaker; `any` are all who speak, `everyone` also the authors of notes and events."""
        if speaker == "everyone":
            return range(len(self.conversation.turns))
        if speaker == "any":
            return [index for index, turn in enumerate(self.conversation.turns) if turn.role not in ("system", "note")]
        return self._turns_by_role.get(speaker, ())

    @cached_property
    def _turns_by_role(self) -> Mapping[str, list[int]]:
        turns: dict[str, list[int]] = {}
        for index, turn in enumerate(self.conversation.turns):
            turns.setdefault(turn.role, []).append(index)
        return turns
