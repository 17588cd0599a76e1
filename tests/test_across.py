"""What several conversations decide together, and that it does not hang on how they are split."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carelint.across import settled
from carelint.linter import Linter
from carelint.model import Conversation, Customer, Limits, Trace, Turn
from carelint.packs import Library, load_packs
from carelint.repeats import Memory
from carelint.run import Plan, Run
from carelint.sketch import sketch_of

RULE = """\
title: No copies
severity: warning
why: Because.
source: Nobody.
check: {repeat: {within: run, CHECK}}
message: "“{found}” came {count} times, as in {where}"
advice: "not as in {where}"
examples: {flagged: ["agent: a"], clean: ["agent: b"]}
"""
TEXT = "We are sorry to hear this, please send us a message"


def library(folder: Path, check: str, keys: str = "") -> Library:
    (folder / "pack").mkdir()
    (folder / "pack/pack.yaml").write_text("title: Pack\n")
    (folder / "pack/no-copies.yaml").write_text(f"{RULE.replace('CHECK', check)}{keys}\n")
    return load_packs([folder], shipped=False)


def talk(name: str, *texts: str, customer: str = "") -> Conversation:
    return Conversation(
        name, tuple(Turn("agent", text) for text in texts), customer=Customer(customer), path=f"{name}.txt"
    )


def messages(library: Library, *talks: Conversation) -> list[tuple[str, str, str]]:
    rules = list(library.rules.values())
    results = Linter(library, rules, lambda _: rules).lint(talks)
    return [(f.conversation, f.message, f.advice) for result in results for f in result.findings]


def told(name: str, count: int, where: str) -> tuple[str, str, str]:
    return name, f"“{TEXT}” came {count} times, as in {where}", f"not as in {where}"


@pytest.mark.parametrize(
    ("check", "talks", "expected"),
    [
        ("copies: 2", [talk("a", TEXT), talk("b", TEXT)], [told("b", 2, "a")]),
        (
            "copies: 3",
            [talk("a", TEXT), talk("b", TEXT), talk("c", TEXT), talk("d", TEXT)],
            [told("c", 3, "a and b"), told("d", 4, "a and b")],
        ),
        # Once per conversation, and a conversation is no copy of itself.
        ("copies: 2", [talk("a", TEXT, TEXT)], []),
        ("copies: 2", [talk("a", TEXT), talk("b", TEXT, TEXT)], [told("b", 2, "a")]),
        # Two conversations may have the same name.
        ("copies: 2", [talk("", TEXT), talk("", TEXT)], [("", f"“{TEXT}” came 2 times, as in .txt", "not as in .txt")]),
        (
            "copies: 2",
            [talk("a" * 50, TEXT), talk("b", TEXT), talk("c", TEXT)],
            [told("b", 2, "a" * 50), told("c", 3, "a" * 50 + " and b")],
        ),
        (
            "copies: 2, to: customers",
            [
                talk("a", TEXT, customer="Ann Bell"),
                talk("b", TEXT, customer="Ann Bell"),
                talk("c", TEXT, customer="Al Bo"),
            ],
            [told("c", 2, "a and b")],
        ),
    ],
)
def test_the_later_copies_are_reported(
    tmp_path: Path, check: str, talks: list[Conversation], expected: list[tuple[str, str, str]]
) -> None:
    assert messages(library(tmp_path, check), *talks) == expected


def test_what_is_silent_is_met_but_not_reported(tmp_path: Path) -> None:
    packs = library(tmp_path, "same: [macro]", "applies_to: [transcript, macro]")
    made = [replace(talk(name, TEXT), turns=(Turn("agent", TEXT, macro="m"),)) for name in "ab"]
    macro = replace(talk("m", TEXT), kind="macro")
    assert messages(packs, macro, made[0], macro) == [told("a", 2, "m")]
    assert messages(packs, made[0], macro, made[1]) == [told("b", 3, "a and m")]


def test_linting_twice_begins_anew(tmp_path: Path) -> None:
    packs = library(tmp_path, "copies: 2")
    rules = list(packs.rules.values())
    linter = Linter(packs, rules, lambda _: rules)
    for _ in range(2):
        assert [len(result.findings) for result in linter.lint([talk("a", TEXT), talk("b", TEXT)])] == [0, 1]


def test_nothing_stays_pending(tmp_path: Path) -> None:
    packs = library(tmp_path, "copies: 2")
    rules = list(packs.rules.values())
    apart = list(Linter(packs, rules, lambda _: rules).lint_apart([talk("a", TEXT), talk("b", TEXT)]))
    assert [len(result.pending) for result in apart] == [1, 1]
    assert [result.findings for result in apart] == [(), ()]
    assert [result.pending for result in settled(apart)] == [(), ()]


class _All:
    """All rules for every conversation, for workers."""

    def __init__(self, library: Library) -> None:
        self.rules = list(library.rules.values())

    def __call__(self, _: Conversation) -> list[object]:
        return list(self.rules)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_whatever_the_jobs(tmp_path: Path, jobs: int) -> None:
    packs = library(tmp_path, "copies: 2, similarity: 0.9")
    plan = Plan(packs, tuple(packs.rules.values()), _All(packs))  # type: ignore[arg-type]
    texts = [f"{TEXT} about the {'red blue green'.split()[n % 3]} one" for n in range(200)]
    results = list(Run(plan, jobs).results(talk(str(n), text) for n, text in enumerate(texts)))
    assert [len(result.findings) for result in results] == [0, 0, 0] + [1] * 197
    assert results[150].findings[0].message.endswith("as in 0 and 3")


LIMITS = Limits(2, 0.8, None, 100)


def trace(text: str, limits: Limits = LIMITS, **fields: object) -> Trace:
    sketch = sketch_of(text)
    assert sketch
    return Trace(limits, (1,), (), sketch.text, sketch.rows, **fields)  # type: ignore[arg-type]


def test_the_text_met_least_lately_is_forgotten() -> None:
    memory = Memory()
    memory.meet(trace("the very first text of all"), 0, "first")
    for number in range(1, 100):
        memory.meet(trace(f"quite another text {chr(97 + number % 26)} {chr(97 + number // 26)} it is"), number, "x")
    assert memory.meet(trace("the very first text of all"), 100, "x").count == 2
    for number in range(101, 201):
        memory.meet(trace(f"yet another one {chr(97 + number % 26)} {chr(97 + number // 26)} they say"), number, "x")
    assert memory.meet(trace("the very first text of all"), 201, "x").count == 1
    assert len(memory._copies) == 100
    assert {key for kept in memory._found_at.values() for key in kept} == set(memory._copies)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({}, {}, 2),
        ({"keys": (("order", 1),)}, {"keys": (("order", 2),)}, 1),
        ({"keys": (("order", 1), ("order", 2))}, {"keys": (("order", 2),)}, 2),
        ({"keys": (("order", 1),)}, {"keys": (("topic", 2),)}, 2),
        ({"keys": (("order", 1),)}, {}, 2),
        ({"text": 5, "keys": (("order", 1),)}, {"text": None, "rows": b"", "keys": (("order", 1),)}, 2),
        ({"groups": (1, 2)}, {"groups": (2, 3)}, 2),
        ({"groups": (1,)}, {"groups": (3,)}, 1),
        ({"at": 0.0, "limits": Limits(2, 0.8, 60)}, {"at": 60.0, "limits": Limits(2, 0.8, 60)}, 2),
        ({"at": 61.0, "limits": Limits(2, 0.8, 60)}, {"at": 0.0, "limits": Limits(2, 0.8, 60)}, 1),
        ({"limits": Limits(2, 0.8, 60)}, {"limits": Limits(2, 0.8, 60)}, 1),
        ({"party": 4}, {"party": 4}, 1),
        ({"party": 4}, {"party": 5}, 2),
    ],
)
def test_what_makes_two_texts_copies(one: dict[str, object], other: dict[str, object], count: int) -> None:
    memory = Memory()
    base = trace("a text that is the same")
    memory.meet(replace(base, **one), 0, "a")  # type: ignore[arg-type]
    assert memory.meet(replace(base, **other), 1, "b").count == count  # type: ignore[arg-type]


def test_many_texts_that_begin_alike_cost_little() -> None:
    memory = Memory()
    limits = Limits(2, 0.1, None, 5000)
    for number in range(3000):
        memory.meet(
            trace(f"thank you for your message {number * 'x'} {number * 'y'}"[:80], limits), number, str(number)
        )
    assert max(len(kept) for kept in memory._found_at.values()) <= 32
