"""What lies on top of the pictures: captions, the divider, the heat map's scale. All in logical pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from desktop.viewer.heat import draw_scale, scale_rect
from desktop.viewer.layout import CompareMode, Layout, Side

CAPTION_MARGIN = 10.0
GRIP_RADIUS = 13.0


@dataclass(frozen=True)
class _Chip:
    """A caption: what is left of its text, and where it lies."""

    text: str
    rect: QRectF


def draw_signs(painter: QPainter, layout: Layout, captions: Mapping[Side, str], accent: QColor) -> None:
    """Draw all that belongs to a layout."""
    if layout.compares(CompareMode.WIPE) and not layout.peeks:
        draw_divider(painter, layout.edge(), layout.size.height(), accent)
    for chip in _chips(layout, captions, QFontMetricsF(painter.font(), painter.device())):
        _draw_chip(painter, chip)
    for layer in layout.layers():
        if layer.side == "difference":
            draw_scale(painter, layer.pane, layout.full_heat)


def signs_areas(layout: Layout, captions: Mapping[Side, str], font: QFont) -> list[QRect]:
    """Where signs are: what must be painted again when the pictures below have been moved."""
    metrics = QFontMetricsF(font)
    areas = [chip.rect for chip in _chips(layout, captions, metrics)]
    if layout.compares(CompareMode.WIPE):
        areas.append(QRectF(layout.edge() - GRIP_RADIUS, 0, 2 * GRIP_RADIUS, layout.size.height()))
    for layer in layout.layers():
        if layer.side == "difference":
            areas.append(scale_rect(layer.pane, metrics, layout.full_heat))
    return [area.adjusted(-2, -2, 2, 2).toAlignedRect() for area in areas]


def _chips(layout: Layout, captions: Mapping[Side, str], metrics: QFontMetricsF) -> list[_Chip]:
    """The captions in the upper corners of their panes; the right one of a wipe at its right."""
    chips, wiping = [], layout.compares(CompareMode.WIPE) and not layout.peeks
    for layer in layout.layers():
        pane, at_right = QRectF(layer.pane), wiping and layer.side == "right"
        if wiping:
            pane.setWidth(pane.width() / 2)
        if at_right:
            pane.moveLeft(pane.right())
        room = pane.width() - 2 * CAPTION_MARGIN - 20
        text = metrics.elidedText(captions[layer.side], Qt.TextElideMode.ElideRight, room)
        if not text or room < 24:
            continue
        rect = QRectF(0, 0, metrics.horizontalAdvance(text) + 20, metrics.height() + 8)
        rect.moveTopLeft(pane.topLeft() + QPointF(CAPTION_MARGIN, CAPTION_MARGIN))
        if at_right:
            rect.moveRight(pane.right() - CAPTION_MARGIN)
        chips.append(_Chip(text, rect))
    return chips


def _draw_chip(painter: QPainter, chip: _Chip) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))  # dark on every theme: it lies on a picture
    painter.drawRoundedRect(chip.rect, 5, 5)
    painter.setPen(QColor(245, 243, 240))
    painter.drawText(chip.rect, Qt.AlignmentFlag.AlignCenter, chip.text)
    painter.restore()


def draw_divider(painter: QPainter, x: float, height: float, accent: QColor) -> None:
    """Draw the line of a wipe with its grip (logical pixels)."""
    painter.fillRect(QRectF(x - 1, 0, 2, height), accent)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    middle = QPointF(x, height / 2)
    painter.drawEllipse(middle, GRIP_RADIUS, GRIP_RADIUS)
    painter.setPen(QColor(20, 12, 8))
    for side in (-1, 1):  # two small arrow heads say that it can be dragged
        tip = middle + QPointF(side * 7, 0)
        painter.drawPolyline([tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)])
    painter.restore()
