"""Exports of Slack: threads and days, who is who, and texts as their readers see them, each found in its file."""

from __future__ import annotations

import json
import os
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carelint.errors import ReadError
from carelint.model import Conversation, Place, Turn
from carelint.readers import ReadOptions, RoleMap, read, walk
from carelint.readers.slack_text import Names, slack_text

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "formats" / "slack" / "testarchive.zip"
ROLES = RoleMap.of({"agent": ["*@acme.example"], "bot": ["Helper"]})


def user(key: str, name: str, email: str = "", team: str = "T1", **more: Any) -> dict[str, Any]:
    return {"id": key, "team_id": team, "name": name, **more, "profile": {"display_name": name, "email": email}}


ANA, BO = user("U1", "ana", "ana@acme.example"), user("U2", "bo")
USERS = [ANA, BO]


def said(who: str, text: str, ts: str, thread: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": who, "text": text, "ts": ts} | ({"thread_ts": thread} if thread else {}) | more


def export(path: Path, files: Mapping[str, Any], users: Any = USERS) -> Path:
    """An export as a zip; a text is written as it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in {"users.json": users, **files}.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value, indent=1))
    return path


def conversations(path: Path, roles: RoleMap = ROLES) -> list[Conversation]:
    found = list(read(str(path), ReadOptions(roles=roles)))
    assert not [one for one in found if isinstance(one, ReadError)]
    return [one for one in found if isinstance(one, Conversation)]


def lines(found: Conversation) -> list[tuple[str, str, str]]:
    return [(turn.role, turn.author, turn.text) for turn in found.turns]


def one(tmp_path: Path, *messages: Any, users: Any = USERS) -> Conversation:
    """The conversation of one day; an agent takes part."""
    last = said("U1", "Bye", "1700000009.000000")
    path = export(tmp_path / "x.zip", {"help/2023-11-14.json": [*messages, last]}, users)
    (found,) = conversations(path)
    assert lines(found)[-1] == ("agent", "ana", "Bye")
    return found


def of_file(path: Path, turn: Turn, start: int, end: int) -> str:
    """The characters of the first day's file at which a part of a turn is said to stand."""
    first, last = turn.place.region(turn.text, start, end)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("help/2023-11-14.json").decode()
    assert first.line == last.line
    return text.split("\n")[first.line - 1][first.column - 1 : last.column - 1]


def test_threads_and_days(tmp_path: Path) -> None:
    days = {
        "channels.json": [{"id": "C1", "name": "help", "is_archived": False, "topic": {"value": "Ask us"}}],
        "help/2023-11-14.json": [
            said("U2", "Where is it?", "1700000000.000001", "1700000000.000001"),
            said("U2", "Hello?", "1700000001.000000"),
            said("U1", "On its way.", "1700000002.000000", "1700000000.000001"),
            said("U1", "Hi!", "1700000003.000000"),
        ],
        "help/2023-11-15.json": [said("U1", "There?", "1700090000.000000", "1700000000.000001")],
    }
    path = export(tmp_path / "x.zip", days)
    day, thread = conversations(path)
    assert (day.id, day.path, day.channel, day.metadata) == (
        "help/2023-11-14", f"{path}/help/2023-11-14.json", "chat",
        {"channel": "help", "topic": "Ask us", "is_private": False, "is_archived": False},
    )  # fmt: skip
    assert lines(day) == [("customer", "bo", "Hello?"), ("agent", "ana", "Hi!")]
    assert (thread.id, thread.path) == ("help/1700000000.000001", f"{path}/help/2023-11-14.json")
    assert lines(thread) == [
        ("customer", "bo", "Where is it?"), ("agent", "ana", "On its way."), ("agent", "ana", "There?"),
    ]  # fmt: skip
    assert [of_file(path, turn, 0, len(turn.text)) for turn in thread.turns[:2]] == ["Where is it?", "On its way."]
    assert thread.turns[2].place.locate("There?", 3) == (1, 1)
    assert [turn.place.pointer for turn in thread.turns] == ["/0/text", "/2/text", ""]
    assert [str(turn.at) for turn in day.turns] == ["2023-11-14 22:13:21+00:00", "2023-11-14 22:13:23+00:00"]


def test_the_head_of_a_thread_goes_first_and_nothing_is_said_twice(tmp_path: Path) -> None:
    messages = [
        said("U1", "Yes.", "1700000002.000000", "1700000001.000000"),
        said("U2", "No?", "1700000001.000000", "1700000001.000000"),
        said("U1", "Yes.", "1700000002.000000", "1700000001.000000", subtype="thread_broadcast"),
    ]
    (found,) = conversations(export(tmp_path / "x.zip", {"help/2023-11-14.json": messages}))
    assert lines(found) == [("customer", "bo", "No?"), ("agent", "ana", "Yes.")]


def test_a_thread_whose_head_was_not_exported(tmp_path: Path) -> None:
    messages = [said("U1", "Yes.", "1700000002.000000", "1600000001.000000")]
    (found,) = conversations(export(tmp_path / "x.zip", {"help/2023-11-14.json": messages}))
    assert (found.id, lines(found)) == ("help/1600000001.000000", [("agent", "ana", "Yes.")])


@pytest.mark.parametrize(
    ("raw", "text", "word", "stands"),
    [
        ("Hi <@U2>!", "Hi @bo!", "@bo", "<@U2>"),
        ("<@U2> hi", "@bo hi", "hi", "hi"),
        ("<@U77|old>, hi", "@old, hi", "hi", "hi"),
        ("<@U77>", "@U77", "@U77", "<@U77>"),
        # A name as long as its sign.
        ("<@U3>?", "@dora?", "dora", "<@U3>"),
        ("see <#C1|help> now", "see #help now", "#help", "<#C1|help>"),
        ("see <#C1> now", "see #help-desk now", "now", "now"),
        ("a <https://x.example/a?b=1&amp;c=2|page &amp; more> b", "a page & more b", "page & more", "page &amp; more"),
        ("<https://x.example/?a=1&amp;b=2> b", "https://x.example/?a=1&b=2 b", "b=2", "b=2"),
        ("<mailto:bo@x.example|bo@x.example>", "bo@x.example", "bo@", "bo@"),
        ("to <mailto:bo@x.example>", "to bo@x.example", "bo@", "bo@"),
        ("<!here> <!channel|channel> x", "@here @channel x", "x", "x"),
        ("<!subteam^S1|@care> x", "@care x", "@care", "@care"),
        ("<!subteam^S1> x", "@S1 x", "x", "x"),
        ("<!date^1392734382^{date}|Feb 18> x", "Feb 18 x", "Feb 18", "Feb 18"),
        ("1 &lt; 2 &gt; 0 &amp;amp; &quot;", "1 < 2 > 0 &amp; &quot;", "2 > 0", "2 &gt; 0"),
        (":smile: `code` ```x``` *so* <odd> <>", ":smile: `code` ```x``` *so* <odd> <>", "<odd>", "<odd>"),
        ("<https://x.example|>", "https://x.example", "x.ex", "x.ex"),
        ("<https://x.example", "<https://x.example", "x.ex", "x.ex"),
        ("caf\u00e9 &amp; \u201cyou\u201d", "caf\u00e9 & \u201cyou\u201d", "you", "you"),
    ],
)
def test_texts(tmp_path: Path, raw: str, text: str, word: str, stands: str) -> None:
    files = {
        "channels.json": [{"id": "C1", "name": "help-desk"}],
        "help/2023-11-14.json": [said("U1", raw, "1700000000.000001")],
    }
    path = export(tmp_path / "x.zip", files, [*USERS, user("U3", "dora")])
    ((turn,),) = (found.turns for found in conversations(path))
    assert turn.text == text
    assert of_file(path, turn, text.index(word), text.index(word) + len(word)) == stands


@pytest.mark.parametrize(
    ("message", "turn"),
    [
        (said("USLACKBOT", "Hi", "1.1"), ("bot", "slackbot", "Hi")),
        (said("U4", "Hi", "1.1"), ("bot", "robot", "Hi")),
        ({"subtype": "bot_message", "username": "CI", "text": "", "attachments": [{}, {"fallback": "Built"}]},
         ("bot", "CI", "Built")),
        ({"subtype": "bot_message", "bot_id": "B1", "text": "Hi"}, ("bot", "B1", "Hi")),
        ({"bot_id": "B1", "user": "U88", "bot_profile": {"name": "CI"}, "text": "Hi"}, ("bot", "CI", "Hi")),
        (said("U2", "bo has joined", "1.1", subtype="channel_join"), ("system", "", "bo has joined")),
        (said("U1", "set the topic", "1.1", subtype="channel_topic"), ("system", "", "set the topic")),
        (said("U1", "due", "1.1", subtype="reminder_add"), ("system", "", "due")),
        (said("U2", "waves", "1.1", subtype="me_message"), ("customer", "bo", "waves")),
        (said("U2", "now", "1.1", edited={"user": "U2", "ts": "1.2"}), ("customer", "bo", "now")),
        (said("U99", "Hi", "1.1"), ("customer", "U99", "Hi")),
        (said("U99", "Hi", "1.1", user_profile={"real_name": "Cy Orr"}), ("customer", "Cy Orr", "Hi")),
        (said("U2", "Slack's words", "1.1", subtype="file_comment", file={}, comment={"comment": "Nice"}),
         ("customer", "bo", "Nice")),
    ],
)  # fmt: skip
def test_messages(tmp_path: Path, message: Any, turn: tuple[str, str, str]) -> None:
    users = [*USERS, user("U4", "robot", is_bot=True), user("USLACKBOT", "slackbot")]
    assert lines(one(tmp_path, message, users=users))[:-1] == [turn]


@pytest.mark.parametrize(
    "message",
    [
        said("U2", "gone", "1.1", subtype="message_deleted"),
        said("U2", "other", "1.1", subtype="message_changed"),
        said("USLACKBOT", "This message was deleted.", "1.1", subtype="tombstone"),
        said("U2", "not seen", "1.1", hidden=True),
        said("U2", "", "1.1"),
        said("U2", "", "1.1", files=[{"id": "F1", "mode": "tombstone"}]),
        {},
    ],
)
def test_what_nobody_sees_is_left_out(tmp_path: Path, message: Any) -> None:
    assert lines(one(tmp_path, message))[:-1] == []


def test_attached_files(tmp_path: Path) -> None:
    files = [{"name": "a.png", "title": "A"}, {"title": "B"}, {"id": "F3"}, {"name": "c.png", "mode": "tombstone"}]
    old = said("U2", "<@U2> uploaded a file", "1.2", subtype="file_share", file={"name": "d.txt"})
    found = one(tmp_path, said("U2", "", "1.1", files=files), old)
    assert [(turn.text, turn.attachments) for turn in found.turns[:-1]] == [
        ("", ("a.png", "B", "attachment")), ("", ("d.txt",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "roles"),
    [
        # Whoever is of another company than the agents.
        ({"team": "T2"}, ["customer", "third_party"]),
        ({"team": "", "is_stranger": True}, ["customer", "third_party"]),
        # A guest may be anybody, and so may a colleague.
        ({"is_restricted": True}, ["third_party", "third_party"]),
        ({"team": "T2", "enterprise_user": {"enterprise_id": "T1"}}, ["third_party", "third_party"]),
    ],
)
def test_customers_of_another_company(tmp_path: Path, more: Any, roles: list[str]) -> None:
    users = [*USERS, user("U5", "eve", **more)]
    found = one(tmp_path, said("U5", "Hi", "1.1"), said("U2", "Ho", "1.2"), users=users)
    assert [turn.role for turn in found.turns[:-1]] == roles


@pytest.mark.parametrize("pattern", ["dee", "Dee Roe", "DEE@*", "d.roe", "U6"])
def test_an_agent_is_known_by_each_name(tmp_path: Path, pattern: str) -> None:
    profile = {"display_name": "dee", "real_name": "Dee Roe", "email": "dee@x.example"}
    users = [*USERS, {"id": "U6", "name": "d.roe", "profile": profile}]
    path = export(tmp_path / "x.zip", {"help/2023-11-14.json": [said("U6", "Hi", "1.1")]}, users)
    (found,) = conversations(path, RoleMap.of({"agent": [pattern]}))
    assert lines(found) == [("agent", "dee", "Hi")]


def test_only_care_is_read(tmp_path: Path) -> None:
    bots = [said("U2", "Hi", "1.1"), {"subtype": "bot_message", "username": "CI", "text": "Built", "ts": "1.2"}]
    files = {
        "chat/2023-11-14.json": [said("U2", "Lunch?", "1.1")],
        "feed/2023-11-14.json": bots,
        "help/2023-11-14.json": [*bots, {"subtype": "bot_message", "username": "Helper", "text": "Hi", "ts": "1.3"}],
        "room/2023-11-14.json": [said("U1", "Hi", "1.1")],
    }
    path = export(tmp_path / "x.zip", files)
    assert [found.id for found in conversations(path)] == ["help/2023-11-14", "room/2023-11-14"]


def test_nobody_is_an_agent(tmp_path: Path) -> None:
    days = {f"help/2023-11-{day}.json": [said("U1", "Hi", "1.1"), said("U2", "Ho", "1.2")] for day in range(10, 20)}
    path = export(tmp_path / "x.zip", days)
    (error,) = read(str(path))
    assert str(error) == (
        f'{path}: no agent can be told among "ana", "bo"; say who is one in carelint.yaml, such as '
        'roles: {agent: ["ana"]}'
    )


def test_a_draft_answers_a_thread_without_an_agent(tmp_path: Path) -> None:
    path = export(tmp_path / "x.zip", {"help/2023-11-14.json": [said("U2", "Hi", "1.1")]})
    (found,) = read(str(path), ReadOptions(roles=ROLES, unanswered=True))
    assert isinstance(found, Conversation)
    assert lines(found) == [("customer", "bo", "Hi")]


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        ('[\n{"user": "U1", "text": "Hi", "ts": "1.1"},\n{"user": ]', 3, 10,
         "is no valid JSON: expecting value; the rest of the file is not read"),
        ('[\n{"user": "U1", "text": "Hi", "ts": "1.1"},\n 7]', 3, 2, "must be an object, not a number (at /1)"),
        ('[\n{"user": "U1", "text": "Hi", "ts": "1.1"},\n{"user": "U1", "te', 3, 16,
         "is no valid JSON: unterminated string starting at; the rest of the file is not read"),
    ],
)  # fmt: skip
def test_a_broken_day_is_told_and_the_rest_read(
    tmp_path: Path, content: str, line: int, column: int, message: str
) -> None:
    files = {"help/2023-11-14.json": content, "help/2023-11-15.json": [said("U1", "Ho", "1.2")]}
    path = export(tmp_path / "x.zip", files)
    error, *rest = read(str(path), ReadOptions(roles=ROLES))
    assert isinstance(error, ReadError)
    assert (error.fault.path, error.fault.line, error.fault.column, error.fault.what) == (
        f"{path}/help/2023-11-14.json", line, column, message,
    )  # fmt: skip
    assert [lines(one) for one in rest if isinstance(one, Conversation)] == [
        [("agent", "ana", "Hi")], [("agent", "ana", "Ho")],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "where", "message"),
    [
        ({"help/2023-11-14.json": "{}"}, "/help/2023-11-14.json:1:1", "must be a list, as in every export of Slack"),
        ({"help/2023-11-14.json": ""}, "/help/2023-11-14.json:1:1", "must be a list, as in every export of Slack"),
        ({"help/2023-11-14.json": "[]", "groups.json": "[nul]"}, "/groups.json:1:2", "is no valid JSON: expecting"),
        ({"help/2023-11-14.json": [said("U1", "Hi", "soon")]}, "/help/2023-11-14.json:5:12",
         'the time "soon" is not understood'),
    ],
)  # fmt: skip
def test_faults_are_told(tmp_path: Path, files: Any, where: str, message: str) -> None:
    path = export(tmp_path / "x.zip", files)
    first = next(iter(read(str(path), ReadOptions(roles=ROLES))))
    assert str(first).startswith(f"{path}{where}: {message}")


