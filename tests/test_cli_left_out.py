"""What is in a file and not read, and is no fault of it: told once, and a problem only where there is nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .cli_runner import DEMO, run

USERS = [{"id": 1, "name": "Bo Hart", "role": "end-user"}, {"id": 2, "name": "Ana", "role": "agent"}]
SIDE = "id,name,email,role,ticket_restriction\n1,Bo,bo@post.example,end-user,\n"
COMMENTS = "id,ticket_id,user_id,body,public,_fivetran_synced\n1,9,1,Hello?,true,x\n"
ALONE = "user.csv:1:1: a table of Zendesk's users, which hold no messages; they are in ticket_comment.csv beside it"
TOLD = "3 conversations without an answer of an agent were left out"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def ticket(number: int, *authors: int) -> dict[str, object]:
    comments = [{"id": n, "author_id": author, "body": "Hello", "public": True} for n, author in enumerate(authors)]
    about = {"id": number, "requester_id": 1, "assignee_id": 2, "subject": "Kettle", "status": "open"}
    return {**about, "via": {"channel": "email"}, "submitter_id": 1, "comments": comments}


def export(path: str, *tickets: dict[str, object]) -> None:
    Path(path).write_text(json.dumps({"tickets": tickets, "users": USERS}))


@pytest.fixture
def waiting() -> None:
    """Two exports with three tickets that no agent has answered."""
    export("a.json", ticket(1, 1, 2), ticket(2, 1), ticket(3, 1))
    export("b.json", ticket(4, 1), ticket(5, 1, 2))


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("options", [(), ("--strict",), ("--jobs", "2"), ("--fix",)])
def test_unanswered_conversations_are_told_once(options: tuple[str, ...]) -> None:
    answer = run("check", "a.json", "b.json", *DEMO, "--format", "json", "--fail-on", "never", *options)
    assert (answer.code, answer.err.splitlines()[:1]) == (0, [TOLD])
    summary = json.loads(answer.out)["summary"]
    assert (summary["conversations"], summary["problems"]) == (2, 0)


@pytest.mark.usefixtures("waiting")
def test_quiet_is_quiet() -> None:
    assert run("check", "a.json", "b.json", *DEMO, "-q", "--format", "concise", "--fail-on", "never").err == ""


@pytest.mark.usefixtures("waiting")
def test_other_commands_tell_of_them_too() -> None:
    answer = run("convert", "a.json", "b.json", "-o", "out.jsonl", "--strict")
    assert (answer.code, answer.err.splitlines()) == (0, [TOLD, "2 written to out.jsonl"])
    parsed = run("parse", "b.json", "--signals", "none")
    assert (parsed.code, parsed.err) == (0, "1 conversation without an answer of an agent was left out\n")


def test_a_side_table_alone_says_where_the_messages_are() -> None:
    Path("user.csv").write_text(SIDE)
    Path("ticket_comment.csv").write_text(COMMENTS)
    for command in (("parse", "user.csv"), ("check", "user.csv", *DEMO), ("convert", "user.csv")):
        answer = run(*command)
        assert (answer.code, answer.err.splitlines()[0]) == (2, ALONE), command


def test_a_side_table_beside_others_is_silent() -> None:
    Path("user.csv").write_text(SIDE)
    export("b.json", ticket(5, 1, 2))
    Path("ticket_comment.csv").write_text(COMMENTS + "2,9,2,Yes.,true,x\n")
    Path("ticket.csv").write_text("id,requester_id,submitter_id,status,assignee_id\n9,1,1,open,2\n")
    answer = run("check", "user.csv", "ticket.csv", "b.json", *DEMO, "--format", "concise", "--fail-on", "never")
    assert (answer.code, answer.err) == (0, "")
