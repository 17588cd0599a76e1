"""The macro library among the examples gives the findings that its README lists, and no others: at the very
characters, in every output format; and fixes mend those that can be mended.
"""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from carelint.reporters import REPORTERS

from .cli_runner import run

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "macros"
_CELL = re.compile(r"(?<!\\)\|")

Row = tuple[str, int, int, str]
Readings = Callable[[str], Iterator[tuple[Any, ...]]]


class Planted(NamedTuple):
    file: str
    macro: str
    rule: str
    words: str
    fix: str


def planted() -> list[Planted]:
    rows = (line.strip("|\n") for line in FOLDER.joinpath("README.md").read_text("utf-8").splitlines() if "|" in line)
    cells = [[cell.strip().replace("\\|", "|") for cell in _CELL.split(row)] for row in rows]
    return [Planted(*row) for row in cells[2:]]


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "macros")
    monkeypatch.chdir(tmp_path)


def check(*options: str) -> str:
    answer = run("check", "--no-config", "macros", *options)
    assert answer.err == ""
    return answer.out


def findings() -> list[dict[str, Any]]:
    return [json.loads(line) for line in check("--format", "jsonl").splitlines()]


def place(finding: dict[str, Any]) -> Row:
    return finding["path"], finding["line"], finding["column"], finding["rule"]


def standing(finding: dict[str, Any]) -> str:
    """The characters of the file that the finding points at, quotes and line breaks undone."""
    lines = Path(finding["path"]).read_text("utf-8").splitlines(keepends=True)
    lines = lines[finding["line"] - 1 : finding["end_line"]]
    lines[-1] = lines[-1][: finding["end_column"] - 1]
    lines[0] = lines[0][finding["column"] - 1 :]
    return " ".join("".join(lines).replace('""', '"').split())


def test_the_planted_flaws_are_found_and_nothing_else() -> None:
    expected = [(f"macros/{flaw.file}", flaw.macro, flaw.rule, flaw.words) for flaw in planted()]
    found = [(one["path"], one["conversation"], one["rule"], one["text"]) for one in findings()]
    assert len(expected) == len(found)
    for flaw, one in zip(expected, found, strict=True):
        assert flaw[:3] == one[:3]
        words = flaw[3]
        assert one[3].startswith(words.removesuffix("…")) if words.endswith("…") else one[3].split() == words.split()


def test_each_stands_at_the_very_characters() -> None:
    assert [standing(one) for one in findings()] == [" ".join(one["text"].split()) for one in findings()]


def by_line(pattern: str) -> Readings:
    def read(report: str) -> Iterator[tuple[Any, ...]]:
        for found in re.finditer(pattern, report, re.MULTILINE):
            yield found["path"], int(found["line"]), int(found["column"]), found["rule"]

    return read


def read_json(report: str) -> Iterator[Row]:
    yield from map(place, json.loads(report)["findings"])


def read_sarif(report: str) -> Iterator[Row]:
    for one in json.loads(report)["runs"][0]["results"]:
        where = one["locations"][0]["physicalLocation"]
        region = where["region"]
        yield where["artifactLocation"]["uri"], region["startLine"], region["startColumn"], one["ruleId"]


def read_gitlab(report: str) -> Iterator[tuple[str, int, str]]:
    for one in json.loads(report):
        where = one["location"]
        line = where["lines"]["begin"] if "lines" in where else where["positions"]["begin"]["line"]
        yield where["path"], line, one["check_name"]


def read_checkstyle(report: str) -> Iterator[Row]:
    for file in ElementTree.fromstring(report):
        for one in file:
            place = int(one.attrib["line"]), int(one.attrib["column"])
            yield file.attrib["name"], *place, one.attrib["source"].rpartition(".")[2]


def read_junit(report: str) -> Iterator[tuple[Any, ...]]:
    for case in ElementTree.fromstring(report).iter("testcase"):
        yield from by_line(CONCISE)("\n".join(one.text or "" for one in case))


def read_rdjson(report: str) -> Iterator[Row]:
    for one in json.loads(report)["diagnostics"]:
        # Columns are bytes; no letter beyond ASCII stands in front of a finding here.
        start = one["location"]["range"]["start"]
        yield one["location"]["path"], start["line"], start["column"], one["code"]["value"]


