"""Reporters: one file per format, one row each in `REPORTERS`; a format is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from .base import Reporter, Style

__all__ = ["COUNTING", "REPORTERS", "Reporter", "Style"]


class _Reporters(Mapping[str, type[Reporter]]):
    """Names to classes, given as `module:Class`, so that the command line can name formats without loading any."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self._rows = rows

    def __getitem__(self, name: str) -> type[Reporter]:
        module, _, attribute = self._rows[name].partition(":")
        found: type[Reporter] = getattr(import_module(f".{module}", __name__), attribute)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


REPORTERS: Mapping[str, type[Reporter]] = _Reporters(
    {
        "full": "full:Full",
        "concise": "concise:Concise",
        "json": "json_report:Json",
        "jsonl": "jsonl:JsonLines",
        "sarif": "sarif:Sarif",
        "github": "github:GitHub",
        "gitlab": "gitlab:GitLab",
        "junit": "junit:JUnit",
        "checkstyle": "checkstyle:Checkstyle",
        "rdjson": "rdjson:RdJson",
        "markdown": "markdown:Markdown",
    }
)
# What is left of these with --statistics; the others have nothing but single findings.
COUNTING = frozenset({"full", "concise", "json", "markdown"})
