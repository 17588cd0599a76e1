"""Findings -> scores: a scorecard's criteria, their weighted mean, and what a critical finding does to it.

The formula, every number of which is a setting of the scorecard:

- A criterion starts at 100. Each finding of one of its rules costs the penalty of its severity, of each rule at most
  `most` findings; it never falls below 0. With `steps`, it is the highest step that it reaches.
- A criterion is not applicable where none of its rules could be judged, or where its `when` was never said.
- The score is the mean of the applicable criteria, weighted: sum(weight x criterion) / sum(weight). What a `bonus`
  criterion earns is added to the upper sum alone, so the score may pass 100.
- A critical finding caps the score at `critical_cap`, unless it stands in the customer's own words; with
  `critical_scope: criterion` it caps only the criteria of its rule. So does a criterion below its `critical_below`.
- Compliance is told apart, so that a breach is never averaged away; the conversation passes from `pass_mark` on.

It is Zendesk QA's (Klaus's): categories that do not apply drop out of both sums, and a critical category below 50 %
makes the review 0 (`critical_below: 50`, `critical_cap: 0`). MaestroQA adds bonus sections and auto-fails (`bonus`,
`critical_cap: 0`); SpotSaaS rates 0, 0.5 or 1 and caps a breach at 65 (`steps: [0, 50, 100]`, `critical_cap: 65`);
Amazon Connect can fail one section alone (`critical_scope: criterion`); Qualicore shows compliance beside the score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from math import fsum
from pathlib import Path
from typing import Annotated as Typed
from typing import Literal, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from .annotated import Annotated
from .checks.base import SelectSignal
from .errors import Fault, FaultyYamlError, PackError, UsageError, allowed
from .model import Criterion, Finding, Result, Score
from .strict_model import Strict
from .strict_yaml import Document, load
from .yaml_faults import faults_of

FOLDER = "scorecards"

Text = Typed[str, StringConstraints(min_length=1)]
Percent = Typed[float, Field(ge=0, le=100)]


class Penalties(Strict):
    """What one finding of each severity costs a criterion, in points of 100."""

    error: Percent = 50
    warning: Percent = 20
    info: Percent = 5


class CriterionSpec(Strict):
    """One criterion of a scorecard."""

    name: Text
    group: str = Field(default="", description="the step or section that it belongs to")
    weight: float = Field(gt=0)
    rules: list[Text] = Field(min_length=1)
    when: SelectSignal | None = Field(default=None, description="applicable only where this was said")
    bonus: bool = Field(default=False, description="what it earns is added on top")
    critical_below: Percent | None = Field(default=None, description="below this it counts as a critical finding")


class Scorecard(Strict):
    """A scorecard file; see the formula above."""

    title: Text
    about: str = ""
    source: Text
    pass_mark: Percent = 85
    critical_cap: Percent = 0
    critical_scope: Literal["score", "criterion"] = "score"
    penalties: Penalties = Penalties()
    most: int = Field(default=3, ge=1, description="findings of one rule that count")
    steps: list[Percent] = Field(default=[], description="the only values that a criterion may take")
    criteria: list[CriterionSpec] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_distinct_names(self) -> Self:
        if twice := [name for name, number in Counter(c.name for c in self.criteria).items() if number > 1]:
            raise ValueError(f'two criteria are called "{twice[0]}"')
        if all(criterion.bonus for criterion in self.criteria):
            raise ValueError("a scorecard of bonus criteria alone has nothing to add them to")
        if self.steps and 0 not in self.steps:
            raise ValueError("steps need a 0 to fall to")
        return self

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules that it counts."""
        return frozenset(rule for criterion in self.criteria for rule in criterion.rules)

    def idle(self, annotated: Annotated) -> tuple[str, ...]:
        """The criteria whose `when` was never said in a conversation."""
        return tuple(
            spec.name for spec in self.criteria if spec.when and next(spec.when.mentions(annotated), None) is None
        )

    def signals(self) -> Iterator[str]:
        """The signals that tell which criteria apply."""
        for criterion in self.criteria:
            yield from criterion.when.signals() if criterion.when else ()


def scored(results: Iterable[Result], card: Scorecard | None) -> Iterator[Result]:
    """Score results, if there is a scorecard; what is pending in them must be decided."""
    for result in results:
        yield (
            result if card is None else replace(result, score=score(card, result.findings, result.judged, result.idle))
        )


