"""The tags of templates that come in pairs: {% if %} and {% endif %}, {{#if}} and {{/if}}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_TAG = re.compile(
    r"\{%-?[ \t]{0,5}(?P<tag>[a-z]{2,20})(?![\w.,])(?P<said>[^{}%\n]{0,160})-?%\}"
    r"|\{\{[ \t]{0,5}(?P<mark>[#^/])[ \t]{0,5}(?P<name>[\w.]{1,40})(?P<rest>[^{}\n]{0,160})\}\}"
)
_PAIRS = frozenset("if unless case for tablerow capture comment raw".split())
# What stands between, and in which pairs.
_BETWEEN = {
    "else": frozenset(["if", "unless", "case", "for"]),
    "elsif": frozenset(["if", "unless"]),
    "elseif": frozenset(["if", "unless"]),
    "elif": frozenset(["if"]),
    "when": frozenset(["case"]),
}


@dataclass(frozen=True)
class Block:
    """A pair of tags: where the opening one starts and ends, and where the closing one does."""

    name: str
    said: str
    opens: tuple[int, int]
    closes: tuple[int, int]
    has_else: bool


class Stray(NamedTuple):
    """A tag without the one that belongs to it, which is `lacks`."""

    start: int
    end: int
    lacks: str


@dataclass
class _Open:
    name: str
    said: str
    span: tuple[int, int]
    braces: bool
    has_else: bool = field(default=False)


def parsed(text: str) -> tuple[list[Block], list[Stray]]:
    """Give the pairs of a text, inner ones first, and the tags that are alone."""
    blocks, strays, opened = list[Block](), list[Stray](), list[_Open]()
    for match in _TAG.finditer(text) if "{%" in text or "{{" in text else ():
        if opened and opened[-1].name in ("raw", "comment") and match["tag"] != f"end{opened[-1].name}":
            continue
        kind, name = _kind(match)
        if kind == "opens":
            opened.append(_Open(name, match["said"] or match["rest"] or "", match.span(), bool(match["mark"])))
        elif kind == "closes":
            strays += _closed(match, name, opened, blocks)
        elif kind == "between":
            holder = next((one for one in reversed(opened) if one.name in _BETWEEN[name]), None)
            if holder is None:
                opening = "case" if name == "when" else "if"
                strays.append(Stray(*match.span(), f"no {{% {opening} %}} stands before it"))
            else:
                holder.has_else = True
    return blocks, sorted([*strays, *(_unclosed(one) for one in opened)])


def _kind(match: re.Match[str]) -> tuple[str, str]:
    if match["mark"]:
        return ("closes" if match["mark"] == "/" else "opens"), match["name"]
    tag: str = match["tag"]
    if tag in _PAIRS:
        return "opens", tag
    if tag in _BETWEEN:
        return "between", tag
    return ("closes" if tag.startswith("end") and tag[3:] in _PAIRS else ""), tag[3:]


def _closed(match: re.Match[str], name: str, opened: list[_Open], blocks: list[Block]) -> Iterator[Stray]:
    """Close the last pair of this name; what was opened inside and is still open is alone."""
    if not any(one.name == name for one in opened):
        opening = f"{{{{#{name}}}}}" if match["mark"] else f"{{% {name} %}}"
        yield Stray(*match.span(), f"no {opening} stands before it")
        return
    while opened:
        one = opened.pop()
        if one.name == name:
            blocks.append(Block(name, one.said, one.span, match.span(), one.has_else))
            return
        yield _unclosed(one)


def _unclosed(one: _Open) -> Stray:
    closing = f"{{{{/{one.name}}}}}" if one.braces else f"{{% end{one.name} %}}"
    return Stray(*one.span, f"no {closing} stands behind it")
