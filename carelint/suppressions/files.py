"""Where the files of suppressions lie, what they hold, and how they name the files that they are about."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ..errors import Fault, FaultyYamlError
from ..strict_yaml import Document, load


class SuppressionError(FaultyYamlError):
    """A file of suppressions that cannot be used."""


def find_file(name: str, start: Path, home: Path | None = None, beside: Path | None = None) -> Path | None:
    """Find the file of a name closest to a folder: there or above, up to home or a repository's root.

    Where there is none, it may lie in the folder `beside`, which is that of the configuration.
    """
    folders = [*_upwards(start, home), *([beside] if beside else [])]
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _upwards(start: Path, home: Path | None) -> Iterator[Path]:
    for folder in (start, *start.parents):
        yield folder
        if folder == home or (folder / ".git").exists():
            return


def shown(path: Path) -> str:
    """The path from the working directory, so that no message holds the name of a machine's folders."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        return path.as_posix()


@lru_cache(maxsize=1024)
def place_in(folder: Path, path: str) -> str:
    """Give a file's path from a folder, with slashes; a file of many conversations is looked up once."""
    try:
        return Path(os.path.relpath(os.path.realpath(path), folder)).as_posix()
    except ValueError:
        # On another drive.
        return Path(path).as_posix()


def text_of(path: Path) -> str:
    """Read a file as it is, line ends and all. Raises SuppressionError."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SuppressionError([Fault(shown(path), 0, 0, f"cannot be read: {error.strerror or error}")]) from None
    except UnicodeDecodeError:
        raise SuppressionError([Fault(shown(path), 0, 0, "cannot be read: not UTF-8")]) from None


def document_of(path: Path) -> Document:
    """Read a YAML file. Raises SuppressionError with all its faults."""
    try:
        return load(text_of(path), shown(path))
    except SuppressionError:
        raise
    except FaultyYamlError as error:
        raise SuppressionError(error.faults) from None
