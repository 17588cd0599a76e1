"""Comparing carelint's verdicts with a human reviewer's: labels, counts, agreement."""

from .agreement import Interval, f1_interval, kappa, share_interval
from .compare import Calibration, Disagreement, Tally
from .labels import Labels, Verdict, parse_map, read_labels

__all__ = [
    "Calibration",
    "Disagreement",
    "Interval",
    "Labels",
    "Tally",
    "Verdict",
    "f1_interval",
    "kappa",
    "parse_map",
    "read_labels",
    "share_interval",
]
