"""From a decoder's numbers to a picture's: full scale in sixteen bits, turned upright, colours apart from alpha."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.image.picture import DeepPixels, Metadata, Picture, Samples
from engine.messages import Message

Numbers = npt.NDArray[Any]

SWAPS_AXES = frozenset({5, 6, 7, 8})
"""Exif orientations that exchange width and height."""

_BLOCK_VALUES = 1 << 20


def full_scale(values: Numbers, maximum: int) -> DeepPixels:
    """Unsigned whole numbers, so scaled that ``maximum``, of at most 65535, becomes 65535."""
    if maximum == 65535 and values.dtype == np.uint16:
        return values
    table = ((np.arange(maximum + 1, dtype=np.uint64) * 65535 + maximum // 2) // maximum).astype(np.uint16)
    scaled: DeepPixels = np.take(table, values, mode="clip")
    return scaled


def reduced(values: Numbers, bits: int) -> tuple[DeepPixels, tuple[Message, ...]]:
    """Numbers of any type in sixteen bits, and what that lost.

    Negative numbers become 0. Floating point counts as 0..1, or 0..255 or 0..65535 where values are larger than that.
    """
    if values.dtype.kind == "f":
        return _in_blocks(values, _float_top(values)), (
            Message("floating-point values are reduced to 16 bits a channel"),
        )
    if values.dtype.kind == "i":
        lost = (Message("negative values are shown as black"),) if values.size and values.min() < 0 else ()
        if bits > 16:
            lost = (_reduction(bits), *lost)
        return _in_blocks(values, float((1 << (bits - 1)) - 1)), lost
    if bits <= 16:
        return full_scale(values, (1 << bits) - 1), ()
    return _in_blocks(values, float((1 << bits) - 1)), (_reduction(bits),)


def _reduction(bits: int) -> Message:
    return Message("reduced from {0} to {1} bits a channel", bits, 16)


def _float_top(values: Numbers) -> float:
    finite = values[np.isfinite(values)]
    largest = float(finite.max(initial=0.0))
    return next((top for top in (1.0, 255.0, 65535.0) if largest <= top), largest)


def _in_blocks(values: Numbers, top: float) -> DeepPixels:
    """Scaled to 0..65535 through float64, a block of rows at a time."""
    out = np.empty(values.shape, dtype=np.uint16)
    rows = max(1, _BLOCK_VALUES // max(1, values[0].size if len(values) else 1))
    for start in range(0, len(values), rows):
        block = np.nan_to_num(values[start : start + rows].astype(np.float64), posinf=top)
        out[start : start + rows] = np.rint(np.clip(block * (65535.0 / top), 0.0, 65535.0))
    return out


def turned(samples: Samples, orientation: int) -> Samples:
    """Upright view of samples that were stored with this Exif orientation; ``(H, W)`` or ``(H, W, C)``."""
    if orientation in SWAPS_AXES:
        samples = samples.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        samples = samples[:, ::-1]
    if orientation in (3, 4, 7, 8):
        samples = samples[::-1]
    return samples


def straight(samples: Samples) -> Samples:
    """Colours and alpha (last channel, of 2 or 4) that were premultiplied, divided by alpha again."""
    out = samples.copy()
    top = 65535 if samples.dtype == np.uint16 else 255
    for row in out:
        alpha = np.maximum(row[:, -1:].astype(np.uint64), 1)
        row[:, :-1] = np.minimum((row[:, :-1] * np.uint64(top) + alpha // 2) // alpha, top)
    return out


def as_picture(samples: Samples, metadata: Metadata, format: str, warnings: tuple[Message, ...] = ()) -> Picture:
    """A picture of upright samples: grey, grey and alpha, RGB or RGBA, shape ``(H, W)`` or ``(H, W, C)``.

    An alpha that is opaque throughout is left out.
    """
    if samples.ndim == 2:
        samples = samples[:, :, None]
    channels = samples.shape[2]
    alpha = np.ascontiguousarray(samples[:, :, -1]) if channels in (2, 4) else None
    if alpha is not None and bool((alpha == (65535 if alpha.dtype == np.uint16 else 255)).all()):
        alpha = None
    colours = np.repeat(samples[:, :, :1], 3, axis=2) if channels <= 2 else samples[:, :, :3]
    return Picture(np.ascontiguousarray(colours), alpha, metadata, channels <= 2, format, warnings)
