"""A blind estimate of how much noise a picture's luma has, by brightness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.arrays import LUMA, Float32Array
from engine.image.picture import DEEP_STEP, Samples

_MAX_BLOCKS = 16_000
"""Blocks that are looked at, in rows spread over the picture: some four megapixels, which is plenty for a quantile."""
_SIDE = 16
"""Pixels a side of a block."""
_BIN = 32
_LEAST_OF_BIN = 24
"""Levels of brightness that are judged together, and blocks that are too few to judge by."""
_FLAT = 0.2
"""The quantile of blocks of one brightness that passes for flat. Of 256 pixels each, they show 7 % too little noise."""


@dataclass(frozen=True)
class LumaNoise:
    """How much noise a picture's luma has where it is how bright: sensors have more of it in the light.

    Attributes:
        levels: brightnesses, rising, 0..255.
        variances: of the noise there, on the 0..255 scale.
    """

    levels: npt.NDArray[np.float64]
    variances: npt.NDArray[np.float64]

    def at(self, luma: Float32Array) -> Float32Array:
        """Variance of the noise at every pixel, on straight lines between the levels."""
        return np.interp(luma, self.levels, self.variances).astype(np.float32)


def luma_noise(pixels: Samples) -> LumaNoise | None:
    """What the flattest blocks of every brightness show, slopes taken off; ``None`` where no block could tell.

    It counts noise of all frequencies, blurred noise too, and takes for noise what texture all blocks of one brightness
    have: it errs to the high side.

    Args:
        pixels: RGB, uint8 or uint16, ``(H, W, 3)``.
    """
    bands = _block_rows(pixels)
    if not bands.size:
        return None
    colours = bands.reshape(len(bands), _SIDE, -1, _SIDE, 3).swapaxes(1, 2).reshape(-1, _SIDE, _SIDE, 3)
    blocks = colours[_unclipped(colours.mean((1, 2)))] @ LUMA
    if not len(blocks):
        return None
    means, variances = blocks.mean((1, 2)), _variances(blocks)
    bins = (means // _BIN).astype(int)
    known = [number for number in range(256 // _BIN) if (bins == number).sum() >= _LEAST_OF_BIN]
    groups = [bins == number for number in known] or [np.full(len(bins), True)]
    found = np.array([(means[group].mean(), np.quantile(variances[group], _FLAT)) for group in groups], dtype=float)
    return LumaNoise(found[:, 0], np.maximum(found[:, 1], 0.0))


def _variances(blocks: Float32Array) -> Float32Array:
    """Variance of each block ``(n, 16, 16)`` about the plane that fits it best."""
    centred = blocks - blocks.mean((1, 2), keepdims=True)
    ramp = np.arange(_SIDE, dtype=np.float32) - np.float32((_SIDE - 1) / 2)
    variances: Float32Array = np.square(centred).mean((1, 2))
    for axis in ("r", "c"):
        slopes = np.einsum(f"brc,{axis}->b", centred, ramp) / np.float32(_SIDE**2)
        variances -= np.square(slopes) / np.square(ramp).mean()
    return variances


def _unclipped(means: Float32Array) -> npt.NDArray[np.bool_]:
    """Which blocks, by their mean colours ``(..., 3)``, show their noise: clipping hides it near black and white."""
    darkest, brightest = np.min(means, axis=-1), np.max(means, axis=-1)
    found: npt.NDArray[np.bool_] = (darkest > 12) & (brightest < 243)
    return found


def _block_rows(pixels: Samples) -> Float32Array:
    """Rows of whole blocks, spread over the picture, ``(n, 16, width, 3)`` on the 0..255 scale; empty for none."""
    height, width = (side // _SIDE * _SIDE for side in pixels.shape[:2])
    step = max(-(-height * width // (_SIDE**2 * _MAX_BLOCKS)), 1)
    chosen = pixels[:height, :width].reshape(height // _SIDE, _SIDE, width, 3)[::step]
    bands: Float32Array = chosen.astype(np.float32)
    if pixels.dtype == np.uint16:
        bands /= DEEP_STEP
    return bands
