"""The eight orientations of a picture (rotations and reflections), for averaging a network's results over them.

The errors of the results partly cancel, so that their mean is better than each of them (Timofte, Rothe and Van Gool,
"Seven ways to improve example-based single image super resolution", 2016).
"""

from __future__ import annotations

import numpy as np

from engine.arrays import Float32Array

TURNS = {1: (0,), 2: (0, 6), 4: (0, 2, 4, 6), 8: (0, 1, 2, 3, 4, 5, 6, 7)}
"""The orientations to use for each number of them."""


def turn(planes: Float32Array, number: int) -> Float32Array:
    """Rotate planes ``(1, C, H, W)`` by ``number % 4`` quarter turns; from 4 on they are transposed first."""
    swapped = planes.swapaxes(2, 3) if number >= 4 else planes
    return np.ascontiguousarray(np.rot90(swapped, number % 4, (2, 3)))


def turn_back(planes: Float32Array, number: int) -> Float32Array:
    """The inverse of :func:`turn`; returns a view."""
    level: Float32Array = np.rot90(planes, -(number % 4), (2, 3))
    return level.swapaxes(2, 3) if number >= 4 else level
