"""Takes suppressed findings out of results, and tells which suppressions had nothing to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..errors import Fault, allowed
from ..model import Finding, Ignore, Result
from .baseline import Baseline, Known
from .entries import Entry, IgnoreFile
from .files import place_in

# Ids are remembered to suggest one; a file may hold millions.
_MOST_IDS = 10_000
_UNUSED = "unused: it suppresses no finding; remove it, or run carelint baseline --prune"


@dataclass(frozen=True)
class Names:
    """The names of rules and packs, each with the rules that it stands for; `on` are the rules that run."""

    rules: Mapping[str, frozenset[str]]
    on: frozenset[str]


@dataclass
class _Use:
    """What became of an entry: whether it met its conversation, could be judged there, and suppressed a finding."""

    met: bool = False
    judged: bool = False
    used: bool = False


@dataclass
class Sieve:
    """Lets through what is not suppressed. `tell` is called with what is wrong with comments, as they come."""

    names: Names
    today: date
    tell: Callable[[Fault], None]
    ignores: IgnoreFile | None = None
    baseline: Baseline | None = None
    count: int = 0
    matched: dict[Known, Known] = field(default_factory=dict)
    """What is known in the baseline and was found again, and how it would be written now."""

    def __post_init__(self) -> None:
        self._entries: Sequence[Entry] = self.ignores.entries if self.ignores else ()
        self._uses = [_Use() for _ in self._entries]
        self._ids: set[str] = set()
        # Files, as the baseline names them, and rules that could not be judged in all their conversations.
        self._unjudged: set[tuple[str, str]] = set()

    def __call__(self, results: Iterable[Result]) -> Iterator[Result]:
        """Take what is suppressed out of each result."""
        for result in results:
            yield self._sifted(result)

    def quiet(self) -> Sieve:
        """Give one that suppresses the same, but tells nothing and counts for itself."""
        return replace(self, tell=lambda fault: None, count=0, matched={})

    def _sifted(self, result: Result) -> Result:
        lacking = {skip.rule for skip in result.skipped}
        if self.baseline and lacking:
            path = place_in(self.baseline.folder, result.path)
            self._unjudged.update((path, rule) for rule in lacking)
        about = list(self._about(result, lacking))
        comments = [_Comment(one, self.names) for one in result.ignores]
        kept = tuple(finding for finding in result.findings if not self._is_suppressed(finding, about, comments))
        for comment in comments:
            for what in comment.complaints(lacking):
                self.tell(Fault(result.path, comment.ignore.line, 0, what))
        self.count += len(result.findings) - len(kept)
        return replace(result, findings=kept) if len(kept) < len(result.findings) else result

    def _about(self, result: Result, lacking: Set[str]) -> Iterator[tuple[Entry, _Use]]:
        """Give the entries that are about a conversation."""
        if self._entries and len(self._ids) < _MOST_IDS:
            self._ids.add(result.conversation)
        for entry, use in zip(self._entries, self._uses, strict=True):
            if entry.is_about(result.path, result.conversation):
                use.met = True
                use.judged = use.judged or bool(entry.rules & self.names.on - lacking)
                yield entry, use

    def _is_suppressed(
        self, finding: Finding, about: Iterable[tuple[Entry, _Use]], comments: Iterable[_Comment]
    ) -> bool:
        """Tell whether anything suppresses a finding; all that does counts as used."""
        said = [comment.covers(finding) for comment in comments]
        for entry, use in about:
            if finding.rule in entry.rules and entry.spec.fingerprint in (None, finding.fingerprint):
                use.used = True
                said.append(not self._is_over(entry))
        known = self.baseline.same(finding) if self.baseline else None
        if self.baseline and known:
            self.matched[known] = Known.of(finding, self.baseline.folder)
        return any(said) or known is not None

    def _is_over(self, entry: Entry) -> bool:
        return entry.expires is not None and entry.expires < self.today

    def complaints(self, given: Collection[Path] = ()) -> dict[int, Fault]:
        """Give what is wrong with entries, by their numbers; only of those about what was `given` to lint, wholly."""
        found: dict[int, Fault] = {}
        for number, (entry, use) in enumerate(zip(self._entries, self._uses, strict=True)):
            if what := self._complaint(entry, use, given):
                found[number] = replace(entry.fault, what=what)
        return found

    def _complaint(self, entry: Entry, use: _Use, given: Collection[Path]) -> str:
        if self._is_over(entry):
            return f"expired on {entry.expires}: renew it, or run carelint baseline --prune"
        if entry.is_one_path and not entry.scope.exists():
            return f"unknown: there is no {entry.spec.path}; correct it, or run carelint baseline --prune"
        if use.used or not covers(given, entry.scope) or not entry.rules & self.names.on:
            return ""
        if entry.spec.id is not None and not use.met:
            meant = _meant(entry.spec.id, self._ids) or "correct it, or run carelint baseline --prune"
            return f'unknown: no conversation is called "{entry.spec.id}" there: {meant}'
        return _UNUSED if use.judged or not use.met else ""

    def stale(self, given: Collection[Path]) -> list[Known]:
        """Give what is known in the baseline and could have been found again, but was not."""
        if self.baseline is None:
            return []
        return [one for one in sorted(self.baseline.known) if one not in self.matched and self.could_find(one, given)]

    def could_find(self, known: Known, given: Collection[Path]) -> bool:
        """Tell whether this run would have found what is known."""
        if self.baseline is None or not covers(given, self.baseline.folder / known.path):
            return False
        is_on = known.rule in self.names.on or known.rule not in self.names.rules
        return is_on and (known.path, known.rule) not in self._unjudged


def covers(given: Collection[Path], scope: Path) -> bool:
    """Tell whether one of some files and folders is a file or folder, or holds it."""
    return any(one == scope or one in scope.parents for one in given)


def _meant(name: str, names: Iterable[str]) -> str:
    """Suggest the name that was probably meant, if one is close."""
    return allowed(name, names).partition("allowed: ")[0].strip()


class _Comment:
    """A comment of one conversation, and which of its names suppressed something."""

    def __init__(self, ignore: Ignore, names: Names) -> None:
        self.ignore = ignore
        self._names = names
        self._used: set[str] = set()

    def covers(self, finding: Finding) -> bool:
        """Tell whether it suppresses a finding."""
        by = {name for name in self.ignore.rules if finding.rule in self._names.rules.get(name, ())}
        self._used |= by
        return bool(by)

    def complaints(self, lacking: Set[str]) -> Iterator[str]:
        """Say what is wrong with it, now that all findings were seen."""
        names = self._names
        if not self.ignore.rules:
            yield "a comment that ignores must name rules, as in carelint: ignore rule-id -- reason"
        for name in self.ignore.rules:
            if name not in names.rules:
                meant = _meant(name, names.rules) or "carelint rules names them all"
                yield f'no rule or pack is called "{name}": {meant}'
            elif name not in self._used and names.rules[name] & names.on - lacking:
                yield f"unused: this comment suppresses no finding of {name}; remove it"
