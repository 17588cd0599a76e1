"""Macros of Zendesk: a list of actions, of which each that says something is a macro of ours.

The other actions are metadata under `actions`. A macro that only sets fields says nothing: it is passed over, and that
is no error. An internal note is one: rules for what customers read pass it by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...model import Visibility
from ..fields import WrongError, flag, string, type_name
from ..macros import is_html, is_text
from ..talks import Message, Talk

_COMMENTS = ("comment_value", "comment_value_html")
_TAGS = ("current_tags", "set_tags", "tags")
# Where a comment goes; "all" says nothing.
_CHANNELS = {"all": "", "web": "email"}


def is_macro(value: Mapping[str, object]) -> bool:
    """Tell whether a value is a macro: its actions have a field, or there are none, and no text either."""
    return are_actions(value["actions"], "field") or (value["actions"] == [] and not is_text(value))


def is_answer(value: Mapping[str, object]) -> bool:
    """Tell whether a value is the API's answer for one macro."""
    inner = value["macro"]
    return isinstance(inner, dict) and "actions" in inner and is_macro(inner)


def read_macro(value: Mapping[str, object], above: str = "") -> Iterator[Talk]:
    """Read a macro: one for each comment."""
    return said({key: part for key, part in value.items() if key != "actions"}, value["actions"], f"{above}/actions")


def read_answer(value: Mapping[str, object]) -> Iterator[Talk]:
    """Read the API's answer for one macro."""
    inner = value["macro"]
    return read_macro(inner, "/macro") if isinstance(inner, dict) else iter(())


def said(about: Mapping[str, object], actions: object, pointer: str) -> Iterator[Talk]:
    """Give what the actions of a macro, which stand at a pointer, say. Raises WrongError."""
    if not isinstance(actions, list) or not all(isinstance(one, dict) and "field" in one for one in actions):
        raise WrongError("actions must be a list of objects with a field and a value", pointer)
    others = {str(one["field"]): one.get("value") for one in actions if one["field"] not in _COMMENTS}
    seen = _visibility(others.pop("comment_mode_is_public", None))
    told = {"actions": others} if others else {}
    subject = others.get("subject", about.get("subject"))
    numbers = [number for number, one in enumerate(actions) if one["field"] in _COMMENTS]
    for number in numbers:
        word, text, where, html = _comment(actions[number], f"{pointer}/{number}/value")
        channel = _CHANNELS.get(word, word) or ("email" if html or subject else "")
        head = titled(about, f" ({word or number})" if len(numbers) > 1 else "")
        more = {**told, **({"subject": subject} if subject else {}), "channel": channel, "kind": "macro"}
        yield Talk({**head, **_tags(others), **more}, (Message(text, where, "agent", html=html, visibility=seen),))


def _visibility(public: object) -> Visibility | None:
    return None if public is None or flag(public, "comment_mode_is_public") else "internal"


def _comment(action: Mapping[str, object], pointer: str) -> tuple[str, str, str, bool]:
    """Give the channel, the text and its place of a comment, which is a text or a pair of channel and text."""
    value = action.get("value")
    word = ""
    if isinstance(value, list) and value:
        word = str(value[0]).removeprefix("channel:") if len(value) > 1 else ""
        pointer = f"{pointer}/{len(value) - 1}"
        value = value[-1]
    if not isinstance(value, str):
        raise WrongError(f"the {action['field']} must be a text, not {type_name(value)}", pointer)
    return word, value, pointer, action["field"] == "comment_value_html" or is_html(value)


def _tags(actions: Mapping[str, object]) -> dict[str, object]:
    values = [actions[key] for key in _TAGS if actions.get(key)]
    tags = [tag for one in values for tag in (one.split() if isinstance(one, str) else _texts(one))]
    return {"tags": tags} if tags else {}


def _texts(value: object) -> Sequence[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def titled(about: Mapping[str, object], suffix: str = "") -> dict[str, object]:
    """Give what is said of a macro, with its title for an id and its number beside it."""
    head = dict(about)
    title = string(next((head[key] for key in ("title", "name") if head.get(key)), None), "title")
    own = string(head.pop("id", None), "id")
    if own and title:
        head["macro_id"] = own
    return {**head, "id": (title or own) + suffix if title or own else ""}


def are_actions(value: object, key: str) -> bool:
    """Tell whether a value is a list of actions that all have a key."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) and key in one for one in value)
