"""JSON exports of helpdesks and messengers: one module per tool, one row each in `EXPORTS`.

An export tells its own values by their keys, and turns them into talks: conversations, drafts or macros whose
messages say where their text stands. What all have in common, the roles, the times and the places, is done by
carelint.readers.talks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..macros import is_macro, is_talk, mapped
from ..options import MacroFields
from ..talks import Talk
from . import (
    contact_lens,
    freshdesk,
    front,
    gorgias,
    help_scout,
    intercom,
    livechat,
    macros,
    messengers,
    speech,
    twilio,
    zendesk,
    zendesk_macros,
)

__all__ = ["EXPORTS", "Export", "export_of", "is_tools_macro", "macros_of"]

Value = Mapping[str, object]


def _own_id(value: Value) -> object:
    return value.get("id")


def _no(value: Value) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of value of a tool's JSON.

    It is an object with at least these `keys` for which `matches` is true; `read` gives its conversations, and raises
    WrongError with a pointer inside the value. A list has no keys, and is no export: its elements may be.

    What an export spreads over a file is put together before it is read. Of a value that is only a `part`, those with
    the same id under the key `whole` become one object: `{whole: id, part: [values]}`. A value that `takes` parts gets
    those of its own `id`, as lists under their names. The lists `beside` it in the file, such as "users", are added
    with those of their elements whose ids it mentions. `is_message` tells a message in a list that may as well be one
    of conversations.
    """

    name: str
    keys: frozenset[str]
    matches: Callable[[Value], bool]
    read: Callable[[Value], Iterable[Talk]]
    beside: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    id: Callable[[Value], object] = _own_id
    part: str = ""
    whole: str = ""
    is_message: Callable[[Value], bool] = _no


def _any(value: Value) -> bool:
    return True


def _nothing(value: Value) -> Iterable[Talk]:
    """A part is read with its whole."""
    return ()


_TICKETS = (
    Export("Zendesk audit", frozenset(("ticket_id", "events", "author_id")), zendesk.is_audit, _nothing,
           part="audits", whole="ticket_id"),
    Export("Zendesk ticket event", frozenset(("ticket_id", "child_events")), zendesk.is_audit, _nothing,
           part="ticket_events", whole="ticket_id"),
    Export("Zendesk comment", frozenset(("ticket_id", "author_id", "public", "body")), _any, _nothing,
           part="comments", whole="ticket_id"),
    Export("Zendesk answer", frozenset(("ticket",)), zendesk.is_answer, zendesk.read_answer, zendesk.BESIDE,
           zendesk.TAKES, zendesk.answer_id),
    Export("Zendesk ticket", frozenset(("id",)), zendesk.is_ticket, zendesk.read_ticket, zendesk.BESIDE, zendesk.TAKES),
    Export("Zendesk comments", frozenset(("comments",)), zendesk.is_thread, zendesk.read_thread, zendesk.BESIDE),
    Export("Zendesk history", frozenset(("ticket_id",)), zendesk.is_history, zendesk.read_thread, zendesk.BESIDE),
    Export("Freshdesk message", frozenset(("incoming", "private", "user_id", "ticket_id")), _any, _nothing,
           part="conversations", whole="ticket_id"),
    Export("Freshdesk ticket", frozenset(("source", "responder_id")), _any, freshdesk.read_ticket, freshdesk.BESIDE,
           freshdesk.TAKES, is_message=freshdesk.is_message),
    Export("Freshdesk answer", frozenset(("helpdesk_ticket",)), freshdesk.is_wrapped, freshdesk.read_wrapped),
    Export("Freshdesk messages", frozenset(("conversations",)), freshdesk.is_thread, freshdesk.read_thread,
           freshdesk.BESIDE),
    Export("Help Scout conversation", frozenset(("subject", "number")), help_scout.is_conversation,
           help_scout.read_conversation, is_message=help_scout.is_message),
    Export("Help Scout answer", frozenset(("item",)), help_scout.is_wrapped, help_scout.read_wrapped),
    Export("Help Scout page", frozenset(("_embedded",)), help_scout.is_page, help_scout.read_page),
)  # fmt: skip

