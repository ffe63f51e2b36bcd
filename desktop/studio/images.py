"""Turns what autoencoders give into pictures for the screen. Runs in worker threads."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from engine import Picture

Floats = npt.NDArray[np.float32]
GAP = 2
"""Pixels between the pictures of a sheet, before it is enlarged."""


def to_image(pixels: Floats) -> QImage:
    """``(C, H, W)`` in [0, 1], grey or RGB."""
    levels = np.rint(255.0 * np.clip(pixels, 0.0, 1.0)).astype(np.uint8)
    if len(levels) == 1:
        levels = np.repeat(levels, 3, axis=0)
    rgb = np.ascontiguousarray(levels.transpose(1, 2, 0))
    height, width = rgb.shape[:2]
    return QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def to_picture(pixels: Floats) -> Picture:
    """The same for the viewer."""
    levels = np.rint(255.0 * np.clip(pixels, 0.0, 1.0)).astype(np.uint8)
    return Picture(np.ascontiguousarray(np.broadcast_to(levels, (3, *levels.shape[1:])).transpose(1, 2, 0)))


def to_sheet(pictures: Floats, columns: int) -> QImage:
    """``(N, C, H, W)`` as rows of so many."""
    count, channels, height, width = pictures.shape
    rows = -(-count // columns)
    page = np.ones((channels, GAP + rows * (height + GAP), GAP + columns * (width + GAP)), np.float32)
    for place, picture in enumerate(pictures):
        y, x = GAP + place // columns * (height + GAP), GAP + place % columns * (width + GAP)
        page[:, y : y + height, x : x + width] = picture
    return to_image(page)


def to_heat(heat: Floats) -> QImage:
    """Errors ``(H, W)``: black for none, over red and yellow to white for the largest."""
    part = np.clip(heat / max(float(heat.max()), 1e-6), 0.0, 1.0)
    return to_image(np.stack([np.clip(3.0 * part - start, 0.0, 1.0) for start in (0.0, 1.0, 2.0)]))


def square_image(square: npt.NDArray[np.uint8]) -> QImage:
    """``(C, H, W)`` in eight bits; small enough for the GUI thread."""
    channels, height, width = square.shape
    if channels == 1:
        grey = np.ascontiguousarray(square[0])
        return QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
    rgb = np.ascontiguousarray(square.transpose(1, 2, 0))
    return QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