def test_broken_users_are_told_and_ids_are_names(tmp_path: Path) -> None:
    path = export(tmp_path / "x.zip", {"help/2023-11-14.json": [said("U1", "Hi", "1.1")]}, users="[{")
    error, found = read(str(path), ReadOptions(roles=RoleMap.of({"agent": ["U1"]})))
    assert isinstance(error, ReadError)
    assert error.fault.path == f"{path}/users.json"
    assert isinstance(found, Conversation)
    assert lines(found) == [("agent", "U1", "Hi")]


def test_private_channels_and_direct_messages(tmp_path: Path) -> None:
    files = {
        "groups.json": [{"id": "G1", "name": "vip", "purpose": {"value": "Our best"}}],
        "dms.json": [{"id": "D1", "members": ["U1", "U2"]}],
        "vip/2023-11-14.json": [said("U1", "Hi", "1.1")],
        "D1/2023-11-14.json": [said("U1", "Hi", "1.1")],
        "FC:F1:Plan/2023-11-14.json": [said("U1", "Hi", "1.1")],
    }
    found = conversations(export(tmp_path / "x.zip", files))
    assert [(one.id, one.metadata) for one in found] == [
        ("D1/2023-11-14", {"channel": "D1", "is_private": True}),
        ("FC:F1:Plan/2023-11-14", {"channel": "FC:F1:Plan"}),
        ("vip/2023-11-14", {"channel": "vip", "purpose": "Our best", "is_private": True}),
    ]


