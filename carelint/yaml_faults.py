"""The errors of a pydantic validation as faults of a YAML file: in plain words, each at its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, is_dataclass, replace
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from .errors import Fault, allowed
from .strict_yaml import Document
from .wording import literal, shorten, wrong_type

if TYPE_CHECKING:
    from pydantic import ValidationError

_EXPECTED = {
    "string": "text",
    "int": "a whole number",
    "int_from_float": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    **dict.fromkeys(("list", "tuple", "set", "frozen_set", "sequence", "iterable"), "a list"),
    **dict.fromkeys(("dict", "mapping", "model", "model_attributes", "dataclass", "typed_dict"), "keys and values"),
    "none_required": "nothing",
    "time_delta": 'a length of time such as "60s" or "4h"',
}
_WORDS = {  # pydantic's error type: our words, filled from its context
    "string_too_short": "the text is too short: write at least {min_length} character(s)",
    "string_too_long": "the text is too long: write at most {max_length} characters",
    "too_short": "too few entries: at least {min_length}, found {actual_length}",
    "too_long": "too many entries: at most {max_length}, found {actual_length}",
    "greater_than": "found {found}, expected more than {gt}",
    "greater_than_equal": "found {found}, expected at least {ge}",
    "less_than": "found {found}, expected less than {lt}",
    "less_than_equal": "found {found}, expected at most {le}",
    "multiple_of": "found {found}, expected a multiple of {multiple_of}",
    "string_pattern_mismatch": "found {found}, expected text of the form {pattern}",
    "finite_number": "expected a finite number",
    "is_instance_of": "the program sets this itself: remove the key",
}
_Keys = tuple[str | int, ...]


def faults_of(document: Document, error: ValidationError, model: Any = None) -> list[Fault]:
    """Turn all errors of a pydantic validation of `document.data` into sorted faults in plain words, with positions.

    A validator's error that carries an `offset` points at that character of its text.

    `model` is the type that was validated against: it tells keys from names of union members in pydantic's paths, and
    which keys are allowed.
    """
    wrongs = _meant([_wrong(document, details, model) for details in error.errors(include_url=False)])
    faults = {
        document.fault(wrong.what, wrong.keys, key=wrong.at_key, offset=wrong.offset)
        for wrong in wrongs
        if not wrong.expected
    }
    types: dict[_Keys, list[_Wrong]] = {}
    for wrong in wrongs:
        if wrong.expected:
            types.setdefault(wrong.keys, []).append(wrong)
    for keys, group in types.items():
        expected = " or ".join(dict.fromkeys(wrong.expected for wrong in group))
        faults.add(document.fault(wrong_type(group[0].found, expected), keys))
    return sorted(faults)


def _meant(wrongs: list[_Wrong]) -> list[_Wrong]:
    """Leave out members of a union that were not meant: another one got further, or found more to say."""
    wrongs = [_with_types(wrong, wrongs) if wrong.choice else wrong for wrong in wrongs]
    told = {wrong.keys for wrong in wrongs if wrong.what and not wrong.inside}
    return [
        wrong
        for wrong in wrongs
        if not (
            ((wrong.expected or wrong.choice) and any(other.is_below(wrong.keys) for other in wrongs))
            or (wrong.expected and wrong.keys in told)
        )
    ]


def _with_types(choice: _Wrong, wrongs: list[_Wrong]) -> _Wrong:
    types = [wrong.expected for wrong in wrongs if wrong.expected and wrong.keys == choice.keys]
    return replace(choice, what=" or ".join([choice.what, *types]))


@dataclass(frozen=True, slots=True)
class _Wrong:
    """One error of pydantic: where it stands, and either `what` is wrong or which type was `expected`."""

    keys: _Keys
    what: str = ""
    expected: str = ""
    found: object = None
    at_key: bool = False
    inside: bool = False
    choice: bool = False
    offset: int | None = None

    def is_below(self, keys: _Keys) -> bool:
        return self.keys[: len(keys)] == keys and (len(self.keys) > len(keys) or self.inside)


def _wrong(document: Document, details: Any, model: Any) -> _Wrong:
    kind, loc, found = details["type"], details["loc"], details["input"]
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        keys, members = _walk(document.data, loc[:-1], model)
        names = dict.fromkeys(name for member in members for name in _fields(member))
        choices = f": {allowed(loc[-1], names)}" if names else ""
        return _Wrong((*keys, loc[-1]), f'unknown key "{shorten(str(loc[-1]))}"{choices}', at_key=True)
    if kind.startswith("missing"):
        return _Wrong(_walk(document.data, loc[:-1], model)[0], f'missing key "{loc[-1]}"', inside=True)
    keys, _ = _walk(document.data, loc, model)
    expected = _EXPECTED.get(kind.removesuffix("_type").removesuffix("_parsing"))
    if expected:
        return _Wrong(keys, expected=expected, found=found)
    return _other_wrong(keys, details, document)


def _other_wrong(keys: _Keys, details: Any, document: Document) -> _Wrong:
    kind, found, context = details["type"], details["input"], details.get("ctx", {})
    if kind in {"literal_error", "enum"}:
        return _Wrong(keys, f"found {literal(found)}, {allowed(found, _listed(context['expected']))}", choice=True)
    if kind == "union_tag_invalid":
        here = (*keys, context["discriminator"].strip("'"))
        inside = isinstance(found, dict) and here[-1] in found
        what = f'found "{shorten(context["tag"])}", {allowed(context["tag"], _listed(context["expected_tags"]))}'
        return _Wrong(here if inside else keys, what, inside=True)
    if kind == "union_tag_not_found":
        name = context["discriminator"].strip("'")
        what = f'missing key "{name}"' if name.isidentifier() else "cannot tell which kind this is: a key is missing"
        return _Wrong(keys, what, inside=True)
    if kind == "string_too_short" and not found:
        return _Wrong(keys, "the text is empty")
    if kind in _WORDS:
        return _Wrong(keys, _WORDS[kind].format(**{**context, "found": literal(found)}))
    message = details["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return _Wrong(keys, message, offset=getattr(context.get("error"), "offset", None))


def _listed(expected: str) -> list[str]:
    """Read pydantic's `'a', 'b' or 'c'`."""
    quoted = re.findall(r"'([^']*)'", expected)
    return quoted or re.split(r", | or ", expected)


