"""Comments of a YAML file that turn rules off, and the macros that they stand in or directly above."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..model import Ignore
from .ignores import ignore_of
from .yaml_nodes import Node, Tree

# A comment begins a line or stands behind a space.
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#+(?P<said>[ \t]*+carelint:[^\r\n]*+)", re.MULTILINE)
# A comment may go on for so many lines before its macro begins.
_ABOVE = 20


def ignores_of(tree: Tree, macros: Sequence[Node]) -> list[tuple[Ignore, ...]]:
    """Give the comments of each macro; these are in the order of the file."""
    found: list[list[Ignore]] = [[] for _ in macros]
    for comment in _COMMENT.finditer(tree.source):
        ignore = ignore_of(comment["said"], tree.position(comment.start()).line)
        owner = _owner(tree, macros, comment.start()) if ignore and not _is_text(tree, comment.start()) else -1
        if ignore and owner >= 0:
            found[owner].append(ignore)
    return [tuple(ignores) for ignores in found]


def _is_text(tree: Tree, index: int) -> bool:
    """Tell whether a character is one of a scalar; the line on which a block begins may end in a comment."""
    number = bisect_right(tree.scalars, (index, len(tree.source))) - 1
    if number < 0 or index >= tree.scalars[number][1]:
        return False
    start = tree.scalars[number][0]
    return tree.source[start] not in "|>" or tree.position(start).line < tree.position(index).line


def _owner(tree: Tree, macros: Sequence[Node], index: int) -> int:
    """Give the number of the macro that a comment is for, -1 for none."""
    line, column = tree.position(index)
    before = bisect_right(macros, index, key=lambda node: node.head) - 1
    alone = not tree.line(line)[: column - 1].strip()
    if alone and before + 1 < len(macros):
        below = line + 1
        while below < line + _ABOVE and tree.line(below).lstrip().startswith("#"):
            below += 1
        head = tree.position(macros[before + 1].head)
        if head.line == below and column <= head.column:
            return before + 1
    if before < 0:
        return -1
    return before if _is_inside(tree, macros[before], index, alone=alone) else -1


def _is_inside(tree: Tree, macro: Node, index: int, *, alone: bool) -> bool:
    """Tell whether a comment is inside a macro that begins before it; `alone` on its line, it is so if it is indented.

    A block ends where the next value begins, so comments behind it stand before its end.
    """
    line, column = tree.position(index)
    if not alone:
        return index < macro.end or line == tree.position(macro.end - 1).line
    whole = macro.flow or any(macro is document for document in tree.documents)
    return column > tree.position(macro.head).column or (whole and index < macro.end)
