"""Subtitles of recorded calls: WebVTT, SubRip (.srt) and SubViewer (.sbv), read by webvtt-py.

Who speaks is told by `<v Agent>`, else by `Agent: text` at the beginning of a line; a cue that tells nothing goes on
with the speaker before. What one speaker says without a long pause is one turn. The times are those of the recording.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import accumulate
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..errors import Fault, ReadError
from ..model import Conversation, Position, Turn
from . import record
from .chatlines import line_heads
from .decode import Source
from .fields import WrongError
from .options import ReadOptions
from .places import PiecesPlace
from .roles import RoleMap, word_role
from .text import stem
from .times import from_start

if TYPE_CHECKING:
    from webvtt.models import Caption

_MOST = 64 << 20
# In seconds: a longer silence ends a turn.
_PAUSE = 2.0
_END = re.compile(r"\r\n|\r|\n")
_TIMING = re.compile(r"\d:\d\d[.,:].{1,40}\d[.,]\d")
_VOICE = re.compile(r"<v(?:\.[\w.]{1,60})?[ \t]{1,9}(?P<name>[^<>\n]{1,80})>")
_PART = re.compile(r"<[^<>\n]{0,200}>|(?P<entity>&#?\w{1,10};)|(?P<text>[^<&\n]+|[<&])")
_FIRST = {
    "vtt": re.compile(r"\ufeff?WEBVTT(?:[ \t\r\n]|\Z)"),
    "srt": re.compile(r"\ufeff?\s{0,20}\d{1,9}[ \t]*\r?\n\d{1,4}:\d\d:\d\d,\d{1,3}[ \t]+-->"),
    "sbv": re.compile(r"\ufeff?\s{0,20}\d{1,4}:\d\d:\d\d\.\d{1,3},\d{1,4}:\d\d:\d\d\.\d{1,3}[ \t]*\r?\n"),
}
_NAMES = {"vtt": "WebVTT", "srt": "SubRip", "sbv": "SubViewer"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a line: who says it, where it stands in the file, and when its cue begins and ends, in seconds.

    One that is `glued` goes on with the word before it.
    """

    speaker: str
    text: str
    at: Position
    start: float
    end: float
    glued: bool


def is_subtitles(head: str) -> bool:
    """Tell whether a text is of one of these formats."""
    return any(first.match(head) for first in _FIRST.values())


def read_subtitles(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read a recording as one conversation."""
    text = source.whole(_MOST, "subtitles have")
    try:
        yield _conversation(text, source.path, options)
    except WrongError as error:
        yield ReadError(Fault(source.path, 1, 1, error.what))


def _conversation(text: str, path: str, options: ReadOptions) -> Conversation:
    found = record.head({"id": stem(path), "channel": "phone"}, options)
    pieces = list(_pieces(text, _captions(text, path), options.roles))
    if not any(piece.speaker for piece in pieces):
        raise WrongError("no cue says who speaks, as in <v Agent>Hello or Agent: Hello")
    turns: list[Turn] = []
    unknown: list[int] = []
    for group in _groups(pieces):
        role = options.roles.role("", group[0].speaker)
        if role is None:
            unknown.append(len(turns))
        texts = [group[0].text, *(piece.text if piece.glued else f" {piece.text}" for piece in group[1:])]
        ends = list(accumulate(map(len, texts)))
        starts = tuple(end - len(piece.text) for end, piece in zip(ends, group, strict=True))
        positions = tuple(piece.at for piece in group)
        place = PiecesPlace(*positions[0], "", starts, positions)
        said = "".join(texts).rstrip()
        begin, end = from_start(group[0].start), from_start(group[-1].end)
        turns.append(Turn(role or "third_party", said, group[0].speaker, begin, place=place, until=max(begin, end)))
    return record.conversation(found, turns, unknown, path)


def _captions(text: str, path: str) -> Sequence[Caption]:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    suffix = PurePath(path).suffix.lower().removeprefix(".")
    kind = next((name for name, first in _FIRST.items() if first.match(text)), suffix if suffix in _FIRST else "vtt")
    try:
        captions: Sequence[Caption] = webvtt.from_buffer(StringIO(text), format=kind).captions
    except (MalformedFileError, MalformedCaptionError, ValueError) as error:
        hint = "; a WebVTT file begins with a line WEBVTT" if kind == "vtt" and not _FIRST["vtt"].match(text) else ""
        why = str(error)
        raise WrongError(f"is no valid {_NAMES[kind]}: {why[:1].lower()}{why[1:]}{hint}") from None
    if not captions:
        raise WrongError("holds no cue, which is a line of times such as 00:01.000 --> 00:02.500 and a text below")
    return captions


def _pieces(text: str, captions: Sequence[Caption], roles: RoleMap) -> Iterator[_Piece]:
    """Give who says what; names at the beginning of lines count where no voice is told anywhere."""
    lines = _END.split(text)
    spoken: list[tuple[Caption, int, str]] = []
    at = 0
    for caption in captions:
        at = _line_of(caption, lines, at)
        spoken += [(caption, at + 1 + number, line) for number, line in enumerate(caption.lines)]
    named = {} if any(_VOICE.search(line) for _, _, line in spoken) else _named([line for _, _, line in spoken], roles)
    speaker = ""
    for index, (caption, number, line) in enumerate(spoken):
        speaker, skipped = named.get(index, (speaker, 0))
        start, end = (time.in_milliseconds() / 1000 for time in (caption.start_time, caption.end_time))
        glued = False
        for name, words, column in _parts(line, skipped):
            speaker, glued = name or speaker, glued and not name
            lead = 0 if glued else len(words) - len(words.lstrip())
            if words[lead:]:
                yield _Piece(speaker, words[lead:], Position(number + 1, column + lead + 1), start, end, glued)
                glued = True


def _line_of(caption: Caption, lines: Sequence[str], at: int) -> int:
    """Give the line of times, from line `at` on, below which the text of a caption stands."""
    wanted = list(caption.lines)
    for number in range(at, len(lines)):
        if _TIMING.search(lines[number]) and lines[number + 1 : number + 1 + len(wanted)] == wanted:
            return number
    return at


def _named(lines: Sequence[str], roles: RoleMap) -> dict[int, tuple[str, int]]:
    """Give the lines that begin with the name of a speaker, and how many characters that takes."""
    bare = [re.sub(r"^(?:>>|-)[ \t]*", lambda found: " " * len(found[0]), line) for line in lines]
    shifted = [line.lstrip() for line in bare]
    heads = line_heads(shifted, roles)
    return {
        index: (head.name, head.column - 1 + len(bare[index]) - len(shifted[index]))
        for index, head in heads
        # The first line of a log begins a message; of a film, it may as well be a sentence.
        if head.name and (head.name[0].isupper() or word_role(head.name))
    }


def _parts(line: str, skipped: int) -> Iterator[tuple[str, str, int]]:
    """Cut a line of a cue at its tags: the voice that begins there, the text behind, and its column from 0."""
    voice = ""
    for found in _PART.finditer(line, skipped):
        if tag := _VOICE.fullmatch(found[0]):
            voice = tag["name"].strip()
        elif found["text"] or found["entity"]:
            yield voice, html.unescape(found[0]) if found["entity"] else found[0], found.start()
            voice = ""


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if group and (piece.speaker != group[-1].speaker or piece.start - group[-1].end > _PAUSE):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group
