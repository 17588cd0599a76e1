"""`carelint check --fix`, `--diff` and `--unsafe-fixes` from end to end, in this process."""

from __future__ import annotations

import codecs
import gzip
import json
import os
import stat
from pathlib import Path

import pytest

from .cli_runner import Answer, run
from .pack_files import write

RULE = """\
title: Plain words
severity: warning
applies_to: [transcript, draft, macro]
why: Because.
source: the test
check:
  replace:
    swap: {utilise: use, prior to: before}
    suggest: {commence: start}
message: say it plainly
examples: {flagged: ["agent: utilise"], clean: ["agent: use"]}
"""
MARKDOWN = "---\r\nkind: macro\r\n---\r\nHi {{name}},\r\nprior to noon we utilise it.\r\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder beside a pack of one rule."""
    (tmp_path / "work" / ".git").mkdir(parents=True)
    write(tmp_path, rules__demo__pack="title: Demo\nabout: For the test.\n", rules__demo__plain=RULE)
    monkeypatch.chdir(tmp_path / "work")


def check(*args: str, stdin: str | bytes = b"") -> Answer:
    options = ("--no-shipped-rules", "--rules", "../rules", "--format", "concise")
    return run("check", *args, *options, stdin=stdin)


def put(name: str, data: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def told(fixed: str, left: int, more: str = "") -> str:
    return f"Fixed {fixed}; {left} left{more}\n"


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("crlf.txt", b"We utilise it.\r\nPrior to noon.\r\n", b"We use it.\r\nBefore noon.\r\n"),
        ("cr.txt", b"We utilise it.\rutilise\r\nutilise\nx", b"We use it.\ruse\r\nuse\nx"),
        ("bom.txt", codecs.BOM_UTF8 + "é utilise".encode(), codecs.BOM_UTF8 + "é use".encode()),
        ("le.txt", codecs.BOM_UTF16_LE + "é utilise\r\n".encode("utf-16-le"), "\ufeffé use\r\n".encode("utf-16-le")),
        ("be.txt", codecs.BOM_UTF16_BE + "é utilise".encode("utf-16-be"), "\ufeffé use".encode("utf-16-be")),
        ("windows.txt", b"caf\xe9 \x80 utilise\r\n", b"caf\xe9 \x80 use\r\n"),
        ("emoji.txt", "😀 utilise 👍🏽 utilise".encode(), "😀 use 👍🏽 use".encode()),
        ("front.md", MARKDOWN.encode(), MARKDOWN.replace("prior to", "before").replace("utilise", "use").encode()),
    ],
)
def test_the_file_otherwise_stays_byte_for_byte(name: str, before: bytes, after: bytes) -> None:
    path = put(name, before)
    answer = check(name, "--as", "draft", "--fix")
    assert (answer.code, answer.out, path.read_bytes()) == (0, "", after)
    assert check(name, "--as", "draft", "--fix") == (0, "", told("nothing", 0))
    assert check(name, "--as", "draft", "--diff") == (0, "", "nothing to fix\n")
    assert path.read_bytes() == after


def test_json_keeps_its_keys_spaces_and_escapes() -> None:
    before = (
        '{ "kind":"draft",  "id": "1", "note": "utilise",\n'
        '  "turns" : [ {"role":"agent","text":"\\u00e9 \\"utilise\\/\\n we utilise it"} ] }\n'
    )
    path = put("one.json", before)
    assert check("one.json", "--fix").code == 0
    assert path.read_text() == before.replace("we utilise", "we use")


def test_cells_of_a_table_are_quoted_as_they_were(tmp_path: Path) -> None:
    value = json.dumps([{"field": "comment_value", "value": "Hi,\n“we” utilise it"}])
    rows = 'title,active,actions_json\r\nOne,True,"' + value.replace('"', '""') + '"\r\n'
    path = put("macros.csv", rows)
    assert check("macros.csv", "--fix").code == 0
    assert path.read_bytes().decode() == rows.replace("utilise", "use")


