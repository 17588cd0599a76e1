"""`carelint baseline`: what is there is accepted, what is new is told, what is mended is taken out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from carelint.strict_yaml import load

from .cli_runner import DEMO, Answer, run

BASELINE, IGNORE = Path(".carelint-baseline.yaml"), Path(".carelint-ignore.yaml")
LATE, BROKEN = ("Late", "Sorry if it is late."), ("Broken", "Hello, sorry if it broke.")
SIZE, FINE = ("Size", "Sorry if it is small."), ("Fine", "Hello.")
Macros = list[tuple[str, str]]


def as_csv(macros: Macros) -> str:
    return "title,text\n" + "".join(f'{title},"{text}"\n' for title, text in macros)


def as_json(macros: Macros) -> str:
    return json.dumps([{"title": title, "body": text} for title, text in macros], indent=2)


def as_numbered_json(macros: Macros) -> str:
    """Without titles: their ids are no more than their places in the list."""
    return json.dumps([{"body": text} for _, text in macros], indent=2)


def as_lines(macros: Macros) -> str:
    return "".join(json.dumps({"id": title, "text": text}) + "\n" for title, text in macros)


FORMATS: dict[str, Callable[[Macros], str]] = {
    "m.csv": as_csv,
    "m.json": as_json,
    "n.json": as_numbered_json,
    "m.jsonl": as_lines,
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "lib").mkdir()
    monkeypatch.chdir(tmp_path)


def write(name: str, *macros: tuple[str, str]) -> None:
    path = Path("lib", name)
    path.write_text(FORMATS.get(name, as_csv)(list(macros)))


def baseline(*args: str) -> Answer:
    return run("baseline", *args, *DEMO, "--select", "hollow-sorry", "--as", "macro")


def found(*args: str, path: str = "lib") -> list[str]:
    answer = run("check", path, *DEMO, "--select", "hollow-sorry", "--as", "macro", "--format", "json", *args)
    assert all("no longer occur" in line for line in answer.err.splitlines())
    return [f"{one['path']}:{one['line']} {one['conversation']}" for one in json.loads(answer.out)["findings"]]


def known() -> list[tuple[str, str, str]]:
    return [(one["path"], one["id"], one["rule"]) for one in yaml.safe_load(BASELINE.read_text()) or []]


def test_the_file_is_sorted_and_tells_how_to_renew_it() -> None:
    write("m.csv", LATE, BROKEN, FINE)
    assert baseline("lib") == (0, f"wrote {BASELINE}: 2 findings\n", "")
    text = BASELINE.read_text()
    assert [line for line in text.splitlines() if "found: " not in line] == [
        "# Old findings, which `carelint check` does not tell again. Written by `carelint baseline`; do not edit.",
        "# Mended some?  carelint baseline --prune PATHS",
        "# Anew, with all that is found now:  carelint baseline --update PATHS",
    ]
    assert known() == [("lib/m.csv", "Broken", "hollow-sorry"), ("lib/m.csv", "Late", "hollow-sorry")]
    assert baseline("lib", "--update").code == 0
    assert BASELINE.read_text() == text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "after",
    [
        pytest.param([FINE, LATE, BROKEN], id="one added above"),
        pytest.param([BROKEN, LATE], id="another order"),
        pytest.param([BROKEN], id="one taken out"),
        pytest.param([("Late", f"Hello.\n\n{LATE[1]}"), BROKEN], id="lines added above"),
    ],
)
def test_what_is_known_stays_known(name: str, after: Macros) -> None:
    if name == "m.jsonl":
        after = [(title, text.replace("\n", " ")) for title, text in after]
    write(name, LATE, BROKEN)
    baseline("lib")
    write(name, *after)
    assert found() == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_new_is_told(name: str) -> None:
    write(name, LATE, BROKEN)
    baseline("lib")
    write(name, SIZE, LATE, BROKEN)
    (new,) = found()
    assert new.endswith(" 1" if name == "n.json" else " Size")


def test_a_third_macro_of_the_same_words_is_new_where_ids_are_places() -> None:
    write("n.json", LATE, LATE)
    baseline("lib")
    assert found() == []
    write("n.json", LATE, BROKEN, LATE, LATE)
    assert found() == ["lib/n.json:6 2", "lib/n.json:12 4"]


def test_a_renamed_file_keeps_what_is_known_of_it_and_a_copy_does_not() -> None:
    write("m.csv", LATE, BROKEN)
    baseline("lib")
    text = Path("lib/m.csv").read_text()
    Path("lib/copy.csv").write_text(text)
    assert found() == ["lib/copy.csv:2 Late", "lib/copy.csv:3 Broken"]
    Path("lib/m.csv").unlink()
    assert found() == []
    assert baseline("lib", "--prune") == (0, f"wrote {BASELINE}: 2 findings, 0 removed\n", "")
    assert {path for path, _, _ in known()} == {"lib/copy.csv"}


def test_two_files_may_hold_macros_of_the_same_name_and_words() -> None:
    write("a.csv", LATE)
    write("b.csv", LATE)
    baseline("lib")
    assert known() == [("lib/a.csv", "Late", "hollow-sorry"), ("lib/b.csv", "Late", "hollow-sorry")]
    write("b.csv", FINE)
    baseline("lib", "--prune")
    assert known() == [("lib/a.csv", "Late", "hollow-sorry")]
    write("b.csv", LATE)
    assert found() == ["lib/b.csv:2 Late"]


def test_one_that_is_there_is_not_overwritten_by_accident() -> None:
    write("m.csv", LATE)
    baseline("lib")
    write("m.csv", LATE, SIZE)
    text = BASELINE.read_text()
    said = f"{BASELINE}: there is one already: --prune takes out what no longer occurs, --update writes it anew\n"
    assert baseline("lib") == (2, "", said)
    assert BASELINE.read_text() == text
    baseline("lib", "--prune")
    assert BASELINE.read_text() == text
    baseline("lib", "--update")
    assert [name for _, name, _ in known()] == ["Late", "Size"]


def test_check_says_that_something_was_mended_where_it_can_know() -> None:
    write("m.csv", LATE, BROKEN)
    write("o.csv", LATE)
    baseline("lib")
    write("m.csv", LATE)
    told = f"{BASELINE}: warning: 1 finding that it knows no longer occurs: run carelint baseline --prune\n"
    args = (*DEMO, "--as", "macro", "--format", "concise")
    assert run("check", "lib", *args) == (0, "", told)
    assert run("check", "lib/o.csv", *args) == (0, "", "")
    assert run("check", "lib", *args, "--ignore", "hollow-sorry") == (0, "", "")


@pytest.mark.parametrize("option", ["--prune", "--update"])
def test_what_is_known_of_other_files_and_rules_stays(option: str) -> None:
    write("m.csv", LATE)
    write("o.csv", LATE)
    baseline("lib")
    before = known()
    for name in ("m.csv", "o.csv"):
        write(name, FINE)
    assert run("baseline", "lib", option, *DEMO, "--select", "greets").code == 0
    assert known() == before
    baseline("lib/m.csv", option)
    assert known() == [("lib/o.csv", "Late", "hollow-sorry")]


def test_it_lies_where_check_finds_it() -> None:
    write("m.csv", LATE)
    Path("lib/carelint.yaml").write_text("fail_on: error\n")
    baseline("lib")
    assert (Path("lib") / BASELINE).is_file()
    assert found() == found(path="lib/m.csv") == []
    Path("lib/carelint.yaml").unlink()
    (Path("lib") / BASELINE).unlink()
    baseline("lib/m.csv")
    assert BASELINE.is_file()
    assert found() == found(path="lib/m.csv") == found(path=".") == []


def test_what_is_ignored_is_no_part_of_it() -> None:
    write("m.csv", LATE, BROKEN)
    IGNORE.write_text("- {rule: hollow-sorry, id: Late, reason: Legal.}\n")
    baseline("lib")
    assert known() == [("lib/m.csv", "Broken", "hollow-sorry")]


def test_pruning_takes_what_is_of_no_use_out_of_the_ignore_file_and_keeps_the_rest() -> None:
    write("m.csv", LATE, BROKEN)
    kept = "# Ours.\n- rule: hollow-sorry   # used\n  id: Late\n  reason: Legal.\n# tail\n"
    over = "- rule: hollow-sorry\n  id: Broken\n  reason: old\n  expires: 2020-01-01\n"
    unused = "- rule: greets\n  path: lib/gone.csv\n  reason: gone\n"
    IGNORE.write_text(kept.replace("# tail\n", over + unused + "# tail\n"))
    answer = baseline("lib", "--prune")
    assert answer == (
        0,
        f"removed {IGNORE}:5:3: expired on 2020-01-01\nremoved {IGNORE}:9:3: unknown: there is no lib/gone.csv\n",
        "",
    )
    assert IGNORE.read_text() == kept


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "name files or folders, as in: carelint baseline macros/"),
        (("-",), "name files or folders, as in: carelint baseline macros/"),
        (("lib", "--prune", "--update"), "--update and --prune exclude each other"),
        (("nowhere",), "nowhere: no such file or folder"),
    ],
)
def test_what_is_wrong_is_told(args: tuple[str, ...], said: str) -> None:
    assert baseline(*args) == (2, "", f"{said}\n")
    assert not BASELINE.exists()


def test_nothing_to_prune_is_said() -> None:
    write("m.csv", LATE)
    said = f"nothing to prune: there is no {BASELINE}, and no {IGNORE}\n"
    assert baseline("lib", "--prune") == (0, said, "")


def test_what_cannot_be_read_is_no_reason_to_forget() -> None:
    write("m.csv", LATE, BROKEN)
    baseline("lib")
    text = BASELINE.read_text()
    write("m.csv", LATE, ("Broken", ""))
    answer = baseline("lib", "--prune")
    assert (answer.code, answer.out, BASELINE.read_text()) == (2, "", text)
    assert answer.err.splitlines()[-1] == "nothing was written: what could not be read may hold findings that are known"


CONFLICT = "<<<<<<< ours\n- path: a\n=======\n"


@pytest.mark.parametrize("text", [CONFLICT, "- {path: a}\n", "a: b\n", "- 1\n"])
def test_a_broken_baseline_is_an_error_until_it_is_written_anew(text: str) -> None:
    write("m.csv", LATE)
    BASELINE.write_text(text)
    answer = run("check", "lib", *DEMO)
    assert (answer.code, answer.out) == (2, "")
    again = f"{BASELINE}: is no baseline: write it anew with carelint baseline --update PATHS"
    assert again in answer.err.splitlines()
    assert baseline("lib", "--update").code == 0
    assert known() == [("lib/m.csv", "Late", "hollow-sorry")]


@pytest.mark.parametrize("name", ['a "b" \\ c', "é 🙂", "yes", "x: y # z", "\u2028\x7f\ufeff", "- a", "\ud800"])
def test_any_id_can_be_written_and_read_again(name: str) -> None:
    Path("lib/m.json").write_text(json.dumps([{"id": name, "title": name, "body": LATE[1]}]))
    assert baseline("lib").code == 0
    assert load(BASELINE.read_text(encoding="utf-8"), "b").data
    assert json.loads(run("check", "lib", *DEMO, "--as", "macro", "--format", "json").out)["findings"] == []


def test_a_large_one_is_read_in_pieces_and_its_faults_have_their_places() -> None:
    write("m.csv", *[(f"Late {number:05}", LATE[1]) for number in range(5000)])
    baseline("lib")
    assert found() == []
    lines = BASELINE.read_text().splitlines()
    assert len(lines) == 5003
    lines[4321] = lines[4321].replace("rule", "role")
    BASELINE.write_text("\n".join(lines))
    assert run("check", "lib", *DEMO).err.splitlines() == [
        f"{BASELINE}: is no baseline: write it anew with carelint baseline --update PATHS",
        f'{BASELINE}:4322:3: missing key "rule"',
        f'{BASELINE}:4322:41: unknown key "role": did you mean "rule"? allowed: found, id, path, rule',
    ]


def test_it_has_no_words_of_the_texts() -> None:
    write("m.csv", LATE)
    baseline("lib")
    assert "sorry if" not in BASELINE.read_text().casefold()
