"""YAML -> rules and signals: strict, with every fault at its place, all at once; and where the shipped packs lie."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from .checks import CHECKS
from .checks.base import Check
from .errors import Fault, FaultyYamlError, PackError
from .inheritance import Inheritance, Source, base_of
from .language.finished import FINISHED_SIGNALS
from .language.names import NAME_SIGNALS
from .language.spec import SignalSpec
from .model import Severity
from .references import circles, unknown_signals
from .rule import Rule, RuleSpec, Signal, Text
from .signal_faults import own_phrase_faults, signal_faults
from .strict_model import Strict
from .strict_yaml import Document, load
from .yaml_faults import faults_of

_SIGNALS, _SCORECARDS = "signals", "scorecards"
_PACK, _CONFIG = "pack.yaml", "carelint.yaml"
_SLUG = re.compile(r"[a-z][a-z0-9]{0,60}(?:-[a-z0-9]{1,60}){0,20}")

M = TypeVar("M", bound=BaseModel)


class PackSpec(Strict):
    """A pack.yaml."""

    title: Text
    about: str = ""
    enabled: bool = True


@dataclass(frozen=True)
class Library:
    """All rules and signals of a run, by name."""

    rules: Mapping[str, Rule]
    signals: Mapping[str, Signal]
    packs: Mapping[str, PackSpec]

    @cached_property
    def specs(self) -> Mapping[str, SignalSpec]:
        """The signals' specifications, by name."""
        return {name: signal.spec for name, signal in self.signals.items()}

    def needed(self, rules: Iterable[Rule]) -> set[str]:
        """Give the signals that these rules need, also for telling ends of conversations and names."""
        names: set[str] = set()
        for rule in rules:
            names.update(rule.check.signals())
            if rule.spec.status == "finished":
                names.update(FINISHED_SIGNALS)
        names.intersection_update(self.signals)
        if any(self.signals[name].spec.grammar == "customer-name" for name in names):
            names.update(name for name in NAME_SIGNALS if name in self.signals)
        return names


