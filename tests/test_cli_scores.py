"""`check --scorecard` and `calibrate` from end to end, with a small pack of the tests."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from .cli_runner import DEMO, run

SCHEMAS = Path(__file__).resolve().parents[1] / "carelint" / "schemas"
CARD = """\
title: Small
source: written for the tests
pass_mark: 80
criteria:
  - {name: Opening, group: Start, weight: 1, rules: [greets]}
  - {name: Apology, group: Start, weight: 2, rules: [hollow-sorry]}
  - {name: Timing, weight: 1, rules: [slow]}
"""
BAD = """\
[2026-05-04 10:00] Ann (customer): My kettle never came.
[2026-05-04 10:04] Bo (agent): I'm sorry if that was wrong.
"""
GOOD = "[2026-05-04 10:00] Ann (customer): Hi\n[2026-05-04 10:01] Cy (agent): Hello Ann. We sent it again.\n"
UNTIMED = "Ann (customer): Hi\nCy (agent): Hello Ann. We sent it again.\n"
SCORED = ("--scorecard", "card.yaml", *DEMO)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in {"card.yaml": CARD, "bad.txt": BAD, "good.txt": GOOD, "untimed.txt": UNTIMED}.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)


def test_a_score_for_people() -> None:
    answer = run("check", "bad.txt", *SCORED)
    # (1 x 80 + 2 x 50 + 1 x 95) / 4
    assert "  score  68.8  not passed (below 80)  Small\n" in answer.out
    assert [line.split() for line in answer.out.splitlines() if line.startswith("      ") and line.split()[1:]][
        -3:
    ] == [
        ["Opening", "1", "80", "greets"],
        ["Apology", "2", "50", "hollow-sorry"],
        ["Timing", "1", "95", "slow"],
    ]
    assert "    compliance  no breach\n" in answer.out


def test_scores_of_a_run_by_criterion_and_agent() -> None:
    out = run("check", "bad.txt", "good.txt", "untimed.txt", *SCORED).out
    tail = [line.split() for line in out[out.index("\nScores") :].splitlines()]
    # 68.75, 100 and 100 without Timing
    assert tail[2:11] == [
        ["mean", "89.6,", "2", "of", "3", "conversations", "passed"],
        ["Opening", "93.3", "3", "judged"],
        ["Apology", "83.3", "3", "judged"],
        ["Timing", "97.5", "2", "judged"],
        ["By", "agent"],
        ["Bo", "68.8", "1", "scored"],
        ["Cy", "100.0", "2", "scored"],
        [],
        ["Not", "judged,", "for", "want", "of", "evidence:"],
    ]


def test_scores_for_machines_and_in_one_line() -> None:
    answer = run("check", "bad.txt", "untimed.txt", *SCORED, "--format", "json")
    report = json.loads(answer.out)
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in schemas.items())
    jsonschema.Draft202012Validator(schemas["report.schema.json"], registry=registry).validate(report)
    assert [(one["conversation"], one["score"], one["passed"]) for one in report["scores"]] == [
        ("bad", 68.75, False),
        ("untimed", 100, True),
    ]
    assert report["scores"][1]["criteria"][2] == {
        "name": "Timing", "group": "", "weight": 1, "score": None, "findings": {},
    }  # fmt: skip
    assert report["summary"]["scores"]["by_agent"] == {
        "Bo": {"mean": 68.75, "number": 1}, "Cy": {"mean": 100, "number": 1},
    }  # fmt: skip
    concise = run("check", "bad.txt", "untimed.txt", *SCORED, "--format", "concise").out.splitlines()
    assert concise[-2:] == [
        "bad.txt:1:1: score [bad] 68.8 of 100, not passed",
        "untimed.txt:1:1: score [untimed] 100.0 of 100, passed",
    ]
    assert run("check", "bad.txt", "untimed.txt", *SCORED, "--format", "json", "--jobs", "2").out == answer.out


def test_a_critical_finding_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("card.yaml").write_text(CARD.replace("pass_mark: 80", "pass_mark: 60\ncritical_cap: 10"))
    pack = Path("rules/own")
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("title: Own")
    (pack / "hollow-sorry.yaml").write_text("extends: hollow-sorry\ncritical: true")
    out = run("check", "bad.txt", *SCORED, "--rules", "rules", "--format", "concise").out.splitlines()
    assert out[-1] == "bad.txt:1:1: score [bad] 10.0 of 100, not passed; breached: hollow-sorry"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("vcar", '--scorecard: there is no scorecard "vcar": did you mean "vcare"?'),
        ("gone.yaml", '--scorecard: there is no scorecard "gone.yaml": allowed: social15, vcare'),
    ],
)
def test_a_scorecard_that_is_not_there(name: str, message: str) -> None:
    answer = run("check", "bad.txt", "--scorecard", name)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


# calibrate

TALKS = [
    {"id": "a", "turns": [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Sorry if it broke."}]},
    {"id": "b", "turns": [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Hello, sorry if so."}]},
    {"id": "c", "turns": [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Hello, half a sorry."}]},
    {"id": "z", "turns": [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": "Sorry if."}]},
]
LABELS = """\
conversation,turn,rule,verdict,why
a,1,hollow-sorry,flag,
a,1,greets,flag,
b,1,hollow-sorry,unsure,
b,1,greets,flag,no name in it
c,1,empty,flag,half an apology
"""


@pytest.fixture
def _labelled(_folder: None) -> None:
    Path("conversations.jsonl").write_text("".join(json.dumps(talk) + "\n" for talk in TALKS))
    Path("labels.csv").write_text(LABELS)


@pytest.mark.usefixtures("_labelled")
def test_calibration_for_machines() -> None:
    answer = run("calibrate", "labels.csv", *DEMO, "--map", "empty=hollow-sorry", "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    rules = {item["rule"]: item for item in json.loads(answer.out)["rules"]}
    counts = {
        name: [item[key] for key in ("both", "false_alarms", "misses", "neither")] for name, item in rules.items()
    }
    assert counts == {"empty": [0, 2, 1, 0], "greets": [1, 0, 1, 1], "hollow-sorry": [1, 0, 0, 1]}
    assert rules["greets"]["recall"] == {"value": 0.5, "low": 0.0945, "high": 0.9055}
    assert rules["greets"]["disagreements"] == [
        {
            "kind": "miss", "path": "conversations.jsonl", "conversation": "b", "turn": 1,
            "text": "Hello, sorry if so.", "why": "no name in it", "carelint": "",
        }
    ]  # fmt: skip
    parallel = run("calibrate", "labels.csv", *DEMO, "--map", "empty=hollow-sorry", "--format", "json", "--jobs", "2")
    assert parallel.out == answer.out


@pytest.mark.usefixtures("_labelled")
def test_calibration_for_people_and_as_csv() -> None:
    answer = run("calibrate", "labels.csv", "--transcripts", "conversations.jsonl", *DEMO)
    assert 'the label "empty" is no rule and not compared: --map empty=RULE' in answer.err
    table = answer.out.splitlines()
    assert table[1].split() == ["greets", "2", "1", "0", "1", "1.00", "0.50", "0.67", "0.40"]
    assert table[2].split() == ["0.21-1.00", "0.09-0.91", "0.17-0.95", "-0.37-1.00"]
    assert "  miss         b turn 1\n    │ Hello, sorry if so.\n    reviewer: no name in it\n" in answer.out
    assert "Hello" not in run("calibrate", "labels.csv", *DEMO, "-q").out
    rows = list(csv.DictReader(io.StringIO(run("calibrate", "labels.csv", *DEMO, "--format", "csv").out)))
    assert [(row["rule"], row["labels"], row["f1"], row["kappa_low"]) for row in rows] == [
        ("greets", "2", "0.6667", "-0.3681"),
        ("hollow-sorry", "1", "1.0", "1.0"),
    ]


@pytest.mark.usefixtures("_labelled")
def test_disagreements_can_be_settled_and_read_again() -> None:
    assert run("calibrate", "labels.csv", *DEMO, "--disagreements", "settle.csv", "-q").code == 0
    rows = list(csv.DictReader(io.StringIO(Path("settle.csv").read_text("utf-8"))))
    assert [(row["conversation"], row["turn"], row["rule"], row["verdict"]) for row in rows] == [
        ("b", "1", "greets", "flag")
    ]
    again = json.loads(run("calibrate", "settle.csv", *DEMO, "--format", "json").out)
    assert [(item["rule"], item["misses"]) for item in again["rules"]] == [("greets", 1)]


@pytest.mark.usefixtures("_labelled")
@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["gone.csv"], "gone.csv: cannot be read"),
        (["labels.csv", "--transcripts", "bad.txt"], "none of the labelled conversations (a, b, c, ...) is in bad.txt"),
        (
            ["labels.csv", "--map", "rude=greets"],
            '--map: no label is called "rude": allowed: empty, greets, hollow-sorry',
        ),
        (["labels.csv", "--map", "empty=gretes"], '--map: no rule is called "gretes": did you mean "greets"?'),
        (["../elsewhere.csv"], "name the conversations that the labels are about: --transcripts PATH"),
    ],
)
def test_what_cannot_be_calibrated(args: list[str], message: str) -> None:
    answer = run("calibrate", *args, *DEMO)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


@pytest.mark.usefixtures("_labelled")
def test_a_label_on_a_turn_that_is_not_there() -> None:
    Path("labels.csv").write_text(LABELS + "c,7,greets,flag,\n")
    answer = run("calibrate", "labels.csv", *DEMO)
    assert (answer.code, answer.out) == (2, "")
    assert "labels.csv:7:1: c has no turn 7 (greets): its turns are 0 to 1" in answer.err
