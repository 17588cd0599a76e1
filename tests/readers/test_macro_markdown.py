"""Markdown: drafts and macros, libraries of macros under headings, comments that are no part of a text."""
# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from carelint.errors import ReadError
from carelint.model import Conversation, Ignore, Kind, Place
from carelint.readers import ReadOptions, read
from tests.macro_files import Told, told, written

QUOTED = """
    # Our replies

    Pick one.

    ## Late parcel
    For parcels that are late.

    > Hi {{name}},
    >
    >   a needle
    lazy needle

    ## Refund ##

    ```
    # no heading, a needle
      <!-- kept -->
    ```
"""
QUOTED_TOLD = [
    Told("Late parcel", "Hi {{name}},\n\n  a needle\nlazy needle", metadata={"title": "Late parcel"}),
    Told("Refund", "# no heading, a needle\n  <!-- kept -->", metadata={"title": "Refund"}),
]
PLAIN = """
    ## Late parcel

    Hi {{name}},

    ### Steps
    a needle

    ## Refund
    We have refunded it: needle
"""
PLAIN_TOLD = [
    Told("Late parcel", "Hi {{name}},\n\n### Steps\na needle", metadata={"title": "Late parcel"}),
    Told("Refund", "We have refunded it: needle", metadata={"title": "Refund"}),
]
NO_MARKS = "## Late\n\nIt is late, needle\n\n## Refund\n\nWe refunded it, needle\n"
NO_MARKS_TOLD = [
    Told("Late", "It is late, needle", metadata={"title": "Late"}),
    Told("Refund", "We refunded it, needle", metadata={"title": "Refund"}),
]
ONE = [Told("a", NO_MARKS.strip(), kind="draft")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(QUOTED, QUOTED_TOLD, id="quoted"),
        pytest.param(PLAIN, PLAIN_TOLD, id="with placeholders"),
        pytest.param(NO_MARKS, ONE, id="a draft with headings"),
        pytest.param("---\nkind: macros\n---\n" + NO_MARKS, NO_MARKS_TOLD, id="kind: macros"),
        pytest.param("---\nkind: saved replies\n---\n" + NO_MARKS, NO_MARKS_TOLD, id="kind: saved replies"),
        pytest.param("---\nkind: macro\n---\n" + NO_MARKS, NO_MARKS_TOLD, id="kind: macro, several headings"),
        pytest.param(
            "---\nkind: macro\ntitle: Both\n---\n" + NO_MARKS,
            [Told("a", NO_MARKS.strip(), metadata={"title": "Both"})],
            id="a title is that of one macro",
        ),
        pytest.param(
            "---\nkind: draft reply\n---\n" + NO_MARKS, ONE, id="a kind that is a draft"
        ),
        pytest.param("---\nkind: macros\n---\nneedle", [Told("a", "needle")], id="kind: macros without headings"),
        pytest.param(
            "---\nkind: macros\n---\n## Late\nneedle", [Told("Late", "needle", metadata={"title": "Late"})], id="one"
        ),
        pytest.param(
            "---\nkind: macro\n---\n## Late\nneedle", [Told("a", "## Late\nneedle")], id="kind: macro, one heading"
        ),
        pytest.param(
            "---\nkind: macros\nchannel: email\nowner: Kit\n---\n# All\n\n# Refunds\n\n## A\nneedle\n\n## B\n\n## C\nneedle\n"
            "\n# Parcels\n## A\nneedle\n",
            [
                Told("A", "needle", "email", {"owner": "Kit", "title": "A", "category": "Refunds"}),
                Told("C", "needle", "email", {"owner": "Kit", "title": "C", "category": "Refunds"}),
                Told("A (2)", "needle", "email", {"owner": "Kit", "title": "A", "category": "Parcels"}),
            ],
            id="categories, defaults, an empty one",
        ),
        pytest.param(
            "Hi {{name}},\n\n## Steps\nneedle {{a}}\n\n## More\nneedle {{b}}\n",
            [Told("a", "Hi {{name}},\n\n## Steps\nneedle {{a}}\n\n## More\nneedle {{b}}", kind="draft")],
            id="a draft that begins above its headings",
        ),
        pytest.param(
            "## Install\n```sh\nneedle\n```\n## Use\n```sh\nneedle\n```\n",
            [Told("a", "## Install\n```sh\nneedle\n```\n## Use\n```sh\nneedle\n```", kind="draft")],
            id="code",
        ),
        pytest.param(
            "---\nkind: macros\n---\n## Late\n<!-- a --> you <!-- b --> needle\n\n## Refund\n<!-- c -->\n> needle\n> needle\n",
            [
                Told("Late", "you needle", metadata={"title": "Late"}),
                Told("Refund", "needle\nneedle", metadata={"title": "Refund"}),
            ],
            id="a quote alone is the text",
        ),
        pytest.param(
            "## Late\n> e-mail needle\n\nor\n\n> chat needle\n\n## Refund\n> needle\n",
            [
                Told("Late", "e-mail needle", metadata={"title": "Late"}),
                Told("Late (2)", "chat needle", metadata={"title": "Late"}),
                Told("Refund", "needle", metadata={"title": "Refund"}),
            ],
            id="two texts under a heading",
        ),
        pytest.param(
            "---\nkind: macro\nsubject: Your parcel\n---\n\nneedle\n",
            [Told("a", "needle", "email", {"subject": "Your parcel"})],
            id="a subject makes an e-mail",
        ),
    ],
)  # fmt: skip
def test_macros(content: str, expected: list[Told], end: str, bom: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", bom + dedent(content).replace("\n", end))
    assert told(path) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("macro", NO_MARKS_TOLD), ("draft", ONE)],
)
def test_what_the_command_line_says(kind: Kind, expected: list[Told], tmp_path: Path) -> None:
    assert told(written(tmp_path / "a.md", NO_MARKS), ReadOptions(kind=kind)) == expected


