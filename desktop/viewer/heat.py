"""The colours of a heat map, and the scale that tells what they mean."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter

FULL_HEAT = 16
"""Difference, of 255 levels, from which on the hottest colour is drawn: what is faint to the eye is plain here."""
HEATS = (FULL_HEAT, 32, 64, 128, 255)
"""What stands for a full one where pictures differ more: a scale that is full everywhere tells nothing."""
HEAT_COLOURS = ((0, 0, 4), (66, 10, 104), (147, 38, 103), (221, 81, 58), (252, 165, 10), (252, 255, 164))
"""From no difference to a full one, evenly spaced: dark to light, told apart without seeing colours."""

_BAR = (160.0, 10.0)
_MARGIN = 12.0


def scale_rect(pane: QRectF, metrics: QFontMetricsF, full: int) -> QRectF:
    """Where the scale up to ``full`` levels lies: in the lower left corner of a pane (logical pixels)."""
    widths = [metrics.horizontalAdvance(text) for text in _ends(full)]
    chip = QRectF(0, 0, sum(widths) + _BAR[0] + 36, metrics.height() + 10)
    chip.moveBottomLeft(QPointF(pane.left() + _MARGIN, pane.bottom() - _MARGIN))
    return chip


def draw_scale(painter: QPainter, pane: QRectF, full: int) -> None:
    """Draw the scale (logical pixels)."""
    metrics = QFontMetricsF(painter.font(), painter.device())
    chip, (low, high) = scale_rect(pane, metrics, full), _ends(full)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 190))
    painter.drawRoundedRect(chip, 5, 5)
    bar = QRectF(chip.left() + metrics.horizontalAdvance(low) + 18, chip.center().y() - _BAR[1] / 2, *_BAR)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for place, colour in enumerate(HEAT_COLOURS):
        gradient.setColorAt(place / (len(HEAT_COLOURS) - 1), QColor(*colour))
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, 2, 2)
    painter.setPen(QColor(245, 243, 240))
    left, right = chip.adjusted(10, 0, 0, 0), chip.adjusted(0, 0, -10, 0)
    painter.drawText(left, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, low)
    painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, high)
    painter.restore()


def _ends(full: int) -> tuple[str, str]:
    return "0", QCoreApplication.translate("Viewer", "{0} levels or more").format(full)
