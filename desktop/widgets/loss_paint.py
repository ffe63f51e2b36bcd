"""Draws the chart of a training (logical pixels)."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop.look.theme import Theme
from desktop.widgets.loss_points import Line
from desktop.words.wording import duration_text

_TOP, _BOTTOM, _SIDE = 24.0, 20.0, 52.0
_DOT = 2.5
_MANTISSAS = ((1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0), tuple(k / 10 for k in range(10, 100)))
"""Of round values, coarse to fine: the first are taken of which there are enough."""
_ROW = 26.0
"""Pixels that a written value needs."""
_FLATTEST = 1.2
"""Factor between the ends of an axis at least."""
_TIMES = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)
"""Seconds between two marks under the chart."""
_SLOT = 90.0


class _Axis:
    """Logarithmic where all values are more than 0, so that what is learned late is still seen."""

    def __init__(self, line: Line, plot: QRectF) -> None:
        low, high = line.reach()
        self.is_log, self._plot = low > 0, plot
        if self.is_log:
            low, high = math.log10(low), math.log10(max(high, low * _FLATTEST))
        else:
            high = max(high, low + 1e-6 * max(1.0, abs(low)))
        margin = 0.05 * (high - low)
        self.low, self.high = low - margin, high + margin

    def y(self, value: float) -> float:
        place = math.log10(value) if self.is_log else value
        return self._plot.bottom() - (place - self.low) / (self.high - self.low) * self._plot.height()

    def ticks(self) -> list[float]:
        """Round values within the axis; the painter leaves out those without room."""
        if self.is_log:
            powers = range(math.floor(self.low), math.ceil(self.high) + 1)
            for mantissas in _MANTISSAS:
                found = [mantissa * 10.0**power for power in powers for mantissa in mantissas]
                inside = [value for value in found if self.low <= math.log10(value) <= self.high]
                if len(inside) > 1:
                    return inside
        ends = (0.9 * self.low + 0.1 * self.high, 0.1 * self.low + 0.9 * self.high)
        return [10.0**end if self.is_log else end for end in ends]


def draw_losses(
    painter: QPainter, rect: QRectF, training: Line, validation: Line, names: tuple[str, str], theme: Theme
) -> None:
    """Draw grid, both lines, their axes in their colours, and what each is."""
    plot = rect.adjusted(_SIDE, _TOP, -_SIDE, -_BOTTOM)
    longest = max(line.points[-1][0] for line in (training, validation) if line.points)
    longest = max(longest, 1.0)
    _draw_times(painter, plot, longest, theme)
    right = True
    for line, name, colour in ((training, names[0], theme.accent), (validation, names[1], theme.blue)):
        right = not right
        if not line.points:
            continue
        axis = _Axis(line, plot)
        _draw_values(painter, rect, plot, axis, colour, theme, on_right=right)
        _draw_name(painter, rect, name, colour, on_right=right)
        places = [QPointF(plot.left() + seconds / longest * plot.width(), axis.y(v)) for seconds, v in line.points]
        _draw_line(painter, places, colour, dots=right)


def _draw_line(painter: QPainter, places: list[QPointF], colour: QColor, *, dots: bool) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.BevelJoin))
    painter.drawPolyline(places)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for place in places if dots and len(places) <= 100 else places[-1:]:
        painter.drawEllipse(place, _DOT, _DOT)


def _draw_values(
    painter: QPainter, rect: QRectF, plot: QRectF, axis: _Axis, colour: QColor, theme: Theme, *, on_right: bool
) -> None:
    metrics = QFontMetricsF(painter.font(), painter.device())
    free = math.inf
    for value in axis.ticks():
        y = axis.y(value)
        if free - y < _ROW:
            continue
        free = y
        if not on_right:
            painter.setPen(QPen(theme.border, 1))
            painter.drawLine(QPointF(plot.left(), round(y) + 0.5), QPointF(plot.right(), round(y) + 0.5))
        painter.setPen(colour)
        left = plot.right() + 6 if on_right else rect.left()
        box = QRectF(left, y - metrics.height() / 2, _SIDE - 6, metrics.height())
        side = Qt.AlignmentFlag.AlignLeft if on_right else Qt.AlignmentFlag.AlignRight
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, value_text(value))


def _draw_name(painter: QPainter, rect: QRectF, name: str, colour: QColor, *, on_right: bool) -> None:
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight if on_right else Qt.AlignmentFlag.AlignLeft
    row = QRectF(rect.left() + 8, rect.top() + 2, rect.width() - 16, _TOP - 6)
    painter.drawText(row, side | Qt.AlignmentFlag.AlignVCenter, name)


def _draw_times(painter: QPainter, plot: QRectF, longest: float, theme: Theme) -> None:
    painter.setPen(QPen(theme.muted, 1))
    base = round(plot.bottom()) + 0.5
    painter.drawLine(QPointF(plot.left(), base), QPointF(plot.right(), base))
    most = max(1.0, plot.width() / _SLOT)
    step = next((step for step in _TIMES if longest / step <= most), _TIMES[-1])
    for count in range(1, int(longest / step) + 1):
        x = plot.left() + count * step / longest * plot.width()
        painter.drawLine(QPointF(x, base), QPointF(x, base + 3))
        box = QRectF(x - _SLOT / 2, base + 4, _SLOT, _BOTTOM - 5)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, time_text(count * step, longest))


def time_text(seconds: int, longest: float) -> str:
    """A mark on an axis that ends at ``longest`` seconds; no two of an axis read alike."""
    if 60 <= longest < 5400:
        return f"{seconds // 60}:{seconds % 60:02d}"
    return duration_text(seconds)


def value_text(value: float) -> str:
    """A value of an axis, short: ``0.02``, ``150``, ``2e-5``."""
    return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e") if abs(value) < 1e-3 and value else f"{value:.3g}"
