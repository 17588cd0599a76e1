"""`macros:` of the configuration: which field of a library says what, for all files and by path."""
# ruff: noqa: E501

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carelint.cli.options import ReadChoice
from carelint.config import load_config
from carelint.errors import ConfigError
from carelint.model import Conversation
from carelint.readers import MacroFields, ReadOptions, read
from tests.macro_files import Told, told, written

FIELDS = MacroFields(
    id="Kuerzel", title="Betreff", text="Antwort.text", html="Antwort.html", channel="Kanal", language="Sprache"
)
LATE = {
    "Kuerzel": "late",
    "Betreff": "Zu spät",
    "Antwort": {"text": "needle"},
    "Kanal": "email",
    "Sprache": "de",
    "Team": "A",
}
RICH = {"Kuerzel": "rich", "Betreff": None, "Antwort": {"html": "<p>Hi</p><p>a needle</p>"}}
LATE_TOLD = Told("late", "needle", "email", {"title": "Zu spät", "language": "de", "Team": "A"})
RICH_TOLD = Told("rich", "Hi\n\na needle", metadata={"title": None})


def options(**fields: str) -> ReadOptions:
    return ReadOptions(macros=MacroFields(**fields))


@pytest.mark.parametrize(
    ("value", "items", "expected"),
    [
        ([LATE, RICH], "", [LATE_TOLD, RICH_TOLD]),
        ({"data": [LATE]}, "", [LATE_TOLD]),
        ({"data": {"vorlagen": [LATE, RICH]}}, "data.vorlagen", [LATE_TOLD, RICH_TOLD]),
        ({"templates": [LATE, RICH]}, "templates", [LATE_TOLD, RICH_TOLD]),
        ({"n": 1, "data": {"vorlagen": {"a": LATE}}, "m": 2}, "data.vorlagen", [LATE_TOLD]),
        ({"data": {"a": {"Betreff": "b", "Antwort": {"text": "needle"}}}}, "data", [':1:16: no field "Kuerzel", which macros: id of the configuration names; found: id, kind, Betreff, Antwort (at /data/a)']),
        ([LATE], "data", [':1:2: no field "data", which macros: items of the configuration names; found: Kuerzel, Betreff, Antwort, Kanal, Sprache, Team']),
        ({"x": 1}, "data.y", [':1:1: no field "data.y", which macros: items of the configuration names; found: x']),
        ({"data": 5}, "data", [":1:10: data must be a list of macros, or a mapping from ids, not a number"]),
        ([{"Kuerzel": "a", "Betreff": "b", "Antwort": "needle"}], "", [':1:2: no field "Antwort.text", which macros: text of the configuration names; found: Kuerzel, Betreff, Antwort (at /0)']),
        ([{"Kuerzel": "a", "Antwort": {"text": "needle"}}], "", [':1:2: no field "Betreff", which macros: title of the configuration names; found: Kuerzel, Antwort (at /0)']),
        ([{"Kuerzel": "a", "Betreff": "b", "Antwort": {"text": 5}}], "", [":1:55: Antwort.text must be a text, not a number (at /0/Antwort/text)"]),
    ],
)  # fmt: skip
def test_json(value: Any, items: str, expected: list[Told | str], tmp_path: Path) -> None:
    fields = dict(FIELDS.named())
    path = written(tmp_path / "a.json", json.dumps(value, ensure_ascii=False))
    assert told(path, options(**fields, items=items)) == expected


def test_json_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", f"{json.dumps(LATE)}\n{json.dumps(RICH)}\n")
    assert told(path, ReadOptions(macros=FIELDS)) == [LATE_TOLD, RICH_TOLD]


def test_a_conversation_is_none(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", json.dumps({"id": "7", "turns": [{"role": "agent", "text": "Hi"}]}))
    (found,) = read(str(path), ReadOptions(macros=FIELDS))
    assert isinstance(found, Conversation)
    assert (found.id, found.kind) == ("7", "transcript")


def test_csv(tmp_path: Path) -> None:
    content = 'Kürzel;Betreff;Antwort.text;Kanal;Team\nlate;Zu spät;"Hallo ""du"",\na needle";email;A\nx;;needle;;\n'
    path = written(tmp_path / "a.csv", content)
    assert told(path, options(id="Kürzel", title="Betreff", text="Antwort.text", channel="Kanal")) == [
        Told("late", 'Hallo "du",\na needle', "email", {"title": "Zu spät", "Team": "A"}),
        Told("x", "needle", metadata={"title": "", "Team": ""}),
    ]
    assert told(path, options(text="Antwort.html")) == [
        ':1:1: no field "Antwort.html", which macros: text of the configuration names; found: Kürzel, Betreff, '
        "Antwort.text, Kanal, Team"
    ]


CONFIG = """\
macros: {id: Kuerzel, text: Text}
overrides:
  - paths: ["crm/**"]
    macros: {title: name, text: body, items: data.templates}
  - paths: ["mails/**"]
    channel: email
"""


def test_fields_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config(written(tmp_path / "carelint.yaml", CONFIG))
    found = {path: ReadChoice().options(config, path).macros for path in ("a.json", "crm/a.json", "mails/a.json", "-")}
    own = MacroFields(id="Kuerzel", text="Text")
    assert found == {
        "a.json": own,
        "crm/a.json": MacroFields(items="data.templates", title="name", text="body"),
        "mails/a.json": own,
        "-": own,
    }


def test_no_fields(tmp_path: Path) -> None:
    config = load_config(written(tmp_path / "carelint.yaml", "kind: macro\n"))
    assert ReadChoice().options(config, "a.json").macros is None


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("macros: {txt: body}\n", '1:10: unknown key "txt": did you mean "text"? allowed: channel, html, id, items, language, subject, tags, text, title'),
        ("macros: {text: [a]}\n", "1:16: expected text, found a list"),
        ("macros: {title: a}\n", "1:1: macros names no field for the text: text, html, or both"),
        ("macros: [a]\n", "1:9: expected keys and values, found a list"),
        ("overrides:\n  - channels: [email]\n    macros: {text: a}\n", "3:5: macros is set before the channel is known: it goes with paths, not with channels"),
        ("overrides:\n  - paths: [a]\n    macros: {title: a}\n", "3:5: macros names no field for the text: text, html, or both"),
    ],
)  # fmt: skip
def test_faults(content: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(Path("carelint.yaml"), content)
    with pytest.raises(ConfigError) as caught:
        load_config(Path("carelint.yaml"))
    assert any(line.startswith(f"carelint.yaml:{fault}") for line in str(caught.value).splitlines()), str(caught.value)
