"""The arithmetic behind the printed BD-rates."""

from __future__ import annotations

import math

import numpy as np
import pytest
from bd_rate import bd_rate, common_range, pchip_slopes, rising

CURVE = [(0.1, 26.0), (0.22, 28.3), (0.5, 31.6), (0.9, 34.2), (1.9, 38.5)]


def scaled(factor: float, shift: float = 0.0) -> list[tuple[float, float]]:
    return [(rate * factor, quality + shift) for rate, quality in CURVE]


def test_half_the_bits_everywhere_is_minus_fifty_percent() -> None:
    assert bd_rate(CURVE, scaled(0.5)) == pytest.approx(-50.0, abs=1e-9)
    assert bd_rate(scaled(0.5), CURVE) == pytest.approx(100.0, abs=1e-9)
    assert bd_rate(CURVE, list(reversed(CURVE))) == pytest.approx(0.0, abs=1e-9)


def test_the_range_is_the_common_one() -> None:
    longer = [*scaled(0.7), (8.0, 50.0)]
    assert bd_rate(CURVE[:4], longer) == pytest.approx(-30.0, abs=1.5)
    assert common_range(CURVE[1:], longer) == (28.3, 38.5)


def test_straight_curves_have_a_closed_form() -> None:
    """Rates that are exponential in quality, one doubling every 3 and every 4 dB, meet at 30 dB."""
    anchor = [(2 ** ((quality - 30) / 3), quality) for quality in (30.0, 32.0, 36.0)]
    test = [(2 ** ((quality - 30) / 4), quality) for quality in (30.0, 33.0, 35.0, 40.0)]
    mean_octaves = 3.0 / 4 - 3.0 / 3  # at 33 dB, the middle of 30..36
    assert bd_rate(anchor, test) == pytest.approx(100 * (2**mean_octaves - 1), abs=1e-9)


def test_slopes_and_integral_match_scipy() -> None:
    interpolate = pytest.importorskip("scipy.interpolate")
    quality = np.array([point[1] for point in CURVE])
    log_rate = np.log([point[0] for point in CURVE])
    other = [(0.15, 27.1), (0.3, 29.0), (0.33, 29.9), (1.1, 36.6), (1.2, 36.9)]
    reference = interpolate.PchipInterpolator(quality, log_rate)
    np.testing.assert_allclose(pchip_slopes(quality, log_rate), reference.derivative()(quality), rtol=1e-12)
    second = interpolate.PchipInterpolator([point[1] for point in other], np.log([point[0] for point in other]))
    difference = (second.integrate(27.1, 36.9) - reference.integrate(27.1, 36.9)) / (36.9 - 27.1)
    assert bd_rate(CURVE, other) == pytest.approx(100 * math.expm1(difference), abs=1e-9)


def test_slopes_never_overshoot() -> None:
    slopes = pchip_slopes(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 0.0, 5.0, 5.1]))
    assert slopes[0] == slopes[1] == 0.0
    assert np.all(slopes >= 0.0)


def test_points_that_cost_more_for_less_are_dropped() -> None:
    assert rising([(1.0, 30.0), (0.5, 28.0), (1.2, 29.0), (1.2, 31.0), (9.0, math.inf)]) == [
        (0.5, 28.0),
        (1.0, 30.0),
        (1.2, 31.0),
    ]


@pytest.mark.parametrize("test", [[], CURVE[:1], scaled(1.0, shift=20.0), [(1.0, math.inf), (2.0, math.inf)]])
def test_curves_that_cannot_be_compared_are_refused(test: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="curve"):
        bd_rate(CURVE, test)
