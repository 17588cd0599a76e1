"""`sarif`: valid by the official schema, whatever was found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given

from carelint import __version__
from carelint.model import Result, Severity
from carelint.reporters import Style, sarif

from .runs import (
    APOLOGY,
    NOT_RUN,
    PROBLEM,
    RESULTS,
    SCORED,
    any_text,
    at,
    each_path,
    each_text,
    report,
    rules,
    saying,
    schema,
    whole,
)

SCHEMA = jsonschema.Draft7Validator(schema("sarif-schema-2.1.0.json"))
RULES = rules()
STYLE = Style(rules=RULES)


def run_of(text: str) -> dict[str, Any]:
    log = json.loads(text)
    SCHEMA.validate(log)
    assert (log.keys(), log["version"]) == ({"version", "$schema", "runs"}, "2.1.0")
    [run] = log["runs"]
    for result in run["results"]:
        if "ruleIndex" in result:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    return dict(run)


def place(path: str, region: dict[str, Any]) -> dict[str, Any]:
    return {"artifactLocation": {"uri": path, "uriBaseId": "%SRCROOT%"}, "region": region}


def region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


LATE = "macros/late%20parcels.csv"
SORRY = {
    "ruleId": "non-apology",
    "ruleIndex": list(RULES).index("non-apology"),
    "level": "error",
    "message": {"text": "“sorry if you” regrets a feeling. Say what happened. Write instead: “sorry that you”."},
    "locations": [
        {
            "physicalLocation": place(LATE, {**region(3, 9, 3, 21), "snippet": {"text": "sorry if you"}}),
            "logicalLocations": [{"fullyQualifiedName": "Delay#0", "kind": "turn"}],
        }
    ],
    "partialFingerprints": {"carelint/v1": "0123456789abcdef"},
    "fixes": [
        {
            "description": {"text": "Look at it first: the meaning may change. Write “sorry that you”."},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": LATE, "uriBaseId": "%SRCROOT%"},
                    "replacements": [
                        {"deletedRegion": region(3, 9, 3, 21), "insertedContent": {"text": "sorry that you"}}
                    ],
                }
            ],
        }
    ],
    "properties": {"conversation": "Delay", "turn": 0, "role": "agent", "pack": "tone", "critical": False},
}
NO_TOMATO = {
    # A rule that the run does not know has no index.
    "ruleId": "no-tomato",
    "level": "note",
    "message": {"text": "No tomato."},
    "locations": [
        {
            "physicalLocation": place(
                "macros/%C3%BC.md", {**region(1, 1, 1, 1), "snippet": {"text": "we will\nwrite"}}
            ),
            "logicalLocations": [{"fullyQualifiedName": "ü#0", "kind": "turn"}],
        }
    ],
    "partialFingerprints": {"carelint/v1": "fedcba9876543210"},
    "properties": {"conversation": "ü", "turn": 0, "role": "agent", "pack": "garden", "critical": False},
}


def test_sarif() -> None:
    run = run_of(report("sarif", SCORED, STYLE, [PROBLEM], NOT_RUN))
    assert run["results"][0] == SORRY
    assert (run["results"][1]["level"], run["results"][1]["properties"]["critical"]) == ("warning", True)
    assert run["results"][2] == NO_TOMATO
    assert len(run["results"]) == 3
    assert (run["columnKind"], run["redactionTokens"]) == ("unicodeCodePoints", ["•"])
    assert run["originalUriBaseIds"].keys() == {"%SRCROOT%"}
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolConfigurationNotifications": [
                {
                    "level": "warning",
                    "message": {"text": "Not run: needs a trained spaCy pipeline"},
                    "associatedRule": {"id": "named"},
                }
            ],
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "message": {"text": "Cannot be read: is no valid JSON"},
                    "locations": [{"physicalLocation": place("macros/bad.json", {"startLine": 3, "startColumn": 9})}],
                }
            ],
        }
    ]
    assert run["properties"]["summary"]["by_rule"] == {
        "commitment-without-deadline": 1,
        "no-tomato": 1,
        "non-apology": 1,
    }
    assert [(one["conversation"], one["score"]) for one in run["properties"]["scores"]] == [("Delay", 72.5)]


def test_all_rules_are_told_of_even_without_results() -> None:
    driver = run_of(report("sarif", (), STYLE))["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("carelint", __version__)
    assert [one["id"] for one in driver["rules"]] == list(RULES)
    for one in driver["rules"]:
        rule = RULES[one["id"]]
        assert one["shortDescription"]["text"] == rule.spec.title
        assert one["fullDescription"]["text"] == rule.spec.why
        for part in (rule.spec.why, rule.spec.advice, rule.spec.source, f"rules: {{{rule.id}: false}}"):
            assert part in one["help"]["text"]
        assert one["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_a_rule() -> None:
    rule = RULES["non-apology"]
    source = "House style, https://style.example/a_b?c=d, and *more*"
    spec = rule.spec.model_copy(
        update={"why": "It is <cold>.", "advice": "", "source": source, "critical": True, "title": "T", "proxy": True}
    )
    run = run_of(report("sarif", (), Style(rules={"non-apology": replace(rule, spec=spec)})))
    hint = "Take it as a hint: it stands for something that text alone cannot prove."
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "non-apology",
            "name": "NonApology",
            "shortDescription": {"text": "T"},
            "fullDescription": {"text": "It is <cold>."},
            "help": {
                "text": f"It is <cold>.\n\n{hint}\n\nTurn it off in carelint.yaml: rules: {{non-apology: false}}\n\n"
                f"Source: {source}",
                "markdown": f"It is \\<cold\\>.\n\n{hint}\n\nTurn it off in `carelint.yaml`: "
                "`rules: {non-apology: false}`\n\nSource: House style, <https://style.example/a_b?c=d>, and \\*more\\*",
            },
            "helpUri": "https://style.example/a_b?c=d",
            "defaultConfiguration": {"level": "error"},
            "properties": {
                "tags": ["tone", *spec.applies_to, "critical"],
                "pack": "tone",
                "critical": True,
                "problem.severity": "error",
            },
        }
    ]


def test_an_empty_run() -> None:
    run = run_of(report("sarif", ()))
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert run["invocations"][0]["executionSuccessful"] is True
    assert "scores" not in run["properties"]


def test_a_run_that_read_nothing_did_not_succeed() -> None:
    [invocation] = run_of(report("sarif", (), problems=[replace(PROBLEM, line=0, column=0)]))["invocations"]
    assert invocation["executionSuccessful"] is False
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "macros/bad.json", "uriBaseId": "%SRCROOT%"}}}
    ]


def of_lines(*rows: tuple[int, Severity]) -> Result:
    findings = (replace(APOLOGY, line=line, end_line=line, severity=severity) for line, severity in rows)
    return replace(RESULTS[0], findings=tuple(findings))


ROWS = ((1, Severity.info), (2, Severity.error), (3, Severity.warning), (4, Severity.error), (5, Severity.info))


def lines_of(run: dict[str, Any]) -> list[int]:
    return [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in run["results"]]


def test_the_worst_come_first_and_keep_their_order() -> None:
    assert lines_of(run_of(report("sarif", [of_lines(*ROWS[:3]), of_lines(*ROWS[3:])]))) == [2, 4, 3, 1, 5]


def test_what_code_scanning_refuses_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sarif.MOST == 25_000
    monkeypatch.setattr(sarif, "MOST", 3)
    run = run_of(report("sarif", [of_lines(*ROWS)]))
    assert lines_of(run) == [2, 4, 3]
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {"level": "warning", "message": {"text": "2 results left out: code scanning takes 3. All: --format json."}}
    ]
    assert run["properties"]["summary"]["by_severity"] == {"error": 2, "warning": 1, "info": 2}


def test_a_fingerprint_does_not_hang_on_the_line() -> None:
    first, second = run_of(report("sarif", [of_lines((1, Severity.error), (9, Severity.error))]))["results"]
    assert first["partialFingerprints"] == second["partialFingerprints"]


def test_a_safe_fix_is_called_so_and_one_that_cannot_be_written_is_none() -> None:
    assert APOLOGY.fix
    safe = replace(APOLOGY, fix=replace(APOLOGY.fix, safe=True))
    unwritten = replace(APOLOGY, edit=None)
    first, second = run_of(report("sarif", [replace(RESULTS[0], findings=(safe, unwritten))]))["results"]
    assert first["fixes"][0]["description"] == {"text": "Safe: the meaning stays. Write “sorry that you”."}
    assert "fixes" not in second


def survives(text: str) -> None:
    written = report("sarif", saying(text))
    assert "\\ud8" not in written
    [result] = run_of(written)["results"]
    said = f"{whole(text)} {whole(text)}".strip()
    assert result["message"]["text"].replace("\\[", "[") == said.replace("\\[", "[")
    assert result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"] == whole(text)
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == whole(text)


@each_text
def test_a_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


@given(any_text)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


def test_what_looks_like_a_link_is_none() -> None:
    [result] = run_of(report("sarif", saying("see [this](http://evil.example) and [that]")))["results"]
    assert result["message"]["text"].startswith("see \\[this](http://evil.example) and [that] see")


@each_path
def test_a_path_comes_back_as_it_was(path: str) -> None:
    [result] = run_of(report("sarif", at(path)))["results"]
    found = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert set(found["uri"]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%:")
    if path == "C:x/y.md":
        assert found == {"uri": "C%3Ax/y.md", "uriBaseId": "%SRCROOT%"}
    assert (unquote(found["uri"]), found["uriBaseId"]) == (whole(path), "%SRCROOT%")


def test_statistics_do_not_empty_a_file() -> None:
    assert report("sarif", style=Style(statistics=True)) == report("sarif")
