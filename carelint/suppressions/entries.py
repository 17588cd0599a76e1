"""`.carelint-ignore.yaml`: a list of entries, each about findings of some rules in some place, with a reason.

- rule: non-apology              # a rule or a pack, or a list of them
  path: macros/*.csv             # from the folder of this file
  id: refund-*                   # conversation, draft or macro
  reason: Legal wants these words.
  expires: 2027-03-31            # the last day that it holds
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, field_validator, model_validator

from ..config import Override
from ..errors import Fault, allowed
from ..strict_model import Strict
from ..strict_yaml import Document
from ..wording import literal
from ..yaml_faults import faults_of
from .files import SuppressionError, document_of

IGNORE_NAME = ".carelint-ignore.yaml"
_WILD = re.compile(r"[*?]")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")

Text = Annotated[str, StringConstraints(min_length=1)]
# Ids of tickets, and some fingerprints, are numbers to YAML.
Name = Annotated[Text, BeforeValidator(lambda value: str(value) if type(value) is int else value)]


class EntrySpec(Strict):
    """An entry of the file: which rules, where, why, and how long."""

    rule: Text | Annotated[list[Text], Field(min_length=1)] = Field(description="a rule or a pack, or a list of them")
    path: Text | None = Field(default=None, description="a glob, relative to the file's folder")
    id: Name | None = Field(default=None, description="conversation, draft or macro; a glob")
    fingerprint: Name | None = Field(default=None, description="of one finding, as reports tell it")
    reason: Text = Field(description="why; for whoever reads this next year")
    expires: Text | None = Field(default=None, description="the last day that it holds, such as 2027-03-31")

    @property
    def rules(self) -> list[str]:
        """The rules and packs."""
        return [self.rule] if isinstance(self.rule, str) else self.rule

    @field_validator("reason")
    @classmethod
    def _says_something(cls, reason: str) -> str:
        if not reason.strip():
            raise ValueError("the reason is blank: say why the finding is accepted")
        return reason

    @field_validator("expires")
    @classmethod
    def _is_a_day(cls, expires: str | None) -> str | None:
        if expires is not None:
            _day(expires)
        return expires

    @field_validator("fingerprint")
    @classmethod
    def _is_a_fingerprint(cls, fingerprint: str | None) -> str | None:
        if fingerprint is not None and not _FINGERPRINT.fullmatch(fingerprint):
            raise ValueError(
                f"found {literal(fingerprint)}, expected the 16 digits (0-9, a-f) that --format json tells of a finding"
            )
        return fingerprint

    @field_validator("path")
    @classmethod
    def _lies_below(cls, path: str | None) -> str | None:
        if path is not None and (path.startswith("/") or "\\" in path or ":" in path[:2] or ".." in path.split("/")):
            raise ValueError(f"found {literal(path)}, expected a path below the folder of this file, with slashes (/)")
        return path

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if not (self.path or self.id or self.fingerprint):
            raise ValueError(
                "says not where: add path, id or fingerprint; a rule is turned off everywhere in carelint.yaml"
            )
        return self


@dataclass(frozen=True)
class Entry:
    """An entry that can be used: the rules it is for, packs spelled out, and where it stands."""

    spec: EntrySpec
    rules: frozenset[str]
    folder: Path
    fault: Fault

    @cached_property
    def expires(self) -> date | None:
        """The last day that it holds."""
        return _day(self.spec.expires) if self.spec.expires else None

    @cached_property
    def scope(self) -> Path:
        """The file or the folder that all it is about lies in."""
        parts = (self.spec.path or "*").removeprefix("./").split("/")
        wild = next((number for number, part in enumerate(parts) if _WILD.search(part)), len(parts))
        return self.folder.joinpath(*parts[:wild])

    @property
    def is_one_path(self) -> bool:
        """Whether its path has no wildcard."""
        return self.spec.path is not None and not _WILD.search(self.spec.path)

    def is_about(self, path: str, conversation: str) -> bool:
        """Tell whether it is for a conversation of a file; the path counts from the working directory."""
        if self._id and not self._id.fullmatch(conversation):
            return False
        return self._path is None or self._path.matches_path(path)

    @cached_property
    def _path(self) -> Override | None:
        return Override(self.folder, (self.spec.path,)) if self.spec.path else None

    @cached_property
    def _id(self) -> re.Pattern[str] | None:
        if self.spec.id is None:
            return None
        first, *rest = (re.escape(part).replace(r"\?", ".") for part in re.split(r"\*+", self.spec.id))
        # The first place at which a part stands is as good as any: never to try another keeps it fast.
        middle = "".join(f"(?>.*?{part})" for part in rest[:-1])
        return re.compile(f"{first}{middle}.*{rest[-1]}" if rest else first, re.DOTALL)


@dataclass(frozen=True, slots=True)
class IgnoreFile:
    """The entries of a file."""

    path: Path
    entries: tuple[Entry, ...]


def load_ignores(path: Path, names: Mapping[str, frozenset[str]]) -> IgnoreFile:
    """Read a file; `names` are the rules and packs, with the rules that they stand for.

    Raises SuppressionError with all its faults.
    """
    document = document_of(path)
    faults: list[Fault] = []
    entries: list[Entry] = []
    for entry in _entries(document, names, path.resolve().parent):
        faults.append(entry) if isinstance(entry, Fault) else entries.append(entry)
    faults += _twice(entries)
    if faults:
        raise SuppressionError(faults)
    return IgnoreFile(path, tuple(entries))


def _entries(document: Document, names: Mapping[str, frozenset[str]], folder: Path) -> Iterator[Entry | Fault]:
    data = [] if document.data is None else document.data
    if not isinstance(data, list):
        yield document.fault('expected a list of entries, each with "- rule: ...", where, and a reason')
        return
    for number in range(len(data)):
        part = document.part((number,))
        try:
            spec = EntrySpec.model_validate(part.data)
        except ValidationError as error:
            yield from faults_of(part, error, EntrySpec)
            # Their names may be wrong as well.
            yield from _unknown(part, part.data.get("rule") if isinstance(part.data, dict) else None, names)
            continue
        if unknown := list(_unknown(part, spec.rule, names)):
            yield from unknown
            continue
        rules = frozenset[str]().union(*(names[name] for name in spec.rules))
        yield Entry(spec, rules, folder, part.fault(""))


def _unknown(part: Document, rule: object, names: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    given = list(enumerate(rule)) if isinstance(rule, list) else [(None, rule)]
    for number, name in given:
        if isinstance(name, str) and name and name not in names:
            keys = ("rule",) if number is None else ("rule", number)
            yield part.fault(f'no rule or pack is called "{name}": {allowed(name, names)}', keys)


def _twice(entries: list[Entry]) -> Iterator[Fault]:
    """Entries that say of the same findings what another one says."""
    first: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        key = (entry.rules, entry.spec.path, entry.spec.id, entry.spec.fingerprint)
        if key in first:
            what = f"the same as the entry on line {first[key].fault.line}: keep one of them"
            yield Fault(entry.fault.path, entry.fault.line, entry.fault.column, what)
        first.setdefault(key, entry)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"found {literal(text)}, expected a day that exists, such as 2027-03-31") from None
