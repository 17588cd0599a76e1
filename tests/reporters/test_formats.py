"""The formats at the command line: named without being loaded, beside each other, the same bytes each time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from carelint.reporters import COUNTING, REPORTERS

from ..cli_runner import run

CI = ("sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown")
MACRO = "Hi there,\n\nI am sorry if you feel that the parcel is late.\n\nKind regards,\nÜ\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my macros").mkdir()
    for name in ("one", "two ü"):
        (tmp_path / "my macros" / f"{name}.md").write_text(MACRO, "utf-8")
    (tmp_path / "my macros" / "empty.md").write_text("")
    return tmp_path / "my macros"


def checked(*options: str, path: str = "my macros") -> str:
    answer = run("check", path, "--no-config", "--as", "macro", "--select", "tone,core", *options)
    assert answer.code == 1, answer.err
    return answer.out


def test_all_formats_are_there() -> None:
    assert tuple(REPORTERS) == ("full", "concise", "json", "jsonl", *CI)
    assert len(REPORTERS) == len(tuple(REPORTERS))
    assert [name for name in REPORTERS if REPORTERS[name].__module__.partition(".")[0] != "carelint"] == []
    assert "none" not in REPORTERS


def test_a_format_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        REPORTERS["none"]


def test_naming_the_formats_loads_none() -> None:
    code = (
        "import sys, carelint.cli.check\n"
        "from carelint.reporters import REPORTERS\n"
        "list(REPORTERS), 'sarif' in REPORTERS\n"
        "loaded = [name for name in sys.modules if name.startswith('carelint.reporters.')]\n"
        "print(loaded, 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("['carelint.reporters.base'] False\n", "")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("name", CI)
def test_a_report_in_a_file_is_the_one_on_standard_output(name: str) -> None:
    shown = checked("--format", name)
    assert shown
    assert checked("--output", f"{name}:report.out", "--format", "concise").count("non-apology") == 2
    assert Path("report.out").read_text("utf-8") == shown


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("name", CI)
def test_several_processes_write_the_same_bytes(name: str) -> None:
    assert checked("--format", name, "--jobs", "2") == checked("--format", name)


@pytest.mark.parametrize("name", CI)
def test_an_absolute_path_below_the_folder_is_relative_in_a_report(library: Path, name: str) -> None:
    shown = checked("--format", name, path=str(library))
    assert str(library.parent) not in shown
    assert shown == checked("--format", name)


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("name", sorted(set(REPORTERS) - COUNTING))
def test_statistics_need_a_format_that_counts(name: str) -> None:
    answer = run("check", "my macros", "--no-config", "--format", name, "--statistics")
    assert (answer.code, answer.out) == (2, "")
    assert f"--statistics has no single findings, and {name} has nothing else: use --format json" in answer.err


@pytest.mark.usefixtures("library")
def test_statistics_on_standard_output_leave_a_report_whole() -> None:
    shown = checked("--format", "gitlab")
    checked("--statistics", "--output", "gitlab:report.json")
    assert Path("report.json").read_text("utf-8") == shown


@pytest.mark.usefixtures("library")
def test_junit_fails_by_fail_on() -> None:
    assert 'failures="1"' in checked("--format", "junit")
    answer = run("check", "my macros", "--no-config", "--as", "macro", "--format", "junit", "--fail-on", "never")
    assert (answer.code, 'failures="1"' in answer.out, "non-apology" in answer.out) == (0, False, True)


@pytest.mark.parametrize(
    ("name", "file"),
    [("sarif", "sarif"), ("github", "txt"), ("gitlab", "json"), ("junit", "xml"), ("markdown", "md")],
)
def test_an_output_without_a_path_says_how(name: str, file: str) -> None:
    answer = run("check", "x.md", "--no-config", "--output", name)
    assert (answer.code, f"--output: say where to write, as in {name}:report.{file}" in answer.err) == (2, True)


def test_sarif_knows_the_rules_of_the_run(library: Path) -> None:
    run_object = json.loads(checked("--format", "sarif"))["runs"][0]
    found = [result["ruleIndex"] for result in run_object["results"]]
    names = [run_object["tool"]["driver"]["rules"][index]["id"] for index in found]
    assert names == [result["ruleId"] for result in run_object["results"]]
    assert "non-apology" in names
    assert {rule["properties"]["pack"] for rule in run_object["tool"]["driver"]["rules"]} == {"tone", "core"}
    assert [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for one in run_object["invocations"][0]["toolExecutionNotifications"]
    ] == ["my%20macros/empty.md"]
