"""A document that is open in the editor: which path it goes by, and whether it is for carelint at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from pygls.uris import to_fs_path, uri_scheme, urlparse

from ..config.load import TOML_NAME, YAML_NAME
from ..model import Kind
from ..readers.detect import EXTENSIONS
from .buffers import Buffer
from .checker import Document

# What editors call the languages of drafts and macros -> the extension that a document without one is read by.
_LANGUAGES = {"plaintext": "", "text": "", "": "", "markdown": ".md", "json": ".json", "jsonl": ".jsonl", "csv": ".csv"}
_LANGUAGES |= {"tsv": ".tsv", "yaml": ".yaml", "mail": ".eml"}
_TEXTS = ("", ".md")


@dataclass
class Opened:
    """A document, its newest version."""

    uri: str
    language: str
    version: int | None
    buffer: Buffer

    @property
    def _path(self) -> str | None:
        """Its path, for a file."""
        path = to_fs_path(self.uri) if uri_scheme(self.uri) == "file" else None
        return path if path and "\0" not in path else None

    @property
    def name(self) -> str:
        """Its file name, or what the editor calls it."""
        path = self._path or str(urlparse(self.uri)[2])
        return PurePath(path.replace("\0", "")).name or "untitled"

    @property
    def is_text(self) -> bool:
        """Whether it may be a draft, a macro or a conversation, and not carelint's own file or some program."""
        if self.name in (YAML_NAME, TOML_NAME):
            return False
        return self.language in _LANGUAGES or PurePath(self.name).suffix.lower() in EXTENSIONS

    def snapshot(self, roots: Sequence[Path]) -> Document:
        """Give it as it is now. One that is no file yet is a draft in the first folder that is open."""
        path = self._path
        if path:
            return Document(self.uri, self.version, path, self.buffer)
        extension = _LANGUAGES.get(self.language, "")
        name = self.name if PurePath(self.name).suffix.lower() in EXTENSIONS else f"{self.name}{extension}"
        folder = roots[0] if roots else Path.cwd()
        kind: Kind | None = "draft" if extension in _TEXTS else None
        return Document(self.uri, self.version, os.path.join(folder, name), self.buffer, kind)
