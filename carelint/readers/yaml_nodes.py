"""YAML as a tree of what was written, with the place of everything: all scalars are texts, aliases are faults.

Built from the events of the parser, without recursion. What a syntax error cuts off is not `whole`; what stands before
it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..errors import Fault
from ..model import Position
from ..wording import shorten
from ..yaml_syntax import syntax_fault
from .yaml_places import YamlPlace

_DEPTH = 50
_CHARACTERS = 1 << 25
_NODES = 1 << 20
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile(r"\r\n|\r|\n")
_PROPERTIES = re.compile(r"(?:[&!]\S*+\s++)++")


@dataclass(slots=True)
class Node:
    """A value: the text of a scalar, or what is inside by key or number. `start` and `end` are indices of the file.

    `head` is where that begins which it belongs to: its key, or the dash of the list.
    """

    start: int
    end: int
    head: int
    text: str | None = None
    flow: bool = False
    keys: bool = False
    whole: bool = True
    inside: dict[str, Node] = field(default_factory=dict)

    def value(self) -> object:
        """Give the plain value. It is never nested too deeply."""
        if self.text is not None:
            return self.text
        if self.keys:
            return {key: node.value() for key, node in self.inside.items()}
        return [node.value() for node in self.inside.values()]


@dataclass(slots=True)
class Tree:
    """The documents of a file, its faults by index, and what is text and no comment."""

    source: str
    path: str
    documents: list[Node] = field(default_factory=list)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    scalars: list[tuple[int, int]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """Where the lines begin."""

    def position(self, index: int) -> Position:
        """Give the line and column of an index."""
        line = bisect_right(self.lines, index)
        return Position(line, index - self.lines[line - 1] + 1)

    def line(self, number: int) -> str:
        """Give a line, counted from 1; empty behind the last."""
        start, end = (self.lines[n] if n < len(self.lines) else len(self.source) for n in (number - 1, number))
        return self.source[start:end]

    def add_fault(self, index: int, what: str) -> None:
        """Note what is wrong at an index."""
        self.faults.append((index, Fault(self.path, *self.position(index), what)))

    def place(self, node: Node, pointer: str) -> YamlPlace:
        """Give the place of a node."""
        line, column = self.position(node.start)
        if node.text is None:
            return YamlPlace(line, column, pointer)
        return YamlPlace(line, column, pointer, self.source[node.start : node.end], node.text, node.flow)


def parsed(source: str, path: str) -> Tree:
    """Read a file, or the head of one."""
    tree = Tree(source, path, lines=[0, *(found.end() for found in _LINE_END.finditer(source))])
    bad = yaml.reader.Reader.NON_PRINTABLE.search(source)
    if bad:
        tree.add_fault(bad.start(), f"the character U+{ord(bad[0]):04X} is not allowed in YAML: remove it")
    elif len(source) > _CHARACTERS:
        tree.add_fault(0, f"the file has {len(source):,} characters: at most {_CHARACTERS:,} are allowed")
    else:
        _build(tree)
    return tree


def _build(tree: Tree) -> None:
    builder = _Builder(tree)
    try:
        for event in yaml.parse(tree.source, Loader=_LOADER):
            if not builder.take(event):
                break
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        fault = syntax_fault(tree.source, tree.path, error)
        tree.faults.append((mark.index if mark else 0, fault))
    tree.faults.sort()
    for node in builder.open:
        node.whole = False
        node.end = len(tree.source)


class _Builder:
    """Builds nodes; `open` are those that are not at their end."""

    def __init__(self, tree: Tree) -> None:
        self.open: list[Node] = []
        self._tree = tree
        self._key: tuple[str, int] | None = None
        self._count = 0

    def take(self, event: Any) -> bool:
        """Take an event; tell whether to go on."""
        if isinstance(event, yaml.CollectionEndEvent):
            self.open.pop().end = _end(event)
        elif isinstance(event, yaml.NodeEvent):
            return self._node(event)
        return True

    def _node(self, event: Any) -> bool:
        start = event.start_mark.index
        self._count += 1
        if len(self.open) >= _DEPTH or self._count > _NODES:
            what = f"{_DEPTH} levels deep" if len(self.open) >= _DEPTH else f"{_NODES:,} values"
            self._tree.add_fault(start, f"more than {what}; the rest of the file is not read")
            return False
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, start)
            return True
        if isinstance(event, yaml.AliasEvent):
            self._tree.add_fault(start, "aliases are not allowed here; write the value out")
            self._take(Node(start, _end(event), start, ""))
            return True
        keys = isinstance(event, yaml.MappingStartEvent)
        self.open.append(self._take(Node(start, start, start, keys=keys, flow=bool(event.flow_style))))
        return True

    def _scalar(self, event: Any, start: int) -> None:
        if (event.anchor or event.tag) and (found := _PROPERTIES.match(self._tree.source, start)):
            start = found.end()
        self._tree.scalars.append((start, _end(event)))
        if self.open and self.open[-1].keys and self._key is None:
            self._key = event.value, start
            if event.value in self.open[-1].inside:
                self._tree.add_fault(start, f'duplicate key "{shorten(event.value)}"')
        else:
            flow = bool(self.open) and self.open[-1].flow
            self._take(Node(start, _end(event), start, event.value, flow))

    def _take(self, node: Node) -> Node:
        if not self.open:
            self._tree.documents.append(node)
            return node
        parent = self.open[-1]
        if not parent.keys:
            node.head = node.start if parent.flow else self._tree.source.rfind("-", parent.start, node.start)
            parent.inside[str(len(parent.inside))] = node
        elif self._key is None:
            self._tree.add_fault(node.start, "a key must be a text")
            self._key = "", node.start
        else:
            name, node.head = self._key
            parent.inside[name] = node
            self._key = None
        return node


def _end(event: Any) -> int:
    return int(event.end_mark.index)