def test_what_is_left_is_reported_and_decides_the_exit_code() -> None:
    put("d.txt", "We utilise it and commence now.")
    answer = check("d.txt", "--as", "draft", "--fix", "--fail-on", "warning")
    line = "d.txt:1:15: warning plain [d#0] say it plainly\n"
    assert answer == (1, line, told("1 in 1 file", 1, " (1 fixable with --unsafe-fixes)"))
    assert check("d.txt", "--as", "draft", "--fix", "--unsafe-fixes", "--fail-on", "warning") == (
        0, "", told("1 in 1 file", 0),
    )  # fmt: skip
    assert Path("d.txt").read_text() == "We use it and start now."


def test_a_diff_writes_nothing_and_exits_1() -> None:
    path = put("d.txt", "Hi,\r\nwe utilise it")
    answer = check("d.txt", "--as", "draft", "--diff")
    assert answer.out == (
        "--- d.txt\n+++ d.txt\n@@ -1,2 +1,2 @@\n Hi,\r\n-we utilise it\n\\ No newline at end of file\n"
        "+we use it\n\\ No newline at end of file\n"
    )
    assert (answer.code, answer.err, path.read_bytes()) == (1, "would fix 1 in 1 file\n", b"Hi,\r\nwe utilise it")


def test_a_diff_on_a_terminal_shows_what_would_drive_it() -> None:
    put("d.txt", "\x1b[31m we utilise it")
    out = check("d.txt", "--as", "draft", "--diff", "--color", "always").out
    assert ("\x1b[31m we" in out, "␛[31m we use it" in out) == (False, True)


def test_standard_input_is_fixed_to_standard_output_and_the_report_goes_to_standard_error() -> None:
    answer = check("-", "--as", "draft", "--fix", stdin=b"we utilise caf\xc3\xa9\r\nand commence")
    assert answer.out == "we use café\r\nand commence"
    assert answer.err == (
        "<stdin>:2:5: warning plain [stdin#0] say it plainly\n"
        + told("1 in 1 file", 1, " (1 fixable with --unsafe-fixes)")
    )


def test_a_difference_of_standard_input() -> None:
    answer = check("-", "--as", "draft", "--diff", stdin="we utilise it\n")
    difference = "--- <stdin>\n+++ <stdin>\n@@ -1 +1 @@\n-we utilise it\n+we use it\n"
    assert answer == (1, difference, "would fix 1 in 1 file\n")


def test_a_diff_says_what_more_there_is_unless_quiet() -> None:
    put("d.txt", "Commence, and commence.")
    assert check("d.txt", "--as", "draft", "--diff") == (0, "", "nothing to fix (2 more with --unsafe-fixes)\n")
    assert check("d.txt", "--as", "draft", "--diff", "--quiet") == (0, "", "")


CHAT = "[2026-05-04 10:00] Ann (customer): Hi\n[2026-05-04 10:01] Bo (agent): We utilise it prior to noon.\n"


def test_transcripts_are_never_changed() -> None:
    put("chat.txt", CHAT), put("d.md", "We utilise it.")
    mixed = '{"id": "1", "turns": [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": "utilise"}]}\n' + (
        '{"id": "2", "kind": "draft", "turns": [{"role": "agent", "text": "utilise"}]}\n'
    )
    put("mixed.jsonl", mixed)
    answer = check("chat.txt", "mixed.jsonl", "d.md", "--fix")
    assert [line.partition(" ")[0] for line in answer.out.splitlines()] == [
        "chat.txt:2:35:", "chat.txt:2:46:", "mixed.jsonl:1:86:", "mixed.jsonl:2:67:",
    ]  # fmt: skip
    assert "--fix leaves transcripts as they are: 3 findings with a fix in 2 files" in answer.err
    assert (Path("chat.txt").read_text(), Path("mixed.jsonl").read_text()) == (CHAT, mixed)
    assert Path("d.md").read_text() == "We use it."


