"""Who is the agent? Words that name roles, and the names, addresses and patterns of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from ..errors import UsageError, allowed
from ..model import ROLES, Role

_AGENT = """agent, rep, representative, advisor, adviser, operator, support, staff, admin, assistant, csr, employee,
    specialist, helpdesk, teammate, consultant, technician, human agent, support agent, customer service,
    customer support, customer care, customer service representative, team member, associate, service, team, company,
    business, brand"""
_CUSTOMER = """customer, visitor, client, end-user, user, consumer, guest, requester, contact, caller, buyer, shopper,
    patient, subscriber, passenger, member, lead"""
_BOT = """bot, chatbot, virtual agent, virtual assistant, automated, auto, ai, ai agent, ai assistant,
    autoresponder, ivr, workflow, trigger, automation"""
_SYSTEM = "system, event, activity, action, status, server"
_NOTE = "note, internal note, private note, internal, internal comment, private comment"
_THIRD = "third party, other, cc, collaborator, observer, supervisor, moderator"

_LISTS: tuple[tuple[str, Role], ...] = (
    (_AGENT, "agent"),
    (_CUSTOMER, "customer"),
    (_BOT, "bot"),
    (_SYSTEM, "system"),
    (_NOTE, "note"),
    (_THIRD, "third_party"),
)
# An "assistant" is taken for an agent: chats in the shape of language model logs have no other one.
WORDS: Mapping[str, Role] = {re.sub(r"[\W_]", "", word): role for words, role in _LISTS for word in words.split(",")}
"""Role words, folded -> role."""


@lru_cache(maxsize=4096)
def word_role(word: str) -> Role | None:
    """Give the role that a word names: case, hyphens, spaces and a number behind ("Agent 2") do not matter."""
    return WORDS.get(re.sub(r"[\W_]|\d+$", "", word.casefold()))


@dataclass(frozen=True, slots=True)
class RoleMap:
    """The built-in role words, and before them the configuration's `roles:`, as pairs of a pattern and a role.

    A pattern is a name, an address or a glob; it is compared without regard to case.
    """

    patterns: tuple[tuple[str, Role], ...] = ()

    @classmethod
    def of(cls, roles: Mapping[str, Iterable[str]]) -> RoleMap:
        """Make it from `roles:` of the configuration: role -> names, addresses or globs. Raises UsageError."""
        pairs: list[tuple[str, Role]] = []
        for name, patterns in roles.items():
            role = next((role for role in ROLES if role == name), None)
            if role is None:
                raise UsageError(f'unknown role "{name}" in roles; {allowed(name, ROLES)}')
            pairs += [(pattern.casefold(), role) for pattern in patterns]
        return cls(tuple(pairs))

    def also(self, other: RoleMap) -> RoleMap:
        """Add the patterns of `other`, which win."""
        return RoleMap(other.patterns + self.patterns)

    def role(self, word: str, name: str = "", address: str = "") -> Role | None:
        """Give the role of who wrote a message: by pattern, else by the word, else by the name."""
        if self.patterns:
            return _mapped(self.patterns, word, name, address) or word_role(word) or word_role(name)
        return word_role(word) or word_role(name)

    def mapped(self, name: str) -> Role | None:
        """Give the role that the configuration gives to a name, if it does."""
        return _mapped(self.patterns, "", name, "") if self.patterns else None


@lru_cache(maxsize=4096)
def _mapped(patterns: tuple[tuple[str, Role], ...], word: str, name: str, address: str) -> Role | None:
    found = [text.casefold() for text in (name, address, word) if text]
    return next((role for pattern, role in patterns for text in found if fnmatchcase(text, pattern)), None)
