"""YAML -> rules and signals: strict, with every fault at its place, all at once; and where the shipped packs lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from .checks import CHECKS
from .errors import Fault, FaultyYamlError, PackError, allowed
from .language.finished import FINISHED_SIGNALS
from .language.names import NAME_SIGNALS
from .language.notation import PhraseError, expansions, parse_phrase
from .language.spec import SignalSpec, token_fault
from .model import Severity
from .rule import Rule, RuleSpec, Signal
from .safe_regex import compile_safe
from .strict_yaml import Document, load
from .yaml_faults import faults_of

_SIGNALS, _SCORECARDS = "signals", "scorecards"
_MOST_PATTERNS = 3000

M = TypeVar("M", bound=BaseModel)


class PackSpec(BaseModel):
    """A pack.yaml."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: str
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
        if any(self.signals[name].spec.grammar == "customer-name" for name in names):
            names.update(NAME_SIGNALS)
        return {name for name in names if name in self.signals}


@dataclass
class _Loading:
    """What was read so far, and what was wrong."""

    rules: dict[str, Rule] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    packs: dict[str, PackSpec] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def shipped_rules() -> Path:
    """The folder of the shipped packs: inside the wheel, or beside the package in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "_rules"
    return packaged if packaged.is_dir() else here.parent / "rules"


def load_packs(folders: Sequence[Path] = (), *, shipped: bool = True) -> Library:
    """Load the shipped packs (unless told not to) and those of other folders; raise PackError with all faults.

    A folder holds packs, one folder each, and `signals`; or it is itself one pack, told by its pack.yaml.
    """
    loading = _Loading()
    for folder in [*([shipped_rules()] if shipped else []), *folders]:
        if not folder.is_dir():
            raise PackError([Fault(str(folder), 0, 0, "no such folder of rules")])
        for path, pack in _files(folder):
            _load_file(loading, path, pack)
    _check_references(loading)
    if loading.faults:
        raise PackError(loading.faults)
    return Library(loading.rules, loading.signals, loading.packs)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The YAML files of a folder with the pack that each belongs to, in a stable order."""
    alone = (folder / "pack.yaml").is_file()
    for path in sorted(folder.rglob("*.y*ml")):
        parts = path.relative_to(folder).parts
        if path.suffix not in (".yaml", ".yml") or any(part.startswith(".") for part in parts) or _SCORECARDS in parts:
            continue
        if _SIGNALS in parts[:-1]:
            yield path, _SIGNALS
        elif alone or len(parts) > 1:
            yield path, folder.resolve().name if alone else parts[-2]


def _load_file(loading: _Loading, path: Path, pack: str) -> None:
    name = _shown(path)
    try:
        document = load(path.read_text(encoding="utf-8"), name)
    except (OSError, UnicodeDecodeError) as error:
        loading.faults.append(Fault(name, 0, 0, f"cannot be read: {error}"))
        return
    except FaultyYamlError as error:
        loading.faults.extend(error.faults)
        return
    loading.documents[name] = document
    if pack == _SIGNALS:
        _add_signal(loading, document, path.stem)
    elif path.name == "pack.yaml":
        if spec := _validated(loading, document, PackSpec):
            loading.packs[pack] = spec
    else:
        _add_rule(loading, document, path.stem, pack)


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


def _add_signal(loading: _Loading, document: Document, name: str) -> None:
    if name in loading.signals:
        loading.faults.append(document.fault(f'there is a signal "{name}" already: {loading.signals[name].path}'))
        return
    spec = _validated(loading, document, SignalSpec)
    if spec:
        loading.faults.extend(_pattern_faults(document, spec))
        loading.signals[name] = Signal(name, document.path, spec)


def _pattern_faults(document: Document, spec: SignalSpec) -> Iterator[Fault]:
    """What the notation, spaCy or the regular expressions would choke on."""
    sources = {("phrases",): spec.phrases} | {
        ("unless", key): getattr(spec.unless, key) for key in ("phrases", "sentence", "before", "after")
    }
    for keys, phrases in sources.items():
        for number, source in enumerate(phrases):
            if what := _phrase_fault(source, spec.words):
                yield document.fault(what, (*keys, number))
    for number, pattern in enumerate(spec.tokens):
        if what := token_fault(pattern, trained=spec.model):
            yield document.fault(what, ("tokens", number))
    for number, regex in enumerate(spec.regex):
        try:
            compile_safe(regex)
        except ValueError as error:
            yield document.fault(str(error), ("regex", number))
    ways = [bool(spec.phrases or spec.tokens or spec.regex), bool(spec.grammar), bool(spec.any), bool(spec.all)]
    if sum(ways) != 1:
        yield document.fault(
            "a signal says in one way what to find: phrases, tokens and regex; or grammar; or any; or all"
        )


def _phrase_fault(source: str, words: Mapping[str, Sequence[str]]) -> str | None:
    try:
        size = expansions(parse_phrase(source, words))
    except PhraseError as error:
        return f"phrase “{source}”, character {error.offset + 1}: {error}"
    if size > _MOST_PATTERNS:
        return (
            f"phrase “{source}” stands for {size} patterns, at most {_MOST_PATTERNS} are allowed: "
            "split it or shorten its lists"
        )
    return None


def _add_rule(loading: _Loading, document: Document, name: str, pack: str) -> None:
    if name in loading.rules:
        loading.faults.append(document.fault(f'there is a rule "{name}" already: {loading.rules[name].path}'))
        return
    spec = _validated(loading, document, RuleSpec)
    if not spec:
        return
    ((kind, parameters),) = spec.check.items()
    try:
        check = CHECKS[kind].model_validate(parameters)
    except ValidationError as error:
        loading.faults.extend(faults_of(document.part(("check", kind)), error, CHECKS[kind]))
        return
    enabled = spec.enabled and (pack not in loading.packs or loading.packs[pack].enabled)
    loading.rules[name] = Rule(name, pack, document.path, spec, check, Severity[spec.severity], enabled)


def _check_references(loading: _Loading) -> None:
    """Every signal that is named exists, and none is built on itself."""
    for rule in loading.rules.values():
        _report_unknown(loading, rule.path, rule.check.signals())
    for signal in loading.signals.values():
        _report_unknown(loading, signal.path, signal.spec.uses)
    graph = {name: signal.spec.uses for name, signal in loading.signals.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
        path = loading.signals[circle[0]].path
        loading.faults.append(Fault(path, 1, 1, f"signals are built on each other in a circle: {' -> '.join(circle)}"))


def _report_unknown(loading: _Loading, path: str, names: Iterable[str]) -> None:
    document = loading.documents[path]
    for name in dict.fromkeys(names):
        if name not in loading.signals:
            keys = _find(document.data, name) or ()
            loading.faults.append(document.fault(f'unknown signal "{name}": {allowed(name, loading.signals)}', keys))


def _find(data: object, wanted: str, keys: tuple[str | int, ...] = ()) -> tuple[str | int, ...] | None:
    """The keys that lead to a name, as a value or as a key; examples are not looked into."""
    if data == wanted:
        return keys
    entries: Iterable[tuple[str | int, object]] = ()
    if isinstance(data, dict):
        entries = ((key, value) for key, value in data.items() if key != "examples")
    elif isinstance(data, list):
        entries = enumerate(data)
    for key, value in entries:
        if key == wanted:
            return (*keys, key)
        if (found := _find(value, wanted, (*keys, key))) is not None:
            return found
    return None
