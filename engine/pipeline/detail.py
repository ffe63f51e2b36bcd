"""Separates structure from noise in what denoising removed from a picture's luma."""

from __future__ import annotations

import numpy as np

from engine.arrays import LUMA, Float32Array

NOISE_IN_LUMA = np.float32(np.square(LUMA).sum())
"""Variance of the luma of white RGB noise, relative to the variance of each channel."""
RADIUS = 5
"""Of a window, in pixels. The energy of noise over its 121 pixels varies by an eighth."""
_CAUTION = np.float32(1.2)
"""Energy above this multiple of the noise's counts as structure; noise alone rarely exceeds it."""
_LEAST = np.float32(0.05)
"""Approximate variance of rounding to whole levels."""


def luma(planes: Float32Array) -> Float32Array:
    """BT.601 luma ``(H, W)`` of RGB ``(3, H, W)``, both float32."""
    found: Float32Array = np.tensordot(LUMA, planes, 1)
    return found


def structure(residual: Float32Array, noise: Float32Array) -> Float32Array:
    """The structure in a residual, float32 ``(H, W)``, by a local Wiener filter.

    Where the energy around a pixel is ``v`` and that of noise is ``n``, the share ``1 - n / v`` of the residual is
    structure (Lee, "Digital image enhancement and noise filtering by use of local statistics", 1980).

    Args:
        residual: noisy minus denoised luma, ``(H, W)``, on the 0..255 scale.
        noise: variance of the luma's noise, ``(H, W)``.
    """
    explained = np.maximum(_CAUTION * noise, _LEAST)
    found: Float32Array = residual * (np.float32(1.0) - explained / np.maximum(_mean(np.square(residual)), explained))
    return found


def _mean(values: Float32Array) -> Float32Array:
    """Mean over the window around each value, cut at the edges."""
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
