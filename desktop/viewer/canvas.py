"""Draws one picture into one pane."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter

from desktop.viewer.pyramid import Pyramid
from desktop.viewer.viewport import Viewport

CHECKER_SIDE = 8
CAPTION_MARGIN = 10.0


def draw_picture(painter: QPainter, pyramid: Pyramid, viewport: Viewport, pane: QRectF) -> None:
    """Draw what ``viewport`` shows of a picture into ``pane`` (device pixels, as all of the painter's units)."""
    whole = viewport.picture_rect().translated(pane.topLeft())
    seen = whole & pane
    if seen.isEmpty():
        return
    level = pyramid.levels[pyramid.level_for(viewport.scale)]
    across, down = whole.width() / level.width(), whole.height() / level.height()
    source = _whole_pixels(seen.translated(-whole.topLeft()), across, down, level)
    target = QRectF(
        whole.x() + source.x() * across,
        whole.y() + source.y() * down,
        source.width() * across,
        source.height() * down,
    )
    painter.save()
    painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
    if level.hasAlphaChannel():
        painter.setBrushOrigin(whole.topLeft())
        painter.fillRect(seen, _checker())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not viewport.is_pixelated)
    painter.drawImage(target, level, source)
    painter.restore()


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


def draw_divider(painter: QPainter, x: int, height: int, accent: QColor) -> None:
    """Draw the line of a wipe with its grip (logical pixels)."""
    painter.fillRect(QRectF(x - 1, 0, 2, height), accent)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    middle = QPointF(x, height / 2)
    painter.drawEllipse(middle, 13, 13)
    painter.setPen(QColor(20, 12, 8))
    for side in (-1, 1):  # two small arrow heads say that it can be dragged
        tip = middle + QPointF(side * 7, 0)
        painter.drawPolyline([tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)])
    painter.restore()


def _whole_pixels(part: QRectF, across: float, down: float, level: QImage) -> QRectF:
    """The pixels of a level that touch ``part``; whole ones, so that neighbours are never mixed at the rim."""
    left, top = math.floor(part.left() / across), math.floor(part.top() / down)
    right = min(level.width(), math.ceil(part.right() / across))
    bottom = min(level.height(), math.ceil(part.bottom() / down))
    return QRectF(left, top, max(1, right - left), max(1, bottom - top))


def _checker() -> QBrush:
    """The usual squares behind what is transparent."""
    side = CHECKER_SIDE
    tile = QImage(2 * side, 2 * side, QImage.Format.Format_RGB32)
    tile.fill(QColor(150, 150, 150))
    painter = QPainter(tile)
    for x, y in ((0, 0), (side, side)):
        painter.fillRect(x, y, side, side, QColor(190, 190, 190))
    painter.end()
    return QBrush(tile)
