"""`rules`, `explain`, `test`, `parse`, `init`, and what all commands have in common."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from carelint import __version__
from carelint.cli import app

from .cli_runner import DEMO, PACKS, run


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def own_pack(folder: str = "mine") -> Path:
    """A copy of the demo packs in the working directory, to be changed."""
    import shutil

    return Path(shutil.copytree(PACKS, folder))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


# rules


def test_rules() -> None:
    assert run("rules", *DEMO, "--width", "60").out == (
        "demo\n"
        "  warning  greets        The first answer greets\n"
        "  error    hollow-sorry  An apology is for what happened\n"
        "  info     shouting      Nobody is shouted at [off]\n"
        "  info     slow          The first answer is quick\n"
        "\n"
        "4 rules, 3 on. “carelint explain RULE” tells all about one.\n"
    )


def test_rules_shows_what_the_configuration_makes_of_them() -> None:
    Path("carelint.yaml").write_text("rules: {greets: false, slow: {severity: error, channels: [chat]}}")
    assert run("rules", *DEMO, "--select", "slow,demo", "--ignore", "hollow-sorry").out.splitlines()[1:5] == [
        "  warning  greets        The first answer greets [off]",
        "  error    hollow-sorry  An apology is for what happened [off]",
        "  info     shouting      Nobody is shouted at [off]",
        "  error    slow          The first answer is quick [chat]",
    ]


def test_rules_as_json() -> None:
    rows = json.loads(run("rules", *DEMO, "--format", "json", "--select", "shouting").out)
    path = rows[0].pop("path")
    assert path.endswith("demo/shouting.yaml")
    assert rows == [
        {
            "rule": "shouting",
            "pack": "demo",
            "severity": "info",
            "on": True,
            "title": "Nobody is shouted at",
            "check": "measure",
            "channels": ["chat", "email", "social", "phone"],
            "applies_to": ["transcript"],
            "critical": False,
        }
    ]


# explain


def test_explain() -> None:
    answer = run("explain", "slow", *DEMO)
    out = answer.out[: answer.out.index("\nFile\n")]
    assert answer.code == 0
    for part in (
        "slow  (demo, info)\nThe first answer is quick\n",
        "\nWhy\n  Waiting is what customers hate most.\n",
        "\nWhat triggers it\n  gap: ",
        "    limit:\n      chat: 2 min\n      email: 4 h\n",
        "Skipped, and counted as not judged, where the conversation has no timestamps.",
        "\nFlagged\n  - customer [10:00]: Hi\n    agent [10:05]: Hello\n",
        "\nClean\n  - customer [10:00]: Hi\n    agent [10:01]: Hello\n",
        "    rules:\n      slow: {severity: warning} # or false: off\n",
        "--ignore slow",
        "\nSource\n  written for the tests\n",
    ):
        assert part in out


def test_explain_tells_what_the_configuration_set() -> None:
    Path("carelint.yaml").write_text("rules: {slow: {limit: {chat: 9 min}}}")
    assert "Your configuration sets {'limit': {'chat': '9 min'}}." in run("explain", "slow", *DEMO).out
    assert "(demo, info, off)" in run("explain", "shouting", *DEMO).out


def test_explain_of_an_unknown_rule() -> None:
    answer = run("explain", "slo", *DEMO)
    assert answer == (
        2,
        "",
        'no rule is called "slo": did you mean "slow"? allowed: greets, hollow-sorry, shouting, slow\n',
    )


# test


def test_test_passes() -> None:
    assert run("test", *DEMO, "--coverage") == (0, "12 examples of 6 rules and signals: all pass\n", "")


@pytest.mark.parametrize(
    ("what", "count"),
    [
        (["slow"], "2 examples of 1"),
        (["demo"], "8 examples of 4"),
        (["mine/demo"], "8 examples of 4"),
        (["mine/signals"], "4 examples of 2"),
        (["mine/signals/hello.yaml", "slow"], "4 examples of 2"),
        (["mine"], "12 examples of 6"),
    ],
)
def test_test_of_some(what: list[str], count: str) -> None:
    own_pack()
    answer = run("test", *what, "--no-shipped-rules", "--rules", "mine")
    assert (answer.code, answer.out.partition(" rules")[0]) == (0, count)


def test_test_of_a_folder_that_no_configuration_names() -> None:
    own_pack()
    assert run("test", "mine", "--no-shipped-rules").out.startswith("12 examples")


def test_test_tells_each_failure_with_its_text() -> None:
    mine = own_pack()
    replace(mine / "demo" / "hollow-sorry.yaml", "I'm sorry if that was unclear.", "I'm sorry it broke.")
    replace(mine / "demo" / "greets.yaml", "agent: Hello! What", "agent: What")
    replace(mine / "demo" / "slow.yaml", "customer [10:00]: Hi\\nagent [10:05]: Hello", "customer: Hi\\nagent: Hello")
    replace(mine / "signals" / "hello.yaml", '["Hello Ann."]', '["Hullo Ann."]')
    replace(mine / "signals" / "sorry-if.yaml", '["I\'m sorry it broke."]', '["I am sorry if so."]')
    assert run("test", "--no-shipped-rules", "--rules", "mine") == (
        1,
        "mine/demo/greets.yaml: greets: clean example 1\n"
        "  expected nothing, found “What is the number?”\n"
        "  │ customer: It broke.\n"
        "  │ agent: What is the number?\n"
        "mine/demo/hollow-sorry.yaml: hollow-sorry: flagged example 1\n"
        "  expected a finding, found nothing\n"
        "  │ agent: I'm sorry it broke.\n"
        "mine/demo/slow.yaml: slow: flagged example 1\n"
        "  expected a finding, but the rule was skipped: no timestamps\n"
        "  │ customer: Hi\n"
        "  │ agent: Hello\n"
        "mine/signals/hello.yaml: hello: found example 1\n"
        "  expected the signal, found nothing\n"
        "  │ Hullo Ann.\n"
        "mine/signals/sorry-if.yaml: sorry-if: silent example 1\n"
        "  expected nothing, found “sorry if”\n"
        "  │ I am sorry if so.\n"
        "12 examples of 6 rules and signals: 5 failed\n",
        "",
    )


def test_an_example_may_say_which_words_are_found() -> None:
    mine = own_pack()
    rule = mine / "demo" / "hollow-sorry.yaml"
    replace(rule, '["agent: I\'m sorry if that was unclear."]', '[{text: "agent: Sorry if so.", found: "if so"}]')
    answer = run("test", "hollow-sorry", "--no-shipped-rules", "--rules", "mine")
    assert (answer.code, answer.out.splitlines()[1]) == (1, "  expected “if so” to be marked, found “Sorry if”")


def test_coverage_fails_a_rule_that_never_fires_and_counts_hollow_clean_examples() -> None:
    mine = own_pack()
    replace(mine / "demo" / "shouting.yaml", "agent: No!!", "agent: No.")
    replace(mine / "demo" / "slow.yaml", "customer [10:00]: Hi\\nagent [10:01]: Hello", "customer: Hi\\nagent: Hello")
    answer = run("test", "--coverage", "--no-shipped-rules", "--rules", "mine")
    assert answer.code == 1
    assert answer.out.splitlines()[-4:] == [
        "coverage: no example makes the rule shouting fire",
        "12 examples of 6 rules and signals: 1 failed",
        "1 clean examples prove little: the rule was skipped for want of evidence",
        "  slow: clean example 1: no timestamps",
    ]


def test_a_faulty_pack_is_2_with_every_fault() -> None:
    mine = own_pack()
    replace(mine / "demo" / "slow.yaml", "severity: info", "severity: yes")
    replace(mine / "demo" / "greets.yaml", "signal: hello", "signal: helo")
    answer = run("test", "--no-shipped-rules", "--rules", "mine")
    assert (answer.code, answer.out) == (2, "")
    places = [line.partition(": ")[0] for line in answer.err.splitlines()]
    assert places == ["mine/demo/greets.yaml:7:21", "mine/demo/slow.yaml:2:11"]


# parse


def test_parse() -> None:
    chat = "[2026-05-04 10:00] Ann (customer): Hi\n[2026-05-04 10:04] Bo (agent): Hello. Sorry if so.\n"
    Path("a.txt").write_text(chat)
    out = run("parse", "a.txt", *DEMO).out
    assert re.sub(r", (not )?finished", "", out) == (
        "a.txt  a  (chat, transcript)\n"
        "\n"
        "turn 0: customer, Ann, 2026-05-04 10:00:00, line 1\n"
        "      0  Hi\n"
        "\n"
        "turn 1: agent, Bo, 2026-05-04 10:04:00, line 2\n"
        "      0  Hello.\n"
        "      7  Sorry if so.\n"
        "         hello: 0-5 “Hello”\n"
        "         sorry-if: 7-15 “Sorry if”\n"
    )
    assert "hello:" not in run("parse", "a.txt", *DEMO, "--signals", "sorry-if").out
    assert run("parse", "a.txt", *DEMO, "--signals", "helo").err.startswith('--signals: no signal is called "helo"')


def test_parse_as_json_of_standard_input() -> None:
    answer = run("parse", "-", *DEMO, "--format", "json", "--channel", "email", stdin="Hello. Sorry if so.\n\n> Hi\n")
    document = json.loads(answer.out)
    assert {key: document[key] for key in ("path", "channel", "kind")} == {
        "path": "<stdin>",
        "channel": "email",
        "kind": "draft",
    }
    (turn,) = document["turns"]
    assert turn["signals"] == [
        {"signal": "hello", "start": 0, "end": 5, "text": "Hello"},
        {"signal": "sorry-if", "start": 7, "end": 15, "text": "Sorry if"},
    ]
    assert [segment["kind"] for segment in turn["segments"]] == ["quoted"]


def test_parse_of_what_cannot_be_read() -> None:
    Path("a.json").write_text("{")
    answer = run("parse", "a.json", *DEMO)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("a.json:1:")


def test_nothing_that_parse_shows_drives_the_terminal() -> None:
    Path("a.txt").write_text("agent: \x1b[31mred\n")
    for name in ("text", "json"):
        assert "\x1b" not in run("parse", "a.txt", *DEMO, "--format", name).out


# init


def test_what_init_writes_works() -> None:
    answer = run("init")
    written = [
        "carelint.yaml",
        "rules/own/internal-words.yaml",
        "rules/own/pack.yaml",
        "rules/signals/internal-word.yaml",
        ".carelint/{config,rule,signal,pack,scorecard,report,finding}.schema.json",
    ]
    assert answer.out.splitlines()[:-1] == [f"wrote {name}" for name in written]
    assert run("test", "rules", "--no-shipped-rules") == (0, "8 examples of 2 rules and signals: all pass\n", "")
    found = run("check", "-", "--no-shipped-rules", "--format", "concise", stdin="This needs tier 2.\n").out
    assert found == "<stdin>:1:12: warning internal-words [stdin#0] “tier 2” is a word that only we know.\n"


def test_every_comment_of_the_configuration_that_init_writes_is_right() -> None:
    """What stands behind a # must be accepted too."""
    run("init")
    text = Path("carelint.yaml").read_text()
    shown = re.sub(r"^#(?! [A-Z]| yaml-language)", "", text, flags=re.MULTILINE)
    shown = shown.replace("select: [tone, promises]", "select: [own]").replace("[no-recap]", "[internal-words]")
    Path("carelint.yaml").write_text(shown)
    answer = run("rules", "--no-shipped-rules")
    assert (answer.code, answer.err) == (0, "")
    assert set(re.findall(r"^(\w+):", shown, re.MULTILINE)) == {
        "rules_dirs", "select", "ignore", "fail_on", "rules", "roles", "business_hours", "overrides",
    }  # fmt: skip


