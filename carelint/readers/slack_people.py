"""Who is who in a Slack export: its table of users, and what messages tell of those who are not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .fields import clean
from .options import ReadOptions

Value = Mapping[str, object]

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class User:
    """A user: the name that Slack shows, the other names and the id, and the company (team, enterprise) he is of."""

    name: str
    others: tuple[str, ...] = ()
    email: str = ""
    is_bot: bool = False
    company: str = ""

    @classmethod
    def of(cls, value: Value) -> User:
        """Read an element of users.json."""
        profile = table(value, "profile")
        real = word(profile, "real_name") or word(value, "real_name")
        names = (word(profile, "display_name"), real, word(value, "name") or word(profile, "name"), word(value, "id"))
        known = tuple(dict.fromkeys(name for name in names if name))
        team = word(value, "team_id") or word(profile, "team")
        company = word(table(value, "enterprise_user"), "enterprise_id") or team or _stranger(value)
        is_bot = value.get("is_bot") is True or value.get("id") == SLACKBOT
        return cls(known[0] if known else "", known[1:], word(profile, "email"), is_bot, company)


def _stranger(value: Value) -> str:
    return "of another company" if value.get("is_stranger") is True else ""


class People:
    """The users by id. Who is of another company than all the agents that `roles:` names is a customer."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._users: dict[str, User] = {}
        self._ours: set[str] = set()

    def add(self, value: Value) -> None:
        """Take an element of users.json."""
        user = User.of(value)
        self._users[word(value, "id")] = user
        if user.company and not user.is_bot and self._mapped(user) == "agent":
            self._ours.add(user.company)

    def names(self) -> dict[str, str]:
        """Give what Slack shows of the users, by id."""
        return {key: user.name for key, user in self._users.items()}

    def author(self, message: Value) -> User:
        """Give who wrote a message: as the table has it, else as the message tells."""
        comment = table(message, "comment")
        key = word(message, "user") or word(comment, "user")
        if known := self._users.get(key):
            return known
        profile = table(message, "user_profile")
        team = word(message, "user_team") or word(profile, "team")
        own = {"id": key, "team_id": team, "profile": profile, "is_bot": bool(word(message, "bot_id"))}
        return User.of(own | {"real_name": bot_name(message)})

    def role(self, user: User) -> str:
        """Give the role of a user, empty where only his conversation can tell it."""
        if user.is_bot:
            return "bot"
        if mapped := self._mapped(user):
            return mapped
        return "customer" if user.company and self._ours and user.company not in self._ours else ""

    def _mapped(self, user: User) -> str:
        """Give the role of any of the names; the first pattern that is met by the name or the address goes first."""
        own = self._options.roles.role("", user.name, user.email)
        others = (self._options.roles.mapped(name) for name in user.others)
        return own or next((role for role in others if role), "")


def bot_name(message: Value) -> str:
    """Give the name under which a machine writes a message."""
    return word(message, "username") or word(table(message, "bot_profile"), "name")


def table(value: Value, key: str) -> Value:
    """Give the object at a key, an empty one where there is none."""
    found = value.get(key)
    return found if isinstance(found, Mapping) else {}


def word(value: Value, key: str) -> str:
    """Give the text at a key, an empty one where there is none."""
    found = value.get(key)
    return str(clean(found)).strip() if isinstance(found, str) else ""
