"""Packs with faults: one folder for each case, its exact messages beside it in expected.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.errors import PackError
from carelint.language.finished import FINISHED_SIGNALS
from carelint.packs import Library, load_packs, shipped_rules

from .pack_files import write

BAD = Path(__file__).parent / "data" / "bad_packs"
RULE = (BAD / "no-pack-file" / "demo" / "half-sorry.yaml").read_text(encoding="utf-8")
SIGNAL = (BAD / "no-pack-file" / "signals" / "sorry.yaml").read_text(encoding="utf-8")


def faults(*folders: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        load_packs(folders, shipped=False)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize("case", sorted(path.name for path in BAD.iterdir()))
def test_every_fault_is_told_in_plain_words_at_its_place(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD / case)
    expected = Path("expected.txt").read_text(encoding="utf-8").splitlines()
    assert faults(Path()) == expected


def test_ten_faults_in_three_files_come_at_once_and_sorted() -> None:
    lines = (BAD / "ten-faults" / "expected.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 10
    assert len({line.partition(":")[0] for line in lines}) == 3
    places = [(path, int(line), int(column)) for path, line, column, _ in (text.split(":", 3) for text in lines)]
    assert places == sorted(places)


def test_a_folder_of_packs_and_a_folder_that_is_a_pack(tmp_path: Path) -> None:
    many = write(tmp_path / "many", one__pack="title: One", one__half_sorry=RULE, signals__sorry=SIGNAL)
    lone = write(tmp_path / "lone", pack="title: Lone\nenabled: false", aaa=RULE, deep__zzz=RULE)
    write(lone, scorecards__any="x: [", carelint="x: y")
    (lone / "carelint.yaml").unlink()
    library: Library = load_packs([many, lone], shipped=False)
    assert {rule.id: (rule.pack, rule.enabled) for rule in library.rules.values()} == {
        "half-sorry": ("one", True),
        "aaa": ("lone", False),
        "zzz": ("lone", False),
    }
    assert {name: pack.title for name, pack in library.packs.items()} == {"one": "One", "lone": "Lone"}
    assert library.needed(library.rules.values()) == {"sorry"}


def test_rules_may_be_added_to_a_pack_of_another_folder(tmp_path: Path) -> None:
    base = write(tmp_path / "base", one__pack="title: One", one__half_sorry=RULE, signals__sorry=SIGNAL)
    own = write(tmp_path / "own", one__more=RULE)
    assert sorted(load_packs([base, own], shipped=False).rules) == ["half-sorry", "more"]
    again = write(tmp_path / "again", one__pack="title: Again")
    where = (base / "one" / "pack.yaml").as_posix()
    assert faults(base, again) == [f'{again.as_posix()}/one/pack.yaml:1:1: there is a pack "one" already: {where}']


def test_signals_of_a_faulty_file_are_known(tmp_path: Path) -> None:
    """A signal that cannot be read must not make every rule that uses it look wrong."""
    folder = write(tmp_path, one__pack="title: One", one__half_sorry=RULE, signals__sorry="about: [a")
    assert [line.rpartition("/")[2] for line in faults(folder)] == [
        'sorry.yaml:1:8: found the end of the text: expected "," or "]": the list in brackets is not closed'
    ]


def test_no_such_folder_and_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo" / "odd.yaml").mkdir(parents=True)
    write(tmp_path, demo__pack="title: Demo")
    assert faults(Path("nowhere"), Path()) == [
        "demo/odd.yaml: cannot be read: Is a directory",
        "nowhere: no such folder of rules",
    ]


def test_the_shipped_packs_load() -> None:
    assert shipped_rules().is_dir()
    library = load_packs()
    assert {rule.pack for rule in library.rules.values()} <= library.packs.keys()


def test_a_rule_on_finished_conversations_needs_the_signals_that_tell_them(tmp_path: Path) -> None:
    rule = RULE.replace("severity: warning", "severity: warning\nstatus: finished")
    folder = write(tmp_path, one__pack="title: One", one__half_sorry=rule, signals__sorry=SIGNAL)
    assert [line.rpartition("/")[2] for line in faults(folder)] == [
        f"half-sorry.yaml:1:1: `status: finished` needs the signals {', '.join(FINISHED_SIGNALS)}: "
        "load the shipped packs, or write them"
    ]
