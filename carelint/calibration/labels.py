"""A human reviewer's verdicts: JSON lines, one conversation each, or a CSV, one verdict each.

JSON lines: `{"id": "...", "flags": [{"rule": "no-closing", "turn": 17, "why": "..."}], "unsure": ["no-recap"],
"unsure_turns": [{"rule": "no-closing", "turn": 3}]}`. Turns count from 0. What a labelled conversation does not flag
should stay silent; what is unsure does not count.

CSV: the columns conversation, turn, rule and verdict, and perhaps why. The verdict is flag (yes, true, 1, fail), clean
(no, false, 0, pass, ok) or unsure. Without a turn it is about the whole conversation. A rule with clean verdicts is
judged where a verdict stands; one with none is judged everywhere in the labelled conversations.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ..errors import Fault, ReadError, UsageError, allowed
from ..strict_model import Strict

Said = Literal["flag", "clean", "unsure"]

_WORDS: Mapping[str, Said] = {
    **dict.fromkeys(("flag", "flagged", "yes", "y", "true", "1", "fail", "failed"), "flag"),
    **dict.fromkeys(("clean", "no", "n", "false", "0", "pass", "passed", "ok"), "clean"),
    **dict.fromkeys(("unsure", "?", "maybe", "skip"), "unsure"),
}
_COLUMNS = ("conversation", "turn", "rule", "verdict")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says of a rule in a turn; None is the conversation as a whole."""

    said: Said
    why: str = ""
    line: int = 0


@dataclass
class Labels:
    """All verdicts: by conversation, then by rule and turn. `everywhere` are the rules judged where none stands."""

    path: str
    verdicts: dict[str, dict[tuple[str, int | None], Verdict]] = field(default_factory=dict)
    everywhere: set[str] = field(default_factory=set)

    @property
    def rules(self) -> frozenset[str]:
        """The labels that stand for rules."""
        return frozenset(rule for verdicts in self.verdicts.values() for rule, _ in verdicts)

    def say(self, conversation: str, rule: str, turn: int | None, verdict: Verdict) -> None:
        """Note a verdict. Raises ReadError if there is another one already."""
        known = self.verdicts.setdefault(conversation, {}).setdefault((rule, turn), verdict)
        if known.said != verdict.said:
            where = "" if turn is None else f" in turn {turn}"
            what = f"{conversation}: {rule}{where} is {verdict.said} here, and {known.said} on line {known.line}"
            raise ReadError(Fault(self.path, verdict.line, 1, what))


class _Flag(Strict):
    rule: str
    turn: int = Field(ge=0)
    why: str = ""


class _Line(Strict):
    id: str
    flags: list[_Flag]
    unsure: list[str] = Field(default=[])
    unsure_turns: list[_Flag] = Field(default=[])


def read_labels(path: Path) -> Labels:
    """Read the labels of a file. Raises ReadError."""
    labels = Labels(path.as_posix())
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(Fault(labels.path, 0, 0, f"cannot be read: {error}")) from None
    if text.lstrip().startswith("{"):
        _read_lines(labels, text)
    else:
        _read_table(labels, text)
    if not labels.verdicts:
        raise ReadError(Fault(labels.path, 0, 0, "holds no labels"))
    return labels


def _read_lines(labels: Labels, text: str) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            label = _Line.model_validate(_object(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ReadError(Fault(labels.path, number, 1, f"{where}: {first['msg']}")) from None
        except ValueError as error:
            raise ReadError(Fault(labels.path, number, 1, f"is no JSON object: {error}")) from None
        labels.verdicts.setdefault(label.id, {})
        for flag in label.flags:
            labels.say(label.id, flag.rule, flag.turn, Verdict("flag", flag.why, number))
        for rule in label.unsure:
            labels.say(label.id, rule, None, Verdict("unsure", "", number))
        for flag in label.unsure_turns:
            labels.say(label.id, flag.rule, flag.turn, Verdict("unsure", flag.why, number))
    labels.everywhere = set(labels.rules)


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _read_table(labels: Labels, text: str) -> None:
    listed: set[str] = set()
    for number, row in _rows(labels.path, text):
        said = _WORDS.get(row["verdict"].lower())
        if said is None:
            what = f'found the verdict "{row["verdict"]}", allowed: flag, clean, unsure'
            raise ReadError(Fault(labels.path, number, 1, what))
        turn = row["turn"]
        if turn and not (turn.isascii() and turn.isdigit() and len(turn) < 10):
            raise ReadError(Fault(labels.path, number, 1, f'found the turn "{turn}", turns are numbers from 0'))
        verdict = Verdict(said, row.get("why", ""), number)
        labels.say(row["conversation"], row["rule"], int(turn) if turn else None, verdict)
        if said == "clean":
            listed.add(row["rule"])
    labels.everywhere = set(labels.rules) - listed


def _rows(path: str, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: Sequence[str] = ()
    try:
        for cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip().lower() for cell in cells]
                if lacking := [name for name in _COLUMNS if name not in header]:
                    what = f"has no column {' and '.join(lacking)}: it takes {', '.join(_COLUMNS)}, and perhaps why"
                    raise ReadError(Fault(path, table.line_num, 1, what))
                continue
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            if not all(row.get(name) for name in ("conversation", "rule", "verdict")):
                raise ReadError(Fault(path, table.line_num, 1, "a row needs a conversation, a rule and a verdict"))
            yield table.line_num, {"turn": "", **row}
    except csv.Error as error:
        raise ReadError(Fault(path, table.line_num, 1, f"is no CSV: {error}")) from None


def parse_map(texts: Sequence[str], rules: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read `label=rule,rule`: a label that stands for several rules. Raises UsageError."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        label, equals, names = text.partition("=")
        chosen = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
        if not equals or not label.strip() or not chosen:
            raise UsageError(f'--map: found "{text}", it is LABEL=RULE or LABEL=RULE,RULE')
        for name in chosen:
            if name not in rules:
                raise UsageError(f'--map: no rule is called "{name}": {allowed(name, rules)}')
        found[label.strip()] = tuple(dict.fromkeys([*found.get(label.strip(), ()), *chosen]))
    return found