_CHATS = (
    Export("Intercom conversation", frozenset(("id", "source", "state")), intercom.is_conversation,
           intercom.read_conversation),
    Export("Front messages", frozenset(), front.is_page, front.read_page),
    Export("Front comments", frozenset(("_results",)), front.is_comments, front.read_comments),
    Export("Front conversation", frozenset(("id", "_links")), front.is_head, front.read_head),
    Export("Gorgias ticket", frozenset(("id", "customer", "channel")), gorgias.is_ticket, gorgias.read_ticket),
    Export("Contact Lens", frozenset(("Transcript", "Participants")), contact_lens.is_analysis,
           contact_lens.read_analysis),
    Export("Deepgram", frozenset(("metadata", "results")), speech.is_deepgram, speech.read_deepgram),
    Export("Twilio sentences", frozenset(("sentences",)), speech.is_sentences, speech.read_sentences),
    Export("Twilio messages", frozenset(("messages", "meta")), twilio.is_page, twilio.read_page),
    Export("LiveChat chat", frozenset(("id", "users")), livechat.is_chat, livechat.read_chat),
    Export("LiveChat thread", frozenset(("id", "events", "user_ids")), livechat.is_thread, livechat.read_thread,
           frozenset(("users",))),
    Export("LiveChat event", frozenset(("id", "custom_id", "type", "created_at", "visibility")), livechat.is_event,
           livechat.read_event),
    Export("tawk.to transcript", frozenset(("event", "chat")), livechat.is_tawk, livechat.read_tawk),
    Export("Telegram chat", frozenset(("messages",)), messengers.is_telegram, messengers.read_telegram),
    Export("Telegram chats", frozenset(("chats",)), messengers.is_telegram_list, messengers.read_telegram_list),
    Export("Instagram thread", frozenset(("messages",)), messengers.is_meta, messengers.read_meta),
)  # fmt: skip

_MACROS = (
    Export("Zendesk macro", frozenset(("title", "actions")), zendesk_macros.is_macro, zendesk_macros.read_macro),
    Export("Zendesk macro answer", frozenset(("macro",)), zendesk_macros.is_answer, zendesk_macros.read_answer),
    Export("Gorgias macro", frozenset(("name", "actions")), macros.is_gorgias, macros.read_gorgias),
    Export("Freshdesk canned response", frozenset(("title", "content_html")), _any, macros.read_freshdesk),
    Export("Front message template", frozenset(("id", "name", "body")), macros.is_front, macros.read_front),
    Export("Intercom macro", frozenset(("name", "body")), macros.is_intercom, macros.read_intercom),
    Export("Help Scout saved reply", frozenset(("name", "text", "chatText")), _any, macros.read_saved_reply),
    Export("FreeScout saved reply", frozenset(("name", "text", "mailbox_id")), _any, macros.read_saved_reply),
    Export("osTicket canned response", frozenset(("title", "response", "canned_id")), _any, macros.read_osticket),
    Export("macro", frozenset(), is_macro, macros.read_usual),
)
"""The last one has no keys of its own: it stands behind all others."""

EXPORTS: Sequence[Export] = (*_TICKETS, *_CHATS, *_MACROS)
"""More particular ones first."""


def export_of(value: object) -> Export | None:
    """Give the export that a value is one of."""
    if not isinstance(value, dict):
        return None
    return next((export for export in _candidates(tuple(value)) if export.matches(value)), None)


def is_tools_macro(value: object) -> bool:
    """Tell whether a value is a macro as a tool exports it."""
    return export_of(value) in _MACROS[:-1]


def macros_of(value: object, fields: MacroFields | None) -> Export | None:
    """Give how to read a macro whose fields the configuration names; None if the value is a conversation."""
    if fields is None or not isinstance(value, dict) or is_talk(value):
        return None
    return Export("macro of the configuration", frozenset(), _any, lambda one: (mapped(one, fields),))


@lru_cache(maxsize=1024)
def _candidates(keys: tuple[str, ...]) -> tuple[Export, ...]:
    """Most files repeat the same keys: by them most exports are out."""
    return tuple(export for export in EXPORTS if export.keys.issubset(keys))
