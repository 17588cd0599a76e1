"""Entries taken out of a file that people write, all else byte for byte as it was, comments too."""

from __future__ import annotations

import re
from collections.abc import Collection

from ..errors import Fault, FaultyYamlError
from ..strict_yaml import load
from .entries import IgnoreFile
from .files import SuppressionError, shown, text_of

# What ends a line in YAML.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")


def pruned(file: IgnoreFile, numbers: Collection[int]) -> str:
    """Give the text of the file without the entries of these numbers, which count from 0.

    The comments before an entry stay, for they may be about more than that. Raises SuppressionError where the entries
    do not stand on lines of their own.
    """
    text = text_of(file.path)
    lines = [found[0] for found in _LINE.finditer(text)]
    starts = [_dash(lines, entry.fault.line - 1) for entry in file.entries]
    left = list(lines)
    for number in numbers:
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        last = _last(lines, starts[number], end)
        left[starts[number] : last] = [""] * (last - starts[number])
    new = "".join(left)
    if _data(new, file) != [one for number, one in enumerate(_data(text, file)) if number not in numbers]:
        what = "cannot be pruned: write each entry on lines of its own, beginning with a dash"
        raise SuppressionError([Fault(shown(file.path), 0, 0, what)])
    return new


def _dash(lines: list[str], line: int) -> int:
    """Give the line on which an entry's dash stands; its first key may stand on a later one."""
    while line > 0 and not lines[line].lstrip(" \ufeff").startswith("-"):
        line -= 1
    return line


def _last(lines: list[str], start: int, end: int) -> int:
    """Give the line behind an entry: what stands before the next one and is not indented is about that."""
    indent = len(lines[start]) - len(lines[start].lstrip())
    while end > start + 1 and _is_between(lines[end - 1], indent):
        end -= 1
    return end


def _is_between(line: str, indent: int) -> bool:
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= indent) or bare.startswith("...")


def _data(text: str, file: IgnoreFile) -> list[object]:
    try:
        data = load(text, shown(file.path)).data
    except FaultyYamlError:
        return [None]
    return list(data) if isinstance(data, list) else []
