"""What a configuration may change of a rule: severity, channels, on or off, and the parameters of its check."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import Field, ValidationError

from ..checks.plugin import PluginCheck
from ..errors import Fault, allowed
from ..model import Channel
from ..plugin_faults import plugin_faults
from ..rule import Rule, SeverityName
from ..signal_faults import own_phrase_faults
from ..strict_model import Strict
from ..strict_yaml import Document
from ..yaml_faults import faults_of
from .merge import merged

# Set from `business_hours`, not by rule.
_NOT_SETTABLE = frozenset({"calendar"})


class CommonSettings(Strict):
    """What can be set of any rule; only what is given counts, and nothing may be given empty."""

    severity: SeverityName = "warning"
    enabled: bool = True
    channels: list[Channel] = Field(default=[])


def setting_faults(
    document: Document, rule: Rule, signals: Collection[str], settings: Mapping[str, Any]
) -> Iterator[Fault]:
    """What is wrong with the settings of a rule; `document` is where they stand."""
    known = known_settings(rule)
    strange = [key for key in settings if key not in known]
    for key in strange:
        yield document.fault(f'unknown key "{key}": {allowed(key, known)}', (key,), key=True)
    common = {key: value for key, value in settings.items() if key in CommonSettings.model_fields}
    yield from _faults(document, CommonSettings, common)
    own = {key: value for key, value in settings.items() if key not in common and key not in strange}
    parameters = merged(rule.spec.check[rule.check.name], own)
    faults = list(_faults(document, type(rule.check), parameters)) if own else []
    yield from faults
    if own and not faults:
        check = type(rule.check).model_validate(parameters)
        for name in sorted(set(check.signals()) - set(signals)):
            yield document.fault(f'unknown signal "{name}": {allowed(name, signals)}')
        yield from own_phrase_faults(document, check)
        if isinstance(check, PluginCheck):
            yield from plugin_faults(document, check)


def known_settings(rule: Rule) -> set[str]:
    """Give the keys that a configuration can set of a rule."""
    parameters = {one.alias or name for name, one in type(rule.check).model_fields.items()}
    return {*CommonSettings.model_fields, *parameters} - _NOT_SETTABLE


def _faults(document: Document, model: type[Strict] | Any, values: Mapping[str, Any]) -> list[Fault]:
    try:
        model.model_validate(values)
    except ValidationError as error:
        return faults_of(document, error, model)
    return []