def test_a_library_may_be_one_draft(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", dedent(QUOTED))
    (found,) = read(str(path), ReadOptions(kind="draft"))
    assert isinstance(found, Conversation)
    assert (found.kind, found.turns[0].text) == ("draft", dedent(QUOTED).strip())
    assert found.turns[0].place == Place(2)


COMMENTS = """\
---
kind: macros
# carelint: ignore in-front -- for all
owner: Kit
---
<!-- carelint: ignore above -- for all -->

<!-- carelint: ignore late-only, other -->
## Late <!-- carelint: ignore in-title -->

<!-- for agents -->
Hi,<!-- why --> a needle <!-- a
needle in a
comment --> needle `<!-- needle -->`

<!--
carelint: ignore inside
-->

needle <!-- not closed
## Refund

needle
"""


def test_comments_are_no_part_of_a_text(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", COMMENTS)
    about = {"owner": "Kit"}
    assert told(path) == [
        Told(
            "Late",
            "Hi, a needle\nneedle `<!-- needle -->`\n\nneedle <!-- not closed",
            metadata=about | {"title": "Late"},
        ),
        Told("Refund", "needle", metadata=about | {"title": "Refund"}),
    ]
    for_all = (Ignore(("in-front",), 3, "for all"), Ignore(("above",), 6, "for all"))
    late = (Ignore(("late-only", "other"), 8), Ignore(("in-title",), 9), Ignore(("inside",), 16))
    ignores = [one.ignores for one in read(str(path)) if isinstance(one, Conversation)]
    assert ignores == [(*for_all, *late), for_all]


def test_comments_in_a_draft(tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", "<!-- to do -->\n\nHi,\n\n<!-- carelint: ignore x -- why -->\n\na needle\n")
    assert told(path) == [Told("a", "Hi,\n\na needle", kind="draft")]
    (found,) = read(str(path))
    assert isinstance(found, Conversation)
    assert found.ignores == (Ignore(("x",), 5, "why"),)


def test_the_end_of_words_before_a_comment(tmp_path: Path) -> None:
    (found,) = read(str(written(tmp_path / "a.md", "Hi<!-- x -->you\n")))
    assert isinstance(found, Conversation)
    (turn,) = found.turns
    assert turn.text == "Hiyou"
    assert [turn.place.region(turn.text, *span) for span in ((0, 2), (2, 5), (0, 5), (2, 2))] == [
        ((1, 1), (1, 3)),
        ((1, 13), (1, 16)),
        ((1, 1), (1, 16)),
        ((1, 13), (1, 13)),
    ]
    assert (turn.place.written("two words"), turn.place.written("two\nlines")) == ("two words", None)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("---\nowner: Kit\nchannel: post\n---\nneedle\n", ":3:10: front matter: unknown channel"),
        ("---\nkind: macros\nchannel: post\n---\n## A\nneedle\n", ":3:10: front matter: unknown channel"),
        ("---\nkind: poem\n---\n## A\n> needle\n## B\n> needle\n", ":2:7: front matter: unknown kind"),
        ("<!-- only this -->\n", ": is empty"),
    ],
)
def test_faults(content: str, expected: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", content)
    (error,) = read(str(path))
    assert isinstance(error, ReadError)
    assert str(error).removeprefix(str(path)).startswith(expected)


@pytest.mark.parametrize(
    "part",
    ["<!--", "-->", "`<!--", "> ", "```\n", "## a\n", "## a\nb\n", "## a\n> {{b}}\n", "- ", "[", "* x\n", "<!-- -->"],
)
def test_no_text_takes_long(part: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.md", part * 20_000)
    assert len(list(read(str(path), ReadOptions(kind="macro")))) >= 1
