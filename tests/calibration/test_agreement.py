"""Shares, F1 and kappa, against figures that other tools give."""

from __future__ import annotations

import pytest

from carelint.calibration import f1_interval, kappa, share_interval


@pytest.mark.parametrize(
    ("hits", "total", "expected"),
    [
        # Wilson's interval, as in Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29
        (81, 263, (0.3080, 0.2553, 0.3662)),
        (15, 148, (0.1014, 0.0624, 0.1605)),
        (0, 20, (0.0, 0.0, 0.1611)),
        (1, 29, (0.0345, 0.0061, 0.1718)),
        (0, 0, (None, None, None)),
    ],
)
def test_wilsons_interval(hits: int, total: int, expected: tuple[float | None, ...]) -> None:
    assert share_interval(hits, total) == pytest.approx(expected, abs=5e-5)


def test_f1_is_the_harmonic_mean_and_lies_in_its_interval() -> None:
    f1 = f1_interval(18, 2, 6)
    precision, recall = 18 / 20, 18 / 24
    assert f1.value == pytest.approx(2 * precision * recall / (precision + recall))
    assert f1.low is not None
    assert f1.high is not None
    assert f1.low < f1.value < f1.high  # type: ignore[operator]
    assert f1_interval(0, 0, 0).value is None
    assert f1_interval(0, 1, 0).value == 0


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # statsmodels.stats.inter_rater.cohens_kappa gives these, its bounds cut to -1 and 1
        ((20, 5, 10, 15), (0.4, 0.151092, 0.648908)),
        ((46, 10, 11, 33), (0.572823, 0.410782, 0.734865)),
        ((3, 1, 2, 120), (0.654479, 0.289425, 1.0)),
        ((10, 0, 0, 10), (1.0, 1.0, 1.0)),
        ((0, 0, 0, 10), (None, None, None)),
        ((0, 0, 0, 0), (None, None, None)),
    ],
)
def test_kappa(cells: tuple[int, int, int, int], expected: tuple[float | None, ...]) -> None:
    assert kappa(*cells) == pytest.approx(expected, abs=1e-6)
