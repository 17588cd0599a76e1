"""YAML: macro libraries, a list or a mapping of macros in one document or several; conversations as in JSON."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from ..errors import Fault, ReadError
from ..model import CHANNELS, Conversation, Place
from . import macros
from .decode import Source
from .exports import export_of, macros_of
from .fields import WrongError, fold, type_name
from .json_files import read_document
from .json_stream import Document
from .options import ReadOptions
from .places import escape
from .talks import Talk, conversation
from .yaml_comments import ignores_of
from .yaml_nodes import Node, Tree, parsed

_LIBRARIES = frozenset(
    "macros templates responses cannedresponses savedreplies replies snippets items data conversations drafts".split()
)
_VARIANTS = frozenset("bodies texts variants versions contents".split())
_EXPECTED = (
    "holds no macro; expected a list of macros, a mapping from ids to macros, or one of these under macros:, "
    "each a mapping with a text (text, body, content, message, response, html ...)"
)
# In rules and the like the texts are no macros.
_OTHERS = frozenset(("check", "rules", "steps", "jobs", "phrases", "severity", "on", "script", "tasks"))


@dataclass(frozen=True, slots=True)
class _Item:
    """A macro of a library, and its key there."""

    node: Node
    pointer: str
    key: str = ""


def read_yaml(source: Source, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read the macros of a file; a broken one is reported, and so is all that stands behind a fault of the syntax."""
    tree = parsed("".join(source.chunks()), source.path)
    try:
        items = [item for node in tree.documents for item in _items(node, options)]
    except WrongError as error:
        yield ReadError(Fault(source.path, 1, 1, error.what))
        return
    ignores = ignores_of(tree, [item.node for item in items])
    count, told = 0, 0
    for item, found in zip(items, ignores, strict=True):
        first, last = bisect_left(tree.faults, (item.node.head,)), bisect_right(tree.faults, (item.node.end + 1,))
        # What stands before it is no part of any macro.
        yield from (ReadError(fault) for _, fault in tree.faults[told:last])
        told = max(told, last)
        if first < last or not item.node.whole:
            continue
        for made in _read(item, tree, count, options):
            count += 1
            yield replace(made, ignores=found) if found and isinstance(made, Conversation) else made
    yield from (ReadError(fault) for _, fault in tree.faults[told:])
    if not (count or tree.faults):
        yield ReadError(Fault(source.path, 1, 1, _EXPECTED))


def is_library(head: str) -> bool:
    """Tell whether a file that begins so is a macro library, and no configuration, rule or the like."""
    documents = parsed(head, "").documents
    items = [item for node in documents[:1] for item in _items(node, ReadOptions())]
    return any(_is_likely(item.node) for item in items[:3])


def _is_likely(node: Node) -> bool:
    value = node.value()
    if not isinstance(value, dict) or not _OTHERS.isdisjoint(value):
        return False
    titled = any(fold(key) in ("id", *map(fold, macros.TITLES)) for key in value) or node.head != node.start
    return macros.is_talk(value) or (titled and (macros.is_text(value) or bool(_variants(value)) or "actions" in value))


def _items(root: Node, options: ReadOptions) -> list[_Item]:
    """Find the macros of a document."""
    fields = options.macros
    if fields and fields.items:
        return _members(*_inside(root, fields.items))
    return _found(root, "")


def _inside(node: Node, items: str) -> tuple[Node, str]:
    """Follow the way that the configuration gives to the macros. Raises WrongError."""
    pointer = ""
    for key in items.split("."):
        if key not in node.inside:
            raise WrongError(macros.lacking("items", items, list(node.inside)))
        node, pointer = node.inside[key], f"{pointer}/{escape(key)}"
    return node, pointer


