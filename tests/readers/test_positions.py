"""What a finding points at in the file is the very text of the finding, and a fix put there says what is meant."""

import csv
import html
import io
import json
import re
from collections.abc import Callable

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from carelint.model import Conversation, Edit, Position, Region, Turn
from carelint.readers import read

ODD = (
    "a", "Zed", "two words", " ", "  ", "\n", "\n\n", "\t", '"', '""', "'", "''", "\\", "\\n", ": ", " #", "- ", ":",
    "{{x}}", "{% if a %}", "[x]", "{", "}", "&amp;", "&", "<", "<NAME>", "&lt;b", "😀", "é", "שלום", "\u2028", "\xa0",
    ",", ";", "|", ">", "%", "@", "`", "?", "!", "~", "null", "1", "---", "\ufeff", "e\u0301",
)  # fmt: skip
TEXTS = st.lists(
    st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))), min_size=1, max_size=14
).map("".join)
WORDS = st.lists(st.sampled_from(ODD), max_size=3).map("".join)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def dumped(text: str, key: str, style: str | None, form: int) -> str:
    width, end = ((15, "\n"), (80, "\r\n"), (40, "\n"))[form]
    macro = {"title": "t", key: text}
    data = ({"macros": [macro]}, [macro], {"m": macro})[form]
    return yaml.safe_dump(
        data, default_style=style, width=width, allow_unicode=form != 1, line_break=end, indent=(2, 4, 3)[form]
    )


def flowing(text: str, key: str) -> str:
    return yaml.safe_dump([{"title": "t", key: text}], default_flow_style=True, width=30, allow_unicode=True)


def table(rows: list[list[str]], form: int) -> str:
    file = io.StringIO(newline="")
    quoting = (csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC)[form]
    csv.writer(file, quoting=quoting, lineterminator=("\n", "\r\n", "\r\n")[form]).writerows(rows)
    return file.getvalue()


def json_of(text: str, key: str, form: int) -> str:
    return json.dumps([{"title": "t", key: text}], ensure_ascii=form == 0, indent=(None, 2, None)[form])


def actions(text: str, form: int) -> str:
    document = json.dumps([{"field": "comment_value", "value": text}], ensure_ascii=form == 0)
    return table([["title", "active", "actions_json"], ["t", "True", document]], form)


def page(text: str) -> str:
    """HTML that says a text: lines, bold words, characters with numbers."""
    lines = [html.escape(line).replace("two", "<b>two</b>").replace("é", "&#233;") for line in text.split("\n")]
    return "<div><!-- - --><p>" + "<br>\n".join(lines) + " </p></div>"


STYLES = {"plain": None, "single": "'", "double": '"', "literal": "|", "folded": ">"}
FORMATS: dict[str, tuple[str, Callable[[str, int], str]]] = {
    **{
        f"yaml {name}": (".yaml", lambda text, form, style=style: dumped(text, "text", style, form))
        for name, style in STYLES.items()
    },
    **{
        f"html in yaml {name}": (".yaml", lambda text, form, style=style: dumped(page(text), "body_html", style, form))
        for name, style in STYLES.items()
    },
    "yaml flow": (".yaml", lambda text, form: flowing(text, "text")),
    "json": (".json", lambda text, form: json_of(text, "text", form)),
    "html in json": (".json", lambda text, form: json_of(page(text), "body_html", form)),
    "csv": (".csv", lambda text, form: table([["title", "text", "tags"], ["t", text, "x"]], form)),
    "actions in csv": (".csv", actions),
}


def said(data: str, suffix: str) -> Turn | None:
    """Read the one macro of a file, if it is one."""
    found = list(read(f"a{suffix}", None, data.encode()))
    turns = [turn for one in found if isinstance(one, Conversation) for turn in one.turns]
    return turns[0] if len(turns) == 1 else None


def index(data: str, position: Position) -> int:
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", data))]
    return starts[position.line - 1] + position.column - 1


def spliced(data: str, region: Region, other: str) -> str:
    return data[: index(data, region.start)] + other + data[index(data, region.end) :]


@pytest.mark.parametrize("name", FORMATS)
@QUICK
@given(text=TEXTS, form=st.integers(0, 2), cut=st.tuples(st.integers(0, 60), st.integers(0, 60)), other=WORDS)
def test_regions_and_edits(name: str, text: str, form: int, cut: tuple[int, int], other: str) -> None:
    suffix, write = FORMATS[name]
    data = write(text, form)
    turn = said(data, suffix)
    assume(turn is not None)
    assert turn is not None
    if "html" not in name and "yaml" not in name:
        assert turn.text == text
    start, end = sorted(number % (len(turn.text) + 1) for number in cut)
    region = turn.place.region(turn.text, start, end)
    assert turn.place.locate(turn.text, start) == region.start
    if edit := turn.place.edit(turn.text, start, end, other):
        expect(data, suffix, edit, turn.text[:start] + other + turn.text[end:])
    part = turn.text[start:end]
    if part and not (part[0] + part[-1]).isspace() and not re.search(r"\s", part[0] + part[-1]):
        # What stands there is the span and nothing else: a word in its place is all that changes.
        after = said(spliced(data, region, "Zz"), suffix)
        if edit is not None or after is not None:
            assert after is not None
            assert after.text == turn.text[:start] + "Zz" + turn.text[end:]


def expect(data: str, suffix: str, edit: Edit, text: str) -> None:
    after = said(spliced(data, edit.region, edit.text), suffix)
    if text.strip():
        assert after is not None
        assert after.text == text
