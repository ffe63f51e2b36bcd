"""Draws the chart of size against PSNR (logical pixels)."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.look.theme import Theme
from desktop.widgets.rate_axes import RateAxes
from desktop.widgets.rate_points import RatePoint, RatePoints
from desktop.words.wording import decibel_text, number_text, size_text

FONT_PIXELS = 11
_STEP = 2.0  # pixels between two points of the drawn line
_DOT, _MARK = 2.0, 5.0  # radii
_ROW = 34.0  # pixels that one line of the grid needs at least
_GAP = 10.0  # between two sizes under the axis


def chart_font(widget: QWidget) -> QFont:
    """The small font of axes."""
    font = QFont(widget.font())
    font.setPixelSize(FONT_PIXELS)
    return font


def draw_chart(
    painter: QPainter,
    axes: RateAxes,
    points: RatePoints,
    current: RatePoint | None,
    hover: RatePoint | None,
    readout: str,
    theme: Theme,
) -> None:
    """Draw everything: grid, line, points, the place under the pointer and the current one."""
    _draw_decibels(painter, axes, theme)
    _draw_sizes(painter, axes, theme)
    _draw_readout(painter, axes, readout, theme)
    line = _line(axes, points)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.muted, 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.muted)
    for point in points.all:
        painter.drawEllipse(axes.place(point), _DOT, _DOT)
    if hover is not None:
        _draw_crosshair(painter, axes, axes.place(hover), theme)
    if current is not None:
        _draw_current(painter, axes, current, line, theme)


def draw_invitation(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    """Say what is going on where there is nothing to see yet."""
    painter.setPen(QPen(theme.border, 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)
    painter.setPen(theme.muted)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(rect.adjusted(16, 8, -16, -8), flags, text)


def draw_focus(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Show where the keys go."""
    painter.setPen(QPen(theme.accent, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)


def _draw_decibels(painter: QPainter, axes: RateAxes, theme: Theme) -> None:
    plot, metrics = axes.plot, QFontMetricsF(painter.font(), painter.device())
    ticks = axes.decibel_ticks(max(2, int(plot.height() / _ROW) + 1))
    digits = 0 if all(abs(tick - round(tick)) < 1e-6 for tick in ticks) else 1
    for tick in ticks:
        y = round(axes.y_of(tick)) + 0.5
        painter.setPen(QPen(theme.border, 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(theme.muted)
        box = QRectF(0, y - metrics.height() / 2, plot.left() - 6, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number_text(tick, digits))
    unit = QRectF(0, 4, plot.left() - 6, metrics.height())
    painter.drawText(unit, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "dB")


def _draw_sizes(painter: QPainter, axes: RateAxes, theme: Theme) -> None:
    """Round sizes under the axis, as many as there is room for."""
    plot, metrics = axes.plot, QFontMetricsF(painter.font(), painter.device())
    painter.setPen(QPen(theme.muted, 1))
    base = round(plot.bottom()) + 0.5
    painter.drawLine(QPointF(plot.left(), base), QPointF(plot.right(), base))
    free, limit = plot.left() - metrics.averageCharWidth(), plot.right() + 8
    for size in _round_first(axes.size_ticks()):
        text, x = _tick_text(size), axes.x_of(RatePoint(0, size, 0).rate)
        half = metrics.horizontalAdvance(text) / 2
        if x - half < free or x + half > limit:
            continue
        painter.drawLine(QPointF(x, base), QPointF(x, base + 3))
        box = QRectF(x - half - 1, base + 4, 2 * half + 2, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        free = x + half + _GAP


def _draw_readout(painter: QPainter, axes: RateAxes, text: str, theme: Theme) -> None:
    """What is under the pointer, over the plot where it hides nothing."""
    painter.setPen(theme.text)
    metrics = QFontMetricsF(painter.font(), painter.device())
    row = QRectF(axes.plot.left(), 4, axes.plot.width(), metrics.height())
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _line(axes: RateAxes, points: RatePoints) -> list[QPointF]:
    if len(points) < 2:
        return []
    left, right = axes.x_of(points.all[0].rate), axes.x_of(points.all[-1].rate)
    count = max(2, round((right - left) / _STEP))
    places = [left + (right - left) * k / count for k in range(count + 1)]
    return [axes.place(points.at_rate(axes.rate_at(x))) for x in places]


def _draw_crosshair(painter: QPainter, axes: RateAxes, place: QPointF, theme: Theme) -> None:
    plot = axes.plot
    x, y = round(place.x()) + 0.5, round(place.y()) + 0.5
    painter.setPen(QPen(theme.muted, 1, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
    painter.setPen(QPen(theme.accent, 1.5))
    painter.setBrush(theme.panel)
    painter.drawEllipse(place, _MARK - 1, _MARK - 1)


def _draw_current(painter: QPainter, axes: RateAxes, current: RatePoint, line: list[QPointF], theme: Theme) -> None:
    place = axes.place(current)
    painter.setPen(QPen(theme.panel, 2))  # parts it from the line
    painter.setBrush(theme.accent)
    painter.drawEllipse(place, _MARK + 1, _MARK + 1)
    text = f"{size_text(round(current.bytes))} · {decibel_text(current.psnr)}"
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.DemiBold)
    painter.save()
    painter.setFont(font)
    box = _room_for(text, place, axes.plot, line, QFontMetricsF(font, painter.device()))
    ground = QColor(theme.panel)
    ground.setAlpha(205)  # lines of the grid pass under it faintly
    painter.fillRect(box, ground)
    painter.setPen(theme.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _room_for(text: str, place: QPointF, plot: QRectF, line: list[QPointF], metrics: QFontMetricsF) -> QRectF:
    """A place for the text near a point: inside the plot, and off the line if there is such a place."""
    width, height = metrics.horizontalAdvance(text) + 6, metrics.height()
    boxes = []
    for away in (_MARK + 3, 2 * _MARK + 8, 4 * _MARK + 10):
        for dx, dy in ((away, away), (-away - width, -away - height), (-away - width, away), (away, -away - height)):
            boxes.append(_held(QRectF(place.x() + dx, place.y() + dy, width, height), plot))
    mark = QRectF(place.x() - _MARK - 2, place.y() - _MARK - 2, 2 * _MARK + 4, 2 * _MARK + 4)
    clear = [box for box in boxes if not box.intersects(mark) and not any(map(box.contains, line))]
    return (clear or boxes)[0]


def _held(box: QRectF, plot: QRectF) -> QRectF:
    """A box moved into the plot."""
    box.moveLeft(min(max(box.left(), plot.left()), plot.right() + 8 - box.width()))
    box.moveTop(min(max(box.top(), plot.top()), plot.bottom() - box.height()))
    return box


def _round_first(sizes: list[int]) -> list[int]:
    """1, 2 and 5 only, where they are enough to read the axis by."""
    rounder = [size for size in sizes if str(size)[0] in "125"]
    return rounder if len(rounder) >= 2 else sizes


def _tick_text(size: int) -> str:
    """A round size without decimals."""
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
