"""Turning a rule off: the edit of a carelint.yaml, or of a new one, that says `rule: false`."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path

from ..config.load import YAML_NAME
from ..errors import FaultyYamlError
from ..strict_yaml import Document, load
from .buffers import Buffer
from .checker import Checked


def turn_off(checked: Checked, rule: str, *, may_create: bool) -> types.WorkspaceEdit | None:
    """Give the edit; None where there is no place for it that is plain to see."""
    if checked.config is None:
        folder = checked.document.folder
        return _created(folder / YAML_NAME, f"rules:\n  {rule}: false\n") if may_create else None
    if checked.config.name != YAML_NAME:
        return None
    try:
        text = checked.config.read_text(encoding="utf-8")
        edit = _edit(Buffer(text, checked.document.buffer.encoding), load(text, YAML_NAME), rule)
    except (OSError, UnicodeDecodeError, FaultyYamlError):
        return None
    uri = from_fs_path(str(checked.config))
    return types.WorkspaceEdit(changes={uri: [edit]}) if edit and uri else None


def _edit(buffer: Buffer, document: Document, rule: str) -> types.TextEdit | None:
    """Write a line as the first of `rules`, or these at the end; a rule that has settings is the user's business."""
    rules = document.root.inside.get("rules")
    if rules is None:
        lead = "" if not buffer.text or buffer.text.endswith("\n") else "\n"
        return _inserted(buffer, len(buffer.text), f"{lead}rules:\n  {rule}: false\n")
    first = next(iter(rules.inside.values()), None)
    if first is None or first.key is None or rule in rules.inside or rules.key is None:
        return None
    line, column = first.key
    if line == rules.key[0]:
        return None  # in braces
    start = buffer.start_of_line(line)
    return _inserted(buffer, start, f"{' ' * (column - 1)}{rule}: false\n")


def _inserted(buffer: Buffer, index: int, text: str) -> types.TextEdit:
    place = buffer.position(index)
    return types.TextEdit(types.Range(place, place), text)


def _created(path: Path, text: str) -> types.WorkspaceEdit | None:
    uri = from_fs_path(str(path))
    if uri is None:
        return None
    start = types.Position(0, 0)
    new = types.OptionalVersionedTextDocumentIdentifier(uri)
    return types.WorkspaceEdit(
        document_changes=[
            types.CreateFile(uri, options=types.CreateFileOptions(ignore_if_exists=True)),
            types.TextDocumentEdit(new, [types.TextEdit(types.Range(start, start), text)]),
        ]
    )
