"""`unknown-placeholder`: a placeholder that no platform fills, most likely a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from pydantic import Field

from ..annotated import Annotated
from ..model import Match
from ..strict_model import Strict
from . import Plugin

# {{name | filter}}, {%name,fallback=x%} and {% tags %}, #{name} %{name} ${name}, %name%, {name}.
_PLACEHOLDER = re.compile(
    r"\{\{-?(?P<liquid>[^{}|\n]{1,80}?)-?(?:\|[^{}\n]{0,120})?\}\}"
    r"|\{%-?(?P<percent>[^{}%\n]{1,80}?)-?%\}"
    r"|[#$%]\{(?P<marked>[^{}|\n]{1,80})\}"
    r"|(?<![\w%])%(?P<between>[A-Za-z][\w.]{2,40})%(?!\w)"
    r"|(?<![\w{$#%\\])\{(?P<single>[A-Za-z][\w.]{2,40})\}(?!\})"
)
_NAME = re.compile(r"\s{0,5}\.?(?P<name>[A-Za-z_][\w.\[\]-]{0,79})\s{0,5}(?:,.{0,80})?")
_TAGS = frozenset(
    "if elsif elseif else endif unless endunless case when endcase for endfor break continue tablerow endtablerow "
    "assign capture endcapture increment decrement comment endcomment raw endraw include render set endset block "
    "endblock with endwith".split()
)
# {% assign x = ... %}, {% capture x %}, {% for x in ... %}
_OWN = re.compile(r"\{%-?\s{0,5}(?:assign|capture|set|for)\s{1,5}(?P<name>\w{1,40})")
_INDEX = re.compile(r"\[[^\[\]]{0,20}\]")
_LIKE = 0.8


class PlaceholderSettings(Strict):
    """`known` are the names that each platform fills; `platforms` those in use, all unless given.

    Parts of a name may be alternatives, `ticket.requester|assignee.name`, and `*` at its end is anything. If `strict`,
    every name that is not known is a match, and not only one that is nearly the same as a known one.
    """

    known: dict[str, list[str]] = Field(min_length=1)
    platforms: list[str] = Field(default=[])
    strict: bool = False


class UnknownPlaceholder(Plugin):
    """Each placeholder that is not known; the match's `value` is the known one that was probably meant."""

    Settings = PlaceholderSettings

    def __init__(self, settings: PlaceholderSettings) -> None:
        """Write out the known names; raise ValueError for a platform that has none."""
        lacking = [name for name in settings.platforms if name not in settings.known]
        if lacking:
            raise ValueError(f'no names are known for the platform "{lacking[0]}"')
        chosen = settings.platforms or list(settings.known)
        names = [name for platform in chosen for entry in settings.known[platform] for name in _written_out(entry)]
        self._strict = settings.strict
        self._beginnings = tuple(_plain(name[:-1]) for name in names if name.endswith("*"))
        self._names = {_plain(name): name for name in sorted(names) if not name.endswith("*")}

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the placeholders that nothing will fill."""
        for turn in turns:
            text = annotated.text(turn)
            own = {_plain(match["name"]) for match in _OWN.finditer(text)}
            for match in _PLACEHOLDER.finditer(text):
                name = _name(match)
                if name and _plain(name).partition(".")[0] not in own:
                    meant = self._meant(_plain(name))
                    if meant is not None:
                        yield Match(turn, *match.span(), {"value": meant or "none"})

    def _meant(self, name: str) -> str | None:
        """The known name that is nearly the same; nothing where none is, and None where there is nothing to say."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if name in self._names or name.startswith(self._beginnings or ("\n",)):
            return None
        close = process.extractOne(name, self._names, scorer=OSA.normalized_similarity, score_cutoff=_LIKE)
        if close and not _differ_in_number(name, close[2]):
            return str(close[0])
        return "" if self._strict else None


def _name(match: re.Match[str]) -> str | None:
    """The name in a placeholder; nothing where it is a tag, a text in quotes or a sum."""
    name = _NAME.fullmatch(next(part for part in match.groups() if part is not None))
    return None if name is None or (match["percent"] and name["name"] in _TAGS) else name["name"]


def _written_out(entry: str) -> Iterator[str]:
    """All names that an entry stands for."""
    for parts in product(*(part.split("|") for part in entry.split("."))):
        yield ".".join(parts)


def _plain(name: str) -> str:
    """A name as names are compared: without the numbers of list items, and in lower case."""
    return _INDEX.sub("[]", name).casefold().lstrip(".")


def _differ_in_number(one: str, other: str) -> bool:
    """Tell apart `line1` and `line2`, `orders` and `order`: no slips, but names of the company's own."""
    return one.strip("s0123456789_") == other.strip("s0123456789_")
