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


class MacroSpec(Strict):
    """Which field of a macro library says what; a field inside another is written with a dot: `content.text`."""

    items: Text | None = Field(default=None, description="where the list of macros is; the whole file, if not told")
    id: Text | None = None
    title: Text | None = None
    subject: Text | None = None
    text: Text | None = Field(default=None, description="the text as it is sent")
    html: Text | None = Field(default=None, description="the text as HTML, for macros that have no other")
    channel: Text | None = None
    language: Text | None = None
    tags: Text | None = None


class OverrideSpec(Strict):
    """Other settings for some conversations: those of files that `paths` match, on `channels`."""

    paths: list[Text] | None = Field(default=None, min_length=1, description="globs, relative to the file's folder")
    channels: list[Channel] | None = Field(default=None, min_length=1)
    select: list[Text] = Field(default=[])
    ignore: list[Text] = Field(default=[])
    rules: RuleSettings = Field(default={})
    channel: Channel | None = None
    kind: Kind | None = None
    macros: MacroSpec | None = Field(default=None, description="the fields of the macros in these files")


class PlaceholderSpec(Strict):
    """The platforms whose placeholders are used, and names of the company's own, each without its brackets."""

    platforms: list[Text] = Field(default=[], description="zendesk, front, ...; all unless given")
    known: list[Text] = Field(default=[], description="more names that are filled; my.* are all that begin so")
    strict: bool = Field(default=False, description="every other name is wrong, not only what is like a known one")
    customer_name: list[Text] = Field(default=[], description="names that stand for the customer's name")
    agent_name: list[Text] = Field(default=[], description="names that stand for the agent's name or signature")


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
    macros: MacroSpec | None = Field(default=None, description="the fields of macro libraries of a form of their own")
    business_hours: dict[str, Any] | None = None
    as_of: Moment | None = Field(default=None, description="the moment that counts as now, as --as-of")
    brands: list[Text] = Field(default=[], description="the company's own names")
    placeholders: PlaceholderSpec | None = Field(default=None, description="what stands in {{...}} and the like")
    overrides: list[OverrideSpec] = Field(default=[])
