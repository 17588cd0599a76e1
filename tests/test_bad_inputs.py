"""Bad input at the command line: the exit code, the words on standard error, and that nothing else is lost.

What single readers say of broken files is held in tests/readers, the faults of packs in tests/data/bad_packs.
"""
# ruff: noqa: E501

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from carelint.readers import READERS
from carelint.reporters import REPORTERS

from .cli_runner import DEMO, run

FAULTY = "Sorry if so."


def chat(name: str = "c", said: str = FAULTY, **more: object) -> bytes:
    """One conversation as a line of JSON, in which the agent says something that `hollow-sorry` finds."""
    turns = [{"role": "customer", "text": "Hi"}, {"role": "agent", "text": said}]
    return json.dumps({"id": name, "turns": turns, **more}, ensure_ascii=False).encode() + b"\n"


def found(place: str, conversation: str, words: str = "Sorry if") -> str:
    """The line that tells of the finding."""
    return f"{place}: error hollow-sorry [{conversation}] “{words}” doubts the customer."


@dataclass(frozen=True)
class Case:
    """Files, what is asked, and what must come of it. `out` is the whole report, `err` whole too, or its parts."""

    files: dict[str, bytes]
    args: tuple[str, ...]
    code: int
    err: str | tuple[str, ...] = ""
    out: tuple[str, ...] = ()
    stdin: bytes = b""
    prepare: Callable[[], object] = field(default=lambda: None)
    select: bool = True


LOG = b"[10:00] Ann (customer): Hi\n[10:01] Bo (agent): Sorry if so.\n"
DEEP = b'{"id": "deep", "x": ' + b"[" * 100_000 + b"\n"


def one(data: bytes, name: str = "a.jsonl", *more: str) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """One file, to be linted."""
    return {name: data}, (name, *more)


