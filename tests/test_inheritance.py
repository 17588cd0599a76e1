"""`extends`: what a file takes over from another one, what it changes, and where its faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.errors import PackError
from carelint.inheritance import extended
from carelint.packs import load_packs
from carelint.strict_yaml import load

from .pack_files import write

BASE = """\
title: A plain rule
severity: error
channels: [chat, email, phone]
why: Because.
source: written for the tests
unless: {phrases: [so so]}
check:
  forbid: {signal: sorry, per: turn}
"""


def laid_over(text: str) -> dict[str, object]:
    document, faults = extended(load(BASE, "base.yaml"), load("extends: base\n" + text, "over.yaml"))
    assert faults == []
    assert isinstance(document.data, dict)
    return document.data


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("", {}),
        ("severity: info", {"severity": "info"}),
        ("channels: [chat]", {"channels": ["chat"]}),
        ("channels: {+: [social]}", {"channels": ["chat", "email", "phone", "social"]}),
        ("channels: {-: [email]}", {"channels": ["chat", "phone"]}),
        ("channels:\n  -: [email]\n  +: [social, chat]", {"channels": ["chat", "phone", "social"]}),
        ("evidence: {+: [public]}", {"evidence": ["public"]}),
        ("unless: ~", {"unless": None}),
        ("check: {forbid: {per: burst}}", {"check": {"forbid": {"signal": "sorry", "per": "burst"}}}),
        ("check: {require: {signal: sorry}}", {"check": {"require": {"signal": "sorry"}}}),
        ("unless: {phrases: {+: [la la]}}", {"unless": {"phrases": ["so so", "la la"]}}),
    ],
)
def test_what_an_overlay_changes(text: str, changes: dict[str, object]) -> None:
    expected = {**laid_over(""), **changes}
    assert laid_over(text) == {key: value for key, value in expected.items() if value is not None}


def test_faults_point_at_the_file_that_says_it() -> None:
    over = load("extends: base\nchannels: {+: [fax]}\nunless:\n  within: turn", "over.yaml")
    document, _ = extended(load(BASE, "base.yaml"), over)
    places = {
        keys: str(document.fault("!", keys))
        for keys in [("why",), ("channels", 0), ("channels", 3), ("unless", "phrases", 0), ("unless", "within")]
    }
    assert places == {
        ("why",): "base.yaml:4:6: !",
        ("channels", 0): "base.yaml:3:12: !",
        ("channels", 3): "over.yaml:2:16: !",
        ("unless", "phrases", 0): "base.yaml:6:20: !",
        ("unless", "within"): "over.yaml:4:11: !",
    }
    assert str(document.part(("check", "forbid")).fault("!", ("per",))) == "base.yaml:8:32: !"


def test_a_team_adds_one_phrase_to_a_shipped_signal(tmp_path: Path) -> None:
    shipped = load_packs().signals["greeting"].spec
    own = write(tmp_path, signals__greeting="extends: greeting\nphrases: {+: [ahoy]}\nexamples: {found: {+: [Ahoy!]}}")
    spec = load_packs([own]).signals["greeting"].spec
    assert spec.phrases == [*shipped.phrases, "ahoy"]
    assert spec.examples.found == [*shipped.examples.found, "Ahoy!"]
    assert spec.words == shipped.words


def test_a_rule_of_the_same_name_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        house__pack="title: House",
        house__non_apology="extends: tone/non-apology\nseverity: info\nenabled: false",
        house__softer="extends: non-apology\ntitle: Softer",
    )
    rules = load_packs([own]).rules
    assert (rules["non-apology"].pack, rules["non-apology"].severity.name) == ("house", "info")
    assert not rules["non-apology"].enabled
    # Another rule that extends it takes over the change.
    assert (rules["softer"].spec.title, rules["softer"].severity.name) == ("Softer", "info")


def test_overlays_of_overlays(tmp_path: Path) -> None:
    team = write(tmp_path / "team", signals__greeting="extends: greeting\nphrases: {+: [ahoy]}")
    mine = write(tmp_path / "mine", signals__greeting="extends: greeting\nphrases: {-: [ahoy], +: [yoho]}")
    assert load_packs([team, mine]).signals["greeting"].spec.phrases[-1] == "yoho"
    assert "ahoy" not in load_packs([team, mine]).signals["greeting"].spec.phrases
    with pytest.raises(PackError, match="“ahoy” is not there to be taken away"):
        load_packs([mine, team])


def test_a_second_file_of_a_name_still_has_to_extend_the_first(tmp_path: Path) -> None:
    own = write(tmp_path, signals__greeting="about: Mine.\nphrases: [yo]\nexamples: {found: [yo], silent: [no]}")
    with pytest.raises(PackError, match='there is a signal "greeting" already'):
        load_packs([own])