def test_an_export_inside_a_folder_of_a_zip(tmp_path: Path) -> None:
    files = {"Acme/users.json": USERS, "Acme/help/2023-11-14.json": [said("U1", "Hi", "1.1")], "log.txt": "Agent: Hi\n"}
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, value in files.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value))
    assert [(one.id, one.path) for one in conversations(path)] == [
        ("help/2023-11-14", f"{path}/Acme/help/2023-11-14.json"), ("log", f"{path}/log.txt"),
    ]  # fmt: skip


def test_an_unpacked_export_is_one_input(tmp_path: Path) -> None:
    files = {"help/2023-11-14.json": [said("U2", "Hi <@U1>", "1.1"), said("U1", "Ho", "1.2")]}
    with zipfile.ZipFile(export(tmp_path / "x.zip", files)) as archive:
        archive.extractall(tmp_path / "all" / "slack")
    (tmp_path / "all" / "a.txt").write_text("Agent: Hi\n")
    names = [os.path.relpath(str(path), tmp_path / "all") for path in walk([str(tmp_path / "all")])]
    assert names == ["a.txt", "slack"]
    zipped = conversations(tmp_path / "x.zip")
    folder = conversations(tmp_path / "all" / "slack")
    assert [(one.id, lines(one)) for one in folder] == [(one.id, lines(one)) for one in zipped]
    assert folder[0].path == str(tmp_path / "all" / "slack" / "help" / "2023-11-14.json")
    assert list(walk([str(tmp_path / "all" / "slack")])) == [str(tmp_path / "all" / "slack")]


