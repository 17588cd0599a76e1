"""Scores: worked by hand, against the published formulas, and the shipped scorecards."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.errors import PackError, UsageError
from carelint.model import Finding, Role, Score, Severity
from carelint.packs import load_packs, shipped_rules
from carelint.scoring import Scorecard, load_scorecard, score, scorecards

ALL = ("a", "b", "c", "d", "e")
CARD = {
    "title": "Test",
    "source": "written for the tests",
    "criteria": [
        {"name": "Opening", "weight": 1, "rules": ["a", "b"]},
        {"name": "Solving", "weight": 3, "rules": ["c"]},
    ],
}


def card(**settings: object) -> Scorecard:
    return Scorecard.model_validate({**CARD, **settings})


def findings(text: str, role: Role = "agent") -> list[Finding]:
    """`a:error b:info! ...`: findings of rules, a critical one with an exclamation mark."""
    made = []
    for part in text.split():
        rule, _, severity = part.partition(":")
        made.append(
            Finding(
                path="x", conversation="x", turn=0, start=0, end=0, line=1, column=1, end_line=1, end_column=1,
                rule=rule, pack="p",
                severity=Severity[severity.rstrip("!")], critical=severity.endswith("!"), message="", advice="",
                text="", role=role, author="", at=None, context="", context_start=0,
            )
        )  # fmt: skip
    return made


def values(result: Score) -> list[float | None]:
    return [one.score for one in result.criteria]


@pytest.mark.parametrize(
    ("found", "criteria", "total", "passed"),
    [
        ("", [100, 100], 100, True),
        # (1 x 80 + 3 x 100) / 4
        ("a:warning", [80, 100], 95, True),
        # 100 - 20 - 5 = 75; (75 + 300) / 4
        ("a:warning b:info", [75, 100], 93.75, True),
        # 100 - 50; (100 + 3 x 50) / 4
        ("c:error", [100, 50], 62.5, False),
        # the fourth finding of a rule costs no more: 100 - 3 x 20
        ("a:warning a:warning a:warning a:warning", [40, 100], 85, True),
        # of a rule's findings the dearest count: 100 - 50 - 20 - 20
        ("c:info c:warning c:error c:warning", [100, 10], 32.5, False),
        ("c:error c:error c:error", [100, 0], 25, False),
        ("z:error", [100, 100], 100, True),
    ],
)
def test_the_formula(found: str, criteria: list[float], total: float, passed: bool) -> None:
    result = score(card(), findings(found), ALL)
    assert (values(result), result.score, result.passed) == (criteria, total, passed)


def test_what_does_not_apply_drops_out_of_both_sums() -> None:
    assert score(card(), findings("a:warning"), ["a", "b"]).score == 80
    assert values(score(card(), findings("a:warning"), ["b"])) == [80, None]
    assert score(card(), findings("a:warning"), ALL, idle=["Opening"]).score == 100
    nothing = score(card(), [], [])
    assert (nothing.score, nothing.passed, values(nothing)) == (None, None, [None, None])


def test_a_critical_finding_caps_the_score_and_is_told_apart() -> None:
    result = score(card(critical_cap=65), findings("a:error!"), ALL)
    assert (result.score, result.passed, result.critical, values(result)) == (65, False, ("a",), [50, 100])
    # A score below the cap stays where it is: (50 + 3 x 0) / 4.
    assert score(card(critical_cap=65), findings("a:error! c:error c:error"), ALL).score == 12.5
    # Also of a rule that no criterion counts.
    assert score(card(), findings("z:error!"), ALL).score == 0
    # What the customer discloses is no breach of the agent's.
    theirs = score(card(), findings("z:error!", "customer"), ALL)
    assert (theirs.score, theirs.critical) == (100, ())


def test_zendesk_a_critical_category_below_half_makes_the_review_zero() -> None:
    """Categories (selected - min) / (max - min) weighted over the rated ones; Klaus, How is IQS calculated."""
    criteria = [
        {"name": "Critical", "weight": 0.05, "rules": ["a"], "critical_below": 50},
        {"name": "Solution", "weight": 2, "rules": ["b"]},
        {"name": "Tone", "weight": 2, "rules": ["c"]},
        {"name": "Grammar", "weight": 0.5, "rules": ["d"]},
    ]
    klaus = card(criteria=criteria)
    # (0.05 x 100 + 2 x 50 + 2 x 100 + 0.5 x 80) / 4.55
    assert score(klaus, findings("b:error d:warning"), ALL).score == pytest.approx(345 / 4.55)
    # Grammar not rated: (5 + 100 + 200) / 4.05
    assert score(klaus, findings("b:error"), "abc").score == pytest.approx(305 / 4.05)
    assert score(klaus, findings("a:error a:error"), ALL).score == 0
    assert score(klaus, findings("a:error"), ALL).score == pytest.approx(452.5 / 4.55)  # 50 is not below 50
    assert score(klaus, findings("a:error a:error"), ALL).critical == ("Critical",)


def test_spotsaas_ratings_of_0_half_or_1_and_a_breach_capped_at_65() -> None:
    rated = card(steps=[0, 50, 100], critical_cap=65)
    # One warning is no longer full marks: 80 falls to 50. (50 + 3 x 100) / 4
    assert values(score(rated, findings("a:warning"), ALL)) == [50, 100]
    assert score(rated, findings("a:warning"), ALL).score == 87.5
    assert score(rated, findings("a:warning!"), ALL).score == 65


def test_maestroqa_bonus_may_pass_100_and_an_auto_fail_is_0() -> None:
    extra = card(criteria=[*CARD["criteria"], {"name": "Extra", "weight": 0.4, "rules": ["d"], "bonus": True}])  # type: ignore[misc]
    # (100 + 300 + 0.4 x 100) / 4
    assert score(extra, [], ALL).score == 110
    assert score(extra, findings("d:error"), ALL).score == 105
    assert score(extra, [], "abc").score == 100
    assert score(extra, findings("c:error!"), ALL).score == 0


def test_amazon_connect_fails_the_section_alone() -> None:
    section = card(critical_scope="criterion")
    result = score(section, findings("a:info!"), ALL)
    assert (values(result), result.score, result.critical) == ([0, 100], 75, ("a",))


def test_the_shipped_scorecards() -> None:
    library = load_packs()
    known = scorecards([shipped_rules()])
    assert sorted(known) == ["social15", "vcare"]
    cards = {name: load_scorecard(name, [shipped_rules()], library.rules, library.signals) for name in known}
    assert len(cards["vcare"].criteria) == 22
    assert sum(criterion.weight for criterion in cards["vcare"].criteria) == 100
    groups: dict[str, float] = {}
    for criterion in cards["vcare"].criteria:
        groups[criterion.group] = groups.get(criterion.group, 0) + criterion.weight
    assert groups == {"Attitude": 27, "Flow": 13, "Technical": 24, "Resolution": 36}
    assert len(cards["social15"].criteria) == 15


GOOD = """\
title: Mine
source: ours
criteria:
  - {name: Hello, weight: 2, rules: [missing-greeting]}
