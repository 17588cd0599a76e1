"""`carelint parse`: show a conversation as carelint sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from ..errors import ExitCode, Fault, UsageError, allowed
from .options import PackChoice, ReadChoice, model_option, pack_options, read_options
from .streams import echo, tell, warn

if TYPE_CHECKING:
    from ..annotated import Annotated, Mention
    from ..language.sensitive import Masks
    from ..linter import Linter
    from ..packs import Library
    from ..readers import LeftOutError


@click.command()
@click.argument("path", metavar="FILE")
@click.option(
    "--signals",
    default="all",
    show_default=True,
    metavar="NAMES",
    help="Signals to look for, with commas; all, or none.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: one conversation a line.",
)
@read_options
@pack_options
@model_option
def parse(path: str, signals: str, format_name: str, model: str | None, **options: Any) -> int:
    """Show turns, roles, times, segments, sentences and signals as carelint sees them.

    FILE may be - for standard input. Characters count from 0, in the text of the turn. Cards, identity numbers and
    secrets are masked.

    \b
    Examples:
      carelint parse chat.txt
      carelint parse chat.txt --signals apology,commitment
      echo "I'll call you back." | carelint parse - --format json
    """
    from .inputs import Inputs, files
    from .tally import unanswered_line

    reading = ReadChoice(*(options.pop(name) for name in ("reader", "kind", "channel")))
    config, library = PackChoice(**options).load()
    problems: list[Fault] = []
    left_out: list[LeftOutError] = []
    linter = _linter(library, signals, model)
    show = _json if format_name == "json" else _text
    read = False
    inputs = Inputs(config, reading, problems.append, on_left_out=left_out.append)
    for annotated in linter.annotate_all(inputs.read(files([path]))):
        read = True
        for line in show(annotated, linter.masks(annotated.conversation)):
            echo(line)
    for problem in problems or ([] if read else [left.fault for left in left_out]):
        tell(problem)
    if unanswered := sum(left.count for left in left_out):
        warn(unanswered_line(unanswered))
    return ExitCode.CLEAN if read else ExitCode.WRONG


def _linter(library: Library, signals: str, model: str | None) -> Linter:
    from ..linter import Linter

    known = library.signals
    names = (
        []
        if signals == "none"
        else list(known)
        if signals == "all"
        else [name.strip() for name in signals.split(",") if name.strip()]
    )
    for name in names:
        if name not in known:
            raise UsageError(f'--signals: no signal is called "{name}": {allowed(name, known)}')
    return Linter(library, (), lambda conversation: (), signals=names, model=model)


def _found(annotated: Annotated, turn: int) -> list[Mention]:
    names = {*annotated.notes[turn].mentions, *annotated.extra.get(turn, {})}
    return sorted(annotated.mentions(turn, names), key=lambda mention: (mention.start, mention.end, mention.signal))


def _text(annotated: Annotated, masks: Masks) -> Iterator[str]:
    conversation = annotated.conversation
    facts: list[str] = [
        conversation.channel,
        conversation.kind,
        *([conversation.status] if conversation.status else []),
    ]
    if conversation.public is not None:
        facts.append("public" if conversation.public else "private")
    if annotated.finished is not None:
        facts.append("finished" if annotated.finished else "not finished")
    yield f"{conversation.path}  {conversation.id}  ({', '.join(facts)})"
    for index in range(len(conversation.turns)):
        yield ""
        yield from _turn_text(annotated, index, masks)


def _turn_text(annotated: Annotated, index: int, masks: Masks) -> Iterator[str]:
    turn, notes = annotated.conversation.turns[index], annotated.notes[index]
    text = masks.shown(turn.text, 0, len(turn.text))
    place = turn.place.locate(turn.text, 0)
    words = (
        turn.role,
        turn.author,
        f"{turn.at:%Y-%m-%d %H:%M:%S}" if turn.at else "",
        turn.visibility or "",
        f"line {place.line}",
    )
    yield f"turn {index}: {', '.join(word for word in words if word)}"
    for start, end in notes.sentences or ((0, len(text)),):
        yield f"  {start:>5}  {_flat(text[start:end])}"
    for segment in notes.segments:
        yield _quoted(segment.kind, text, segment.start, segment.end)
    for mention in _found(annotated, index):
        yield _quoted(mention.signal, text, mention.start, mention.end)
    for name in turn.attachments:
        yield f"         attached: {name}"


def _quoted(what: str, text: str, start: int, end: int) -> str:
    return f"         {what}: {start}-{end} “{_flat(text[start:end], 60)}”"


def _flat(text: str, most: int = 2000) -> str:
    flat = " ".join(text[: 2 * most].split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _json(annotated: Annotated, masks: Masks) -> Iterator[str]:
    from ..reporters.fields import line_of

    conversation = annotated.conversation
    customer = conversation.customer
    yield line_of(
        {
            "path": conversation.path,
            "conversation": conversation.id,
            "channel": conversation.channel,
            "kind": conversation.kind,
            "status": conversation.status,
            "public": conversation.public,
            "finished": annotated.finished,
            "customer": {"name": customer.name, "handle": customer.handle, "email": customer.email},
            "agents": list(conversation.agents),
            "turns": [_turn_fields(annotated, index, masks) for index in range(len(conversation.turns))],
        }
    )


def _turn_fields(annotated: Annotated, index: int, masks: Masks) -> dict[str, object]:
    turn, notes = annotated.conversation.turns[index], annotated.notes[index]
    text = masks.shown(turn.text, 0, len(turn.text))
    place = turn.place.locate(turn.text, 0)
    return {
        "turn": index,
        "role": turn.role,
        "author": turn.author,
        "at": turn.at.isoformat() if turn.at else None,
        "visibility": turn.visibility,
        "attachments": list(turn.attachments),
        "line": place.line,
        "column": place.column,
        "text": text,
        "sentences": [list(sentence) for sentence in notes.sentences],
        "segments": [segment._asdict() for segment in notes.segments],
        "signals": [
            {"signal": m.signal, "start": m.start, "end": m.end, "text": text[m.start : m.end]}
            for m in _found(annotated, index)
        ],
    }
