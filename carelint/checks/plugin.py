"""`plugin`: what YAML cannot say, judged by a class in Python; see carelint/plugins on how to write one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from ..annotated import Annotated, Mention
from ..errors import allowed
from ..model import Match
from ..plugins import SHIPPED, Plugin
from .base import Check, Signals, Unjudged

GROUP = "carelint.checks"


class NoPluginError(Exception):
    """There is no such plugin, or it is not one; the text says which there are, or why."""


class PluginCheck(Check):
    """What the plugin `name`, told its `settings`, finds in the selected turns; `signals` are those that it reads."""

    # The keys are the aliases, and only these: `name` is what the kind of check is called.
    model_config = ConfigDict(populate_by_name=False)

    name: ClassVar[str] = "plugin"
    plugin: str = Field(alias="name", min_length=1)
    settings: dict[str, Any] = Field(default={})
    reads: Signals | None = Field(default=None, alias="signals")

    def reads_text(self) -> bool:
        """A plugin may ask for sentences."""
        return True

    def signals(self) -> Iterator[str]:
        """The signals that must be found."""
        yield from self.reads or ()
        yield from super().signals()

    def missing(self, annotated: Annotated) -> str | None:
        """What the plugin itself says."""
        try:
            return self.made.missing(annotated, self.turns(annotated))
        except Exception as error:
            return failed(error)

    def find(self, annotated: Annotated) -> Iterator[Match]:
        """Yield what the plugin finds; raise Unjudged, after all that is of use, where it fails."""
        turns = self.turns(annotated)
        try:
            matches = list(self.made.find(annotated, turns))
        except Exception as error:
            raise Unjudged(failed(error)) from error
        wrong: str | None = None
        for match in matches:
            if fault := _fault(annotated, match):
                wrong = wrong or fault
            elif match.turn in turns and not self._is_excused(annotated, match):
                values = {"found": annotated.text(match.turn)[match.start : match.end], **match.values}
                yield replace(match, values={name: str(value) for name, value in values.items()})
        if wrong:
            raise Unjudged(f"the plugin failed: {wrong}")

    def _is_excused(self, annotated: Annotated, match: Match) -> bool:
        sentences = annotated.notes[match.turn].sentences
        sentence = next((number for number, (_, end) in enumerate(sentences) if match.start < end), 0)
        return self.excused(annotated, match.turn, Mention("", match.start, match.end, sentence))

    @cached_property
    def made(self) -> Plugin:
        """The plugin itself, made when it is first asked for; raise whatever its own making raises."""
        kind = plugin_called(self.plugin)
        return kind(kind.Settings.model_validate(self.settings))


def plugin_called(name: str) -> type[Plugin]:
    """Import a plugin: one of carelint's own, or an entry point; raise NoPluginError."""
    point = _point(name)
    try:
        kind = point.load()
    except Exception as error:
        raise NoPluginError(f'the plugin "{name}" ({point.value}) cannot be imported: {_told(error)}') from error
    if not (isinstance(kind, type) and issubclass(kind, Plugin)):
        raise NoPluginError(f'the plugin "{name}" ({point.value}) is not a subclass of carelint.plugins.Plugin')
    return kind


def _point(name: str) -> EntryPoint:
    """Where a plugin is; carelint's own go first."""
    if name in SHIPPED:
        return EntryPoint(name, SHIPPED[name], GROUP)
    others = {point.name: point for point in entry_points(group=GROUP)}
    if name not in others:
        raise NoPluginError(f'no plugin is called "{name}": {allowed(name, {*others, *SHIPPED})}')
    return others[name]


def _fault(annotated: Annotated, match: object) -> str | None:
    """Say what is wrong with a match that a plugin gave."""
    if not isinstance(match, Match) or not isinstance(match.values, Mapping):
        return f"it gave {type(match).__name__} “{match!s:.40}” where a match belongs"
    turns = len(annotated.conversation.turns)
    if not _is_within(match.turn, match.turn, turns - 1):
        return f"it gave a match in turn {match.turn!r:.20} of {turns}"
    size = len(annotated.text(match.turn))
    for span in (match, match.fix):
        if span and not _is_within(span.start, span.end, size):
            return f"it gave characters {span.start!r:.20} to {span.end!r:.20} of a text of {size}"
    return None


def _is_within(start: object, end: object, size: int) -> bool:
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= size


def failed(error: Exception) -> str:
    """Say that a plugin failed, in one line."""
    return f"the plugin failed: {_told(error)}"


def _told(error: Exception) -> str:
    """An exception as one short line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__
