"""Who is who in a Zendesk ticket, and what its channels are called here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...model import Channel
from .values import Value, objects, part, text

_CHANNELS: dict[Channel, tuple[str, ...]] = {
    "chat": ("chat", "messag", "sms", "whatsapp", "telegram", "wechat", "viber", "sunshine", "apple", "text"),
    "social": ("twitter", "facebook", "instagram", "any_channel", "youtube", "reddit", "x_twitter"),
    "phone": ("voice", "phone"),
}
_MACHINES = ("trigger", "automation")


@dataclass(frozen=True, slots=True)
class People:
    """The people of a ticket by their ids: the requester, those who must be agents, and what is told of each."""

    requester: str
    agents: frozenset[str]
    users: dict[str, Value]

    @classmethod
    def of(cls, value: Value, ticket: Value, authors: Iterable[tuple[str, bool]]) -> People:
        """Make it from a ticket, what stands beside it, and who wrote what: (author, whether it is private)."""
        users = {text(user, "id"): user for _, user in objects(value, "users")}
        for key in ("requester", "submitter", "assignee"):
            if found := part(ticket, key):
                users.setdefault(text(found, "id"), found)
        ids = {key: text(ticket, f"{key}_id") or text(part(ticket, key), "id") for key in ("requester", "submitter")}
        assignee = text(ticket, "assignee_id") or text(part(ticket, "assignee"), "id")
        requester = ids["requester"] or _first_end_user(users, (author for author, _ in authors))
        agents = {author for author, private in authors if private} | {ids["submitter"], assignee}
        return cls(requester, frozenset(agents - {requester, "", "-1"}), users)

    def role(self, author: str) -> str:
        """Give the role of an author, empty if it is not told. The requester is the customer, whoever that is."""
        if not author:
            return ""
        if author == self.requester:
            return "customer"
        role = text(self.users.get(author, {}), "role")
        if role == "end-user":
            return "third_party"
        return "agent" if role in ("agent", "admin") or author in self.agents else ""

    def name(self, author: str) -> str:
        """Give the name of an author; the id if there is no name."""
        return text(self.users.get(author, {}), "name") or author

    def email(self, author: str) -> str:
        """Give the address of an author, empty if there is none."""
        return text(self.users.get(author, {}), "email")

    def customer(self) -> dict[str, object]:
        """Give what is told of the customer."""
        user = self.users.get(self.requester, {})
        return {key: text(user, key) for key in ("name", "email") if text(user, key)}


def _first_end_user(users: dict[str, Value], authors: Iterable[str]) -> str:
    return next((author for author in authors if text(users.get(author, {}), "role") == "end-user"), "")


def machine(via: Value, author: str) -> str:
    """Give the role of what no person wrote: a merge is of the system, a trigger's words are a bot's; else empty."""
    channel, relation = text(via, "channel"), text(part(via, "source"), "rel")
    if relation == "merge":
        return "system"
    if relation in _MACHINES or channel == "rule" or channel.startswith("answer_bot"):
        return "bot"
    return "system" if author == "-1" else ""


def channel(via: Value) -> Channel:
    """Give the channel; forms, the help center and the API are answered by mail."""
    word = text(via, "channel").casefold()
    if word == "line":
        return "chat"
    return next((name for name, words in _CHANNELS.items() if any(one in word for one in words)), "email")
