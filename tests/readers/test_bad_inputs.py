"""Inputs that are wrong, odd or hostile: what is still read, and the exact words for what is not."""
# ruff: noqa: E501

import base64
import sys
from pathlib import Path

import pytest

from carelint.errors import Fault, ReadError, UsageError
from carelint.model import Conversation
from carelint.readers import READERS, ReadOptions, read, walk

GOOD = b'{"id": "a", "turns": [{"role": "agent", "text": "Hi"}]}'
TAIL = "the rest of the file is not read"
TEXTS = "text, body, message, content, plain_body, body_text, utterance, msg"
TIMES = "accepted: ISO 8601 (2025-03-01T10:02:00Z), Unix time, RFC 2822; years 1970 to 2200"
CLOCKS = "accepted: 10:02, 10:02:30, 10:02 am, 20/01/2025 10:02, 2025-03-01 10:02, 2025-03-01T10:02:00Z"
HOLDS = "holds no conversation; accepted: messages under turns, messages, comments, or a text under text, body, message, content"


def who(name: str) -> str:
    return f'no agent can be told among "{name}"; say who is one in carelint.yaml, such as roles: {{agent: ["{name}"]}}'


def outcome(path: Path, data: bytes, options: ReadOptions | None = None) -> list[object]:
    """Give what a file holds: the texts of each conversation, or the words of each error after the path."""
    path.write_bytes(data)
    found = read(str(path), options)
    return [
        [turn.text for turn in one.turns]
        if isinstance(one, Conversation)
        else str(one).removeprefix(f"{path}:").removeprefix(" ")
        for one in found
    ]


def turns(*items: str) -> bytes:
    return f'{{"id": "x", "turns": [{", ".join(items)}]}}'.encode()


