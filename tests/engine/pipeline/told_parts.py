"""Pictures of several kinds, and a picture from the parts that were told of it."""

from __future__ import annotations

import numpy as np

from engine.image.picture import DEEP_STEP, Picture, Samples
from engine.pipeline.picture_tiles import PictureTile


def put_together(parts: list[PictureTile], like: Samples) -> Samples:
    """Every pixel told once."""
    told = np.zeros(like.shape[:2], dtype=int)
    pixels = np.empty_like(like)
    for part in parts:
        assert part.left % 16 == part.top % 16 == 0
        place = np.s_[part.top : part.top + part.pixels.shape[0], part.left : part.left + part.pixels.shape[1]]
        pixels[place] = part.pixels
        told[place] += 1
    assert (told == 1).all()
    return pixels


def grey(pixels: Samples) -> Picture:
    return Picture(np.repeat(pixels[:, :, :1], 3, axis=2), is_grey=True)


def deep(pixels: Samples) -> Picture:
    fine = np.random.default_rng(0).integers(-100, 100, pixels.shape)
    levels = np.clip(pixels.astype(int) * DEEP_STEP + fine, 0, 65535).astype(np.uint16)
    alpha = levels[:, :, 0].copy()
    return Picture(levels, alpha)
