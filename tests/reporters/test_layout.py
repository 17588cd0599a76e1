"""Text for the terminal: cut, wrapped, marked, harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from carelint.reporters.base import counted, printable
from carelint.reporters.layout import carets, excerpt, lines_of, wrap


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [bold]text[/bold] :smile:", "plain [bold]text[/bold] :smile:"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\tb\r\nc", "a b  c"),
        ("\x9b31m\x7f", "�31m�"),
        ("user\u202egpj.exe\u2066", "user�gpj.exe�"),
        ("\u2028\u2029", "��"),
        ("日本 😀 é", "日本 😀 é"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("one two three", 7, ["one two", "three"]),
        ("one two  three", 8, ["one two ", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("a abcdefghij", 4, ["a", "abcd", "efgh", "ij"]),
        ("日本語日本語", 4, ["日本", "語日", "本語"]),
        ("日", 1, ["日"]),
    ],
)
def test_text_is_wrapped_by_the_cells_that_it_takes(text: str, width: int, lines: list[str]) -> None:
    assert [text[start:end] for start, end in wrap(text, width)] == lines


@given(st.text(max_size=300), st.integers(2, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "start", "end", "shown", "marked"),
    [
        ("I am sorry if so.", 5, 13, "I am sorry if so.", "sorry if"),
        ("  \n I am sorry if so.\n", 9, 17, "I am sorry if so.", "sorry if"),
        ("", 0, 0, "", ""),
        ("abc", 2, 99, "abc", "c"),
        ("abc", -5, 1, "abc", "a"),
        ("x" * 500, 0, 500, "x" * 200 + "…", "x" * 200),
        ("word " * 100 + "HERE" + " word" * 100, 500, 504, "…" + "word " * 19 + "HERE" + " word" * 20 + "…", "HERE"),
    ],
)
def test_a_long_sentence_is_cut_round_the_found_words(text: str, start: int, end: int, shown: str, marked: str) -> None:
    cut = excerpt(text, start, end)
    assert (cut.text, cut.text[cut.start : cut.end]) == (shown, marked)


@given(st.text(max_size=600), st.integers(-5, 620), st.integers(-5, 620))
def test_the_mark_stays_on_its_words(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    cut = excerpt(text, start, end)
    first, last = max(0, min(start, len(text))), max(0, min(end, len(text)))
    marked = printable(text[first : min(last, first + 200)])
    assert cut.text[cut.start : cut.end].strip(" ") == marked.strip(" ")
    assert len(cut.text) <= 202


def test_lines_of_text_from_outside_are_one_paragraph() -> None:
    assert lines_of("a\n\nb\x1b[0m   c", 80) == ["a b␛[0m c"]


def test_carets_count_cells() -> None:
    assert carets("日本 ab", 3, 5) == "     ^^"


@pytest.mark.parametrize(("number", "said"), [(0, "0 turns"), (1, "1 turn"), (1200, "1,200 turns")])
def test_numbers_go_with_their_noun(number: int, said: str) -> None:
    assert counted(number, "turn") == said