def test_a_transcript_on_standard_input_is_passed_on() -> None:
    answer = check("-", "--fix", stdin=CHAT)
    assert (answer.out, "leaves transcripts" in answer.err) == (CHAT, True)


def test_mode_and_links_stay() -> None:
    path = put("d.txt", "utilise")
    path.chmod(0o640)
    Path("link.txt").symlink_to("d.txt")
    assert check("link.txt", "--as", "draft", "--fix").code == 0
    assert Path("link.txt").is_symlink()
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("use", 0o640)
    assert sorted(os.listdir()) == [".git", "d.txt", "link.txt"]


def test_a_read_only_file_is_told_and_the_others_are_fixed() -> None:
    put("a.txt", "utilise").chmod(0o444)
    put("b.txt", "utilise")
    answer = check("a.txt", "b.txt", "--as", "draft", "--fix")
    assert answer.code == 2
    assert answer.err.splitlines()[0] == "a.txt: cannot be fixed: the file is read-only"
    assert (Path("a.txt").read_text(), Path("b.txt").read_text()) == ("utilise", "use")


def test_a_file_that_changed_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    path = put("d.txt", "utilise")
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (sync(handle), path.write_text("other words"))[0])
    answer = check("d.txt", "--as", "draft", "--fix")
    assert (answer.code, path.read_text()) == (2, "other words")
    assert answer.err.splitlines()[0] == "d.txt: cannot be fixed: it changed meanwhile; run again"
    assert sorted(os.listdir()) == [".git", "d.txt"]


def test_what_the_encoding_lacks_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "rules/demo/plain.yaml").write_text(RULE.replace("utilise: use", "utilise: use→"))
    path = put("d.txt", b"caf\xe9 utilise, prior to noon")
    answer = check("d.txt", "--as", "draft", "--fix")
    assert path.read_bytes() == b"caf\xe9 utilise, before noon"
    assert answer.err.splitlines()[0] == (
        "d.txt:1:6: plain: not fixed: the file would not be read as meant with “use→” here"
    )


def test_rules_that_undo_each_other_are_told(tmp_path: Path) -> None:
    other = RULE.replace("utilise: use", "use: utilise")
    (tmp_path / "rules/demo/fancy.yaml").write_text(other.replace('"agent: utilise"', '"agent: use"'))
    path = put("d.txt", "we utilise it prior to noon")
    answer = check("d.txt", "--as", "draft", "--fix")
    assert path.read_text() == "we utilise it prior to noon"
    assert answer.err.splitlines()[0] == "d.txt: not fixed: fancy, plain: they undo each other's fixes"


def test_the_full_report_tells_what_can_be_fixed() -> None:
    put("d.txt", "We utilise it and commence now.")
    options = ("--as", "draft", "--no-shipped-rules", "--rules", "../rules")
    assert "1 fixable with --fix (1 more with --unsafe-fixes)\n" in run("check", "d.txt", *options).out
    assert "Fixed 1 in 1 file; 1 left (1 fixable with --unsafe-fixes)\n" in run("check", "d.txt", "--fix", *options).out
    assert "1 fixable with --fix --unsafe-fixes\n" in run("check", "d.txt", *options).out


def test_a_reply_is_fixed_and_not_what_it_answers() -> None:
    chat, reply = put("chat.txt", CHAT), put("reply.txt", "We utilise it.")
    assert check("reply.txt", "--reply-to", "chat.txt", "--fix").code == 0
    assert (chat.read_text(), reply.read_text()) == (CHAT, "We use it.")


def test_code_quotes_and_addresses_are_left_as_they_are() -> None:
    text = "Run `utilise`, see https://utilise.example/utilise, you wrote “utilise it”.\n\n> utilise\n"
    path = put("d.md", text)
    assert check("d.md", "--as", "draft", "--fix", "--unsafe-fixes").code == 0
    assert path.read_text() == text


