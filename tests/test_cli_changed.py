"""`--changed-since REV`, against real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from carelint.cli.changed import _Extent, touched

from .cli_runner import DEMO, Answer, run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

FINE, SORRY = "Hello.", "Sorry if it is late."
OBJECT = f'  {{\n    "title": "new",\n    "body": "{SORRY}"\n  }},\n'
NOTHING = (0, "", "nothing was changed since main\n")

HINT = "name a branch, a tag or a commit; in CI, fetch the history (fetch-depth: 0)"


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with a library of three macros in each format, and a branch that was just begun."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ann@example.org")
    top = tmp_path / "top"
    top.mkdir()
    monkeypatch.chdir(top)
    git("init", "-q", "-b", "main")
    library("a.csv", "one", "two", "three")
    library("b.json", "one", "two", "three")
    Path("c.md").write_text(f"---\nkind: macro\n---\n{SORRY}\n")
    commit("all")
    git("checkout", "-q", "-b", "feature")


def git(*args: str) -> None:
    subprocess.run(["git", *args], check=True, capture_output=True)


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


def library(name: str, *titles: str) -> None:
    """Write macros, all of them flawed: a row of two lines in CSV, an object of four lines in JSON."""
    path = Path(name)
    if path.suffix == ".csv":
        path.write_text("title,text\n" + "".join(f'{title},"{FINE}\n{SORRY}"\n' for title in titles))
    else:
        path.write_text(json.dumps([{"title": title, "body": SORRY} for title in titles], indent=2))


def edit(name: str, old: str, new: str) -> None:
    text = Path(name).read_text()
    assert text.count(old) == 1
    Path(name).write_text(text.replace(old, new))


def check(*args: str, since: str = "main") -> Answer:
    common = (*DEMO, "--select", "hollow-sorry", "--as", "macro", "--format", "concise")
    return run("check", *(args or (".",)), "--changed-since", since, *common)


def found(*args: str, since: str = "main") -> list[str]:
    """Which macros have findings, by file."""
    answer = check(*args, since=since)
    assert answer.err == ""
    return [
        f"{line.split(':')[0].removeprefix('./')} {line.split('[')[1].split('#')[0]}"
        for line in answer.out.splitlines()
    ]


def test_nothing_changed_is_clean_and_said() -> None:
    assert check() == NOTHING
    assert check(".", "--quiet") == (0, "", "")
    answer = run("check", ".", *DEMO, "--changed-since", "main")
    assert answer == (0, "0 conversations, 0 turns: nothing was checked\n", "nothing was changed since main\n")


@pytest.mark.parametrize("state", ["not staged", "staged", "committed", "changed on main too"])
def test_only_the_macro_that_was_changed_is_told(state: str) -> None:
    edit("a.csv", "two", "second")
    if state != "not staged":
        git("add", "-A")
    if state not in ("not staged", "staged"):
        commit("second")
    if state == "changed on main too":
        git("checkout", "-q", "main")
        edit("a.csv", "three", "third")
        commit("third")
        git("checkout", "-q", "feature")
    assert found() == ["a.csv second"]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("a.csv", "two", "second", ["second"]),
        ("b.json", '"title": "two"', '"title": "second"', ["second"]),
        ("b.json", '"title": "one",', '"title": "one", "tag": "x",', ["one"]),
        ("b.json", '"title": "three",\n', '"title": "three",\n    "tag": "x",\n', ["three"]),
        ("a.csv", 'two,"', f'new,"{SORRY}"\ntwo,"', ["new"]),
        ("b.json", '  {\n    "title": "two"', f'{OBJECT}  {{\n    "title": "two"', ["new"]),
        ("a.csv", f'two,"{FINE}\n{SORRY}"\n', "", []),
        ("b.json", f'  {{\n    "title": "two",\n    "body": "{SORRY}"\n  }},\n', "", []),
        ("a.csv", f'two,"{FINE}\n', 'two,"', ["two"]),
        ("a.csv", f'"{FINE}\n{SORRY}"\nthree', f'"{SORRY}"\nthree', ["two"]),
    ],
)  # fmt: skip
def test_the_lines_of_a_macro_are_all_that_the_file_says_of_it(name: str, old: str, new: str, told: list[str]) -> None:
    edit(name, old, new)
    assert found() == [f"{name} {title}" for title in told]


def test_a_file_of_one_text_counts_whole() -> None:
    edit("c.md", "kind: macro", "kind: macro\nchannel: email")
    assert found() == ["c.md c"]


def test_new_renamed_and_deleted_files() -> None:
    library("new.csv", "one", "two")
    git("mv", "a.csv", "renamed.csv")
    edit("renamed.csv", "three", "third")
    git("rm", "-q", "b.json")
    assert found() == ["new.csv one", "new.csv two", "renamed.csv third"]
    commit("all")
    assert found() == ["new.csv one", "new.csv two", "renamed.csv third"]


def test_what_git_ignores_is_left_out() -> None:
    Path(".gitignore").write_text("scratch*\n")
    library("scratch.csv", "one")
    assert check() == NOTHING


NAMES = ["-dash.csv", "a b.csv", 'quo"te.csv', "new\nline.csv", "é🙂.csv", "*.csv", "[x].csv", ":(top).csv", "$(x).csv"]


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
@pytest.mark.parametrize("name", NAMES)
def test_odd_names(name: str) -> None:
    library(f"./{name}", "one", "two")
    commit("odd")
    edit(f"./{name}", "two", "second")
    assert [line.split("[")[-1].split("#")[0] for line in check("./", since="HEAD").out.splitlines()] == ["second"]


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
def test_a_name_that_is_no_text() -> None:
    path = os.fsdecode(b"b\xff.csv")
    library(path, "one", "two")
    commit("odd")
    edit(path, "two", "second")
    assert check(since="HEAD").out.count("hollow-sorry") == 1


def test_a_folder_below_and_a_folder_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Path("deep").mkdir()
    library("deep/d.csv", "one")
    edit("a.csv", "two", "second")
    assert found("deep") == ["deep/d.csv one"]
    monkeypatch.chdir("deep")
    assert found() == ["d.csv one"]
    monkeypatch.chdir(tmp_path)
    assert found("top/a.csv", "top/deep") == ["top/a.csv second", "top/deep/d.csv one"]


def test_submodules_and_other_repositories_are_left_out() -> None:
    Path("inner").mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main"], check=True, cwd="inner")
    library("inner/i.csv", "one")
    assert check() == NOTHING


def test_what_a_hook_sets_does_not_mislead(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("deep").mkdir()
    library("deep/d.csv", "one")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other")
    assert found("deep") == ["deep/d.csv one"]


def test_settings_of_the_repository_change_nothing() -> None:
    for key, value in {
        "diff.external": "false",
        "diff.noprefix": "true",
        "diff.relative": "true",
        "diff.interHunkContext": "9",
        "color.ui": "always",
        "core.pager": "false",
        "core.fsmonitor": "touch ran",
        "diff.renames": "false",
    }.items():
        git("config", key, value)
    edit("a.csv", "two", "second")
    assert found() == ["a.csv second"]
    assert not Path("ran").exists()


def test_suppressions_are_not_called_unused() -> None:
    Path(".carelint-ignore.yaml").write_text(
        "- {rule: hollow-sorry, path: a.csv, id: two, reason: Legal.}\n- {rule: greets, path: a.csv, reason: Legal.}\n"
    )
    edit("a.csv", "two", "two ")
    edit("b.json", '"three"', '"third"')
    assert found() == ["b.json third"]


def test_only_what_was_changed_is_counted_and_scored() -> None:
    Path("card.yaml").write_text("title: T\nsource: s\ncriteria:\n- {name: Sorry, weight: 1, rules: [hollow-sorry]}\n")
    commit("card")
    edit("a.csv", "two", "second")
    args = ("--changed-since", "HEAD", "--scorecard", "card.yaml", "--format", "json")
    report = json.loads(run("check", ".", *DEMO, "--as", "macro", *args).out)
    assert [score["conversation"] for score in report["scores"]] == ["second"]
    assert report["summary"]["conversations"] == 1


def test_only_what_is_told_is_fixed() -> None:
    Path("d.csv").write_text('title,text\none,"So the the cup."\ntwo,"So the the pot."\nthree,"So the the jug."\n')
    commit("doubled")
    edit("d.csv", "two", "second")
    edit("d.csv", "three", "third")
    Path(".carelint-ignore.yaml").write_text("- {rule: clarity, id: third, reason: Legal.}\n")
    run(
        "check", "d.csv", "--select", "repeated-or-missing-basics", "--fix", "--unsafe-fixes", "--changed-since", "HEAD"
    )
    rows = ['one,"So the the cup."', 'second,"So the pot."', 'third,"So the the jug."']
    assert Path("d.csv").read_text().splitlines() == ["title,text", *rows]


def test_the_number_of_processes_changes_nothing() -> None:
    edit("a.csv", "two", "second")
    library("new.csv", "one", "two")
    assert check(".", "--jobs", "1") == check(".", "--jobs", "4")


@pytest.mark.parametrize(
    ("rev", "said"),
    [
        (
            "nope",
            'git knows no revision "nope": ' + HINT,
        ),
        ("-x", 'found "-x", expected a branch, a tag or a commit'),
        ("--output=x", 'found "--output=x", expected a branch, a tag or a commit'),
        ("", 'found "", expected a branch, a tag or a commit'),
        (
            "HEAD:a.csv",
            'git knows no revision "HEAD:a.csv": ' + HINT,
        ),
        (
            "main..HEAD",
            'git knows no revision "main..HEAD": ' + HINT,
        ),
    ],
)
def test_a_revision_that_is_none(rev: str, said: str) -> None:
    assert check(since=rev) == (2, "", f"--changed-since: {said}\n")
    assert not Path("x").exists()


def test_standard_input_has_no_history() -> None:
    said = "--changed-since: git does not know standard input: name files or folders\n"
    assert check("-") == (2, "", said)


def test_histories_that_have_nothing_in_common() -> None:
    git("checkout", "-q", "--orphan", "other")
    commit("other")
    said = "main and HEAD have no commit in common: fetch more of the history (fetch-depth: 0)"
    assert check() == (2, "", f"--changed-since: {said}\n")


def test_no_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    shutil.copy("a.csv", tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    answer = check()
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("--changed-since: not a git repository")


def test_no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert check() == (2, "", "--changed-since: needs the program git, which cannot be started here\n")


@pytest.mark.parametrize(
    ("hunk", "counting"),
    [
        ((1, 1), [0]),  # above all
        ((3, 3), [0]),
        ((4, 4), [0, 1]),  # between two: no telling whose it is
        ((5, 9), [1, 2]),
        ((3, 5), [0, 1]),
        ((7, 7), [1, 2]),
        ((12, 13), [2]),  # behind all
        ((4, 3), [0, 1]),  # taken out between two
        ((3, 2), [0]),  # taken out of one
    ],
)
def test_lines_between_two_texts_may_be_of_either(hunk: tuple[int, int], counting: list[int]) -> None:
    texts = [_Extent(2, 3), _Extent(5, 6), _Extent(8, 10)]
    assert [number for number, counts in enumerate(touched(texts, [hunk])) if counts] == counting


def test_a_row_that_was_taken_out_changes_no_other() -> None:
    rows = [_Extent(2, 3, exact=True), _Extent(4, 5, exact=True)]
    assert touched(rows, [(4, 3)]) == [False, False]
    assert touched(rows, [(3, 2)]) == [True, False]
