"""JSON Schemas of the files that people write, so that their editors complete and check them while they type.

They are made from what checks the files itself, and name the rules of the packs that are loaded. What a schema cannot
say (whether a signal exists, whether a phrase can be read) `carelint test` says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .checks import CHECKS
from .config.schema import ConfigSpec
from .config.settings import CommonSettings
from .language.spec import SignalSpec
from .packs import Library, PackSpec
from .rule import Rule, RuleSpec
from .scoring import Scorecard

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Set from `business_hours`, not in a file.
_HIDDEN = ("calendar",)
_OVERLAID = ("+", "-")


class _Generator(GenerateJsonSchema):
    def handle_invalid_for_json_schema(self, schema: core_schema.CoreSchema, error_info: str) -> JsonSchemaValue:
        """Let a value of our own type be anything: it stands in no file."""
        return {}


def config_schema(library: Library) -> Schema:
    """The configuration, `carelint.yaml`; its `rules` know the rules of the packs and what can be set of each."""
    schema = _schema_of(ConfigSpec, "carelint configuration")
    settings = {f"settings-{name}": _settings(name) for name in CHECKS}
    for name, one in settings.items():
        _lift(schema, name, one)
    rules = sorted(library.rules.values(), key=lambda rule: rule.id)
    schema["$defs"]["rules"] = {
        "type": "object",
        "properties": {rule.id: _setting_of(rule) for rule in rules},
        # Those of packs that were not loaded: carelint itself knows them, or says what was probably meant.
        "additionalProperties": {"type": ["boolean", "object"]},
    }
    names = {*library.rules, *library.packs, *(rule.pack for rule in rules)}
    schema["$defs"]["names"] = {"type": "array", "items": _open_choice(names)}
    for part in (schema, schema["$defs"]["OverrideSpec"]):
        part["properties"]["rules"] = _described(part["properties"]["rules"], {"$ref": "#/$defs/rules"})
        for key in ("select", "ignore"):
            part["properties"][key] = _described(part["properties"][key], {"$ref": "#/$defs/names"})
    return schema


def rule_schema(library: Library) -> Schema:
    """A rule, `rules/<pack>/<rule-id>.yaml`, also one that extends another."""
    schema = _schema_of(RuleSpec, "carelint rule")
    for name, check in CHECKS.items():
        _lift(schema, f"check-{name}", _schema_of(check))
    kinds = {name: {"$ref": f"#/$defs/check-{name}"} for name in CHECKS}
    schema["properties"]["check"] = {
        "type": "object",
        "properties": kinds,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return _extensible(schema, library.rules)


def signal_schema(library: Library) -> Schema:
    """A signal, `rules/signals/<signal>.yaml`, also one that extends another."""
    return _extensible(_schema_of(SignalSpec, "carelint signal"), library.signals)


def pack_schema(_: Library) -> Schema:
    """A `rules/<pack>/pack.yaml`."""
    return _schema_of(PackSpec, "carelint pack")


def scorecard_schema(library: Library) -> Schema:
    """A scorecard, `rules/scorecards/<name>.yaml`."""
    schema = _schema_of(Scorecard, "carelint scorecard")
    schema["$defs"]["CriterionSpec"]["properties"]["rules"]["items"] = _open_choice(library.rules)
    return schema


SCHEMAS: Mapping[str, Callable[[Library], Schema]] = {
    "config": config_schema,
    "rule": rule_schema,
    "signal": signal_schema,
    "pack": pack_schema,
    "scorecard": scorecard_schema,
}


def _schema_of(model: type[BaseModel], title: str = "") -> Schema:
    schema: Schema = model.model_json_schema(schema_generator=_Generator)
    for hidden in _HIDDEN:
        schema.get("properties", {}).pop(hidden, None)
    _tidy(schema)
    if "Example" in schema.get("$defs", {}):
        schema["$defs"]["Example"] = {"anyOf": [{"type": "string"}, schema["$defs"]["Example"]]}
    return {"$schema": _DIALECT, "title": title, **schema} if title else schema


def _tidy(schema: Any) -> None:
    """Take off what helps nobody: titles made of keys, and defaults that are no value of a file."""
    if isinstance(schema, list):
        for one in schema:
            _tidy(one)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("title"), str):
        del schema["title"]
    if isinstance(schema.get("default"), dict | type(None)):
        schema.pop("default", None)
    for key, one in schema.items():
        if key not in ("enum", "default", "required"):
            _tidy(one)


def _lift(schema: Schema, name: str, other: Schema) -> None:
    """Put another schema among the definitions of one; what both define alike stands there once."""
    schema.setdefault("$defs", {}).update(other.pop("$defs", {}))
    schema["$defs"][name] = other


def _settings(check: str) -> Schema:
    """What can be set of a rule with this check: all may be left out."""
    schema = _schema_of(CHECKS[check])
    common = _schema_of(CommonSettings)
    schema["properties"] = {**common["properties"], **schema["properties"]}
    schema.pop("required", None)
    schema.pop("description", None)
    schema["$defs"] = {**common.get("$defs", {}), **schema.get("$defs", {})}
    _optional(schema)
    return schema


def _optional(schema: Schema) -> None:
    """Mappings inside a setting are laid over those of the rule: they too may be given in part."""
    for one in schema["$defs"].values():
        one.pop("required", None)
    schema["$defs"] = {f"part-{name}": one for name, one in schema["$defs"].items()}
    _renamed(schema)


def _renamed(schema: Any) -> None:
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _renamed(one)
    if isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        schema["$ref"] = schema["$ref"].replace("#/$defs/", "#/$defs/part-")


def _setting_of(rule: Rule) -> Schema:
    return {
        "description": rule.spec.title,
        "anyOf": [{"type": "boolean"}, {"$ref": f"#/$defs/settings-{rule.check.name}"}],
    }


def _open_choice(names: Iterable[str]) -> Schema:
    """One of these names, which an editor offers, or another one."""
    return {"anyOf": [{"enum": sorted(names)}, {"type": "string"}]}


def _described(old: Schema, new: Schema) -> Schema:
    return {**new, "description": old["description"]} if "description" in old else new


def _extensible(schema: Schema, names: Iterable[str]) -> Schema:
    """Allow `extends`, with which everything may be left out and every list may be changed by `+` and `-`."""
    loose = deepcopy({key: value for key, value in schema.items() if key not in ("$schema", "title", "description")})
    definitions = {f"changed-{name}": one for name, one in loose.pop("$defs", {}).items()}
    whole = {"properties": loose["properties"], "$defs": definitions}
    _loosen(whole)
    extends = {**_open_choice(names), "description": "the one that this one changes"}
    return {
        "$schema": _DIALECT,
        "title": schema["title"],
        "description": schema["description"],
        "if": {"required": ["extends"]},
        "then": {
            "type": "object",
            "properties": {"extends": extends, **whole["properties"]},
            "additionalProperties": False,
        },
        "else": {key: schema[key] for key in ("type", "properties", "required", "additionalProperties")},
        "$defs": {**schema.get("$defs", {}), **whole["$defs"]},
    }


def _loosen(schema: Any) -> None:
    """Turn a schema into one of changes: nothing is required, a list may be an overlay, `~` takes a key away."""
    if isinstance(schema, list):
        for one in schema:
            _loosen(one)
        return
    if not isinstance(schema, dict):
        return
    for key in ("required", "minProperties", "minItems"):
        schema.pop(key, None)
    if isinstance(schema.get("$ref"), str):
        schema["$ref"] = schema["$ref"].replace("#/$defs/", "#/$defs/changed-")
    for one in list(schema.values()):
        _loosen(one)
    if schema.get("type") == "array":
        plain = dict(schema)
        overlay = {"type": "object", "properties": dict.fromkeys(_OVERLAID, plain), "additionalProperties": False}
        schema.clear()
        schema["anyOf"] = [plain, overlay, {"type": "null"}]
    elif schema.get("type") in ("string", "integer", "number", "boolean", "object") and "enum" not in schema:
        plain = dict(schema)
        schema.clear()
        schema["anyOf"] = [plain, {"type": "null"}]


def text_of(schema: Schema) -> str:
    """Write a schema as a file holds it."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
