"""Carelint's own plugins: named once in Python and once for the installer, explained, tested, and used by a rule."""

from __future__ import annotations

import tomllib
from inspect import getdoc
from pathlib import Path
from typing import Any

import pytest

from carelint.checks.plugin import GROUP, PluginCheck, plugin_called
from carelint.packs import load_packs
from carelint.plugins import SHIPPED

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_installer_knows_the_same_plugins() -> None:
    project: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][GROUP] == dict(SHIPPED)
    assert list(SHIPPED) == sorted(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_plugin_is_documented_and_tested(name: str) -> None:
    kind = plugin_called(name)
    assert getdoc(kind)
    assert getdoc(kind.Settings)
    module = kind.__module__.rpartition(".")[2]
    assert (REPOSITORY / "tests" / "plugins" / f"test_{module}.py").is_file()


def test_every_plugin_is_used_by_a_rule() -> None:
    used = {rule.check.plugin for rule in load_packs().rules.values() if isinstance(rule.check, PluginCheck)}
    assert sorted(SHIPPED.keys() - used) == []
