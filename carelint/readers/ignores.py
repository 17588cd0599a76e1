"""Comments that turn rules off, where the format has comments: `carelint: ignore rule-id, other-rule -- reason`.

After `carelint:` comes `ignore`, then rules or packs with commas or spaces between, then a reason behind a dash. They
hold for the conversation, draft or macro that the comment stands in or before. What begins with `carelint:` and says
something else, or names no rule, turns off nothing, and is told of.
"""

from __future__ import annotations

import re

from ..model import Ignore

_LONGEST = 2000
_MARK = re.compile(r"carelint\s{0,8}:", re.IGNORECASE)
_IGNORE = re.compile(r"\s{0,8}ignores?(?=[\s:=]|$)[\s:=]{0,8}", re.IGNORECASE)
# Editors make one dash of two.
_REASON = re.compile(r"(?:^|\s)(?:--|—|–)(?:\s|$)")
_NAME = re.compile(r"[^\s,;]+")


def ignore_of(comment: str, line: int) -> Ignore | None:
    """Read a comment, without the signs that make it one (`#`, `<!-- -->`), that stands on a line of the file.

    None if it is not meant for carelint. The `rules` are empty if it names none: it turns off nothing, and that is
    told when findings are.
    """
    said = comment.strip()[:_LONGEST]
    mark = _MARK.match(said)
    if mark is None:
        return None
    ignore = _IGNORE.match(said, mark.end())
    if ignore is None:
        return Ignore((), line)
    rest = said[ignore.end() :]
    dash = _REASON.search(rest)
    names, reason = (rest[: dash.start()], rest[dash.end() :]) if dash else (rest, "")
    return Ignore(tuple(dict.fromkeys(_NAME.findall(names))), line, " ".join(reason.split()))
