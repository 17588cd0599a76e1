"""`.carelint-baseline.yaml`: the findings that a library had when it was first linted; only new ones are told."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from ..errors import Fault, FaultyYamlError
from ..model import Finding
from ..strict_model import Strict
from ..strict_yaml import load
from ..yaml_faults import faults_of
from .files import SuppressionError, place_in, shown, text_of

BASELINE_NAME = ".carelint-baseline.yaml"
_HEAD = """\
# Old findings, which `carelint check` does not tell again. Written by `carelint baseline`; do not edit.
# Mended some?  carelint baseline --prune PATHS
# Anew, with all that is found now:  carelint baseline --update PATHS
"""
# Each entry stands on a line: a file may be read in pieces of so many.
_LINES = 2000
# What YAML does not let stand in a text as it is, and what cannot be written in UTF-8.
_HIDDEN = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

Digits = Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]


class _KnownSpec(Strict):
    path: str
    id: str
    rule: str
    found: list[Digits]


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A finding that is known; its path counts from the folder of the baseline."""

    path: str
    id: str
    rule: str
    fingerprint: str

    @classmethod
    def of(cls, finding: Finding, folder: Path) -> Known:
        """Give what is kept of a finding."""
        path, name = (_SURROGATE.sub("�", one) for one in (place_in(folder, finding.path), finding.conversation))
        return cls(path, name, finding.rule, finding.fingerprint)


@dataclass(frozen=True)
class Baseline:
    """The known findings. A finding is told again by its file and its fingerprint.

    A file that is no more was moved, or its texts were: what was known of it is known wherever it turns up.
    """

    path: Path
    known: Collection[Known] = ()
    _gone: dict[str, bool] = field(default_factory=dict, compare=False)

    @cached_property
    def folder(self) -> Path:
        """Its paths count from here."""
        return self.path.resolve().parent

    def same(self, finding: Finding) -> Known | None:
        """Give what is known of a finding."""
        candidates = self._by_fingerprint.get(finding.fingerprint, ())
        if not candidates:
            return None
        path = Known.of(finding, self.folder).path
        here = next((one for one in candidates if one.path == path), None)
        return here or next((one for one in candidates if self.is_gone(one.path)), None)

    def is_gone(self, path: str) -> bool:
        """Tell whether a file that is named in it does not exist."""
        if path not in self._gone:
            self._gone[path] = not (self.folder / path).exists()
        return self._gone[path]

    @cached_property
    def _by_fingerprint(self) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = {}
        for one in sorted(self.known):
            found.setdefault(one.fingerprint, []).append(one)
        return found


def load_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises SuppressionError with all its faults."""
    faults: list[Fault] = []
    known: set[Known] = set()
    for above, text in _pieces(text_of(path)):
        try:
            entries = _entries(text, shown(path))
        except FaultyYamlError as error:
            faults += [replace(fault, line=fault.line + above if fault.line else 0) for fault in error.faults]
        else:
            known.update(Known(one.path, one.id, one.rule, digits) for one in entries for digits in one.found)
    if faults:
        again = Fault(shown(path), 0, 0, "is no baseline: write it anew with carelint baseline --update PATHS")
        raise SuppressionError([*faults, again])
    return Baseline(path, frozenset(known))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Give a text in pieces that are no longer than other YAML files may be, and how many lines are above each."""
    lines = text.split("\n")
    for first in range(0, len(lines), _LINES):
        yield first, "\n".join(lines[first : first + _LINES])


def _entries(text: str, name: str) -> Sequence[_KnownSpec]:
    document = load(text, name)
    kind = list[_KnownSpec]
    try:
        return TypeAdapter(kind).validate_python([] if document.data is None else document.data)
    except ValidationError as error:
        raise SuppressionError(faults_of(document, error, kind)) from None


def baseline_text(known: Iterable[Known]) -> str:
    """Write a baseline: sorted, a line for each rule of each conversation."""
    lines = [_HEAD]
    for (path, name, rule), group in groupby(sorted(set(known)), key=lambda one: (one.path, one.id, one.rule)):
        found = ", ".join(f'"{one.fingerprint}"' for one in group)
        lines.append(f"- {{path: {_quoted(path)}, id: {_quoted(name)}, rule: {_quoted(rule)}, found: [{found}]}}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    return _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))
