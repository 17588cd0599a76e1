"""`github`: read back as the runner of GitHub Actions does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from carelint.model import Result, Severity
from carelint.reporters import Style
from carelint.reporters.base import printable

from .runs import APOLOGY, NOT_RUN, PROBLEM, RESULTS, SCORED, any_text, at, each_path, each_text, report, saying

QUIET = Style(quiet=True)
UNDO = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def undone(text: str, *codes: str) -> str:
    for code in codes:
        text = text.replace(code, UNDO[code])
    return text


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Name, properties and message of each line, cut and unescaped in the order of the runner (ActionCommand.cs)."""
    found = []
    for line in text.splitlines():
        assert line.startswith("::")
        head, _, message = line[2:].partition("::")
        name, _, told = head.partition(" ")
        pairs = (pair.split("=", 1) for pair in told.split(",") if pair)
        properties = {key: undone(value, "%0D", "%0A", "%3A", "%2C", "%25") for key, value in pairs}
        found.append((name, properties, undone(message, "%0D", "%0A", "%25")))
    return found


def test_github() -> None:
    assert commands(report("github", style=QUIET, problems=[PROBLEM])) == [
        (
            "error",
            {
                "file": "macros/late parcels.csv",
                "line": "3",
                "endLine": "3",
                "col": "9",
                "endColumn": "21",
                "title": "carelint non-apology",
            },
            "macros/late parcels.csv:3:9: “sorry if you” regrets a feeling. [Delay#0]\n"
            "→ Say what happened. Write instead: “sorry that you”.",
        ),
        (
            # The runner refuses columns of what goes over several lines.
            "warning",
            {
                "file": "macros/late parcels.csv",
                "line": "4",
                "endLine": "5",
                "title": "carelint commitment-without-deadline",
            },
            "macros/late parcels.csv:4:2: “we will write” has no date. [Delay#0]",
        ),
        (
            "warning",
            {"file": "macros/bad.json", "line": "3", "col": "9", "title": "carelint cannot read this"},
            "macros/bad.json:3:9: is no valid JSON",
        ),
        (
            "notice",
            {
                "file": "macros/ü.md",
                "line": "1",
                "endLine": "1",
                "col": "1",
                "endColumn": "1",
                "title": "carelint no-tomato",
            },
            "macros/ü.md:1:1: No tomato. [ü#0]",
        ),
    ]


def test_the_escapes_as_they_are_written() -> None:
    finding = replace(APOLOGY, path="a,b:c%.txt", message="50 % of a::b,\nc", advice="", fix=None, edit=None)
    result = Result("a,b:c%.txt", "t", "chat", "draft", 1, (finding,))
    assert report("github", [result], QUIET) == (
        "::error file=a%2Cb%3Ac%25.txt,line=3,endLine=3,col=9,endColumn=21,title=carelint non-apology"
        "::a,b:c%25.txt:3:9: 50 %25 of a::b, c [Delay#0]\n"
    )


@pytest.mark.parametrize(
    ("results", "line"),
    [
        (RESULTS, "3 conversations, 3 turns: 1 error, 1 warning, 1 info\n"),
        ((), "0 conversations, 0 turns: nothing was checked\n"),
        (
            SCORED,
            "3 conversations, 3 turns: 1 error, 1 warning, 1 info\nmean score 72.5, 0 of 1 conversation passed\n",
        ),
    ],
)
def test_the_log_ends_with_the_counts(results: tuple[Result, ...], line: str) -> None:
    assert report("github", results).removeprefix(report("github", results, QUIET)) == line


def test_a_rule_that_did_not_run_says_nothing() -> None:
    assert report("github", (), QUIET, unavailable=NOT_RUN) == ""


def test_a_problem_without_a_line() -> None:
    found = commands(report("github", (), QUIET, [replace(PROBLEM, line=0, column=0)]))
    assert found == [
        (
            "warning",
            {"file": "macros/bad.json", "title": "carelint cannot read this"},
            "macros/bad.json: is no valid JSON",
        )
    ]


def expected(text: str) -> str:
    return printable(text).encode("utf-8", "backslashreplace").decode()


@each_text
def test_a_text_comes_back_as_it_was(text: str) -> None:
    _survives(text)


@given(any_text)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    _survives(text)


def _survives(text: str) -> None:
    [(name, _, message)] = commands(report("github", saying(text), QUIET))
    shown, named = expected(text), expected(text.strip() or "x")
    assert name == "error"
    assert message == f"macros/late parcels.csv:3:9: {shown} [{named}#0]\n→ {shown}"


@each_path
def test_a_path_comes_back_as_it_was(path: str) -> None:
    [(_, properties, message)] = commands(report("github", at(path), QUIET))
    assert properties["file"] == expected(path)
    assert message.startswith(f"{expected(path)}:3:9: ")


def test_every_severity_has_its_command() -> None:
    results = [replace(RESULTS[0], findings=(replace(APOLOGY, severity=one),)) for one in Severity]
    assert [name for name, _, _ in commands(report("github", results, QUIET))] == ["notice", "warning", "error"]
