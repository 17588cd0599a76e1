"""`carelint calibrate`: compare carelint's verdicts with a human reviewer's."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ExitCode, UsageError, allowed
from .options import PackChoice, ReadChoice, color_option, model_option, pack_options, read_options, width_option
from .streams import has_color, tell, terminal_width, warn

if TYPE_CHECKING:
    from ..calibration import Calibration
    from ..config import Chooser
    from ..model import Conversation

FORMATS = ("table", "json", "csv")


@click.command()
@click.argument("labels", type=click.Path(path_type=Path))
@click.option(
    "--transcripts",
    multiple=True,
    metavar="PATH",
    help="The conversations; else conversations.* beside LABELS.",
)
@click.option(
    "--map", "maps", multiple=True, metavar="LABEL=RULES", help="A label that stands for several rules; repeatable."
)
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True, help="The report."
)
@click.option(
    "--disagreements", type=click.Path(path_type=Path), metavar="FILE", help="Write these as labels too, a CSV to mend."
)
@click.option("-q", "--quiet", is_flag=True, help="Figures only, no texts.")
@click.option(
    "-j", "--jobs", type=click.IntRange(0, 256), default=1, show_default=True, help="Processes; 0 is one per processor."
)
@read_options
@pack_options
@model_option
@color_option
@width_option
def calibrate(labels: Path, **options: Any) -> int:
    """Compare carelint's verdicts with a human reviewer's, rule by rule.

    LABELS is a CSV with the columns conversation, turn, rule and verdict (flag, clean or unsure), or JSON lines such as
    {"id": "4711", "flags": [{"rule": "no-closing", "turn": 5}], "unsure": ["no-recap"]}. Turns count from 0. For each
    label: what both flag, what carelint alone does (false), what the reviewer alone does (missed), precision, recall,
    F1 and Cohen's kappa with 95 % intervals, and the text of each disagreement.

    \b
    Examples:
      carelint calibrate labels.csv --transcripts exports/
      carelint calibrate labels.jsonl --map rude=dismissive,blames-customer --format json
      carelint calibrate labels.csv --transcripts week.jsonl --disagreements to-settle.csv
    """
    return _Calibrate(labels, options).run()


class _Calibrate:
    """One run of the command."""

    def __init__(self, path: Path, options: dict[str, Any]) -> None:
        from ..calibration import read_labels

        self._transcripts: Sequence[str] = options.pop("transcripts") or _beside(path)
        choices = (options.pop(name) for name in ("config", "no_config", "rules_dirs", "no_shipped_rules"))
        self._packs = replace(PackChoice(*choices), near=tuple(self._transcripts))
        self._reading = ReadChoice(*(options.pop(name) for name in ("reader", "kind", "channel")))
        self._options = options
        self._labels = read_labels(path)
        self._waiting: deque[Conversation] = deque()

    def run(self) -> int:
        from ..calibration import Calibration

        library = self._packs.load()[1]
        rules = self._rules(library.rules)
        chooser = self._packs.choose(tuple(sorted({rule for names in rules.values() for rule in names})), ())
        calibration = Calibration(self._labels, rules)
        self._compare(chooser, calibration)
        if len(calibration.unseen) == len(self._labels.verdicts):
            names = ", ".join(sorted(calibration.unseen)[:3])
            raise UsageError(f"none of the labelled conversations ({names}, ...) is in {', '.join(self._transcripts)}")
        if calibration.unseen:
            some = ", ".join(sorted(calibration.unseen)[:5])
            warn(f"{len(calibration.unseen):,} labelled conversations are not in the transcripts: {some}")
        self._report(calibration)
        return ExitCode.CLEAN

    def _rules(self, known: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
        """The rules that each label stands for; a label that is none, and that no --map explains, does not count."""
        from ..calibration import parse_map

        maps = parse_map(self._options["maps"], list(known))
        for label in maps:
            if label not in self._labels.rules:
                raise UsageError(f'--map: no label is called "{label}": {allowed(label, self._labels.rules)}')
        rules = {label: maps.get(label, (label,)) for label in self._labels.rules if label in maps or label in known}
        for label in sorted(self._labels.rules - rules.keys()):
            warn(f'the label "{label}" is no rule and not compared: --map {label}=RULE,...; {allowed(label, known)}')
        if not rules:
            raise UsageError(f"no label in {self._labels.path} is a rule")
        return rules

    def _compare(self, chooser: Chooser, calibration: Calibration) -> None:
        from ..linter import Linter
        from ..run import Plan, Run
        from .inputs import Inputs, files

        plan = Plan(chooser.library, chooser.all_rules(), chooser, self._options["model"])
        inputs = Inputs(chooser.config, self._reading, tell)
        conversations = inputs.read(files(self._transcripts))
        masker = Linter(chooser.library, (), lambda _: ())
        for result in Run(plan, self._options["jobs"]).results(self._wanted(conversations, calibration)):
            conversation = self._waiting.popleft()
            shown = partial(masker.masks(conversation).shown, contacts=True)
            calibration.add(conversation, result.findings, shown)

    def _wanted(self, conversations: Iterator[Conversation], calibration: Calibration) -> Iterator[Conversation]:
        """Pass on what has labels, each once, and keep it until its result comes."""
        taken: set[str] = set()
        for conversation in conversations:
            if calibration.wants(conversation) and conversation.id not in taken:
                taken.add(conversation.id)
                self._waiting.append(conversation)
                yield conversation

    def _report(self, calibration: Calibration) -> None:
        from ..reporters import Style
        from ..reporters.calibration import CALIBRATION_REPORTS, write_disagreements
        from .outputs import written

        options = self._options
        tallies = list(calibration.tallies.values())
        if path := options["disagreements"]:
            with written(str(path)) as out:
                write_disagreements(tallies, out)
        style = Style(
            has_color(options["color"], sys.stdout),
            options["width"] or terminal_width(sys.stdout),
            quiet=options["quiet"],
        )
        CALIBRATION_REPORTS[options["format_name"]](tallies, sys.stdout, style)


def _beside(labels: Path) -> list[str]:
    """The file called conversations in the folder of the labels."""
    found = sorted(path for path in labels.parent.glob("conversations.*") if path != labels)
    if not found:
        raise UsageError("name the conversations that the labels are about: --transcripts PATH")
    return [found[0].as_posix()]
