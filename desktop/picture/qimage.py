"""Turns a Picture into QImages; the only place that knows both."""

from __future__ import annotations

import sys

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from desktop.viewer.pyramid import Pyramid
from engine.image.picture import Picture, in_eight_bits

SMALLEST_LEVEL = 256  # pixels on the longer side; nobody looks at a picture smaller than that

Words = npt.NDArray[np.uint32]


def to_pyramid(picture: Picture) -> Pyramid:
    """The picture ready to be drawn at any scale. Pure NumPy, so that it holds no lock the GUI thread waits for."""
    image, words = _blank(picture.width, picture.height, alpha=picture.alpha is not None)
    _fill(words, in_eight_bits(picture))  # screens show no more
    levels = [image]
    while max(words.shape) > 2 * SMALLEST_LEVEL and min(words.shape) >= 2:
        height, width = words.shape
        image, smaller = _blank(width // 2, height // 2, alpha=picture.alpha is not None)
        _halve(words, smaller)
        levels.append(image)
        words = smaller
    return Pyramid(tuple(levels))


def _blank(width: int, height: int, *, alpha: bool) -> tuple[QImage, Words]:
    """An image that owns its memory, and that memory as words of shape (H, W)."""
    kind = QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32
    image = QImage(width, height, kind)
    if image.isNull():
        raise MemoryError(f"no memory for a picture of {width} x {height}")
    return image, np.frombuffer(image.bits(), np.uint32).reshape(height, width)


def _fill(words: Words, picture: Picture) -> None:
    """Write the pixels as 0xAARRGGBB, premultiplied."""
    channels = words.view(np.uint8).reshape(*words.shape, 4)
    red, green, blue, alpha = (2, 1, 0, 3) if sys.byteorder == "little" else (1, 2, 3, 0)
    for place, source in ((red, 0), (green, 1), (blue, 2)):
        if picture.alpha is None:
            channels[..., place] = picture.pixels[..., source]
        else:
            product = picture.pixels[..., source].astype(np.uint16) * picture.alpha
            channels[..., place] = (product + 127) // 255
    channels[..., alpha] = 255 if picture.alpha is None else picture.alpha


def _halve(words: Words, out: Words) -> None:
    """Average each 2x2 block, all four channels of a word at once; an odd last row or column is left out."""
    height, width = out.shape
    block = words[: 2 * height, : 2 * width]
    upper = _mean(block[0::2, 0::2], block[0::2, 1::2], up=True)
    lower = _mean(block[1::2, 0::2], block[1::2, 1::2], up=False)  # rounding once up, once down cancels out
    out[...] = _mean(upper, lower, up=True)


def _mean(a: Words, b: Words, *, up: bool) -> Words:
    """Bytewise mean without carries between the channels (SWAR)."""
    half = ((a ^ b) & np.uint32(0xFEFEFEFE)) >> np.uint32(1)
    return (a | b) - half if up else (a & b) + half
