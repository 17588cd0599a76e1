"""Values of YAML files in messages: what was found, and what was expected instead."""

from __future__ import annotations

_CONTAINERS = {"a list", "keys and values"}
_BOOLEANS = {
    **dict.fromkeys(("yes", "y", "on", "true"), "true"),
    **dict.fromkeys(("no", "n", "off", "false"), "false"),
}


def shorten(text: str) -> str:
    """Put text in one printable line of at most 60 characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in " ".join(text[:200].split()))
    return line if len(line) <= 60 else f"{line[:57]}..."


def wrong_type(found: object, expected: str) -> str:
    """Word a fault of type; `expected` is "text", "a number", "true or false", "a list", "keys and values" and such."""
    said = f"expected {expected}, found {_described(found, expected)}"
    if expected == "true or false" and isinstance(found, str) and found.lower() in _BOOLEANS:
        return f'expected {expected}, found "{found}": write {_BOOLEANS[found.lower()]}'
    if "text" in expected and isinstance(found, (bool, int, float)):
        return f'{said}: quote it ("{literal(found)}")'
    return said


def _described(found: object, expected: str) -> str:
    match found:
        case None:
            return "nothing"
        case bool():
            return f"the boolean {literal(found)}"
        case int() | float():
            return f"the number {found}"
        case str():
            return "text" if expected in _CONTAINERS else f'text "{shorten(found)}"'
        case list() | tuple():
            return "a list"
        case _:
            return "keys and values"


def literal(found: object) -> str:
    """Write a value as it would stand in a YAML file."""
    match found:
        case None | bool():
            return {None: "nothing", True: "true", False: "false"}[found]
        case str():
            return f'"{shorten(found)}"'
        case int() | float():
            return str(found)
        case _:
            return _described(found, "")
