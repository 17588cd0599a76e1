"""Macro libraries in tables: delimiters, quotes, line ends, HTML columns, and the actions of a Zendesk import."""
# ruff: noqa: E501

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from carelint.readers import ReadOptions
from tests.macro_files import Told, told, written

TEXT = 'Hi "you",\nwith a needle; and\n\n  needle | 😀'


def table(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().replace("\n", end)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_tables(delimiter: str, end: str, bom: str, tmp_path: Path) -> None:
    rows = [
        ["Name", "Text", "Channel", "Language", "Tags", "Active"],
        ["Late; sorry", TEXT, "email", "en", "a, b", "true"],
        ["Late; sorry", "a needle", "", "", "", "false"],
    ]
    path = written(tmp_path / "macros.csv", bom + table(rows, delimiter, end))
    assert told(path) == [
        Told("Late; sorry", TEXT, "email", {"Name": "Late; sorry", "Language": "en", "Tags": "a, b", "Active": "true"}),
        Told("Late; sorry (2)", "a needle", metadata={"Name": "Late; sorry", "Active": "false"}),
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (["id", "title", "text"], ["m1", "Late", "needle"], Told("m1", "needle", metadata={"title": "Late"})),
        (["title", "body_html"], ["Late", "<p>Hi</p><p>a needle</p>"], Told("Late", "Hi\n\na needle", metadata={"title": "Late"})),
        (["title", "text", "html"], ["Late", "needle", "<p>no</p>"], Told("Late", "needle", metadata={"title": "Late"})),
        (["title", "text", "html"], ["Late", "", "<p>needle</p>"], Told("Late", "needle", metadata={"title": "Late"})),
        (["Name", "Text"], ["Late", '<p>Hi "you"</p>\n<p>needle</p>'], Told("Late", 'Hi "you"\n\nneedle', metadata={"Name": "Late"})),
        (["title", "subject", "body"], ["Late", "Your parcel", "needle"], Told("Late", "needle", "email", {"title": "Late", "subject": "Your parcel"})),
        (["canned_id", "title", "response", "lang"], ["7", "Late", "needle", "en_US"], Told("7", "needle", metadata={"title": "Late", "lang": "en_US"})),
        (["text", "tags"], ["needle", "a"], Told("1", "needle", metadata={"tags": "a"}, kind="draft")),
    ],
)  # fmt: skip
def test_columns(header: list[str], row: list[str], expected: Told, tmp_path: Path) -> None:
    assert told(written(tmp_path / "macros.csv", table([header, row]))) == [expected]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_zendesk_import(ascii_only: bool, end: str, tmp_path: Path) -> None:
    def actions(*pairs: tuple[str, object], indent: int | None = None) -> str:
        values = [{"field": field, "value": value} for field, value in pairs]
        return json.dumps(values, ensure_ascii=ascii_only, indent=indent)

    rows = [
        ["title", "active", "actions_json"],
        ["Late", "True", actions(("status", "open"), ("comment_value", TEXT), ("current_tags", "a b"), indent=1)],
        ["Only a status", "True", actions(("status", "solved"))],
        [
            "Both",
            "False",
            actions(("comment_value", ["channel:web", TEXT]), ("comment_value", ["channel:chat", "needle"])),
        ],
        ["Note", "", actions(("comment_mode_is_public", False), ("comment_value", "needle"))],
        ["Rich", "", actions(("comment_value_html", "<p>“Hi”</p>\n<p>a\tneedle</p>"))],
    ]
    about = {"active": "True", "tags": ["a", "b"], "actions": {"status": "open", "current_tags": "a b"}}
    assert told(written(tmp_path / "macros.csv", table(rows, end=end))) == [
        Told("Late", TEXT, metadata={"title": "Late", **about}),
        Told("Both (web)", TEXT, "email", {"title": "Both", "active": "False"}),
        Told("Both (chat)", "needle", "chat", {"title": "Both", "active": "False"}),
        Told("Note", "needle", metadata={"title": "Note"}, role="note", visibility="internal"),
        Told("Rich", "“Hi”\n\na needle", "email", metadata={"title": "Rich"}),
    ]


def test_faults_stand_at_their_cells(tmp_path: Path) -> None:
    rows = [
        "title,active,actions_json",
        'A,,"[{"',
        'B,,"{""field"": 1}"',
        'C,,"[{""field"": ""comment_value"", ""value"": 5}]"',
        "D,,[]",
    ]
    assert told(written(tmp_path / "macros.csv", "\n".join(rows))) == [
        ":2:5: actions_json is no valid JSON",
        ":3:5: actions must be a list of objects with a field and a value",
        ":4:5: the comment_value must be a text, not a number",
    ]


def test_an_empty_text(tmp_path: Path) -> None:
    assert told(written(tmp_path / "m.csv", "title,text\nA, \nB,needle\n")) == [
        ":2:3: text is empty",
        Told("B", "needle", metadata={"title": "B"}),
    ]


def test_a_zendesk_import_is_told_by_its_columns(tmp_path: Path) -> None:
    content = 'title,active,actions_json\nA,,"[{""field"": ""comment_value"", ""value"": ""needle""}]"\n'
    assert told(written(tmp_path / "macros.txt", content)) == [Told("A", "needle", metadata={"title": "A"})]
    assert told(written(tmp_path / "macros.txt", content), ReadOptions(kind="macro")) == [
        Told("A", "needle", metadata={"title": "A"})
    ]
