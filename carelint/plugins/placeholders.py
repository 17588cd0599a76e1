"""`unknown-placeholder`: a placeholder that no platform fills, most likely a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from pydantic import Field

from ..annotated import Annotated
from ..model import Fix, Match, Placeholders
from ..placeholders import Placeholder, placeholders
from ..strict_model import Strict
from . import Plugin

# Shorter names between single signs are as often ordinary words.
_SHORTEST = 3
# {% assign x = ... %}, {% capture x %}, {% for x in ... %}
_OWN = re.compile(r"\{%-?\s{0,5}(?:assign|capture|set|for)\s{1,5}(?P<name>\w{1,40})")
_INDEX = re.compile(r"\[[^\[\]]{0,20}\]")
_PARTS = re.compile(r"[\s._-]+")
_BLANKS = re.compile(r"[\s-]+")
_LIKE = 0.8


class PlaceholderSettings(Strict):
    """`known` are the names that each platform fills; `platforms` those in use, all unless given.

    Parts of a name may be alternatives, `ticket.requester|assignee.name`, and `*` at its end is anything. If `strict`,
    every name that is not known is a match, and not only one that is nearly the same as a known one. What the
    configuration says under `placeholders` goes before `platforms` and `strict`, and its names are known too.
    """

    known: dict[str, list[str]] = Field(min_length=1)
    platforms: list[str] = Field(default=[])
    strict: bool = False


class UnknownPlaceholder(Plugin):
    """Each placeholder that is not known; the match's `value` is the known one that was probably meant, and its fix."""

    Settings = PlaceholderSettings

    def __init__(self, settings: PlaceholderSettings) -> None:
        """Keep the settings; raise ValueError for a platform that has no names."""
        lacking = [name for name in settings.platforms if name not in settings.known]
        if lacking:
            raise ValueError(f'no names are known for the platform "{lacking[0]}"')
        self._settings = settings
        self._names_for = lru_cache(maxsize=16)(self._gathered)

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield the placeholders that nothing will fill."""
        own = annotated.conversation.placeholders
        names, strict = self._names_for(own), self._settings.strict or own.strict
        for turn in turns:
            text = annotated.text(turn)
            code = [(one.start, one.end) for one in annotated.notes[turn].segments if one.kind == "code"]
            made = {match["name"].casefold() for match in _OWN.finditer(text)}
            for found in placeholders(text):
                if _is_meant(found) and not any(start <= found.start < end for start, end in code):
                    meant = None if found.name.casefold().partition(".")[0] in made else names.meant(found.name)
                    if meant or (meant is not None and strict):
                        yield Match(turn, found.start, found.end, {"value": meant or "none"}, fix=_fix(found, meant))

    def _gathered(self, own: Placeholders) -> _Names:
        known = self._settings.known
        platforms = own.platforms or self._settings.platforms or list(known)
        listed = [name for platform in platforms for entry in known.get(platform, ()) for name in _written_out(entry)]
        return _Names([*listed, *own.known, *own.customer_name, *own.agent_name])


class _Names:
    """Names that are filled."""

    def __init__(self, names: Sequence[str]) -> None:
        self._beginnings = tuple(_plain(name[:-1]) for name in names if name.endswith("*"))
        self._names = {_plain(name): name for name in sorted(names) if not name.endswith("*")}
        self._exact = {_INDEX.sub("[]", name) for name in names}
        self._plain = list(self._names)
        # `company_domain` is a name of one's own, `ticket_requester_name` is not.
        self._unlike = [plain for plain in self._plain if plain.count(".") != 1]
        self._single = {_PARTS.sub("", plain) for plain in self._names if "." not in plain}
        self._dotted: dict[str, list[str]] = {}
        for plain in self._names:
            if "." in plain:
                self._dotted.setdefault(_PARTS.sub("", plain), []).append(plain)

    def meant(self, name: str) -> str | None:
        """The known name that is nearly the same; nothing where none is, and None where it is known itself.

        Platforms tell capitals apart. Names of one part are everybody's own: `firstName` is as good as `first_name`.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        plain = _plain(name)
        if _INDEX.sub("[]", name) in self._exact or plain.startswith(self._beginnings or ("\n",)):
            return None
        squeezed = _PARTS.sub("", plain)
        if "." not in name and squeezed in self._single:
            return None
        choices = self._plain if "." in name or " " in name else self._unlike
        same = [one for one in self._dotted.get(squeezed, ()) if choices is self._plain or one.count(".") > 1]
        close = process.extractOne(
            _BLANKS.sub("_", plain), same or choices, scorer=OSA.normalized_similarity, score_cutoff=_LIKE
        )
        return self._names[close[0]] if close and (same or not _differ_in_number(plain, close[0])) else ""


def _is_meant(found: Placeholder) -> bool:
    """Leave out what people type by hand, which nothing fills."""
    if found.syntax in ("between", "single"):
        return len(found.name) >= _SHORTEST and " " not in found.name
    return found.syntax in ("liquid", "percent", "marked")


def _fix(found: Placeholder, meant: str | None) -> Fix | None:
    """Write the known name, with the numbers of list items as they are."""
    if not meant:
        return None
    numbers = _INDEX.findall(found.name)
    if len(numbers) != len(_INDEX.findall(meant)):
        return None
    written = _INDEX.sub(lambda _: numbers.pop(0), meant)
    return Fix(found.at, found.at + len(found.name), written, safe=False)


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
