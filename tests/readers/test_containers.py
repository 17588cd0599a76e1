"""gzip and zip: read in streams, wherever they come from; bombs and tricks refused."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zipfile
from pathlib import Path
from unittest import mock

import pytest

from carelint.model import Conversation
from carelint.readers import ReadOptions, read, walk
from carelint.readers.containers import sources

LOG = "Agent: Hi, it's Ana.\nCustomer: Hello\n"
LINE = '{"id": "7", "turns": [{"role": "agent", "text": "Hi"}]}\n'


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return path


def told(path: str, options: ReadOptions | None = None) -> list[tuple[str, str]]:
    """Path and id of each conversation, path and message of each error."""
    return [
        (one.path, one.id) if isinstance(one, Conversation) else (one.fault.path, one.fault.what)
        for one in read(path, options)
    ]


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl.gz"
    path.write_bytes(gzip.compress((LINE * 2).replace("7", "8", 1).encode()))
    assert told(str(path)) == [(str(tmp_path / "chats.jsonl"), "8"), (str(tmp_path / "chats.jsonl"), "7")]


def test_a_gzip_of_several_parts_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl.gz"
    path.write_bytes(gzip.compress(LINE.encode()) + gzip.compress(LINE.encode()))
    assert [one for _, one in told(str(path))] == ["7", "7"]


def test_zip(tmp_path: Path) -> None:
    rubbish = [("__MACOSX/a.txt", "x"), ("b/.hidden.txt", "x"), ("picture.png", "x"), ("inner.zip", "PK"), ("c/", "")]
    path = zipped(tmp_path / "all.zip", ("b/two.jsonl", LINE), ("a.txt", LOG), *rubbish)
    assert told(str(path)) == [(f"{path}/a.txt", "a"), (f"{path}/b/two.jsonl", "7")]


@pytest.mark.parametrize("suffix", ["zip", "gz"])
def test_standard_input(tmp_path: Path, suffix: str) -> None:
    data = gzip.compress(LOG.encode()) if suffix == "gz" else zipped(tmp_path / "a.zip", ("a.txt", LOG)).read_bytes()

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    with mock.patch.object(sys, "stdin", mock.Mock(buffer=Pipe(data))):
        (found,) = read("-")
    assert isinstance(found, Conversation)
    assert ([t.role for t in found.turns], found.path) == (
        ["agent", "customer"], "<stdin>" if suffix == "gz" else "<stdin>/a.txt",
    )  # fmt: skip


def test_a_pipe_that_is_not_compressed_is_read_as_it_is() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    (source,) = sources("<stdin>", Pipe(b"Hi, Bo."))
    assert not isinstance(source, Exception)
    assert b"".join(source.blocks()) == b"Hi, Bo."


def test_a_folder_holds_compressed_files(tmp_path: Path) -> None:
    zipped(tmp_path / "a.zip", ("a.txt", LOG))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(LINE.encode()))
    (tmp_path / "c.png.gz").write_bytes(gzip.compress(b"x"))
    (tmp_path / "d.zip").write_text("no zip")
    assert [os.path.basename(str(path)) for path in walk([str(tmp_path)])] == ["a.zip", "b.jsonl.gz"]


def test_one_broken_member_does_not_end_the_others(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", LOG), ("b.txt", LOG * 50), ("c.txt", LOG))
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("b.txt").header_offset
    data = bytearray(path.read_bytes())
    data[at + 40 : at + 60] = b"\xff" * 20
    path.write_bytes(bytes(data))
    found = told(str(path))
    assert [where for where, _ in found] == [f"{path}/a.txt", f"{path}/b.txt", f"{path}/c.txt"]
    assert found[1][1].startswith("is damaged: ")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    zeros = b" " * (1 << 20)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as stream:
        for _ in range(100):
            stream.write(zeros)
    bomb = tmp_path / "bomb.txt.gz"
    bomb.write_bytes(packed.getvalue())
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("a.txt", "w") as stream:
            for _ in range(100):
                stream.write(zeros)
        archive.writestr("b.txt", LOG)
    refused = "unfolds to more than 500 times its size: refused, as a bomb would"
    assert told(str(bomb)) == [(str(bomb), refused)]
    assert told(str(tmp_path / "bomb.zip")) == [
        (str(tmp_path / "bomb.zip" / "a.txt"), refused),
        (str(tmp_path / "bomb.zip" / "b.txt"), "b"),
    ]


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("../../etc/notes.txt", "is named to lie outside of its zip file: refused"),
        ("/etc/notes.txt", "is named to lie outside of its zip file: refused"),
        ("a\\..\\notes.txt", "is named to lie outside of its zip file: refused"),
        ("C:/notes.txt", "is named to lie outside of its zip file: refused"),
        (link("notes.txt"), "is a link: refused"),
    ],
)
def test_tricks_with_names_are_refused(tmp_path: Path, member: str | zipfile.ZipInfo, message: str) -> None:
    path = zipped(tmp_path / "a.zip", (member, LOG))
    assert [what for _, what in told(str(path))] == [message]


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", LOG))
    data = bytearray(path.read_bytes())
    # The flag stands in both headers of the member.
    for sign, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + shift] |= 1
    path.write_bytes(bytes(data))
    assert [what for _, what in told(str(path))] == ["is encrypted: unpack it first"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.zip", b"PK\x03\x04 and no more", "is no valid zip file: File is not a zip file"),
        ("a.jsonl.gz", gzip.compress(LINE.encode() * 50)[:-20], "is damaged: "),
    ],
)
def test_what_is_damaged_is_told(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert told(str(path))[-1][1].startswith(message)


def test_a_zip_without_conversations_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("picture.png", "x"))
    assert told(str(path))[0][1].startswith("holds no file that carelint reads; read are .json, .jsonl")
