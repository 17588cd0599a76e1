"""Findings that are not to be told: which ones, why, and until when, out of the text that is sent.

`.carelint-ignore.yaml` is written by people, `.carelint-baseline.yaml` by `carelint baseline`; comments stand in the
source, where its format has them. The file that lies closest to what is linted counts, as with the configuration.
"""

from __future__ import annotations

from .baseline import BASELINE_NAME, Baseline, Known, baseline_text, load_baseline
from .entries import IGNORE_NAME, Entry, IgnoreFile, load_ignores
from .files import SuppressionError, find_file, place_in, shown
from .prune import pruned
from .sieve import Names, Sieve

__all__ = [
    "BASELINE_NAME",
    "IGNORE_NAME",
    "Baseline",
    "Entry",
    "IgnoreFile",
    "Known",
    "Names",
    "Sieve",
    "SuppressionError",
    "baseline_text",
    "find_file",
    "load_baseline",
    "load_ignores",
    "place_in",
    "pruned",
    "shown",
]
