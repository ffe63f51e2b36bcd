"""The points of a rate-distortion curve, and what lies between them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class RatePoint:
    """A quality (0..100), the file's size in bytes that comes of it, and the PSNR in dB."""

    quality: float
    bytes: float
    psnr: float

    @property
    def rate(self) -> float:
        """Place on the axis of sizes, on which twice the size is always the same way to go."""
        return math.log(self.bytes)


class RatePoints:
    """Points in rising order of size, with a smooth line through them that never overshoots.

    Invariants: no two points have the same quality or the same size; a point that comes again replaces the older one.
    """

    def __init__(self) -> None:
        self._points: list[RatePoint] = []
        self._rates: list[float] = []
        self._slopes: list[float] = []

    def __len__(self) -> int:
        return len(self._points)

    @property
    def all(self) -> tuple[RatePoint, ...]:
        return tuple(self._points)

    @property
    def qualities(self) -> tuple[float, float]:
        """The lowest and the highest quality; there must be points."""
        values = [point.quality for point in self._points]
        return min(values), max(values)

    def clear(self) -> None:
        """Forget all points."""
        self._points, self._rates, self._slopes = [], [], []

    def add(self, point: RatePoint) -> bool:
        """Take a point in; ``False`` for one that has no place on the chart (no bytes, or equal pictures)."""
        if not (point.bytes > 0 and math.isfinite(point.psnr) and math.isfinite(point.quality)):
            return False
        kept = [each for each in self._points if each.quality != point.quality and each.bytes != point.bytes]
        self._points = sorted([*kept, point], key=lambda each: each.bytes)
        self._rates = [each.rate for each in self._points]
        self._slopes = _monotone_slopes(self._rates, [each.psnr for each in self._points])
        return True

    def at_rate(self, rate: float) -> RatePoint:
        """The point of the line at a logarithmic size, held to the ends of the line."""
        points, rates = self._points, self._rates
        rate = min(max(rate, rates[0]), rates[-1])
        after = min(max(1, bisect_right(rates, rate)), len(points) - 1)
        before = max(0, after - 1)
        low, high = points[before], points[after]
        width = rates[after] - rates[before]
        share = (rate - rates[before]) / width if width > 0 else 0.0
        quality = low.quality + share * (high.quality - low.quality)
        return RatePoint(quality, math.exp(rate), self._psnr_between(before, share))

    def at_quality(self, quality: float) -> RatePoint:
        """The point of the line at a quality, held to the qualities that there are."""
        lowest, highest = self.qualities
        quality = min(max(quality, lowest), highest)
        for low, high in pairwise(self._points):
            if min(low.quality, high.quality) <= quality <= max(low.quality, high.quality):
                share = (quality - low.quality) / (high.quality - low.quality)
                found = self.at_rate(low.rate + share * (high.rate - low.rate))
                return RatePoint(quality, found.bytes, found.psnr)
        return self._points[0]

    def _psnr_between(self, place: int, share: float) -> float:
        """Cubic Hermite interpolation between a point and the next one."""
        if place + 1 >= len(self._points):
            return self._points[place].psnr
        low, high = self._points[place], self._points[place + 1]
        width = self._rates[place + 1] - self._rates[place]
        rising = share * share * (3 - 2 * share)
        bend_low = share * (1 - share) ** 2 * width * self._slopes[place]
        bend_high = share * share * (share - 1) * width * self._slopes[place + 1]
        return low.psnr + rising * (high.psnr - low.psnr) + bend_low + bend_high


def _monotone_slopes(x: Sequence[float], y: Sequence[float]) -> list[float]:
    """Slopes at the points with which the line rises and falls only where the points do.

    Fritsch and Carlson, "Monotone piecewise cubic interpolation", 1980: the weighted harmonic mean of the slopes on
    either side, and none at a turn.
    """
    if len(x) < 2:
        return [0.0] * len(x)
    widths = [b - a for a, b in pairwise(x)]
    chords = [(b - a) / width for (a, b), width in zip(pairwise(y), widths, strict=True)]
    inner = [
        _harmonic(chords[k], chords[k + 1], 2 * widths[k + 1] + widths[k], widths[k + 1] + 2 * widths[k])
        for k in range(len(chords) - 1)
    ]
    return [chords[0], *inner, chords[-1]]


def _harmonic(before: float, after: float, weight_before: float, weight_after: float) -> float:
    if before * after <= 0:
        return 0.0
    return (weight_before + weight_after) / (weight_before / before + weight_after / after)
