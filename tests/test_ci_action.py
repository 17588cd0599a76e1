"""The action for GitHub: its last step is run as the runner does it, whatever stands in the inputs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]
BASH = shutil.which("bash") or ""
FLAWED = "- id: sorry\n  channel: chat\n  body: Sorry you feel that way, {{ticket.requester.first_name}}.\n"
# A carelint that writes down what it was called with, and a summary.
RECORDER = """\
import sys
from pathlib import Path
Path("called").write_text("\\0".join(sys.argv[1:]), "utf-8")
for argument in sys.argv[1:]:
    if argument.startswith("--output=markdown:") and not Path("broken").exists():
        Path(argument.partition(":")[2]).write_text("# Found\\n", "utf-8")
sys.exit(int(Path("code").read_text()) if Path("code").exists() else 0)
"""


def test_the_action_gives_inputs_by_the_environment_alone() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 2
    assert not [script for script in scripts if "${{" in script or "eval" in script]
    given = {value for step in STEPS for value in step.get("env", {}).values()}
    named = {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}
    assert named - given == {"${{ inputs.python-version }}"}


needs_bash = pytest.mark.skipif(not BASH or sys.platform == "win32", reason="needs bash")


class Runner:
    """A folder to work in, and what GitHub's runner gives to the step that checks."""

    def __init__(self, folder: Path, carelint: str) -> None:
        self.workspace, self.temp = folder / "work space", folder / "te mp"
        self.workspace.mkdir()
        self.temp.mkdir()
        self.summary = self.temp / "summary"
        self._carelint = carelint

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the step as GitHub does, with inputs beside the defaults."""
        script = self.temp / "step.sh"
        script.write_text(STEPS[-1]["run"], "utf-8")
        defaults = {name: str(told.get("default", "")) for name, told in ACTION["inputs"].items()}
        values = {f"${{{{ inputs.{name} }}}}": text for name, text in defaults.items()}
        values |= {f"${{{{ inputs.{name.replace('_', '-')} }}}}": text for name, text in inputs.items()}
        values["${{ steps.install.outputs.carelint }}"] = self._carelint
        environment = {name: values[value] for name, value in STEPS[-1]["env"].items()}
        environment |= {"RUNNER_TEMP": str(self.temp), "GITHUB_STEP_SUMMARY": str(self.summary)}
        environment |= {"PATH": "/usr/bin:/bin", "HOME": str(self.temp)}
        return subprocess.run(
            [BASH, "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            env=environment,
            cwd=self.workspace,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def called(self) -> list[str]:
        """Give the arguments that carelint was called with, without the summary's."""
        arguments = (self.workspace / "called").read_text("utf-8").split("\0")
        return [argument for argument in arguments if argument != f"--output=markdown:{self.temp}/carelint.md"]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A runner whose carelint writes down its arguments."""
    program = tmp_path / "a carelint"
    program.write_text(f"#!{sys.executable}\n{RECORDER}", "utf-8")
    program.chmod(0o755)
    return Runner(tmp_path, str(program))


HOSTILE = (
    "$(touch x)",
    "`touch x`",
    "a; touch x",
    "a && touch x | tee x > x",
    'it\'s "quoted"',
    "$HOME",
    "\\",
    "*",
    "**/*.md",
    "?[ab]{c,d}",
    "--fix",
    "~",
    "!!",
    "#",
    "ärger 🙂",
)


@needs_bash
@pytest.mark.parametrize("text", HOSTILE)
def test_the_action_runs_nothing_that_inputs_hold(runner: Runner, text: str) -> None:
    (runner.workspace / "a.md").touch()
    done = runner.run(paths=text, args=text, changed_since=text, sarif=text)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert runner.called() == [
        *("check", "--format", "github", *text.split()),
        *(f"--changed-since={text}", f"--output=sarif:{text}"),
        *("--", text),
    ]
    assert {path.name for path in runner.workspace.iterdir()} == {"a.md", "called"}


@needs_bash
@pytest.mark.parametrize(
    ("paths", "given"),
    [
        ("macros", ["macros"]),
        ("macros\n", ["macros"]),
        ("  Canned responses \n\n\tdrafts/**/*.md\r\n", ["Canned responses", "drafts/**/*.md"]),
        ("-\n--fix", ["-", "--fix"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_the_action_takes_one_path_a_line(runner: Runner, paths: str, given: list[str]) -> None:
    assert runner.run(paths=paths).returncode == 0
    assert runner.called() == ["check", "--format", "github", "--", *given]


@needs_bash
def test_the_action_takes_several_options(runner: Runner) -> None:
    runner.run(paths="a", args=" --fail-on  warning\n--as-of today\n", changed_since="origin/main")
    options = ["--fail-on", "warning", "--as-of", "today", "--changed-since=origin/main"]
    assert runner.called() == ["check", "--format", "github", *options, "--", "a"]


@needs_bash
@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_action_ends_as_carelint_does_and_always_with_a_summary(runner: Runner, code: int) -> None:
    (runner.workspace / "code").write_text(str(code))
    runner.summary.write_text("of a step before\n")
    assert runner.run(paths="a").returncode == code
    assert runner.summary.read_text() == "of a step before\n# Found\n"


@needs_bash
def test_the_action_writes_no_summary_if_told_so_or_if_there_is_none(runner: Runner) -> None:
    runner.run(paths="a")
    runner.summary.unlink()
    assert runner.run(paths="a", summary="false").returncode == 0
    assert not runner.summary.exists()
    # Nor that of a run before.
    (runner.workspace / "broken").touch()
    runner.run(paths="a")
    assert not runner.summary.exists()


@needs_bash
def test_the_action_with_the_real_carelint(tmp_path: Path) -> None:
    program = tmp_path / "carelint"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m carelint "$@"\n')
    program.chmod(0o755)
    runner = Runner(tmp_path, str(program))
    folder = runner.workspace / "Canned responses"
    folder.mkdir()
    (folder / "a.yaml").write_text(FLAWED)
    done = runner.run(paths="Canned responses", args="--select non-apology", sarif="found.sarif")
    assert (done.returncode, done.stderr) == (1, "")
    annotation, counts = done.stdout.splitlines()
    place = "file=Canned responses/a.yaml,line=3,endLine=3,col=9,endColumn=23,title=carelint non-apology"
    assert annotation.startswith(f"::error {place}::Canned responses/a.yaml:3:9: “Sorry you feel” regrets")
    assert counts == "1 conversation, 1 turn: 1 error"
    assert runner.summary.read_text("utf-8").startswith("## carelint\n\n1 conversation, 1 turn: **1 error**\n")
    assert (runner.workspace / "found.sarif").is_file()
    nothing = runner.run(paths="", summary="true")
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr.startswith("name what to check: files, folders")
