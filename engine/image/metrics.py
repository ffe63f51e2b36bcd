"""How alike two pictures are: PSNR, SSIM and MS-SSIM.

All three take two RGB pictures, uint8, shape ``(H, W, 3)``; PSNR also takes two of uint16. They walk over the
pictures in blocks of rows, so what they need beside their arguments is a few megabytes for PSNR and SSIM, and two
float32 copies at half the width and height for MS-SSIM (some 150 MB at 24 megapixels).

SSIM and MS-SSIM are taken of R, G and B apart and then averaged, as learned image compression reports them; the
original papers work on luma. Windows that would reach over the border are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array
from engine.image.picture import Pixels
from engine.image.picture import Samples as PictureSamples
from engine.progress import Progress

Samples = Pixels | Float32Array
Doubles = npt.NDArray[np.float64]

_PEAK = 255.0
_C1 = np.float32((0.01 * _PEAK) ** 2)
_C2 = np.float32((0.03 * _PEAK) ** 2)
_TAPS = 11
_SIGMA = 1.5
MS_SSIM_WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)
"""Of the five scales, from fine to coarse, as published."""

# Variances come out as differences of squares; around mid-grey those are small enough for float32.
_CENTRE = np.float32(128.0)

# About 1 MiB of float32 a block, so that its handful of intermediate maps stays near the cache.
_BLOCK_VALUES = 1 << 18


def psnr(a: PictureSamples, b: PictureSamples) -> float:
    """Peak signal-to-noise ratio over all samples of R, G and B together.

    Args:
        a: uint8 or uint16, shape ``(H, W, 3)``.
        b: as ``a``, of the same type.

    Returns:
        Decibels against a peak of 255, or 65535 for uint16; ``inf`` when the pictures are equal.

    Raises:
        ValueError: if the pictures differ in shape or type, or are not RGB in uint8 or uint16.
    """
    _check_pair(a, b, (np.uint8, np.uint16))
    squares = 0.0
    for rows in _row_blocks(a.shape[0], a.shape[1] * a.shape[2]):
        difference = np.subtract(a[rows], b[rows], dtype=np.float32).ravel()
        # Whole numbers, squared and summed in float64.
        squares += float(np.einsum("i,i->", difference, difference, dtype=np.float64))
    if squares == 0.0:
        return math.inf
    peak = float(np.iinfo(a.dtype).max)
    return 10.0 * math.log10(peak**2 * a.size / squares)


def ssim(a: Pixels, b: Pixels) -> float:
    """Structural similarity: an 11x11 Gaussian window of standard deviation 1.5, averaged over R, G and B.

    Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity",
    2004, with K1 = 0.01 and K2 = 0.03. The window shrinks to the largest odd size that fits a picture of fewer than 11
    rows or columns.

    Args:
        a: uint8, shape ``(H, W, 3)``.
        b: as ``a``.

    Returns:
        At most 1, which stands for equal pictures; below 0 only for unrelated ones.

    Raises:
        ValueError: if the pictures differ in shape, or are not RGB in uint8.
    """
    _check_pair(a, b)
    similarity, _ = _similarity_and_contrast(a, b, Progress())
    return float(similarity.mean())


def ms_ssim(a: Pixels, b: Pixels, progress: Progress | None = None) -> float:
    """Multi-scale structural similarity over five scales, averaged over R, G and B.

    Wang, Simoncelli and Bovik, "Multiscale structural similarity for image quality assessment", 2003, with its window
    and its weights; each scale halves the one before by averages of 2x2 pixels (a last odd row or column is left out).
    A picture whose shorter side is under 176 pixels has fewer scales, only as many as keep a side of 11, and their
    weights are scaled to a sum of 1. A negative contrast term, which no power can be taken of, counts as 0.

    Args:
        a: uint8, shape ``(H, W, 3)``.
        b: as ``a``.
        progress: is asked between blocks whether to go on; nothing is counted.

    Returns:
        0 to 1, where 1 stands for equal pictures. (Under 11 pixels it is the one-scale :func:`ssim`, cut off at 0.)

    Raises:
        ValueError: if the pictures differ in shape, or are not RGB in uint8.
        Cancelled: through ``progress``.
    """
    _check_pair(a, b)
    progress = progress or Progress()
    weights = _weights_for(min(a.shape[:2]))
    scale_a: Samples = a
    scale_b: Samples = b
    product: Doubles = np.ones(a.shape[2])
    for weight in weights[:-1]:
        _, contrast = _similarity_and_contrast(scale_a, scale_b, progress)
        product *= np.maximum(contrast, 0.0) ** weight
        scale_a, scale_b = _halve(scale_a), _halve(scale_b)
    similarity, _ = _similarity_and_contrast(scale_a, scale_b, progress)
    product *= np.maximum(similarity, 0.0) ** weights[-1]
    return float(product.mean())


def _check_pair(a: PictureSamples, b: PictureSamples, types: tuple[type, ...] = (np.uint8,)) -> None:
    if a.shape != b.shape:
        raise ValueError(f"the pictures differ in shape: {a.shape} and {b.shape}")
    if a.ndim != 3 or a.shape[2] != 3 or a.size == 0:
        raise ValueError(f"an RGB picture has the shape (H, W, 3), not {a.shape}")
    if a.dtype != b.dtype or a.dtype not in types:
        names = " or both ".join(kind.__name__ for kind in types)
        raise ValueError(f"pictures are both {names}, not {a.dtype} and {b.dtype}")


def _weights_for(shorter_side: int) -> list[float]:
    """Weights of as many scales as keep the window inside a picture with this shorter side."""
    count = 1
    while count < len(MS_SSIM_WEIGHTS) and shorter_side >> count >= _TAPS:
        count += 1
    if count == len(MS_SSIM_WEIGHTS):
        return list(MS_SSIM_WEIGHTS)  # as published, although they sum to 1.0001
    total = sum(MS_SSIM_WEIGHTS[:count])
    return [weight / total for weight in MS_SSIM_WEIGHTS[:count]]


def _row_blocks(height: int, row_values: int) -> Iterator[slice]:
    rows = max(8, _BLOCK_VALUES // row_values)
    for top in range(0, height, rows):
        yield slice(top, min(top + rows, height))


def _window(length: int) -> Float32Array:
    """The Gaussian window along an axis of ``length`` samples; its sum is 1."""
    taps = min(_TAPS, length - 1 + length % 2)
    offsets = np.arange(taps) - taps // 2
    weights = np.exp(-0.5 * (offsets / _SIGMA) ** 2)
    window: Float32Array = (weights / weights.sum()).astype(np.float32)
    return window


def _filter_columns(x: Float32Array, window: Float32Array) -> Float32Array:
    """``x`` of shape ``(rows, values)``, filtered down its columns; ``taps - 1`` rows fewer come out."""
    taps, rows = len(window), len(x) - len(window) + 1
    out: Float32Array = x[taps // 2 : taps // 2 + rows] * window[taps // 2]
    for tap in range(taps // 2):
        pair = x[tap : tap + rows] + x[taps - 1 - tap : taps - 1 - tap + rows]
        pair *= window[tap]
        out += pair
    return out


def _filter_rows(x: Float32Array, window: Float32Array, step: int) -> Float32Array:
    """The same along the rows, whose neighbouring pixels are ``step`` values apart (interleaved channels)."""
    taps, values = len(window), x.shape[1] - (len(window) - 1) * step
    middle = taps // 2 * step
    out: Float32Array = x[:, middle : middle + values] * window[taps // 2]
    for tap in range(taps // 2):
        left, right = tap * step, (taps - 1 - tap) * step
        pair = x[:, left : left + values] + x[:, right : right + values]
        pair *= window[tap]
        out += pair
    return out


def _similarity_and_contrast(a: Samples, b: Samples, progress: Progress) -> tuple[Doubles, Doubles]:
    """Means over the picture, one a channel, of SSIM and of its contrast-structure factor; shapes ``(C,)``."""
    height, width, channels = a.shape
    down, across = _window(height), _window(width)
    halo = len(down) - 1
    similarity, contrast = np.zeros(channels), np.zeros(channels)
    for rows in _row_blocks(height - halo, width * channels):
        progress.check()
        source = slice(rows.start, rows.stop + halo)
        maps = _maps(_centred(a[source]), _centred(b[source]), down, across, channels)
        for total, values in zip((similarity, contrast), maps, strict=True):
            total += values.reshape(-1, channels).sum(axis=0, dtype=np.float64)
    windows = (height - halo) * (width - len(across) + 1)
    return similarity / windows, contrast / windows


def _centred(x: Samples) -> Float32Array:
    return np.subtract(x, _CENTRE, dtype=np.float32).reshape(len(x), -1)


def _maps(
    a: Float32Array, b: Float32Array, down: Float32Array, across: Float32Array, step: int
) -> tuple[Float32Array, Float32Array]:
    """SSIM and its contrast-structure factor at every window that fits into the block."""

    def mean(x: Float32Array) -> Float32Array:
        return _filter_rows(_filter_columns(x, down), across, step)

    mean_a, mean_b = mean(a), mean(b)
    # Only the sum of the two variances is ever needed, which saves filtering one map of five.
    variances = mean(a * a + b * b) - _squares(mean_a, mean_b)
    contrast = _likeness(mean(a * b) - mean_a * mean_b, variances, _C2)
    mean_a += _CENTRE
    mean_b += _CENTRE
    return _likeness(mean_a * mean_b, _squares(mean_a, mean_b), _C1) * contrast, contrast


def _squares(a: Float32Array, b: Float32Array) -> Float32Array:
    return a * a + b * b


def _likeness(product: Float32Array, squares: Float32Array, constant: np.float32) -> Float32Array:
    """``(2 product + constant) / (squares + constant)``, the form of all of SSIM's factors."""
    numerator: Float32Array = product + product + constant
    denominator: Float32Array = squares + constant
    return numerator / denominator


def _halve(x: Samples) -> Float32Array:
    """Averages of 2x2 pixels; float32, shape ``(H // 2, W // 2, C)``."""
    height, width = x.shape[0] // 2 * 2, x.shape[1] // 2 * 2
    out = np.add(x[0:height:2, 0:width:2], x[0:height:2, 1:width:2], dtype=np.float32)
    out += x[1:height:2, 0:width:2]
    out += x[1:height:2, 1:width:2]
    out *= np.float32(0.25)
    return out
