"""Bjontegaard's difference of rates, over the whole range that two curves have in common.

Bjontegaard, "Calculation of average PSNR differences between RD-curves" (VCEG-M33, 2001), with monotone piecewise-cubic
interpolation (PCHIP, as in the later common test conditions of HEVC and VVC) in place of one cubic polynomial, so that
curves may have any number of points.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]


def rising(points: Iterable[Point]) -> list[Point]:
    """The points that cost more bits than the one before and are better for it; others and infinite ones are dropped.

    Args:
        points: pairs of a rate (bits per pixel) and a quality (decibels, or another scale that rises).
    """
    kept: list[Point] = []
    for rate, quality in sorted(points):
        if math.isfinite(quality) and (not kept or (quality > kept[-1][1] and rate > kept[-1][0])):
            kept.append((rate, quality))
    return kept


def common_range(anchor: Iterable[Point], test: Iterable[Point]) -> Point:
    """Lowest and highest quality that both curves reach; the first exceeds the second where there is no such range."""
    (anchor_low, anchor_high), (test_low, test_high) = (_ends(rising(points)) for points in (anchor, test))
    return max(anchor_low, test_low), min(anchor_high, test_high)


def bd_rate(anchor: Iterable[Point], test: Iterable[Point]) -> float:
    """How many percent more bits ``test`` takes than ``anchor`` at the same quality; below 0 it takes fewer.

    The mean of the difference of the logarithms of the rates, over all qualities that both reach, as a percentage.

    Args:
        anchor: pairs of a rate (bits per pixel, above 0) and a quality (decibels), in any order.
        test: as ``anchor``.

    Raises:
        ValueError: if a curve has fewer than two rising points, or the two have no range in common.
    """
    anchor_points, test_points = rising(anchor), rising(test)
    if min(len(anchor_points), len(test_points)) < 2:
        raise ValueError("a curve needs two points at least")
    low, high = common_range(anchor_points, test_points)
    if not low < high:
        raise ValueError("the curves have no range of quality in common")
    difference = _mean_log_rate(test_points, low, high) - _mean_log_rate(anchor_points, low, high)
    return 100.0 * math.expm1(difference)


def pchip_slopes(x: Floats, y: Floats) -> Floats:
    """Derivatives at the points of a monotone piecewise-cubic curve, shape ``(n,)`` with n >= 2.

    Fritsch and Butland, "A method for constructing local monotone piecewise cubic interpolants", 1984: a weighted
    harmonic mean of the slopes on both sides inside, and a three-point formula that keeps the shape at the ends.
    """
    steps = np.diff(x)
    chords = np.diff(y) / steps
    if len(x) == 2:
        return np.repeat(chords, 2)
    slopes = np.zeros_like(y)
    left, right = chords[:-1], chords[1:]
    same = left * right > 0
    weight_left, weight_right = 2 * steps[1:] + steps[:-1], steps[1:] + 2 * steps[:-1]
    weights = weight_left + weight_right
    slopes[1:-1][same] = weights[same] / (weight_left[same] / left[same] + weight_right[same] / right[same])
    slopes[0] = _end_slope(steps[0], steps[1], chords[0], chords[1])
    slopes[-1] = _end_slope(steps[-1], steps[-2], chords[-1], chords[-2])
    return slopes


def _ends(points: Sequence[Point]) -> Point:
    return (points[0][1], points[-1][1]) if points else (math.inf, -math.inf)


def _end_slope(step: float, next_step: float, chord: float, next_chord: float) -> float:
    slope = ((2 * step + next_step) * chord - step * next_chord) / (step + next_step)
    if slope * chord <= 0:
        return 0.0
    if chord * next_chord <= 0 and abs(slope) > 3 * abs(chord):
        return 3 * chord
    return slope


def _mean_log_rate(points: Sequence[Point], low: float, high: float) -> float:
    """Mean of the interpolated logarithm of the rate over the qualities from ``low`` to ``high``."""
    quality = np.array([point[1] for point in points])
    log_rate = np.log([point[0] for point in points])
    slopes = pchip_slopes(quality, log_rate)
    total = 0.0
    for index in range(len(points) - 1):
        start, end = max(low, quality[index]), min(high, quality[index + 1])
        if start < end:
            step = quality[index + 1] - quality[index]
            chord = (log_rate[index + 1] - log_rate[index]) / step
            cubic = _antiderivative(log_rate[index], slopes[index], slopes[index + 1], chord, step)
            total += float(np.polyval(cubic, end - quality[index]) - np.polyval(cubic, start - quality[index]))
    return total / (high - low)


def _antiderivative(value: float, slope: float, next_slope: float, chord: float, step: float) -> Floats:
    """Coefficients, highest power first, of the integral of one Hermite cubic that starts at 0."""
    square = (3 * chord - 2 * slope - next_slope) / step
    cube = (slope + next_slope - 2 * chord) / step**2
    return np.array([cube / 4, square / 3, slope / 2, value, 0.0])
