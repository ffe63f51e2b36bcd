"""Whether a compressed file does its picture justice, without decoding all of it.

A codec of photographs is at its worst with drawings: pixel-fine edges between saturated colours. Those have few
colours, so that photographs are not decoded at all.
"""

from __future__ import annotations

import numpy as np

from engine.geometry import Rect
from engine.image.metrics import psnr
from engine.image.picture import Picture, Pixels, eight_bits
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.reconstruct import reconstruct_region

FEW_COLOURS = 4096
"""A drawing with soft edges has fewer; a photograph has more in any large enough part of it."""
LEAST_OF_DENOISED = 15.0
"""dB, likewise, where noise was left out, which cannot come back."""
FEW_GREYS = 64
"""Likewise, of drawings without colour: scanned text, plans."""
ICON = 64 * 64
"""Pixels; decoding no more than that costs nothing, whatever it shows."""
SPOT = 512
"""Pixels a side of the part that is decoded of a large drawing."""
_SAMPLE = 200_000


def least_psnr(quality: float) -> float:
    """PSNR in dB that any photograph keeps at ``quality``, 0..100, unless it is mostly noise."""
    return 20.0 + 0.1 * quality


def doubt_about(picture: Picture, data: bytes, least: float, threads: int) -> str:
    """What a user is to know of a drawing or an icon that comes back with less than ``least`` dB; empty otherwise."""
    is_small = picture.width * picture.height <= ICON
    if not is_small and not has_few_colours(picture):
        return ""
    left, top, width, height = area = _spot(picture)
    options = ReconstructOptions(threads, max_pixels=picture.width * picture.height)
    again = reconstruct_region(data, area, options)
    likeness = psnr(_part(picture, top, left, height, width), eight_bits(again.pixels))
    if likeness >= least:
        return ""
    what = "so small a picture" if is_small else "a drawing"
    return f"only {likeness:.0f} dB like the original: {what} is better kept in its own format"


def has_few_colours(picture: Picture) -> bool:
    """Judged by pixels from all over it."""
    flat = picture.pixels.reshape(-1, 3)
    sample = eight_bits(flat[:: max(1, len(flat) // _SAMPLE)])
    words = sample.astype(np.uint32) @ np.array([1, 1 << 8, 1 << 16], dtype=np.uint32)
    return len(np.unique(words)) < min(FEW_GREYS if picture.is_grey else FEW_COLOURS, max(3, len(words) // 8))


def _spot(picture: Picture) -> Rect:
    """Left, top, width and height of the square where neighbours differ most, on a fixed grid."""
    best, place = -1.0, (0, 0)
    for top in range(0, picture.height, SPOT):
        for left in range(0, picture.width, SPOT):
            part = _part(picture, top, left, SPOT, SPOT)[::2].astype(np.int16)
            busy = float(np.abs(np.diff(part, axis=1)).sum())
            if busy > best:
                best, place = busy, (left, top)
    left, top = place
    return Rect(left, top, min(SPOT, picture.width - left), min(SPOT, picture.height - top))


def _part(picture: Picture, top: int, left: int, height: int, width: int) -> Pixels:
    return eight_bits(picture.pixels[top : top + height, left : left + width])
