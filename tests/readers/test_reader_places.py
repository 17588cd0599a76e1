"""Every place that a reader gives is the place of the very characters in the file."""

import io
import json
import pickle
import re
from pathlib import Path

import pytest

from carelint.model import Conversation
from carelint.readers import ReadOptions, RoleMap, read

WORD = "needle"
TEXT = 'Hi "you" \\ / é 😀 שלום,\n\ttab needle; then\r\nneedle \x07 end'


def conversations(path: Path, options: ReadOptions | None = None) -> list[Conversation]:
    found = list(read(str(path), options))
    assert all(isinstance(one, Conversation) for one in found), found
    return [one for one in found if isinstance(one, Conversation)]


def pointed(path: Path, encoding: str = "utf-8-sig") -> list[str]:
    """Give what stands in the file at the place of each needle of each turn."""
    lines = re.split(r"\r\n|\r|\n", path.read_bytes().decode(encoding))
    found = []
    for one in conversations(path):
        for turn in pickle.loads(pickle.dumps(one)).turns:
            for needle in re.finditer(WORD, turn.text):
                line, column = turn.place.locate(turn.text, needle.start())
                found.append(lines[line - 1][column - 1 : column - 1 + len(WORD)])
    return found


def talk(number: int) -> dict[str, object]:
    turns = [
        {"role": "agent", "text": TEXT, "note": {"text": "no, not this"}},
        {"text": "before a needle", "role": "customer", "a/b~c": [1, {"x": "]"}]},
    ]
    return {"id": str(number), "turns": turns, "subject": TEXT}


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_lines(ascii_only: bool, end: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(end.join(json.dumps(talk(n), ensure_ascii=ascii_only) for n in range(3)).encode(encoding))
    assert pointed(path, "utf-16" if encoding == "utf-16" else "utf-8-sig") == [WORD] * 9


@pytest.mark.parametrize("indent", [None, 0, 3])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "shape",
    [
        lambda talks: talks,
        lambda talks: {"count": 3, "conversations": talks},
        lambda talks: {"tickets": talks, "next": None},
        lambda talks: {"data": {"x": 1}, "items": talks},
    ],
)
def test_json_documents(indent: int | None, end: str, shape: object, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    document = shape([talk(n) for n in range(3)])  # type: ignore[operator]
    path.write_bytes(json.dumps(document, indent=indent, ensure_ascii=False).replace("\n", end).encode())
    assert pointed(path) == [WORD] * 9


@pytest.mark.parametrize("indent", [None, 2])
def test_one_object_and_a_list_of_messages(indent: int | None, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(talk(1), indent=indent))
    assert pointed(path) == [WORD] * 3
    assert [turn.place.pointer for turn in conversations(path)[0].turns] == ["/turns/0/text", "/turns/1/text"]
    path.write_text(json.dumps(talk(1)["turns"], indent=indent))
    assert pointed(path) == [WORD] * 3
    assert [turn.place.pointer for turn in conversations(path)[0].turns] == ["/0/text", "/1/text"]


def test_a_key_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"turns": [], "turns": [{"text": "no", "role": "agent", "text": "a needle"}]}')
    assert pointed(path) == [WORD]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_csv(delimiter: str, end: str, bom: bytes, tmp_path: Path) -> None:
    rows = [
        ["ticket_id", "role", "text", "ts"],
        ["1", "agent", f"""needle "needle" a{delimiter}b{end}second 😀 ""needle{end}{end}needle""", "0"],
        ["1", 'cus"tomer', "a needle", ""],
        ["2", "agent", "needle", "1"],
    ]
    quoted = [[cell if cell.isalnum() else '"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    path = tmp_path / "a.csv"
    path.write_bytes(bom + "".join(delimiter.join(row) + end for row in quoted).encode())
    assert pointed(path) == [WORD] * 6


def test_json_in_csv(tmp_path: Path) -> None:
    actions = json.dumps([{"field": "status", "value": "open"}, {"field": "comment_value", "value": TEXT}])
    path = tmp_path / "macros.csv"
    path.write_text('title,active,actions_json\nMine,True,"' + actions.replace('"', '""') + '"\n')
    assert pointed(path) == [WORD] * 2
    assert [(one.id, one.kind, one.metadata) for one in conversations(path)] == [
        ("Mine", "macro", {"title": "Mine", "active": "True", "actions": {"status": "open"}})
    ]


LOG = """
[2025-03-01 10:02:00] Ana (agent): Hi, a needle
   goes on with needle
needle:

[2025-03-01 10:03] Bob (customer):
   a needle 😀 needle

===
---
channel: email
---
Agent: needle
Customer:  needle
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_chat_logs(end: str, bom: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bom + LOG.replace("\n", end).encode())
    assert pointed(path) == [WORD] * 7
    assert [[turn.text for turn in one.turns] for one in conversations(path)] == [
        ["Hi, a needle\n   goes on with needle\nneedle:", "   a needle 😀 needle"],
        ["needle", "needle"],
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_drafts(end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("---\nid: x\n---\n\n  a needle\u2028needle\n\nneedle\n".replace("\n", end).encode())
    assert pointed(path) == [WORD] * 3


PLAIN = "From: help@acme.example\r\nSubject: needle\r\n{header}\r\nneedle é\r\n needle\r\n"
PARTS = """From MAILER Sun May  8 19:07:09 2005
From: help@acme.example
Content-Type: multipart/alternative; boundary=b

needle
--b
Content-Type: text/html

<p>needle</p>
--b
Content-Type: text/plain; charset=iso-8859-1

  caf\xe9 needle
--b--
"""


def test_mail_in_plain_text_is_exact(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(PLAIN.format(header="").encode())
    assert pointed(path) == [WORD] * 2
    path.write_bytes(PARTS.encode("latin-1"))
    assert pointed(path, "latin-1") == [WORD]
    path.write_bytes(PARTS.encode("latin-1") + b"\n" + PARTS.encode("latin-1"))
    assert pointed(path, "latin-1") == [WORD] * 2


def test_mail_that_is_coded_points_at_its_part(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(PLAIN.format(header="Content-Transfer-Encoding: quoted-printable\r\n").encode())
    (one,) = conversations(path)
    assert one.turns[0].place.locate(one.turns[0].text, 12) == (5, 1)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    for data, expected in (
        (b"Hello there", ("draft", "<stdin>", "Hello there")),
        (b"[10:02] Agent: Hello\n", ("draft", "<stdin>", "[10:02] Agent: Hello")),
        (b"Agent: Hello\nCustomer: Hi\n", ("transcript", "<stdin>", "Hello")),
        (json.dumps([{"role": "agent", "text": "Hello"}]).encode(), ("transcript", "<stdin>", "Hello")),
        (b"role,text\nagent,Hello\n", ("transcript", "<stdin>", "Hello")),
        (PARTS.encode("latin-1"), ("transcript", "<stdin>", "  café needle")),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(Pipe(data)))
        (one,) = read("-", ReadOptions(roles=RoleMap()))
        assert isinstance(one, Conversation)
        assert (one.kind, one.path, one.turns[0].text) == expected
