"""`junit` and `checkstyle`: what a CI system reads in them; valid by the schema of Jenkins."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import junitparser
import pytest
import xmlschema
from hypothesis import given

from carelint.errors import Fault
from carelint.model import Result, Severity
from carelint.reporters import Style
from carelint.reporters.portable import plain

from .runs import NOT_RUN, PROBLEM, RESULTS, SCHEMAS, SCORED, any_text, at, each_path, each_text, report, saying

JENKINS = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))
LATE = "macros/late parcels.csv"
SORRY = [
    f"{LATE}:3:9: error non-apology [Delay#0] “sorry if you” regrets a feeling.",
    "    → Say what happened. Write instead: “sorry that you”.",
]
PROMISED = f"{LATE}:4:2: warning commitment-without-deadline [Delay#0] “we will write” has no date."
TOMATO = "macros/ü.md:1:1: info no-tomato [ü#0] No tomato."
SCORE = "score 72.5 of 100, not passed; breached: commitment-without-deadline"


def junit(results: Iterable[Result] = RESULTS, style: Style | None = None, problems: Iterable[Fault] = ()) -> str:
    text = report("junit", results, style, problems, NOT_RUN if problems else {})
    JENKINS.validate(io.BytesIO(text.encode()))
    return text


def suites(text: str) -> list[Any]:
    """Name, counts and cases of each suite, as the library of Jenkins' format reads them."""
    found = []
    for suite in junitparser.JUnitXml.fromstring(text.encode()):
        cases = [
            (
                case.name,
                case.classname,
                [(type(one).__name__, one.message, one.type, one.text) for one in case.result],
                case.system_out,
            )
            for case in suite
        ]
        found.append((suite.name, (suite.tests, suite.failures, suite.errors, suite.skipped), cases))
    return found


def test_junit() -> None:
    failure = ("Failure", "2 findings, the worst: error", "error", "\n".join([*SORRY, PROMISED]))
    late = "macros/late parcels"
    assert suites(junit(SCORED[:2] + SCORED[2:], problems=[PROBLEM])) == [
        (LATE, (1, 1, 0, 0), [("Delay", late, [failure], SCORE)]),
        (
            "macros/bad.json",
            (1, 0, 1, 0),
            [
                (
                    "reading",
                    "macros/bad",
                    [("Error", "cannot be read", "unreadable", "macros/bad.json:3:9: is no valid JSON")],
                    None,
                )
            ],
        ),
        (LATE, (1, 0, 0, 0), [("Thanks", late, [], None)]),
        ("macros/ü.md", (1, 0, 0, 0), [("ü", "macros/ü", [], TOMATO)]),
        ("rules", (1, 0, 0, 1), [("named", "rules", [("Skipped", NOT_RUN["named"], None, None)], None)]),
    ]


def test_conversations_of_one_file_are_one_suite() -> None:
    [(name, numbers, cases), _] = suites(junit())
    assert (name, numbers, [case[0] for case in cases]) == (LATE, (2, 1, 0, 0), ["Delay", "Thanks"])


@pytest.mark.parametrize(
    ("fail_on", "failing"),
    [
        (Severity.error, {"Delay"}),
        (Severity.warning, {"Delay"}),
        (Severity.info, {"Delay", "ü"}),
        (None, set()),
    ],
)
def test_a_test_fails_by_what_fails_the_run(fail_on: Severity | None, failing: set[str]) -> None:
    found = suites(junit(style=Style(fail_on=fail_on)))
    assert {case[0] for _, _, cases in found for case in cases if case[2]} == failing


def test_findings_that_fail_nothing_stand_in_the_output() -> None:
    [(_, _, cases), _] = suites(junit(style=Style(fail_on=None)))
    assert cases[0][3] == "\n".join([*SORRY, PROMISED])


def test_an_empty_run() -> None:
    assert suites(junit(())) == []
    assert (
        report("junit", ()) == '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="carelint">\n</testsuites>\n'
    )


def files(text: str) -> list[Any]:
    """Name and errors of each file; the shape is that of Checkstyle's DTD."""
    root = ElementTree.fromstring(text.encode())
    assert (root.tag, root.attrib) == ("checkstyle", {"version": "4.3"})
    assert {one.tag for one in root} <= {"file"}
    assert {one.tag for file in root for one in file} <= {"error"}
    assert not [one for one in root.iter("error") if len(one) or one.text]
    return [(file.attrib["name"], [dict(one.attrib) for one in file]) for file in root]


def error(line: int, column: int, severity: str, message: str, source: str) -> dict[str, str]:
    place = {"line": str(line), "column": str(column)}
    return {**place, "severity": severity, "message": message, "source": source}


@pytest.mark.parametrize("results", [RESULTS, SCORED])
def test_checkstyle(results: Any) -> None:
    said = "“sorry if you” regrets a feeling. Say what happened. Write instead: “sorry that you”."
    promised = "“we will write” has no date."
    assert files(report("checkstyle", results, problems=[PROBLEM], unavailable=NOT_RUN)) == [
        (
            LATE,
            [
                error(3, 9, "error", said, "carelint.tone.non-apology"),
                error(4, 2, "warning", promised, "carelint.core.commitment-without-deadline"),
            ],
        ),
        (
            "macros/bad.json",
            [error(3, 9, "error", "Cannot be read: is no valid JSON", "carelint.input.unreadable")],
        ),
        ("macros/ü.md", [error(1, 1, "info", "No tomato.", "carelint.garden.no-tomato")]),
    ]


def test_checkstyle_of_nothing() -> None:
    assert files(report("checkstyle", ())) == []
    assert files(report("checkstyle", RESULTS[1:2])) == []
    [(_, [found])] = files(report("checkstyle", (), problems=[replace(PROBLEM, line=0, column=0)]))
    assert (found["line"], found["column"]) == ("1", "1")


def survives(text: str) -> None:
    shown, named = plain(text), plain(text.strip() or "x")
    [(_, [found])] = files(report("checkstyle", saying(text)))
    assert found["message"] == plain(f"{text} {text}".strip())
    [(_, _, [(name, _, [(_, _, _, lines)], _)])] = suites(junit(saying(text)))
    assert name == named
    assert lines == f"{LATE}:3:9: error non-apology [{named}#0] {shown}\n    → {shown}"


@each_text
def test_a_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


@given(any_text)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


@each_path
def test_a_path_comes_back_as_it_was(path: str) -> None:
    [(name, _)] = files(report("checkstyle", at(path)))
    assert name == plain(path)
    [(name, _, _)] = suites(junit(at(path)))
    assert name == plain(path)


@pytest.mark.parametrize("name", ["junit", "checkstyle"])
def test_statistics_do_not_empty_a_file(name: str) -> None:
    assert report(name, style=Style(statistics=True)) == report(name)
