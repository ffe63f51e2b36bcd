"""How much two pictures differ, as a heat map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from desktop.picture.qimage import to_pyramid
from desktop.viewer.heat import FULL_HEAT, HEAT_COLOURS
from desktop.viewer.pyramid import Pyramid
from engine.image.picture import Picture, Pixels, eight_bits
from engine.progress import Progress

_ROWS = 128


def to_difference(a: Picture, b: Picture, progress: Progress) -> Pyramid:
    """The largest difference of the three colours at every pixel, in eight-bit levels, as colours of a heat map.

    Raises:
        ValueError: the pictures differ in size.
        Cancelled: through ``progress``.
    """
    if a.pixels.shape != b.pixels.shape:
        raise ValueError(f"the pictures differ in size: {a.pixels.shape} and {b.pixels.shape}")
    colours = _table()
    heat: Pixels = np.empty(a.pixels.shape, dtype=np.uint8)
    progress.begin(max(1, a.height))
    for top in range(0, a.height, _ROWS):
        rows = slice(top, top + _ROWS)
        one, other = (eight_bits(picture.pixels[rows]) for picture in (a, b))
        apart = np.maximum(one, other) - np.minimum(one, other)
        heat[rows] = colours[apart.max(axis=2)]
        progress.advance(len(one))
    return to_pyramid(Picture(heat))


def _table() -> Pixels:
    """The colour of each difference, ``(256, 3)``; all from :data:`FULL_HEAT` on have the hottest."""
    points = np.linspace(0, FULL_HEAT, len(HEAT_COLOURS))
    levels = np.arange(256)
    bands: list[npt.NDArray[np.float64]] = [
        np.interp(levels, points, [colour[band] for colour in HEAT_COLOURS]) for band in range(3)
    ]
    table: Pixels = np.rint(np.stack(bands, axis=1)).astype(np.uint8)
    return table
