"""The eight orientations of a picture, for networks whose results are averaged over them.

What a network makes of noise depends on how the picture lies, what it makes of the picture hardly: the mean over
orientations is nearer to the truth than any of them (Timofte, Rothe and Van Gool, "Seven ways to improve example-based
single image super resolution", 2016).
"""

from __future__ import annotations

import numpy as np

from engine.arrays import Float32Array

TURNS = {1: (0,), 2: (0, 6), 4: (0, 2, 4, 6), 8: (0, 1, 2, 3, 4, 5, 6, 7)}
"""By how many orientations there are: which; the fewer, the farther apart."""


def turn(planes: Float32Array, number: int) -> Float32Array:
    """Planes ``(1, C, H, W)`` after ``number % 4`` quarter turns; from 4 on rows and columns were swapped before."""
    swapped = planes.swapaxes(2, 3) if number >= 4 else planes
    return np.ascontiguousarray(np.rot90(swapped, number % 4, (2, 3)))


def turn_back(planes: Float32Array, number: int) -> Float32Array:
    """The inverse of :func:`turn`; a view."""
    level: Float32Array = np.rot90(planes, -(number % 4), (2, 3))
    return level.swapaxes(2, 3) if number >= 4 else level
