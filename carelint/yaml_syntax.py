"""Syntax errors of YAML in plain words, each in one line and at its place."""

from __future__ import annotations

import yaml

from .errors import Fault
from .wording import shorten

_SYNTAX = (  # part of PyYAML's or libyaml's words; ours
    (
        "mapping values are not allowed",
        'a second ":" in one value, or a wrong indentation: quote text that contains ": "',
    ),
    ("expected ':'", 'expected ":" after the key'),
    (
        "block mapping: did not find expected key",
        "expected the next key: check the indentation and quotes of this line",
    ),
    ("block mapping: expected <block end>", "expected the next key: check the indentation and quotes of this line"),
    ("'-' indicator", 'expected the next "- " of the list: check the indentation'),
    ("block collection: expected <block end>", 'expected the next "- " of the list: check the indentation'),
    ("scanning a quoted scalar: found unexpected end", "the quoted text is never closed"),
    ("unknown escape character", r"unknown escape in double quotes: use single quotes, or write \\ for a backslash"),
    ("expected ',' or ']'", 'expected "," or "]": the list in brackets is not closed'),
    ("expected ',' or '}'", 'expected "," or "}": the mapping in braces is not closed'),
    ("node content", "expected a value"),
    ("cannot start any token", "this character cannot begin a value: quote the text"),
    ("tag handle", 'tags are not allowed: quote text that begins with "!"'),
    ("alphabetic or numeric", "anchors and aliases are not allowed here: quote the text"),
)


def syntax_fault(text: str, path: str, error: yaml.MarkedYAMLError) -> Fault:
    """Word a syntax error in one line: what was found, what was expected, and where the open part began."""
    begun, mark = error.context_mark, error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (-1, -1)
    lines = text.splitlines()
    rest = lines[line][column:] if 0 <= line < len(lines) else ""
    said = f"{(error.context or '').removeprefix('while ')}: {error.problem or ''}"
    what = next((words for part, words in _SYNTAX if part in said), error.problem or "not YAML")
    if rest.startswith("\t"):
        return Fault(path, line + 1, column + 1, "found a tab: indent with spaces")
    if not rest and begun:  # something stays open to the end of the text: the place to mend is where it begins
        return Fault(path, begun.line + 1, begun.column + 1, f"found the end of the text: {what}")
    begins = f" (it begins on line {begun.line + 1})" if begun and begun.line < line else ""
    return Fault(path, line + 1, column + 1, (f'found "{shorten(rest)}": ' if rest else "") + what + begins)
