"""What spaCy would refuse in a token pattern, or meet only when the pattern runs; told without spaCy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from ..errors import allowed
from ..safe_regex import compile_safe
from ..wording import wrong_type

# Attributes that blank English sets, and those that only a trained pipeline sets (spaCy would raise E155, but only
# when the pattern runs).
TOKEN_ATTRIBUTES = frozenset(
    "ORTH TEXT NORM LOWER LENGTH SHAPE IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE "
    "IS_PUNCT IS_SPACE IS_QUOTE IS_CURRENCY IS_STOP IS_SENT_START LIKE_NUM LIKE_URL LIKE_EMAIL OP".split()
)
TRAINED_ATTRIBUTES = frozenset(["LEMMA", "POS", "TAG", "MORPH", "DEP", "ENT_TYPE", "ENT_IOB"])
PREDICATES = frozenset(["IN", "NOT_IN", "REGEX", "FUZZY1", "FUZZY2", "==", "!=", ">=", "<=", ">", "<"])
_OPERATOR = re.compile(r"[?!+*]|\{(?P<low>\d{0,2})(?P<range>,(?P<high>\d{0,2}))?\}", re.ASCII)
_OPTIONAL = re.compile(r"[?*]|\{0{0,2}[,}].{0,4}")
_LIST = re.compile(r"\{([^{}\s]{1,80})\}")

Keys = tuple[str | int, ...]


def token_faults(pattern: list[dict[str, Any]], words: Collection[str], *, trained: bool) -> Iterator[tuple[Keys, str]]:
    """Yield what is wrong in a token pattern, with the keys that lead there; `words` are the lists it may name."""
    for number, token in enumerate(pattern):
        for name, value in token.items():
            for keys, what in _attribute_faults(name, value, words, trained=trained):
                yield (number, name, *keys), what
    if all(_OPTIONAL.fullmatch(str(token.get("OP", ""))) for token in pattern):
        yield (), "a token pattern needs at least one token that must be there"


def lists_in(pattern: list[dict[str, Any]]) -> Iterator[str]:
    """The word lists that a token pattern names."""
    for token in pattern:
        for value in token.values():
            for choices in value.values() if isinstance(value, dict) else ():
                if match := _LIST.fullmatch(str(choices)):
                    yield match[1]


def _attribute_faults(name: str, value: object, words: Collection[str], *, trained: bool) -> Iterator[tuple[Keys, str]]:
    if name in TRAINED_ATTRIBUTES and not trained:
        yield (
            (),
            f"{name} needs a trained pipeline, which blank English is not: "
            "use NORM or LOWER, or set `model: true` and run with --model",
        )
    elif name not in TOKEN_ATTRIBUTES | TRAINED_ATTRIBUTES:
        yield (), f"unknown attribute {name}: {allowed(name.upper(), TOKEN_ATTRIBUTES)}"
    elif name == "OP":
        if not _is_operator(value):
            yield (), f"unknown operator {_said(value)}, allowed: ?, !, +, *, {{2}}, {{1,3}}, {{2,}}, {{,3}}"
    elif isinstance(value, dict):
        for predicate, wanted in value.items():
            if what := _predicate_fault(name, predicate, wanted, words):
                yield (predicate,), what
    elif isinstance(value, str) and _LIST.fullmatch(value):
        yield (), f'a word list stands in a predicate: write {name}: {{IN: "{value}"}}'
    elif not _fits(name, value):
        yield (), wrong_type(value, _wanted(name))


def _is_operator(value: object) -> bool:
    match = _OPERATOR.fullmatch(value) if isinstance(value, str) else None
    if not match or value in ("{}", "{,}"):
        return False
    return not (match["low"] and match["high"]) or int(match["low"]) <= int(match["high"])


def _predicate_fault(name: str, predicate: str, value: object, words: Collection[str]) -> str | None:
    if predicate not in PREDICATES:
        return f"unknown predicate {predicate}: {allowed(predicate.upper(), PREDICATES)}"
    if predicate in ("IN", "NOT_IN"):
        return _choices_fault(name, value, words)
    if predicate == "REGEX" or predicate.startswith("FUZZY"):
        if not isinstance(value, str):
            return wrong_type(value, "text")
        return _regex_fault(value) if predicate == "REGEX" else None
    return None if _is_number(value) else wrong_type(value, "a whole number")


def _choices_fault(name: str, value: object, words: Collection[str]) -> str | None:
    if isinstance(value, str):
        match = _LIST.fullmatch(value)
        if not match:
            return wrong_type(value, 'a list or the name of a word list as in "{name}"')
        if match[1] in words:
            return None
        hint = allowed(value, [f"{{{known}}}" for known in words]) if words else "there is none, add it under `words`"
        return f"unknown word list {value}: {hint}"
    if not isinstance(value, list):
        return wrong_type(value, "a list")
    return next((wrong_type(one, _wanted(name)) for one in value if not _fits(name, one)), None)


def _regex_fault(value: str) -> str | None:
    try:
        compile_safe(value)
    except ValueError as fault:
        return str(fault)
    return None


def _wanted(name: str) -> str:
    return "true or false" if name.startswith(("IS_", "LIKE_")) else "a whole number" if name == "LENGTH" else "text"


def _fits(name: str, value: object) -> bool:
    if name.startswith(("IS_", "LIKE_")):
        return isinstance(value, bool)
    return _is_number(value) if name == "LENGTH" else isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _said(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
