"""HTML as its reader sees it, and where every character of that stands in the HTML."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelint.model import Edit, Place, Position, Region
from carelint.readers import read
from carelint.readers.html import html_text, html_to_text
from carelint.readers.places import FixedPlace


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hi</p><p>there</p>you", "Hi\n\nthere\n\nyou"),
        ("a <b> b </b> c", "a b c"),
        ("a<br>\n  b<br/><br><br>c", "a\nb\n\nc"),
        ("AT&T &amp; R&D", "AT&T & R&D"),
        ("&copyx &#39;&#x27; &nbsp;&foo; &#10;&#0;&#1;.", "©x '' \xa0&foo; \ufffd."),
        ("<head><title>t</title><style>p {}</style><body>Hi<script>if (a<b) c</script>", "Hi"),
        ("Hi<template>x</template><noscript>y</noscript><!-- z -->!", "Hi!"),
        ("a<blockquote>b<blockquote><p>c</p><p>d</p></blockquote></blockquote>e", "a\n\n> b\n>\n> > c\n> >\n> > d\ne"),
        ("<div><blockquote>a</div>b", "> a\n\nb"),
        ("<pre>a\n  b\r\n\r\nc</pre>", "a\nb\n\nc"),
        ("<table><tr><td>a</td><td> b</td></tr><tr><th>c</table>", "a b\n\nc"),
        ("<!--[if mso]>x<![endif]--><![if !mso]>y<![endif]>z<![CDATA[q]]>", "yz"),
        ("a < b <3 </>x </p> <b", "a < b <3 x <b"),
        ("a <!-- b <p>c</p>", "a"),
        ("", ""),
    ],
)
def test_what_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


HTML = "<p>Hello <b>wor</b>ld, you &amp;  I\n don&#39;t<br>\n know  </p><blockquote>him &lt;x> a <i> b</i></blockquote>"
TEXT = "Hello world, you & I don't\nknow\n\n> him <x> a b"


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("Hello", "Hello"),
        ("world", "wor</b>ld"),
        ("& I", "&amp;  I"),
        ("I don", "I\n don"),
        ("'", "&#39;"),
        ("t\nknow", "t<br>\n know"),
        ("know", "know"),
        ("<x>", "&lt;x>"),
        ("a b", "a <i> b"),
        ("him <", "him &lt;"),
    ],
)
def test_where_it_stands(part: str, source: str) -> None:
    text, place = html_text(HTML, Place(7, 3, "/x"))
    assert text == TEXT
    start = text.index(part)
    at = HTML.index(source)
    expected = Place(7, 3).region(HTML, at, at + len(source))
    assert place.region(text, start, start + len(part)) == expected
    assert (place.locate(text, start), place.pointer) == (expected.start, "/x")


@pytest.mark.parametrize(
    ("part", "other", "written"),
    [
        ("Hello", "<Hi> & you", "&lt;Hi&gt; &amp; you"),
        ("wor", "all", "all"),
        ("I don't", "I do not", "I do not"),
        ("him ", "", ""),
        ("world", "all", None),  # half of it is bold
        ("t\nknow", "t know", None),
        ("know", "a\nb", None),
        ("know", "a  b", None),
        ("Hello", "", None),  # the space behind it would be the first of its line
        ("you", "", None),
        ("know", "", None),
        ("a ", "x", None),  # the space in the italics would be seen
        ("> him", "x", None),
    ],
)
def test_what_can_be_written_there(part: str, other: str, written: str | None) -> None:
    text, place = html_text(HTML, Place())
    start = text.index(part)
    edit = place.edit(text, start, start + len(part), other)
    assert edit == (None if written is None else Edit(place.region(text, start, start + len(part)), written))
    assert html_text(HTML, FixedPlace())[1].edit(text, start, start + len(part), other) is None


@pytest.mark.parametrize(
    ("html", "other", "can"),
    [("AT&Tx", ";", False), ("a &copyx", ";", False), ("a <x", "b", False), ("a & x", ";", True), ("a < x", "b", True)],
)
def test_words_that_would_make_an_entity_or_a_tag_with_what_is_before_them(html: str, other: str, can: bool) -> None:
    text, place = html_text(html, Place())
    assert (place.edit(text, len(text) - 1, len(text), other) is not None) == can


BITS = (
    "<p>", "</p>", "<b>", "</b>", "<br>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<", ">", "&", "&amp;",
    "&#39;", "&#x", ";", "<!--", "-->", "<![", "]>", "<!", "<?", "</", "<a href='", "'", '"', "<script>", "</script>",
    "<head>", "<body>", "<td>", "</td>", "<title>", "<hr/>", "a", "word", " ", "  ", "\n", "\r\n", "\t", "\xa0", "😀",
    "\0", "=", "/",
)  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(BITS), max_size=25).map("".join))
def test_any_html_has_a_text_whose_places_are_in_order(html: str) -> None:
    text, place = html_text(html, Place())
    assert not re.search(r"\n\n\n|\A\s*\n| \n", text.replace("\xa0", "x"))
    starts = [0, *(found.end() for found in re.finditer("\n", html))]
    regions = [place.region(text, number, number + 1) for number in range(len(text))]
    spans = [tuple(starts[at.line - 1] + at.column - 1 for at in region) for region in regions]
    assert spans == sorted(spans)
    for character, (start, end) in zip(text, spans, strict=True):
        assert 0 <= start <= end <= len(html)
        if character.isalnum() and html[start:end] != character:
            assert html[start : start + 1] == "&"


@pytest.mark.parametrize(
    "bit",
    ["<", "<!--", "<a ", "<a b='", "<![CDATA[", "<?", "</", "&", "<div>", "<blockquote>", "<script>", "<!", "</p>"],
)
def test_hostile_html_takes_no_longer_than_other(bit: str) -> None:
    start = time.perf_counter()
    for html in (bit * 20_000, bit * 20_000 + ">", "<div>" * 20_000 + bit * 20_000 + "x" + "</div>" * 20_000):
        html_to_text(html)
    assert time.perf_counter() - start < 8


def test_lines_of_plain_texts_that_end_in_two_characters() -> None:
    (one,) = read("a.txt", None, b"Hello there\r\n\r\nsecond line\r\nthird")
    turn = one.turns[0]  # type: ignore[union-attr]
    start, end = turn.text.index("there"), turn.text.index("third") + 2
    assert turn.place.region(turn.text, start, end) == Region(Position(1, 7), Position(4, 3))
    assert turn.place.region(turn.text, start, start + 5) == Region(Position(1, 7), Position(1, 12))
