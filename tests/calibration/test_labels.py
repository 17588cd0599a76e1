"""Labels: both shapes, what they mean, and what is said of faulty ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.calibration import Labels, Verdict, parse_map, read_labels
from carelint.errors import ReadError, UsageError


def labels(folder: Path, text: str) -> Labels:
    path = folder / "labels"
    path.write_text(text, "utf-8")
    return read_labels(path)


def test_json_lines(tmp_path: Path) -> None:
    found = labels(
        tmp_path,
        '{"id": "a", "flags": [{"rule": "no-recap", "turn": 3, "why": "says nothing"}], "unsure": ["no-closing"]}\n\n'
        '{"id": "b", "flags": [], "unsure_turns": [{"rule": "no-recap", "turn": 0}]}\n',
    )
    assert found.verdicts == {
        "a": {("no-recap", 3): Verdict("flag", "says nothing", 1), ("no-closing", None): Verdict("unsure", "", 1)},
        "b": {("no-recap", 0): Verdict("unsure", "", 3)},
    }
    assert found.everywhere == {"no-recap", "no-closing"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, delimiter: str) -> None:
    text = 'Conversation,Turn,Rule,Verdict,Why\n7,2,no-recap,yes,"a\nb"\n7,,no-closing,no,\n8,1,no-recap,?,\n\n'
    found = labels(tmp_path, "\ufeff" + text.replace(",", delimiter))
    assert found.verdicts == {
        "7": {("no-recap", 2): Verdict("flag", "a\nb", 3), ("no-closing", None): Verdict("clean", "", 4)},
        "8": {("no-recap", 1): Verdict("unsure", "", 5)},
    }
    # Where clean verdicts are given, silence is none.
    assert found.everywhere == {"no-recap"}


HEAD = "conversation,turn,rule,verdict\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "labels: holds no labels"),
        ("a,b\n1,2\n", "labels:1:1: has no column conversation and turn and rule and verdict: it takes conversation, "
         "turn, rule, verdict, and perhaps why"),
        (HEAD + "7,1,no-recap,perhaps\n", 'labels:2:1: found the verdict "perhaps", allowed: flag, clean, unsure'),
        (HEAD + "7,first,no-recap,yes\n", 'labels:2:1: found the turn "first", turns are numbers from 0'),
        (HEAD + "7,1,,yes\n", "labels:2:1: a row needs a conversation, a rule and a verdict"),
        (HEAD + "7,1,r,yes\n7,1,r,no\n", "labels:3:1: 7: r in turn 1 is clean here, and flag on line 2"),
        (HEAD + '7,1,r,"yes\n', "labels:2:1: is no CSV: unexpected end of data"),
        ('{"id": "a"}', "labels:1:1: flags: Field required"),
        ('{"id": "a", "flags": []}\n{', "labels:2:1: is no JSON object: Expecting property name enclosed in double "
         "quotes: line 1 column 2 (char 1)"),
        ('{"id": "a", "flags": [{"rule": "r", "turn": -1}]}', "labels:1:1: flags.0.turn: Input should be greater than "
         "or equal to 0"),
        ('{"id":' + "[" * 100_000, "labels:1:1: is no JSON object: nested too deeply"),
    ],
)  # fmt: skip
def test_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, fault: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("labels").write_text(text, "utf-8")
    with pytest.raises(ReadError) as caught:
        read_labels(Path("labels"))
    assert str(caught.value) == fault


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    for path in (tmp_path, tmp_path / "none", tmp_path / "latin"):
        with pytest.raises(ReadError, match="cannot be read"):
            read_labels(path)


def test_maps() -> None:
    rules = ["blames-customer", "dismissive", "no-recap"]
    assert parse_map(["rude=blames-customer, dismissive", "rude=no-recap", "x=no-recap"], rules) == {
        "rude": ("blames-customer", "dismissive", "no-recap"),
        "x": ("no-recap",),
    }
    with pytest.raises(UsageError, match='--map: no rule is called "dismisive": did you mean "dismissive"'):
        parse_map(["rude=dismisive"], rules)
    for text in ("rude", "=no-recap", "rude="):
        with pytest.raises(UsageError, match="it is LABEL=RULE or LABEL=RULE,RULE"):
            parse_map([text], rules)
