"""The axes of a chart of size against PSNR: where a point lies, and which round numbers are written beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from desktop.widgets.rate_points import RatePoint

_MANTISSAS = (1, 2, 3, 5, 7)
_DB_STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
_NARROWEST = math.log(1.3)  # of the axis of sizes: a single point is no line
_FLATTEST = 1.0  # dB
_MARGIN = 0.06  # of either range, that no point lies on the rim


@dataclass(frozen=True)
class RateAxes:
    """Maps points into a rectangle; sizes on a logarithmic axis."""

    plot: QRectF
    rates: tuple[float, float]
    decibels: tuple[float, float]

    @classmethod
    def around(cls, points: Sequence[RatePoint], plot: QRectF) -> RateAxes:
        """Axes on which all points have a place; there must be one at least."""
        rates = _range((point.rate for point in points), _NARROWEST)
        return cls(plot, rates, _range((point.psnr for point in points if math.isfinite(point.psnr)), _FLATTEST))

    def place(self, point: RatePoint) -> QPointF:
        """Where a point lies; one without end of PSNR at the top."""
        return QPointF(self.x_of(point.rate), self.y_of(min(point.psnr, self.decibels[1])))

    def x_of(self, rate: float) -> float:
        low, high = self.rates
        return self.plot.left() + (rate - low) / (high - low) * self.plot.width()

    def y_of(self, psnr: float) -> float:
        low, high = self.decibels
        return self.plot.bottom() - (psnr - low) / (high - low) * self.plot.height()

    def rate_at(self, x: float) -> float:
        low, high = self.rates
        return low + (x - self.plot.left()) / max(1.0, self.plot.width()) * (high - low)

    def size_ticks(self) -> list[int]:
        """Round sizes in bytes within the axis, in rising order; the caller leaves out those without room."""
        low, high = (math.exp(rate) for rate in self.rates)
        found = []
        for power in range(max(0, math.floor(math.log10(low))), math.ceil(math.log10(high)) + 1):
            found += [mantissa * 10**power for mantissa in _MANTISSAS]
        return [size for size in found if low <= size <= high]

    def decibel_ticks(self, most: int) -> list[float]:
        """Round levels within the axis, evenly spaced and no more than ``most``."""
        low, high = self.decibels
        for step in _DB_STEPS:
            first, last = math.ceil(low / step), math.floor(high / step)
            if last - first < most:
                return [step * k for k in range(first, last + 1)]
        return []


def _range(values: Iterable[float], least: float) -> tuple[float, float]:
    """The values' range, widened to ``least`` and by a margin at either end."""
    found = list(values) or [0.0]
    low, high = min(found), max(found)
    missing = max(0.0, least - (high - low)) / 2
    margin = _MARGIN * max(high - low, least)
    return low - missing - margin, high + missing + margin
