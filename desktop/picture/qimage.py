"""Turns pixels into QImages; the only place that knows both.

Everything here is for worker threads: Qt's conversions and NumPy's loops let go of the interpreter meanwhile, so that
the GUI thread waits for neither. Pictures are worked on in blocks that stay in the processor's cache.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from desktop.picture.colours import ScreenColours
from desktop.viewer.tiles import LEVELS, TILE, ImagePart, TiledPicture
from engine import Picture, Pixels, Samples, eight_bits
from engine.progress import Progress

Words = npt.NDArray[np.uint32]


def to_tiles(picture: Picture, colours: ScreenColours | None = None, progress: Progress | None = None) -> TiledPicture:
    """The whole picture, ready to be drawn at any scale.

    Args:
        picture: of eight or sixteen bits, with or without alpha.
        colours: converts to the screen's colours; ``None`` shows the samples as they are.
        progress: asked between blocks whether to stop; nothing is counted.

    Raises:
        Cancelled: through ``progress``.
    """
    tiles = TiledPicture(picture.width, picture.height, has_alpha=picture.alpha is not None)
    for top in range(0, picture.height, TILE):
        for left in range(0, picture.width, TILE):
            if progress is not None:
                progress.check()
            block = np.s_[top : top + TILE, left : left + TILE]
            alpha = None if picture.alpha is None else picture.alpha[block]
            pixels = picture.pixels[block]
            tiles.put(to_part(pixels, left, top, alpha=alpha, icc=picture.metadata.icc, colours=colours))
    return tiles


def to_part(
    pixels: Samples,
    left: int,
    top: int,
    *,
    alpha: Samples | None = None,
    icc: bytes | None = None,
    colours: ScreenColours | None = None,
) -> ImagePart:
    """A part of a picture at all its sizes.

    Args:
        pixels: RGB, uint8 or uint16, shape ``(H, W, 3)``.
        left, top: where the part begins in its picture, multiples of 16.
        alpha: shape ``(H, W)``, of the same type, not premultiplied.
        icc: profile of the pixels, for ``colours``; ``None`` for sRGB.
        colours: converts to the screen's colours; ``None`` shows the samples as they are.
    """
    levels = eight_bits(pixels)  # screens show no more
    if colours is not None:
        levels = colours.to_screen(levels, icc)
    images = [_opaque(levels) if alpha is None else _premultiplied(levels, eight_bits(alpha))]
    while len(images) < LEVELS:
        images.append(_halved(images[-1], up=len(images) % 2 == 1))  # or every level were a little lighter
    return ImagePart(left, top, tuple(images))


def _opaque(pixels: Pixels, kind: QImage.Format = QImage.Format.Format_RGB32) -> QImage:
    """An image with memory of its own."""
    height, width = pixels.shape[:2]
    rgb = np.ascontiguousarray(pixels)
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return _checked(image.convertToFormat(kind), width, height)


def _premultiplied(pixels: Pixels, alpha: Pixels) -> QImage:
    image = _opaque(pixels, QImage.Format.Format_ARGB32)
    words = _words(image)
    words &= np.uint32(0x00FFFFFF)
    words |= alpha.astype(np.uint32) << np.uint32(24)
    return _checked(image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied), image.width(), image.height())


def _checked(image: QImage, width: int, height: int) -> QImage:
    if image.isNull():
        raise MemoryError(f"no memory for a picture of {width} x {height}")
    return image


def _words(image: QImage) -> Words:
    """The memory of an image as words of shape ``(H, W)``; it must not outlive the image."""
    return np.frombuffer(image.bits(), np.uint32).reshape(image.height(), image.width())


def _halved(image: QImage, *, up: bool) -> QImage:
    """The image at half its size, sides rounded up: the mean of each 2x2 block, all four channels of a word at once.

    ``up``: which way what lies between two levels is rounded.
    """
    height, width = (image.height() + 1) // 2, (image.width() + 1) // 2
    half = _checked(QImage(width, height, image.format()), width, height)
    words = _words(image)
    rest = (2 * height - image.height(), 2 * width - image.width())
    if any(rest):  # the last row or column stands for the one that is missing
        words = np.pad(words, ((0, rest[0]), (0, rest[1])), mode="edge")
    upper = _mean(words[0::2, 0::2], words[0::2, 1::2], up=True)
    lower = _mean(words[1::2, 0::2], words[1::2, 1::2], up=False)  # rounding once up, once down cancels out
    _words(half)[...] = _mean(upper, lower, up=up)
    return half


def _mean(a: Words, b: Words, *, up: bool) -> Words:
    """Bytewise mean without carries between the channels (SWAR)."""
    half = ((a ^ b) & np.uint32(0xFEFEFEFE)) >> np.uint32(1)
    return (a | b) - half if up else (a & b) + half
