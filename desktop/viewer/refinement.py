"""Keeps single paints short: large areas are drawn roughly first, and smoothly in strips once the view rests."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QRegion

PAINT_SECONDS = 0.006
"""What one smooth paint may take: a third of a frame at 60 frames a second, the rest is for all others."""
REST_MS = 60

_SMALLEST = 1 << 18  # device pixels that are always drawn smoothly, or the view would never be through
_WORTH_MEASURING = 1 << 17  # the time for fewer is mostly that of getting started


class Refinement(QObject):
    """Decides how an area is drawn, by how fast the ones before were.

    ::

        paint: may_smooth(pixels)? -- yes --> smooth, took(pixels, seconds)
                        |                              ^
                        no --> rough, postpone(area) --+ 60 ms later, strip by strip: due

    The timer runs only while something is postponed.

    Signals:
        due: an area that is to be painted again.
    """

    due = Signal(QRect)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pace = 2e8  # device pixels a second that are drawn smoothly
        self._rough = QRegion()
        self._density = 1.0  # device pixels in a logical one
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    @property
    def is_pending(self) -> bool:
        """Whether something was drawn roughly and is not smooth yet."""
        return not self._rough.isEmpty()

    def may_smooth(self, pixels: float) -> bool:
        """Whether so many device pixels can be drawn smoothly in one go."""
        return pixels <= self._affordable()

    def took(self, pixels: float, seconds: float) -> None:
        """Learn from a smooth paint."""
        if pixels >= _WORTH_MEASURING and seconds > 0:
            self._pace += 0.3 * (pixels / seconds - self._pace)

    def postpone(self, area: QRegion, density: float) -> None:
        """Note that an area, with ``density`` device pixels in each of its own, was drawn roughly."""
        self._rough = self._rough.united(area)
        self._density = density
        self._timer.start(REST_MS)

    def done(self, area: QRegion) -> None:
        """Note that an area is final; the next strip follows."""
        if self.is_pending:
            self._rough = self._rough.subtracted(area)
            if self.is_pending and not self._timer.isActive():
                self._timer.start(0)

    def move(self, step: QPoint, bounds: QRect) -> None:
        """Note that what was painted within ``bounds`` has been moved; more may be left than need be, never less."""
        if self.is_pending:
            self._rough = self._rough.united(self._rough.translated(step)).intersected(bounds)
            self._timer.start(REST_MS)

    def stop(self) -> None:
        """Postpone nothing any more."""
        self._rough = QRegion()
        self._timer.stop()

    def _affordable(self) -> float:
        return max(_SMALLEST, self._pace * PAINT_SECONDS)

    def _ask(self) -> None:
        """Have the next strip painted: as many rows of what is left as can be afforded."""
        left = self._rough.boundingRect()
        rows = int(0.9 * self._affordable() / self._density / max(1, left.width()))
        strip = QRect(left.left(), left.top(), left.width(), min(left.height(), max(1, rows)))
        self._rough = self._rough.subtracted(QRegion(strip))
        self.due.emit(strip)
