"""`--changed-since REV`: only what git says was changed since the commit that REV and HEAD have in common.

Changed are files: committed since, staged, not staged and not tracked. Of a file of several texts, only those count
that stand on changed lines, or next to changed lines that belong to none.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..errors import ReadError, UsageError
from ..model import Conversation, Result, Turn

_OPTION = "--changed-since"
# What a hook sets for git itself: another folder is asked here, and not what is about to be committed.
_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
_HUNK = re.compile(rb"^@@ -[0-9,]+ \+([0-9]+)(?:,([0-9]+))? @@", re.MULTILINE)
_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all", "-M")

Lines = tuple[int, int]
"""The first and the last line of a stretch; where lines were taken out, the last is the one before the first."""


@dataclass(frozen=True)
class _Repository:
    """A repository, and the commit since which changes count."""

    top: str
    base: str

    @classmethod
    def of(cls, folder: str, rev: str) -> _Repository:
        """Find the repository of a folder. Raises UsageError."""
        try:
            top = os.fsdecode(_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n")
        except _GitError as error:
            raise UsageError(f"{_OPTION}: {error}") from None
        try:
            commit = _word(_git(top, "rev-parse", "--verify", "--quiet", f"{rev}^{{commit}}"))
        except _GitError:
            hint = "name a branch, a tag or a commit; in CI, fetch the history (fetch-depth: 0)"
            raise UsageError(f'{_OPTION}: git knows no revision "{rev}": {hint}') from None
        try:
            return cls(top, _word(_git(top, "merge-base", commit, "HEAD")))
        except _GitError:
            what = f"{rev} and HEAD have no commit in common: fetch more of the history (fetch-depth: 0)"
            raise UsageError(f"{_OPTION}: {what}") from None

    @cached_property
    def changed(self) -> dict[str, tuple[str, ...]]:
        """The real paths of files that were changed, and their names before and now; of a new one there are none."""
        found: dict[str, tuple[str, ...]] = {}
        told = iter(self._names("diff", "--name-status", "-z", "--diff-filter=d", *_PLAIN, self.base, "--"))
        for status in told:
            names = (next(told, ""), next(told, "")) if status[:1] in ("R", "C") else (next(told, ""),)
            found[self._real(names[-1])] = names if status[:1] in ("R", "M") else ()
        for name in self._names("ls-files", "--others", "--exclude-standard", "-z"):
            found[self._real(name)] = ()
        return found

    def hunks(self, path: str) -> list[Lines] | None:
        """Give the changed lines of a file; None if all of it counts, for it is new, or no text to git."""
        names = self.changed.get(path, ())
        if not names:
            return None
        said = self._git("diff", "-U0", "--inter-hunk-context=0", *_PLAIN, self.base, "--", *names)
        found = [(int(first), int(first) + int(b"1" if many is None else many) - 1) for first, many in _hunks(said)]
        # Lines that were taken out stood behind the one that is told.
        found = [(first + 1, last + 1) if last < first else (first, last) for first, last in found]
        return None if not found and b"\nBinary files " in said else found

    def _names(self, *arguments: str) -> Iterator[str]:
        return map(os.fsdecode, filter(None, self._git(*arguments).split(b"\0")))

    def _git(self, *arguments: str) -> bytes:
        try:
            return _git(self.top, *arguments)
        except _GitError as error:
            raise UsageError(f"{_OPTION}: {error}") from None

    def _real(self, name: str) -> str:
        return os.path.realpath(os.path.join(self.top, name))


class Changed:
    """What was changed of the files below some paths. Raises UsageError where git cannot tell."""

    def __init__(self, rev: str, paths: Sequence[str]) -> None:
        if not rev.strip() or rev.startswith("-"):
            raise UsageError(f'{_OPTION}: found "{rev}", expected a branch, a tag or a commit')
        if "-" in paths:
            raise UsageError(f"{_OPTION}: git does not know standard input: name files or folders")
        folders = dict.fromkeys(_folder(path) for path in paths)
        self._repositories = list(dict.fromkeys(_Repository.of(folder, rev) for folder in folders))
        self._touched: dict[str, Sequence[bool]] = {}

    def files(self, paths: Iterable[str | ReadError]) -> list[str | ReadError]:
        """Leave out the files that were not changed."""
        return [path for path in paths if isinstance(path, ReadError) or self._repository(path)]

    def look(self, paths: Iterable[str | ReadError], read: Callable[[str], Iterable[Conversation]]) -> None:
        """Find out which conversations of files count, by reading them."""
        for path in paths:
            if isinstance(path, str) and (repository := self._repository(path)):
                hunks = repository.hunks(os.path.realpath(path))
                if hunks is not None:
                    extents: list[_Extent] = []
                    name = ""
                    for conversation in read(path):
                        extents.append(_Extent.of(conversation))
                        name = conversation.path
                    self._touched[name] = touched(extents, hunks)

    def kept(self, results: Iterable[Result]) -> Iterator[Result]:
        """Leave out the results of conversations that do not count."""
        return (result for result, counts in self._told(results) if counts)

    def emptied(self, results: Iterable[Result]) -> Iterator[Result]:
        """The same, but leave them there without findings."""
        return (result if counts else replace(result, findings=()) for result, counts in self._told(results))

    def _told(self, results: Iterable[Result]) -> Iterator[tuple[Result, bool]]:
        numbers = Counter[str]()
        for result in results:
            flags = self._touched.get(result.path)
            number = numbers[result.path]
            numbers[result.path] += 1
            yield result, flags is None or number >= len(flags) or flags[number]

    def _repository(self, path: str) -> _Repository | None:
        real = os.path.realpath(path)
        return next((one for one in self._repositories if real in one.changed), None)


@dataclass(frozen=True, slots=True)
class _Extent:
    """The lines that a conversation stands on. An `exact` one is of all that the file says of it, not of its text."""

    first: int
    last: int
    exact: bool = False

    @classmethod
    def of(cls, conversation: Conversation) -> _Extent:
        stretches = [_lines(turn) for turn in conversation.turns[conversation.draft_from :]] or [(1, 1)]
        exact = all(getattr(turn.place, "source", "") for turn in conversation.turns)
        return cls(min(first for first, _ in stretches), max(last for _, last in stretches), exact)


def _lines(turn: Turn) -> Lines:
    """Give the lines of a turn; of a cell or a value those of its row or its object."""
    region = turn.place.region(turn.text, 0, len(turn.text))
    first, last = region.start.line, region.end.line
    source = getattr(turn.place, "source", "").rstrip("\r\n")
    if source:
        ends = source.count("\n") + source.count("\r") - source.count("\r\n")
        first, last = min(first, turn.place.line), max(last, turn.place.line + ends)
    return first, last


def touched(extents: Sequence[_Extent], hunks: Iterable[Lines]) -> list[bool]:
    """Tell which conversations of a file stand on changed lines, or next to such as belong to none."""
    flags = [False] * len(extents)
    for hunk in hunks:
        own = [number for number, extent in enumerate(extents) if _overlap(extent, hunk)]
        for number in own or _neighbours(extents, hunk):
            flags[number] = True
    return flags


def _overlap(extent: _Extent, hunk: Lines) -> bool:
    first, last = hunk
    if last < first:
        return extent.first < first <= extent.last
    return extent.first <= last and first <= extent.last


def _neighbours(extents: Sequence[_Extent], hunk: Lines) -> Iterator[int]:
    """Give the conversations before and behind lines; what stood between two whole ones belonged to neither."""
    before = max((n for n, extent in enumerate(extents) if extent.last < hunk[0]), default=None)
    behind = min((n for n, extent in enumerate(extents) if extent.first > hunk[1]), default=None)
    for one, other in ((before, behind), (behind, before)):
        if one is None:
            continue
        is_gone = hunk[1] < hunk[0] and extents[one].exact and other is not None and extents[other].exact
        if not is_gone:
            yield one


def _hunks(said: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    return ((found[1], found[2]) for found in _HUNK.finditer(said))


def _folder(path: str) -> str:
    """Give the folder that git is asked in: the deepest that exists."""
    folder = os.path.realpath(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


class _GitError(Exception):
    """What git says is wrong."""


def _git(folder: str, *arguments: str) -> bytes:
    """Run git; it asks nothing, shows nothing and starts no program of the repository."""
    environment = {name: value for name, value in os.environ.items() if name not in _HOOK}
    environment |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "--no-pager", "--literal-pathspecs", "-C", folder, "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:
        raise _GitError("needs the program git, which cannot be started here") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        raise _GitError(lines[0].removeprefix("fatal: "))
    return done.stdout


def _word(said: bytes) -> str:
    return said.decode("ascii", "replace").strip()
