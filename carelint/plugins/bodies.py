"""The plain body of a text: what plugins that look at words are after."""

from __future__ import annotations

from collections.abc import Iterable

from ..annotated import Annotated, SegmentKind


def body(annotated: Annotated, turn: int, without: Iterable[SegmentKind]) -> str:
    """Give the text of a turn with blanks for segments of some kinds; all else stands in its place."""
    text, segments = annotated.text(turn), annotated.notes[turn].segments
    if not segments:
        return text
    kinds = frozenset(without)
    pieces, done = list[str](), 0
    for part in sorted(segments, key=lambda part: part.start):
        if part.kind in kinds and part.end > done:
            start = max(part.start, done)
            pieces += [text[done:start], " " * (part.end - start)]
            done = part.end
    return "".join([*pieces, text[done:]])
