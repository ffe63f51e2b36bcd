"""Where a picture has the most detail: a good place to judge what compression does to it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint

import engine

BLOCK = 128
"""Side of the squares that are held against one another, pixels."""
ROW_STEP = 4
"""One row in so many is looked at."""


def sharpest_spot(picture: engine.Picture) -> QPoint:
    """Middle of the area with the strongest differences between neighbouring pixels.

    The pixels are uint8 or uint16, height x width x 3; the middle of the picture where it is too small to choose.
    """
    height, width = picture.height // BLOCK, picture.width // BLOCK
    if height < 3 or width < 3:
        return QPoint(picture.width // 2, picture.height // 2)
    green = picture.pixels[: height * BLOCK : ROW_STEP, : width * BLOCK, 1].astype(np.int32)
    steps = np.abs(np.diff(green, axis=1, prepend=green[:, :1]))
    energy = steps.reshape(height, BLOCK // ROW_STEP, width, BLOCK).sum(axis=(1, 3), dtype=np.int64)
    around = sum(energy[y : height - 2 + y, x : width - 2 + x] for y in range(3) for x in range(3))
    row, column = np.unravel_index(int(np.argmax(around)), (height - 2, width - 2))
    return QPoint(int((column + 1.5) * BLOCK), int((row + 1.5) * BLOCK))