def _found(node: Node, pointer: str) -> list[_Item]:
    """Find the macros of a document whose form nobody told."""
    if node.text is not None:
        return [_Item(node, pointer)] if node.text else []
    if not node.keys:
        return _members(node, pointer) if not _is_thread(node) else [_Item(node, pointer)]
    if not _OTHERS.isdisjoint(node.inside):
        return []
    value = cast("dict[str, object]", node.value())
    if macros.is_talk(value) or macros.is_text(value) or any(fold(key) in ("actions", *_VARIANTS) for key in value):
        return [_Item(node, pointer)]
    for key, inner in node.inside.items():
        if fold(key) in _LIBRARIES and inner.text is None:
            return _members(inner, f"{pointer}/{escape(key)}")
    if node.inside and all(inner.keys for inner in node.inside.values()) and any(map(_is_likely, node.inside.values())):
        return _members(node, pointer)
    return [_Item(node, pointer)]


def _members(node: Node, pointer: str) -> list[_Item]:
    return [_Item(one, f"{pointer}/{escape(key)}", key if node.keys else "") for key, one in node.inside.items()]


def _is_thread(node: Node) -> bool:
    """Tell whether a list is one of messages of people."""
    first = next((inner.value() for inner in node.inside.values()), None)
    return isinstance(first, dict) and not macros.is_macro(first) and "role" in map(fold, first)


@dataclass(frozen=True, slots=True)
class _YamlDocument(Document):
    """A value of a YAML file, for what reads values of JSON."""

    node: Node | None = None
    tree: Tree | None = None

    def place(self, below: str) -> Place:
        """Give the place of what stands at a pointer below this value, else of what is round it."""
        node, tree = cast("Node", self.node), cast("Tree", self.tree)
        for part in below.split("/")[1:]:
            node = node.inside.get(part.replace("~1", "/").replace("~0", "~"), node)
        return tree.place(node, self.pointer + below)


def _read(item: _Item, tree: Tree, before: int, options: ReadOptions) -> Iterator[Conversation | ReadError]:
    """Read a macro, or several texts of one; what is none is read as JSON would."""
    value = item.node.value()
    if isinstance(value, dict) and item.key and "id" not in map(fold, value):
        value = {"id": item.key, **value}
    position = tree.position(item.node.start)
    document = _YamlDocument(value, "", *position, item.pointer, node=item.node, tree=tree)
    if isinstance(value, str) or (isinstance(value, dict) and not value):
        yield ReadError(Fault(tree.path, *position, f"a macro must be a mapping, not {type_name(value)}"))
    elif not isinstance(value, dict) or export_of(value) or macros_of(value, options.macros) or macros.is_talk(value):
        yield from read_document(document, tree.path, before, options)
    else:
        try:
            for talk in _talks(value):
                yield conversation(talk, document.place, str(before + 1), tree.path, options)
        except WrongError as error:
            place = document.place(error.pointer)
            yield ReadError(Fault(tree.path, *place.locate("", 0), error.what))


def _talks(value: dict[str, object]) -> Iterator[Talk]:
    """Give the texts of a macro that is told by the usual names: one, or one per channel."""
    key = _variants(value)
    if not key:
        yield macros.macro(value)
        return
    about = {name: part for name, part in value.items() if name != key}
    for name, text in cast("dict[str, object]", value[key]).items():
        inner = text if isinstance(text, dict) else {"text": text}
        talk = macros.macro({**about, **inner})
        (message,) = talk.messages
        pointer = f"/{escape(key)}/{escape(name)}" + (message.pointer if isinstance(text, dict) else "")
        channel = name if name in CHANNELS else talk.head.get("channel")
        own = f"{talk.head['id']}/{name}" if talk.head["id"] else name
        yield Talk({**talk.head, "id": own, "channel": channel}, (replace(message, pointer=pointer),))


def _variants(value: Mapping[str, object]) -> str:
    """Give the key of texts for several channels; empty where there is none."""
    usual = macros.usual(tuple(value))
    keys = [key for key in value if key == usual.text or fold(key) in _VARIANTS]
    return next((key for key in keys if isinstance(value[key], dict) and value[key]), "")
