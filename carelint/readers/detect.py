"""Which reader an input is for: by extension where that tells, else by content."""

from __future__ import annotations

import re
from pathlib import PurePath

from . import chatlines, html_files, mail, subtitles, table

EXTENSIONS = {
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".log": "chatlog",
    ".chat": "chatlog",
    ".eml": "email",
    ".mbox": "email",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".vtt": "subtitles",
    ".srt": "subtitles",
    ".sbv": "subtitles",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "",
    ".text": "",
}
"""Extension -> reader; empty where the content decides. In folders, files with these extensions are read."""

# A placeholder such as {name}, {{name}} or [{{ticket.id}}] begins a text.
_JSON = re.compile(r'\s*(?:\[\s*){0,3}(?:\{\s*["}]|\[\s*\])')


def detect(path: str, head: str) -> str:
    """Give the name of the reader for an input that begins with `head`."""
    by_name = EXTENSIONS.get(PurePath(path).suffix.lower(), "")
    if by_name:
        return by_name
    if _JSON.match(head):
        return "json"
    if html_files.is_html(head):
        return "html"
    if subtitles.is_subtitles(head):
        return "subtitles"
    if mail.is_mail(head):
        return "email"
    if chatlines.is_chatlog(head):
        return "chatlog"
    return "csv" if table.is_table(head) else "text"
