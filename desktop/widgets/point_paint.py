"""Draws a map of pictures (logical pixels)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF, QTransform

from desktop.look.series import Shape, mark_of
from desktop.look.theme import Theme
from desktop.widgets.point_cloud import Cloud, Shown

MARGIN = 14.0
_CARD = 104.0
_PAD = 8.0
SIZES = ((300, 7.0), (1500, 6.0), (4000, 5.0))
"""Up to so many points have this diameter, pixels."""
SMALLEST = 4.5


class CloudPainting:
    """Ground and points on a pixmap, a part at a time, since thousands take longer than a frame.

    Args:
        kind: stands out, with the others as shadows below it; -1 for none.
        ratio: device pixels of a logical one.
    """

    def __init__(self, rect: QRectF, plot: QRectF, cloud: Cloud, kind: int, theme: Theme, ratio: float) -> None:
        self._plot, self._kind, self._theme = plot, kind, theme
        self._size = next((size for most, size in SIZES if len(cloud) <= most), SMALLEST)
        layers = cloud.layers
        if kind >= 0:
            layers = [layer for layer in layers if layer[0] != kind] + [layer for layer in layers if layer[0] == kind]
        self._waiting = layers[::-1]
        self.pixmap = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def go_on(self, seconds: float, clock: Callable[[], float]) -> bool:
        """Draw for so long by a clock; returns whether all is drawn."""
        end = clock() + seconds
        if self._waiting:
            painter = QPainter(self.pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            to_plot = QTransform.fromTranslate(self._plot.left(), self._plot.top())
            to_plot.scale(self._plot.width(), self._plot.height())
            while self._waiting and clock() < end:
                kind, points = self._waiting.pop()
                self._draw(painter, kind, to_plot.map(points))
            painter.end()
        return not self._waiting

    def _draw(self, painter: QPainter, own: int, points: QPolygonF) -> None:
        colour, shape = mark_of(own, self._theme)
        if self._kind >= 0 and own != self._kind:
            colour = self._theme.border
        painter.setPen(_pen(colour, shape, self._size))
        painter.drawPoints(points)
        if shape == "ring":
            painter.setPen(_pen(self._theme.panel, "disc", 0.45 * self._size))
            painter.drawPoints(points)


def draw_ring(painter: QPainter, place: QPointF, theme: Theme) -> None:
    """Mark a point."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.panel, 4.5), (theme.text, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(place, 6.5, 6.5)


def draw_card(painter: QPainter, rect: QRectF, place: QPointF, shown: Shown, theme: Theme) -> None:
    """Show what a point stands for, beside it."""
    metrics = QFontMetricsF(painter.font(), painter.device())
    lines = [text for text in (shown.name, shown.label) if text]
    texts = [metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, _CARD) for text in lines]
    card = QRectF(0, 0, _CARD + 2 * _PAD, _CARD + 2 * _PAD + len(texts) * metrics.height() + 4 * bool(texts))
    left = place.x() + 14 if place.x() + 14 + card.width() <= rect.right() else place.x() - 14 - card.width()
    top = min(
        max(place.y() - card.height() / 2, rect.top() + 4), max(rect.top() + 4, rect.bottom() - card.height() - 4)
    )
    card.moveTopLeft(QPointF(max(rect.left() + 4, left), top))
    painter.setPen(QPen(theme.edge, 1))
    painter.setBrush(theme.raised)
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    _draw_image(painter, QRectF(card.left() + _PAD, card.top() + _PAD, _CARD, _CARD), shown)
    row = QRectF(card.left() + _PAD, card.top() + _PAD + _CARD + 4, _CARD, metrics.height())
    for number, text in enumerate(texts):
        painter.setPen(theme.text if number == 0 else theme.muted)
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, text)
        row.translate(0, metrics.height())


def _draw_image(painter: QPainter, box: QRectF, shown: Shown) -> None:
    image = shown.image
    if image.isNull():
        return
    size = QSizeF(image.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF(box.center() - QPointF(size.width() / 2, size.height() / 2), size)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, size.width() < 2 * image.width())
    painter.drawImage(target, image)


def _pen(colour: QColor, shape: Shape, size: float) -> QPen:
    cap = Qt.PenCapStyle.SquareCap if shape == "square" else Qt.PenCapStyle.RoundCap
    return QPen(colour, 0.88 * size if shape == "square" else size, Qt.PenStyle.SolidLine, cap)
