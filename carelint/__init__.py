"""carelint: a linter for customer-care conversations.

    from carelint import lint, load_packs, read

    for result in lint(read("chats.jsonl"), load_packs()):
        for finding in result.findings:
            print(finding.rule, finding.message)

The names are imported when they are first used, so that `carelint --help` stays fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import lint, read
    from .errors import CarelintError
    from .model import Conversation, Finding, Result
    from .packs import load_packs

__version__ = "0.1.0"

_HOMES = {
    "lint": ".api",
    "read": ".api",
    "load_packs": ".packs",
    "CarelintError": ".errors",
    "Conversation": ".model",
    "Finding": ".model",
    "Result": ".model",
}

__all__ = ["CarelintError", "Conversation", "Finding", "Result", "__version__", "lint", "load_packs", "read"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
