"""Two lines over time that grow while one looks, and are thinned out before there are too many points to draw."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

MOST_POINTS = 500
"""Of a line: as many as can be told apart, and drawn within a few milliseconds."""
SMOOTHED = 0.15
"""Share of a new value in the drawn line of a noisy one."""


@dataclass
class Line:
    """Points ``(seconds, value)`` in rising order of time.

    Attributes:
        smoothing: share of each new value in the line; 1 for as it is.
    """

    smoothing: float = 1.0
    points: list[tuple[float, float]] = field(default_factory=list)
    _every: int = 1
    _skipped: int = 0
    _level: float | None = None

    def add(self, seconds: float, value: float) -> None:
        """A new value; what is not finite is left out, and nothing goes back in time."""
        if not math.isfinite(value) or (self.points and seconds < self.points[-1][0]):
            return
        self._level = value if self._level is None else self._level + self.smoothing * (value - self._level)
        self._skipped += 1
        if self._skipped < self._every:
            return
        self._skipped = 0
        self.points.append((seconds, self._level))
        if len(self.points) > MOST_POINTS:
            self.points = self.points[::2]
            self._every *= 2

    def clear(self) -> None:
        """No points."""
        self.points, self._every, self._skipped, self._level = [], 1, 0, None

    @property
    def last(self) -> float | None:
        """The newest value of the line."""
        return self._level

    def reach(self) -> tuple[float, float]:
        """Least and largest value; the very first values, which fall so steeply, count for little.

        The least is more than 0 where all are, for an axis of logarithms.
        """
        values = [value for _, value in self.points]
        return min(values), max(values)
