"""What a configuration file may say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from ..model import Channel, Kind
from ..strict_model import Strict

Text = Annotated[str, StringConstraints(min_length=1)]
FailOn = Literal["error", "warning", "info", "never"]
# TOML has dates of its own, YAML leaves them as they are written.
Moment = Annotated[
    str,
    StringConstraints(min_length=1),
    BeforeValidator(lambda value: value.isoformat() if isinstance(value, date) else value),
]
RuleSettings = dict[Text, bool | dict[str, Any]]


class OverrideSpec(Strict):
    """Other settings for some conversations: those of files that `paths` match, on `channels`."""

    paths: list[Text] | None = Field(default=None, min_length=1, description="globs, relative to the file's folder")
    channels: list[Channel] | None = Field(default=None, min_length=1)
    select: list[Text] = Field(default=[])
    ignore: list[Text] = Field(default=[])
    rules: RuleSettings = Field(default={})
    channel: Channel | None = None
    kind: Kind | None = None


class ConfigSpec(Strict):
    """A configuration file."""

    extends: Text | None = Field(default=None, description="another configuration, which this one goes before")
    select: list[Text] = Field(default=[], description="only these rules and packs")
    ignore: list[Text] = Field(default=[])
    fail_on: FailOn = Field(default="error", description="from which severity on `check` fails")
    rules_dirs: list[Text] = Field(default=[], description="folders of own packs, relative to the file's folder")
    shipped: bool = Field(default=True, description="whether the shipped packs are used")
    rules: RuleSettings = Field(default={}, description="true, false, or severity, channels and thresholds, by rule")
    roles: dict[Text, list[Text]] = Field(default={}, description="names, addresses and globs, by role")
    channel: Channel | None = Field(default=None, description="what the input is, as --channel")
    kind: Kind | None = Field(default=None, description="what the input is, as --as")
    business_hours: dict[str, Any] | None = None
    as_of: Moment | None = Field(default=None, description="the moment that counts as now, as --as-of")
    brands: list[Text] = Field(default=[], description="the company's own names")
    overrides: list[OverrideSpec] = Field(default=[])
