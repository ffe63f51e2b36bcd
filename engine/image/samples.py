"""From a decoder's numbers to a picture's: full scale in sixteen bits, turned upright, colours apart from alpha."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.image.picture import DeepPixels, Metadata, Picture, Samples
from engine.messages import Message

Numbers = npt.NDArray[Any]

SWAPS_AXES = frozenset({5, 6, 7, 8})
"""Exif orientations that exchange width and height."""

_BLOCK_VALUES = 1 << 20
_HALF_A_STEP = 0.5 / 65535
"""What rounding to sixteen bits changes at most, as a part of white."""


def full_scale(values: Numbers, maximum: int) -> DeepPixels:
    """Unsigned whole numbers, so scaled that ``maximum``, of at most 65535, becomes 65535."""
    if maximum == 65535 and values.dtype == np.uint16:
        return values
    table = ((np.arange(maximum + 1, dtype=np.uint64) * 65535 + maximum // 2) // maximum).astype(np.uint16)
    scaled: DeepPixels = np.take(table, values, mode="clip")
    return scaled


def reduced(values: Numbers, bits: int, white: float | Sequence[float] = 1.0) -> tuple[DeepPixels, tuple[Message, ...]]:
    """Numbers of any type in sixteen bits, and what that lost.

    What the numbers mean depends on their type alone, never on the values that a picture happens to have: whole numbers
    count up to the largest of their bits, floating-point numbers up to ``white``. Negative numbers and those that are
    not a number become 0, larger ones than white become white.

    Args:
        values: shape ``(H, W)`` or ``(H, W, C)``.
        bits: of one whole number.
        white: of floating-point numbers, as the file's format has it; or one for each channel.
    """
    if values.dtype.kind == "f":
        return _of_floats(values, white)
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


def _of_floats(values: Numbers, white: float | Sequence[float]) -> tuple[DeepPixels, tuple[Message, ...]]:
    """Sixteen bits of floating-point numbers, and warnings of those that are outside of 0 to ``white``."""
    top = np.asarray(white, dtype=np.float64)
    lost = [Message("floating-point values are reduced to 16 bits a channel")]
    largest, below, unreal = np.zeros(values.shape[2:]), False, False
    for rows in _rows(values):
        block = values[rows].astype(np.float64) / top
        largest = np.maximum(largest, np.fmax.reduce(block, axis=(0, 1), initial=0.0))
        below = below or bool((block < -_HALF_A_STEP).any())
        unreal = unreal or bool(np.isnan(block).any())
    if (largest > 1.0 + _HALF_A_STEP).any():
        channel = int(np.argmax(largest))
        one = float(np.broadcast_to(top, largest.shape).flat[channel])
        lost.append(_clipped(one, float(largest.flat[channel]) * one))
    if below:
        lost.append(Message("negative values are shown as black"))
    if unreal:
        lost.append(Message("values that are not a number are shown as black"))
    return _in_blocks(values, top), tuple(lost)


def _clipped(white: float, largest: float) -> Message:
    return Message(
        "values above {0}, which is white, are clipped; the largest is {1}", f"{white:.8g}", f"{largest:.8g}"
    )


def _rows(values: Numbers) -> Iterator[slice]:
    """Blocks of rows of which copies in float64 take little memory."""
    rows = max(1, _BLOCK_VALUES // max(1, values[0].size if len(values) else 1))
    return (slice(start, start + rows) for start in range(0, len(values), rows))


def _in_blocks(values: Numbers, top: float | npt.NDArray[np.float64]) -> DeepPixels:
    """Scaled to 0..65535 through float64, a block of rows at a time."""
    out = np.empty(values.shape, dtype=np.uint16)
    for rows in _rows(values):
        block = np.nan_to_num(values[rows].astype(np.float64) * (65535.0 / top), posinf=65535.0, neginf=0.0)
        out[rows] = np.rint(np.clip(block, 0.0, 65535.0))
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
