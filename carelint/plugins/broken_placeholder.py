"""`broken-placeholder`: placeholders that nothing can fill, for their brackets, quotes or tags are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import Field

from ..annotated import Annotated
from ..model import Fix, Match
from ..strict_model import Strict
from . import Plugin
from .template_blocks import parsed

_WRONG = "its brackets, quotes or filter are wrong"
_ROUND = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "｛": "{", "｝": "}"})
_BRACKETS = "{}[]()<>% \t"
_NAME = re.compile(r"[A-Za-z][\w.\[\]-]{0,79}")
_FILTERED = re.compile(r"[A-Za-z][\w.\[\]-]{0,79} {0,3}\|.{0,120}[^|:\s]")
_WELL_FORMED = re.compile(r"(?<!\{)\{\{[^{}\n]{1,160}\}\}(?!\})")
_SINGLE = re.compile(r"(?<![{#$%])\{[A-Za-z][\w.]{1,40}\}(?!\})")

Mended = tuple[str, bool]


class BrokenSettings(Strict):
    """`found_by` are the signals that find them."""

    found_by: list[str] = Field(min_length=1)


class BrokenPlaceholder(Plugin):
    """Each broken placeholder and each tag without its other half; `value` says what is wrong.

    The fix is safe where there is one way to close it: the opening brackets are whole and the name is plain.
    """

    Settings = BrokenSettings

    def __init__(self, settings: BrokenSettings) -> None:
        """Keep the names of the signals."""
        self._found_by = settings.found_by

    def find(self, annotated: Annotated, turns: Sequence[int]) -> Iterator[Match]:
        """Yield them, turn by turn."""
        for turn in turns:
            yield from sorted(self._in(annotated, turn), key=lambda match: match.start)

    def _in(self, annotated: Annotated, turn: int) -> Iterator[Match]:
        text, done = annotated.text(turn), 0
        code = [segment for segment in annotated.notes[turn].segments if segment.kind == "code"]
        whole = [match.span() for match in _WELL_FORMED.finditer(text)]
        for mention in annotated.mentions(turn, self._found_by):
            inside = any(start < mention.start and mention.end <= end for start, end in whole)
            if mention.start >= done and not inside:
                done = mention.end
                yield Match(turn, mention.start, mention.end, {"value": _WRONG}, fix=_fix(text, *mention[1:3]))
        for stray in parsed(text)[1]:
            if not any(one.start <= stray.start < one.end for one in code):
                yield Match(turn, stray.start, stray.end, {"value": stray.lacks})


def _fix(text: str, start: int, end: int) -> Fix | None:
    said = text[start:end].rstrip()
    mended = _mended(said, text)
    return Fix(start, start + len(said), *mended) if mended and mended[0] != said else None


def _mended(said: str, text: str) -> Mended | None:
    """What was meant, and whether nothing else can have been."""
    if re.fullmatch("[｛｝]{1,3}", said) or ("{{" in said and "}}" in said and re.search("[“”‘’]", said)):
        return said.translate(_ROUND), True
    if re.match(r"\{ ?%", said) or re.search(r"% ?\}\Z", said):
        return _as_tag(said)
    core = said.strip(_BRACKETS + "#$")
    if _NAME.fullmatch(core) and not core.endswith("."):
        return _closed(said, core, text)
    if _FILTERED.fullmatch(core) and said.startswith("{{") and not said.startswith("{{{"):
        return f"{{{{{said[2:].rstrip('}])> ')}}}}}", True
    return None


def _as_tag(said: str) -> Mended | None:
    inner = said.removeprefix("{").lstrip(" ").removeprefix("%")
    inner = inner.removesuffix("}").rstrip(" " if inner.endswith("% }") else "").removesuffix("%")
    return (f"{{%{inner}%}}", True) if inner.strip() else None


def _closed(said: str, core: str, text: str) -> Mended | None:
    """A plain name, and what stands round it."""
    doubled, single = bool(_WELL_FORMED.search(text)), bool(_SINGLE.search(text.replace(said, "")))
    if re.match(r"\{ ?\{(?!\{)", said):
        return f"{{{{{core}}}}}", core == said.strip(_BRACKETS)
    if said.startswith("{{{"):
        return f"{{{{{core}}}}}", False
    if re.match(r"[#$%]\{", said):
        return f"{said[:2]}{core}}}", True
    if said.endswith("}}"):
        by_itself = not said.startswith("{") and "[" not in said and re.search(r"[._]", core) is not None
        return f"{{{{{core}}}}}", by_itself or (said.startswith("{") and doubled and not single)
    if said.startswith("{"):
        unclosed = not said.endswith("}")
        return (f"{{{{{core}}}}}", False) if doubled else (f"{{{core}}}", unclosed)
    return _in_other_brackets(said, core)


def _in_other_brackets(said: str, core: str) -> Mended | None:
    if "%" in said:
        return f"%{core}%", False
    for opening, closing in ("[]", "<>"):
        if opening in said and closing in said:
            return f"{opening * 2}{core}{closing * 2}", False
    return None
