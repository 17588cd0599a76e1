"""YAML front matter between lines of dashes: all scalars are texts (no `yes` turned into a bool), no aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import yaml

from ..errors import Fault, ReadError
from ..model import Ignore
from .ignores import ignore_of

LIMIT = 200
"""Front matter has at most so many lines."""


class Written(str):
    """A text of front matter, and where it stands in the file; both count from 1, 0 is unknown."""

    line = column = 0

    def at(self, line: int, column: int) -> Written:
        """Say where it stands."""
        self.line, self.column = line, column
        return self


class _Loader(yaml.BaseLoader):
    def construct_scalar(self, node: yaml.ScalarNode) -> Written:
        return Written(node.value).at(node.start_mark.line + 1, node.start_mark.column + 1)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = cast("Any", self).peek_event().start_mark
            raise yaml.composer.ComposerError(None, None, "aliases are not allowed here", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in seen:
                what = (
                    "a key must be a text" if not isinstance(key, yaml.ScalarNode) else f'duplicate key "{key.value}"'
                )
                raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def parse(lines: Sequence[str], path: str, first: int) -> dict[str, object]:
    """Read front matter whose first line is line `first` of the file. Raises ReadError."""
    try:
        # The lines before it are there so that all marks are places of the file.
        value = yaml.load("\n" * (first - 1) + "".join(lines), _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (first, 1)
        raise ReadError(Fault(path, line, column, f"front matter: {error.problem or error.context}")) from None
    except (yaml.YAMLError, RecursionError):
        raise ReadError(Fault(path, first, 1, "front matter: is no valid YAML")) from None
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise ReadError(Fault(path, first, 1, "front matter: must be a mapping, such as channel: email"))
    return value


def is_fence(line: str) -> bool:
    """Tell whether a line is the line of dashes before or after front matter."""
    return line.rstrip() == "---"


def split(lines: Sequence[str], path: str) -> tuple[dict[str, object], int]:
    """Read the front matter that a text begins with; give it and how many lines it took. Raises ReadError."""
    if not lines or not is_fence(lines[0]):
        return {}, 0
    end = next((number for number, line in enumerate(lines[1 : LIMIT + 2], 1) if is_fence(line)), None)
    if end is None:
        return {}, 0
    if not any(":" in line for line in lines[1:end]):
        return {}, 0
    return parse(lines[1:end], path, 2), end + 1


def ignores(lines: Sequence[str]) -> tuple[Ignore, ...]:
    """Give what comments of the front matter turn off; these are its lines, from the first of the file on."""
    found = (ignore_of(line.strip().lstrip("# "), number) for number, line in _comments(lines))
    return tuple(one for one in found if one)


def _comments(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.lstrip().startswith("#"))


def position(values: Mapping[str, object], pointer: str) -> tuple[int, int]:
    """Give where the value of a key of front matter stands; its beginning, if that is unknown."""
    value = values.get(pointer[1:])
    return (value.line, value.column) if isinstance(value, Written) and value.line else (1, 1)
