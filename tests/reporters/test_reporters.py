"""Each reporter, on the same run: the whole text that it writes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from carelint import __version__
from carelint.errors import Fault
from carelint.model import Edit, Finding, Fix, Position, Region, Result, Severity, Skip
from carelint.reporters import REPORTERS, Style
from carelint.summary import Summary

LONG = "I am terribly sorry if you feel that our partner did not take care of the parcel that you were waiting for."
FINDING = Finding(
    path="chats/late.txt",
    conversation="late",
    turn=1,
    start=26,
    end=38,
    line=2,
    column=48,
    end_line=2,
    end_column=60,
    rule="non-apology",
    pack="tone",
    severity=Severity.error,
    critical=False,
    message="“sorry if you” regrets a feeling.",
    advice="Say what happened: “I'm sorry we sent it late.”",
    text="sorry if you",
    role="agent",
    author="Bo [bold]",
    at=datetime(2026, 5, 4, 10, 4, tzinfo=UTC),
    context=LONG,
    context_start=12,
)
ODD = Finding(
    path="a\x1b[2J.jsonl",
    conversation="t\n1",
    turn=0,
    start=0,
    end=2,
    line=7,
    column=3,
    end_line=7,
    end_column=5,
    rule="no-recap",
    pack="promises",
    severity=Severity.info,
    critical=True,
    message="No recap\x9b.",
    advice="",
    text="日本",
    role="third_party",
    author="",
    at=None,
    context="日本\ud800 \u202eend",
    context_start=0,
)
RESULTS = [
    Result("chats/late.txt", "late", "email", "transcript", 2, (FINDING,), (Skip("slow", "no timestamps"),)),
    Result("chats/fine.txt", "fine", "chat", "transcript", 3),
    Result(
        "a\x1b[2J.jsonl", "t\n1", "chat", "draft", 1, (ODD,), (Skip("slow", "no timestamps"), Skip("end", "is open"))
    ),
]
PROBLEM = Fault("chats/bad.json", 3, 9, "is no valid JSON\ud800")

PLAIN = Style()


def written(name: str, style: Style = PLAIN, results: list[Result] = RESULTS) -> str:
    """What a reporter makes of a run, as it stands in a file."""
    buffer = io.BytesIO()
    out = io.TextIOWrapper(buffer, encoding="utf-8", errors="backslashreplace", newline="\n")
    summary = Summary(problems=1, unavailable={"named": 'signal "person" needs a trained spaCy pipeline'})
    reporter = REPORTERS[name](out, style)
    reporter.problem(PROBLEM)
    for result in results:
        summary.add(result)
        reporter.add(result)
    reporter.close(summary)
    out.flush()
    return buffer.getvalue().decode()


FULL = """\
chats/late.txt  email

  error    non-apology  2:48  Bo [bold] (agent), 2026-05-04 10:04
    “sorry if you” regrets a feeling.
    │ I am terribly sorry if you feel that our partner did not take care of the
    │               ^^^^^^^^^^^^
    │ parcel that you were waiting for.
    → Say what happened: “I'm sorry we sent it late.”

