"""Comments that turn rules off: `carelint: ignore rule-id, other-rule -- reason`, where the format has comments."""

from __future__ import annotations

import re

from ..model import Ignore

_COMMENT = re.compile(
    r"carelint:[ \t]{0,8}ignore\b[ \t:=]{0,8}(?P<rules>[\w ,./-]{0,400}?)(?:[ \t]--[ \t](?P<why>.{0,400}))?[ \t]{0,80}$"
)


def ignore_of(comment: str, line: int) -> Ignore | None:
    """Read a comment, without the signs that make it one (`#`, `<!-- -->`), that stands on a line of the file.

    Without a rule it turns off nothing, and says so later: its `rules` are empty.
    """
    found = _COMMENT.fullmatch(comment.strip())
    if found is None:
        return None
    rules = tuple(re.findall(r"[^\s,]+", found["rules"]))
    return Ignore(rules, line, (found["why"] or "").strip())
