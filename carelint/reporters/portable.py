"""Text, JSON and paths as other programs take them, whatever stands in a conversation or is the name of a file."""

from __future__ import annotations

import os
import re

from .base import printable
from .fields import line_of

# Half of a character: strict parsers of JSON refuse it, and XML has no way to write it.
_SURROGATE = re.compile("[\ud800-\udfff]")
# What XML cannot write either.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_DRIVE = re.compile(r"[A-Za-z]:/")


def portable(text: str) -> str:
    """Replace halves of characters by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def portable_line(value: object) -> str:
    """Write a value as one line of JSON that strict parsers read."""
    return portable(line_of(value))


def plain(text: str) -> str:
    """Make a text one harmless line that XML and Markdown can hold; controls become visible."""
    return _NO_CHARACTER.sub("\ufffd", portable(printable(text)))


def relative(path: str) -> str:
    """Give a path as seen from the folder that carelint was started in, if it lies there; always with slashes."""
    if not os.path.isabs(path):
        return path
    here = os.getcwd().replace(os.sep, "/").rstrip("/") + "/"
    return path.removeprefix(here)


def uri(path: str) -> str:
    """Write a path as a URI: a relative one, or `file:` and all of it."""
    path = relative(path)
    quoted = "".join(chr(b) if b in _UNRESERVED else f"%{b:02X}" for b in portable(path).encode())
    if _DRIVE.match(path):
        return f"file:///{quoted}"
    return f"file://{quoted}" if path.startswith("/") else quoted
