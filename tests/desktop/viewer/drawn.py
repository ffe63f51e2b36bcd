"""Pictures for the viewer's tests, and what is seen of them, as arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from desktop.picture.qimage import to_part, to_tiles
from desktop.viewer.canvas import draw_picture
from desktop.viewer.tiles import ImagePart, TiledPicture
from engine.image.picture import Picture

RED, BLUE, GREEN = QColor(255, 0, 0), QColor(0, 0, 255), QColor(0, 255, 0)

Seen = npt.NDArray[np.uint8]
"""Red, green and blue, shape ``(H, W, 3)``."""


def flat_pixels(colour: QColor, width: int, height: int) -> Seen:
    return np.full((height, width, 3), colour.getRgb()[:3], np.uint8)


def flat(colour: QColor, width: int = 600, height: int = 400) -> TiledPicture:
    return to_tiles(Picture(flat_pixels(colour, width, height)))


def flat_part(colour: QColor, left: int, top: int, width: int, height: int) -> ImagePart:
    return to_part(flat_pixels(colour, width, height), left, top)


def slope(width: int, height: int) -> Picture:
    """Every pixel is told by its colours: red tells the column, green the row, and both change slowly."""
    y, x = np.mgrid[0:height, 0:width]
    bands = [np.abs((place / 8) % 510 - 255) for place in (x, y, x + y)]
    return Picture(np.stack(bands, axis=-1).round().astype(np.uint8))


def noise(width: int, height: int, seed: int = 1) -> Picture:
    return Picture(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))


def seen_in(image: QImage) -> Seen:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    words = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return words[..., 2::-1].copy()


def seen_on(widget: QWidget) -> Seen:
    return seen_in(widget.grab().toImage())


def drawn(picture: TiledPicture, whole: QRectF, width: int, height: int, *, smooth: bool = True) -> Seen:
    """What the canvas makes of a picture in a pane, on blue."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(BLUE)
    painter = QPainter(image)
    draw_picture(painter, picture, whole, QRectF(0, 0, width, height), smooth=smooth)
    painter.end()
    return seen_in(image)


def paint() -> None:
    """Have all painted that is to be painted, and what comes of that."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
