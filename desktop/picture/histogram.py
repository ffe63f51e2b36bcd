"""Counts how often a picture has each level."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from engine import Samples
from engine.progress import Progress

LEVELS = 256
COUNTED_PIXELS = 4_000_000  # at most; more would change no column by what an eye sees
_BAND_PIXELS = 1 << 17  # counted at a time: NumPy keeps the GUI thread waiting meanwhile

Counts = npt.NDArray[np.int64]


def histogram_of(pixels: Samples, progress: Progress | None = None) -> Counts:
    """How many pixels have each of 256 levels, per channel. For worker threads.

    Of a picture of more than :data:`COUNTED_PIXELS` only every second, third, ... column and row is counted: an even
    sample, whose counts sum to the pixels that were looked at and not to those of the picture.

    Args:
        pixels: RGB, uint8 or uint16 (its upper eight bits are counted), shape ``(H, W, 3)``.
        progress: is asked between bands whether to go on.

    Returns:
        Counts of red, green and blue, shape ``(3, 256)``.

    Raises:
        Cancelled: by ``progress``.
    """
    counts = np.zeros((3, LEVELS), np.int64)
    step = max(1, math.ceil(math.sqrt(pixels.shape[0] * pixels.shape[1] / COUNTED_PIXELS)))
    sample = pixels[::step, ::step]
    rows = max(1, _BAND_PIXELS // max(1, sample.shape[1]))
    for top in range(0, len(sample), rows):
        if progress is not None:
            progress.check()
        _count(sample[top : top + rows], counts)
    return counts


def _count(band: Samples, counts: Counts) -> None:
    levels = band if band.dtype == np.uint8 else (band >> 8).astype(np.uint8)
    for channel in range(3):
        counts[channel] += np.bincount(levels[..., channel].reshape(-1), minlength=LEVELS)
