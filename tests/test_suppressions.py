"""Suppressions: `.carelint-ignore.yaml`, comments, fingerprints, pruning; through `check` where users meet them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelint.errors import Fault
from carelint.fingerprints import fingerprinted
from carelint.model import Finding, Ignore, Result, Severity
from carelint.readers.ignores import ignore_of
from carelint.suppressions import Names, Sieve, SuppressionError, load_ignores, pruned

from .cli_runner import DEMO, run

NAMES = {name: frozenset((name,)) for name in ("greets", "hollow-sorry", "shouting")}
NAMES["demo"] = frozenset(NAMES)
IGNORE = Path(".carelint-ignore.yaml")
CSV = 'title,text\nLate,"Well.\nSorry if it is late."\nBroken,"Hello, sorry if it broke."\n'
LATE, BROKEN = "m.csv:3:1: error hollow-sorry [Late#0]", "m.csv:4:16: error hollow-sorry [Broken#0]"
COLD = "m.csv:2:7: warning greets [Late#0]"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "m.csv").write_text(CSV)
    monkeypatch.chdir(tmp_path)


def check(*args: str, paths: tuple[str, ...] = ("m.csv",)) -> tuple[list[str], list[str]]:
    """Which findings are told, and what on standard error."""
    answer = run(
        "check", *paths, *DEMO, "--as", "draft", "--select", "hollow-sorry,greets", "--format", "concise", *args
    )
    return [line.partition("] ")[0] + "]" for line in answer.out.splitlines()], answer.err.splitlines()


def entry(**keys: object) -> str:
    return "".join(
        f"{'-' if not number else ' '} {key}: {json.dumps(value)}\n"
        for number, (key, value) in enumerate({"rule": "hollow-sorry", "reason": "Legal.", **keys}.items())
    )


# what is suppressed


def test_nothing_is_suppressed_without_a_file() -> None:
    assert check() == ([COLD, LATE, BROKEN], [])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (entry(path="m.csv"), [COLD]),
        (entry(path="*.csv"), [COLD]),
        (entry(path="./m.csv"), [COLD]),
        (entry(id="Late"), [COLD, BROKEN]),
        (entry(id="L?t*"), [COLD, BROKEN]),
        (entry(id="*o*e*"), [COLD, LATE]),
        (entry(id="Late", path="m.csv", rule=["greets", "hollow-sorry"]), [BROKEN]),
        (entry(id="Late", rule="demo"), [BROKEN]),
        (entry(id="Late") + entry(id="Broken"), [COLD]),
        (entry(path="m.csv", expires="9999-12-31"), [COLD]),
        ("# nothing yet\n", [COLD, LATE, BROKEN]),
        ("\ufeff" + entry(path="m.csv").replace("\n", "\r\n"), [COLD]),
    ],
)
def test_an_entry_suppresses_what_it_is_about(text: str, left: list[str]) -> None:
    IGNORE.write_bytes(text.encode())
    assert check() == (left, [])
    assert check("--no-suppressions") == ([COLD, LATE, BROKEN], [])


def test_an_entry_for_one_finding_names_its_fingerprint() -> None:
    found = json.loads(run("check", "m.csv", *DEMO, "--format", "json").out)["findings"]
    digits = {one["conversation"]: one["fingerprint"] for one in found if one["rule"] == "hollow-sorry"}
    IGNORE.write_text(entry(fingerprint=digits["Late"]))
    assert check() == ([COLD, BROKEN], [])


def test_an_id_may_be_a_number_without_quotes() -> None:
    Path("m.csv").write_text('id,text\n4711,"Hello, sorry if so."\n')
    IGNORE.write_text("- {rule: hollow-sorry, id: 4711, reason: Legal.}\n")
    assert check() == ([], [])


@pytest.mark.parametrize("where", [".", "deep", "deep/er"])
def test_the_closest_file_counts_from_what_is_linted_upwards(where: str) -> None:
    Path("deep/er").mkdir(parents=True)
    Path("deep/er/m.csv").write_text(CSV)
    Path(where, IGNORE).write_text(entry(path="**/m.csv"))
    assert check(paths=("deep/er/m.csv",)) == ([f"deep/er/{COLD}"], [])


def test_the_file_may_lie_beside_the_configuration() -> None:
    Path("conf").mkdir()
    Path("conf/carelint.yaml").write_text("fail_on: never\n")
    Path("conf", IGNORE).write_text(entry(id="Late"))
    assert check("--config", "conf/carelint.yaml") == ([COLD, BROKEN], [])


def test_what_is_suppressed_is_counted_and_takes_nothing_from_scores() -> None:
    Path("card.yaml").write_text("title: T\nsource: s\ncriteria:\n- {name: Sorry, weight: 1, rules: [hollow-sorry]}\n")
    IGNORE.write_text(entry(path="m.csv"))
    args = ("m.csv", *DEMO, "--select", "hollow-sorry")
    assert run("check", *args) == (0, "2 conversations, 2 turns: nothing found, 2 suppressed\n", "")
    with_them, without = (
        json.loads(run("check", *args, "--scorecard", "card.yaml", "--format", "json", *more).out)
        for more in (("--no-suppressions",), ())
    )
    assert [score["score"] for score in with_them["scores"]] == [50, 50]
    assert [score["score"] for score in without["scores"]] == [100, 100]
    assert (with_them["summary"].get("suppressed"), without["summary"]["suppressed"]) == (None, 2)


def test_the_number_of_processes_changes_nothing() -> None:
    IGNORE.write_text(entry(id="Late") + entry(id="nobody", path="m.csv"))
    one, four = (run("check", "m.csv", *DEMO, "--format", "json", "--jobs", jobs) for jobs in ("1", "4"))
    assert (one, one.code) == (four, 1)


# expiry


@pytest.mark.parametrize(
    ("as_of", "found", "told"),
    [
        ("2026-11-21", [COLD, BROKEN], []),
        ("2026-11-22T23:00", [COLD, BROKEN], []),
        ("2026-11-23", [COLD, LATE, BROKEN], ["expired on 2026-11-22: renew it, or run carelint baseline --prune"]),
    ],
)
def test_an_entry_holds_until_the_end_of_its_last_day(as_of: str, found: list[str], told: list[str]) -> None:
    IGNORE.write_text(entry(id="Late", expires="2026-11-22"))
    assert check("--as-of", as_of) == (found, [f"{IGNORE}:1:3: warning: {what}" for what in told])


def test_without_a_moment_that_counts_as_now_the_clock_tells_what_expired() -> None:
    IGNORE.write_text(entry(id="Late", expires="2000-01-01"))
    assert check()[0] == [COLD, LATE, BROKEN]
    assert run("check", "m.csv", *DEMO).code == 1


# unused and unknown

PRUNE = "or run carelint baseline --prune"
UNUSED = f"unused: it suppresses no finding; remove it, {PRUNE}"


@pytest.mark.parametrize(
    ("text", "paths", "told"),
    [
        (entry(path="m.csv", rule="greets", id="Broken"), ("m.csv",), UNUSED),
        (entry(path="m.csv", rule="greets", id="Broken"), (".",), UNUSED),
        (entry(path="m.csv", rule="greets", id="Broken"), ("other.csv",), ""),
        (entry(id="Broken", rule="greets"), (".",), UNUSED),
        (entry(id="Broken", rule="greets"), ("m.csv",), ""),
        (entry(path="*.csv", rule="greets", id="Broken"), ("m.csv",), ""),
        (entry(path="m.csv", fingerprint="0123456789abcdef"), ("m.csv",), UNUSED),
        (
            entry(path="m.csv", id="Lat"),
            ("m.csv",),
            'unknown: no conversation is called "Lat" there: did you mean "Late"?',
        ),
        (
            entry(path="m.csv", id="zz"),
            ("m.csv",),
            f'unknown: no conversation is called "zz" there: correct it, {PRUNE}',
        ),
        (entry(path="gone.csv"), ("m.csv",), f"unknown: there is no gone.csv; correct it, {PRUNE}"),
        (entry(path="m.csv", rule="shouting"), ("m.csv",), ""),
    ],
)
def test_what_is_of_no_use_is_told_where_the_run_can_know(text: str, paths: tuple[str, ...], told: str) -> None:
    Path("other.csv").write_text('title,text\nFine,"Hello."\n')
    IGNORE.write_text(text)
    assert check(paths=paths)[1] == ([f"{IGNORE}:1:3: warning: {told}"] if told else [])


def test_what_could_not_be_read_may_be_what_an_entry_is_about() -> None:
    Path("m.csv").write_text("title,text\nLate,\n")
    IGNORE.write_text(entry(path="m.csv", id="Late"))
    assert check()[1] == ["m.csv:2:6: text is empty"]


def test_a_rule_that_cannot_be_judged_leaves_its_entry_alone() -> None:
    Path("chat.txt").write_text("Ann (customer): Hi\nBo (agent): Hello\n")
    IGNORE.write_text(entry(rule="slow", path="chat.txt"))
    answer = run("check", "chat.txt", *DEMO)
    assert (answer.code, answer.err) == (0, "")


# a file that is wrong


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("rule: greets\n", ['1:1: expected a list of entries, each with "- rule: ...", where, and a reason']),
        ("- greets\n", ["1:3: expected keys and values, found text"]),
        ("- rule: greets\n  id: a\n", ['1:3: missing key "reason"']),
        ("- id: a\n  reason: b\n", ['1:3: missing key "rule"']),
        (entry(id="a", reason=" "), ["2:11: the reason is blank: say why the finding is accepted"]),
        (
            entry(),
            ["1:3: says not where: add path, id or fingerprint; a rule is turned off everywhere in carelint.yaml"],
        ),
        (
            entry(id="a", rule="greet"),
            [
                '1:9: no rule or pack is called "greet": did you mean "greets"? '
                "allowed: demo, greets, hollow-sorry, shouting"
            ],
        ),
        (
            entry(id="a", rule=["demo", "x"]),
            ['1:18: no rule or pack is called "x": allowed: demo, greets, hollow-sorry, shouting'],
        ),
        (entry(id="a", rule=[]), ["1:9: too few entries: at least 1, found 0"]),
        (
            entry(id="a", expires="2026-02-30"),
            ['4:12: found "2026-02-30", expected a day that exists, such as 2027-03-31'],
        ),
        (
            entry(fingerprint="12AB"),
            ['3:16: found "12AB", expected the 16 digits (0-9, a-f) that --format json tells of a finding'],
        ),
        (entry(path="../a"), ['3:9: found "../a", expected a path below the folder of this file, with slashes (/)']),
        (entry(path="/a"), ['3:9: found "/a", expected a path below the folder of this file, with slashes (/)']),
        (entry(id="a") + entry(id="a"), ["4:3: the same as the entry on line 1: keep one of them"]),
        (
            entry(id="a", resaon="b") + entry(id="b", rule="nope", reason=""),
            [
                '4:3: unknown key "resaon": did you mean "reason"? '
                "allowed: expires, fingerprint, id, path, reason, rule",
                '5:9: no rule or pack is called "nope": allowed: demo, greets, hollow-sorry, shouting',
                "6:11: the text is empty",
            ],
        ),
        ("- rule: a\n  path: [\n", ["3:1: found the end of the text: expected a value"]),
        (
            "- rule: &a greets\n  id: *a\n  reason: b\n",
            [
                "1:9: anchors are not allowed here; write the value out where it is needed",
                "2:7: aliases are not allowed here; write the value out",
            ],
        ),
    ],
)
def test_all_faults_of_a_file_are_told_at_their_places(text: str, faults: list[str]) -> None:
    IGNORE.write_text(text)
    with pytest.raises(SuppressionError) as caught:
        load_ignores(IGNORE, NAMES)
    assert str(caught.value).splitlines() == [f"{IGNORE}:{fault}" for fault in faults]
    assert run("check", "m.csv", *DEMO)[:2] == (2, "")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"- " * 100, b"[" * 100])
def test_what_is_no_yaml_is_an_error_and_no_traceback(data: bytes) -> None:
    IGNORE.write_bytes(data)
    answer = run("check", "m.csv", *DEMO)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(str(IGNORE))


def test_a_glob_that_tries_everything_is_quick() -> None:
    IGNORE.write_text(entry(id="*a" * 50 + "b"))
    file = load_ignores(IGNORE, NAMES)
    assert not file.entries[0].is_about("m.csv", "a" * 20_000)


# comments


@pytest.mark.parametrize(
    ("comment", "ignore"),
    [
        ("carelint: ignore greets", Ignore(("greets",), 3)),
        ("  carelint:ignore greets, shouting ", Ignore(("greets", "shouting"), 3)),
        (
            "carelint: ignore greets shouting greets -- Legal  wants it",
            Ignore(("greets", "shouting"), 3, "Legal wants it"),
        ),
        ("carelint: ignore: greets — Legal", Ignore(("greets",), 3, "Legal")),
        ("Carelint: ignore=greets -- a -- b", Ignore(("greets",), 3, "a -- b")),
        ("carelint: ignore\n  greets,\n  non-apology\n-- why", Ignore(("greets", "non-apology"), 3, "why")),
        ("carelint: ignore", Ignore((), 3)),
        ("carelint: ignore -- why", Ignore((), 3, "why")),
        ("carelint: disable greets", Ignore((), 3)),
        ("carelint: ignored greets", Ignore((), 3)),
        ("carelint:", Ignore((), 3)),
        ("carelint is a linter", None),
        ("see carelint: ignore greets", None),
        ("", None),
    ],
)
def test_a_comment_is_read(comment: str, ignore: Ignore | None) -> None:
    assert ignore_of(comment, 3) == ignore


@settings(max_examples=200, deadline=None)
@given(st.text("carelint:ignore -—,\n#", max_size=3000))
def test_any_comment_can_be_read(comment: str) -> None:
    found = ignore_of("carelint: " + comment, 1)
    assert found is not None
    assert all(name and name == name.strip() for name in found.rules)


def finding(rule: str, conversation: str = "c", **keys: object) -> Finding:
    made = Finding(
        "a.md", conversation, 0, 0, 3, 1, 1, 1, 4, rule, "demo", Severity.error, False, "", "", "abc", "agent", "",
        None, "abc def", 0,
    )  # fmt: skip
    return replace(made, **keys)  # type: ignore[arg-type]


def sifted(
    *ignores: Ignore, found: tuple[str, ...] = ("greets", "shouting"), on: tuple[str, ...] = ("greets", "shouting")
) -> tuple[list[str], list[str]]:
    """Which rules are told of in a macro with comments, and what is wrong with these."""
    told: list[Fault] = []
    sieve = Sieve(Names(NAMES, frozenset(on)), date(2026, 11, 22), told.append)
    result = Result("a.md", "c", "email", "macro", 1, tuple(finding(rule) for rule in found), ignores=ignores)
    (left,) = sieve([result])
    return [one.rule for one in left.findings], [str(fault) for fault in told]


@pytest.mark.parametrize(
    ("ignores", "left", "told"),
    [
        ((Ignore(("greets",), 2),), ["shouting"], []),
        ((Ignore(("demo",), 2),), [], []),
        ((Ignore(("greets",), 2), Ignore(("shouting",), 5)), [], []),
        ((Ignore(("hollow-sorry",), 2),), ["greets", "shouting"], []),
        (
            (Ignore((), 2),),
            ["greets", "shouting"],
            ["a.md:2: a comment that ignores must name rules, as in carelint: ignore rule-id -- reason"],
        ),
        (
            (Ignore(("greets", "shoutin"), 2),),
            ["shouting"],
            ['a.md:2: no rule or pack is called "shoutin": did you mean "shouting"?'],
        ),
    ],
)
def test_a_comment_suppresses_its_rules_in_its_macro(
    ignores: tuple[Ignore, ...], left: list[str], told: list[str]
) -> None:
    assert sifted(*ignores) == (left, told)


def test_a_comment_that_does_nothing_is_told_of() -> None:
    told = ["a.md:7: unused: this comment suppresses no finding of greets; remove it"]
    assert sifted(Ignore(("greets", "shouting"), 7), found=("shouting",)) == ([], told)
    assert sifted(Ignore(("greets",), 7), found=("shouting",), on=("shouting",)) == (["shouting"], [])


# fingerprints


def digits(*findings: Finding) -> list[str]:
    result = Result("a.md", "c", "email", "macro", 1, findings)
    return [one.fingerprint for one in next(fingerprinted([result])).findings]


def test_a_fingerprint_hangs_on_no_place() -> None:
    one = finding("greets")
    moved = replace(one, path="b.md", line=9, column=9, end_line=9, end_column=12, start=40, end=43, text=" ABC ")
    assert digits(one) == digits(moved)
    others = [
        replace(one, rule="shouting"),
        replace(one, conversation="d"),
        replace(one, text="abd"),
        replace(one, role="bot"),
    ]
    assert len({*digits(one), *(digits(other)[0] for other in others)}) == 5


def test_the_same_words_twice_are_two_findings_also_in_two_conversations_of_a_name() -> None:
    one = finding("greets")
    result = Result("a.md", "c", "email", "macro", 1, (one, one))
    told = [f.fingerprint for r in fingerprinted([result, result]) for f in r.findings]
    assert len(set(told)) == 4
    assert [f.fingerprint for r in fingerprinted([result, replace(result, path="b.md")]) for f in r.findings] == told[
        :2
    ] * 2


def test_a_running_number_is_no_name() -> None:
    assert digits(finding("greets", "3")) == digits(finding("greets", "4"))
    assert digits(finding("greets", "3")) != digits(finding("greets", "3", context="abc other"))
    assert digits(finding("greets", "1234567")) != digits(finding("greets", "1234568"))


def test_a_masked_number_leaves_no_trace_of_its_hidden_digits() -> None:
    told = []
    for hidden in ("000009", "000017"):
        Path("m.csv").write_text(f'title,text\nCard,"Is it 411111{hidden}1111 then?"\n')
        found = json.loads(run("check", "m.csv", "--format", "json", "--select", "card-number-in-text").out)["findings"]
        told.append([(one["text"], one["fingerprint"]) for one in found])
    assert [text for text, _ in told[0]] == ["411111••••••1111"]
    assert told[0] == told[1]


# pruning

FILE = """\
# about everything

- rule: greets   # kept
  id: a
  reason: "first"
# about the second
- rule: shouting
  id: b
  reason: >
    folded
    # no comment
  # inner

-
  rule: hollow-sorry
  id: c
  reason: third
# tail
"""


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        ([], ()),
        ([0], range(2, 5)),
        ([1], range(6, 12)),
        ([2], range(13, 17)),
        ([0, 1, 2], [*range(2, 5), *range(6, 12), *range(13, 17)]),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_pruning_keeps_everything_else_byte_for_byte(numbers: list[int], lines: list[int], end: str) -> None:
    IGNORE.write_bytes(("\ufeff" + FILE).replace("\n", end).encode())
    left = "".join(line + end for number, line in enumerate(FILE.splitlines()) if number not in lines)
    assert pruned(load_ignores(IGNORE, NAMES), numbers) == "\ufeff" + left


def test_entries_in_brackets_are_not_pruned() -> None:
    IGNORE.write_text("[{rule: greets, id: a, reason: b}, {rule: greets, id: b, reason: c}]\n")
    with pytest.raises(SuppressionError, match=r"cannot be pruned: write each entry on lines of its own"):
        pruned(load_ignores(IGNORE, NAMES), [0])
