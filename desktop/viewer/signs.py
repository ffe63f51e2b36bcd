"""What lies on top of the pictures: captions, the divider, the heat map's scale. All in logical pixels."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop.viewer.heat import draw_scale
from desktop.viewer.layout import CompareMode, Layout, Side

CAPTION_MARGIN = 10.0
GRIP_RADIUS = 13.0


def draw_signs(painter: QPainter, layout: Layout, captions: Mapping[Side, str], accent: QColor) -> None:
    """Draw all that belongs to a layout."""
    wiping = layout.compares(CompareMode.WIPE)
    if wiping:
        draw_divider(painter, layout.edge(), layout.size.height(), accent)
    for layer in layout.layers():
        pane, at_right = QRectF(layer.pane), wiping and layer.side == "right"
        if wiping:
            pane.setWidth(pane.width() / 2)
        if at_right:
            pane.moveLeft(pane.right())
        draw_caption(painter, captions[layer.side], pane, right=at_right)
        if layer.side == "difference":
            draw_scale(painter, pane)


def signs_areas(layout: Layout, text_height: float) -> list[QRect]:
    """Where signs may be: what must be painted again when the pictures below have been moved."""
    height, strip = layout.size.height(), CAPTION_MARGIN + text_height + 12
    areas = [QRectF(0, 0, layout.size.width(), strip)]
    if layout.compares(CompareMode.WIPE):
        areas.append(QRectF(layout.edge() - GRIP_RADIUS - 1, 0, 2 * GRIP_RADIUS + 2, height))
    if layout.compares(CompareMode.DIFFERENCE):
        areas.append(QRectF(0, height - strip - 8, layout.size.width(), strip + 8))
    return [area.toAlignedRect() for area in areas]


def draw_caption(painter: QPainter, text: str, pane: QRectF, *, right: bool = False) -> None:
    """Name a pane in its upper corner (logical pixels)."""
    metrics = QFontMetricsF(painter.font(), painter.device())
    room = pane.width() - 2 * CAPTION_MARGIN - 20
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    if not text or room < 24:
        return
    chip = QRectF(0, 0, metrics.horizontalAdvance(text) + 20, metrics.height() + 8)
    corner = QPointF(CAPTION_MARGIN, CAPTION_MARGIN)
    chip.moveTopLeft(pane.topLeft() + corner)
    if right:
        chip.moveRight(pane.right() - CAPTION_MARGIN)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))  # dark on every theme: it lies on a picture
    painter.drawRoundedRect(chip, 5, 5)
    painter.setPen(QColor(245, 243, 240))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)
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
