"""Whose action a time belongs to: ours, the customer's, or nobody's.

A sentence is cut into clauses; in the clause of the time, the nearest cue before it decides ("you need to", "we will",
"was"), otherwise the nearest after it, otherwise the clause before, otherwise the one after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .deadline_values import Found, Owner

B = r"(?<![^ ])"
E = r"(?![^ ])"

SPLIT = re.compile(
    rf"{B}(?:[,;:!?()]|\.+|-){E}|"
    rf"{B}(?:and|but|so|then|or|because|while|whereas|although|though){E}"
    r"(?= (?:i|we|you|he|she|they|it|please|the|our|your|my|let|this|that|someone|once|if|when|kindly|a|an)(?![^ ]))"
)
# A subordinate clause whose own cue says nothing leaves the decision to the main clause.
SUBORDINATE = re.compile(rf"{B}(?:as soon as|once|when|whenever|if|until){E}")

MODAL = r"(?:will|shall|are going to|am going to|going to|is going to|'s going to|are due to|is due to)"
ADVERBS = r"(?:(?:[a-z]+ly|also|just|then|still|now|always|both|all|certainly|then|aim to|try to) ){0,2}"
RECEIVING = (
    r"(?:have|receive|get|hear|see|be (?!required|asked|charged)|expect|find|start|notice|also|then|soon|shortly|"
    r"still|not|know|"
    r"both|all|automatically|definitely|normally|usually|typically)"
)
IMPERATIVE = (
    r"(?:call|phone|ring|return|send|reply|contact|email|visit|complete|fill|check|try|submit|use|pay|confirm|update|"
    r"log|restart|"
    r"message|dm|respond|get|let us|do|make|keep|bring|come|provide|upload|sign|click|remember|ensure|place|post|"
    r"drop|choose|select|"
    r"cancel|go|tell|write|text|collect|pick|wait|hold|order|book|install|reset|download|enter|give us a (?:call|"
    r"ring|shout))"
)
PAST = (
    r"(?:sent|got|went|came|made|paid|spoke|took|bought|left|gave|saw|wrote|found|had|did|was|were|said|told|arrived|"
    r"been|"
    r"(?!need|proceed|exceed|feed|indeed|hundred|asked|instructed|requested|arranged|booked|scheduled|rescheduled|"
    r"planned|expected|"
    r"estimated|reserved|pencilled|confirmed|slated|guaranteed)[a-z]{2,}ed)"
)

CUSTOMER = (
    rf"let (?:me|us) know|feel free|(?:can|could|would|will|should) you|(?:need|want|like|ask|require|remind|expect|"
    rf"advise|"
    rf"encourage|for|allows?) you to|"
    rf"you (?:will )?{ADVERBS}(?:will need|need|must|have to|should(?! {RECEIVING})|can(?! (?:expect|be|"
    rf"{RECEIVING}))|could|may(?! {RECEIVING})|might|would|"
    rf"want|wish|return|call|reply|send|pay|confirm|contact|get back|are able|cancel|order|do not)|"
    rf"you will(?! {RECEIVING})|you are (?:asked|required|requested|welcome|free|able)|"
    rf"(?:i|we) (?:will |would |do |just |may |might |really )?(?:also )?(?:need|require)(?! to)|"
    rf"(?:please|kindly)(?! (?:do )?(?:expect|allow|be assured|note|know|rest assured|find|give (?:me|us|it)|bear|"
    rf"accept|be aware|await))|"
    rf"\^(?:(?:and|then|just|also|simply|or|but|so|kindly|do) )?{IMPERATIVE}{E}(?! (?:you|back to you))"
)
NEVER = (
    r"(?:[a-z]+ )?(?:was|were|had been) (?:due|expected|supposed|meant|scheduled|booked|estimated|planned|promised|to)|"
    r"(?:[a-z]+ )?(?:will|can|could|may|shall|would|do|does|did|are|is|am|should) not(?! (?:take|be (?:long|more|"
    r"later)|close|stop|rest))|"
    r"(?:anything|else|how|what|something)(?: else)?(?: that)? (?:i|we) (?:can|could|may) [a-z]+|"
    r"(?:can|could|shall|may|should|might|would|did|do|have|will|am|are) (?:i|we)(?! (?:hope|aim))"
)
NONE = (
    rf"(?:i|we) (?:close|open|shut)|out of (?:the )?office|on (?:leave|holiday|vacation)|(?:i|we|you|they|he|she|it|"
    rf"that) (?:had )?(?:said|told|promised|"
    rf"mentioned)|(?:did|was|were|\^(?:has|have)) (?:it|you|they|he|she|your|the|that)|(?:thank|thanks|hope you|hoping|"
    rf"glad|enjoy|welcome|sorry|have an? (?:great|good|nice|lovely|wonderful|fantastic|pleasant|safe|amazing|awesome)|"
    rf"wish)|(?:ends|end|expires|expire|valid|accepted|eligible|available|opens|open|closes|opening|closed|hours|"
    rf"free for|lasts|"
    rf"begins|good (?:until|for))|see you|talk|speak (?:to|with) you|happy|look forward|looking forward|would|"
    rf"(?:i|we|you|they|he|she|it|[a-z]+) (?:have |has |had |already |"
    rf"just ){{0,2}}(?<!be )(?<!will )(?<!get )(?<!to )(?<!being ){PAST}|"
    rf"{PAST}|unable|unfortunately"
)
US = (
    rf"(?:i|we) {ADVERBS}(?:hope|aim|plan|expect|promise|intend|try|should|need|have|want|are aiming|"
    rf"guarantee) (?:to|that){E}|"
    rf"(?:i|we) {ADVERBS}(?:will|shall|can|should|are going to|am going to|may|might) {ADVERBS}(?!not )(?:be |get |"
    rf"have )?(?:it |this |that )?(?:[a-z]+ed)?|"
    rf"(?:will|should|shall|can|may|could|might|'ll|to|must|getting|being|get|have) {ADVERBS}(?:be|get|"
    rf"have)(?: (?:it|this|that|your [a-z]+|you))? (?:{ADVERBS})[a-z]+(?:ed|en|t)"
    rf"(?: and {ADVERBS}[a-z]+(?:ed|en|t))?{E}|"
    rf"(?:look|watch) out for|keep an eye out for|"
    rf"(?:asked|told|instructed|requested|got|arranged for|arranged with)(?: [a-z']+){{1,5}}? to{E}|"
    rf"(?:arranged|booked|scheduled|rescheduled|planned|due|expected|estimated|reserved|pencilled|set|confirmed|"
    rf"set up|slated|guaranteed|promise|aim|"
    rf"aims|aiming){E}|"
    rf"{MODAL}|(?:i|we|they|it|[a-z]+) (?:am|are|is|'m|'re|'s) {ADVERBS}[a-z]+ing{E}|"
    rf"let (?:me|us)|(?:please )?(?:allow|expect|give (?:me|us|it)|bear with)|you (?:will|should|can|may|"
    rf"are going to) {ADVERBS}{RECEIVING}|"
    rf"should|takes?|taking|usually|normally|typically|arrives|ships|lands|comes|delivers|goes out|leaves|dispatches|"
    rf"shows|appears|clears|reaches|"
    rf"processing|turnaround|eta|"
    rf"(?:be|get|have|getting|having)(?: (?:it|this|that|everything|you|your [a-z]+))? {ADVERBS}[a-z]+(?:ed|en){E}|"
    rf"(?:i|we) (?!(?:am|are|have|had|was|were|hope you|would|could|did|apologi[sz]e|look|close|open|shut|{PAST}){E})"
    rf"(?:[a-z]+)"
)
CUE = re.compile(
    rf"{B}(?:(?P<never>{NEVER})|(?P<us_first>(?:i|we) (?:do )?(?:hope|have|need) to)|(?P<customer>{CUSTOMER})|"
    rf"(?P<us>{US})|(?P<none>{NONE})){E}".replace(r"\^", "^")
)

# "When it is behaving this way" is a condition of nothing, unless something is going to happen.
FUTURE = re.compile(rf"{B}(?:will|shall|going to|let you know|should){E}")
# The openings of times that hold their own verb or noun.
WAITS = tuple(
    f"{word} "
    for word in (
        *("allow", "expect", "give me", "give us", "give it", "takes", "eta", "turnaround", "wait", "waiting", "queue"),
        *("processing", "response", "delivery", "lead", "estimated", "resolution", "timeframe"),
    )
)
DEADLINE_OPENING = re.compile(
    rf"(?:within|in|inside|by|before|no later|not later|up to|over|at the latest|take|takes|allow|give|eta|"
    rf"turnaround|under){E}|.*(?:latest|max|tops|now)$"
)


def owners(text: str, times: Sequence[Found]) -> list[Owner]:
    """Tell whose action each of the times of the joined sentence belongs to."""
    clauses = _clauses(text, times)
    return [_owner(text, clauses, found) for found in times]


def _owner(text: str, clauses: Sequence[tuple[int, int]], found: Found) -> Owner:
    index = next(i for i, (start, end) in enumerate(clauses) if start <= found.start < max(end, start + 1))
    cue = _in_clause(text, clauses[index], found)
    if not cue:
        others = [*reversed(clauses[:index]), *clauses[index + 1 :]]
        cue = next(filter(None, (_last(text[start:end]) for start, end in others)), None)
    if found.kind == "event" and cue == "us" and not FUTURE.search(text):
        return "none"
    return cue or _default(text, found)


def _clauses(text: str, times: Sequence[Found]) -> list[tuple[int, int]]:
    """Cut the sentence where a clause ends, but never inside a time."""
    cuts = [match.span() for match in SPLIT.finditer(text)]
    hard = [time for time in times if time.kind != "event"]
    outside = [cut for cut in cuts if not any(time.start <= cut[0] < time.end for time in hard)]
    # A clause runs on to the next, so that every character belongs to one.
    starts = [0, *(end + 1 for _, end in outside), len(text) + 1]
    return list(pairwise(starts))


def _in_clause(text: str, clause: tuple[int, int], found: Found) -> Owner | None:
    start, end = clause
    before = text[start : found.start].strip()
    if _tells_to_wait(found, text):
        return "us"
    own = _last(before)
    if own in {None, "none"} and (main := _main(before)) is not None:
        own = _last(main) or own
    return own or _first(text[found.end : end].strip())


def _main(before: str) -> str | None:
    """Give the main clause before a subordinate one, if the sentence goes so."""
    cuts = list(SUBORDINATE.finditer(before))
    return before[: cuts[-1].start()] if cuts else None


def _tells_to_wait(found: Found, text: str) -> bool:
    """A time that holds its own verb ("please allow 3 days") tells what to expect of us, whoever is asked."""
    return text.startswith(WAITS, found.start)


def _last(text: str) -> Owner | None:
    cue: Owner | None = None
    for match in CUE.finditer(text):
        cue = _named(match)
    return cue


def _first(text: str) -> Owner | None:
    match = CUE.search(text)
    return _named(match) if match else None


def _named(match: re.Match[str]) -> Owner:
    name = match.lastgroup
    return "customer" if name == "customer" else "none" if name in {"none", "never"} else "us"


def _default(text: str, found: Found) -> Owner:
    """A fragment ("Within 24 hours.", "Tomorrow.") is ours where it sounds like a deadline."""
    return "us" if found.kind != "event" and DEADLINE_OPENING.match(text[found.start : found.end]) else "none"
