"""Searches for the quality that gives a target size or PSNR, in a few probes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

QUALITY_MAX = 10_000
"""The highest quality, in hundredths."""
LOG_SIZE_SLOPE = 3.2e-4
"""Approximate increase of the logarithm of a file's size per hundredth of quality."""
_PROBES = 24
_STRAIGHT = 7
"""Probes by linear interpolation before bisection, which always converges."""


@dataclass(frozen=True)
class Goal:
    """A target for a value that rises with the quality.

    Attributes:
        value: the bound.
        is_ceiling: the value must not exceed the bound; otherwise it must reach it.
        tolerance: largest distance from the bound that ends the search.
        slope: approximate increase of the value per hundredth of quality, for the second probe.
    """

    value: float
    is_ceiling: bool
    tolerance: float
    slope: float

    def holds(self, value: float) -> bool:
        return value <= self.value if self.is_ceiling else value >= self.value

    @property
    def aim(self) -> float:
        """The value to interpolate to: in the middle of the tolerance."""
        return self.value + (-0.5 if self.is_ceiling else 0.5) * self.tolerance


def search(measure: Callable[[int], float], goal: Goal, start: int) -> int | None:
    """The quality in hundredths that meets ``goal``; ``None`` if there is none.

    Args:
        measure: gives the value at a quality in hundredths; must rise with it.
        start: the first quality to probe.
    """
    low: tuple[int, float] | None = None
    high: tuple[int, float] | None = None
    quality = start
    for probe in range(_PROBES):
        value = measure(quality)
        # A value equal to the bound meets the goal.
        if goal.holds(value) == goal.is_ceiling:
            low = (quality, value)
        else:
            high = (quality, value)
        good = low if goal.is_ceiling else high
        if good is not None and abs(good[1] - goal.value) <= goal.tolerance:
            break
        following = _next(quality, value, low, high, goal, probe)
        if following is None:
            break
        quality = following
    good = low if goal.is_ceiling else high
    return None if good is None else good[0]


def _next(
    quality: int,
    value: float,
    low: tuple[int, float] | None,
    high: tuple[int, float] | None,
    goal: Goal,
    probe: int,
) -> int | None:
    """The next quality to probe; ``None`` once no quality is left between the known ones."""
    if low is not None and high is not None:
        if high[0] - low[0] <= 1:
            return None
        part = 0.5 if probe >= _STRAIGHT or high[1] <= low[1] else (goal.aim - low[1]) / (high[1] - low[1])
        return min(max(low[0] + round(part * (high[0] - low[0])), low[0] + 1), high[0] - 1)
    step = round((goal.aim - value) / goal.slope * 2**probe)  # wider each time, in case the slope is far off
    step = max(step, 1) if low is not None else min(step, -1)
    following = min(max(quality + step, 0), QUALITY_MAX)
    return None if following == quality else following