def read_markdown(report: str) -> Iterator[Row]:
    path = ""
    for line in report.splitlines():
        path = line.removeprefix("### ") if line.startswith("### ") else path
        if found := re.match(r"\| (\d+):(\d+) \| \w+ \| `([a-z-]+)`", line):
            yield path, int(found[1]), int(found[2]), found[3]


CONCISE = r"^(?P<path>macros/[^:\n]+):(?P<line>\d+):(?P<column>\d+): \w+ (?P<rule>[a-z-]+) "
GITHUB = r"^::.*title=carelint (?P<rule>[a-z-]+)::(?P<path>[^:]+):(?P<line>\d+):(?P<column>\d+): "
FORMATS: dict[str, Readings] = {
    "concise": by_line(CONCISE),
    "json": read_json,
    "jsonl": lambda report: (place(json.loads(line)) for line in report.splitlines()),
    "sarif": read_sarif,
    "github": by_line(GITHUB),
    "gitlab": read_gitlab,
    "junit": read_junit,
    "checkstyle": read_checkstyle,
    "rdjson": read_rdjson,
    "markdown": read_markdown,
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_the_same(name: str) -> None:
    expected: list[tuple[Any, ...]] = [place(one) for one in findings()]
    # In JUnit's, a test fails by what the exit code fails by; the rest stands beside it.
    report = check("--format", name, *(("--fail-on", "info") if name == "junit" else ()))
    if name == "gitlab":
        expected = [(path, line, rule) for path, line, _, rule in expected]
    assert sorted(FORMATS[name](report)) == sorted(expected)


def test_no_format_is_forgotten() -> None:
    assert {*FORMATS, "full"} == {*REPORTERS}


def test_the_full_report_shows_each_with_its_words() -> None:
    report = check("--format", "full", "--width", "300")
    for one in findings():
        assert f"{one['rule']}" in report
        assert one["message"] in report


@pytest.mark.parametrize("options", [("--fix",), ("--fix", "--unsafe-fixes")])
def test_fixes_mend_the_fixable_and_leave_every_other_byte(options: tuple[str, ...]) -> None:
    mended = ("safe", "unsafe") if "--unsafe-fixes" in options else ("safe",)
    before = {path.name: path.read_text("utf-8") for path in Path("macros").iterdir()}
    edits = {one["fingerprint"]: one for one in findings() if one["fix"] and (one["fix"]["safe"] or len(mended) == 2)}
    run("check", "--no-config", "macros", *options)
    left = [(one["path"].removeprefix("macros/"), one["conversation"], one["rule"]) for one in findings()]
    assert left == [(flaw.file, flaw.macro, flaw.rule) for flaw in planted() if flaw.fix not in mended]
    assert len(edits) == sum(flaw.fix in mended for flaw in planted())
    for name, text in before.items():
        own = [one["fix"]["edit"] for one in edits.values() if one["path"] == f"macros/{name}"]
        assert Path("macros", name).read_text("utf-8") == edited(text, own)
    again = {path.name: path.read_bytes() for path in Path("macros").iterdir()}
    run("check", "--no-config", "macros", *options)
    assert {path.name: path.read_bytes() for path in Path("macros").iterdir()} == again


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """What the reported edits make of a file, done by hand: from the last to the first."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda edit: (edit["line"], edit["column"]), reverse=True):
        assert edit["line"] == edit["end_line"]
        line = lines[edit["line"] - 1]
        lines[edit["line"] - 1] = line[: edit["column"] - 1] + edit["text"] + line[edit["end_column"] - 1 :]
    return "\n".join(lines)


def test_a_difference_is_shown_and_nothing_written() -> None:
    before = {path.name: path.read_bytes() for path in Path("macros").iterdir()}
    answer = run("check", "--no-config", "macros", "--diff")
    assert answer.code == 1
    changed = [line for line in answer.out.splitlines() if re.match(r"[+-](?![+-])", line)]
    assert len(changed) == 2 * len({(f.file, f.macro) for f in planted() if f.fix == "safe"})
    assert {path.name: path.read_bytes() for path in Path("macros").iterdir()} == before
