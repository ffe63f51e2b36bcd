"""Pieces of a picture that are shown before the whole is there: which ones, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.container.layout import LATENT_STRIDE, Box
from engine.image.picture import Samples
from engine.pipeline.codec import HYPER_STRIDE

Region = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

PART = 32
"""Latent positions a side of the largest part: 512 pixels."""


@dataclass(frozen=True)
class Part:
    """A finished piece of a picture.

    Attributes:
        left, top: of the piece, in pixels; multiples of 16.
        pixels: RGB ``(h, w, 3)``, uint8 or uint16; sides are multiples of 16 except at the picture's right and bottom
            edge.
    """

    left: int
    top: int
    pixels: Samples


OnPart = Callable[[Part], None]
"""Called in a worker's thread, never twice at a time."""


def seen(region: Region, size: tuple[int, int]) -> Box | None:
    """The latent positions under a region, in a picture of ``size`` rows and columns of them; ``None`` for none."""
    left, top, width, height = region
    first = (max(top // LATENT_STRIDE, 0), max(left // LATENT_STRIDE, 0))
    last = (min(-(-(top + height) // LATENT_STRIDE), size[0]), min(-(-(left + width) // LATENT_STRIDE), size[1]))
    if min(width, height) < 1 or last[0] <= first[0] or last[1] <= first[1]:
        return None
    return *first, last[0] - first[0], last[1] - first[1]


def split(box: Box) -> list[Box]:
    """Parts that cover a box, nearly equal, the one nearest its middle first."""
    top, left, rows, columns = box
    across, along = _cuts(top, top + rows), _cuts(left, left + columns)
    parts = [(r, c, r_end - r, c_end - c) for r, r_end in across for c, c_end in along]
    return sorted(parts, key=lambda part: distance(part, box))


def _cuts(start: int, stop: int) -> list[tuple[int, int]]:
    """Pieces of at most :data:`PART` positions, cut at whole hyper-latents where that is possible."""
    count = -(-(stop - start) // PART)
    cuts = [start]
    for number in range(1, count):
        even = start + (stop - start) * number / count
        whole = round(even / HYPER_STRIDE) * HYPER_STRIDE
        fits = cuts[-1] < whole <= cuts[-1] + PART and stop - whole <= PART * (count - number)
        cuts.append(whole if fits else round(even))
    return list(zip(cuts, [*cuts[1:], stop], strict=True))


def quartered(box: Box) -> list[Box]:
    """The four quarters of a box, or as many as it has."""
    top, left, rows, columns = box
    halves = [
        [(start, half), (start + half, side - half)] if half else [(start, side)]
        for start, side, half in ((top, rows, rows // 2), (left, columns, columns // 2))
    ]
    return [(row, column, height, width) for row, height in halves[0] for column, width in halves[1]]


def distance(box: Box, other: Box) -> float:
    """Squared distance between the middles of two boxes, in half positions."""
    down = 2 * box[0] + box[2] - 2 * other[0] - other[2]
    across = 2 * box[1] + box[3] - 2 * other[1] - other[3]
    return float(down * down + across * across)


def touch(box: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return all(box[axis] < other[axis] + other[axis + 2] and other[axis] < box[axis] + box[axis + 2] for axis in (0, 1))


def with_margin(box: Box, margin: int, size: tuple[int, int]) -> Box:
    """A box grown by ``margin`` positions, and then to whole hyper-latents, as far as the picture goes.

    Groups begin at whole hyper-latents too, so that a crop's hyper-latents lie where those of its group do.
    """
    starts = [max(start - margin, 0) // HYPER_STRIDE * HYPER_STRIDE for start in box[:2]]
    ends = [
        min(-(-(start + length + margin) // HYPER_STRIDE) * HYPER_STRIDE, whole)
        for start, length, whole in zip(box[:2], box[2:], size, strict=True)
    ]
    return starts[0], starts[1], ends[0] - starts[0], ends[1] - starts[1]
