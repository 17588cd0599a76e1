"""What is wrong with what a configuration says of placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..checks.plugin import PluginCheck
from ..errors import Fault, allowed
from ..placeholders import placeholders
from ..rule import Rule
from ..strict_yaml import Document
from .schema import PlaceholderSpec

_NAME = re.compile(r"[A-Za-z_][\w.\[\] -]{0,79}\*?|\*")
_LISTS = ("known", "customer_name", "agent_name")


def placeholder_faults(document: Document, spec: PlaceholderSpec, rules: Iterable[Rule]) -> Iterator[Fault]:
    """Yield platforms that no rule knows, and names that are none; `document` is the part that says them."""
    platforms = _platforms(rules)
    for number, platform in enumerate(spec.platforms):
        if platforms and platform not in platforms:
            what = f'no placeholders are known for the platform "{platform}": {allowed(platform, platforms)}'
            yield document.fault(what, ("platforms", number))
    for key in _LISTS:
        names: Sequence[str] = getattr(spec, key)
        for number, name in enumerate(names):
            if not _NAME.fullmatch(name):
                yield document.fault(_wrong(name), (key, number))


def _platforms(rules: Iterable[Rule]) -> set[str]:
    """The platforms whose names are listed by the rules that look for unknown ones."""
    checks = [rule.check for rule in rules if isinstance(rule.check, PluginCheck)]
    lists = [check.settings.get("known") for check in checks if check.plugin == "unknown-placeholder"]
    return {name for known in lists if isinstance(known, dict) for name in known}


def _wrong(name: str) -> str:
    inside = next(placeholders(name), None)
    if inside:
        return f'write the name alone, in whatever brackets it is used: "{inside.name}", not "{name}"'
    return f'"{name}" is no name of a placeholder: letters, digits, "_" and ".", and at the end "*" for anything'
