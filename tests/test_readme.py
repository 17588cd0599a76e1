"""The README tells the truth: its commands run, its YAML works, its picture, table and links are current."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from carelint.cli import app
from carelint.config import load_config
from carelint.packs import load_packs

from .cli_runner import run
from .tools.coverage import documents, practices
from .tools.golden import golden
from .tools.picture import picture
from .tools.refresh import GOLDEN, PICTURE, README, ROOT
from .tools.rule_table import with_tables

TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
LINES = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]
COMMANDS = [line for line in LINES if "carelint check" in line and not line.startswith("python3 -m venv")]
INLINE = [text for text in re.findall(r"`(carelint [^`]+)`", TEXT) if not re.search(r"\b[A-Z]{4}", text)]
YAML = {text.partition("\n")[0].removeprefix("# "): text for language, text in BLOCKS if language == "yaml"}
REFRESH = "run python -m tests.tools.refresh and read the difference"


@pytest.fixture(autouse=True)
def _root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def _arguments(line: str) -> list[str]:
    """The arguments of the command of ours in a line of shell."""
    part = next(part for part in line.split(" | ") if part.startswith("carelint "))
    return shlex.split(part)[1:]


def test_the_first_two_commands_do_all_on_a_fresh_machine() -> None:
    """`.ci/run` runs the second one, in another folder."""
    assert LINES[:2] == [
        "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/carelint check examples",
        'python3 -m venv .venv && .venv/bin/pip install -q -e ".[dev]" && .venv/bin/python -m pytest -n auto',
    ]


@pytest.mark.parametrize("line", [*COMMANDS, *INLINE])
def test_a_command_exists(line: str) -> None:
    context = app.make_context("carelint", _arguments(line))
    name, command, arguments = app.resolve_command(context, [*context._protected_args, *context.args])
    assert command is not None
    command.make_context(name, arguments, parent=context)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_runs(line: str, tmp_path: Path) -> None:
    arguments = [re.sub(r"^(jsonl?):(?=\w)", rf"\1:{tmp_path}/", one) for one in _arguments(line)]
    before, after = line.split("carelint check", 1)
    said = shlex.split(before)[1] if before else ""
    answer = run(*arguments, stdin=said)
    assert answer.err == ""
    assert answer.code == (0 if "--fail-on never" in line or "--reply-to" in line else 1)
    assert answer.out
    if "| jq" in after:
        if not shutil.which("jq"):
            pytest.skip("jq is not here")
        pipe = after[after.index("| jq") + 2 :]
        done = subprocess.run(["bash", "-c", pipe], input=answer.out, capture_output=True, text=True, check=True)
        assert len(done.stdout.splitlines()) > 5


def test_the_rule_and_the_signal_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {name: text for name, text in YAML.items() if name.startswith("rules/")}
    assert sorted(files) == [
        "rules/own/pack.yaml",
        "rules/own/stiff-words-used.yaml",
        "rules/signals/stiff-words-more.yaml",
        "rules/signals/stiff-words.yaml",
    ]
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    answer = run("test", "rules", "--coverage")
    assert answer == (0, "13 examples of 3 rules and signals: all pass\n", "")
    found = run("check", "-", "--rules", "rules", "--select", "own", "--format", "concise", stdin="Kindly be advised.")
    assert found.out == (
        "<stdin>:1:1: warning stiff-words-used [stdin#0] “Kindly be advised” sounds like a letter from an office.\n"
    )


def test_the_configuration_works(tmp_path: Path) -> None:
    from carelint.config import Chooser

    for folder in ("team", "here/rules"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "team" / "carelint.yaml").write_text("")
    place = tmp_path / "here" / "carelint.yaml"
    place.write_text(YAML["carelint.yaml"], encoding="utf-8")
    config = load_config(place)
    rules = {rule.id: rule for rule in Chooser.checked(load_packs(), config).rules_with()}
    assert rules["slow-first-response"].severity.name == "warning"
    assert {"card-number-in-text", "no-recap"} & set(rules) == set()


@pytest.mark.parametrize("name", [name for name in YAML if name.startswith("carelint.yaml, for ")])
def test_the_other_configurations_work(name: str, tmp_path: Path) -> None:
    from carelint.config import Chooser

    place = tmp_path / "carelint.yaml"
    place.write_text(YAML[name], encoding="utf-8")
    assert Chooser.checked(load_packs(), load_config(place)).rules_with()


def test_the_ignore_file_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "macros").mkdir()
    (tmp_path / ".carelint-ignore.yaml").write_text(YAML[".carelint-ignore.yaml"], encoding="utf-8")
    text = "title,channel,body\n{},email,Sorry for any inconvenience this may have caused.\n"
    (tmp_path / "macros" / "a.csv").write_text(text.format("refund-late"))
    (tmp_path / "macros" / "b.csv").write_text(text.format("other"))
    answer = run("check", "macros", "--select", "hedged-inconvenience", "--format", "jsonl", "--as-of", "2027-03-31")
    assert [json.loads(line)["path"] for line in answer.out.splitlines()] == ["macros/b.csv"]


def test_the_files_for_ci_use_what_there_is() -> None:
    hooks = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))]
    used = yaml.safe_load(YAML[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert [hook["id"] for hook in used if hook["id"] not in hooks] == []
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    steps = yaml.safe_load(YAML[".github/workflows/macros.yml"])["jobs"]["carelint"]["steps"]
    assert set(steps[1]["with"]) <= set(inputs)
    job = yaml.safe_load(YAML[".gitlab-ci.yml"])["carelint"]
    written = {part.partition(":")[2] for part in shlex.split(job["script"][1]) if ":" in part}
    assert written == set(job["artifacts"]["reports"].values())


def test_the_table_of_rules_is_current() -> None:
    assert with_tables(TEXT) == TEXT, REFRESH
    library = load_packs()
    assert f"{len(library.rules)} rules in {len(library.packs)} packs" in " ".join(TEXT.split())


def test_every_rule_is_in_the_table_of_practices_and_every_practice_has_a_rule_or_says_why_not() -> None:
    library = load_packs()
    table = TEXT.partition("<!-- practices -->")[2].partition("<!-- /practices -->")[0]
    assert set(re.findall(r"`([a-z0-9-]+)`", table)) == set(library.rules)
    for document in documents():
        for practice, rules in practices(document, library):
            assert rules, practice
            assert set(rules) <= set(library.rules), practice
    rows = [line.split("|")[1:3] for line in table.strip().splitlines()[2:]]
    assert all(found.strip() or practice.strip().startswith("**") for practice, found in rows)


def test_the_picture_is_current() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), REFRESH


def test_the_picture_loads_nothing() -> None:
    addresses = re.findall(r"https?://[^\"'\s)]+", PICTURE.read_text(encoding="utf-8"))
    assert addresses == ["http://www.w3.org/2000/svg"]


@pytest.mark.parametrize("options", [(), ("--jobs", "2")])
def test_the_findings_of_the_examples_are_those_of_the_golden_file(options: tuple[str, ...]) -> None:
    assert golden(*options).splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines(), REFRESH


def test_the_examples_are_read_without_problems_and_the_clean_ones_are_clean() -> None:
    answer = run("check", "examples", "--format", "jsonl")
    assert (answer.code, answer.err) == (1, "")
    found = {(finding["path"], finding["conversation"]) for finding in map(json.loads, answer.out.splitlines())}
    clean = {
        ("examples/chats/lamp-clean.txt", "lamp-clean"),
        ("examples/chats/toaster-open.txt", "toaster-open"),
        ("examples/chats/export.jsonl", "c-301"),
        ("examples/chats/two-chats.csv", "d-1"),
        ("examples/drafts/clean.md", "clean"),
        ("examples/drafts/toaster-reply.txt", "toaster-reply"),
        ("examples/emails/refund-clean.eml", "12@acme.example"),
        ("examples/emails/thread.mbox", "3@mail.example"),
        ("examples/macros/delivery.yaml", "parcel-late"),
        ("examples/macros/refunds.csv", "Refund done"),
        ("examples/macros/returns.md", "Return within 30 days"),
        ("examples/social/threads.json", "post-91"),
    }
    assert sorted(found & clean) == []


def test_the_own_pack_of_the_examples_proves_its_rules() -> None:
    answer = run("test", "examples/rules", "--coverage")
    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", TEXT))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_every_check_and_format_is_named() -> None:
    from carelint.checks import CHECKS
    from carelint.reporters import REPORTERS

    assert [name for name in (*CHECKS, *REPORTERS) if f"`{name}`" not in TEXT and f"--format {name}" not in TEXT] == []
