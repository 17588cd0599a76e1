"""Large exports: memory does not grow with the file, lists that belong together may stand in any order."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from carelint.errors import ReadError
from carelint.model import Conversation
from carelint.readers import ReadOptions, read
from carelint.readers.decode import Source
from carelint.readers.json_files import read_json
from carelint.readers.shelf import Piece, Shelf


def ticket(number: int) -> dict[str, object]:
    comments = [
        {"id": 1, "author_id": 1000 + number % 50, "body": f"Hello {number} " + "x" * 200, "public": True, "via": {}},
        {"id": 2, "author_id": 7, "body": f"Yes {number}", "public": True, "via": {}},
    ]
    return {"id": number, "requester_id": 1000 + number % 50, "submitter_id": 7, "subject": "s", "comments": comments}


def audit(number: int, tickets: int) -> dict[str, object]:
    author = 7 if number >= tickets else 1000
    events = [{"id": 1, "type": "Comment", "author_id": author, "body": f"Part {number} " + "x" * 200, "public": True}]
    return {"id": number, "ticket_id": number % tickets, "author_id": author, "events": events}


USERS = [{"id": 7, "name": "Ana", "role": "agent"}] + [
    {"id": 1000 + number, "name": f"Bo {number}", "role": "end-user"} for number in range(50)
]


def tickets_then_users(count: int) -> Iterator[str]:
    yield '{"tickets": ['
    for number in range(count):
        yield ("," if number else "") + json.dumps(ticket(number))
    yield f'], "users": {json.dumps(USERS)}}}'


def users_then_tickets(count: int) -> Iterator[str]:
    yield f'{{"users": {json.dumps(USERS)}, "tickets": ['
    for number in range(count):
        yield ("," if number else "") + json.dumps(ticket(number))
    yield '], "count": 1}'


def audits(count: int) -> Iterator[str]:
    yield '{"audits": ['
    for number in range(count):
        yield ("," if number else "") + json.dumps(audit(number, count // 2))
    yield f'], "users": {json.dumps(USERS)}}}'


def apart(count: int) -> Iterator[str]:
    yield '{"tickets": ['
    for number in range(count):
        yield ("," if number else "") + json.dumps({**ticket(number), "comments": None})
    yield '], "comments": ['
    for number in range(count):
        comments = ticket(number)["comments"]
        assert isinstance(comments, list)
        yield ("," if number else "") + ",".join(json.dumps({**one, "ticket_id": number}) for one in comments)
    yield f'], "users": {json.dumps(USERS)}}}'


class Pipe(io.BytesIO):
    """What cannot be wound back."""

    def seekable(self) -> bool:
        return False


def peak(path: Path) -> tuple[int, set[tuple[str, ...]]]:
    """The peak of memory while a file is read, and the roles of its conversations."""
    roles = set()
    tracemalloc.start()
    try:
        for found in read(str(path)):
            assert isinstance(found, Conversation), found
            roles.add(tuple(turn.role for turn in found.turns))
        return tracemalloc.get_traced_memory()[1], roles
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [tickets_then_users, users_then_tickets, audits, apart])
def test_memory_does_not_grow_with_the_file(write: object, tmp_path: Path) -> None:
    peaks = []
    for count in (1000, 8000):
        path = tmp_path / f"{count}.json"
        path.write_text("".join(write(count)))  # type: ignore[operator]
        size, roles = peak(path)
        assert roles == {("customer", "agent")}
        peaks.append(size)
    assert peaks[1] < peaks[0] * 1.2 + 300_000


@pytest.mark.parametrize("write", [tickets_then_users, users_then_tickets, audits, apart])
def test_a_pipe_gives_what_the_file_gives(write: object, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("".join(write(400)))  # type: ignore[operator]
    pipe = read_json(Source.of(str(path), Pipe(path.read_bytes())), ReadOptions())
    found = list(pipe)
    assert found == list(read(str(path)))
    assert len({one.id for one in found if isinstance(one, Conversation)}) == (200 if write is audits else 400)


def test_conversations_of_their_own_are_streamed_from_a_pipe_at_once() -> None:
    talk = json.dumps({"id": "a", "turns": [{"role": "agent", "text": "Hello. " * 1000}]})

    def parts() -> Iterator[bytes]:
        yield f'{{"count": 9, "users": 3, "conversations": [{talk}'.encode()
        while True:
            yield f",{talk}".encode() * 16

    class Endless(Pipe):
        """A pipe that does not end."""

        taken, talks = 0, parts()

        def read(self, size: int | None = -1) -> bytes:
            part = next(self.talks)
            self.taken += len(part)
            return part

    stream = Endless()
    found = read_json(Source.of("a.json", stream), ReadOptions())
    assert isinstance(next(found), Conversation)
    assert stream.taken < 500_000


def test_records_of_an_object_of_our_own_stay_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    value = {"users": [{"id": 1, "name": "Bo"}], "id": "x", "turns": [{"role": "agent", "text": "Hi."}]}
    path.write_text(json.dumps(value))
    (one,) = read(str(path))
    assert isinstance(one, Conversation)
    assert (one.id, dict(one.metadata)) == ("x", {"users": [{"id": 1, "name": "Bo"}]})


def test_a_fault_behind_the_tickets_is_told_after_them(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = "".join(tickets_then_users(2))
    path.write_text(text[: text.index('], "users"')] + '], "users": [{"id": 7, "name": "Ana", "role": "agent"}, {]}')
    first, second, error = read(str(path))
    assert [isinstance(one, Conversation) and one.turns[1].author for one in (first, second)] == ["Ana", "Ana"]
    assert isinstance(error, ReadError)
    assert error.fault.line == 1
    assert error.fault.what.endswith("the rest of the file is not read")


def test_pages_one_per_line_each_with_its_users(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    pages = [{"tickets": [ticket(number)], "users": USERS} for number in range(3)]
    path.write_text("\n".join(json.dumps(page) for page in pages))
    found = [one for one in read(str(path)) if isinstance(one, Conversation)]
    assert [(one.id, one.customer.name, one.turns[1].author) for one in found] == [
        ("0", "Bo 0", "Ana"),
        ("1", "Bo 1", "Ana"),
        ("2", "Bo 2", "Ana"),
    ]
    assert [one.turns[0].place.locate("", 0).line for one in found] == [1, 2, 3]


def test_the_shelf_keeps_the_order_and_forgets_what_is_taken() -> None:
    shelf = Shelf()
    for number, whole in enumerate(["b", "a", "b"]):
        shelf.put_part("audits", whole, Piece(f"p{number}", number + 1))
    shelf.put_record("users", "1", {"name": "Bo"})
    shelf.put_record("users", "1", {"name": "Bo Hart"})
    assert list(shelf.wholes()) == [("audits", "b"), ("audits", "a")]
    assert shelf.take_parts("audits", "b") == [Piece("p0", 1), Piece("p2", 3)]
    assert (shelf.take_parts("audits", "b"), list(shelf.wholes())) == ([], [("audits", "a")])
    assert (shelf.record("users", "1"), shelf.record("users", "2"), shelf.record("x", "1")) == (
        {"name": "Bo Hart"},
        None,
        None,
    )
    shelf.close()
    assert list(shelf.wholes()) == []