def test_what_is_packed_is_told_and_left() -> None:
    path = put("d.txt.gz", gzip.compress(b"We utilise it."))
    before = path.read_bytes()
    answer = check("d.txt.gz", "--as", "draft", "--fix")
    assert (answer.code, path.read_bytes()) == (0, before)
    assert answer.err.splitlines()[0] == "d.txt.gz: is packed, and not fixed: unpack it first"


SAID = "<!-- carelint: ignore plain -- it stays -->\n\nWe utilise it.\n"


def test_only_what_is_reported_is_fixed() -> None:
    Path("carelint.yaml").write_text("overrides:\n  - {paths: [old.txt], ignore: [plain]}\n")
    for name, text in (("old.txt", "utilise"), ("new.txt", "utilise"), ("said.md", SAID)):
        put(name, text)
    assert check("old.txt", "new.txt", "said.md", "--as", "draft", "--fix").code == 0
    assert [Path(name).read_text() for name in ("old.txt", "new.txt", "said.md")] == ["utilise", "use", SAID]
    assert check("said.md", "--as", "draft", "--fix", "--no-suppressions").code == 0
    assert Path("said.md").read_text() == SAID.replace("utilise", "use")


def test_all_that_a_folder_holds_is_fixed_once() -> None:
    rows = [{"id": str(number), "kind": "macro", "text": f"{number} utilise, prior to"} for number in range(30)]
    path = put("macros.json", json.dumps(rows))
    put("more.md", "We utilise it.")
    answer = check(".", "--as", "macro", "--fix", "--jobs", "2")
    assert (answer.code, answer.err) == (0, told("61 in 2 files", 0))
    assert path.read_text() == json.dumps(rows).replace("utilise", "use").replace("prior to", "before")


def test_a_diff_makes_no_report() -> None:
    answer = check("d.txt", "--diff", "--output", "json:report.json")
    assert (answer.code, answer.err) == (2, "--diff makes no report: leave out --output\n")


FIXED = """\
  fixed:
    - {text: "agent: we utilise it, prior to", becomes: "agent: we use it, before"}
    - {text: "agent: commence", becomes: "agent: commence"}
    - {text: "agent: commence", becomes: "agent: start", unsafe: true}
"""


def put_rule(folder: Path, fixed: str) -> None:
    flagged = 'examples:\n  flagged: ["agent: utilise"]\n  clean: ["agent: use"]\n'
    (folder / "rules/demo/plain.yaml").write_text(RULE[: RULE.index("examples:")] + flagged + fixed)


def test_examples_show_what_fixes_make_of_them(tmp_path: Path) -> None:
    put_rule(tmp_path, FIXED)
    assert run("test", "--no-shipped-rules", "--rules", "../rules", "plain") == (
        0, "5 examples of 1 rules and signals: all pass\n", "",
    )  # fmt: skip
    put_rule(tmp_path, FIXED.replace("agent: start", "agent: begin"))
    answer = run("test", "--no-shipped-rules", "--rules", "../rules", "plain")
    assert (answer.code, answer.out.splitlines()[:2]) == (
        1,
        ["../rules/demo/plain.yaml: plain: fixed example 3", "  expected it to become “begin”, it became “start”"],
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('{text: "agent: x"}', '15:7: missing key "becomes"'),
        ('{text: "agent: x", becomes: "customer: x"}', "15:7: a fix changes words only"),
        ('{text: "agent: x", becomes: "agent: x", safe: true}', '15:47: unknown key "safe"'),
    ],
)
def test_a_wrong_example_of_a_fix_is_told_at_its_place(tmp_path: Path, wrong: str, told: str) -> None:
    put_rule(tmp_path, f"  fixed:\n    - {wrong}\n")
    answer = run("test", "--no-shipped-rules", "--rules", "../rules", "plain")
    assert (answer.code, answer.err.startswith(f"../rules/demo/plain.yaml:{told}")) == (2, True), answer.err