CASES: dict[str, Case] = {
    # Files that hold nothing, or break off.
    "empty file": Case(*one(b""), 2, "a.jsonl: is empty\n"),
    "empty file beside a good one": Case({"a.jsonl": b"", "b.jsonl": chat()}, (".",), 1, "a.jsonl: is empty\n", (found("b.jsonl:1:86", "c#1"),)),
    "whitespace only": Case(*one(b" \n\t\n", "a.txt"), 2, "a.txt: is empty\n"),
    "truncated JSON": Case(*one(b"[" + chat() + b', {"id": "d", "turns": [{"ro', "a.json"), 1, "a.json:2:26: is no valid JSON: unterminated string starting at; the rest of the file is not read\n", (found("a.json:1:87", "c#1"),)),
    "truncated line of JSONL": Case(*one(chat("c") + b'{"id": "d", "tur\n' + chat("e")), 1, "a.jsonl:2:17: is no valid JSON: invalid control character at\n", (found("a.jsonl:1:86", "c#1"), found("a.jsonl:3:86", "e#1"))),
    "a last line without its end": Case(*one(chat("c") + chat("d")[:40]), 1, "a.jsonl:2:32: is no valid JSON: unterminated string starting at\n", (found("a.jsonl:1:86", "c#1"),)),
    # Encodings.
    "UTF-16 without a byte order mark": Case(*one(LOG.decode().encode("utf-16-le"), "a.log"), 1, "", (found("a.log:2:21", "a#1"),)),
    "UTF-16 cut in half": Case(*one(LOG.decode().encode("utf-16") + b"x", "a.log"), 2, "a.log: cannot be decoded as UTF-16 near byte 123: truncated data\n"),
    "Windows-1252": Case(*one(LOG.replace(b"so.", "so, café.".encode("cp1252")), "a.log"), 1, "", (found("a.log:2:21", "a#1"),)),
    "broken UTF-8 behind good UTF-8": Case(*one(chat("é") + b'{"id": "\xe9"}\n'), 1, "a.jsonl: cannot be decoded as UTF-8: byte 0xE9 at offset 111\n", (found("a.jsonl:1:86", "é#1"),)),
    "bytes of no encoding": Case(*one(b"Sorry if \x81\x8d so."), 2, "a.jsonl: cannot be decoded: neither UTF-8 nor UTF-16 nor Windows-1252 (byte 0x81 at offset 9)\n"),
    "a binary file, named": Case(*one(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.png"), 2, "a.png: cannot be decoded: not UTF-8, and no text in Windows-1252 (control character 0x1A at offset 6)\n"),
    "a binary file, in a folder": Case({"b/a.txt": b"\0\1\2\3", "b/b.jsonl": chat()}, ("b",), 1, "", (found("b/b.jsonl:1:86", "c#1"),)),
    "NUL in the middle": Case(*one(b"x" * 9000 + b"\0Sorry if so.", "a.txt"), 2, "a.txt: is a binary file: NUL at character 9000\n"),
    # Texts that are odd and fine.
    "emoji": Case(*one(chat("c", "👩🏽‍💻🇲🇹 Sorry if so.")), 1, "", (found("a.jsonl:1:93", "c#1"),)),
    "right-to-left text": Case(*one(chat("c", "שלום \u202e Sorry if so.")), 1, "", (found("a.jsonl:1:93", "c#1"),)),
    "lone surrogates": Case(*one(chat().replace(b"so.", b"so \\ud800.")), 1, "", (found("a.jsonl:1:86", "c#1"),)),
    "terminal escape sequences": Case(*one(chat("\x1b[2J", "\x1b]0;owned\x07 Sorry if \x1b[31m so.")), 1, "", (found("a.jsonl:1:115", "␛[2J#1"),)),
    "markup": Case(*one(chat("[red]", "[bold] Sorry if so. [/bold] [/]")), 1, "", (found("a.jsonl:1:97", "[red]#1"),)),
    "5 MB in one message": Case(*one(chat("c", "Hello there. " * 400_000 + FAULTY)), 1, "", (found("a.jsonl:1:5200086", "c#1"),)),
    "one word of a megabyte": Case(*one(chat("c", "x" * 1_000_000)), 0),
    "100,000 turns": Case(*one(json.dumps({"id": "c", "turns": [{"role": "agent", "text": "Hello."}] * 100_000}).encode()), 0),
    "a message of nothing": Case(*one(chat("c", "")), 2, 'a.jsonl:1:1: no agent can be told among "customer"; say who is one in carelint.yaml, such as roles: {agent: ["customer"]}\n'),
    # JSON that is not what it should be.
    "deep nesting": Case(*one(DEEP + chat("c")), 1, "a.jsonl:1:1: nested too deeply\n", (found("a.jsonl:2:86", "c#1"),)),
    "huge numbers": Case(*one(chat("c", size=1e308) + chat("d").replace(b'"d"', b"9" * 5000) + chat("e")), 1, "", (found("a.jsonl:1:86", "c#1"), found("a.jsonl:2:5083", "inf#1"), found("a.jsonl:3:86", "e#1"))),
    "an impossible time": Case(*one(chat("c") + json.dumps({"id": "d", "turns": [{"role": "agent", "text": "Hi", "ts": "2026-02-30"}]}).encode()), 1, 'a.jsonl:2:62: the time "2026-02-30" is not understood; accepted: ISO 8601 (2025-03-01T10:02:00Z), Unix time, RFC 2822; years 1970 to 2200 (at /turns/0/ts)\n', (found("a.jsonl:1:86", "c#1"),)),
    "times before the first and after the last year": Case(*one(b"".join(json.dumps({"id": str(ts), "turns": [{"role": "agent", "text": FAULTY, "ts": ts}]}).encode() + b"\n" for ts in (-1e30, 1e30))), 2, 'a.jsonl:1:76: the time "-1e+30" is not understood; accepted: ISO 8601 (2025-03-01T10:02:00Z), Unix time, RFC 2822; years 1970 to 2200 (at /turns/0/ts)\na.jsonl:2:75: the time "1e+30" is not understood; accepted: ISO 8601 (2025-03-01T10:02:00Z), Unix time, RFC 2822; years 1970 to 2200 (at /turns/0/ts)\n'),
    "times that go backwards": Case(*one(json.dumps({"id": "c", "turns": [{"role": "customer", "text": "Hi", "ts": 1778155230}, {"role": "agent", "text": FAULTY, "ts": 1778155200}]}).encode()), 1, "", (found("a.jsonl:1:104", "c#1"),)),
    "duplicate ids": Case(*one(chat("c") + chat("c")), 1, "", (found("a.jsonl:1:86", "c#1"), found("a.jsonl:2:86", "c#1"))),
    "no agent": Case(*one(b'{"id": "d", "turns": [{"role": "customer", "text": "Hi"}]}\n' + chat("c")), 1, 'a.jsonl:1:1: no agent can be told among "customer"; say who is one in carelint.yaml, such as roles: {agent: ["customer"]}\n', (found("a.jsonl:2:86", "c#1"),)),
    "no agent in a chat": Case(*one(b"[10:00] Ann: Hi\n[10:01] Bo: Sorry if so.\n", "a.log"), 2, 'a.log:1:1: no agent can be told among "Ann", "Bo"; say who is one in carelint.yaml, such as roles: {agent: ["Ann"]}\n'),
    # CSV, mail, front matter, macros.
    "CSV without ids": Case(*one(b"role,text\ncustomer,Hi\nagent,Sorry if so.\n", "a.csv"), 1, "", (found("a.csv:3:7", "a#1"),)),
    "CSV without a text": Case(*one(b"id,status\n1,open\n", "a.csv"), 2, "a.csv:1:1: no column holds a text; accepted names: text, body, message, content, plain_body, body_text, utterance, msg; found: id, status\n"),
    "CSV with a quote that never ends": Case(*one(b'id,role,text\n1,agent,Sorry if so.\n2,agent,"Sorry if so.\n', "a.csv"), 1, "a.csv:3:10: the quoted cell is never closed: all that stands behind it would be in it\n", (found("a.csv:2:9", "1#0"),)),
    "CSV with a lone quote that opens nothing": Case(*one(b'id,role,text\n1,agent,Sorry if so 5".\n2,agent,"Sorry if so."\n', "a.csv"), 1, "", (found("a.csv:2:9", "1#0"), found("a.csv:3:10", "2#0"))),
    "a macro in CSV that swallows the rest": Case(*one(b'title,body\nA,Sorry if so.\nB,"Sorry\nif so.\nC,Sorry if so.\n', "a.csv"), 1, "a.csv:3:4: the quoted cell is never closed: all that stands behind it would be in it\n", (found("a.csv:2:3", "A#0"),)),
    "macros with no text": Case(*one(b'[{"title": "A", "body": ""}, {"title": "B", "body": "Sorry if so."}]', "a.json", "--as", "macro"), 1, "a.json:1:26: body is empty (at /0/body)\n", (found("a.json:1:54", "B#0"),)),
    "a mail without headers": Case(*one(b"Hello there.\n", "a.eml"), 2, "a.eml:1: has no mail headers\n"),
    "a YAML bomb in front matter": Case(*one(b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nSorry if so.\n", "a.md"), 2, "a.md:3:8: front matter: aliases are not allowed here\n"),
    "an unknown channel in front matter": Case(*one(b"---\nchannel: fax\n---\nSorry if so.\n", "a.md"), 2, 'a.md:2:10: front matter: unknown channel "fax"; allowed: chat, email, phone, social\n'),
    # Paths.
    "a missing file": Case({}, ("gone.txt",), 2, "gone.txt: no such file or folder\n"),
    "a missing file beside a good one": Case({"a.jsonl": chat()}, ("gone.txt", "a.jsonl"), 1, "gone.txt: no such file or folder\n", (found("a.jsonl:1:86", "c#1"),)),
    "a missing file beside a good one, strictly": Case({"a.jsonl": chat()}, ("gone.txt", "a.jsonl", "--strict"), 2, "gone.txt: no such file or folder\n"),
    "one file by three names": Case({"b/a.jsonl": chat()}, ("b/a.jsonl", "./b/a.jsonl", "b"), 1, "", (found("b/a.jsonl:1:86", "c#1"),)),
    "a glob without files": Case({}, ("*.jsonl",), 2, "*.jsonl: no file matches\n"),
    "an empty folder": Case({}, ("void",), 2, "nothing to read in void: no file of a kind that carelint knows\n", prepare=lambda: os.mkdir("void")),
    "a folder with nothing to lint": Case({"code/x.py": b"pass"}, ("code",), 2, "nothing to read in code: no file of a kind that carelint knows\n"),
    "a loop of folders": Case({"b/a.jsonl": chat()}, ("b",), 1, "", (found("b/a.jsonl:1:86", "c#1"),), prepare=lambda: os.symlink("..", "b/loop")),
    "a link to nowhere": Case({"b/a.jsonl": chat()}, ("b",), 1, "", (found("b/a.jsonl:1:86", "c#1"),), prepare=lambda: os.symlink("gone", "b/b.jsonl")),
    "a name with a line break": Case({"a\nb.txt": b""}, ("a\nb.txt",), 2, "a b.txt: is empty\n"),
    "no path": Case({}, (), 2, "name what to check: files, folders, or - for standard input, as in: carelint check chats/\n"),
    "nothing on standard input": Case({}, ("-",), 2, "<stdin>: is empty\n"),
    "rubbish on standard input": Case({}, ("-", "--reader", "json"), 2, "<stdin>: holds no conversation\n", stdin=b"\xff\xfe\x00"),
    # Options.
    "an unknown option": Case({}, (".", "--frmat", "json"), 2, ("No such option '--frmat'. Did you mean '--format'?",)),
    "an unknown reader": Case({}, (".", "--reader", "xml"), 2, (f"Invalid value for '--reader': 'xml' is not one of {', '.join(map(repr, READERS))}.",)),
    "an unknown choice of colour": Case({}, (".", "--color", "pink"), 2, ("Invalid value for '--color': 'pink' is not one of 'auto', 'always', 'never'.",)),
    "an unknown kind": Case({}, (".", "--as", "poem"), 2, ("Invalid value for '--as': 'poem' is not one of 'transcript', 'draft', 'macro'.",)),
    "an unknown channel": Case({}, (".", "--channel", "fax"), 2, ("Invalid value for '--channel': 'fax' is not one of 'chat', 'email', 'social', 'phone'.",)),
    "an unknown limit": Case({}, (".", "--fail-on", "fatal"), 2, ("Invalid value for '--fail-on': 'fatal' is not one of 'error', 'warning', 'info', 'never'.",)),
    "too many jobs": Case({}, (".", "--jobs", "1000"), 2, ("Invalid value for '-j' / '--jobs': 1000 is not in the range 0<=x<=256.",)),
    "half a job": Case({}, (".", "--jobs", "0.5"), 2, ("Invalid value for '-j' / '--jobs': '0.5' is not a valid integer range.",)),
    "an unknown rule in --select": Case(*one(chat(), "a.jsonl", "--select", "hollow-sory"), 2, '--select: no rule or pack is called "hollow-sory": did you mean "hollow-sorry"? allowed: demo, greets, hollow-sorry, shouting, slow\n', select=False),
    "an unknown pack in --ignore": Case(*one(chat(), "a.jsonl", "--ignore", "dmo"), 2, '--ignore: no rule or pack is called "dmo": did you mean "demo"? allowed: demo, greets, hollow-sorry, shouting, slow\n', select=False),
    "a missing folder of rules": Case(*one(chat(), "a.jsonl", "--rules", "gone"), 2, "gone: no such folder of rules\n"),
    "a model that is not there": Case(*one(chat(), "a.jsonl", "--model", "en_no_such_model"), 2, '--model: spaCy cannot load "en_no_such_model": Can\'t find model \'en_no_such_model\'. It doesn\'t seem to be a Python package or a valid path to a data directory.\n'),
    "a model that is a text": Case(*one(chat(), "a.jsonl", "--model", "./a.jsonl"), 2, '--model: spaCy cannot load "./a.jsonl": Could not read meta.json from a.jsonl\n'),
    "a report into a missing folder": Case(*one(chat(), "a.jsonl", "--output", "json:gone/r.json"), 2, "--output: gone/r.json cannot be written: No such file or directory\n"),
    "a report onto a folder": Case(*one(chat(), "a.jsonl", "--output", "json:."), 2, "--output: . cannot be written: Is a directory\n"),
    "two reports to one file": Case(*one(chat(), "a.jsonl", "--output", "json:r", "--output", "jsonl:./r"), 2, "--output: two reports go to the same file\n"),
    "a report of no format": Case(*one(chat(), "a.jsonl", "--output", "r.json"), 2, '--output: unknown format "r.json": did you mean "rdjson"? ' + f"allowed: {', '.join(sorted(REPORTERS))}\n"),
    "a report over its own input": Case(*one(chat(), "a.jsonl", "--output", "json:a.jsonl"), 2, "--output: the report would overwrite a.jsonl, which is to be checked\n"),
    "a report among its own inputs": Case({"b/a.jsonl": chat(), "b/r.json": b"old"}, ("b", "--output", "json:b/r.json"), 1, "", (found("b/a.jsonl:1:86", "c#1"),)),
    # --reply-to.
    "a reply to the customer's first message": Case({"d.txt": b"Sorry if so.", "b.txt": b"Customer: Where is my order?"}, ("d.txt", "--reply-to", "b.txt"), 1, "", (found("d.txt:1:1", "b#1"),)),
    "a reply to the customer's first mail": Case({"d.txt": b"Sorry if so.", "b.eml": b"From: bob@example.com\nSubject: x\n\nHello\n"}, ("d.txt", "--reply-to", "b.eml"), 1, "", (found("d.txt:1:1", "b#1"),)),
    "a reply to no one": Case({"d.txt": b"Sorry if so.", "b.txt": b"Where is my order?"}, ("d.txt", "--reply-to", "b.txt"), 2, 'b.txt:1:1: no message begins here; expected "Name: text" or "[10:02] Name: text"\n'),
    "a reply to one of many": Case({"d.txt": b"Sorry if so.", "b.jsonl": chat("c") + chat("d")}, ("d.txt", "--reply-to", "b.jsonl"), 2, "--reply-to: b.jsonl has 2 conversations: c, d; name one, as in b.jsonl#c\n"),
    "a reply to none": Case({"d.txt": b"Sorry if so.", "b.jsonl": chat("c")}, ("d.txt", "--reply-to", "b.jsonl#x"), 2, '--reply-to: b.jsonl has no conversation "x"; it has c\n'),
    "a reply to a missing file": Case({"d.txt": b"Sorry if so."}, ("d.txt", "--reply-to", "gone.jsonl"), 2, "gone.jsonl: cannot be read: No such file or directory\n"),
    "a reply to an empty file": Case({"d.txt": b"Sorry if so.", "b.jsonl": b""}, ("d.txt", "--reply-to", "b.jsonl"), 2, "b.jsonl: is empty\n"),
    "a reply that is a conversation": Case({"d.jsonl": chat("d"), "b.jsonl": chat("c")}, ("d.jsonl", "--reply-to", "b.jsonl"), 2, "d.jsonl: a reply must be one text, not 2 messages\n"),
    # Configuration.
    "broken configuration": Case({"carelint.yaml": b"rules: [", **one(chat())[0]}, ("a.jsonl",), 2, "carelint.yaml:2:1: found the end of the text: expected a value\n"),
    "configuration that is a list": Case({"carelint.yaml": b"- a\n", **one(chat())[0]}, ("a.jsonl",), 2, "carelint.yaml:1:1: expected keys and values, found a list\n"),
    "configuration that is no text": Case({"carelint.yaml": b"\xff\xfe\0", **one(chat())[0]}, ("a.jsonl",), 2, "carelint.yaml: cannot be read: not UTF-8\n"),
    "an unknown key": Case({"carelint.yaml": b"ignroe: [x]\n", **one(chat())[0]}, ("a.jsonl",), 2, 'carelint.yaml:1:1: unknown key "ignroe": did you mean "ignore"? allowed: as_of, brands, business_hours, channel, extends, fail_on, ignore, kind, macros, overrides, placeholders, roles, rules, rules_dirs, select, shipped\n'),
    "an unknown rule": Case({"carelint.yaml": b"rules: {hollow-sory: false}\n", **one(chat())[0]}, ("a.jsonl",), 2, 'carelint.yaml:1:9: no rule is called "hollow-sory": did you mean "hollow-sorry"? allowed: greets, hollow-sorry, shouting, slow\n'),
    "a bad threshold": Case({"carelint.yaml": b"rules: {slow: {limit: {chat: soon}}}\n", **one(chat())[0]}, ("a.jsonl",), 2, 'carelint.yaml:1:30: found "soon", expected a length of time such as "60s", "3 min", "4h" or "1d"\n'),
    "bad business hours": Case({"carelint.yaml": b"business_hours: {timezone: Mars/Base, weekdays: '9-17'}\n", **one(chat())[0]}, ("a.jsonl",), 2, 'carelint.yaml:1:28: timezone: "Mars/Base" is not known: allowed: an IANA name such as Europe/London, or UTC\n'),
    "bad roles": Case({"carelint.yaml": b"roles: {agnet: [Bo]}\n", **one(chat())[0]}, ("a.jsonl",), 2, 'carelint.yaml:1:9: unknown role "agnet": did you mean "agent"? allowed: agent, bot, customer, note, system, third_party\n'),
    "an alias bomb in the configuration": Case({"carelint.yaml": b"select: &a [x]\nignore: [*a, *a]\n", **one(chat())[0]}, ("a.jsonl",), 2, "carelint.yaml:1:9: anchors are not allowed here; write the value out where it is needed\ncarelint.yaml:2:10: aliases are not allowed here; write the value out\ncarelint.yaml:2:14: aliases are not allowed here; write the value out\n"),
    "configuration below other configuration": Case({"carelint.yaml": b"oops: 1\n", "b/carelint.yaml": b"", "b/a.jsonl": chat()}, ("b",), 1, "", (found("b/a.jsonl:1:86", "c#1"),)),
    "a missing configuration": Case(*one(chat(), "a.jsonl", "--config", "gone.yaml"), 2, "gone.yaml: cannot be read: No such file or directory\n"),
    "configuration that extends what is not there": Case({"carelint.yaml": b"extends: gone.yaml\n", **one(chat())[0]}, ("a.jsonl",), 2, "carelint.yaml:1:10: gone.yaml cannot be read: No such file or directory\n"),
    # Packs.
    "a YAML bomb in a pack": Case({"r/own/pack.yaml": b"title: O\n", "r/signals/s.yaml": b"about: &a x\nphrases: [*a, *a]\n", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "r/signals/s.yaml:1:8: anchors are not allowed here; write the value out where it is needed\nr/signals/s.yaml:2:11: aliases are not allowed here; write the value out\nr/signals/s.yaml:2:15: aliases are not allowed here; write the value out\n"),
    "a pack that is no YAML": Case({"r/own/pack.yaml": b"title: [\n", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "r/own/pack.yaml:2:1: found the end of the text: expected a value\n"),
    "a rule of nothing": Case({"r/own/pack.yaml": b"title: O\n", "r/own/x.yaml": b"", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "r/own/x.yaml: the file is empty\n"),
    "a rule with an unknown check": Case({"r/own/pack.yaml": b"title: O\n", "r/own/x.yaml": b"title: T\nseverity: error\nwhy: W\nsource: S\ncheck: {forbit: {signal: hello}}\nmessage: M\nexamples: {flagged: ['agent: a'], clean: ['agent: b']}\n", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, 'r/own/x.yaml:5:8: unknown check "forbit": did you mean "forbid"? allowed: companion, compare, count, field, forbid, gap, interruption, measure, order, plugin, repeat, replace, require, totals\n'),
    "deep nesting in a pack": Case({"r/own/pack.yaml": b"title: O\n", "r/own/x.yaml": b"[" * 5000, **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "r/own/x.yaml:1:51: nested more than 50 levels deep\n"),
    "a folder of rules that is a file": Case(*one(chat(), "a.jsonl", "--rules", "a.jsonl"), 2, "a.jsonl: no such folder of rules\n"),
    "a folder of rules without rules": Case({**one(chat())[0], "r/notes.txt": b"Hi"}, ("a.jsonl", "--rules", "r"), 2, "r: holds no rules or signals (*.yaml)\n"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CARELINT_DEBUG", raising=False)


def write(files: dict[str, bytes]) -> None:
    for name, data in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)


@pytest.mark.parametrize("name", CASES)
def test_bad_input(name: str) -> None:
    case = CASES[name]
    write(case.files)
    case.prepare()
    select = ("--select", "hollow-sorry") if case.select else ()
    answer = run("check", *case.args, "--format", "concise", *select, *DEMO, stdin=case.stdin)
    assert (answer.code, answer.out.splitlines()) == (case.code, list(case.out))
    if isinstance(case.err, str):
        assert answer.err == case.err
    else:
        assert [part for part in case.err if part not in answer.err] == []
        assert "Traceback" not in answer.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read() -> None:
    write({"a.jsonl": chat(), "b.jsonl": chat("d")})
    Path("a.jsonl").chmod(0)
    answer = run("check", ".", *DEMO, "--format", "concise", "--select", "hollow-sorry")
    assert answer == (1, f"{found('./b.jsonl:1:86', 'd#1')}\n", "./a.jsonl: cannot be read: Permission denied\n")


@pytest.mark.parametrize(
    "args", [(), ("chek",), ("explain",), ("explain", "hollow-sory"), ("parse", "gone.txt"), ("test", "gone")]
)
def test_other_commands_say_what_is_wrong_too(args: tuple[str, ...]) -> None:
    answer = run(*args, *(DEMO if args and args[0] != "chek" else ()))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.strip()
    assert "Traceback" not in answer.err
    assert "internal error" not in answer.err


def test_a_folder_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"b/a.jsonl": chat(), "b/no/a.jsonl": chat("d")})
    names = os.listdir

    def refuse(path: str) -> list[str]:
        if path == os.path.join("b", "no"):
            raise PermissionError(13, "Permission denied")
        return names(path)

    monkeypatch.setattr(os, "listdir", refuse)
    answer = run("check", "b", *DEMO, "--format", "concise", "--select", "hollow-sorry")
    assert answer == (1, f"{found('b/a.jsonl:1:86', 'c#1')}\n", "b/no: cannot be read: Permission denied\n")


def test_the_channel_of_a_reply_can_be_chosen() -> None:
    write({"b.txt": b"Customer: Where is my order?"})
    write({"carelint.yaml": b"overrides: [{channels: [email], rules: {hollow-sorry: false}}]"})
    args = ("check", "-", "--reply-to", "b.txt", "--format", "concise", "--select", "demo", "--ignore", "greets", *DEMO)
    assert run(*args, stdin=FAULTY) == (1, f"{found('<stdin>:1:1', 'b#1')}\n", "")
    assert run(*args, "--channel", "email", stdin=FAULTY) == (0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_closed_standard_input() -> None:
    done = shell("check - --format concise <&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "<stdin>: standard input is closed\n")


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="needs devices")
@pytest.mark.parametrize(
    "rest", ["json:/dev/stdout | cat", "json:/dev/stdout > r; cat r", "json:/dev/stderr 2>&1", "json:>(cat) | cat"]
)
def test_reports_into_devices_and_pipes(rest: str) -> None:
    write({"a.jsonl": chat()})
    done = shell(f"check a.jsonl -q --format concise --select hollow-sorry --output {rest}")
    assert done.stderr == ""
    assert found("a.jsonl:1:86", "c#1") in done.stdout.splitlines()
    assert '"hollow-sorry"' in done.stdout


def shell(rest: str) -> subprocess.CompletedProcess[str]:
    """Run carelint with the demo pack in a shell, for its redirections."""
    command, _, words = rest.partition(" ")
    line = f"{shlex.join([sys.executable, '-m', 'carelint', command, *DEMO])} {words}"
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)


def test_a_strict_run_stops_at_the_first_problem_and_is_2() -> None:
    write({"a.jsonl": chat("c") + b"{\n" + chat("d")})
    answer = run("check", "a.jsonl", *DEMO, "--format", "concise", "--select", "hollow-sorry", "--strict")
    assert (answer.code, answer.out.splitlines()) == (2, [found("a.jsonl:1:86", "c#1")])


def test_a_report_never_overwrites_what_is_checked() -> None:
    write({"a.jsonl": chat()})
    assert run("check", "a.jsonl", *DEMO, "--output", "json:./a.jsonl").code == 2
    assert Path("a.jsonl").read_bytes() == chat()


def test_several_processes_end_in_silence() -> None:
    """Python's exit must not race with the end of the pool, which would print a traceback."""
    write({"a.jsonl": b"".join(chat(f"c{number}") for number in range(200))})
    command = [
        sys.executable,
        "-m",
        "carelint",
        "check",
        "a.jsonl",
        "--jobs",
        "2",
        "--quiet",
        "--format",
        "jsonl",
        *DEMO,
    ]
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        assert (done.returncode, done.stderr) == (1, "")