@dataclass
class _Loading:
    """What was read so far, what is still to be checked against it, and what was wrong."""

    rules: dict[str, Rule] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    packs: dict[str, PackSpec] = field(default_factory=dict)
    paths: dict[tuple[str, str], str] = field(default_factory=dict)  # (what, its name): the file that says so first
    files: dict[tuple[str, str], list[Source]] = field(default_factory=dict)  # of one name, each extends the one before
    rule_checks: list[tuple[Document, Check]] = field(default_factory=list)
    signal_specs: list[tuple[Document, SignalSpec]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    trusted: bool = False

    def is_new(self, what: str, name: str, path: str) -> bool:
        """Tell whether a name is given for the first time and fit to be typed; else say what is wrong."""
        first = self.paths.setdefault((what, name), path)
        if first != path:
            self.faults.append(Fault(path, 1, 1, f'there is a {what} "{name}" already: {first}'))
        elif what != "pack" and not _SLUG.fullmatch(name):
            better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            better = better if better[:1].isalpha() else f"{what}-{better}"
            hint = f'the file name is the id of the {what}: small letters, digits and "-", as in "{better}"'
            self.faults.append(Fault(path, 0, 0, hint))
        return first == path

    def names(self, what: str) -> set[str]:
        """The names given so far, those of faulty files too."""
        return {name for kind, name in self.paths if kind == what}


def shipped_rules() -> Path:
    """The folder of the shipped packs: inside the wheel, or beside the package in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "_rules"
    return packaged if packaged.is_dir() else here.parent / "rules"


def load_packs(folders: Sequence[str | Path] = (), *, shipped: bool = True) -> Library:
    """Load the shipped packs (unless told not to) and those of other folders; raise PackError with all faults.

    A folder holds packs, one folder each, and `signals`; or it is itself one pack, told by its pack.yaml.
    """
    loading = _Loading()
    if shipped:
        # Their patterns were judged when they were built (tests/test_rules.py): judging them anew doubles the start.
        loading.trusted = True
        _load_folder(loading, shipped_rules())
        loading.trusted = False
    for folder in folders:
        _load_folder(loading, Path(folder))
    _add_all(loading)
    _check_references(loading)
    if loading.faults:
        raise PackError(loading.faults)
    return Library(loading.rules, loading.signals, loading.packs)


def _load_folder(loading: _Loading, folder: Path) -> None:
    if not folder.is_dir():
        loading.faults.append(Fault(_shown(folder), 0, 0, "no such folder of rules"))
        return
    alone = (folder / _PACK).is_file()
    files = list(_files(folder))
    if not files:
        loading.faults.append(Fault(_shown(folder), 0, 0, "holds no rules or signals (*.yaml)"))
    for path in files:
        parts = path.relative_to(folder).parts
        if _SIGNALS in parts[:-1]:
            _load_file(loading, path, _SIGNALS)
        elif alone or len(parts) > 1:
            _load_file(loading, path, folder.resolve().name if alone else parts[-2])
        elif path.name != _CONFIG:
            what = f"a rule belongs to a pack: move the file into a folder, or write a {_PACK} beside it (title: ...)"
            loading.faults.append(Fault(_shown(path), 0, 0, what))


def _files(folder: Path) -> Iterator[Path]:
    """The YAML files of a folder in a stable order, a pack.yaml before the rules of its pack."""
    for path in sorted(folder.rglob("*.y*ml"), key=lambda path: (path.parent, path.name != _PACK, path.name)):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.suffix in (".yaml", ".yml") and not hidden and _SCORECARDS not in parts[:-1]:
            yield path


def _load_file(loading: _Loading, path: Path, pack: str) -> None:
    name = _shown(path)
    what = "signal" if pack == _SIGNALS else "pack" if path.name == _PACK else "rule"
    document = _read(loading, path, name)
    extends_itself = document is not None and base_of(document) == path.stem and (what, path.stem) in loading.files
    new = extends_itself or loading.is_new(what, pack if what == "pack" else path.stem, name)
    if what == "rule" and ("pack", pack) not in loading.paths:
        loading.paths["pack", pack] = f"{name.rpartition('/')[0]}/{_PACK}"
        loading.faults.append(Fault(loading.paths["pack", pack], 0, 0, "missing: a pack needs this file, with a title"))
    if document is None:
        return
    if what != "pack":
        # A second file of a name is told as such, and judged under a name of its own.
        key = (what, path.stem) if new else (what, name)
        loading.files.setdefault(key, []).append(Source(document, pack, loading.trusted))
    elif spec := _validated(loading, document, PackSpec):
        loading.packs.setdefault(pack, spec)


def _add_all(loading: _Loading) -> None:
    """Lay files over what they extend, and make rules and signals of them."""
    inheritance = Inheritance(loading.files, loading.faults)
    for (what, name), files in list(loading.files.items()):
        source = inheritance.resolve(what, name, len(files) - 1)
        if source:
            add = _add_signal if what == "signal" else _add_rule
            add(loading, source, name, new=(what, name) in loading.paths)


def _read(loading: _Loading, path: Path, name: str) -> Document | None:
    """Read a file; what is wrong with it is kept with the other faults."""
    try:
        raw = path.read_bytes()
        document = load(raw.decode("utf-8"), name)
    except OSError as error:
        loading.faults.append(Fault(name, 0, 0, f"cannot be read: {error.strerror or error}"))
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = f"not UTF-8 (byte {raw[error.start]:02X}): save the file as UTF-8"
        loading.faults.append(Fault(name, line, column, what))
    except FaultyYamlError as error:
        loading.faults.extend(error.faults)
    else:
        if document.data is not None:
            return document
        loading.faults.append(Fault(name, 0, 0, "the file is empty"))
    return None


def _shown(path: Path) -> str:
    """The path as the user would write it: from the working folder where it lies below, else whole."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _validated(loading: _Loading, document: Document, model: type[M]) -> M | None:
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        loading.faults.extend(faults_of(document, error, model))
        return None


def _add_signal(loading: _Loading, file: Source, name: str, *, new: bool) -> None:
    document = file.document
    spec = _validated(loading, document, SignalSpec)
    if spec:
        if not file.trusted:
            loading.faults.extend(signal_faults(document, spec))
        loading.signal_specs.append((document, spec))
        if new:
            loading.signals[name] = Signal(name, document.path, spec)


def _add_rule(loading: _Loading, file: Source, name: str, *, new: bool) -> None:
    document, pack = file.document, file.pack
    spec = _validated(loading, document, RuleSpec)
    check = _check(loading, document)
    if check:
        loading.rule_checks.append((document, check))
        if not file.trusted:
            loading.faults.extend(own_phrase_faults(document.part(("check", check.name)), check))
    if spec and check and new:
        enabled = spec.enabled and (pack not in loading.packs or loading.packs[pack].enabled)
        loading.rules[name] = Rule(name, pack, document.path, spec, check, Severity[spec.severity], enabled)


def _check(loading: _Loading, document: Document) -> Check | None:
    """The check of a rule, whatever else is wrong with the rule; the rule's own schema says when there is not one."""
    kinds = document.data.get("check") if isinstance(document.data, dict) else None
    if not isinstance(kinds, dict) or len(kinds) != 1 or not CHECKS.keys() >= kinds.keys():
        return None
    (kind,) = kinds
    return _validated(loading, document.part(("check", kind)), CHECKS[kind])


def _check_references(loading: _Loading) -> None:
    """Every signal that is named exists, none is built on itself, and no rule has the name of a pack."""
    known = loading.names("signal")
    for document, check in loading.rule_checks:
        loading.faults.extend(unknown_signals(document, check.signals(), known, [("check",)]))
    for document, spec in loading.signal_specs:
        places = [("any",), ("all",), ("unless", "signals")]
        loading.faults.extend(unknown_signals(document, sorted(spec.uses), known, places))
    for circle in circles({name: signal.spec.uses for name, signal in loading.signals.items()}):
        what = f"signals are built on each other in a circle: {' -> '.join(circle)}"
        loading.faults.append(Fault(loading.signals[circle[0]].path, 1, 1, what))
    for rule in loading.rules.values():
        if ("pack", rule.id) in loading.paths:
            loading.faults.append(Fault(rule.path, 0, 0, f'a pack is called "{rule.id}" too: rename the rule'))
        lacking = [name for name in FINISHED_SIGNALS if name not in known] if rule.spec.status == "finished" else []
        if lacking:
            what = f"`status: finished` needs the signals {', '.join(lacking)}: load the shipped packs, or write them"
            loading.faults.append(Fault(rule.path, 1, 1, what))
