"""What a source tells of a conversation besides its words: who the customer is, when it began, what its fields say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from ..model import Conversation
from ..sketch import plain_words

# Python writes no number of more than 4,300 digits.
_LARGE = 10**18
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = frozenset(["0", "0.0", "false", "no", "none", "null", "n/a", "-", "other", "general", "unknown"])


def identities(conversation: Conversation) -> list[str]:
    """All that tells the customer from others; a first name does not."""
    customer = conversation.customer
    names = [f"name {customer.name.casefold()}"] if len(customer.name.split()) > 1 else []
    sure = {"email": customer.email.casefold(), "handle": customer.handle.lstrip("@").casefold()}
    return [*(f"{what} {value}" for what, value in sure.items() if value), *names]


def names_in(conversation: Conversation, turns: Sequence[int]) -> set[str]:
    """The words, in lower case, that name the customer or who speaks in these turns."""
    speakers = (conversation.turns[turn].author for turn in turns)
    return set(plain_words(" ".join((conversation.customer.name, conversation.customer.handle, *speakers))))


def macro_names(conversation: Conversation) -> list[str]:
    """What a macro may be called by a message that was made from it, in lower case."""
    names = (
        conversation.id,
        *(text for _, text in filled(conversation, ("id", "macro_id", "title", "name", "shortcut"))),
    )
    return list(dict.fromkeys(name.casefold() for name in names if name))


def began(conversation: Conversation) -> float | None:
    """When the conversation began, in seconds since 1970."""
    at = conversation.opened_at or next((turn.at for turn in conversation.turns if turn.at), None)
    # A moment without a zone is one of UTC, wherever this runs.
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH).total_seconds() if at else None


def first_filled(conversation: Conversation, names: Sequence[str]) -> tuple[str, str] | None:
    """The first of the metadata fields that says something, and what."""
    return next(filled(conversation, names), None)


def filled(conversation: Conversation, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Those of the metadata fields that say something, and what; “Merged into” is merged_into."""
    if names and conversation.metadata:
        said = {_fold(name): value for name, value in conversation.metadata.items()}
        for name in names:
            if text := _text(said.get(_fold(name))):
                yield name, text


@lru_cache(maxsize=1000)
def _fold(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _text(value: object) -> str:
    """A metadata field as text; what says no, none or nothing in particular is empty."""
    is_plain = isinstance(value, (str, float)) or (isinstance(value, int) and abs(value) < _LARGE)
    text = " ".join(str(value).split()).casefold() if is_plain else "yes" if value else ""
    return "" if text in _NOTHING else text
