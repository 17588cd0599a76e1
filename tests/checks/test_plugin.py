"""The `plugin` check: found, told its settings, kept to its selection, and its faults contained."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from carelint.annotated import Annotated
from carelint.checks import plugin
from carelint.checks.plugin import NoPluginError, PluginCheck, plugin_called
from carelint.config import Chooser
from carelint.config.load import load_config
from carelint.errors import ConfigError, PackError
from carelint.linter import Linter
from carelint.model import Conversation, Finding, Fix, Match, Result, Skip
from carelint.packs import Library, load_packs
from carelint.plugins import Plugin
from carelint.strict_model import Strict
from tests.checks.finding import find
from tests.conftest import Annotate, conversation

_CLASSES = {
    "words": "Words",
    "bad": "Bad",
    "unmakeable": "Unmakeable",
    "lacking": "Lacking",
    "strange": "Strange",
    "not-one": "POINTS",
    "gone": "Gone",
}
POINTS = {name: f"tests.checks.test_plugin:{value}" for name, value in _CLASSES.items()}
POINTS["no-module"] = "nowhere_at_all:It"
TALK = "agent: one two\ncustomer: two three\nagent: two. Not two"


class Settings(Strict):
    word: str = "two"


class Words(Plugin):
    """Finds a word."""

    Settings = Settings

    def __init__(self, settings: Settings) -> None:
        self._word = settings.word

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        for turn in range(len(annotated.conversation.turns)):
            start = annotated.text(turn).find(self._word)
            if start >= 0:
                yield Match(turn, start, start + len(self._word), {"count": str(turns)})


class Bad(Plugin):
    """Fails where somebody says one."""

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        yield Match(0, 0, 1)
        if "one" in annotated.text(0):
            print(1 // 0)


class Unmakeable(Plugin):
    """Cannot be made."""

    def __init__(self, settings: Strict) -> None:
        raise OSError("no dictionary\nhere")


class Lacking(Plugin):
    """Lacks evidence."""

    def missing(self, annotated: Annotated, turns: Sequence[int]) -> str | None:
        return f"{len(turns)} turns are not enough" if len(turns) < 2 else str(1 // 0)


class Strange(Plugin):
    """Gives what is no match, beside one that is."""

    given: Sequence[Any] = ()

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Sequence[Match]:
        return [Match(0, 0, 1, {"value": 3}), *self.given]  # type: ignore[dict-item]


@pytest.fixture(autouse=True)
def _points(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint(name, value, plugin.GROUP) for name, value in POINTS.items()]
    monkeypatch.setattr(plugin, "entry_points", lambda group: points)


RULE = """
title: A rule that a plugin judges
severity: warning
applies_to: [transcript, draft, macro]
why: Because of the test.
source: the test
check:
  plugin:
    name: {name}
    settings: {settings}
message: "“{{found}}” was found"
examples:
  flagged: ["agent: two"]
  clean: ["agent: six"]
"""


def library(folder: Path, name: str, settings: str = "{}") -> Library:
    """A library of one rule."""
    pack = folder / "demo"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("title: Demo\nabout: For the test.\n", encoding="utf-8")
    (pack / "by-plugin.yaml").write_text(RULE.format(name=name, settings=settings).lstrip(), encoding="utf-8")
    return load_packs([folder], shipped=False)


def linter(packs: Library) -> Linter:
    rules = list(packs.rules.values())
    return Linter(packs, rules, lambda _: rules)


def lint(packs: Library, *conversations: Conversation) -> list[Result]:
    return list(linter(packs).lint(conversations))


def places(result: Result) -> list[tuple[int, int, int, str]]:
    return [(finding.turn, finding.start, finding.end, finding.message) for finding in result.findings]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (
            {},
            [Match(0, 4, 7, {"found": "two", "count": "[0, 2]"}), Match(2, 0, 3, {"found": "two", "count": "[0, 2]"})],
        ),
        ({"settings": {"word": "Not"}}, [Match(2, 5, 8, {"found": "Not", "count": "[0, 2]"})]),
        ({"speaker": "customer"}, [Match(1, 0, 3, {"found": "two", "count": "[1]"})]),
        ({"position": "first turn"}, [Match(0, 4, 7, {"found": "two", "count": "[0]"})]),
    ],
)
def test_what_it_finds_in_the_selected_turns(
    annotate: Annotate, parameters: dict[str, Any], expected: list[Match]
) -> None:
    assert find(annotate(TALK), "plugin", name="words", **parameters) == expected


@pytest.mark.parametrize(("within", "expected"), [("sentence", [2]), ("turn", []), ("1 bursts", [])])
def test_an_excuse_near_by(annotate: Annotate, within: str, expected: list[int]) -> None:
    talk = annotate("agent: apple two\ncustomer: x\nagent: two. An apple")
    matches = find(talk, "plugin", name="words", unless={"signal": "apple", "within": within})
    assert [match.turn for match in matches] == expected


def test_names_its_signals() -> None:
    check = PluginCheck.model_validate({"name": "words", "signals": "apple", "after": ["pear"]})
    assert list(check.signals()) == ["apple", "pear"]
    assert check.reads_text()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("wrods", 'no plugin is called "wrods": did you mean "words"? allowed: '),
        ("gone", 'the plugin "gone" (tests.checks.test_plugin:Gone) cannot be imported: AttributeError: '),
        ("no-module", 'the plugin "no-module" (nowhere_at_all:It) cannot be imported: ModuleNotFoundError: '),
        (
            "not-one",
            'the plugin "not-one" (tests.checks.test_plugin:POINTS) is not a subclass of carelint.plugins.Plugin',
        ),
    ],
)
def test_what_is_not_a_plugin(name: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoPluginError) as caught:
        plugin_called(name)
    assert str(caught.value).startswith(why)
    monkeypatch.chdir(tmp_path)
    packs = library(Path("p"), name)
    with pytest.raises(PackError) as told:
        linter(packs)
    assert [str(fault) for fault in told.value.faults] == [f"p/demo/by-plugin.yaml:8:11: {caught.value}"]


def test_settings_are_judged_at_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    packs = library(Path("p"), "words", "{wrod: x, word: 3}")
    with pytest.raises(PackError) as told:
        linter(packs)
    assert [str(fault) for fault in told.value.faults] == [
        'p/demo/by-plugin.yaml:9:16: unknown key "wrod": did you mean "word"? allowed: word',
        'p/demo/by-plugin.yaml:9:31: expected text, found the number 3: quote it ("3")',
    ]


def test_a_configuration_changes_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    packs = library(Path("p"), "words", "{word: two}")
    own = Path("carelint.yaml")
    own.write_text("rules: {by-plugin: {settings: {word: one}}}", encoding="utf-8")
    chooser = Chooser.checked(packs, load_config(own))
    (result,) = Linter(packs, chooser.all_rules(), chooser).lint([conversation(TALK)])
    assert places(result) == [(0, 0, 3, "“one” was found")]
    own.write_text("rules:\n  by-plugin:\n    settings: {word: 1}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        Chooser.checked(packs, load_config(own))
    assert [str(fault) for fault in told.value.faults] == [
        'carelint.yaml:3:22: expected text, found the number 1: quote it ("1")'
    ]


def test_a_plugin_that_fails_stops_nothing(tmp_path: Path) -> None:
    fine, failing = lint(library(tmp_path, "bad"), conversation("agent: x"), conversation(TALK))
    assert places(fine) == [(0, 0, 1, "“x” was found")]
    reason = "the plugin failed: ZeroDivisionError: integer division or modulo by zero"
    assert (failing.findings, failing.skipped) == ((), (Skip("by-plugin", reason),))


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        ("agent: x", "1 turns are not enough"),
        (TALK, "the plugin failed: ZeroDivisionError: integer division or modulo by zero"),
    ],
)
def test_evidence_that_a_plugin_lacks(tmp_path: Path, talk: str, reason: str) -> None:
    (result,) = lint(library(tmp_path, "lacking"), conversation(talk))
    assert (result.findings, result.skipped) == ((), (Skip("by-plugin", reason),))


def test_a_plugin_that_cannot_be_made_is_not_run(tmp_path: Path) -> None:
    made = linter(library(tmp_path, "unmakeable"))
    assert made.unavailable == {"by-plugin": "the plugin failed: OSError: no dictionary here"}
    (result,) = made.lint([conversation(TALK)])
    assert (result.findings, result.skipped) == ((), ())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("two", "it gave str “two” where a match belongs"),
        (Match(7, 0, 1), "it gave a match in turn 7 of 1"),
        (Match(-1, 0, 1), "it gave a match in turn -1 of 1"),
        (Match(0, 1, 9), "it gave characters 1 to 9 of a text of 4"),
        (Match(0, 3, 2), "it gave characters 3 to 2 of a text of 4"),
        (Match(0, None, 2), "it gave characters None to 2 of a text of 4"),  # type: ignore[arg-type]
        (Match(0, 0, 1, {}, Fix(0, 9, "x")), "it gave characters 0 to 9 of a text of 4"),
    ],
)
def test_matches_outside_the_text_are_dropped(
    tmp_path: Path, given: object, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Strange, "given", [given])
    (result,) = lint(library(tmp_path, "strange"), conversation("agent: lots"))
    assert places(result) == [(0, 0, 1, "“l” was found")]
    assert result.skipped == (Skip("by-plugin", f"the plugin failed: {why}"),)


def test_a_fix_reaches_the_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Strange, "given", [Match(0, 1, 2, {}, Fix(1, 2, "x", safe=False))])
    (result,) = lint(library(tmp_path, "strange"), conversation("agent: lots"))
    found: list[Finding] = list(result.findings)
    assert [finding.fix for finding in found] == [None, Fix(1, 2, "x", safe=False)]


def test_plugins_wait_for_the_run(tmp_path: Path) -> None:
    """A pack whose plugin cannot even be imported can be loaded and listed."""
    assert list(library(tmp_path, "no-module").rules) == ["by-plugin"]
    assert "nowhere_at_all" not in sys.modules
