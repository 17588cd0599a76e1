"""Paths as a user gives them -> the files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence

from ..errors import Fault, ReadError
from .chosen import HEAD, begins_so, is_about, is_named_so
from .containers import GZIP, SUFFIXES, ZIP
from .slack_files import USERS, is_folder


def walk(paths: Sequence[str]) -> Iterator[str | ReadError]:
    """Give the files of files, folders and globs, each once, in order; `-` is standard input.

    Folders are walked sorted, links included (each folder once); hidden files, files that no reader is for and binary
    files are passed over there, and so are a README, a CHANGELOG, a LICENSE and YAML that is no macro library. A named
    file is given whatever it is; a folder that holds an export of Slack is given itself. A ReadError is given, and not
    raised, for what does not exist and for a folder that cannot be read.
    """
    # Hashes, and not paths: there may be millions of files.
    seen: set[int] = set()
    for path in paths:
        for found in _expand(path):
            if isinstance(found, ReadError):
                yield found
                continue
            # What reads the reports joins paths with those of git, which begin without it.
            while found.startswith("./") and len(found) > 2:
                found = found[2:].lstrip("/")
            if (key := hash(found if found == "-" else os.path.realpath(found))) not in seen:
                seen.add(key)
                yield found


def _expand(path: str) -> Iterator[str | ReadError]:
    if path == "-" or os.path.isfile(path):
        yield path
    elif os.path.isdir(path):
        yield from _folder(path)
    elif os.path.exists(path):
        yield path
    elif any(sign in path for sign in "*?["):
        yield from _glob(path)
    else:
        yield ReadError(Fault(shown(path), 0, 0, "no such file or folder"))


def _glob(pattern: str) -> Iterator[str | ReadError]:
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        yield ReadError(Fault(shown(pattern), 0, 0, "no file matches"))
    for path in found:
        if os.path.isdir(path):
            yield from _folder(path)
        elif _wanted(path):
            yield path


def _folder(top: str) -> Iterator[str | ReadError]:
    """Walk a folder; one that is reached twice, by a link, is walked once."""
    seen: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):
            if _wanted(path) and not is_about(os.path.basename(path)):
                yield path
            continue
        try:
            stat = os.stat(path)
            names = sorted(os.listdir(path), reverse=True)
            whole = USERS in names and is_folder(path)
        except OSError as error:
            yield ReadError(Fault(shown(path), 0, 0, f"cannot be read: {error.strerror}"))
            continue
        if (stat.st_dev, stat.st_ino) not in seen:
            seen.add((stat.st_dev, stat.st_ino))
            if whole:
                yield path
                continue
            waiting += [os.path.join(path, name) for name in names if not name.startswith(".")]


def _wanted(path: str) -> bool:
    name = path.lower()
    if not (is_named_so(name) or name.endswith(".zip")) or not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except OSError:
        # The reader will say why.
        return True
    return head.startswith((GZIP, ZIP)) if name.endswith(SUFFIXES) else begins_so(name, head)


def shown(path: str) -> str:
    """Write a path so that any encoding can: bytes of a name that are no text become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
