"""How much two pictures differ, as a heat map that comes part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect

from desktop.picture.qimage import to_part
from desktop.viewer.heat import FULL_HEAT, HEAT_COLOURS, HEATS
from desktop.viewer.tiles import TILE, ImagePart
from engine import Picture, Pixels, eight_bits
from engine.progress import Progress


def to_difference(
    a: Picture,
    b: Picture,
    progress: Progress,
    *,
    first: QRect | None = None,
    full_heat: int = FULL_HEAT,
    on_part: Callable[[ImagePart], None],
) -> None:
    """The largest difference of the three colours at every pixel, in eight-bit levels, as colours of a heat map.

    Args:
        a, b: pictures of one size; each of eight or of sixteen bits.
        progress: counts parts.
        first: the visible rectangle in pixels; parts that overlap it come first.
        full_heat: levels from which on the colour is the hottest.
        on_part: called with every part as soon as it is known, in this thread.

    Raises:
        ValueError: the pictures differ in size.
        Cancelled: through ``progress``.
    """
    if a.pixels.shape != b.pixels.shape:
        raise ValueError(f"the pictures differ in size: {a.pixels.shape} and {b.pixels.shape}")
    colours = _table(full_heat)
    corners = list(_corners(a.width, a.height, first))
    progress.begin(max(1, len(corners)))
    for left, top in corners:
        progress.check()
        block = np.s_[top : top + TILE, left : left + TILE]
        one, other = (eight_bits(picture.pixels[block]) for picture in (a, b))
        apart = np.maximum(one, other) - np.minimum(one, other)
        largest = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])
        on_part(to_part(colours[largest], left, top))
        progress.advance()


def _corners(width: int, height: int, first: QRect | None) -> Iterator[tuple[int, int]]:
    """Left and top of all tiles, those in sight first."""
    corners = [(left, top) for top in range(0, height, TILE) for left in range(0, width, TILE)]
    seen = first or QRect()
    return iter(sorted(corners, key=lambda corner: not seen.intersects(QRect(corner[0], corner[1], TILE, TILE))))


def full_heat_of(a: Picture, b: Picture) -> int:
    """Levels for the hottest colour, so that hardly any pixel differs more: for small pictures."""
    apart = np.abs(eight_bits(a.pixels).astype(np.int16) - eight_bits(b.pixels)).max(axis=2)
    wanted = float(np.quantile(apart, 0.99))
    return next((heat for heat in HEATS if heat >= wanted), HEATS[-1])


def _table(full_heat: int) -> Pixels:
    """The colour of each difference, ``(256, 3)``; all from ``full_heat`` on have the hottest."""
    points = np.linspace(0, full_heat, len(HEAT_COLOURS))
    levels = np.arange(256)
    bands: list[npt.NDArray[np.float64]] = [
        np.interp(levels, points, [colour[band] for colour in HEAT_COLOURS]) for band in range(3)
    ]
    table: Pixels = np.rint(np.stack(bands, axis=1)).astype(np.uint8)
    return table
