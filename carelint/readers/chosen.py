"""Which of the files in a folder or a zip are read: those of a kind that a reader is for, by name and by beginning."""

from __future__ import annotations

import os
import re

from .decode import is_binary
from .detect import EXTENSIONS
from .yaml_macros import is_library

HEAD = 8192
"""How many bytes of the beginning are looked at."""

# Most YAML is configuration.
_YAML = (".yaml", ".yml")
_ABOUT = re.compile(r"(?i:(?:readme|changelog)\.md)|LICENSE.*|carelint\.ya?ml")


def is_named_so(name: str) -> bool:
    """Tell whether a file of this name, which may be packed by gzip, is of a kind for a reader."""
    return os.path.splitext(unpacked(name.lower()))[1] in EXTENSIONS


def is_about(name: str) -> bool:
    """Tell whether a file of this name tells of what is beside it: a README, a LICENSE, the configuration."""
    return bool(_ABOUT.fullmatch(name))


def begins_so(name: str, head: bytes) -> bool:
    """Tell whether a file of this name that begins so is text, and no YAML but a macro library."""
    if name.lower().endswith(_YAML):
        return is_library(head[:HEAD].decode("utf-8", "replace"))
    return not is_binary(head[:HEAD])


def unpacked(name: str) -> str:
    """Give the name of what a gzip file holds."""
    return name[:-3] if name.lower().endswith(".gz") else name
