"""gzip and zip: read in streams, wherever they come from; bombs and tricks refused."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import sys
import zipfile
from copy import copy
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelint.model import Conversation
from carelint.readers import ReadOptions, read, walk
from carelint.readers.containers import sources
from carelint.readers.decode import Source
from tests.cli_runner import DEMO, run

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
    assert isinstance(source, Source)
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
        ("a.jsonl.gz", gzip.compress(LINE.encode() * 50, mtime=0)[:-20], "is damaged: "),
    ],
    ids=["zip", "gzip"],
)
def test_what_is_damaged_is_told(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert told(str(path))[-1][1].startswith(message)


def test_a_zip_without_conversations_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("picture.png", "x"))
    assert told(str(path))[0][1].startswith("holds no file that carelint reads; read are .json, .jsonl")


def test_a_zip_that_holds_nothing_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip")
    assert told(str(path)) == [(str(path), "is an empty zip file")]
    assert [str(one) for one in walk([str(path)])] == [str(path)]


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("inner.zip", "holds zip files, which are not opened: unpack it first"),
        ("[Content_Types].xml", "is a file of Microsoft Office: save it as .csv or .txt"),
    ],
)
def test_what_is_no_zip_of_conversations_is_told(tmp_path: Path, member: str, message: str) -> None:
    path = zipped(tmp_path / "a.zip", (member, "x"))
    assert told(str(path)) == [(str(path), message)]


def test_a_gzip_without_its_extension(tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(gzip.compress(LINE.encode()))
    assert told(str(path)) == [(str(path), "7")]


def test_a_gzip_with_a_large_extension(tmp_path: Path) -> None:
    path = tmp_path / "A.JSONL.GZ"
    path.write_bytes(gzip.compress(LINE.encode()))
    assert told(str(path)) == [(str(tmp_path / "A.JSONL"), "7")]
    assert [str(one) for one in walk([str(tmp_path)])] == [str(path)]


def test_gzip_files_in_a_zip_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("day.jsonl.gz", gzip.compress(LINE.encode()))
    assert told(str(path)) == [(f"{path}/day.jsonl", "7")]


def test_what_stands_before_the_end_of_a_cut_gzip_is_kept(tmp_path: Path) -> None:
    texts = [
        f'{{"id": "{number}", "turns": [{{"role": "agent", "text": "{os.urandom(40).hex()}"}}]}}'
        for number in range(20)
    ]
    ids = [str(number) for number in range(10)]
    for name, text in (("a.jsonl.gz", "\n".join(texts)), ("a.json.gz", f"[{', '.join(texts)}]")):
        path = tmp_path / name
        whole = gzip.compress(text.encode())
        path.write_bytes(whole[: len(whole) * 3 // 4])
        found = told(str(path))
        assert [one for _, one in found][:10] == ids
        assert found[-1] == (str(path), "is damaged: Compressed file ended before the end-of-stream marker was reached")


def test_a_wrong_check_sum_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.jsonl", LINE))
    data = bytearray(path.read_bytes())
    for sign, shift in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        data[data.index(sign) + shift] ^= 255
    path.write_bytes(bytes(data))
    assert told(str(path)) == [(f"{path}/a.jsonl", "is damaged: Bad CRC-32 for file 'a.jsonl'")]


def test_a_bomb_on_a_pipe_is_refused() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    bomb = gzip.compress(b" " * (100 << 20))
    with mock.patch.object(sys, "stdin", mock.Mock(buffer=Pipe(bomb))):
        found = told("-")
    assert found == [("<stdin>", "unfolds to more than 500 times its size: refused, as a bomb would")]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_pack(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("a.txt", LOG)
    assert told(str(path)) == [(f"{path}/a.txt", "a")]


def test_a_way_to_pack_that_nobody_knows(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", LOG), ("b.txt", LOG))
    data = bytearray(path.read_bytes())
    for sign, shift in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(sign) + shift] = 99
    path.write_bytes(bytes(data))
    message = "is packed in a way that cannot be read: That compression method is not supported"
    assert told(str(path)) == [(f"{path}/a.txt", message), (f"{path}/b.txt", "b")]


def test_names_twice_the_last_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.jsonl", LINE)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.jsonl", LINE.replace("7", "8"))
    assert told(str(path)) == [(f"{path}/a.jsonl", "8")]


def renamed(path: Path, old: bytes, new: bytes) -> Path:
    """Write another name of the same length into the headers of a zip, with nothing that tells its encoding."""
    data = path.read_bytes()
    assert data.count(old) == 2
    path.write_bytes(data.replace(old, new))
    return path


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("für".encode(), "für"),  # a Mac
        ("für".encode("cp437"), "für"),  # a PC
        (b"a\\b", "a/b"),
    ],
)
def test_names_of_other_systems(tmp_path: Path, written: bytes, name: str) -> None:
    held = b"x" * len(written)
    path = renamed(zipped(tmp_path / "a.zip", (f"{held.decode()}.txt", LOG)), held + b".txt", written + b".txt")
    assert told(str(path)) == [(f"{path}/{name}.txt", name.rpartition("/")[2])]


def test_a_name_that_lies_of_its_encoding(tmp_path: Path) -> None:
    path = renamed(zipped(tmp_path / "a.zip", ("ü.txt", LOG)), "ü".encode(), b"\xff\xff")
    ((where, what),) = told(str(path))
    assert (where, what[:24]) == (str(path), "is no valid zip file: 'u")


def test_a_zip64_with_sizes_behind_the_data(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):
        """What is written to a pipe has no sizes before the data."""

        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as stream:
        stream.write(LOG.encode())
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(pipe.data))
    assert told(str(path)) == [(f"{path}/a.txt", "a")]


def test_only_what_a_folder_would_give_is_read(tmp_path: Path) -> None:
    members = [
        ("README.md", "# Hi"), ("LICENSE.txt", "MIT"), ("settings.yaml", "a: 1\n"), ("photo.txt", "\0\1"),
        ("carelint.yaml", "roles: {}\n"), ("macros.yaml", "- title: Hi\n  text: Hello there.\n"), ("b.md", "Hi, Bo."),
    ]  # fmt: skip
    path = zipped(tmp_path / "a.zip", *members)
    inside = {os.path.relpath(where, path) for where, _ in told(str(path))}
    folder = tmp_path / "a"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    assert inside == {os.path.relpath(str(one), folder) for one in walk([str(folder)])} == {"b.md", "macros.yaml"}


def test_an_mbox_in_a_zip(tmp_path: Path) -> None:
    mail = "From a@x.example Thu Jan  1 00:00:00 2026\nFrom: {0}@x.example\nTo: b@x.example\nSubject: {0}\n\nHello.\n\n"
    path = zipped(tmp_path / "a.zip", ("all.mbox", mail.format("ana") + mail.format("cy")))
    found = list(read(str(path), ReadOptions(kind="draft")))
    assert [one.turns[0].text.strip() for one in found if isinstance(one, Conversation)] == ["Hello.", "Hello."]


def test_a_zip_is_never_written(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.json", json.dumps({"title": "x", "text": "Teh  order ,,, is hear.."})))
    before = path.read_bytes()
    answer = run("check", str(path), "--fix", "--as", "draft", *DEMO)
    assert f"{path}: is packed, and not fixed: unpack it first" in answer.err
    assert path.read_bytes() == before


def test_too_large_a_table_of_contents_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", LOG))
    with mock.patch("carelint.readers.zips._MOST_TABLE", 30):
        assert told(str(path)) == [(str(path), "is no valid zip file: its table of contents has more than 0 MiB")]


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.txt", LOG), ("b.txt", LOG))
    with zipfile.ZipFile(path, "a") as archive:
        again = copy(archive.infolist()[0])
        again.filename = again.orig_filename = "c.txt"
        archive.filelist.append(again)
        archive.writestr("d.txt", LOG)
    refused = "shares its bytes with others: refused"
    assert told(str(path)) == [
        (f"{path}/a.txt", refused), (f"{path}/b.txt", "b"), (f"{path}/c.txt", refused), (f"{path}/d.txt", "d"),
    ]  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_damage_makes_a_traceback(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(zipped(tmp_path / "a.zip", ("a.txt", LOG), ("b/ü.jsonl", LINE)).read_bytes())
    if data.draw(st.booleans()):
        whole = bytearray(gzip.compress(LINE.encode() * 3))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "b.zip"
    path.write_bytes(bytes(whole[: data.draw(st.integers(5, len(whole)))]))
    for one in read(str(path)):
        assert isinstance(one, Conversation) or one.fault.what
