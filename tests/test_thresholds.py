"""Every threshold and limit of a shipped rule can be changed from a configuration, and the change is felt.

A threshold is a number or a length of time that the rule's file gives to its check. For each, the configuration sets
other values, and with one of them an example of the rule must come out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from carelint.annotated import Annotated
from carelint.config import Chooser, load_config
from carelint.durations import parse_duration
from carelint.linter import Linter
from carelint.model import CHANNELS, Channel
from carelint.packs import load_packs
from carelint.rule import Rule

LIBRARY = load_packs()
NUMBERS = (0, 1, 2, 3, 5, 20, 300, 1_000_000, 0.001, 0.5, 0.999)
TIMES = ("0 s", "20 s", "2 min", "40 min", "9 h", "30 h", "40 days", "4000 days")


def is_threshold(value: object) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return True
    try:
        parse_duration(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def thresholds(value: object, keys: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all thresholds in a rule's check; lists are left out, they are not thresholds."""
    if is_threshold(value):
        yield keys
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from thresholds(inner, (*keys, key))


def nested(keys: tuple[str, ...], value: object) -> dict[str, Any]:
    for key in reversed(keys):
        value = {key: value}
    assert isinstance(value, dict)
    return value


def yaml_of(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {yaml_of(inner)}" for key, inner in value.items()) + "}"
    return f'"{value}"' if isinstance(value, str) else str(value)


@cache
def annotated(name: str, channel: Channel | None) -> list[list[Annotated]]:
    """The examples of a rule, each with the conversations before it; thresholds do not change what is found in them.

    With a channel, all are told as if they were of it: a limit of a channel that no example is on counts too.
    """
    rule = LIBRARY.rules[name]
    linter = Linter(LIBRARY, [rule], lambda _: [rule])
    talks = []
    for number, example in enumerate([*rule.spec.examples.flagged, *rule.spec.examples.clean]):
        channels, kinds = tuple(rule.spec.channels), tuple(rule.spec.applies_to)
        own = example.conversations(f"x{number}", channels, kinds)
        told = [replace(talk, channel=channel) if channel else talk for talk in own]
        talks.append(list(linter.annotate_all(told)))
    return talks


def verdicts(rule: Rule, channel: Channel | None) -> list[list[str]]:
    """What the rule finds in each example, and how bad it is."""
    linter = Linter(LIBRARY, [], lambda _: [rule])
    results = [list(linter.judge(talks))[-1] for talks in annotated(rule.id, channel)]
    return [[str((f.turn, f.start, f.end, f.severity)) for f in result.findings] for result in results]


CASES = [(rule.id, keys) for rule in LIBRARY.rules.values() for keys in thresholds(rule.spec.check[rule.check.name])]


@pytest.mark.parametrize(("name", "keys"), CASES, ids=[f"{name}:{'.'.join(keys)}" for name, keys in CASES])
def test_a_threshold_changed_from_a_configuration_is_felt(name: str, keys: tuple[str, ...], tmp_path: Path) -> None:
    rule = LIBRARY.rules[name]
    given: Any = rule.spec.check[rule.check.name]
    for key in keys:
        given = given[key]
    channel = next((key for key in CHANNELS if keys[-1] == key), None)
    before = verdicts(rule, channel)
    path = tmp_path / "carelint.yaml"
    tried = []
    for value in TIMES if isinstance(given, str) else NUMBERS:
        path.write_text(f"rules: {{{name}: {yaml_of(nested(keys, value))}}}\n", "utf-8")
        try:
            chooser = Chooser.checked(LIBRARY, load_config(path), select=[name])
        except Exception:  # this value is not allowed; another one is
            continue
        (changed,) = chooser.rules_with()
        tried.append(value)
        if verdicts(changed, channel) != before:
            return
    raise AssertionError(f"{name}: no value of {'.'.join(keys)} changes any example (tried {tried})")