@pytest.mark.parametrize("where", ["", "sub"])
def test_the_pack_that_init_writes_can_be_tested_alone(where: str) -> None:
    run("init", *([where] if where else []))
    for what in ("rules/own", "rules/own/internal-words.yaml"):
        answer = run("test", str(Path(where, what)))
        assert answer == (0, "4 examples of 1 rules and signals: all pass\n", "")


def test_the_voice_that_init_writes_works() -> None:
    answer = run("init", "--pack", "voice")
    assert answer.code == 0
    tested = run("test", "rules")
    assert (tested.code, tested.out.rpartition(": ")[2]) == (0, "all pass\n")
    letter = "Welcome to Acme!\n\nYour ticket number is 12, and you paid with Acmepay! It's fine.\n"
    options = ("--as", "draft", "--channel", "email", "--select", "house", "--format", "jsonl")
    found = run("check", "-", *options, stdin=letter)
    assert [(item["rule"], item["text"]) for item in map(json.loads, found.out.splitlines())] == [
        ("preferred-term", "ticket"),
        ("banned-phrase", "ticket number"),
        ("preferred-term", "Acmepay"),
        ("formality", "It's"),
    ]


def test_the_voice_leaves_a_configuration_as_it_is() -> None:
    Path("carelint.yaml").write_text("fail_on: never\n")
    answer = run("init", "--pack", "voice")
    assert answer.code == 0
    assert "carelint.yaml is there already: it needs the line  rules_dirs: [rules]" in answer.out
    assert Path("carelint.yaml").read_text() == "fail_on: never\n"
    assert run("init", "--pack", "voice").code == 2


