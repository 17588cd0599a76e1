"""HTML files: what their reader sees is the draft, each word where it stands, comments turn rules off."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelint.model import Conversation, Ignore
from carelint.readers import ReadOptions, read

PAGE = """<!DOCTYPE html>
<html><head><title>No text</title></head>
<body>
<!-- carelint: ignore hedged-inconvenience -- Legal wants it -->
<p>Hi <b>Bo</b>,</p>
<p>Fish &amp; chips
for two.</p>
</body></html>
"""


@pytest.mark.parametrize(
    ("name", "reader"), [("mail.html", None), ("mail.htm", None), ("mail.txt", None), ("x", "html")]
)
def test_a_page_is_a_draft(tmp_path: Path, name: str, reader: str | None) -> None:
    path = tmp_path / name
    path.write_text(PAGE, encoding="utf-8")
    (found,) = read(str(path), ReadOptions(reader=reader))
    assert isinstance(found, Conversation)
    (turn,) = found.turns
    assert (found.id, found.kind, found.channel, turn.text) == (
        path.stem, "draft", "email", "Hi Bo,\n\nFish & chips for two.",
    )  # fmt: skip
    places = {word: turn.place.locate(turn.text, turn.text.index(word)) for word in ("Hi", "Bo", "&", "for")}
    assert places == {"Hi": (5, 4), "Bo": (5, 10), "&": (6, 9), "for": (7, 1)}
    assert found.ignores == (Ignore(("hedged-inconvenience",), 4, "Legal wants it"),)


def test_a_page_without_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    path.write_text("<html><body><img src='a.png'></body></html>")
    (found,) = read(str(path))
    assert str(found) == f"{path}: shows no text"


def test_it_may_be_a_macro(tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    path.write_text("<p>Hi</p>")
    (found,) = read(str(path), ReadOptions(kind="macro", channel="chat"))
    assert isinstance(found, Conversation)
    assert (found.kind, found.channel) == ("macro", "chat")
