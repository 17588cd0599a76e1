"""`carelint config`: which file holds, and where each value comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .cli_runner import run

BASE = "fail_on: warning\nroles: {agent: [Ana]}\nbusiness_hours: {timezone: UTC, weekdays: '9:00-17:00'}\n"
OWN = """extends: base.yaml
ignore: [tone]
roles: {bot: [Robo]}
rules:
  no-recap: {severity: error}
overrides:
  - paths: ["macros/**"]
    kind: macro
    rules: {no-closing: false}
  - channels: [social]
    ignore: [weak-subject]
  - paths: [drafts]
    kind: draft
"""


@pytest.fixture(autouse=True)
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "carelint.yaml").write_text(OWN)


def not_default(path: str) -> list[tuple[str, object, str]]:
    answer = run("config", "--explain", "--format", "json", path)
    assert (answer.code, answer.err) == (0, "")
    rows = json.loads(answer.out)["values"]
    return [(row["key"], row["value"], row["origin"]) for row in rows if row["origin"] != "default"]


COMMON: list[tuple[str, object, str]] = [
    ("ignore", ["tone"], "carelint.yaml:2"),
    ("fail_on", "warning", "base.yaml:1"),
    ("rules.no-recap.severity", "error", "carelint.yaml:5"),
    ("roles.agent", ["Ana"], "base.yaml:2"),
    ("roles.bot", ["Robo"], "carelint.yaml:3"),
    ("business_hours.timezone", "UTC", "base.yaml:3"),
    ("business_hours.weekdays", "9:00-17:00", "base.yaml:3"),
]
SOCIAL = ("overrides[1].ignore on social", ["weak-subject"], "carelint.yaml:11")


def settings(rows: list[tuple[str, object, str]]) -> list[tuple[str, object, str]]:
    return [row for row in rows if not row[0].startswith("rule ")]


def test_every_value_says_where_it_comes_from() -> None:
    rows = not_default("macros/a.csv")
    override = [
        ("overrides[0].kind", "macro", "carelint.yaml:8"),
        ("overrides[0].rules.no-closing", False, "carelint.yaml:9"),
    ]
    assert settings(rows) == [*COMMON, *override, SOCIAL]
    assert ("rule core/no-closing", "off", "carelint.yaml:9") in rows
    assert ("rule core/no-recap", "error", "carelint.yaml:5") in rows
    assert ("rule tone/shouting", "off", "carelint.yaml:2") in rows
    assert len([row for row in rows if row[0].startswith("rule tone/")]) > 20


def test_overrides_of_other_paths_are_left_out() -> None:
    rows = not_default("chats/a.txt")
    assert settings(rows) == [*COMMON, SOCIAL]
    assert not [row for row in rows if row[0] == "rule core/no-closing"]


def test_who_is_not_selected_is_off_by_the_selection() -> None:
    Path("carelint.yaml").write_text("select: [core]\n")
    rows = not_default("a.txt")
    assert settings(rows) == [("select", ["core"], "carelint.yaml:1")]
    assert ("rule tone/shouting", "off", "carelint.yaml:1") in rows


def test_all_values_are_there_and_their_defaults() -> None:
    answer = run("config", "--explain", "--no-config")
    first, blank, *lines = answer.out.splitlines()
    assert (answer.code, first, blank) == (0, "no configuration file: all values are defaults", "")
    assert [line.split()[-1] for line in lines] == ["default"] * len(lines)
    assert lines[2].split() == ["fail_on:", "error", "default"]
    assert any(line.split() == ["rule", "tone/non-apology:", "error", "default"] for line in lines)


def test_without_explain_it_names_the_files() -> None:
    assert run("config", "macros/a.csv") == (0, "carelint.yaml\nbase.yaml\n", "")


def test_toml_has_no_lines(tmp_path: Path) -> None:
    Path("carelint.yaml").unlink()
    Path("pyproject.toml").write_text('[tool.carelint]\nfail_on = "never"\n')
    assert settings(not_default("a.txt")) == [("fail_on", "never", "pyproject.toml")]


def test_an_unknown_rule_is_an_error_with_a_suggestion() -> None:
    Path("carelint.yaml").write_text("rules: {no-recpa: false}\n")
    answer = run("config", "a.txt")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == 'carelint.yaml:1:9: no rule is called "no-recpa": did you mean "no-recap"?\n'
