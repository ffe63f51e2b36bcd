"""How kinds of things are told apart in a drawing: by colour, and by shape where there are more than colours.

The colours stand out from the grounds of their theme by 3 : 1, and from one another also for those who see no red or
no green.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from desktop.look.theme import DARK, Theme

Shape = Literal["disc", "square", "ring"]
SHAPES: tuple[Shape, ...] = ("disc", "square", "ring")
ON_LIGHT = tuple(map(QColor, ("#178bff", "#a22e00", "#2e2ea2", "#e85d00", "#740046", "#b95d8b")))
ON_DARK = tuple(map(QColor, ("#8bb9e8", "#d18b00", "#8bffe8", "#b95d8b", "#ffd100", "#8b74ff")))
MOST_KINDS = len(SHAPES) * len(ON_LIGHT)
"""Further ones look alike."""


def mark_of(kind: int, theme: Theme) -> tuple[QColor, Shape]:
    """Colour and shape of a kind."""
    if not 0 <= kind < MOST_KINDS:
        return theme.muted, SHAPES[0]
    colours = ON_DARK if theme is DARK else ON_LIGHT
    return colours[kind % len(colours)], SHAPES[kind // len(colours)]


def draw_mark(painter: QPainter, centre: QPointF, radius: float, colour: QColor, shape: Shape) -> None:
    """Draw one mark by itself."""
    painter.setPen(QPen(colour, 1.5) if shape == "ring" else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if shape == "ring" else colour)
    box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
    if shape == "square":
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5) if shape == "ring" else box)


def mark_icon(kind: int, theme: Theme, ratio: float) -> QIcon:
    """The mark of a kind, for a list of what is what."""
    side = 16
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_mark(painter, QPointF(side / 2, side / 2), 4.5, *mark_of(kind, theme))
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
