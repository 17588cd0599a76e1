"""The files of a Slack export, in a zip or in a folder: users.json, channels.json and <channel>/<date>.json."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..errors import Fault, ReadError
from .decode import Source

USERS = "users.json"
_DAY = re.compile(r"(?P<top>.+/)?(?P<channel>[^/]+)/\d{4}-\d\d-\d\d\.json")


@dataclass(frozen=True, slots=True)
class Workspace:
    """An export: its path, the names of its files, and how one of them is opened, which raises ReadError."""

    path: str
    names: Sequence[str]
    open: Callable[[str], Source]

    def channels(self) -> dict[str, list[str]]:
        """Give the folders of the channels and the files of their days, both sorted."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.names):
            if (day := _DAY.fullmatch(name)) and not day["top"]:
                found.setdefault(day["channel"], []).append(name)
        return found


def tops(names: Iterable[str]) -> list[str]:
    """Give the folders among the files of a zip that hold an export, each with its slash; the zip itself is empty."""
    held = list(names)
    users = {name.removesuffix(USERS) for name in held if name.rpartition("/")[2] == USERS}
    days = {day["top"] or "" for name in held if (day := _DAY.fullmatch(name))} if users else set()
    return sorted(users & days)


def is_folder(path: str) -> bool:
    """Tell whether a folder is an export that was unpacked."""
    return os.path.isfile(os.path.join(path, USERS)) and any("/" in name for name in _names(path))


def folder(path: str, shown: str) -> Workspace:
    """Give the export in a folder, which messages call `shown`. Raises OSError."""

    def opened(name: str) -> Source:
        try:
            # The reader closes it.
            return Source.of(f"{shown}/{name}", open(os.path.join(path, name), "rb"))
        except OSError as error:
            raise ReadError(Fault(f"{shown}/{name}", 0, 0, f"cannot be read: {error.strerror or error}")) from None

    return Workspace(shown, tuple(_names(path)), opened)


def _names(path: str) -> Iterator[str]:
    """Give the files of an unpacked export."""
    with os.scandir(path) as entries:
        found = sorted((entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith("."))
    for name, is_dir in found:
        if not is_dir:
            yield name
        elif os.access(os.path.join(path, name), os.R_OK | os.X_OK):
            inner = (f"{name}/{one}" for one in os.listdir(os.path.join(path, name)))
            yield from (one for one in inner if _DAY.fullmatch(one))
