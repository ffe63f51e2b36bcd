"""Tiles of a picture that are shown before the whole picture is finished: which ones, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.container.layout import LATENT_STRIDE
from engine.geometry import LatentRect, Rect
from engine.image.picture import Samples
from engine.pipeline.codec import HYPER_STRIDE

MOST_SIDE = 32
"""Latent positions a side of the largest tile: 512 pixels."""


@dataclass(frozen=True)
class PictureTile:
    """A finished tile of a picture.

    Attributes:
        left, top: of the tile, in pixels; multiples of 16.
        pixels: RGB ``(h, w, 3)``, uint8 or uint16; sides are multiples of 16 except at the picture's right and bottom
            edge.
    """

    left: int
    top: int
    pixels: Samples


OnTile = Callable[[PictureTile], None]
"""Called in a worker's thread, never twice at a time."""


def latent_rect_under(region: Rect, size: tuple[int, int]) -> LatentRect | None:
    """The latent positions that a region touches; ``None`` if it lies outside the picture.

    Args:
        size: rows and columns of the picture's latents.
    """
    left, top, width, height = region
    first = (max(top // LATENT_STRIDE, 0), max(left // LATENT_STRIDE, 0))
    last = (min(-(-(top + height) // LATENT_STRIDE), size[0]), min(-(-(left + width) // LATENT_STRIDE), size[1]))
    if min(width, height) < 1 or last[0] <= first[0] or last[1] <= first[1]:
        return None
    return LatentRect(*first, last[0] - first[0], last[1] - first[1])


def split_into_tiles(rect: LatentRect) -> list[LatentRect]:
    """Tiles of nearly equal size that cover a rectangle, sorted by their distance to its centre."""
    rows, columns = _cuts(rect.top, rect.top + rect.rows), _cuts(rect.left, rect.left + rect.columns)
    tiles = [LatentRect(r, c, r_end - r, c_end - c) for r, r_end in rows for c, c_end in columns]
    return sorted(tiles, key=rect.distance)


def _cuts(start: int, stop: int) -> list[tuple[int, int]]:
    """Intervals of at most :data:`MOST_SIDE` positions, cut at whole hyper-latents where that is possible."""
    count = -(-(stop - start) // MOST_SIDE)
    cuts = [start]
    for number in range(1, count):
        even = start + (stop - start) * number / count
        whole = round(even / HYPER_STRIDE) * HYPER_STRIDE
        fits = cuts[-1] < whole <= cuts[-1] + MOST_SIDE and stop - whole <= MOST_SIDE * (count - number)
        cuts.append(whole if fits else round(even))
    return list(zip(cuts, [*cuts[1:], stop], strict=True))


def with_margin(rect: LatentRect, margin: int, size: tuple[int, int]) -> LatentRect:
    """A rectangle grown by ``margin`` positions and then to whole hyper-latents, cut at the picture's edge.

    Groups begin at whole hyper-latents too, so the crop's hyper-latents lie where those of its group do.

    Args:
        size: rows and columns of the picture's latents.
    """
    starts = [max(start - margin, 0) // HYPER_STRIDE * HYPER_STRIDE for start in rect[:2]]
    ends = [
        min(-(-(start + length + margin) // HYPER_STRIDE) * HYPER_STRIDE, whole)
        for start, length, whole in zip(rect[:2], rect[2:], size, strict=True)
    ]
    return LatentRect(starts[0], starts[1], ends[0] - starts[0], ends[1] - starts[1])
