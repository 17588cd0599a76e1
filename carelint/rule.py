"""What a rule file may say, and a rule ready to run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, field_validator

from .checks import CHECKS
from .checks.base import Check
from .errors import allowed
from .examples import Example, FixedExample
from .language.spec import SignalSpec, numbered
from .model import CHANNELS, Channel, Kind, Severity
from .strict_model import Strict

Text = Annotated[str, StringConstraints(min_length=1)]
SeverityName = Literal["error", "warning", "info"]
Evidence = Literal["public", "customer", "customer-name", "timestamps", "brand", "bot", "as-of"]
Slot = Literal["found", "value", "limit", "count", "where", "field", "elapsed", "promised", "replacement"]
# Two braces are the text itself, so that advice can show a placeholder such as {{first_name}}.
_SLOT = re.compile(r"(?<!\{)\{([^{}\n]{0,60})\}(?!\})")
_SLOTS = frozenset(Slot.__args__)  # type: ignore[attr-defined]


class SlotError(ValueError):
    """A slot of a message that nothing fills; `offset` counts the message's characters from 0."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.offset = offset


class RuleExamples(Strict):
    """Conversations that the rule must flag, and near misses that it must not; and what its fixes make of some."""

    flagged: list[Example] = Field(min_length=1)
    clean: list[Example] = Field(min_length=1)
    fixed: list[FixedExample] = Field(default=[])


class RuleSpec(Strict):
    """A rule file. The id is the file's name, the pack is its folder."""

    title: Text
    severity: SeverityName
    severity_on: dict[Channel, SeverityName] = Field(default={}, description="other severities, per channel")
    critical: bool = Field(default=False, description="a finding makes a scorecard fail")
    enabled: bool = Field(default=True, description="on without being selected by name")
    proxy: bool = Field(
        default=False, description="stands for something that text alone cannot prove; `explain` says so"
    )
    applies_to: list[Kind] = Field(default=["transcript"], min_length=1)
    channels: list[Channel] = Field(default=list(CHANNELS), min_length=1)
    status: Literal["any", "finished", "closed", "open"] = Field(
        default="any",
        description="judge only what reads as finished, what its source calls solved or closed, or open or pending",
    )
    min_turns: int = Field(default=0, ge=0)
    evidence: list[Evidence] = Field(default=[], description="what the source must tell, else the rule is skipped")
    mask: bool = Field(
        default=False, description="print what was found masked: at most the first six and the last four digits"
    )
    why: Text
    source: Text
    check: dict[str, Any]
    message: Text
    advice: str = Field(default="", description="what to write instead")
    examples: RuleExamples

    @field_validator("check")
    @classmethod
    def _one_kind(cls, value: dict[str, Any]) -> dict[str, Any]:
        kinds = list(value)
        if len(kinds) != 1:
            said = " and ".join(kinds) or "none"
            raise ValueError(f"a check has one kind, found {said}, allowed: {', '.join(sorted(CHECKS))}")
        if kinds[0] not in CHECKS:
            raise ValueError(f'unknown check "{kinds[0]}": {allowed(kinds[0], CHECKS)}')
        return value

    @field_validator("message", "advice")
    @classmethod
    def _known_slots(cls, value: str) -> str:
        for slot in _SLOT.finditer(value):
            if slot[1] not in _SLOTS:
                raise SlotError(f"unknown slot {slot[0]}: {allowed(slot[1], _SLOTS)}", slot.start())
        return value


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal and the file that it comes from."""

    name: str
    path: str
    spec: SignalSpec


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule ready to run."""

    id: str
    pack: str
    path: str
    spec: RuleSpec
    check: Check
    severity: Severity
    enabled: bool

    def severity_on(self, channel: Channel) -> Severity:
        """How bad a finding on a channel is."""
        return Severity[self.spec.severity_on[channel]] if channel in self.spec.severity_on else self.severity

    def changed(self, settings: Mapping[str, Any]) -> Self:
        """The rule with a configuration's settings: `severity`, `enabled`, `channels`, and parameters of its check."""
        parameters = {key: value for key, value in settings.items() if key not in ("severity", "enabled", "channels")}
        update: dict[str, Any] = {"channels": settings["channels"]} if "channels" in settings else {}
        if "severity" in settings:
            update["severity_on"] = {}
        spec = self.spec.model_copy(update=update) if update else self.spec
        return replace(
            self,
            spec=spec,
            severity=Severity[settings.get("severity", self.severity.name)],
            enabled=settings.get("enabled", self.enabled),
            check=type(self.check).model_validate({**self.spec.check[self.check.name], **parameters})
            if parameters
            else self.check,
        )


def own_signals(rules: Iterable[Rule]) -> dict[str, SignalSpec]:
    """Give the signals made of phrases that stand in these rules themselves."""
    checks = [rule.check for rule in rules if rule.check.own_phrases]
    return {check.own_signal: numbered(own.phrase for own in check.own_phrases) for check in checks}


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put values into the slots of a message; long ones are cut."""
    return _SLOT.sub(lambda slot: _cut(values.get(slot[1], slot[0])), template)


def _cut(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"
