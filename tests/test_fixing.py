"""Fixes in the text of a file: which go together, in which order, and when it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelint.fixing import PASSES, Fixed, Proposal, meant, mended, picks, settle, spliced
from carelint.linter import Linter
from carelint.model import Conversation, Edit, Fix, Place, Position, Region, Turn
from carelint.packs import Library, load_packs


def read(text: str) -> list[Conversation]:
    """Every line is a turn of one conversation."""
    lines = re.split(r"\r\n|\r|\n", text)
    return [Conversation("c", tuple(Turn("agent", said, place=Place(n)) for n, said in enumerate(lines, 1)))]


def proposal(rule: str, turn: int, start: int, end: int, other: str, said: str = "") -> Proposal:
    region = Region(Position(turn + 1, start + 1), Position(turn + 1, end + 1))
    return Proposal(rule, 0, turn, said, Fix(start, end, other), Edit(region, other))


def finder(**rules: tuple[str, str]) -> Callable[[Sequence[Conversation]], list[Proposal]]:
    """Rules that each replace a word by another."""

    def find(conversations: Sequence[Conversation]) -> list[Proposal]:
        return [
            proposal(rule, number, found.start(), found.end(), other, found[0])
            for rule, (word, other) in rules.items()
            for number, turn in enumerate(conversations[0].turns)
            for found in re.finditer(word, turn.text)
        ]

    return find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("nothing", "nothing"),
        ("one pls", "one please"),
        ("pls\r\npls\rpls\npls", "please\r\nplease\rplease\nplease"),
        ("pls\n", "please\n"),
        ("😀 pls é pls", "😀 please é please"),
        ("\u2028pls\x0cpls", "\u2028please\x0cplease"),
    ],
)
def test_only_the_words_change(text: str, expected: str) -> None:
    assert settle(text, read, finder(words=("pls", "please"))).text == expected


def test_the_first_of_overlapping_fixes_wins_and_the_next_pass_does_the_rest() -> None:
    rules = finder(b=("bc", "y"), a=("ab", "x"), c=("xc", "z"))
    done = settle("abc", read, rules)
    assert (done.text, [one.rule for one in done.taken]) == ("z", ["a", "c"])


def test_fixes_that_touch_wait_for_the_next_pass() -> None:
    first, second, third = (proposal("r", 0, at, at + 1, "") for at in range(3))
    assert picks("abc", [second, third, first]) == [first, third]
    assert spliced("abc", [first, third]) == "b"


def test_of_two_fixes_at_one_place_the_rule_first_by_name_wins() -> None:
    later, sooner = proposal("b", 0, 0, 1, "x"), proposal("a", 0, 0, 1, "y")
    assert picks("q", [later, sooner]) == [sooner]


def test_rules_that_undo_each_other_are_named_and_the_others_go_on() -> None:
    rules = finder(on=("left", "right"), off=("right", "left"), pls=("pls", "please"))
    done = settle("left pls", read, rules)
    assert (done.text, done.undoing, [one.rule for one in done.taken]) == ("left please", ("off", "on"), ["pls"])


def test_a_rule_that_never_has_enough_fixes_nothing() -> None:
    done = settle("a pls", read, finder(more=("a+", "aa"), pls=("pls", "PLS")))
    assert (done.text, done.undoing) == ("a PLS", ("more",))


def test_a_long_chain_of_fixes_comes_to_its_end() -> None:
    rules = finder(**{f"r{n:03}": (rf"\b{n}\b", str(n + 1)) for n in range(PASSES - 2)})
    assert settle("0", read, rules).text == str(PASSES - 2)


def test_a_second_run_finds_nothing() -> None:
    rules = finder(a=("aa", "a"), b=("ab", "b"))
    done = settle("aaaab aab", read, rules)
    assert settle(done.text, read, rules) == Fixed(done.text)


def test_what_would_be_read_otherwise_is_refused_and_the_rest_is_written() -> None:
    rules = finder(cut=("and", "\n"), pls=("pls", "please"))
    done = settle("pls you and pls me and pls", read, rules)
    assert done.text == "please you and please me and please"
    assert [(one.rule, one.edit.region.start) for one in done.refused] == [
        ("cut", Position(1, 9)),
    ]


def test_what_is_left_out_by_the_reader_is_refused() -> None:
    def blank(text: str) -> list[Conversation]:
        return read(text) if "!" not in text else []

    done = settle("a b", blank, finder(x=("a", "!"), y=("b", "c")))
    assert (done.text, [one.rule for one in done.refused]) == ("a c", ["x"])


def test_fixes_that_do_not_go_together_are_not_lost() -> None:
    def jealous(text: str) -> list[Conversation]:
        return read("mixed up") if text.count("!") == 2 else read(text)

    done = settle("a b", jealous, finder(x=("a", "!"), y=("b", "!")))
    assert (done.text, [one.rule for one in done.taken], [one.rule for one in done.refused]) == ("! b", ["x"], ["y"])


def test_what_is_meant_holds_for_turns_of_several_conversations() -> None:
    one, two = (Conversation(name, (Turn("agent", "x y"), Turn("agent", "z"))) for name in "ab")
    fixes = [Proposal("r", 1, 0, "", fix, Edit(Region(Position(1, 1), Position(1, 1)), "")) for fix in FIXES]
    assert [[turn.text for turn in each.turns] for each in meant([one, two], fixes)] == [["x y", "z"], ["X Y", "z"]]


FIXES = (Fix(2, 3, "Y"), Fix(0, 1, "X"))


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ([], "x y"),
        (FIXES, "X Y"),
        ([Fix(0, 2, ""), Fix(1, 3, "q")], "y"),
        ([Fix(1, 1, "!"), Fix(1, 1, "?")], "x! y"),
        ([Fix(0, 3, "")], ""),
    ],
)
def test_fixes_in_the_text_of_a_turn(fixes: list[Fix], expected: str) -> None:
    assert mended("x y", fixes) == expected


@given(st.text("ab \r\n😀", max_size=40))
def test_any_text_settles_with_its_lines_as_they_were(text: str) -> None:
    rules = finder(x=("ab", "b"), y=("bb", "b"), z=("aa", "a"))
    done = settle(text, read, rules)
    assert re.findall(r"\r\n|\r|\n", done.text) == re.findall(r"\r\n|\r|\n", text)
    assert not re.search("ab|bb|aa", done.text)
    assert (done.refused, done.undoing) == ((), ())


def fixable(library: Library) -> set[str]:
    """The rules whose flagged examples bring a fix."""
    linter = Linter(library, library.rules.values(), lambda one: (library.rules[one.id.partition(":")[0]],))
    conversations = (
        conversation
        for rule in library.rules.values()
        for example in rule.spec.examples.flagged
        for conversation in example.conversations(f"{rule.id}:", tuple(rule.spec.channels), tuple(rule.spec.applies_to))
    )
    return {finding.rule for result in linter.lint_apart(conversations) for finding in result.findings if finding.fix}


def test_every_shipped_rule_that_brings_fixes_shows_what_they_make_of_an_example() -> None:
    library = load_packs()
    shown = {rule.id for rule in library.rules.values() if rule.spec.examples.fixed}
    assert shown == fixable(library)
