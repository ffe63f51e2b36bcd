"""A lens that lies on the view and shows the place under it larger: a pane's picture, or half of it from either."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from desktop.viewer.canvas import draw_picture
from desktop.viewer.layout import fitted
from desktop.viewer.tiles import TiledPicture

LENS = 260.0
RIM = 2.0
_RADIUS = 22.0
_SHADE = QColor(0, 0, 0, 150)


@dataclass(frozen=True)
class Lens:
    """What a lens shows.

    Attributes:
        place: the picture's point in its middle.
        scale: device pixels per pixel of the left picture.
        left, right: what its halves show; the right one lies within the extent of the left one. With ``None``
            for one of them, the other one is in both halves.
    """

    place: QPointF
    scale: float
    left: TiledPicture | None
    right: TiledPicture | None


class Loupe:
    """Where the lenses are: at the pointer, in the same place of every pane; without a pointer, in the middle.

    Attributes:
        is_on: whether there are any.
        pointer: where the pointer is, logical pixels of the view; ``None`` where it is not.
    """

    def __init__(self) -> None:
        self.is_on = False
        self.pointer: QPointF | None = None

    def centres(self, panes: list[QRectF]) -> list[tuple[QRectF, QPointF]]:
        """Every pane, from left to right, with the middle of its lens."""
        if not self.is_on:
            return []
        home = panes[-1] if self.pointer is not None and self.pointer.x() >= panes[-1].left() else panes[0]
        place = (home.center() if self.pointer is None else self.pointer) - home.topLeft()
        return [(pane, pane.topLeft() + place) for pane in panes]


def loupe_scale(scale: float) -> float:
    """Four times as large as the view, and large enough to see pixels."""
    return max(4 * scale, 2.0)


def lens_rect(centre: QPointF) -> QRectF:
    """All that a lens covers, logical pixels."""
    return QRectF(centre - QPointF(LENS / 2, LENS / 2), QSizeF(LENS, LENS)).adjusted(
        -2 * RIM, -2 * RIM, 2 * RIM, 2 * RIM
    )


def draw_lens(painter: QPainter, centre: QPointF, image: QImage, rim: QColor) -> None:
    """Draw a lens with what is seen through it (logical pixels)."""
    ratio = image.devicePixelRatio()
    corner = centre - QPointF(LENS / 2, LENS / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)  # sharp
    glass = QRectF(0, 0, LENS, LENS)
    painter.setPen(QPen(_SHADE, 2 * RIM))  # or a picture of the rim's colour would hide it
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(glass, _RADIUS, _RADIUS)
    painter.setPen(QPen(rim, RIM))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(glass, _RADIUS, _RADIUS)
    painter.restore()


def seen_through(lens: Lens, ratio: float, canvas: QColor, rim: QColor) -> QImage:
    """What a lens shows, with ``ratio`` device pixels in a logical one; with a line between two pictures."""
    side = round(LENS * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(canvas)
    first, second = lens.left or lens.right, lens.right or lens.left
    if first is None or second is None:
        return image
    corner = QPointF(side / 2, side / 2) - lens.place * lens.scale
    extent = QSizeF(first.width * lens.scale, first.height * lens.scale)
    whole = QRectF(QPointF(round(corner.x()), round(corner.y())), extent)
    half = side / 2
    painter = QPainter(image)
    painter.scale(1 / ratio, 1 / ratio)
    draw_picture(painter, first, whole, QRectF(0, 0, half, side), smooth=False)
    draw_picture(painter, second, fitted(second, whole), QRectF(half, 0, half, side), smooth=False)
    if first is not second:
        width = max(1, round(ratio))
        painter.fillRect(QRectF(round(half - width / 2), 0, width, side), rim)
    painter.end()
    return image
