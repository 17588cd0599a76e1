"""A conversation as carelint's own format has it: one JSON object a line, which the JSON reader reads back the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from ..model import Conversation, Customer, Turn

_SURROGATE = re.compile("[\ud800-\udfff]")


def native_line(conversation: Conversation) -> str:
    """Write a conversation as a line of JSON, without its end; what is not known is left out.

    All but the place in the source is kept. Lone surrogates, which no file can hold, become U+FFFD.
    """
    return _SURROGATE.sub("\ufffd", json.dumps(native(conversation), ensure_ascii=False, default=str))


def native(conversation: Conversation) -> dict[str, object]:
    """Give a conversation as plain data."""
    opened, closed = conversation.opened_at, conversation.closed_at
    return _told(
        {
            "id": conversation.id,
            "channel": conversation.channel,
            "kind": conversation.kind,
            "status": conversation.status,
            "public": conversation.public,
            "customer": _person(conversation.customer),
            "agents": list(conversation.agents),
            "opened_at": opened.isoformat() if opened else None,
            "closed_at": closed.isoformat() if closed else None,
            "metadata": dict(conversation.metadata),
            "turns": [_turn(turn) for turn in conversation.turns],
        }
    )


def _turn(turn: Turn) -> dict[str, object]:
    told = {
        "name": turn.author,
        "ts": turn.at.isoformat() if turn.at else None,
        "until": turn.until.isoformat() if turn.until else None,
        "visibility": turn.visibility,
        "macro": turn.macro,
        "attachments": list(turn.attachments),
    }
    return {"role": turn.role, **_told(told), "text": turn.text}


def _person(customer: Customer) -> dict[str, object]:
    return _told({"name": customer.name, "handle": customer.handle, "email": customer.email})


def _told(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}