def test_init_overwrites_nothing() -> None:
    Path("carelint.yaml").write_text("select: []\n")
    answer = run("init")
    assert answer == (2, "", "nothing was written, because these exist: carelint.yaml\n")
    assert [path.name for path in Path().iterdir() if path.name != ".git"] == ["carelint.yaml"]


def test_init_in_another_folder() -> None:
    assert run("init", "new/place").code == 0
    assert Path("new/place/rules/own/pack.yaml").is_file()


# All commands


def test_version() -> None:
    assert run("--version") == (0, f"carelint {__version__}\n", "")


@pytest.mark.parametrize("name", [None, *app.commands])
def test_every_help_has_a_worked_example(name: str | None) -> None:
    """Each example names a command and options that exist, with values that are allowed."""
    answer = run(*([name] if name else []), "--help")
    assert (answer.code, answer.err) == (0, "")
    examples = re.findall(r"^ {4}(.*carelint .*)$", answer.out, re.MULTILINE)
    assert examples
    for example in examples:
        command, *args = shlex.split(re.split(r" {3,}", example)[0].partition("carelint ")[2])
        assert name in (None, command) or command in app.commands
        app.commands[command].make_context(command, args, parent=click.Context(app))


@pytest.mark.parametrize("name", app.commands)
def test_every_option_has_help(name: str) -> None:
    silent = [p.name for p in app.commands[name].params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_an_unknown_command_is_2() -> None:
    answer = run("chekc", "x")
    assert (answer.code, answer.out) == (2, "")
    assert "chekc" in answer.err


LIGHT = [
    ["--help"],
    ["check", "--help"],
    ["--version"],
    ["rules", *DEMO],
    ["rules"],
    ["explain", "slow", *DEMO],
    ["check", "x.txt", "--rules", "faulty", "--no-shipped-rules"],
    ["test", "--rules", "faulty", "--no-shipped-rules"],
    ["check", "x.txt", *DEMO, "--config", "faulty.yaml"],
    ["check", "x.txt", *DEMO, "--select", "nothing-like-that"],
    ["init", "somewhere"],
]


@pytest.mark.parametrize("args", LIGHT, ids=" ".join)
def test_what_needs_no_language_does_not_import_it(args: list[str]) -> None:
    Path("faulty/p").mkdir(parents=True)
    Path("faulty/p/a.yaml").write_text("title: x\n")
    Path("faulty.yaml").write_text("x: y\n")
    heavy = ("spacy", "textstat", "thinc", "numpy") + (() if "--help" not in args else ("pydantic", "rich", "yaml"))
    code = (
        "import sys; from carelint.cli import main; main(sys.argv[1:]); "
        f"print('HEAVY', [name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_explain_has_words_for_all_evidence() -> None:
    from typing import get_args

    from carelint.cli.explain import _EVIDENCE
    from carelint.rule import Evidence

    assert set(_EVIDENCE) == set(get_args(Evidence))


@pytest.mark.parametrize(
    ("rule", "lacking"),
    [
        ("stale-content", "is read without saying which day counts as today (--as-of)"),
        ("bot-not-disclosed", "has no turn of a bot"),
        ("brand-not-named", "does not name the company"),
    ],
)
def test_explain_tells_what_must_be_known(rule: str, lacking: str) -> None:
    answer = run("explain", rule)
    assert (answer.code, answer.err, lacking in " ".join(answer.out.split())) == (0, "", True)
