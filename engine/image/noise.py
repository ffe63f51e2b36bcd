"""Blind estimate of a picture's noise level."""

from __future__ import annotations

import numpy as np

from engine.image.picture import DEEP_STEP, Samples

BLOCK = 8
QUANTILE = 0.1
_UNDERSHOOT = 0.89
"""The 10 % quantile of the deviations of 64-coefficient blocks of unit white noise."""
_MAX_BLOCKS = 60_000


def estimate_sigma(pixels: Samples) -> float:
    """Standard deviation of white noise, on the 0..255 scale.

    Takes the diagonal Haar detail, in which pictures hold least, block by block, and reads a low quantile of the
    blocks' deviations: the flat parts of the picture show the noise, textured ones do not raise it. After Donoho and
    Johnstone (1994), with the median over coefficients replaced by a quantile over blocks. Noise that was blurred or
    compressed shows less there than it has.

    Args:
        pixels: RGB, uint8 or uint16, ``(H, W, 3)``.
    """
    height, width = (side // (2 * BLOCK) * 2 * BLOCK for side in pixels.shape[:2])
    if not (height and width):
        return 0.0
    step = max(1, int(height * width // (4 * BLOCK * BLOCK) // _MAX_BLOCKS))
    levels = DEEP_STEP if pixels.dtype == np.uint16 else 1
    chosen_rows = pixels[:height, :width].reshape(height // (2 * BLOCK), 2 * BLOCK, width, 3)[::step]
    bands = chosen_rows.astype(np.float32)
    bands /= levels
    detail = (bands[:, ::2, ::2] - bands[:, 1::2, ::2] - bands[:, ::2, 1::2] + bands[:, 1::2, 1::2]) * 0.5
    blocks = detail.reshape(len(detail), BLOCK, -1, BLOCK, 3)
    means = bands.reshape(len(bands), 2 * BLOCK, -1, 2 * BLOCK, 3).mean((1, 3))
    deviations = np.sqrt(np.square(blocks).mean((1, 3)))
    usable = ((means > 12) & (means < 243)).all(-1)  # clipping hides noise near black and white
    chosen = deviations[usable] if usable.any() else deviations.reshape(-1, 3)
    sigma = np.quantile(chosen, QUANTILE, axis=0) / _UNDERSHOOT
    # Rounding to whole numbers alone leaves a deviation of 0.29 steps.
    return float(np.sqrt(max(float(np.mean(np.square(sigma))) - 1.0 / (12.0 * levels**2), 0.0)))
