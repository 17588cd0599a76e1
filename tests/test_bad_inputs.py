"""Bad input at the command line: the exit code, the words on standard error, and that nothing else is lost.

What single readers say of broken files is held in tests/readers, the faults of packs in tests/data/bad_packs.
"""
# ruff: noqa: E501

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

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


AT_C = "a.jsonl:1:87"
LOG = b"[10:00] Ann (customer): Hi\n[10:01] Bo (agent): Sorry if so.\n"
DEEP = b'{"id": "deep", "x": ' + b"[" * 100_000 + b"\n"


def one(data: bytes, name: str = "a.jsonl", *more: str) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """One file, to be linted."""
    return {name: data}, (name, *more)


CASES: dict[str, Case] = {
    # Files that hold nothing, or break off.
    "empty file": Case(*one(b""), 2, "?"),
    "empty file beside a good one": Case({"a.jsonl": b"", "b.jsonl": chat()}, (".",), 1, "?"),
    "whitespace only": Case(*one(b" \n\t\n", "a.txt"), 2, "?"),
    "truncated JSON": Case(*one(b"[" + chat() + b', {"id": "d", "turns": [{"ro', "a.json"), 1, "?"),
    "truncated line of JSONL": Case(*one(chat("c") + b'{"id": "d", "tur\n' + chat("e")), 1, "?"),
    "a last line without its end": Case(*one(chat("c") + chat("d")[:40]), 1, "?"),
    # Encodings.
    "UTF-16 without a byte order mark": Case(*one(LOG.decode().encode("utf-16-le"), "a.log"), 1, "?"),
    "UTF-16 cut in half": Case(*one(LOG.decode().encode("utf-16") + b"x", "a.log"), 2, "?"),
    "Windows-1252": Case(*one(LOG.replace(b"so.", "so, café.".encode("cp1252")), "a.log"), 1, "?"),
    "broken UTF-8 behind good UTF-8": Case(*one(chat("é") + b'{"id": "\xe9"}\n'), 1, "?"),
    "bytes of no encoding": Case(*one(b"Sorry if \x81\x8d so."), 2, "?"),
    "a binary file, named": Case(*one(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.png"), 2, "?"),
    "a binary file, in a folder": Case({"b/a.txt": b"\0\1\2\3", "b/b.jsonl": chat()}, ("b",), 1, "?"),
    "NUL in the middle": Case(*one(b"x" * 9000 + b"\0Sorry if so.", "a.txt"), 2, "?"),
    # Texts that are odd and fine.
    "emoji": Case(*one(chat("c", "👩🏽‍💻🇲🇹 Sorry if so.")), 1, "?"),
    "right-to-left text": Case(*one(chat("c", "שלום \u202e Sorry if so.")), 1, "?"),
    "lone surrogates": Case(*one(chat().replace(b"so.", b"so \\ud800.")), 1, "?"),
    "terminal escape sequences": Case(*one(chat("\x1b[2J", "\x1b]0;owned\x07 Sorry if \x1b[31m so.")), 1, "?"),
    "markup": Case(*one(chat("[red]", "[bold]Sorry if[/bold] so. [/]")), 1, "?"),
    "5 MB in one message": Case(*one(chat("c", "Hello there. " * 400_000 + FAULTY)), 1, "?"),
    "one word of a megabyte": Case(*one(chat("c", "x" * 1_000_000)), 0, "?"),
    "100,000 turns": Case(*one(json.dumps({"id": "c", "turns": [{"role": "agent", "text": "Hello."}] * 100_000}).encode()), 0, "?"),
    "a message of nothing": Case(*one(chat("c", "")), 0, "?"),
    # JSON that is not what it should be.
    "deep nesting": Case(*one(DEEP + chat("c")), 1, "?"),
    "huge numbers": Case(*one(chat("c", size=1e308) + chat("d").replace(b'"d"', b"9" * 5000) + chat("e")), 1, "?"),
    "an impossible time": Case(*one(chat("c") + json.dumps({"id": "d", "turns": [{"role": "agent", "text": "Hi", "ts": "2026-02-30"}]}).encode()), 1, "?"),
    "times before the first and after the last year": Case(*one(b"".join(json.dumps({"id": str(ts), "turns": [{"role": "agent", "text": FAULTY, "ts": ts}]}).encode() + b"\n" for ts in (-1e18, 1e30))), 2, "?"),
    "times that go backwards": Case(*one(json.dumps({"id": "c", "turns": [{"role": "customer", "text": "Hi", "ts": 1778155230}, {"role": "agent", "text": FAULTY, "ts": 1778155200}]}).encode()), 1, "?"),
    "duplicate ids": Case(*one(chat("c") + chat("c")), 1, "?"),
    "no agent": Case(*one(b'{"id": "d", "turns": [{"role": "customer", "text": "Hi"}]}\n' + chat("c")), 1, "?"),
    "no agent in a chat": Case(*one(b"[10:00] Ann: Hi\n[10:01] Bo: Sorry if so.\n", "a.log"), 2, "?"),
    # CSV, mail, front matter, macros.
    "CSV without ids": Case(*one(b"role,text\ncustomer,Hi\nagent,Sorry if so.\n", "a.csv"), 1, "?"),
    "CSV without a text": Case(*one(b"id,status\n1,open\n", "a.csv"), 2, "?"),
    "CSV with a quote that never ends": Case(*one(b'id,role,text\n1,agent,Sorry if so.\n2,agent,"Sorry if so.\n', "a.csv"), 1, "?"),
    "macros with no text": Case(*one(b'[{"title": "A", "body": ""}, {"title": "B", "body": "Sorry if so."}]', "a.json", "--as", "macro"), 1, "?"),
    "a mail without headers": Case(*one(b"Hello there.\n", "a.eml"), 2, "?"),
    "a YAML bomb in front matter": Case(*one(b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nSorry if so.\n", "a.md"), 2, "?"),
    "an unknown channel in front matter": Case(*one(b"---\nchannel: fax\n---\nSorry if so.\n", "a.md"), 2, "?"),
    # Paths.
    "a missing file": Case({}, ("gone.txt",), 2, "?"),
    "a missing file beside a good one": Case({"a.jsonl": chat()}, ("a.jsonl", "gone.txt"), 2, "?"),
    "a glob without files": Case({}, ("*.jsonl",), 2, "?"),
    "an empty folder": Case({}, ("void",), 2, "?", prepare=lambda: os.mkdir("void")),
    "a folder with nothing to lint": Case({"code/x.py": b"pass"}, ("code",), 2, "?"),
    "a loop of folders": Case({"b/a.jsonl": chat()}, ("b",), 1, "?", prepare=lambda: os.symlink("..", "b/loop")),
    "a link to nowhere": Case({"b/a.jsonl": chat()}, ("b",), 1, "?", prepare=lambda: os.symlink("gone", "b/b.jsonl")),
    "a name with a line break": Case({"a\nb.txt": b""}, ("a\nb.txt",), 2, "?"),
    "no path": Case({}, (), 2, "?"),
    "nothing on standard input": Case({}, ("-",), 2, "?"),
    "rubbish on standard input": Case({}, ("-", "--reader", "json"), 2, "?", stdin=b"\xff\xfe\x00"),
    # Options.
    "an unknown option": Case({}, (".", "--frmat", "json"), 2, "?"),
    "an unknown reader": Case({}, (".", "--reader", "xml"), 2, "?"),
    "an unknown format": Case({}, (".", "--format", "html"), 2, "?"),
    "an unknown kind": Case({}, (".", "--as", "poem"), 2, "?"),
    "an unknown channel": Case({}, (".", "--channel", "fax"), 2, "?"),
    "an unknown limit": Case({}, (".", "--fail-on", "fatal"), 2, "?"),
    "too many jobs": Case({}, (".", "--jobs", "1000"), 2, "?"),
    "half a job": Case({}, (".", "--jobs", "0.5"), 2, "?"),
    "an unknown command": Case({}, (), 2, "?"),
    "an unknown rule in --select": Case(*one(chat(), "a.jsonl", "--select", "hollow-sory"), 2, "?", select=False),
    "an unknown pack in --ignore": Case(*one(chat(), "a.jsonl", "--ignore", "dmo"), 2, "?", select=False),
    "a missing folder of rules": Case(*one(chat(), "a.jsonl", "--rules", "gone"), 2, "?"),
    "a model that is not there": Case(*one(chat(), "a.jsonl", "--model", "en_no_such_model"), 2, "?"),
    "a model that is a text": Case(*one(chat(), "a.jsonl", "--model", "./a.jsonl"), 2, "?"),
    "a report into a missing folder": Case(*one(chat(), "a.jsonl", "--output", "json:gone/r.json"), 2, "?"),
    "a report onto a folder": Case(*one(chat(), "a.jsonl", "--output", "json:."), 2, "?"),
    "two reports to one file": Case(*one(chat(), "a.jsonl", "--output", "json:r", "--output", "jsonl:./r"), 2, "?"),
    "a report of no format": Case(*one(chat(), "a.jsonl", "--output", "r.json"), 2, "?"),
    "a report over its own input": Case(*one(chat(), "a.jsonl", "--output", "json:a.jsonl"), 2, "?"),
    # --reply-to.
    "a reply to one of many": Case({"d.txt": b"Sorry if so.", "b.jsonl": chat("c") + chat("d")}, ("d.txt", "--reply-to", "b.jsonl"), 2, "?"),
    "a reply to none": Case({"d.txt": b"Sorry if so.", "b.jsonl": chat("c")}, ("d.txt", "--reply-to", "b.jsonl#x"), 2, "?"),
    "a reply to a missing file": Case({"d.txt": b"Sorry if so."}, ("d.txt", "--reply-to", "gone.jsonl"), 2, "?"),
    "a reply to an empty file": Case({"d.txt": b"Sorry if so.", "b.jsonl": b""}, ("d.txt", "--reply-to", "b.jsonl"), 2, "?"),
    "a reply that is a conversation": Case({"d.jsonl": chat("d"), "b.jsonl": chat("c")}, ("d.jsonl", "--reply-to", "b.jsonl"), 2, "?"),
    # Configuration.
    "broken configuration": Case({"carelint.yaml": b"rules: [", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "configuration that is a list": Case({"carelint.yaml": b"- a\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "configuration that is no text": Case({"carelint.yaml": b"\xff\xfe\0", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "an unknown key": Case({"carelint.yaml": b"ignroe: [x]\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "an unknown rule": Case({"carelint.yaml": b"rules: {hollow-sory: false}\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "a bad threshold": Case({"carelint.yaml": b"rules: {slow: {limit: {chat: soon}}}\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "bad business hours": Case({"carelint.yaml": b"business_hours: {timezone: Mars/Base, weekdays: '9-17'}\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "bad roles": Case({"carelint.yaml": b"roles: {agnet: [Bo]}\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "an alias bomb in the configuration": Case({"carelint.yaml": b"select: &a [x]\nignore: [*a, *a]\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    "configuration below other configuration": Case({"carelint.yaml": b"oops: 1\n", "b/carelint.yaml": b"", "b/a.jsonl": chat()}, ("b",), 1, "?"),
    "a missing configuration": Case(*one(chat(), "a.jsonl", "--config", "gone.yaml"), 2, "?"),
    "configuration that extends what is not there": Case({"carelint.yaml": b"extends: gone.yaml\n", **one(chat())[0]}, ("a.jsonl",), 2, "?"),
    # Packs.
    "a YAML bomb in a pack": Case({"r/own/pack.yaml": b"title: O\n", "r/signals/s.yaml": b"about: &a x\nphrases: [*a, *a]\n", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "?"),
    "a pack that is no YAML": Case({"r/own/pack.yaml": b"title: [\n", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "?"),
    "a rule of nothing": Case({"r/own/pack.yaml": b"title: O\n", "r/own/x.yaml": b"", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "?"),
    "a rule with an unknown check": Case({"r/own/pack.yaml": b"title: O\n", "r/own/x.yaml": b"title: T\nseverity: error\nwhy: W\nsource: S\ncheck: {forbit: {signal: hello}}\nmessage: M\nexamples: {flagged: ['agent: a'], clean: ['agent: b']}\n", **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "?"),
    "deep nesting in a pack": Case({"r/own/pack.yaml": b"title: O\n", "r/own/x.yaml": b"[" * 5000, **one(chat())[0]}, ("a.jsonl", "--rules", "r"), 2, "?"),
    "a folder of rules that is a file": Case(*one(chat(), "a.jsonl", "--rules", "a.jsonl"), 2, "?"),
    "a folder of rules without rules": Case({**one(chat())[0], "r/notes.txt": b"Hi"}, ("a.jsonl", "--rules", "r"), 2, "?"),
}  # fmt: skip
