"""`carelint check` from end to end, in this process, with a small pack of the tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from carelint.model import Result
from carelint.run import Run

from .cli_runner import DEMO, PACKS, run

BAD = """\
[2026-05-04 10:00] Ann (customer): My kettle never came.
[2026-05-04 10:04] Bo (agent): I'm sorry if that was wrong.
"""
GOOD = "[2026-05-04 10:00] Ann (customer): Hi\n[2026-05-04 10:01] Bo (agent): Hello Ann. We sent it again.\n"
BAD_LINES = [
    "bad.txt:2:32: warning greets [bad#1] Nobody is greeted.",
    "bad.txt:2:32: info slow [bad#1] The answer took 4 min, more than 2 min.",
    "bad.txt:2:36: error hollow-sorry [bad#1] “sorry if” doubts the customer.",
]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with one bad and one good chat, and nothing of the machine round it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "bad.txt").write_text(BAD)
    (tmp_path / "good.txt").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CARELINT_DEBUG", raising=False)


def lines(*args: str, **keys: str | bytes) -> list[str]:
    return run("check", *args, *DEMO, "--format", "concise", **keys).out.splitlines()


def jsonl(ids: int) -> str:
    """Conversations, every third of which is bad, every seventh broken."""
    rows = []
    for number in range(ids):
        said = "sorry if so" if number % 3 == 0 else "Hello, it is sent"
        turns = [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": said}]
        rows.append(json.dumps({"id": f"c{number}", "turns": turns if number % 7 else "broken"}))
    return "\n".join(rows) + "\n"


def test_findings_go_to_standard_output_and_make_the_exit_code_1() -> None:
    answer = run("check", "bad.txt", "good.txt", *DEMO, "--format", "concise")
    assert answer == (1, "".join(f"{line}\n" for line in BAD_LINES), "")


def test_a_clean_file_is_0() -> None:
    answer = run("check", "good.txt", *DEMO)
    assert answer == (0, "1 conversation, 2 turns: nothing found\n", "")


@pytest.mark.parametrize(
    ("fail_on", "paths", "code"),
    [
        ("error", "bad.txt", 1),
        ("warning", "bad.txt", 1),
        ("info", "bad.txt", 1),
        ("never", "bad.txt", 0),
        ("info", "good.txt", 0),
    ],
)
def test_fail_on(fail_on: str, paths: str, code: int) -> None:
    assert run("check", paths, *DEMO, "--fail-on", fail_on).code == code


@pytest.mark.parametrize(("ignore", "code"), [("hollow-sorry", 0), ("greets", 1)])
def test_findings_below_the_limit_do_not_fail(ignore: str, code: int) -> None:
    assert run("check", "bad.txt", *DEMO, "--ignore", ignore).code == code


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        ([], ["greets", "slow", "hollow-sorry"]),
        (["--select", "greets"], ["greets"]),
        (["--select", "greets,slow"], ["greets", "slow"]),
        (["--select", "greets", "--select", "slow"], ["greets", "slow"]),
        (["--select", "demo"], ["greets", "slow", "hollow-sorry"]),
        (["--select", "demo", "--ignore", "slow"], ["greets", "hollow-sorry"]),
        (["--ignore", "demo", "--select", "slow"], ["slow"]),
        (["--ignore", "demo"], []),
        (["--select", "shouting"], ["shouting"]),
    ],
)
def test_select_and_ignore(options: list[str], rules: list[str]) -> None:
    Path("bad.txt").write_text(BAD.replace("wrong.", "WRONG!!"))
    assert [line.split()[2] for line in lines("bad.txt", *options)] == rules


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["bad.txt", "--select", "greetz"], '--select: no rule or pack is called "greetz": did you mean "greets"?'),
        (["bad.txt", "--ignore", "x"], '--ignore: no rule or pack is called "x": allowed: demo, greets'),
        ([], "name what to check: files, folders, or - for standard input"),
        (["none.txt"], "none.txt: no such file or folder"),
        (["*.nothing"], "*.nothing: no file matches"),
        ([".git"], "nothing to read in .git"),
        (
            ["bad.txt", "--output", "xml:r.xml"],
            '--output: unknown format "xml": allowed: checkstyle, concise, full, github, gitlab, json, jsonl, junit, '
            "markdown, rdjson, sarif\n",
        ),
        (["bad.txt", "--output", "json"], "--output: say where to write, as in json:report.json"),
        (["bad.txt", "--output", "json:no/such/r.json"], "no/such/r.json cannot be written: No such file"),
        (["bad.txt", "--output", "json:r", "--output", "jsonl:./r"], "two reports go to the same file"),
        (["bad.txt", "--format", "jsonl", "--statistics"], "--statistics has no single findings"),
        (["bad.txt", "--rules", "nowhere"], "nowhere: no such folder of rules"),
        (["bad.txt", "--config", "no.yaml"], "no.yaml: cannot be read: No such file"),
        (["bad.txt", "--config", "no.yaml", "--no-config"], "--config and --no-config exclude each other"),
        (["bad.txt", "--fromat", "json"], "--fromat"),
        (["bad.txt", "--format", "yaml"], "'yaml' is not one of"),
        (["bad.txt", "--model", "en_no_such_model"], "en_no_such_model"),
        (
            ["good.txt", "--reply-to", "chats.jsonl"],
            "chats.jsonl has 2 conversations: c1, c2; name one, as in chats.jsonl#c1",
        ),
        (["good.txt", "--reply-to", "chats.jsonl#c9"], 'chats.jsonl has no conversation "c9"; it has c1, c2'),
        (["good.txt", "--reply-to", "gone.jsonl"], "gone.jsonl: cannot be read"),
    ],
)
def test_what_is_wrong_is_told_on_standard_error_with_exit_2(args: list[str], said: str) -> None:
    turns = [{"role": "agent", "text": "Hello"}]
    Path("chats.jsonl").write_text("".join(json.dumps({"id": i, "turns": turns}) + "\n" for i in ("c1", "c2")))
    answer = run("check", *args, *DEMO)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("options", [["--model", "en_no_such_model"], ["--reply-to", "gone.jsonl"]])
def test_no_report_is_begun_where_nothing_can_be_linted(options: list[str], jobs: str) -> None:
    Path("r.json").write_text("old")
    answer = run("check", "bad.txt", *options, *DEMO, "--format", "json", "--output", "json:r.json", "--jobs", jobs)
    assert (answer.code, answer.out, Path("r.json").read_text()) == (2, "", "old")


def test_a_broken_draft_before_the_first_reply_is_in_the_report() -> None:
    Path("a.txt").write_text("")
    Path("b.txt").write_text("Hello.\n")
    answer = run("check", "a.txt", "b.txt", "--reply-to", "bad.txt", *DEMO, "--format", "json")
    report = json.loads(answer.out)
    assert [problem["path"] for problem in report["problems"]] == ["a.txt"]
    assert (report["summary"]["problems"], report["summary"]["conversations"]) == (1, 1)


def test_a_draft_on_standard_input() -> None:
    answer = run("check", "-", "--as", "draft", "--format", "concise", *DEMO, stdin="Hello. Sorry if so.\n")
    assert answer == (1, "<stdin>:1:8: error hollow-sorry [stdin#0] “Sorry if” doubts the customer.\n", "")


def test_the_channel_of_the_command_line() -> None:
    assert lines("bad.txt", "--channel", "email", "--select", "slow") == []


def test_a_reply_is_judged_with_its_conversation_but_reported_alone() -> None:
    Path("draft.txt").write_text("Sorry if you waited.\n")
    found = lines("draft.txt", "--reply-to", "bad.txt")
    assert found == ["draft.txt:1:1: error hollow-sorry [bad#2] “Sorry if” doubts the customer."]


def test_a_reply_to_one_of_several_conversations() -> None:
    Path("chats.jsonl").write_text(jsonl(5))
    Path("draft.txt").write_text("Sorry if you waited.\n")
    assert run("check", "draft.txt", "--reply-to", "chats.jsonl#c2", *DEMO).code == 2  # c0 before it is broken
    Path("chats.jsonl").write_text("".join(jsonl(5).splitlines(keepends=True)[1:]))
    assert lines("draft.txt", "--reply-to", "chats.jsonl#c2") == [
        "draft.txt:1:1: error hollow-sorry [c2#2] “Sorry if” doubts the customer."
    ]


def test_broken_conversations_are_told_and_the_rest_is_linted() -> None:
    Path("chats.jsonl").write_text(jsonl(4))
    answer = run("check", "chats.jsonl", *DEMO, "--format", "concise", "--select", "hollow-sorry")
    assert (answer.code, answer.out) == (
        1,
        "chats.jsonl:4:87: error hollow-sorry [c3#1] “sorry if” doubts the customer.\n",
    )
    assert answer.err.startswith("chats.jsonl:1:")


def test_strict_stops_at_the_first_problem_and_still_ends_the_report() -> None:
    Path("chats.jsonl").write_text("".join(jsonl(9).splitlines(keepends=True)[1:]))
    answer = run("check", "chats.jsonl", *DEMO, "--format", "json", "--select", "hollow-sorry", "--strict")
    report = json.loads(answer.out)
    assert answer.code == 2
    assert [finding["conversation"] for finding in report["findings"]] == ["c3", "c6"]
    assert (len(report["problems"]), report["summary"]["conversations"]) == (1, 6)


def test_when_nothing_can_be_read_it_is_2() -> None:
    Path("empty.txt").write_text("")
    answer = run("check", "empty.txt", *DEMO)
    assert (answer.code, answer.err) == (2, "empty.txt: is empty\n")


def test_missing_evidence_is_2_where_it_is_required() -> None:
    Path("chat.txt").write_text("Ann (customer): Hi\nBo (agent): Hello\n")
    assert run("check", "chat.txt", *DEMO).code == 0
    answer = run("check", "chat.txt", *DEMO, "--require-evidence")
    told = "--require-evidence: slow was not judged in 1 of 1 conversations: no timestamps\n"
    assert (answer.code, answer.err) == (2, told)


def test_several_reports_at_once() -> None:
    answer = run("check", "bad.txt", *DEMO, "--format", "concise", "--output", "json:r.json", "--output", "full:r.txt")
    assert answer.out.splitlines() == BAD_LINES
    rules = [finding["rule"] for finding in json.loads(Path("r.json").read_text())["findings"]]
    assert rules == ["greets", "slow", "hollow-sorry"]
    assert Path("r.txt").read_text().splitlines()[-1].startswith("more about a rule: carelint explain")
    assert sorted(os.listdir()) == [".git", "bad.txt", "good.txt", "r.json", "r.txt"]


def test_a_report_that_is_not_finished_leaves_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("r.json").write_text("old")

    def fails(run: Run, conversations: object) -> Iterator[Result]:
        yield Result("bad.txt", "bad", "chat", "transcript", 2)
        raise RuntimeError("boom")

    monkeypatch.setattr(Run, "results", fails)
    answer = run("check", "bad.txt", *DEMO, "--output", "json:r.json")
    assert answer.code == 2
    assert answer.err == (
        "internal error (RuntimeError: boom): please report it; CARELINT_DEBUG=1 shows where it happened\n"
    )
    assert Path("r.json").read_text() == "old"
    assert sorted(os.listdir()) == [".git", "bad.txt", "good.txt", "r.json"]


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARELINT_DEBUG", "1")
    monkeypatch.setattr(Run, "results", lambda run, conversations: 1 / 0)
    answer = run("check", "bad.txt", *DEMO)
    assert answer.code == 2
    assert "Traceback" in answer.err


def test_an_interruption_is_told_and_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(run: Run, conversations: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(Run, "results", interrupted)
    assert run("check", "bad.txt", *DEMO, "-q") == (2, "", "\ninterrupted\n")


def test_a_report_to_a_device_is_written_in_place() -> None:
    assert run("check", "bad.txt", *DEMO, "--output", "json:/dev/null").code == 1
    assert not os.path.isfile("/dev/null")


def test_statistics() -> None:
    answer = run("check", ".", *DEMO, "--statistics", "--format", "concise")
    assert answer.out == "       1 greets\n       1 hollow-sorry\n       1 slow\n"


def test_quiet_says_only_what_was_found() -> None:
    assert run("check", "good.txt", *DEMO, "--quiet") == (0, "", "")


@pytest.mark.parametrize("name", ["json", "jsonl", "concise", "full"])
def test_the_same_bytes_whatever_the_jobs(name: str) -> None:
    Path("chats.jsonl").write_text(jsonl(300))
    answers = [run("check", "chats.jsonl", *DEMO, "--format", name, "--jobs", jobs) for jobs in ("1", "2")]
    assert answers[0] == answers[1]
    assert answers[0].code == 1
    assert len(answers[0].out.splitlines()) > 100


def test_what_cannot_run_is_told_whatever_the_jobs(tmp_path: Path) -> None:
    """Also where no conversation could be read."""
    (tmp_path / "signals").mkdir()
    person = "about: A person.\nmodel: true\nphrases: [Ann]\nexamples: {found: [Ann], silent: [tea]}\n"
    (tmp_path / "signals/person.yaml").write_text(person)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/pack.yaml").write_text("title: Own\n")
    shipped = (PACKS / "demo/hollow-sorry.yaml").read_text()
    (tmp_path / "own/named.yaml").write_text(shipped.replace("signal: sorry-if", "signal: person"))
    (tmp_path / "empty.txt").write_text("")
    command = ["check", "empty.txt", "--no-shipped-rules", "--rules", ".", "--format", "json", "--jobs"]
    answers = [run(*command, jobs) for jobs in ("1", "2")]
    assert answers[0] == answers[1]
    assert list(json.loads(answers[0].out)["summary"]["unavailable"]) == ["named"]


def test_an_error_in_a_worker_reaches_the_user() -> None:
    answer = run("check", "bad.txt", *DEMO, "--jobs", "2", "--model", "en_no_such_model")
    assert answer.code == 2
    assert "en_no_such_model" in answer.err
    assert "Traceback" not in answer.err


def test_no_color_is_respected_and_color_can_be_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("check", "bad.txt", *DEMO).out
    assert "\x1b[" in run("check", "bad.txt", *DEMO, "--color", "always").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", "bad.txt", *DEMO).out


@pytest.mark.parametrize("name", ["full", "concise", "json", "jsonl"])
def test_nothing_in_the_input_drives_the_terminal(name: str) -> None:
    said = "Sorry if \x1b]0;owned\x07 [red]so[/red] \x9b31m \u202e evil."
    turns = [{"role": "agent", "name": "\x1b[2J", "text": said}]
    Path("evil.jsonl").write_text(json.dumps({"id": "\x1b[1m", "turns": turns}))
    out = run("check", "evil.jsonl", *DEMO, "--format", name).out
    assert "hollow-sorry" in out
    assert not set("\x1b\x07\x9b\u202e") & set(out)


@pytest.mark.parametrize("name", ["full", "concise", "json", "jsonl"])
def test_lone_surrogates_do_no_harm(name: str) -> None:
    Path("odd.jsonl").write_text('{"id": "\\udc80", "turns": [{"role": "agent", "text": "Sorry if \\ud800 so."}]}')
    answer = run("check", "odd.jsonl", *DEMO, "--format", name)
    assert answer.code == 1
    assert answer.err == ""


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=120)


def test_a_closed_pipe_is_no_error() -> None:
    Path("chats.jsonl").write_text(jsonl(3000))
    demo = " ".join(DEMO)
    done = shell(
        f"{sys.executable} -m carelint check chats.jsonl {demo} --format jsonl 2>err | head -1; echo ${{PIPESTATUS[0]}}"
    )
    assert done.stdout.splitlines()[1:] == ["1"]
    assert all(line.startswith("chats.jsonl:") for line in Path("err").read_text().splitlines())


def test_two_hundred_thousand_findings_need_no_more_memory_than_two_thousand() -> None:
    """Held by what it is made of: a run is a chain of generators, which pulls a bounded number of conversations."""
    from carelint.model import Conversation, Turn

    pulled = 0

    class Plan:
        scorecard = None

        def linter(self) -> object:
            from carelint.config import Chooser, Config
            from carelint.linter import Linter
            from carelint.packs import load_packs

            library = load_packs([PACKS], shipped=False)
            chooser = Chooser.checked(library, Config())
            return Linter(library, chooser.all_rules(), chooser)

    def endless() -> object:
        nonlocal pulled
        while True:
            pulled += 1
            yield Conversation(f"c{pulled}", (Turn("agent", "Sorry if so."),))

    results = Run(Plan()).results(endless())  # type: ignore[arg-type]
    for _ in range(1200):
        next(iter(results))
    assert pulled <= 1200 + 1000


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_the_run_at_once(jobs: str) -> None:
    command = [sys.executable, "-m", "carelint", "check", "-", *DEMO, "--reader", "json", "--jobs", jobs]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]
        # More than a block of the reader, and no end: it waits for the rest.
        process.stdin.write(jsonl(600))
        process.stdin.flush()
        time.sleep(2)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err.splitlines()[-1]) == (2, "interrupted")
    assert "Traceback" not in err
    assert "conversations, " not in out


STALE = """\
title: Nobody waits for days
severity: warning
evidence: [as-of]
why: Waiting is what customers hate most.
source: "written for the tests"
check: {gap: {which: unanswered, to: {otherwise: now}, limit: {chat: 1d}}}
message: "No answer for {elapsed}."
examples:
  flagged: [{text: "customer [Mon 10:00]: Hi", as_of: 2026-05-07}]
  clean: [{text: "customer [Mon 10:00]: Hi", as_of: 2026-05-05T09:00:00Z}]
