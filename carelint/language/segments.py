"""Cut a turn's text into segments before anything is matched.

What is quoted, signed, code or a link is not the speaker's plain word. Segments mask text, they never rewrite it.
The line rules follow the plain-text path of talon and email-reply-parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..annotated import Segment

_MAYBE = re.compile(
    r"[>\"“”`_]|(?<!\w)['‘’]|--|https?:|www\.|@|\n"
    r"|\b(?:said|wrote|mentioned|from|von|sent|begin|écrit|schrieb|escribió|schreef|outlook"
    r"|confidential\w{0,5}|intended|disclaimer|registered|environment)\b",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”)\]]{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.IGNORECASE
)
_FENCE = re.compile(r"^```.{0,80}$")
_CODE = re.compile(r"`[^`\n]{1,200}`")
_QUOTE_HEADER = re.compile(
    r"^\s{0,8}>{0,4}\s{0,4}(?:(?:on|le|am|el|op) .{5,200} (?:wrote|a écrit|schrieb|escribió|schreef)\s{0,3}:"
    r"|(?:am|op) .{5,60} (?:schrieb|schreef) .{2,120}:|begin forwarded message\s{0,3}:"
    r"|.{1,100}<[^<>\s]{3,100}> (?:wrote|writes|schrieb .{1,60})\s{0,3}:"
    r"|-{2,20}\s{0,3}(?:(?:original|forwarded) message|(?:ursprüngliche|weitergeleitete) nachricht|message d['’]origine"
    r"|mensaje original)\s{0,3}-{2,20}|_{10,80})\s{0,8}$",
    re.IGNORECASE,
)
_HEADER_BLOCK = re.compile(
    r"^\s{0,8}\*?(?:from|von|de)\*?:\*?\s{1,8}.{0,200}(?:<[^<>\s]{3,100}>|@|\[mailto:)", re.IGNORECASE
)
_HEADER_LINE = re.compile(r"^\s{0,8}\*?(?:from|sent|to|cc|date|subject|reply-to)\*?:\s", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"^\s{0,8}(?:(?:kind|best|warm|warmest|many|with kind|with best|with warm)(?: (?:kind|best|personal))?"
    r"\s(?:regards|wishes|thanks)"
    r"|regards|all the best|best|cheers|sincerely|yours(?: sincerely| faithfully| truly)?"
    r"|sincerely yours|respectfully|cordially"
    r"|(?:many )?thanks(?: again)?(?: (?:and|&) (?:regards|best wishes))?|thank you"
    r"|take care|warmly|love)\s{0,4}[,.!–-]?\s{0,8}$",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"regards|wishes|sincerely|yours|cordially|respectfully", re.IGNORECASE)
_NAME_LINE = re.compile(r"[^a-z\s.!?][^\s!?]{0,40}(?: (?:[^a-z\s!?][^\s!?]{0,40}|of|the|and|at|de|van|von|from)){0,6}")
# The legal lines under an e-mail, each to its own end: what is said after them counts again.
_SMALL_PRINT = re.compile(
    r"^[\s*_-]{0,8}(?:(?:confidentiality (?:notice|note|statement)|(?:e-?mail )?disclaimer|legal notice)\s{0,3}[:.*–-]"
    r"|(?:this|the (?:information|contents?)[^.\n]{0,40}?) (?:e-?mail|message|communication|transmission)"
    r"(?:,? \(?(?:and|or|including|together|with) [^.\n]{1,80}?)? (?:is|are|may|contains?|was|were|has|sent)\b"
    r"[^.\n]{0,100}?\b(?:confidential|privileged|intended (?:only|solely|for)|for the (?:use|named|sole|intended)\b)"
    r"|if you are not the (?:intended|named) (?:recipient|addressee)|please consider the environment before"
    r"|.{0,80}\bregistered (?:office|in (?:england|scotland|wales|ireland|germany))\b)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:-- ?|—|__+|sent from (?:my|outlook|yahoo|mail|gmail|proton|the all-new) .{1,60}|get outlook for .{1,40})$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:you|they|she|he)(?:'ve|’ve| have| also| just)?\s"
    r"(?:said|wrote|mentioned|told us|told me|were told)\b(?!\s{0,3}[,.?!:“\"'‘])",
    re.IGNORECASE,
)
_QUOTED = (
    re.compile(r"“[^“”]{1,1000}”"),
    re.compile(r"\"[^\"]{1,1000}\""),
    re.compile(r"(?<![\w'’])[‘'](?=\w)(?:[^'‘’\n]|['’](?=\w)){1,600}['’](?!\w)"),
)
_SENTENCE_END = re.compile(r"[.!?;\n]|, (?:and|but|so) |$", re.IGNORECASE)
_LONGEST_SIGNATURE_LINE = 60
_MOST_SIGNATURE_LINES = 8


def segments(text: str) -> tuple[Segment, ...]:
    """The segments of a text that are not body, in reading order, longer ones first where they overlap."""
    if not _MAYBE.search(text):
        return ()
    found = [*_line_segments(text), *_inline_segments(text)]
    return tuple(sorted(found, key=lambda s: (s.start, -s.end)))


def _inline_segments(text: str) -> Iterator[Segment]:
    for match in _URL.finditer(text):
        yield Segment("url", *match.span())
    for match in _CODE.finditer(text):
        yield Segment("code", *match.span())
    for pattern in _QUOTED:
        for match in pattern.finditer(text):
            yield Segment("inline_quote", *match.span())
    end = 0
    for match in _REPORTED.finditer(text):
        if match.end() >= end:
            found = _SENTENCE_END.search(text, match.end())
            end = found.start() if found else len(text)
            yield Segment("inline_quote", match.end(), end)


def _line_segments(text: str) -> Iterator[Segment]:
    """Quoted history, fenced code and the signature, by whole lines."""
    lines = _lines(text)
    last_body = _history_start(lines)
    if last_body < len(lines):
        yield Segment("quoted", lines[last_body][0], len(text))
    fence = None
    for number, (start, line) in enumerate(lines[:last_body]):
        if _FENCE.match(line):
            if fence is not None:
                yield Segment("code", fence, start + len(line))
            fence = start if fence is None else None
        elif line.lstrip().startswith(">"):
            yield Segment("quoted", start, start + len(line))
        elif _SMALL_PRINT.match(line):
            yield Segment("signature", start, start + len(line))
        elif _begins_signature(lines, number, last_body):
            yield Segment("signature", start, lines[last_body][0] if last_body < len(lines) else len(text))
            return


def _lines(text: str) -> list[tuple[int, str]]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, line.rstrip("\r")))
        start += len(line) + 1
    return lines


def _history_start(lines: list[tuple[int, str]]) -> int:
    """The number of the first line of quoted history that runs to the end of the text."""
    for number, (_, line) in enumerate(lines):
        if _QUOTE_HEADER.match(line) or _split_header(lines, number):
            return number
        following = lines[number + 1][1] if number + 1 < len(lines) else ""
        if _HEADER_BLOCK.match(line) and (
            not number or not lines[number - 1][1].strip() or _HEADER_LINE.match(following)
        ):
            return number
    return len(lines)


def _split_header(lines: list[tuple[int, str]], number: int) -> bool:
    """“On 3 May 2025, somebody <a@b.example>” with “wrote:” on the next line."""
    if number + 1 >= len(lines) or not lines[number][1].lower().startswith("on "):
        return False
    return bool(_QUOTE_HEADER.match(f"{lines[number][1].strip()} {lines[number + 1][1].strip()}"))


def _begins_signature(lines: list[tuple[int, str]], number: int, end: int) -> bool:
    line = lines[number][1]
    if _SIGNATURE.match(line.rstrip() if line != "-- " else line):
        return True
    if not _SIGN_OFF.match(line):
        return False
    rest = [text.strip() for _, text in lines[number + 1 : end] if text.strip()]
    if not 0 < len(rest) <= _MOST_SIGNATURE_LINES or any(len(text) > _LONGEST_SIGNATURE_LINE for text in rest[:2]):
        return False
    # “Thanks” also opens a message: what follows must look like a name, not like a sentence.
    return _FORMULA.search(line) is not None or bool(_NAME_LINE.fullmatch(rest[0]))
