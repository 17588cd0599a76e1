"""Paths as other programs take them."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.reporters.portable import plain, relative, uri


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/ü.md", "a%20b/%C3%BC.md"),
        ("../up.md", "../up.md"),
        ("a:b.md", "a%3Ab.md"),
        ("<stdin>", "%3Cstdin%3E"),
        ("/elsewhere/a b.md", "file:///elsewhere/a%20b.md"),
        ("D:/work/a.md", "file:///D%3A/work/a.md"),
    ],
)
def test_uri(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_a_path_below_the_folder_is_seen_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative(str(tmp_path / "chats" / "a.md")) == "chats/a.md"
    assert relative(f"{tmp_path}-other/a.md") == f"{tmp_path}-other/a.md"
    assert relative("chats/a.md") == "chats/a.md"
    monkeypatch.chdir("/")
    assert relative("/elsewhere/a.md") == "elsewhere/a.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\nb\tc", "a b c"), ("\x00\x1b", "␀␛"), ("\ud800\ufffe\u202e", "���"), ("日本 🙂", "日本 🙂")],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected
