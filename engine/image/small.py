"""Small pictures for lists, read as quickly as a file allows: JPEG at a fraction of its size, RAW at half."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

import numpy as np
from PIL import Image

from engine.image.formats import raw
from engine.image.opening import opened
from engine.image.picture import Picture, Samples, eight_bits
from engine.image.pillow_image import open_image, picture_of
from engine.image.reader import MAX_PIXELS, read_opened
from engine.image.source import Source

MAX_PIXELS_OF_OTHERS = 60_000_000
"""Limit for files that have to be decoded whole for a small picture."""

_JPEG_START = b"\xff\xd8\xff"


def read_small(path: str | PathLike[str], side: int) -> Picture:
    """The upright picture of a file, no side longer than ``side``, in eight bits, without metadata.

    Raises:
        PictureTooLarge: by the header, too many pixels to be worth it for a small picture.
        InputError: as :func:`~engine.image.reader.read_picture`.
    """
    is_jpeg = _starts_as_jpeg(Path(path))
    with opened(Path(path), MAX_PIXELS if is_jpeg else MAX_PIXELS_OF_OTHERS) as source:
        if is_jpeg:
            return reduced_to(_reduced_jpeg(source, side), side)
        return reduced_to(raw.read_half(source) if raw.READER.claims(source) else read_opened(source), side)


def reduced_to(picture: Picture, side: int) -> Picture:
    """The picture in eight bits, no side longer than ``side``; it is never enlarged."""
    colours = _reduced(picture.pixels, side)
    alpha = None if picture.alpha is None else _reduced(picture.alpha, side)
    return Picture(colours, alpha, is_grey=picture.is_grey, format=picture.format)


def _starts_as_jpeg(path: Path) -> bool:
    try:
        if not path.is_file():
            return False  # a pipe would wait for ever
        with path.open("rb") as file:
            return file.read(len(_JPEG_START)) == _JPEG_START
    except OSError:
        return False


def _reduced_jpeg(source: Source, side: int) -> Picture:
    """Decoded at a half, a quarter or an eighth, but no smaller than is asked for."""
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        image.draft(None, (side, side))
        return picture_of(source, image)


def _reduced(samples: Samples, side: int) -> Samples:
    image = Image.fromarray(eight_bits(samples))
    image.thumbnail((side, side), Image.Resampling.BOX, reducing_gap=None)
    return np.ascontiguousarray(np.asarray(image))
