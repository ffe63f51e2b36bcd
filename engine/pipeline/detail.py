"""What denoising took of a picture's luma, and how much of it was structure rather than noise."""

from __future__ import annotations

import numpy as np

from engine.arrays import LUMA, Float32Array

NOISE_IN_LUMA = np.float32(np.square(LUMA).sum())
"""Variance of the luma of noise that is white in R, G and B, relative to theirs."""
RADIUS = 5
"""Pixels that a window reaches to each side. Over its 121 pixels the energy of noise varies by an eighth."""
_CAUTION = np.float32(1.2)
"""How far the energy must exceed that of noise to count as structure; chance alone hardly goes that far."""
_LEAST = np.float32(0.05)
"""Variance that rounding to whole levels alone leaves, about."""


def luma(planes: Float32Array) -> Float32Array:
    """Luma of BT.601 ``(H, W)`` of RGB ``(3, H, W)``."""
    found: Float32Array = np.tensordot(LUMA, planes, 1)
    return found


def structure(residual: Float32Array, noise: Float32Array) -> Float32Array:
    """The part of a residual that noise does not explain, by the weight of Wiener's filter; both ``(H, W)``.

    Where the energy around a pixel is ``v`` and noise explains ``n`` of it, ``1 - n / v`` of the residual is
    structure (Lee, "Digital image enhancement and noise filtering by use of local statistics", 1980).

    Args:
        residual: noisy luma less clean luma, 0..255 scale.
        noise: variance of the luma's noise.
    """
    explained = np.maximum(_CAUTION * noise, _LEAST)
    found: Float32Array = residual * (np.float32(1.0) - explained / np.maximum(_mean(np.square(residual)), explained))
    return found


def _mean(values: Float32Array) -> Float32Array:
    """Mean over the window around each value; at the edges over what there is of it."""
    for _ in range(2):
        values = _mean_along_rows(values).T
    return values


def _mean_along_rows(values: Float32Array) -> Float32Array:
    length = values.shape[1]
    sums = np.zeros((values.shape[0], length + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    places = np.arange(length)
    starts, stops = np.maximum(places - RADIUS, 0), np.minimum(places + RADIUS + 1, length)
    found: Float32Array = ((sums[:, stops] - sums[:, starts]) / (stops - starts)).astype(np.float32)
    return found
