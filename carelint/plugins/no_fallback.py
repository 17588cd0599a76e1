"""`no-fallback`: placeholders of the customer's name that leave a hole where the name is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated
from ..model import Fix, Match, Placeholders
from ..placeholders import Placeholder, is_like, placeholders, whose_name
from ..strict_model import Strict
from . import Plugin
from .template_blocks import Block, parsed

_GREETED = re.compile(r"\b(?:hi|hiya|hello|hey|thanks|welcome|welcome back|morning|evening)[ ,]{1,3}\Z", re.IGNORECASE)
_ADDRESSED = re.compile(r"\b(?:hi|hiya|hello|hey|dear|thanks|morning|afternoon|evening)[ \t]{1,3}\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"[ \t]{0,3}[,.!]")
_NONE = "nothing stands in its place where the name is not known"
_HOLE = "without {% else %} it leaves a hole behind the greeting"


class FallbackSettings(Strict):
    """`fallbacks` say how each platform that has them writes them, with the words that fit behind “Hi”.

    Names in `filled` have a value always, or nearly: theirs is a lesser case.
    """

    fallbacks: dict[str, str] = Field(min_length=1)
    filled: list[str] = Field(default=[])


class NoFallback(Plugin):
    """Each such placeholder, and each condition that leaves a hole; `value` says what is wrong."""

    Settings = FallbackSettings

    def __init__(self, settings: FallbackSettings) -> None:
        """Keep the settings."""
        self._fallbacks = settings.fallbacks
        self._filled = tuple(settings.filled)

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield them, turn by turn."""
        own = annotated.conversation.placeholders
        for turn in turns:
            text = annotated.text(turn)
            blocks, _ = parsed(text)
            code = [(one.start, one.end) for one in annotated.notes[turn].segments if one.kind == "code"]
            names = [one for one in self._bare_names(text, own) if not any(s <= one.start < e for s, e in code)]
            found = [self._match(turn, text, one, own) for one in names if not _has_condition(one, blocks)]
            found += [_hole(turn, text, block) for block in blocks if _leaves_hole(text, block, names)]
            yield from sorted(found, key=lambda match: match.start)

    def _bare_names(self, text: str, own: Placeholders) -> Iterator[Placeholder]:
        for found in placeholders(text):
            if found.syntax not in ("liquid", "percent") or found.falls_back or self._writes(found, own) is None:
                continue
            if whose_name(text, found, own) == "customer":
                yield found

    def _writes(self, found: Placeholder, own: Placeholders) -> str | None:
        """How a fallback is written in this syntax, on the platforms in use; None where there is none."""
        platforms = own.platforms or tuple(self._fallbacks)
        ways = (self._fallbacks[platform] for platform in platforms if platform in self._fallbacks)
        return next((way for way in ways if way.startswith("|") == (found.syntax == "liquid")), None)

    def _match(self, turn: int, text: str, found: Placeholder, own: Placeholders) -> Match:
        milder = is_like(found.name, self._filled)
        return Match(turn, found.start, found.end, {"value": _NONE}, fix=self._fix(text, found, own), milder=milder)

    def _fix(self, text: str, found: Placeholder, own: Placeholders) -> Fix | None:
        """Words that fit behind “Hi”; in {{these}} each platform has its own way, so it must be known which is used."""
        known = bool(own.platforms) or found.syntax == "percent"
        if not known or found.rest or not _GREETED.search(text[max(0, found.start - 20) : found.start]):
            return None
        end = found.at + len(found.name)
        gap = " " if found.syntax == "liquid" else ""
        return Fix(end, end, f"{gap}{self._writes(found, own)}", safe=False)


def _has_condition(found: Placeholder, blocks: Sequence[Block]) -> bool:
    """Tell whether a condition on the name, or on whose it is, stands round a placeholder."""
    first = found.name.partition(".")[0].casefold()
    for block in blocks:
        about = block.said.casefold()
        if block.opens[1] <= found.start < block.closes[0] and ("name" in about or first in about):
            return block.name in ("if", "unless", "case", "with")
    return False


def _leaves_hole(text: str, block: Block, names: Sequence[Placeholder]) -> bool:
    """Tell whether nothing but the name stands in a condition, right behind a greeting and before a mark."""
    if block.name != "if" or block.has_else:
        return False
    before, after = text[max(0, block.opens[0] - 20) : block.opens[0]], text[block.closes[1] : block.closes[1] + 9]
    inside = any(block.opens[1] <= one.start < block.closes[0] for one in names)
    return bool(inside and _ADDRESSED.search(before) and _GOES_ON.match(after))


def _hole(turn: int, text: str, block: Block) -> Match:
    fix = None
    if _GREETED.search(text[max(0, block.opens[0] - 20) : block.opens[0]]) and "%" in text[slice(*block.closes)]:
        fix = Fix(block.closes[0], block.closes[0], "{% else %}there", safe=False)
    return Match(turn, *block.opens, {"value": _HOLE}, fix=fix)