"""


def test_a_team_writes_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "rules" / "scorecards"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(GOOD, "utf-8")
    folders = [shipped_rules(), tmp_path / "rules"]
    assert load_scorecard("mine", folders, ["missing-greeting"], []).title == "Mine"
    assert load_scorecard(str(folder / "mine.yaml"), [], ["missing-greeting"], []).title == "Mine"
    with pytest.raises(
        UsageError, match=r'there is no scorecard "mime": did you mean "mine"\? allowed: mine, social15'
    ):
        load_scorecard("mime", folders, [], [])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            GOOD.replace("missing-greeting", "missing-greting"),
            ['4:38: no rule is called "missing-greting": did you mean'],
        ),
        (GOOD.replace("weight: 2", "weight: 0"), ["4:27: found 0, expected more than 0"]),
        (GOOD + "pass_mark: 850", ["5:12: found 850, expected at most 100"]),
        (GOOD + "steps: [50, 100]", ["1:1: steps need a 0 to fall to"]),
        (GOOD + GOOD.splitlines()[-1], ['1:1: two criteria are called "Hello"']),
        (GOOD.replace("}", ", bonus: true}"), ["1:1: a scorecard of bonus criteria alone has nothing to add them to"]),
        (GOOD.replace("}", ", when: {signal: grüße}}"), ['4:72: unknown signal "grüße": allowed: greeting']),
        ("title: [", ["2:1: found the end"]),
    ],
)
def test_faults_are_told_at_their_place(tmp_path: Path, text: str, faults: list[str]) -> None:
    path = tmp_path / "card.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(PackError) as caught:
        load_scorecard(path.as_posix(), [], ["missing-greeting"], ["greeting"])
    told = [str(fault).removeprefix(f"{path.as_posix()}:") for fault in caught.value.faults]
    assert len(told) == len(faults)
    assert all(one.startswith(start) for one, start in zip(told, faults, strict=True)), told
