"""Reporters: one file per format, one row each in `REPORTERS`."""

from __future__ import annotations

from collections.abc import Mapping

from .base import Reporter, Style
from .concise import Concise
from .full import Full
from .json_report import Json
from .jsonl import JsonLines

__all__ = ["REPORTERS", "Reporter", "Style"]

REPORTERS: Mapping[str, type[Reporter]] = {
    "full": Full,
    "concise": Concise,
    "json": Json,
    "jsonl": JsonLines,
}