AGENT = '{"role": "agent", "text": "Hi"}'
BOX = b"From help@example.com Sat Mar  1 10:02:00 2025\nFrom: help@example.com\n"
DEEP_MAIL = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(1500))
CASES: dict[str, tuple[str, bytes, list[object]]] = {
    "empty": ("a.json", b"", ["is empty"]),
    "blank jsonl": ("a.jsonl", b" \n\n ", ["holds no conversation"]),
    "blank json": ("a.json", b" \n\n ", ["holds no conversation"]),
    "blank text": ("a.txt", b" \n\t\n ", ["is empty"]),
    "blank log": ("a.log", b" \n\n", ["is empty"]),
    "empty array": ("a.json", b"[]", ["holds no conversation"]),
    "truncated json": (
        "a.json",
        b'[' + GOOD + b',\n{"id": "b", "turns": [{"role": "agent", "te',
        [["Hi"], f"2:41: is no valid JSON: unterminated string starting at; {TAIL}"],
    ),
    "truncated line": (
        "a.jsonl",
        GOOD + b'\n{"id": "b", "turns": [{"role"\n' + GOOD,
        [["Hi"], "2:30: is no valid JSON: expecting ':' delimiter", ["Hi"]],
    ),
    "fault inside array": ("a.json", b"[" + GOOD + b", oops]", [["Hi"], f"1:59: is no valid JSON: expecting value; {TAIL}"]),
    "extra data": ("a.jsonl", GOOD + b" x", ["1:57: is no valid JSON: extra data behind the value"]),
    "deep nesting": ("a.jsonl", b"[" * 100_000 + b"\n" + GOOD, ["1:1: nested too deeply", ["Hi"]]),
    "deep json": ("a.json", b"[" * 100_000, [f"1:2: nested too deeply; {TAIL}"]),
    "deep metadata": (
        "a.jsonl",
        b'{"id": "a", "x": ' + b"[" * 90 + b"]" * 90 + b', "turns": [{"role": "agent", "text": "Hi"}]}',
        ["1:1: nested deeper than 50 levels"],
    ),
    "turns no list": ("a.json", b'{"id": "a", "turns": "Hi"}', ["1:23: turns must be a list of messages, not a text (at /turns)"]),
    "turn no object": ("a.jsonl", turns("3"), ["1:23: a message must be an object, not a number (at /turns/0)"]),
    "text no string": (
        "a.jsonl",
        turns(AGENT, '{"role": "agent", "text": 3}'),
        ["1:82: text must be a text, not a number (at /turns/1/text)"],
    ),
    "no text": (
        "a.jsonl",
        turns('{"role": "agent", "txt": "Hi"}'),
        [f"1:23: a message has no text; accepted: {TEXTS}; found: role, txt (at /turns/0)"],
    ),
    "empty texts": ("a.jsonl", turns(AGENT, '{"role": "customer", "text": " "}'), [["Hi"]]),
    "no messages": ("a.jsonl", turns(), ["1:1: the conversation has no messages"]),
    "not an object": ("a.jsonl", b"3\nnull\n" + GOOD, [
        "1:1: a conversation must be an object, not a number",
        "2:1: a conversation must be an object, not null",
        ["Hi"],
    ]),
    "other json": ("a.json", b'{"version": 1}', [f"1:1: {HOLDS}; found: version"]),
    "unknown kind": (
        "a.jsonl",
        b'{"kind": "poem", "text": "Hi"}',
        ['1:11: unknown kind "poem"; allowed: draft, macro, transcript (at /kind)'],
    ),
    "public": ("a.jsonl", b'{"public": "maybe", "turns": []}', ['1:13: public must be true or false, not "maybe" (at /public)']),
    "bad time": (
        "a.jsonl",
        turns('{"role": "agent", "text": "Hi", "ts": "teatime"}') + b"\n" + GOOD,
        [f'1:62: the time "teatime" is not understood; {TIMES} (at /turns/0/ts)', ["Hi"]],
    ),
    "time before all chats": (
        "a.jsonl",
        turns('{"role": "agent", "text": "Hi", "ts": "0001-01-01T00:00:00Z"}') + b"\n" + GOOD,
        [f'1:62: the time "0001-01-01T00:00:00Z" is not understood; {TIMES} (at /turns/0/ts)', ["Hi"]],
    ),
    "Unix time behind all chats": (
        "a.jsonl",
        turns('{"role": "agent", "text": "Hi", "ts": 99999999999}') + b"\n" + GOOD,
        [f'1:61: the time "99999999999" is not understood; {TIMES} (at /turns/0/ts)', ["Hi"]],
    ),
    "log time behind all chats": (
        "a.log",
        b"[9999-12-31 23:59] Agent: Hi\n",
        [f'1:1: the time "9999-12-31 23:59" is not understood; {CLOCKS}'],
    ),
    "NaN time": (
        "a.jsonl",
        turns('{"role": "agent", "text": "Hi", "ts": NaN}'),
        [f'1:61: the time "nan" is not understood; {TIMES} (at /turns/0/ts)'],
    ),
    "huge time": (
        "a.jsonl",
        turns('{"role": "agent", "text": "Hi", "ts": ' + "9" * 5000 + "}"),
        [f'1:61: the time "inf" is not understood; {TIMES} (at /turns/0/ts)'],
    ),
    "huge number": ("a.jsonl", b'{"n": ' + b"9" * 5000 + b', "x": Infinity, "turns": [' + AGENT.encode() + b"]}", [["Hi"]]),
    "lone surrogate": ("a.jsonl", turns('{"role": "agent", "text": "a\\ud800b \\ud83d\\ude00"}'), [["a\ufffdb \U0001f600"]]),
    "emoji and rtl": ("a.jsonl", turns('{"role": "agent", "text": "שלום 👩🏽‍💻 \u202eabc"}'), [["שלום 👩🏽‍💻 \u202eabc"]]),
    "5 MB": ("a.jsonl", turns('{"role": "agent", "text": "' + "Hi! " * 1_300_000 + '"}'), [["Hi! " * 1_300_000]]),
    "5 MB csv": ("a.csv", b"role,text\nagent,\"" + b"Hi! " * 1_300_000 + b'"\n', [["Hi! " * 1_300_000]]),
    "no agent": ("a.jsonl", turns('{"role": "customer", "text": "Hi"}') + b"\n" + GOOD, [f"1:1: {who('customer')}", ["Hi"]]),
    "unknown role": ("a.jsonl", turns('{"role": "wizard", "text": "Hi"}'), [f"1:1: {who('wizard')}"]),
    "no author": (
        "a.jsonl",
        turns('{"text": "Hi"}'),
        ["1:1: no agent can be told: no message says who wrote it, such as role: agent"],
    ),
    "lone message": (
        "a.jsonl",
        b'{"role": "agent", "text": "Hi"}',
        ["1:1: a message without its conversation; put the messages of a conversation into one list under turns"],
    ),
    "duplicate ids": ("a.jsonl", GOOD + b"\n" + GOOD, [["Hi"], ["Hi"]]),
    "NUL bytes": ("a.txt", b"Hi\0there", ["is a binary file: NUL at character 2"]),
    "control bytes": (
        "a.txt",
        b"\x89PNG\x1a\r\n\x01",
        ["cannot be decoded: not UTF-8, and no text in Windows-1252 (control character 0x1A at offset 4)"],
    ),
    "windows-1252": ("a.txt", "Café £5 “now”".encode("cp1252"), [["Café £5 “now”"]]),
    "no encoding": (
        "a.txt",
        b"caf\xe9 \x81",
        ["cannot be decoded: neither UTF-8 nor UTF-16 nor Windows-1252 (byte 0x81 at offset 5)"],
    ),
    "mixed encodings": ("a.txt", "é".encode() + b" caf\xe9 now", ["cannot be decoded as UTF-8: byte 0xE9 at offset 6"]),
    "mixed encodings, jsonl": (
        "a.jsonl",
        turns('{"role": "agent", "text": "é"}') + b"\n" + b"\xe9",
        [["é"], "cannot be decoded as UTF-8: byte 0xE9 at offset 56"],
    ),
    "utf-16": ("a.txt", "Hi é 😀".encode("utf-16"), [["Hi é 😀"]]),
    "utf-16 without BOM": ("a.txt", "Hi there, it is me".encode("utf-16-be"), [["Hi there, it is me"]]),
    "utf-16 cut": (
        "a.txt",
        "Hi there".encode("utf-16") + b"x",
        ["cannot be decoded as UTF-16 near byte 19: truncated data"],
    ),
    "utf-8 BOM": ("a.jsonl", b"\xef\xbb\xbf" + GOOD, [["Hi"]]),
    "unknown extension": ("a.xyz", b"Thanks for waiting.", [["Thanks for waiting."]]),
    "csv without text": (
        "a.csv",
        b"id,status\n1,open\n",
        [f"1:1: no column holds a text; accepted names: {TEXTS}; found: id, status"],
    ),
    "csv empty": ("a.csv", b"role,text\n", ["holds no conversation"]),
    "csv without ids": ("a.csv", b"role,text\nagent,Hi\ncustomer,Oh\n", [["Hi", "Oh"]]),
    "csv id comes back": (
        "a.csv",
        b"ticket_id,role,text\n1,agent,Hi\n2,agent,Ho\n1,agent,Hu\n",
        [["Hi"], ["Ho"], '4:1: conversation "1" comes back after other conversations; sort the rows by ticket_id'],
    ),
    "csv empty id": (
        "a.csv",
        b"ticket_id,role,text\n,agent,Hi\n2,agent,Ho\n",
        ["2:1: the row has no conversation id (column ticket_id)", ["Ho"]],
    ),
    "csv long row": (
        "a.csv",
        b"ticket_id,role,text\n1,agent,Hi, you\n2,agent,Ho\n",
        ["2:1: the row has 4 cells, the header has 3; is a quote missing?", ["Ho"]],
    ),
    "csv bad time": (
        "a.csv",
        b'ticket_id,role,text,ts\n1,agent,"Hi,\nyou",noon\n',
        [f'3:6: the time "noon" is not understood; {TIMES}'],
    ),
    "log bad time": ("a.log", b"[25:02] Agent: Hi\n", [f'1:1: the time "25:02" is not understood; {CLOCKS}']),
    "log preamble": (
        "a.log",
        b"Hello\nAgent: Hi\n",
        ['1:1: no message begins here; expected "Name: text" or "[10:02] Name: text"'],
    ),
    "log strangers": ("a.log", b"[10:02] Ana: Hi\n", [f"1:1: {who('Ana')}"]),
    "alias bomb": (
        "a.md",
        b"---\nid: &a [x]\ntags: [*a, *a]\n---\nHi\n",
        ["3:8: front matter: aliases are not allowed here"],
    ),
    "broken front matter": (
        "a.md",
        b"---\nid: [x\n---\nHi\n",
        ["3:1: front matter: expected ',' or ']', but got '<stream end>'"],
    ),
    "duplicate key": ("a.md", b"---\nid: x\nid: y\n---\nHi\n", ['3:1: front matter: duplicate key "id"']),
    "bad front matter value": (
        "a.log",
        b"---\nchannel: fax\n---\nAgent: Hi\n---\nid: b\n---\nAgent: Ho\n",
        ['2:1: front matter: unknown channel "fax"; allowed: chat, email, phone, social', ["Ho"]],
    ),
    "bad roles": (
        "a.log",
        b"---\nroles: {agent: [{x: y}]}\n---\nAna: Hi\n",
        ["2:1: front matter: roles must map roles to names, such as roles: {agent: [Ana]}"],
    ),
    "front matter alone": ("a.log", b"---\nid: x\n---\n", ["2:1: the conversation has no messages"]),
    "mbox garbage": ("a.mbox", b"no mail\nat all\n", ["1: has no mail headers"]),
    "eml without headers": ("a.eml", b"\nHello\n", ["1: has no mail headers"]),
    "eml stranger": ("a.eml", b"From: bob@example.com\nSubject: x\n\nHello\n", [f"1: {who('bob@example.com')}"]),
    "eml empty": ("a.eml", b"From: help@example.com\n\n", ["1: the mail has no text"]),
    "html only": (
        "a.eml",
        b"From: help@example.com\nContent-Type: text/html\n\n<style>p {}</style><p>Hi &amp;<br>you</p><ul><li>one<li>two</ul>",
        [["Hi &\nyou\n\none\ntwo"]],
    ),
    "deep html": (
        "a.eml",
        b"From: help@example.com\nContent-Type: text/html\n\n" + b"<div>" * 20_000 + b"Hi",
        [["Hi"]],
    ),
    "unknown charset": (
        "a.eml",
        b"From: help@example.com\nContent-Type: text/plain; charset=klingon\n\nCaf\xc3\xa9\n",
        [["Café"]],
    ),
    "wrong charset": (
        "a.eml",
        b"From: help@example.com\nContent-Type: text/plain; charset=utf-8\n\nCaf\xe9\n",
        [["Caf\ufffd"]],
    ),
    "broken base64": (
        "a.eml",
        b"From: help@example.com\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"Hello there")[:-3] + b"!\n",
        [["Hello the"]],
    ),
    "hostile content type": (
        "a.mbox",
        BOX + b"Content-Type: ;name*0*<?=0;aname*0*\n\nHello\n\n" + BOX + b"\nHello\n",
        ["2: the mail is too broken to be read (IndexError)", ["Hello"]],
    ),
    "deep mail": (
        "a.mbox",
        BOX + DEEP_MAIL + b"\n\n" + BOX + b"\nHello\n",
        ["2: the mail is too broken to be read (RecursionError)", ["Hello"]],
    ),
    "broken headers": (
        "a.eml",
        b"From: help@example.com\nTo: <<>@,,\nDate: never\nSubject: =?x?q?=ff?=\n\nHello\n",
        [["Hello"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bad_input(case: str, tmp_path: Path) -> None:
    name, data, expected = CASES[case]
    assert outcome(tmp_path / name, data) == expected


def test_missing_file(tmp_path: Path) -> None:
    path = str(tmp_path / "none.json")
    assert [str(one) for one in read(path)] == [f"{path}: cannot be read: No such file or directory"]
    assert [str(one) for one in walk([path, path])] == [f"{path}: no such file or folder"] * 2


def test_a_folder_read_as_a_file(tmp_path: Path) -> None:
    assert [str(one) for one in read(str(tmp_path))] == [f"{tmp_path}: cannot be read: Is a directory"]


def test_unknown_reader(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        list(read(str(tmp_path), ReadOptions(reader="jsn")))
    names = ", ".join(sorted(READERS))
    assert str(caught.value) == f'unknown reader "jsn"; did you mean "json"? allowed: {names}'


@pytest.mark.parametrize("reader", ["json", "chatlog", "email", "csv", "markdown", "text"])
@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"a\0b", b"\x00" * 50, b'"', b"---", b"From ", b"{", b"[1,", b"\r", b"\xef\xbb\xbf"]
)
def test_no_reader_raises(reader: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    for one in read(str(path), ReadOptions(reader=reader)):
        assert isinstance(one, Conversation | ReadError)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_walk_survives_loops_and_passes_over_what_is_not_for_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    for name in ("a.json", "b/c.txt", ".hidden.json", "carelint.yaml", "x.py"):
        (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "binary.txt").write_bytes(b"\0\1\2")
    (tmp_path / "wide.txt").write_bytes("Hello".encode("utf-16"))
    found = list(walk([str(tmp_path), str(tmp_path / ".hidden.json"), "-", str(tmp_path / "*.json")]))
    assert found == [
        *(str(tmp_path / name) for name in ("a.json", "b/c.txt", "wide.txt", ".hidden.json")),
        "-",
    ]


def test_a_glob_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    (found,) = walk([str(tmp_path / "*.json")])
    assert isinstance(found, ReadError)
    assert found.fault == Fault(str(tmp_path / "*.json"), 0, 0, "no file matches")


def test_a_file_is_given_once_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Hi")
    assert list(walk(["a.txt", "./a.txt", str(tmp_path / "a.txt"), ".", "*.txt"])) == ["a.txt"]


def test_what_tells_of_a_folder_is_passed_over_unless_it_is_named(tmp_path: Path) -> None:
    for name in ("README.md", "CHANGELOG.md", "LICENSE.txt", "license-question.txt"):
        (tmp_path / name).write_text("Hi")
    readme = str(tmp_path / "README.md")
    assert list(walk([str(tmp_path), readme])) == [str(tmp_path / "license-question.txt"), readme]
