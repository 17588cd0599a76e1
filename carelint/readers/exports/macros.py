"""Macros of Gorgias, Freshdesk, Front, Help Scout, FreeScout, Intercom and osTicket, as their APIs have them.

Those of Zendesk are in zendesk_macros. The channel is that of the tool where it has one: most send e-mails. A macro of
Gorgias is a list of actions, as in Zendesk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from .. import macros
from ..macros import Tool
from ..options import MacroFields
from ..talks import Message, Talk
from .zendesk_macros import are_actions, titled

_FRESHDESK = Tool(MacroFields(id="id", title="title", text="content", html="content_html"), channel="email")
_FRONT = Tool(MacroFields(id="id", title="name", subject="subject", text="body"), html=True, channel="email")
_SAVED_REPLY = Tool(MacroFields(id="id", title="name", text="text"), html=True, channel="email")
_CHAT_REPLY = Tool(MacroFields(id="id", title="name", text="chatText"), channel="chat")
_INTERCOM = Tool(MacroFields(id="id", title="name", text="body_text", html="body"), channel="chat")
_OSTICKET = Tool(MacroFields(id="canned_id", title="title", text="response"), html=True, channel="email")


def is_gorgias(value: Mapping[str, object]) -> bool:
    """Tell whether a value is a macro of Gorgias: its actions have arguments, or there are none, and no text either."""
    return are_actions(value["actions"], "arguments") or (value["actions"] == [] and not macros.is_text(value))


def is_front(value: Mapping[str, object]) -> bool:
    """Tell whether a value is a message template of Front."""
    return "is_available_for_all_inboxes" in value or str(value["id"]).startswith("rsp_")


def is_intercom(value: Mapping[str, object]) -> bool:
    """Tell whether a value is a macro of Intercom."""
    return value.get("type") == "macro" or "available_on" in value


def read_freshdesk(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read a canned response of Freshdesk; its `visibility` is that for the agents."""
    yield macros.macro(value, _FRESHDESK)


def read_front(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read a message template of Front."""
    yield macros.macro(value, _FRONT)


def read_intercom(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read a macro of Intercom; the HTML has its placeholders as XML, so the text is better."""
    yield macros.macro(value, _INTERCOM)


def read_osticket(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read a canned response of osTicket."""
    yield macros.macro(value, _OSTICKET)


def read_saved_reply(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read a saved reply of FreeScout, or of Help Scout, which may have another text for chats."""
    chat = value.get("chatText")
    has_chat = isinstance(chat, str) and bool(chat.strip())
    if value.get("text") or not has_chat:
        yield macros.macro({key: part for key, part in value.items() if key != "chatText"}, _SAVED_REPLY)
    if has_chat:
        talk = macros.macro({key: part for key, part in value.items() if key != "text"}, _CHAT_REPLY)
        yield Talk({**talk.head, "id": f"{talk.head['id']} (chat)"}, talk.messages)


def read_usual(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read a macro that is told by the usual names."""
    yield macros.macro(value)


def read_gorgias(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read a macro of Gorgias: the answer, and the internal note."""
    actions = [one for one in _list(value["actions"]) if isinstance(one, dict)]
    others = {str(one.get("name")): one.get("arguments") for one in actions if not _body(one)}
    subject = next((found for one in actions if (found := _argument(one, "subject"))), "")
    tags = next((found for one in actions if (found := _argument(one, "tags"))), "")
    about = {key: part for key, part in value.items() if key != "actions"}
    about |= {key: part for key, part in (("tags", tags), ("actions", others), ("subject", subject)) if part}
    bodies = [(number, one, key) for number, one in enumerate(actions) if (key := _body(one))]
    for number, one, key in bodies:
        note = one.get("name") == "addInternalNote"
        head = titled(about, " (note)" if note and len(bodies) > 1 else "")
        pointer = f"/actions/{number}/arguments/{key}"
        message = Message(_argument(one, key), pointer, "agent", html=key == "body_html")
        yield Talk(
            {**head, "channel": "email" if subject else "", "kind": "macro"},
            (replace(message, visibility="internal") if note else message,),
        )


def _body(action: Mapping[str, object]) -> str:
    """Give the argument that holds what an action says; empty for one that says nothing."""
    if action.get("name") not in ("setResponseText", "addInternalNote"):
        return ""
    return next((key for key in ("body_text", "body_html") if _argument(action, key).strip()), "")


def _argument(action: Mapping[str, object], key: str) -> str:
    arguments = action.get("arguments")
    value = arguments.get(key) if isinstance(arguments, Mapping) else None
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