"""


@pytest.fixture
def waiting() -> tuple[str, ...]:
    """A chat whose last message nobody answered, and a rule that sees it."""
    Path("own/pack").mkdir(parents=True)
    Path("own/pack/pack.yaml").write_text("title: Own\n")
    Path("own/pack/stale.yaml").write_text(STALE)
    Path("chat.txt").write_text(GOOD + "[2026-05-04 10:02] Ann (customer): And now?\n")
    return ("chat.txt", "--no-shipped-rules", "--rules", "own", "--format", "concise")


@pytest.mark.parametrize(
    ("options", "settings", "told"),
    [
        (("--as-of", "2026-05-06T10:02"), "", ["No answer for 2 d."]),
        (("--as-of", "2026-05-05"), "", ["No answer for 37 h 57 min."]),
        (("--as-of", "2026-05-05T10:02"), "", []),
        ((), "as_of: 2026-05-06T10:02\n", ["No answer for 2 d."]),
        (("--as-of", "2026-05-05T10:02"), "as_of: 2026-05-06T10:02\n", []),
        # Tokyo is nine hours ahead.
        (
            ("--as-of", "2026-05-06T10:02"),
            "business_hours: {daily: 24h, timezone: Asia/Tokyo}\n",
            ["No answer for 39 h."],
        ),
    ],
)
def test_what_counts_as_now(waiting: tuple[str, ...], options: tuple[str, ...], settings: str, told: list[str]) -> None:
    Path("carelint.yaml").write_text(settings)
    lines = run("check", *waiting, *options).out.splitlines()
    assert [line.partition("] ")[2] for line in lines] == told


def test_without_a_day_rules_of_waiting_are_skipped(waiting: tuple[str, ...]) -> None:
    answer = run("check", *waiting, "--require-evidence")
    why = "stale was not judged in 1 of 1 conversations: which day counts as today is not known: --as-of"
    assert (answer.code, answer.out, answer.err) == (2, "", f"--require-evidence: {why}\n")


def test_today_is_today(waiting: tuple[str, ...]) -> None:
    (line,) = run("check", *waiting, "--as-of", "today").out.splitlines()
    assert "No answer for" in line


def test_a_day_that_is_none_is_refused(waiting: tuple[str, ...]) -> None:
    answer = run("check", *waiting, "--as-of", "2026-13-01")
    assert (answer.code, answer.err.splitlines()[-1]) == (
        2,
        '--as-of: found "2026-13-01", allowed: today, a date such as 2026-05-09, or a date and time such as '
        "2026-05-09T17:00",
    )
