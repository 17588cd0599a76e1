"""The grammar of times: which words, one after another, say when.

It works on the sentence as one string of normal forms with single spaces between them. Every production is a regular
expression, tried only at the words that may open it; none holds a repetition of a repetition, so none can run away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from . import deadline_read as read
from .deadline_pieces import (
    AMOUNT,
    ANY_CLOCK,
    AROUND,
    CLAUSE,
    CLOCK,
    CLOCK_JOIN,
    DATED,
    DAY,
    END,
    FINISH,
    HEDGE,
    JOIN,
    LATEST,
    MONTH,
    NEXT,
    NUMERIC_DATE,
    ORDINAL,
    PART,
    PREPOSITION,
    SUBJECT,
    WEEKDAY,
    WINDOW,
)
from .deadline_values import Found, Length
from .deadline_words import MONTHS, UNITS, VAGUE, WEEKDAYS

Match = re.Match[str]


Builder = Callable[[Match], Found | None]


def _length(match: Match) -> Found | None:
    time = read.length(match)
    return Found(match.start(), match.end(), "hard", time) if time else None


AT_MOST = re.compile(r"\b(?:up to|under|less than|no more|no longer|at most|max)")


def _exactly(match: Match) -> Found | None:
    found = _length(match)
    if not found or not isinstance(found.time, Length) or match["most"] or AT_MOST.search(match[0]):
        return found
    return found._replace(time=Length(found.time.most, found.time.most, found.time.unit, found.time.business))


def _the_period(match: Match) -> Found | None:
    return Found(match.start(), match.end(), "hard", Length(0, 1, UNITS[match["unit"]][0]))


def _vague(match: Match) -> Found | None:
    return Found(match.start(), match.end(), "vague")


def _event(match: Match) -> Found | None:
    return Found(match.start(), match.end(), "event")


def _nothing(match: Match) -> Found | None:
    return Found(match.start(), match.end(), None)


def _point(match: Match) -> Found | None:
    return read.point(match, Found(match.start(), match.end(), "hard"))


# Production: the words it may open with, the expression, and what it means.
DAY_OPENERS = "the this next today tonight tomorrow later early late sometime some first in day # coming " + " ".join(
    (*WEEKDAYS, *MONTHS)
)

PRODUCTIONS: tuple[tuple[str, str, Builder], ...] = (
    (
        "within inside",
        rf"(?:within|inside)(?: of)? (?:{NEXT} )?{HEDGE}{AMOUNT}(?: period| window| time ?frame)?",
        _length,
    ),
    (
        "within in over during",
        rf"(?:within the(?: next)?|(?:in|over|during) the next) (?P<unit>hour|day|week|month|minute){END}",
        _the_period,
    ),
    ("in", rf"in {HEDGE}{AMOUNT}(?: ' time)?", _exactly),
    ("in over during for", rf"(?:in|over|during) {NEXT} {HEDGE}{AMOUNT}", _length),
    (
        "up no less under at maximum max",
        rf"(?:up to|no more than|less than|under|at most|maximum|max) {AMOUNT}",
        _length,
    ),
    (
        "take takes taking allow allows give expect be require requires need",
        rf"(?:take|takes|taking|allow|allows|give|expect|be|requires?|need)(?: for)?"
        rf"(?: (?:me|us|them|it|you|him|her|the team|our team))? {HEDGE}{AMOUNT}(?! (?:late|old|long|behind|early|"
        rf"overdue|ago|off|out)\b)(?: from now)?",
        _length,
    ),
    (
        "eta wait turnaround processing response delivery waiting lead estimated queue timeframe time",
        rf"(?:eta|timeframe|turnaround|(?:wait|waiting|queue|turnaround|processing|response|delivery|lead|estimated|"
        rf"resolution)(?: wait)? "
        rf"times?)(?: (?:is|are|of|would be|will be|:|currently|here|for \w+)){{0,3}} {HEDGE}{AMOUNT}",
        _length,
    ),
    ("# a an half couple few one two three four five ten", rf"{AMOUNT}(?: from (?:now|today)|{LATEST})", _length),
    ("# half", rf"{AMOUNT} (?:ago|late|old|later)", _nothing),
    # Points: a clock first, a day first.
    (
        "by before no not until on at around about for @ latest any anytime between # noon midday midnight half "
        "quarter a",
        rf"(?:(?P<by>{PREPOSITION}) )?{AROUND}"
        rf"(?:{WINDOW}|(?P<clock>{CLOCK})(?: (?:-|to|and|or) (?P<until2>{ANY_CLOCK}))?)"
        rf"{JOIN} (?P<day>{DATED}|{DAY}|{NUMERIC_DATE}){END}",
        _point,
    ),
    (
        "by before no not until at around about for @ latest any anytime",
        rf"(?P<by>{PREPOSITION}) {AROUND}(?P<clock>{ANY_CLOCK})"
        rf"(?:{JOIN} (?P<day>{DATED}|{DAY}|in the {PART}))?{END}",
        _point,
    ),
    ("between", rf"{WINDOW}{END}", _point),
    (
        "by before no not until on at for latest any anytime @ " + DAY_OPENERS,
        rf"(?:(?P<by>{PREPOSITION}) )?{AROUND}(?P<day>{DATED}|{DAY}){CLOCK_JOIN} (?:{WINDOW}|(?P<clock>{ANY_CLOCK})"
        rf"(?: (?:-|to|and) (?P<until2>{ANY_CLOCK}))?){END}",
        _point,
    ),
    (
        "by before no not until on for latest any anytime " + DAY_OPENERS,
        rf"(?:(?P<by>{PREPOSITION}) )?{AROUND}(?P<day>{DATED}|{DAY}){END}",
        _point,
    ),
    (
        "by before no not until on for",
        rf"(?P<by>by|before|no later than|until|on or before|on|for) (?P<day>{NUMERIC_DATE}|{ORDINAL}){END}",
        _point,
    ),
    (
        "by before in until",
        rf"(?P<by>by|before|in|until) (?:early |late |mid |mid - )?(?P<day>(?:{MONTH})(?: 20\d\d)?){END}",
        _point,
    ),
    (
        "by before no at until on to the end close finish back eod cob eob eow eom",
        rf"(?:(?P<by>{PREPOSITION}) )?{AROUND}(?P<finish>{FINISH})(?:{JOIN} (?P<day>{DATED}|{DAY}))?{END}",
        _point,
    ),
    ("by before until", rf"(?P<by>by|before|until) (?P<day>(?:the )?(?:{PART}|weekend)){END}", _point),
    # What looks like a time and is none: opening hours, spans of days, habits.
    (
        "from # open opens daily monday mon tuesday tue wednesday wed thursday thu friday fri saturday sat sunday sun",
        rf"(?:from |open |opens )?(?:(?:{WEEKDAY}) (?:-|to|through|thru|until) (?:{WEEKDAY})(?: ,)? ?)?(?:from )?"
        rf"(?:{ANY_CLOCK}|\d\d?) (?:-|to|until) {ANY_CLOCK}",
        _nothing,
    ),
    (" ".join(WEEKDAYS), rf"(?:{WEEKDAY}) (?:-|to|through|thru) (?:{WEEKDAY})", _nothing),
    (
        "since from last past previous every each all yesterday",
        rf"(?:since|from|last|past|previous|every|each|all)(?: (?:the|last|next))? (?:{DATED}|{DAY}|day|night|{PART}|"
        rf"{AMOUNT})"
        rf"(?:{CLOCK_JOIN} {ANY_CLOCK})?",
        _nothing,
    ),
    (
        "so too how see talk speak chat catch hear sooner",
        r"(?:so|too|how) (?:soon|quickly|fast|promptly)|(?:see|talk|speak|chat|catch|hear)(?: (?:back|to|with|from|"
        r"up)){0,2}(?: you| ya)?(?: all)?"
        r"(?: again)?(?: very| real)? (?:soon|shortly|later)|sooner or later",
        _nothing,
    ),
    # Vague times.
    (
        "very really pretty quite real as " + " ".join(VAGUE - {"later", "presently"}),
        r"(?:(?:very|really|pretty|quite|real) )?(?:soon|shortly|asap|momentarily|eventually|soonest|soonish)(?! (?:as|"
        r"after|before|enough)\b)",
        _vague,
    ),
    ("later presently", r"(?:later|presently)(?: on)?(?= [,;.!?)]|$| and | with )", _vague),
    (
        "as",
        r"as (?:soon|quickly|fast|promptly|quick|early) as (?:(?:is )?possible|practicable|practical|able|"
        r"humanly possible|poss|"
        r"(?:i|we|they|he|she|it|the team|our team|someone) (?:possibly )?"
        r"(?:can|could|may|are able to|am able to))",
        _vague,
    ),
    (
        "at",
        r"at (?:the|my|our|your|their|its|his|her) (?:very )?earliest(?: (?:possible )?(?:opportunity|convenience|"
        r"possible|moment|chance))?",
        _vague,
    ),
    (
        "in",
        r"in (?:due course|a bit|a (?:little|short|wee) (?:while|bit)|a while|no time|(?:the )?(?:very )?near future|"
        r"a jiffy|good time|"
        r"(?:a )?few|short order|the (?:coming|next|following) (?:days|weeks|hours|minutes|months)|"
        r"(?:a )?few moments)(?= [,;.!?)]|$| [a-z])",
        _vague,
    ),
    (
        "within over",
        r"(?:within|over) (?:a few |the (?:coming|next) |the next few )?(?:minutes|hours|days|weeks|moments)",
        _vague,
    ),
    ("before", r"before (?:too )?long", _vague),
    (
        "when whenever",
        r"(?:when|whenever) (?:i|we|they|he|she) "
        r"(?:can|get (?:a|the) chance|have (?:a|the) (?:chance|moment)|are able)",
        _vague,
    ),
    ("at", r"at some (?:point|stage)", _vague),
    ("some", r"some ?time (?:soon|later)", _vague),
    ("any", r"any (?:minute|moment|time|day|second) now", _vague),
    ("one", r"one (?:of these days|day soon)", _vague),
    ("as once when whenever until", rf"(?:as soon as|once|when|whenever|until) {SUBJECT}{END}{CLAUSE}", _event),
    (
        "upon on the",
        rf"(?:(?:upon|on) (?:receipt|receiving|approval|completion|arrival)|the (?:moment|minute|"
        rf"second) {SUBJECT}{END}){CLAUSE}",
        _event,
    ),
)


def _dispatch() -> Mapping[str, tuple[tuple[re.Pattern[str], Builder], ...]]:
    table: dict[str, list[tuple[re.Pattern[str], Builder]]] = {}
    for openers, expression, builder in PRODUCTIONS:
        compiled = re.compile(f"(?:{expression}){END}")
        for opener in dict.fromkeys(openers.split()):
            table.setdefault(opener, []).append((compiled, builder))
    return {opener: tuple(entries) for opener, entries in table.items()}


DISPATCH = _dispatch()
LATEST_AFTER = re.compile(LATEST)


def find(text: str, starts: list[int]) -> Iterator[Found]:
    """Find the times of a joined sentence whose words begin at `starts`, left to right; at each place the longest."""
    done = 0
    for start in starts:
        if start < done:
            continue
        space = text.find(" ", start)
        word = text[start:space] if space >= 0 else text[start:]
        entries = DISPATCH.get("#" if word[:1].isdigit() else word)
        best = _best(text, start, entries) if entries else None
        if best:
            # An event may hold times: only the word that opens it is spent.
            done = start + len(word) if best.kind == "event" else best.end
            yield best


def _best(text: str, start: int, entries: tuple[tuple[re.Pattern[str], Builder], ...]) -> Found | None:
    best: Found | None = None
    for pattern, builder in entries:
        match = pattern.match(text, start)
        if match and (best is None or match.end() > best.end or best.kind == "event"):
            built = builder(match)
            best = built or best
    if best and best.kind == "hard" and (tail := LATEST_AFTER.match(text, best.end)):
        best = best._replace(end=tail.end())
    return best
