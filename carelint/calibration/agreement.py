"""How much two reviewers agree: shares, F1 and Cohen's kappa, each with its 95 % interval.

scipy is imported where it is needed: it takes half a second.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """A value, and the bounds that hold the true one with 95 % confidence; None where there is nothing to tell."""

    value: float | None
    low: float | None = None
    high: float | None = None


def share_interval(hits: int, total: int) -> Interval:
    """A share, such as precision or recall, with Wilson's interval, which holds for few cases and near 0 and 1 too."""
    if not total:
        return Interval(None)
    from scipy.stats import binomtest

    bounds = binomtest(hits, total).proportion_ci(CONFIDENCE, method="wilson")
    return Interval(hits / total, float(bounds.low), float(bounds.high))


def f1_interval(both: int, false_alarms: int, misses: int) -> Interval:
    """F1, the harmonic mean of precision and recall.

    It is 2s/(1+s) of the share s of agreed among all flagged cases (Hand, Christen and Kirielle, “F*: an interpretable
    transformation of the F-measure”, 2021), so its interval is that of s, transformed.
    """
    shares = share_interval(both, both + false_alarms + misses)
    return Interval(*(None if s is None else 2 * s / (1 + s) for s in shares))


def kappa(both: int, false_alarms: int, misses: int, neither: int) -> Interval:
    """Cohen's kappa: agreement beyond what chance alone would give; 1 is perfect, 0 is chance.

    The interval uses the large-sample standard error of Fleiss, Cohen and Everitt (1969). There is none where both
    always say the same single thing.
    """
    total = both + false_alarms + misses + neither
    if not total:
        return Interval(None)
    p11, p10, p01, p00 = (count / total for count in (both, false_alarms, misses, neither))
    ours, theirs = p11 + p10, p11 + p01
    chance = ours * theirs + (1 - ours) * (1 - theirs)
    if chance == 1:
        return Interval(None)
    value = (p11 + p00 - chance) / (1 - chance)
    on = p11 * (1 - (ours + theirs) * (1 - value)) ** 2 + p00 * (1 - (2 - ours - theirs) * (1 - value)) ** 2
    off = (1 - value) ** 2 * (p10 * (theirs + 1 - ours) ** 2 + p01 * (1 - theirs + ours) ** 2)
    variance = on + off - (value - chance * (1 - value)) ** 2
    from scipy.stats import norm

    reach = float(norm.ppf((1 + CONFIDENCE) / 2)) * sqrt(max(variance, 0) / total) / (1 - chance)
    return Interval(value, max(-1.0, value - reach), min(1.0, value + reach))