def test_a_folder_with_users_but_no_days_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "help").mkdir()
    (tmp_path / "users.json").write_text("[]")
    (tmp_path / "help" / "2023.json").write_text("[]")
    assert [os.path.basename(str(path)) for path in walk([str(tmp_path)])] == ["2023.json", "users.json"]
    (error,) = read(str(tmp_path))
    assert str(error) == f"{tmp_path}: cannot be read: Is a directory"


KEYS = "user text ts thread_ts subtype files file comment attachments user_profile bot_profile bot_id hidden id profile"
WORDS = st.sampled_from(["U1", "1.1", "file_share", "bot_message", "<@U1>", "<", "|", "&amp;", "\ud800", "name", ""])
VALUES = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(users=st.lists(VALUES, max_size=3), messages=st.lists(VALUES, max_size=5))
def test_no_values_make_a_traceback(tmp_path: Path, users: Any, messages: Any) -> None:
    files = {"help/2023-11-14.json": messages, "channels.json": users}
    for found in read(str(export(tmp_path / "x.zip", files, users)), ReadOptions(roles=RoleMap.of({"agent": ["*"]}))):
        if isinstance(found, Conversation):
            for turn in found.turns:
                assert turn.place.region(turn.text, 0, len(turn.text)).start >= (1, 1)


