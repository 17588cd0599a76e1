"""`rdjson`: valid by reviewdog's schema, its columns the bytes of the file."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from carelint.model import Edit, Finding, Fix, Position, Region, Result
from carelint.reporters import source_bytes

from .runs import APOLOGY, NOT_RUN, PROBLEM, SCORED, any_text, at, each_path, each_text, report, saying, schema, whole

SCHEMA = jsonschema.Draft4Validator(schema("rdf-DiagnosticResult.json"))


def diagnostics(text: str) -> list[dict[str, Any]]:
    document = json.loads(text)
    SCHEMA.validate(document)
    # Strict parsers (protobuf's) refuse what is not UTF-8.
    assert "\\ud8" not in text
    assert document.keys() == {"source", "diagnostics"}
    assert document["source"] == {"name": "carelint"}
    found: list[dict[str, Any]] = document["diagnostics"]
    return found


def test_rdjson_of_files_that_are_not_there_has_lines() -> None:
    late = "macros/late parcels.csv"
    assert diagnostics(report("rdjson", SCORED, problems=[PROBLEM], unavailable=NOT_RUN)) == [
        {
            "message": "“sorry if you” regrets a feeling. Say what happened. Write instead: “sorry that you”.",
            "location": {"path": late, "range": {"start": {"line": 3}, "end": {"line": 3}}},
            "severity": "ERROR",
            "code": {"value": "non-apology"},
        },
        {
            "message": "“we will\nwrite” has no date.",
            "location": {"path": late, "range": {"start": {"line": 4}, "end": {"line": 5}}},
            "severity": "WARNING",
            "code": {"value": "commitment-without-deadline"},
        },
        {
            "message": "Cannot be read: is no valid JSON",
            "location": {"path": "macros/bad.json", "range": {"start": {"line": 3}}},
            "severity": "ERROR",
        },
        {
            "message": "No tomato.",
            "location": {"path": "macros/ü.md", "range": {"start": {"line": 1}, "end": {"line": 1}}},
            "severity": "INFO",
            "code": {"value": "no-tomato"},
        },
    ]


def test_an_empty_run() -> None:
    assert diagnostics(report("rdjson", ())) == []
    assert diagnostics(report("rdjson", (), problems=[replace(PROBLEM, line=0)])) == [
        {
            "message": "Cannot be read: is no valid JSON",
            "location": {"path": "macros/bad.json"},
            "severity": "ERROR",
        }
    ]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found_in(text: str, words: str, path: str = "a.md") -> Finding:
    """A finding of these words, with a fix, its columns as carelint counts: characters, from 1."""
    start = text.index(words)
    line, column = text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1
    region = Region(Position(line, column), Position(line, column + len(words)))
    finding = replace(APOLOGY, path=path, line=line, column=column, end_line=line, end_column=column + len(words))
    return replace(finding, fix=Fix(0, 1, "new"), edit=Edit(region, "new"))


def one(finding: Finding) -> dict[str, Any]:
    [found] = diagnostics(report("rdjson", [Result(finding.path, "a", "chat", "draft", 1, (finding,))]))
    return found


def cut(data: bytes, place: dict[str, Any]) -> bytes:
    """What a range of the format names in the bytes of a file."""
    assert place["start"]["line"] == place["end"]["line"]
    line: bytes = data.split(b"\n")[place["start"]["line"] - 1]
    return line[place["start"]["column"] - 1 : place["end"]["column"] - 1]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I am sorry if you waited.\n", "sorry if you"),
        ("Grüße 🙂, sorry if you waited", "sorry if you"),
        ("first\n日本 sörry 🙂\n", "sörry 🙂"),
        ("a𐐀b", "b"),
        ("a\r\nü bad\r\n", "bad"),
    ],
)
def test_columns_are_the_bytes_of_the_words(here: Path, text: str, words: str, mark: bytes) -> None:
    data = mark + text.encode()
    (here / "a.md").write_bytes(data)
    found = one(found_in(text, words))
    assert cut(data, found["location"]["range"]) == words.encode()
    [suggestion] = found["suggestions"]
    assert (cut(data, suggestion["range"]), suggestion["text"]) == (words.encode(), "new")


def test_the_example_of_the_format(here: Path) -> None:
    (here / "a.md").write_text("a𐐀b", "utf-8")
    assert one(found_in("a𐐀b", "b"))["location"]["range"] == {
        "start": {"line": 1, "column": 6},
        "end": {"line": 1, "column": 7},
    }


def test_a_range_of_several_lines(here: Path) -> None:
    (here / "a.md").write_text("ü we\nwill ü go", "utf-8")
    finding = replace(found_in("ü we", "we"), end_line=2, end_column=8, edit=None)
    assert one(finding)["location"]["range"] == {
        "start": {"line": 1, "column": 4},
        "end": {"line": 2, "column": 9},
    }


@pytest.mark.parametrize(
    ("line", "column"), [(3, 1), (1, 9), (1_000_000, 1)], ids=["a line too many", "a column too many", "far off"]
)
def test_a_file_that_was_changed_has_lines(here: Path, line: int, column: int) -> None:
    (here / "a.md").write_text("short\n", "utf-8")
    found = one(replace(found_in("short", "short"), line=line, column=column))
    assert found["location"]["range"] == {"start": {"line": line}, "end": {"line": 1}}
    assert found["suggestions"] == [
        {"range": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 6}}, "text": "new"}
    ]


def test_large_files_and_what_is_no_file_have_lines(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_bytes, "_LARGEST", 9)
    (here / "large.md").write_text("0123456789", "utf-8")
    (here / "binary.md").write_bytes(b"01\x00\xff")
    os.mkfifo(here / "pipe.md")  # opening it would wait for ever
    (here / "folder.md").mkdir()
    for path in ("large.md", "binary.md", "pipe.md", "folder.md", "none.md"):
        found = one(found_in("0123", "0", path))
        assert found["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}}
        assert "suggestions" not in found


def survives(text: str) -> None:
    [found] = diagnostics(report("rdjson", saying(text)))
    assert found["message"] == f"{whole(text)} {whole(text)}".strip()


@each_text
def test_a_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


@given(any_text)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    survives(text)


@each_path
def test_a_path_comes_back_as_it_was(path: str) -> None:
    [found] = diagnostics(report("rdjson", at(path)))
    assert found["location"]["path"] == whole(path)
