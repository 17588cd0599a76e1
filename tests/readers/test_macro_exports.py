"""Macros as the tools export them; the samples are invented, their shapes documented."""
# ruff: noqa: E501

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.macro_files import Told, told, written

TEXT = "Hi {{ticket.requester.first_name}},\n\na needle"
HTML = "<p>Hi {{x}},</p><p>a <b>needle</b></p>"
SEEN = "Hi {{x}},\n\na needle"


def zendesk(*actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": 4711, "title": "Late parcel", "active": True, **more, "actions": list(actions)}


def does(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "value": value}


ABOUT = {"title": "Late parcel", "active": True, "macro_id": "4711"}
GORGIAS: dict[str, Any] = {"id": 9, "name": "Status", "intent": "order/status", "language": "en"}
GORGIAS_ABOUT = {"name": "Status", "intent": "order/status", "language": "en", "macro_id": "9"}

CASES: dict[str, tuple[Any, list[Told | str]]] = {
    "zendesk": (
        {
            "macros": [
                zendesk(
                    does("status", "pending"), does("comment_value", TEXT), does("current_tags", "late parcel"),
                    restriction=None, description="When it is late",
                ),
                zendesk(does("status", "solved"), title="Only a status"),
            ],
            "next_page": None,
            "count": 2,
        },
        [
            Told(
                "Late parcel", TEXT,
                metadata=ABOUT | {
                    "restriction": None, "description": "When it is late", "tags": ["late", "parcel"],
                    "actions": {"status": "pending", "current_tags": "late parcel"},
                },
            )
        ],
    ),
    "zendesk, one": ({"macro": zendesk(does("comment_value", TEXT))}, [Told("Late parcel", TEXT, metadata=ABOUT)]),
    "zendesk, all say nothing": ({"macros": [zendesk(does("status", "solved"))]}, []),
    "zendesk, no actions": ([zendesk()], []),
    "gorgias, no actions": ([{**GORGIAS, "actions": []}], []),
    "actions beside a text": ([{"title": "A", "text": "needle", "actions": []}], [Told("A", "needle", metadata={"title": "A", "actions": []})]),
    "zendesk, one says nothing": ({"macro": zendesk(does("status", "solved"))}, []),
    "zendesk, channels": (
        [zendesk(does("comment_value", ["channel:web", "a needle"]), does("comment_value", ["channel:chat", "b needle"]))],
        [
            Told("Late parcel (web)", "a needle", "email", ABOUT),
            Told("Late parcel (chat)", "b needle", "chat", ABOUT),
        ],
    ),
    "zendesk, all channels": (
        [zendesk(does("comment_value", ["channel:all", "a needle"]))], [Told("Late parcel", "a needle", metadata=ABOUT)]
    ),
    "zendesk, rich": (
        [zendesk(does("comment_value_html", HTML), does("subject", "Your parcel"))],
        [Told("Late parcel", SEEN, "email", ABOUT | {"actions": {"subject": "Your parcel"}, "subject": "Your parcel"})],
    ),
    "zendesk, a note": (
        [zendesk(does("comment_mode_is_public", "false"), does("comment_value", TEXT))],
        [Told("Late parcel", TEXT, metadata=ABOUT, role="note", visibility="internal")],
    ),
    "zendesk, public": (
        [zendesk(does("comment_mode_is_public", True), does("comment_value", TEXT))],
        [Told("Late parcel", TEXT, metadata=ABOUT)],
    ),
    "zendesk, one title": (
        [zendesk(does("comment_value", TEXT)), zendesk(does("comment_value", "needle"), id=4712)],
        [
            Told("Late parcel", TEXT, metadata=ABOUT),
            Told("Late parcel (4712)", "needle", metadata=ABOUT | {"macro_id": "4712"}),
        ],
    ),
    "gorgias": (
        {
            "data": [
                {
                    **GORGIAS,
                    "actions": [
                        {"name": "addTags", "type": "user", "arguments": {"tags": "a, b"}},
                        {"name": "setResponseText", "arguments": {"body_text": TEXT, "body_html": HTML}},
                        {"name": "addInternalNote", "arguments": {"body_html": HTML}},
                    ],
                }
            ],
            "meta": {"next_cursor": None},
        },
        [
            Told("Status", TEXT, metadata=GORGIAS_ABOUT | {"tags": "a, b", "actions": {"addTags": {"tags": "a, b"}}}),
            Told(
                "Status (note)", SEEN, metadata=GORGIAS_ABOUT | {"tags": "a, b", "actions": {"addTags": {"tags": "a, b"}}},
                role="note", visibility="internal",
            ),
        ],
    ),
    "freshdesk": (
        [
            {
                "id": 1, "title": "Late", "folder_id": 3, "content": TEXT, "content_html": "<p>no</p>", "visibility": 0,
                "attachments": [],
            },
            {"id": 2, "title": "Soon", "content_html": HTML, "visibility": 2, "group_ids": [5]},
        ],
        [
            Told("Late", TEXT, "email", {"title": "Late", "folder_id": 3, "visibility": 0, "attachments": [], "macro_id": "1"}),
            Told("Soon", SEEN, "email", {"title": "Soon", "visibility": 2, "group_ids": [5], "macro_id": "2"}),
        ],
    ),
    "front": (
        {
            "_results": [
                {"id": "rsp_1", "name": "Away", "subject": "Away", "body": HTML, "is_available_for_all_inboxes": True},
                {"id": "rsp_2", "name": "Away", "subject": "", "body": "&lt;needle&gt;", "inbox_ids": []},
            ]
        },
        [
            Told("Away", SEEN, "email", {"name": "Away", "subject": "Away", "is_available_for_all_inboxes": True, "macro_id": "rsp_1"}),
            Told("Away (rsp_2)", "<needle>", "email", {"name": "Away", "subject": "", "inbox_ids": [], "macro_id": "rsp_2"}),
        ],
    ),
    "help scout": (
        [{"id": 1, "name": "Away", "text": HTML, "chatText": "a needle"}],
        [
            Told("Away", SEEN, "email", {"name": "Away", "macro_id": "1"}),
            Told("Away (chat)", "a needle", "chat", {"name": "Away", "macro_id": "1"}),
        ],
    ),
    "freescout": (
        [{"id": 1, "mailbox_id": 2, "name": "Away", "text": HTML, "sort_order": 1}],
        [Told("Away", SEEN, "email", {"mailbox_id": 2, "name": "Away", "sort_order": 1, "macro_id": "1"})],
    ),
    "intercom": (
        {
            "type": "list",
            "data": [
                {
                    "type": "macro", "id": "1", "name": "Away", "available_on": ["inbox"], "body_text": TEXT,
                    "body": '<p>Hi <attribute key="user.name" default="there"/></p>',
                }
            ],
        },
        [Told("Away", TEXT, "chat", {"type": "macro", "name": "Away", "available_on": ["inbox"], "macro_id": "1"})],
    ),
    "osticket": (
        [{"canned_id": "7", "isenabled": "1", "title": "Away", "response": HTML, "lang": "en_US", "notes": ""}],
        [Told("Away", SEEN, "email", {"isenabled": "1", "title": "Away", "lang": "en_US", "notes": "", "macro_id": "7"})],
    ),
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(("value", "expected"), CASES.values(), ids=CASES.keys())
def test_exports(value: Any, expected: list[Told | str], indent: int | None, tmp_path: Path) -> None:
    assert told(written(tmp_path / "a.json", json.dumps(value, indent=indent))) == expected


@pytest.mark.parametrize(
    ("value", "at", "what"),
    [
        ({"en": "Hi"}, '{"en"', "not an object (at /0/actions/0/value)"),
        (["channel:all", 5], "5]", "not a number (at /0/actions/0/value/1)"),
    ],
)
def test_a_zendesk_comment_that_is_no_text(value: Any, at: str, what: str, tmp_path: Path) -> None:
    document = json.dumps([zendesk(does("comment_value", value))])
    column = document.index(at) + 1
    assert told(written(tmp_path / "a.json", document)) == [f":1:{column}: the comment_value must be a text, {what}"]
