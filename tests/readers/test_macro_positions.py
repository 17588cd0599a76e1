"""For any text in a library, the characters of a finding are those that stand at its place in the file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelint.model import Conversation
from carelint.readers import read

# Letters, quotes, escapes, delimiters, line ends, beyond the first plane; marks of Markdown and comments.
WORDS = st.lists(
    st.sampled_from(
        [
            "a",
            "Zoë",
            "😀",
            '"',
            "\\",
            ",",
            ";",
            "\n",
            "\n\n",
            " ",
            "\t",
            "/",
            "{{x}}",
            ">",
            "`",
            "é\u0301",
            "<!--",
            "-->",
        ]
    ),
    max_size=30,
).map("".join)
TEXTS = st.tuples(WORDS, WORDS).map(lambda pair: f"{pair[0]}mark{pair[1]}".strip())


def _json(text: str) -> str:
    return json.dumps({"macros": [{"title": "A", "text": text}]}, indent=2)


def _csv(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([["title", "text"], ["A", text]])
    return out.getvalue()


def _zendesk(text: str) -> str:
    actions = json.dumps([{"field": "status", "value": "open"}, {"field": "comment_value", "value": text}], indent=1)
    out = io.StringIO()
    csv.writer(out).writerows([["title", "actions_json"], ["A", actions]])
    return out.getvalue()


def _markdown(text: str) -> str:
    quoted = "".join(f"> {line}\n" for line in text.split("\n"))
    return f"---\nkind: macros\n---\n# All\n## A\n<!-- x -->\n{quoted}\n## B\n\n{text}\n"


@pytest.mark.parametrize(
    ("name", "write"), [("a.json", _json), ("a.csv", _csv), ("a.csv", _zendesk), ("a.md", _markdown)]
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_each_character_stands_at_its_place(name: str, write: Callable[[str], str], text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(write(text), encoding="utf-8", newline="")
    lines = re.split(r"\r\n|\r|\n", write(text))
    found = [one for one in read(str(path)) if isinstance(one, Conversation)]
    # In Markdown it may stand in a comment.
    assert "<!--" in text or "mark" in "".join(one.turns[0].text for one in found)
    for one in found:
        (turn,) = one.turns
        for offset, character in enumerate(turn.text):
            (line, column), end = turn.place.region(turn.text, offset, offset + 1)
            if character == "\n":
                continue
            said = lines[line - 1][column - 1 : end.column - 1]
            assert (end.line, _plain(said)) == (line, character)


def _plain(said: str) -> str:
    """Undo doubled quotes and JSON's escapes."""
    escaped = said.replace('""', '"')
    return json.loads(f'"{escaped}"') if escaped.startswith("\\") and len(escaped) > 1 else escaped
