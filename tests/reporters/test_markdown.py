"""`markdown`: rendered to HTML, as GitHub does; what a reader sees in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from markdown_it import MarkdownIt

from carelint.errors import Fault
from carelint.model import Result
from carelint.reporters import Style, markdown
from carelint.reporters.markdown_text import escaped
from carelint.reporters.portable import plain

from .runs import APOLOGY, NOT_RUN, PROBLEM, RESULTS, SCORED, any_text, at, each_path, each_text, report, rules, saying

GITHUB = MarkdownIt("gfm-like", {"html": True})
assert GITHUB.linkify
# GitHub links what begins with a scheme or with www., not every name with a dot.
GITHUB.linkify.set({"fuzzy_link": False})


def page(text: str) -> BeautifulSoup:
    return BeautifulSoup(GITHUB.render(text), "html.parser")


def seen(element: Any) -> str:
    """The text of an element, as one line; a line break in it is a stroke."""
    for one in element.find_all("br"):
        one.replace_with(" / ")
    return " ".join(element.get_text().split())


def tables(text: str) -> list[list[list[str]]]:
    return [
        [[seen(cell) for cell in line.find_all(["th", "td"])] for line in one.find_all("tr")]
        for one in page(text).find_all("table")
    ]


COUNTS = [["error", "warning", "info"], ["1", "1", "1"]]
HEAD = ["Line", "Severity", "Rule", "Turn", "What was found"]


def by_rule(sorry: str, promised: str) -> list[list[str]]:
    return [
        ["Severity", "Rule", "", "Findings"],
        ["error", "non-apology", sorry, "1"],
        ["warning", "commitment-without-deadline", promised, "1"],
        ["info", "no-tomato", "", "1"],
    ]


LATE = [
    HEAD,
    [
        "3:9",
        "error",
        "non-apology",
        "Delay#0",
        "“sorry if you” regrets a feeling. / → Say what happened. Write instead: “sorry that you”.",
    ],
    ["4:2", "warning, critical", "commitment-without-deadline", "Delay#0", "“we will write” has no date."],
]
UMLAUT = [HEAD, ["1:1", "info", "no-tomato", "ü#0", "No tomato."]]


def test_markdown() -> None:
    text = report("markdown")
    assert tables(text) == [COUNTS, by_rule("", ""), LATE, UMLAUT]
    assert [seen(one) for one in page(text).find_all(["h2", "h3"])] == [
        "carelint",
        "macros/late parcels.csv",
        "macros/ü.md",
    ]
    assert [seen(one) for one in page(text).find_all("p")] == ["3 conversations, 3 turns: 1 error, 1 warning, 1 info"]


def test_the_titles_of_the_rules() -> None:
    known = rules()
    titles = (known["non-apology"].spec.title, known["commitment-without-deadline"].spec.title)
    assert tables(report("markdown", style=Style(rules=known)))[1] == by_rule(*titles)


def test_scores() -> None:
    text = report("markdown", SCORED)
    scored = ["", "", "", "Delay", "score 72.5 of 100, not passed; breached: commitment-without-deadline"]
    assert tables(text) == [
        COUNTS,
        by_rule("", ""),
        [["Criterion", "Mean", "Judged"], ["Tone", "50.0", "1"]],
        [["Breached", "Conversations"], ["commitment-without-deadline", "1"]],
        [*LATE, scored],
        UMLAUT,
    ]
    assert "mean score 72.5, 0 of 1 conversation passed" in [seen(one) for one in page(text).find_all("p")]


def test_agents_stand_from_the_lowest_on() -> None:
    score = SCORED[0].score
    assert score
    results = [
        replace(RESULTS[1], conversation=f"{n}", agents=(f"A|{n}",), score=replace(score, score=n, criteria=()))
        for n in range(30, 0, -1)
    ]
    text = report("markdown", results)
    found = next(one for one in tables(text) if one[0][0] == "Agent")
    assert found == [["Agent", "Mean", "Scored"], *([f"A|{n}", f"{n}.0", "1"] for n in range(1, 21))]
    assert "10 more agents are left out." in text


def test_problems_and_what_was_not_judged() -> None:
    text = report("markdown", (), problems=[PROBLEM, Fault("a_b_c.md", 0, 0, "is *empty*")], unavailable=NOT_RUN)
    shown = page(text)
    assert [seen(one) for one in shown.find_all("li")] == [
        "macros/bad.json:3:9: is no valid JSON",
        "a_b_c.md: is *empty*",
        "not run: named: needs a trained spaCy pipeline",
    ]
    assert [seen(one) for one in shown.find_all(["h2", "h3", "summary"])] == [
        "carelint",
        "Not read",
        "Not judged, for want of evidence",
    ]
    assert tables(text) == []


def test_of_very_many_problems_the_first_are_shown() -> None:
    found = page(report("markdown", (), problems=[Fault(f"{n}.md", 0, 0, "is empty") for n in range(300)]))
    assert [seen(one) for one in found.find_all("li")] == [
        *(f"{n}.md: is empty" for n in range(20)),
        "and 280 more problems",
    ]


def test_an_empty_run() -> None:
    assert report("markdown", ()) == "## carelint\n\n0 conversations, 0 turns: **nothing was checked**\n"
    assert report("markdown", RESULTS[1:2]) == "## carelint\n\n1 conversation, 1 turn: **nothing found**\n"


def test_statistics_are_the_counts_alone() -> None:
    assert tables(report("markdown", SCORED, Style(statistics=True))) == tables(report("markdown", SCORED))[:4]


@pytest.mark.parametrize("path", ["a.md", "ü" * 300], ids=["short", "wide"])
def test_a_summary_keeps_below_what_github_takes(path: str) -> None:
    """Many bytes a character, many files: what is left out is counted."""
    assert markdown.LARGEST == 1024 * 1024
    finding = replace(APOLOGY, message="日" * 300)
    number = 4000
    results = (
        Result(f"{n}{path}", "Delay", "chat", "draft", 1, (replace(finding, path=f"{n}{path}"),)) for n in range(number)
    )
    text = report("markdown", results)
    size = len(text.encode())
    assert 1_040_000 < size <= 1024 * 1024
    shown = text.count("| 3:9 |")
    assert text.endswith(f"\n*{number - shown:,} rows left out: a summary has at most 1 MiB.*\n")
    assert f"{number:,} errors" in text


def survives(text: str) -> None:
    written = report("markdown", saying(text))
    shown = plain(text).strip()
    cells = tables(written)[-1][1]
    words = " ".join(shown.split())
    assert cells[3:] == [" ".join(f"{plain(text.strip() or 'x')}#0".split()), f"{words} / → {words}"]
    html = page(written)
    own = {"h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "br"}
    assert {one.name for one in html.find_all()} <= own
    assert {seen(one) for one in html.find_all("code")} == {"non-apology"}


@each_text
def test_a_text_is_nothing_but_text(text: str) -> None:
    survives(text)


@given(any_text)
def test_any_text_is_nothing_but_text(text: str) -> None:
    survives(text)


def test_bare_addresses_are_no_links() -> None:
    assert escaped("http://a.example, WWW.b.example") == "http\\://a.example, WWW\\.b.example"


@each_path
def test_a_path_is_nothing_but_text(path: str) -> None:
    html = page(report("markdown", at(path)))
    assert [seen(one) for one in html.find_all("h3")] == [plain(path)]
    assert {one.name for one in html.find_all()} & {"a", "em", "img", "b", "stdin"} == set()
