"""Which rules run over a conversation, and with which settings: packs, then configuration, then command line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..checks.gap import Gap
from ..checks.totals import Totals
from ..errors import ConfigError, Fault, UsageError, allowed
from ..model import Conversation
from ..packs import Library
from ..rule import Rule
from .merge import Config, Layer, Settings, merged
from .own_placeholders import placeholder_faults
from .settings import setting_faults


@dataclass(frozen=True)
class Chooser:
    """Chooses the rules for a conversation; `select` and `ignore` are those of the command line.

    A rule's id goes before its pack's name, and ignoring before selecting. To select a pack does not turn on those of
    its rules that are off by themselves; to select a rule does.
    """

    library: Library
    config: Config
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    _cache: dict[tuple[int, ...], tuple[Rule, ...]] = field(default_factory=dict, compare=False)

    @classmethod
    def checked(
        cls, library: Library, config: Config, select: Sequence[str] = (), ignore: Sequence[str] = ()
    ) -> Chooser:
        """Make one; raise UsageError for an unknown name, ConfigError with all faults of the configuration."""
        names = _names(library)
        for option, given in (("--select", select), ("--ignore", ignore)):
            for name in given:
                if name not in names:
                    raise UsageError(f'{option}: no rule or pack is called "{name}": {allowed(name, names)}')
        if faults := [fault for layer in config.layers for fault in _layer_faults(layer, library)]:
            raise ConfigError(faults)
        return cls(library, config, tuple(select), tuple(ignore))

    def __call__(self, conversation: Conversation) -> tuple[Rule, ...]:
        """Give the rules for a conversation."""
        if not self.config.overrides:
            return self.rules_with(())
        return self.rules_with(
            tuple(n for n, override in enumerate(self.config.overrides) if override.matches(conversation))
        )

    def rules_with(self, overrides: tuple[int, ...] = ()) -> tuple[Rule, ...]:
        """Give the rules where these overrides hold, by their numbers."""
        if overrides not in self._cache:
            chosen = (
                self._with_settings(rule, overrides)
                for rule in self.library.rules.values()
                if self._is_on(rule, overrides)
            )
            self._cache[overrides] = tuple(chosen)
        return self._cache[overrides]

    def all_rules(self) -> tuple[Rule, ...]:
        """Give all rules that some conversation may meet, in each form that some override gives them."""
        # Of what overrides change together, each part comes from one of them: one at a time tells all signals.
        choices: list[tuple[int, ...]] = [(), *((number,) for number in range(len(self.config.overrides)))]
        on = dict.fromkeys(rule.id for overrides in choices for rule in self.rules_with(overrides))
        # Also in the form of an override that turns it off: another one may turn it on again.
        forms = [self._with_settings(self.library.rules[name], overrides) for overrides in choices for name in on]
        return tuple({id(rule): rule for rule in forms}.values())

    def _is_on(self, rule: Rule, overrides: tuple[int, ...]) -> bool:
        on = self._configured(rule, overrides)
        if self.select:
            if rule.id in self.select:
                return rule.id not in self.ignore
            chosen = _verdict(rule, self.select, ())
            on = bool(chosen) and (on or not self._turned_off(rule, overrides))
        return on and _verdict(rule, (), self.ignore) is not False

    def _configured(self, rule: Rule, overrides: tuple[int, ...]) -> bool:
        config = self.config
        on = rule.enabled and not config.select
        for select, ignore, rules in self._layers(overrides):
            verdict = _setting(rule, rules)
            verdict = _verdict(rule, select, ignore) if verdict is None else verdict
            on = on if verdict is None else verdict
        return on

    def _turned_off(self, rule: Rule, overrides: tuple[int, ...]) -> bool:
        """Tell whether the configuration turns the rule off by name."""
        verdicts = [_setting(rule, rules) is False or rule.id in ignore for _, ignore, rules in self._layers(overrides)]
        return any(verdicts)

    def _layers(self, overrides: tuple[int, ...]) -> Iterator[tuple[Collection[str], Collection[str], Settings]]:
        yield self.config.select, self.config.ignore, self.config.rules
        for number in overrides:
            override = self.config.overrides[number]
            yield override.select, override.ignore, override.rules

    def _with_settings(self, rule: Rule, overrides: tuple[int, ...]) -> Rule:
        settings: dict[str, Any] = {}
        for _, _, rules in self._layers(overrides):
            settings = merged(settings, rules.get(rule.id, {}))
        own = {key: value for key, value in settings.items() if key not in ("severity", "enabled", "channels")}
        parameters = merged(rule.spec.check[rule.check.name], own)
        changed = rule.changed({**settings, **{key: parameters[key] for key in own}}) if settings else rule
        if self.config.hours and isinstance(changed.check, Gap | Totals):
            changed = replace(changed, check=changed.check.model_copy(update={"calendar": self.config.hours}))
        return changed


def _setting(rule: Rule, rules: Settings) -> bool | None:
    enabled: bool | None = rules.get(rule.id, {}).get("enabled")
    return enabled


def _verdict(rule: Rule, select: Collection[str], ignore: Collection[str]) -> bool | None:
    """What selecting and ignoring say of a rule: on, off, or nothing."""
    if rule.id in ignore:
        return False
    if rule.id in select:
        return True
    if rule.pack in ignore:
        return False
    return True if rule.pack in select and rule.spec.enabled else None


def _names(library: Library) -> set[str]:
    return {*library.rules, *(rule.pack for rule in library.rules.values()), *library.packs}


def _layer_faults(layer: Layer, library: Library) -> Iterator[Fault]:
    """Names that do not exist and settings that do not fit, in one file and its overrides."""
    spec = layer.spec
    yield from _part_faults(layer, library, (), {"select": spec.select, "ignore": spec.ignore}, spec.rules)
    if spec.placeholders:
        own = layer.document.part(("placeholders",))
        yield from placeholder_faults(own, spec.placeholders, library.rules.values())
    for number, override in enumerate(spec.overrides):
        lists = {"select": override.select, "ignore": override.ignore}
        yield from _part_faults(layer, library, ("overrides", number), lists, override.rules)


def _part_faults(
    layer: Layer, library: Library, keys: tuple[str | int, ...], lists: dict[str, list[str]], rules: dict[str, Any]
) -> Iterator[Fault]:
    names = _names(library)
    for key, given in lists.items():
        for number, name in enumerate(given):
            if name not in names:
                yield layer.document.fault(
                    f'no rule or pack is called "{name}": {allowed(name, names)}', (*keys, key, number)
                )
    for name, settings in rules.items():
        where = (*keys, "rules", name)
        if name not in library.rules:
            yield layer.document.fault(f'no rule is called "{name}": {allowed(name, library.rules)}', where, key=True)
        elif isinstance(settings, dict):
            yield from setting_faults(layer.document.part(where), library.rules[name], library.signals, settings)
