"""What is wrong with the plugins that rules name, told when they are first needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError, create_model

from .checks.plugin import NoPluginError, PluginCheck, failed, plugin_called
from .errors import Fault, FaultyYamlError, PackError
from .rule import Rule
from .strict_yaml import Document, load
from .yaml_faults import faults_of


def start_plugins(rules: Iterable[Rule]) -> dict[str, str]:
    """Import and make the plugins of these rules; give the rules that cannot run, and why.

    Raise PackError for plugins that do not exist and settings that do not fit.
    """
    checks = {rule.id: (rule, rule.check) for rule in rules if isinstance(rule.check, PluginCheck)}
    faults = [fault for rule, check in checks.values() for fault in plugin_faults(_document(rule), check)]
    if faults:
        raise PackError(faults)
    unavailable = {}
    for name, (_, check) in checks.items():
        try:
            check.made  # noqa: B018 - made here, so that what cannot be made is told before anything is read
        except Exception as error:
            unavailable[name] = failed(error)
    return unavailable


def plugin_faults(document: Document, check: PluginCheck) -> Iterator[Fault]:
    """Yield what is wrong with the name and the settings of a plugin; `document` is where they stand."""
    try:
        kind = plugin_called(check.plugin)
    except NoPluginError as error:
        yield document.fault(str(error), ("name",))
        return
    model = create_model("Plugin", settings=(kind.Settings, ...))
    try:
        model.model_validate({"settings": check.settings})
    except ValidationError as error:
        yield from faults_of(document, error, model)


def _document(rule: Rule) -> Document:
    """The rule's file, from its plugin on; read anew, for places are seldom needed and large."""
    try:
        return load(Path(rule.path).read_text(encoding="utf-8"), rule.path).part(("check", "plugin"))
    except (OSError, ValueError, KeyError, FaultyYamlError):
        return load("{}", rule.path)
