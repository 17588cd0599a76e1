"""`gitlab`: what GitLab's parser takes, and fingerprints that tell findings apart."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from carelint.model import Severity
from carelint.reporters import Style

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
    saying,
    schema,
    whole,
)

SCHEMA = jsonschema.Draft202012Validator(schema("gitlab-code-quality.json"))


def issues(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)
    SCHEMA.validate(found)
    marks = [issue["fingerprint"] for issue in found]
    assert sorted(set(marks)) == sorted(marks)
    return found


def without_fingerprints(text: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in issue.items() if key != "fingerprint"} for issue in issues(text)]


def issue(check: str, severity: str, what: str, path: str, begin: int, end: int) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": check,
        "description": what,
        "categories": ["Style"],
        "severity": severity,
        "location": {"path": path, "lines": {"begin": begin, "end": end}},
    }


@pytest.mark.parametrize("results", [RESULTS, SCORED])
def test_gitlab(results: Any) -> None:
    late = "macros/late parcels.csv"
    said = "“sorry if you” regrets a feeling. Say what happened. Write instead: “sorry that you”."
    assert without_fingerprints(report("gitlab", results, problems=[PROBLEM], unavailable=NOT_RUN)) == [
        issue("non-apology", "major", said, late, 3, 3),
        issue("commitment-without-deadline", "critical", "“we will\nwrite” has no date.", late, 4, 5),
        issue("unreadable", "major", "Cannot be read: is no valid JSON", "macros/bad.json", 3, 3),
        issue("no-tomato", "info", "No tomato.", "macros/ü.md", 1, 1),
    ]


def test_an_empty_run() -> None:
    assert report("gitlab", ()) == "[]\n"


@pytest.mark.parametrize(
    ("severity", "critical", "expected"),
    [
        (Severity.error, False, "major"),
        (Severity.warning, False, "minor"),
        (Severity.info, False, "info"),
        (Severity.error, True, "blocker"),
        (Severity.warning, True, "critical"),
        (Severity.info, True, "critical"),
    ],
)
def test_severities(severity: Severity, critical: bool, expected: str) -> None:
    results = [replace(RESULTS[0], findings=(replace(APOLOGY, severity=severity, critical=critical),))]
    assert [one["severity"] for one in issues(report("gitlab", results))] == [expected]


def fingerprints(*findings: Any) -> list[str]:
    return [one["fingerprint"] for one in issues(report("gitlab", [replace(RESULTS[0], findings=findings)]))]


def test_a_fingerprint_does_not_hang_on_the_line() -> None:
    moved = replace(APOLOGY, line=90, end_line=90, column=1, end_column=13)
    assert fingerprints(APOLOGY) == fingerprints(moved)


@pytest.mark.parametrize("change", [{"path": "other.csv"}, {"rule": "other"}, {"fingerprint": "other"}])
def test_a_fingerprint_hangs_on(change: dict[str, str]) -> None:
    assert fingerprints(APOLOGY) != fingerprints(replace(APOLOGY, **change))  # type: ignore[arg-type]


def test_the_same_twice_has_two_fingerprints_and_the_first_stays() -> None:
    assert fingerprints(APOLOGY, APOLOGY)[:1] == fingerprints(APOLOGY)
    assert len(set(fingerprints(APOLOGY, APOLOGY, APOLOGY))) == 3


def test_a_problem_without_a_line_stands_in_the_first() -> None:
    found = issues(report("gitlab", (), problems=[replace(PROBLEM, line=0, column=0)]))
    assert [one["location"]["lines"] for one in found] == [{"begin": 1, "end": 1}]


def survives(text: str) -> None:
    [found] = issues(report("gitlab", saying(text)))
    assert found["description"] == f"{whole(text)} {whole(text)}".strip()


@each_text
def test_a_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


@given(any_text)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


@each_path
def test_a_path_comes_back_as_it_was(path: str) -> None:
    [found] = issues(report("gitlab", at(path)))
    assert found["location"]["path"] == whole(path)


def test_statistics_do_not_empty_a_file() -> None:
    assert report("gitlab", style=Style(statistics=True)) == report("gitlab")
