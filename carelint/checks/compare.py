"""`compare`: what was said before must not be asked again, questions must be met, and values must agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Self

from pydantic import Field, model_validator

from ..annotated import Annotated, Mention
from ..model import Match
from .base import Check, Per, Signals, Speaker, Window, WindowText, found, once_per, reach, whole_sentence


class Compare(Check):
    """Three ways to compare.

    `asked`: a mapping from a signal that asks for something to the signals that give it. A request is a match when the
    `other` speaker gave the thing in an earlier turn, or answered an earlier request for it alone with one of the
    `replies`; not where `voids` was said since.
    `answered`: a mapping from a signal by which the `other` speaker asks to the signals that answer. The match is the
    selected speaker's next turn, where none of these stands `within` the window and nothing said later shares a content
    word with the question; what is said in sentences that mention one of the `idle` signals is no answer. Where a
    conversation that is solved or closed ends on the question, the match is the question.
    `agree`: values of a signal. A match is a value of the selected speaker that differs from each value of the `other`
    speaker by at most `typos` characters: close enough to be meant, and wrong.
    """

    name: ClassVar[str] = "compare"
    asked: dict[str, Signals] | None = None
    replies: Signals | None = Field(default=None, description="bare answers, to a request right before them")
    voids: Signals | None = Field(default=None, description="what makes a thing that was given worthless, by anybody")
    answered: dict[str, Signals] | None = None
    idle: Signals | None = Field(default=None, description="sentences that answer nothing: thanks, good wishes")
    within: WindowText = Field(default=Window(2, "burst"), description="how far an answer is looked for")
    agree: Signals | None = None
    other: Speaker = "customer"
    typos: int = 2
    per: Per = "turn"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.asked, self.answered, self.agree)) != 1:
            raise ValueError("needs one of asked, answered and agree")
        if self.asked is None and (self.replies or self.voids):
            raise ValueError("replies and voids belong to asked")
        if self.answered is None and self.idle:
            raise ValueError("idle belongs to answered")
        return self

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield repeated requests, replies that leave a question open, or values that do not agree."""
        if self.asked is not None:
            hits = self._asked_again(annotated)
        elif self.answered is not None:
            hits = self._left_open(annotated)
        else:
            hits = self._disagreeing(annotated)
        yield from once_per(annotated, self.per, hits)

    def _asked_again(self, annotated: Annotated) -> Iterator[tuple[Match, int]]:
        before: list[tuple[int, str]] = []
        for turn in self.turns(annotated):
            asks = [(a, m) for a in self.asked or () for m in annotated.mentions_of(turn, a)]
            for asking, mention in asks:
                given = self._given(annotated, turn, asking, before)
                if given and not self.excused(annotated, turn, mention):
                    where, value = given
                    words = annotated.text(where)[value.start : value.end]
                    yield found(annotated, turn, mention, value=words, where=str(where + 1)), mention.sentence
            before.extend({(turn, asking) for asking, _ in asks})

    def _given(
        self, annotated: Annotated, turn: int, asking: str, before: list[tuple[int, str]]
    ) -> tuple[int, Mention] | None:
        """Where the thing was given; `before` are the requests of earlier turns."""
        alone = self._asked_alone(annotated, asking, before)
        for earlier in annotated.turns_by(self.other):
            if earlier >= turn:
                return None
            said = annotated.mentions(earlier, (self.asked or {})[asking])
            if not said and earlier in alone:
                said = annotated.mentions(earlier, self.replies or ())
            if said and not self._void(annotated, earlier, turn):
                return earlier, said[0]
        return None

    def _asked_alone(self, annotated: Annotated, asking: str, before: list[tuple[int, str]]) -> set[int]:
        """The turns that reply at once to a turn that asks for this and nothing else."""
        if not self.replies:
            return set()
        asked = {turn for turn, what in before if what == asking} - {turn for turn, what in before if what != asking}
        parts = set(annotated.turns_by(self.other))
        return {turn + 1 for turn in asked if turn + 1 in parts}

    def _void(self, annotated: Annotated, given: int, turn: int) -> bool:
        since = [t for t in annotated.turns_by("any") if given < t <= turn] if self.voids else []
        return annotated.has(since, self.voids or ())

    def _left_open(self, annotated: Annotated) -> Iterator[tuple[Match, int]]:
        chosen = set(self.turns(annotated))
        for turn in annotated.turns_by(self.other):
            later = [t for t in annotated.turns_by(self.speaker) if t > turn]
            if later and later[0] not in chosen:
                continue
            for asking, answering in (self.answered or {}).items():
                for mention in annotated.mentions_of(turn, asking):
                    if not later and _ends_on(annotated, turn, mention):
                        yield found(annotated, turn, mention, where=str(turn + 1)), 0
                    elif later and not self._met(annotated, turn, mention, answering, later):
                        place = whole_sentence(annotated, later[0])
                        words = annotated.text(turn)[mention.start : mention.end]
                        yield Match(place.turn, place.start, place.end, {"found": words, "where": str(turn + 1)}), 0

    def _met(self, annotated: Annotated, turn: int, asked: Mention, answering: list[str], later: list[int]) -> bool:
        if self.excused(annotated, turn, asked):
            return True
        soon = [t for t in reach(annotated, turn, self.within, self.speaker) if t > turn]
        if annotated.has(soon, answering) and any(self._answers(annotated, t, answering) for t in soon):
            return True
        subject = _subject(annotated, turn, asked)
        return any(subject & annotated.notes[t].content and self._takes_up(annotated, t, subject) for t in later)

    def _answers(self, annotated: Annotated, turn: int, answering: list[str]) -> bool:
        idle = self._idle(annotated, turn)
        return any(mention.sentence not in idle for mention in annotated.mentions(turn, answering))

    def _takes_up(self, annotated: Annotated, turn: int, subject: set[str]) -> bool:
        """Tell whether a word of the subject stands outside the idle sentences."""
        idle, text = self._idle(annotated, turn), annotated.text(turn).lower()
        said = [text[s:e] for n, (s, e) in enumerate(annotated.notes[turn].sentences) if n not in idle]
        return any(stem in sentence for sentence in said for stem in subject)

    def _idle(self, annotated: Annotated, turn: int) -> set[int]:
        return {mention.sentence for mention in annotated.mentions(turn, self.idle)} if self.idle else set()

    def _disagreeing(self, annotated: Annotated) -> Iterator[tuple[Match, int]]:
        theirs = {
            _plain(annotated, turn, m)
            for turn in annotated.turns_by(self.other)
            for m in annotated.mentions(turn, self.agree or [])
        }
        for turn in self.turns(annotated):
            for mention in annotated.mentions(turn, self.agree or []):
                value = _plain(annotated, turn, mention)
                near = sorted(other for other in theirs if 0 < _distance(value, other, self.typos) <= self.typos)
                if value not in theirs and near and not self.excused(annotated, turn, mention):
                    yield found(annotated, turn, mention, value=near[0]), mention.sentence

    def triggers(self) -> Iterator[Sequence[str]]:
        """Without what is asked, or is to agree, there is nothing to judge."""
        yield [*(self.asked or ()), *(self.answered or ()), *(self.agree or ())]
        yield from super().triggers()

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        for asking, giving in ((self.asked or {}) | (self.answered or {})).items():
            yield asking
            yield from giving
        for others in (self.replies, self.voids, self.idle, self.agree):
            yield from others or ()
        yield from super().signals()


def _ends_on(annotated: Annotated, turn: int, mention: Mention) -> bool:
    """Tell whether a conversation that counts as done has this question as its last words."""
    is_last = turn == len(annotated.conversation.turns) - 1 and annotated.conversation.status in ("solved", "closed")
    return is_last and not annotated.text(turn)[mention.end :].strip(" ?!.\n")


def _subject(annotated: Annotated, turn: int, mention: Mention) -> set[str]:
    """The content words of the text that stand in the mention; content holds stems, which their words begin with."""
    words = annotated.text(turn)[mention.start : mention.end].lower().replace("’", "'").split()
    return {stem for stem in annotated.notes[turn].content if any(stem in word for word in words)}


def _plain(annotated: Annotated, turn: int, mention: Mention) -> str:
    return "".join(c for c in annotated.text(turn)[mention.start : mention.end].lower() if c.isalnum())


def _distance(one: str, other: str, most: int) -> int:
    """How many characters differ, swaps of neighbours counting once; more than `most` is not counted out."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(one, other, score_cutoff=most))