a␛[2J.jsonl  t 1  chat, draft

  info     no-recap  7:3  third party
    No recap�.
    │ 日本\\ud800 �end
    │ ^^^^

3 conversations, 6 turns: 1 error, 1 info

  error    non-apology  1
  info     no-recap     1

Not judged, for want of evidence:
  is open: end (1)
  no timestamps: slow (2)

Not run:
  named: signal "person" needs a trained spaCy pipeline

1 problem while reading, told on standard error

more about a rule: carelint explain non-apology
"""


def test_full() -> None:
    assert written("full") == FULL


def test_full_without_summary_when_quiet() -> None:
    assert written("full", Style(quiet=True)) == FULL[: FULL.index("3 conversations")]


def test_full_with_statistics_has_the_summary_only() -> None:
    assert written("full", Style(statistics=True)) == FULL[FULL.index("3 conversations") :]


COUNTS = "  error    non-apology  1\n  info     no-recap     1\n"


def test_full_with_statistics_but_quiet_has_the_counts_only() -> None:
    assert written("full", Style(statistics=True, quiet=True)) == COUNTS
    assert written("full", Style(statistics=True, quiet=True), RESULTS[1:2]) == ""


def test_full_with_statistics_counts_in_one_conversation_too() -> None:
    shown = written("full", Style(statistics=True), RESULTS[:1])
    assert shown.startswith("1 conversation, 2 turns: 1 error\n\n  error    non-apology  1\n\nNot judged")


def test_full_with_colour_says_the_same_without_carets() -> None:
    import re

    colored = written("full", Style(color=True))
    assert "\x1b[1;4;31msorry if you\x1b[0m" in colored
    plain = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert plain == "".join(line for line in FULL.splitlines(keepends=True) if "^^" not in line)


def test_full_keeps_to_its_width() -> None:
    from rich.cells import cell_len

    lines = written("full", Style(width=40)).splitlines()
    laid_out = [line for line in lines if line.startswith("    ")]
    assert max(cell_len(line) for line in laid_out) <= 40


def test_full_on_one_conversation_has_no_table() -> None:
    assert written("full", results=RESULTS[:1]).partition("1 conversation")[2] == (
        """, 2 turns: 1 error

Not judged, for want of evidence:
  no timestamps: slow

Not run:
  named: signal "person" needs a trained spaCy pipeline

1 problem while reading, told on standard error

more about a rule: carelint explain non-apology
"""
    )


def test_full_when_nothing_was_found_or_read() -> None:
    assert written("full", results=RESULTS[1:2]).startswith("1 conversation, 3 turns: nothing found\n")
    assert written("full", results=[]).startswith("0 conversations, 0 turns: nothing was checked\n")


def test_concise() -> None:
    assert written("concise") == (
        "chats/late.txt:2:48: error non-apology [late#1] “sorry if you” regrets a feeling.\n"
        "a␛[2J.jsonl:7:3: info no-recap [t 1#0] No recap�.\n"
    )


def test_concise_with_statistics_counts() -> None:
    assert written("concise", Style(statistics=True)) == "       1 no-recap\n       1 non-apology\n"


JSON_FINDING = {
    "path": "chats/late.txt",
    "conversation": "late",
    "turn": 1,
    "start": 26,
    "end": 38,
    "line": 2,
    "column": 48,
    "end_line": 2,
    "end_column": 60,
    "rule": "non-apology",
    "pack": "tone",
    "severity": "error",
    "critical": False,
    "message": "“sorry if you” regrets a feeling.",
    "advice": "Say what happened: “I'm sorry we sent it late.”",
    "text": "sorry if you",
    "role": "agent",
    "author": "Bo [bold]",
    "at": "2026-05-04T10:04:00+00:00",
    "context": LONG,
    "context_start": 12,
    "fix": None,
    "fingerprint": "",
}


def test_jsonl() -> None:
    lines = written("jsonl").splitlines()
    assert [json.loads(line)["rule"] for line in lines] == ["non-apology", "no-recap"]
    assert json.loads(lines[0]) == JSON_FINDING
    odd = json.loads(lines[1])
    # What a terminal would obey is escaped, and comes back as it was.
    assert (odd["path"], odd["message"], odd["context"]) == (ODD.path, ODD.message, ODD.context)
    assert not set("\x1b\x9b\u202e") & set(lines[1])


EDIT = Edit(Region(Position(2, 48), Position(2, 60)), "sorry that we")
FIXED = replace(FINDING, fix=Fix(26, 38, "sorry that we", safe=False), edit=EDIT)
FIXED_RESULT = replace(RESULTS[0], findings=(FIXED,))


def test_a_fix_is_written_out() -> None:
    edit = {"line": 2, "column": 48, "end_line": 2, "end_column": 60, "text": "sorry that we"}
    fix = {"start": 26, "end": 38, "text": "sorry that we", "safe": False, "edit": edit}
    assert json.loads(written("jsonl", results=[FIXED_RESULT])) == {**JSON_FINDING, "fix": fix}


@pytest.mark.parametrize(
    ("message", "advice", "expected"),
    [
        ("No.", "Say what happened.", "→ Say what happened. Write instead: “sorry that we”."),
        ("No.", "", "→ Write instead: “sorry that we”."),
        ("No: “sorry that we”!", "", None),
        ("No.", "Say “sorry that we”.", "→ Say “sorry that we”."),
        ("No.", "Not sorry that week.", "→ Not sorry that week. Write instead: “sorry that we”."),
    ],
)
def test_full_says_what_to_write_unless_the_rule_does(message: str, advice: str, expected: str | None) -> None:
    result = replace(FIXED_RESULT, findings=(replace(FIXED, message=message, advice=advice),))
    lines = written("full", results=[result]).splitlines()
    assert [line.strip() for line in lines if "→" in line] == ([expected] if expected else [])


SUMMARY = {
    "conversations": 3,
    "turns": 6,
    "problems": 1,
    "by_severity": {"error": 1, "warning": 0, "info": 1},
    "by_rule": {"no-recap": 1, "non-apology": 1},
    "skipped": {"end": {"is open": 1}, "slow": {"no timestamps": 2}},
    "unavailable": {"named": 'signal "person" needs a trained spaCy pipeline'},
}


def test_json() -> None:
    document = json.loads(written("json"))
    assert document["findings"][0] == JSON_FINDING
    assert document == {
        "version": 1,
        "tool": {"name": "carelint", "version": __version__},
        "findings": [json.loads(line) for line in written("jsonl").splitlines()],
        "problems": [{"path": "chats/bad.json", "line": 3, "column": 9, "what": "is no valid JSON\ud800"}],
        "summary": SUMMARY,
    }


def test_json_with_statistics_has_no_findings() -> None:
    document = json.loads(written("json", Style(statistics=True)))
    assert (document["findings"], document["summary"]) == ([], SUMMARY)


def validator(name: str) -> jsonschema.Draft202012Validator:
    schemas = {one.name: json.loads(one.read_text("utf-8")) for one in (files("carelint") / "schemas").iterdir()}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    registry: Registry[Any] = Registry().with_resources((key, Resource.from_contents(v)) for key, v in schemas.items())
    return jsonschema.Draft202012Validator(schemas[name], registry=registry)


def test_reports_keep_to_their_schemas() -> None:
    validator("report.schema.json").validate(json.loads(written("json")))
    validator("report.schema.json").validate(json.loads(written("json", results=[])))
    for line in written("jsonl", results=[*RESULTS, FIXED_RESULT]).splitlines():
        validator("finding.schema.json").validate(json.loads(line))


@pytest.mark.parametrize(
    "change", [{"turn": -1}, {"severity": "fatal"}, {"extra": 1}, {"line": 0}, {"fix": {"start": 0}}]
)
def test_the_schema_refuses_what_no_report_holds(change: dict[str, object]) -> None:
    assert not validator("finding.schema.json").is_valid({**JSON_FINDING, **change})


@pytest.mark.parametrize("name", REPORTERS)
def test_every_reporter_is_documented_and_repeatable(name: str) -> None:
    assert REPORTERS[name].__doc__
    make: Callable[[], str] = lambda: written(name)  # noqa: E731
    assert make() == make()
