"""The deadline grammar: finds the times in a sentence, whose action each belongs to, and their date.

Finding is ours, because date libraries see dates in "a", "to" and "may"; only calendar arithmetic is borrowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from .deadline_grammar import find
from .deadline_owner import owners
from .deadline_resolve import Deadline, resolve
from .deadline_values import Clock, Day, Found, Length, Owner, Point, TimeMention, TimeValue, Word
from .deadline_words import ALIASES, TRIGGERS

__all__ = [
    "Clock",
    "Day",
    "Deadline",
    "Length",
    "Owner",
    "Point",
    "TimeMention",
    "TimeValue",
    "Word",
    "find_times",
    "resolve",
]

# "24hrs", "9am-5pm", "10:30am", "17h30" come from the tokenizer in one piece.
GLUED = re.compile(
    r"\d+[:h]\d\d(?!\d)|\d+(?:[./]\d+)*(?:st|nd|rd|th)?(?![a-z\d])|\d+(?:\.\d+)?|"
    r"[a-z]+(?:\.[a-z]\.?)?|[^\da-z]"
)
DIGITS = frozenset("0123456789")
MOST_WORDS = 500


def find_times(words: Sequence[Word]) -> tuple[TimeMention, ...]:
    """Find the times of one sentence, left to right, not overlapping, the longest first.

    Of a sentence longer than 500 tokens only the beginning is read.
    """
    norms = [word.norm for word in words]
    if TRIGGERS.isdisjoint(norms) and DIGITS.isdisjoint([norm[:1] for norm in norms]):
        return ()
    pieces = _pieces(words[:MOST_WORDS])
    starts = [0, *accumulate(len(piece.norm) + 1 for piece in pieces)]
    text = " ".join([piece.norm for piece in pieces])
    found = _without_events_around(list(find(text, starts[:-1])))
    if not found:
        return ()
    return tuple(
        TimeMention(
            pieces[starts.index(time.start)].start,
            pieces[starts.index(time.end + 1) - 1].end,
            time.kind,
            time.time,
            owner,
        )
        for time, owner in zip(found, owners(text, found), strict=True)
        if time.kind
    )


def _without_events_around(found: list[Found]) -> list[Found]:
    """Drop events that hold a time themselves ("once they open at 8" is as hard as its time) or lie in another."""
    times = [time for time in found if time.kind != "event"]
    events: list[Found] = []
    for event in found:
        apart = event.kind == "event" and (not events or event.start >= events[-1].end)
        if apart and not any(event.start < time.start < event.end for time in times):
            events.append(event)
    return sorted(events + times, key=lambda time: time.start) if events else times


def _pieces(words: Iterable[Word]) -> list[Word]:
    """Spell every word in one way, and part what the tokenizer left glued."""
    pieces: list[Word] = []
    for word in words:
        if word.norm.isalpha() and word.norm not in ALIASES:
            pieces.append(word)
            continue
        norm = ALIASES.get(word.norm) or word.norm.strip().replace(" ", "_") or "."
        if (norm[0] in DIGITS or norm[:3] in {"am-", "pm-"}) and not norm.isdigit():
            pieces.extend(_parted(Word(norm, word.start, word.end)))
        elif _ends_wed(pieces, word):
            pieces[-1] = Word("weds", pieces[-1].start, word.start + 1)
        else:
            pieces.append(Word(norm, word.start, word.end))
    return pieces


def _ends_wed(pieces: Sequence[Word], word: Word) -> bool:
    """The tokenizer takes "wed" for "we'd" without its apostrophe."""
    return (
        word.norm in {"'d", "d."}
        and bool(pieces)
        and pieces[-1].norm == "we"
        and (word.start == pieces[-1].end and word.end - word.start == len(word.norm.strip("'")))
    )


def _parted(word: Word) -> list[Word]:
    exact = len(word.norm) == word.end - word.start
    return [
        Word(
            ALIASES.get(match[0], match[0]),
            *((word.start + match.start(), word.start + match.end()) if exact else (word.start, word.end)),
        )
        for match in GLUED.finditer(word.norm)
        if match[0] != " "
    ]