def _walk(data: Any, loc: Sequence[str | int], model: Any) -> tuple[_Keys, list[Any]]:
    """Follow pydantic's path through data and types: give the keys in it, and the types that stand at its end."""
    keys: _Keys = ()
    members = _members(model)
    for part in loc:
        if len(members) > 1:  # after a union comes the name of one of its members, never a key
            members = _named(members, str(part))
        elif _has(data, part):
            data = data[part]
            keys = (*keys, part)
            members = [inner for member in members for inner in _inner(member, part)]
    return keys, members


def _has(data: object, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _members(annotation: Any) -> list[Any]:
    """Give the types that a union joins, without None; `Annotated` stays where it carries a tag."""
    annotation = getattr(annotation, "__value__", annotation)
    origin = get_origin(annotation)
    if origin is Annotated and not _tags(annotation):
        return _members(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return [member for argument in get_args(annotation) for member in _members(argument)]
    return [] if annotation in {None, NoneType} else [annotation]


def _named(members: list[Any], name: str) -> list[Any]:
    """Choose the members of a union that pydantic calls `name`: by tag, by class, or wrapped in a function."""
    exact = [member for member in members if name in _tags(member) or _name(member) == name.partition("[")[0]]
    chosen = exact or [member for member in members if _name(member) in re.findall(r"\w+", name)]
    return [inner for member in chosen for inner in _members(_bare(member))][:1]


def _tags(member: Any) -> set[str]:
    """Give what a discriminator can be to mean this member: its Tag, or the values of its Literal fields."""
    tags = {data.tag for data in getattr(member, "__metadata__", ()) if hasattr(data, "tag")}
    literals = (field for field in _fields(_bare(member)).values() if get_origin(field) is Literal)
    return tags | {str(value) for literal in literals for value in get_args(literal)}


def _bare(member: Any) -> Any:
    return get_args(member)[0] if get_origin(member) is Annotated else member


def _name(member: Any) -> str:
    bare = _bare(member)
    return str(getattr(get_origin(bare) or bare, "__name__", ""))


def _fields(member: Any) -> dict[str, Any]:
    """Give the keys that a model, dataclass or typed dictionary takes, aliases respected, and their types."""
    bare = _bare(member)
    known = getattr(bare, "__pydantic_fields__", None)
    if isinstance(known, dict):
        return {_alias(name, one): one.annotation for name, one in known.items()}
    return get_type_hints(bare, include_extras=True) if is_dataclass(bare) or is_typeddict(bare) else {}


def _alias(name: str, field_info: Any) -> str:
    alias = field_info.validation_alias or field_info.alias
    return alias if isinstance(alias, str) else name


def _inner(member: Any, part: str | int) -> list[Any]:
    """Give the types of what stands at a key of a member."""
    arguments = get_args(_bare(member))
    if not arguments:
        return _members(_fields(member).get(str(part)))
    if isinstance(part, int) and get_origin(_bare(member)) is tuple and Ellipsis not in arguments:
        return _members(arguments[part]) if part < len(arguments) else []
    return _members(arguments[0] if isinstance(part, int) else arguments[-1])
