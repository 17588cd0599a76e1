from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelint.safe_regex import MAX_LENGTH, compile_safe

SAFE = [
    r"(?<![\d-])(?:\d[ -]?){12,18}\d(?!\d)",
    r"\{\{[^{}\n]{0,80}\}\}",
    r"\[[A-Z][A-Za-z ]{1,40}\]",
    r"(?:\^|[-–—]\s?)[A-Z][A-Za-z]{0,14}\s{0,3}$",
    r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b",
    r"https?://\S{1,2000}",
    r"\b(?:foo|bar)s?\b",
    r"#?[A-Z]{0,3}-?\d{4,12}",
    r"refund.{0,80}within.{0,80}days",
    r"(?:\w{1,20}[ ,]){1,10}!",
    r"(?:\w{1,20}\s?){1,5}",
    r"(?:a{1,9}+b?){1,9}c",
    r"(?>a{1,9}|ab)c",
    r"(?i:straße|kilo)s{0,9}(?=x)",
    r"",
]

BADLY = "the pattern backtracks badly: "
REFUSED = {
    r"(a+)+$": 'the repeat "+" at offset 2 has no upper bound: write one, such as {1,40}',
    r"(a|a)*b": 'the repeat "*" at offset 5 has no upper bound: write one, such as {0,40}',
    r"(\w+\s?)+!": 'the repeat "+" at offset 3 has no upper bound: write one, such as {1,40}',
    r".*.*.*x": 'the repeat "*" at offset 1 has no upper bound: write one, such as {0,40}',
    r"^(\d+)*$": 'the repeat "+" at offset 4 has no upper bound: write one, such as {1,40}',
    r"[*+](?#a+)\+{2,}?": 'the repeat "{2,}?" at offset 12 has no upper bound: write one, such as {2,40}',
    r"a{0,2001}": 'the repeat "{0,2001}" at offset 1 goes too far: repeat at most 2,000 times',
    r"(?:a{1,20}){1,20}b": f'{BADLY}the repeat "{{1,20}}" at offset 4 can share text',
    r"(?:\w{1,20}\s?){1,5}!": f'{BADLY}the repeat "{{1,20}}" at offset 5 can share text',
    r"(x?){25}x{25}": f'{BADLY}the repeat "',
    r"(a|aa){1,40}b": f'{BADLY}the repeat "{{1,40}}" at offset 6 can share text',
    r".{0,90}.{0,90}x": f'{BADLY}the repeat "{{0,90}}" at offset ',
    r"(?i)(?:k{1,20}K{1,20}){1,3}!": f"{BADLY}the repeat ",
    "(?i)(?:ſ{1,20}s{1,20}){1,3}!": f"{BADLY}the repeat ",
    r"(?:é{1,20}ü{1,20}){1,3}!": f"{BADLY}the repeat ",
    r"(?x) a{1,20} a{1,20} a{1,20} b # x{1}": f'{BADLY}the repeat "{{1,20}}" can share text',
    r"(?:(?:a{0,9}){0,1000}){0,1000}b": f"{BADLY}the repeat ",
    r"(?:(?:(?:a|b){9}){99}){99}": "",
    r"(a)\1": "the pattern refers back to a group (such as \\1): write the text out instead",
    r"(a)?(?(1)b|c)": "the pattern refers back to a group",
    r"(": "not a valid regular expression: missing ), unterminated subpattern at position 0",
    r"a{2,99999999999}": "not a valid regular expression: ",
    r"[[a]": "doubtful regular expression: Possible nested set at position 1: escape the characters meant as they are",
    "(" * 2000 + ")" * 2000: "the groups of the pattern are nested too deep: write it flatter",
    "a" * (MAX_LENGTH + 1): "the pattern has 5,001 characters: at most 5,000 are allowed",
}


@pytest.mark.parametrize("pattern", SAFE)
def test_safe_patterns_compile_as_they_are(pattern: str) -> None:
    assert compile_safe(pattern, re.MULTILINE) == re.compile(pattern, re.MULTILINE)


@pytest.mark.parametrize(("pattern", "words"), REFUSED.items(), ids=[pattern[:30] for pattern in REFUSED])
def test_dangerous_patterns_are_refused_with_the_place_and_the_remedy(pattern: str, words: str) -> None:
    began = time.perf_counter()
    with pytest.raises(ValueError, match="^" + re.escape(words)):
        compile_safe(pattern)
    assert time.perf_counter() - began < 2


def test_flags_count() -> None:
    pattern = r"(?:k{1,20}K{1,20}){1,3}!"
    assert compile_safe(pattern).search("k" * 9 + "K!")
    with pytest.raises(ValueError, match="backtracks badly"):
        compile_safe(pattern, re.IGNORECASE)


ATOMS = st.sampled_from([*"abA.", r"\w", r"\s", r"\d", "[ab]", "[^a]", "é", "k", r"\b", "$", "(?=a)", "(?!b)"])
BOUNDS = st.sampled_from(["?", "{2}", "{0,5}", "{1,20}", "{1,5}?", "{0,200}", "{3,9}+", "{1,60}"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.builds("(?:{})".format, inner)
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("{}{}".format, group, BOUNDS),
        st.builds("(?>{})".format, inner),
        st.builds("(?<!a){}".format, inner),
    )


PATTERNS = st.recursive(ATOMS, _larger, max_leaves=8)
TEXTS = st.text("abAk é1\n", min_size=1, max_size=6)


@settings(max_examples=300, deadline=None)
@given(PATTERNS, TEXTS, st.sampled_from([0, re.IGNORECASE]), st.sampled_from(["", "!", "b"]))
def test_accepted_patterns_are_quick_on_text_made_to_hurt(pattern: str, unit: str, flags: int, end: str) -> None:
    """A wrongly accepted pattern costs at most seconds here: the text is long enough to show, too short to hang on."""
    try:
        compiled = compile_safe(f"{pattern}{end}", flags)
    except ValueError:
        return
    text = (unit * 5000)[:5000] + "\n"
    began = time.process_time()
    for _ in compiled.finditer(text):
        pass
    assert time.process_time() - began < 0.5
