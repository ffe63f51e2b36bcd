"""Reads picture files into upright RGB, judging size by the header before any pixel buffer exists.

Each kind of file has a module in ``decoders`` with a :class:`~engine.image.decoders.formats.Format`; the first that
claims a file reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from engine.image.decoders import anything, avif, heif, jp2, jxl, png, pnm, raw, tiff
from engine.image.decoders.formats import Format, Source
from engine.image.decoders.opening import opened
from engine.image.picture import Picture

MAX_PIXELS = 500_000_000
"""Default limit: a 22000 x 22000 scan passes, a decompression bomb does not."""

# RAW before TIFF, whose header most RAW files have.
_FORMATS: tuple[Format, ...] = tuple(module.FORMAT for module in (raw, png, tiff, avif, heif, jxl, jp2, pnm, anything))

READABLE_SUFFIXES = frozenset[str]().union(*(format.suffixes for format in _FORMATS))
"""Suffixes of the files that a folder is searched for; contents alone decide how a file is read."""


@dataclass(frozen=True)
class PictureInfo:
    """What a picture file's header says. ``width`` and ``height`` in pixels as stored, ``bytes`` of the whole file."""

    width: int
    height: int
    format: str
    bytes: int


def probe(path: str | PathLike[str]) -> PictureInfo:
    """Size and format from the header alone.

    Raises:
        InputError: as :func:`read_picture`.
    """
    with opened(Path(path), MAX_PIXELS) as source:
        header = _format_of(source).header(source)
        return PictureInfo(header.width, header.height, header.format, source.bytes)


def read_picture(path: str | PathLike[str], *, max_pixels: int = MAX_PIXELS) -> Picture:
    """Decode a picture file: first frame, turned upright, in sixteen bits a channel where the file has more than eight.

    CMYK and Lab are converted to sRGB, through the embedded profile where there is one. What of the file is not in the
    picture is said in its ``remarks``.

    Raises:
        UnreadableImage: not a picture, truncated or unsupported.
        PictureTooLarge: more than ``max_pixels``, by the header.
        InputError: the file is missing or may not be read.
    """
    with opened(Path(path), max_pixels) as source:
        return read_opened(source)


def read_opened(source: Source) -> Picture:
    """Decode a file that has been opened; for readers that look at it first."""
    return _format_of(source).read(source)


def _format_of(source: Source) -> Format:
    return next(format for format in _FORMATS if format.claims(source))
