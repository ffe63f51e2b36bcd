"""How noisy a picture is: what presets the strength of denoising."""

from __future__ import annotations

import math

import numpy as np

from engine.arrays import Float32Array
from engine.image.picture import Picture, Samples
from engine.models import catalog
from engine.pipeline.codec import network_levels
from engine.runtime.session import open_session

SIGMA_AT_FULL_STRENGTH = 50.0
"""Standard deviation of the noise, on the 0..255 scale, that strength 100 stands for."""
CROP = 128
"""Pixels a side of the crops that are looked at."""
MOST_CROPS = 48
_UNIT = 16
"""Sides of a crop are multiples of this; corners too, so that the blocks of JPEG lie as the network has learned."""


def estimate_strength(picture: Picture, threads: int = 0) -> float:
    """Strength 0..100 that suits the picture's own noise, whatever its kind: grain, blotches or blocks of JPEG.

    A small network looks at crops spread over the picture and says the root mean square of what should not be there.
    An empty picture has no noise.

    Args:
        threads: CPU threads; 0 takes all cores.

    Raises:
        UnknownModel, ModelError: the model is missing or damaged.
    """
    if not picture.pixels.size:
        return 0.0
    card = catalog.find_model(catalog.NOISE_ESTIMATOR)
    session = open_session(catalog.model_file(card, "estimator.onnx"), threads, keeps_memory=False)
    level = float(session.run(["level"], {"crops": crops(picture.pixels)})[0][0, 0])
    return min(100.0, 100.0 * level / SIGMA_AT_FULL_STRENGTH)


def crops(pixels: Samples) -> Float32Array:
    """Crops on an even grid, ``(n, 3, 128, 128)`` on the 0..255 scale; shorter where the picture is, by whole units.

    Args:
        pixels: RGB, uint8 or uint16, ``(H, W, 3)``.
    """
    missing = [(0, -length % _UNIT if length < CROP else 0) for length in pixels.shape[:2]]
    pixels = np.pad(pixels, (*missing, (0, 0)), mode="symmetric") if any(map(any, missing)) else pixels
    height, width = pixels.shape[:2]
    side = (min(height, CROP), min(width, CROP))
    down, across = _most(height // side[0], width // side[1])
    tops, lefts = (
        np.linspace(0, length - least, count).astype(int) // _UNIT * _UNIT
        for length, least, count in ((height, side[0], down), (width, side[1], across))
    )
    return np.concatenate(
        [network_levels(pixels[top : top + side[0], left : left + side[1]]) for top in tops for left in lefts]
    )


def _most(down: int, across: int) -> tuple[int, int]:
    """Rows and columns of at most :data:`MOST_CROPS` crops, in about the picture's shape."""
    if down * across <= MOST_CROPS:
        return down, across
    rows = min(max(round(math.sqrt(MOST_CROPS * down / across)), 1), down, MOST_CROPS)
    columns = min(MOST_CROPS // rows, across)
    return min(MOST_CROPS // columns, down), columns
