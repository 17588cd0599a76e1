"""Where each value of a configuration comes from: the file and line that say it last, else the default."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..errors import Fault
from ..rule import Rule
from .choose import Chooser
from .merge import Config, Layer
from .schema import ConfigSpec

DEFAULT = "default"
_MAPPINGS = ("rules", "roles", "business_hours", "macros", "placeholders")
_SKIPPED = ("extends", "overrides")


Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A setting, its value, and where that comes from: `carelint.yaml:7`, a rule's file, or the default."""

    key: str
    value: object
    origin: str


def values_for(chooser: Chooser, path: str) -> Iterator[Value]:
    """Give every value that holds for a file, in the order of the schema, then what its rules are set to.

    Overrides for single channels are named with their condition: which one holds, only the file's content tells.
    """
    config = chooser.config
    for key in ConfigSpec.model_fields:
        if key not in _SKIPPED:
            yield from _top(config.layers, key)
    held = [number for number, one in enumerate(config.overrides) if one.matches_path(path)]
    for number in held:
        yield from _override(config, number)
    always = tuple(number for number in held if config.overrides[number].channels is None)
    yield from _rules(chooser, always)


def _top(layers: Sequence[Layer], key: str) -> Iterator[Value]:
    """One key of the files: of a mapping each entry, for entries of several files are merged."""
    said = [layer for layer in layers if key in layer.spec.model_fields_set]
    if not said:
        yield Value(key, ConfigSpec.model_fields[key].get_default(call_default_factory=True), DEFAULT)
    elif key in _MAPPINGS:
        yield from _entries([(layer, (key,)) for layer in said])
    else:
        yield Value(key, said[-1].document.part((key,)).data, _origin(said[-1], (key,)))


def _entries(places: Sequence[tuple[Layer, Keys]]) -> Iterator[Value]:
    """The entries of a mapping that several files add to: the last one counts."""
    last: dict[str, tuple[Layer, Keys, object]] = {}
    for layer, keys in places:
        value = layer.document.part(keys).data
        for names, one in _leaves(value if isinstance(value, Mapping) else {}):
            last[".".join(map(str, (*keys, *names)))] = (layer, (*keys, *names), one)
    for name, (layer, keys, value) in last.items():
        yield Value(name, value, _origin(layer, keys))


def _leaves(mapping: Mapping[str, object], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _override(config: Config, number: int) -> Iterator[Value]:
    """What an override says; the last file that lists overrides has them all."""
    layer = next(layer for layer in reversed(config.layers) if "overrides" in layer.spec.model_fields_set)
    channels = config.overrides[number].channels
    when = f" on {', '.join(channels)}" if channels else ""
    said = layer.document.part(("overrides", number)).data
    for names, value in _leaves(said if isinstance(said, Mapping) else {}):
        if names[0] not in ("paths", "channels"):
            key = f"overrides[{number}].{'.'.join(names)}{when}"
            yield Value(key, value, _origin(layer, ("overrides", number, *names)))


def _rules(chooser: Chooser, overrides: tuple[int, ...]) -> Iterator[Value]:
    """Each rule: its severity where it is on, else `off`, and what in the configuration made it so."""
    on = {rule.id: rule for rule in chooser.rules_with(overrides)}
    for rule in sorted(chooser.library.rules.values(), key=lambda rule: (rule.pack, rule.id)):
        now = on.get(rule.id)
        origin = next(_reasons(chooser.config, rule, overrides), DEFAULT)
        yield Value(f"rule {rule.pack}/{rule.id}", now.severity.name if now else "off", origin)


def _reasons(config: Config, rule: Rule, overrides: Sequence[int]) -> Iterator[str]:
    """Where the configuration speaks of a rule, what counts most first."""
    last = next((layer for layer in reversed(config.layers) if "overrides" in layer.spec.model_fields_set), None)
    places: list[tuple[Layer, Keys]] = [(last, ("overrides", number)) for number in reversed(overrides) if last]
    places += [(layer, ()) for layer in reversed(config.layers)]
    for layer, above in places:
        said = layer.document.part(above).data
        if isinstance(said, Mapping):
            yield from (_origin(layer, (*above, *keys)) for keys in _mentions(said, rule))


def _mentions(said: Mapping[str, object], rule: Rule) -> Iterator[Keys]:
    settings = said.get("rules")
    if isinstance(settings, Mapping) and rule.id in settings:
        yield ("rules", rule.id)
    for key in ("ignore", "select"):
        names = said.get(key)
        for wanted in (rule.id, rule.pack):
            if isinstance(names, list) and wanted in names:
                yield (key, names.index(wanted))
    if said.get("select"):
        # Whom a selection does not name, it turns off.
        yield ("select",)


def _origin(layer: Layer, keys: Sequence[str | int]) -> str:
    fault: Fault = layer.document.fault("", keys, key=True)
    return f"{fault.path}:{fault.line}" if fault.line else fault.path
