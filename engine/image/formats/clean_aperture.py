"""The clean aperture of HEIF files, AVIF among them: the part of the stored picture that is to be shown."""

from __future__ import annotations

from fractions import Fraction

from engine.geometry import Rect
from engine.image.formats.items import main_property

_NUMBERS = 8
"""Width, height, and how far the middle is from the picture's: a numerator and a denominator each."""


def clean_aperture(data: bytes, width: int, height: int) -> Rect | None:
    """The part of the main picture that is to be shown, before it is turned or mirrored.

    Args:
        data: the file.
        width, height: of the picture as stored, in pixels.

    Returns:
        The part in pixels; ``None`` where that is all, or the file names no part that lies in the picture.
    """
    contents = main_property(data, b"clap")
    return None if contents is None else _part(contents, width, height)


def _part(contents: bytes, width: int, height: int) -> Rect | None:
    numbers = [int.from_bytes(contents[at : at + 4], signed=True) for at in range(0, 4 * _NUMBERS, 4)]
    if len(contents) < 4 * _NUMBERS or not all(numbers[1::2]):
        return None
    wide, high, across, down = (Fraction(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))
    left = int((width - wide) / 2 + across)
    top = int((height - high) / 2 + down)
    part = Rect(left, top, int(wide), int(high))
    fits = left >= 0 and top >= 0 and part.width > 0 and part.height > 0
    if not fits or left + part.width > width or top + part.height > height or part == Rect(0, 0, width, height):
        return None
    return part
