"""What wires carelint into CI, tried as its users' machines do: the hooks of pre-commit, and the snippets."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from carelint.cli.check import check
from carelint.readers import walk
from carelint.readers.detect import EXTENSIONS
from carelint.reporters import REPORTERS

from .cli_runner import run

ROOT = Path(__file__).parent.parent
CI = ROOT / "examples" / "ci"
FLAWED = "- id: sorry\n  channel: chat\n  body: Sorry you feel that way, {{ticket.requester.first_name}}.\n"


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


HOOKS = {hook["id"]: hook for hook in loaded(ROOT / ".pre-commit-hooks.yaml")}
ACTION = loaded(ROOT / "action.yml")
GITLAB = loaded(CI / "gitlab.yml")["carelint"]
GITHUB = loaded(CI / "github.yml")["jobs"]["carelint"]["steps"]
PRE_COMMIT = loaded(CI / "pre-commit.yaml")["repos"][0]
USED = next(step["with"] for step in GITHUB if step.get("uses", "").startswith("OWNER/carelint@"))


def commands() -> list[list[str]]:
    """Give the arguments of `carelint check` in each of the files."""
    hooks = [[*shlex.split(hook["entry"]), *PRE_COMMIT["hooks"][0]["args"], "macros/a.md"] for hook in HOOKS.values()]
    action = ["carelint", "check", "--format", "concise", *USED["args"].split(), "--", *USED["paths"].split()]
    return [*hooks, action, *(shlex.split(line) for line in GITLAB["script"])]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_commands_have_options_and_formats_that_exist(command: list[str]) -> None:
    assert command[:2] == ["carelint", "check"]
    given = check.make_context("check", command[2:]).params
    assert given["format_name"] == "concise"
    assert all(output.partition(":")[0] in REPORTERS for output in given["outputs"])
    assert given["paths"] in (("macros",), ("macros", "drafts"), ("macros/a.md",))
    assert given["strict"]


def chosen(hook: dict[str, Any], path: str) -> bool:
    """Tell whether pre-commit passes a file, by its name."""
    return bool(re.search(hook["files"], path)) and not re.search(hook["exclude"], path)


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize(
    "path",
    [
        *(f"macros/a.{ending}" for ending in ("txt", "md", "yaml", "yml", "json", "jsonl", "csv", "tsv", "eml")),
        "support/macros/de/Wo ist mein Paket?.MD",
        "canned-responses/a.csv",
        "canned_responses/a.csv",
        "Canned responses/a.csv",
        "saved-replies/a.md",
        "quick_replies/a.json",
        "drafts/readme-first.md",
        "drafts/carelint.txt",
    ],
)
def test_hooks_take_macros_and_drafts(hook: str, path: str) -> None:
    assert chosen(HOOKS[hook], path)


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize(
    "path",
    [
        "macros.md",
        "notmacros/a.md",
        "macros-old/a.md",
        "docs/a.md",
        "macros/build.py",
        "macros/logo.png",
        "macros/README.md",
        "macros/de/readme.md",
        "macros/CHANGELOG.md",
        "macros/LICENSE.txt",
        "macros/carelint.yaml",
        "macros/.gitkeep",
        "macros/.hidden.md",
        "macros/chat.vtt",
    ],
)
def test_hooks_pass_the_rest_over(hook: str, path: str) -> None:
    assert not chosen(HOOKS[hook], path)


def test_hooks_take_only_kinds_that_are_read() -> None:
    endings = re.search(r"\\\.\(([a-z|?]+)\)\$$", HOOKS["carelint"]["files"])
    assert endings
    assert {f".{ending}" for ending in endings[1].replace("ya?ml", "yaml|yml").split("|")} == set(EXTENSIONS) - {
        *(".log", ".chat", ".mbox", ".vtt", ".srt", ".sbv")  # Transcripts.
    }


def test_hooks_differ_in_the_fix_alone() -> None:
    plain, fix = HOOKS["carelint"], HOOKS["carelint-fix"]
    told = ("id", "name", "description", "entry")
    assert {key: value for key, value in plain.items() if key not in told} == {
        key: value for key, value in fix.items() if key not in told
    }
    # What was fixed is told: pre-commit itself says no more than that files were modified.
    assert fix["entry"] == plain["entry"].replace("check", "check --fix").replace(" --quiet", "")
    assert plain["require_serial"] is True


@pytest.mark.parametrize("hook", HOOKS)
def test_hooks_tell_the_place_and_fail_for_what_cannot_be_read(
    hook: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("macros").mkdir()
    for name, text in (("a.yaml", FLAWED), ("b.yaml", "a: [\n"), ("c.yaml", FLAWED.replace("Sorry you feel", "I see"))):
        Path("macros", name).write_text(text)
    command = [*shlex.split(HOOKS[hook]["entry"])[1:], "--select", "non-apology"]
    found = run(*command, "macros/a.yaml")
    what = "“Sorry you feel” regrets the customer's feeling or a possibility, not what happened."
    fixed = "--fix" in command
    assert found == (1, f"macros/a.yaml:3:9: error non-apology [sorry#0] {what}\n", "Fixed nothing; 1 left\n" * fixed)
    assert run(*command, "macros/c.yaml") == (0, "", "Fixed nothing; 0 left\n" * fixed)
    unread = run(*command, "macros/c.yaml", "macros/b.yaml")
    assert (unread.code, unread.out) == (2, "")
    assert unread.err.startswith("macros/b.yaml:2:1: found the end of the text: expected a value\n")


def test_the_fix_hook_writes_and_tells_what_it_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("a.yaml")
    text = "- id: plain\n  channel: chat\n  body: Please utilise the link by 5pm today.\n"
    path.write_text(text)
    command = [*shlex.split(HOOKS["carelint-fix"]["entry"])[1:], "--select", "complex-word", "a.yaml"]
    assert run(*command) == (0, "", "Fixed 1 in 1 file; 0 left\n")
    assert path.read_text() == text.replace("utilise", "use")
    assert run(*command) == (0, "", "Fixed nothing; 0 left\n")


def test_the_snippets_name_what_there_is() -> None:
    assert [hook["id"] for hook in PRE_COMMIT["hooks"]] == ["carelint-fix"]
    assert set(USED) <= set(ACTION["inputs"])
    assert USED["sarif"] == GITHUB[-1]["with"]["sarif_file"]
    outputs = dict(output.split(":") for output in re.findall(r"--output (\S+)", GITLAB["script"][0]))
    assert outputs == {
        "gitlab": GITLAB["artifacts"]["reports"]["codequality"],
        "junit": GITLAB["artifacts"]["reports"]["junit"],
    }


def test_the_snippets_are_no_macros() -> None:
    assert [path for path in walk([str(ROOT / "examples")]) if "ci" in Path(str(path)).parts[-2:-1]] == []