def score(card: Scorecard, findings: Sequence[Finding], judged: Collection[str], idle: Collection[str] = ()) -> Score:
    """Score one conversation.

    `judged` are the rules that could be judged in it, `idle` the criteria whose `when` was never said.
    """
    # What a customer discloses unasked is reported, but no fault of who answers.
    ours = [finding for finding in findings if finding.role not in ("customer", "third_party")]
    critical = sorted({finding.rule for finding in ours if finding.critical})
    criteria = [_criterion(card, spec, findings, judged, idle, critical) for spec in card.criteria]
    broken = [
        spec.name
        for spec, one in zip(card.criteria, criteria, strict=True)
        if spec.critical_below is not None and one.score is not None and one.score < spec.critical_below
    ]
    value = mean(criteria)
    if value is not None and (broken or (critical and card.critical_scope == "score")):
        value = min(value, card.critical_cap)
    passed = None if value is None else value >= card.pass_mark
    return Score(value, passed, tuple(criteria), (*critical, *broken), card.title, card.pass_mark)


def _criterion(
    card: Scorecard,
    spec: CriterionSpec,
    findings: Iterable[Finding],
    judged: Collection[str],
    idle: Collection[str],
    critical: Collection[str],
) -> Criterion:
    if spec.name in idle or not any(rule in judged for rule in spec.rules):
        return Criterion(spec.name, spec.group, spec.weight, None, spec.bonus)
    own = [finding for finding in findings if finding.rule in spec.rules]
    value = max(0.0, 100 - fsum(_costs(card, own)))
    if card.steps:
        value = max(step for step in card.steps if step <= value)
    if card.critical_scope == "criterion" and any(rule in critical for rule in spec.rules):
        value = min(value, card.critical_cap)
    return Criterion(spec.name, spec.group, spec.weight, value, spec.bonus, Counter(f.rule for f in own))


def _costs(card: Scorecard, findings: Iterable[Finding]) -> Iterator[float]:
    """What the findings cost: of each rule the dearest ones, as many as count."""
    costs: dict[str, list[float]] = {}
    for finding in findings:
        costs.setdefault(finding.rule, []).append(getattr(card.penalties, finding.severity.name))
    for of_rule in costs.values():
        yield from sorted(of_rule, reverse=True)[: card.most]


def mean(criteria: Iterable[Criterion]) -> float | None:
    """The weighted mean of the criteria that apply; None if none does."""
    applicable = [(one, one.score) for one in criteria if one.score is not None]
    weights = fsum(one.weight for one, _ in applicable if not one.bonus)
    return fsum(one.weight * value for one, value in applicable) / weights if weights else None


def load_scorecard(name: str, folders: Sequence[Path], rules: Collection[str], signals: Collection[str]) -> Scorecard:
    """Load a scorecard by its name, from the `scorecards` of the folders (the last that has it), or by its path.

    Raises UsageError if there is none, PackError with all its faults.
    """
    path = _path(name, folders)
    try:
        document = load(path.read_text("utf-8"), path.as_posix())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--scorecard: {path.as_posix()} cannot be read: {error}") from None
    except FaultyYamlError as error:
        raise PackError(error.faults) from None
    try:
        card = Scorecard.model_validate(document.data)
    except ValidationError as error:
        raise PackError(faults_of(document, error, Scorecard)) from None
    if faults := list(_unknown(document, card, rules, signals)):
        raise PackError(faults)
    return card


def scorecards(folders: Sequence[Path]) -> Mapping[str, Path]:
    """The scorecards of folders of packs, by name; a later folder's goes before an earlier one's."""
    return {path.stem: path for folder in folders for path in sorted((folder / FOLDER).glob("*.yaml"))}


def _path(name: str, folders: Sequence[Path]) -> Path:
    known = scorecards(folders)
    if name in known:
        return known[name]
    if (path := Path(name)).is_file():
        return path
    raise UsageError(f'--scorecard: there is no scorecard "{name}": {allowed(name, known) if known else "or file"}')


def _unknown(document: Document, card: Scorecard, rules: Collection[str], signals: Collection[str]) -> Iterator[Fault]:
    for number, criterion in enumerate(card.criteria):
        for place, rule in enumerate(criterion.rules):
            if rule not in rules:
                keys = ("criteria", number, "rules", place)
                yield document.fault(f'no rule is called "{rule}": {allowed(rule, rules)}', keys)
        for name in criterion.when.signals() if criterion.when else ():
            if name not in signals:
                what = f'unknown signal "{name}": {allowed(name, signals)}'
                yield document.fault(what, ("criteria", number, "when", "signal"))