@given(st.lists(st.sampled_from(["<@U2>", "<", ">", "|", "&lt;", "&", "<https://x.example|", "<#C1|a>", "hi ", "\n"])))
def test_literal_characters_stand_where_they_are_said_to(parts: list[str]) -> None:
    raw = "".join(parts)
    text, place = slack_text(raw, Place(), Names({"U2": "bo"}, {}))
    lines = raw.split("\n")
    for index, sign in enumerate(text):
        line, column = place.locate(text, index)
        found = lines[line - 1][column - 1 : column] or "\n"
        assert found == sign or found in "<&"


@pytest.mark.skipif(not SAMPLE.exists(), reason="needs the shared data")
def test_a_real_export() -> None:
    roles = RoleMap.of({"agent": ["hamza", "Harry Potter"], "customer": ["doubledeez"]})
    found = conversations(SAMPLE, roles)
    assert Counter(turn.role for one in found for turn in one.turns) == {
        "agent": 38, "bot": 18, "system": 5, "customer": 3, "third_party": 1,
    }  # fmt: skip
    assert [one.id for one in found] == [
        "enrique/2016-01-14", "enrique/2016-01-15", "enrique/2016-01-16", "enrique/2016-02-07", "enrique/2016-03-17",
        "traveling-sailor/2016-03-25", "traveling-sailor/2016-03-27", "traveling-sailor/2016-03-28",
    ]  # fmt: skip
