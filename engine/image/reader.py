"""Reads picture files into upright RGB, judging size by the header before any pixel buffer exists.

Each kind of file has a module in ``formats`` with a :class:`~engine.image.formats.base.Reader`; the first that claims a
file reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from engine.image.formats import READERS
from engine.image.formats.base import Reader
from engine.image.opening import opened
from engine.image.picture import Picture
from engine.image.source import Source

MAX_PIXELS = 500_000_000
"""Default limit: a 22000 x 22000 scan passes, a decompression bomb does not."""

READABLE_SUFFIXES = frozenset[str]().union(*(reader.suffixes for reader in READERS))
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
        header = _reader_of(source).header(source)
        return PictureInfo(header.width, header.height, header.format, source.bytes)


def read_picture(path: str | PathLike[str], *, max_pixels: int = MAX_PIXELS, recover: bool = False) -> Picture:
    """Decode a picture file: first frame, turned upright, in sixteen bits a channel where the file has more than eight.

    CMYK and Lab are converted to sRGB, through the embedded profile where there is one. What of the file is not in the
    picture is said in its ``warnings``.

    Args:
        max_pixels: larger pictures are refused by their header.
        recover: read what is left of a JPEG with damaged or missing parts, with a warning, instead of refusing it.

    Raises:
        UnreadableImage: not a picture, truncated or unsupported.
        PictureTooLarge: more than ``max_pixels``, by the header.
        InputError: the file is missing or may not be read.
    """
    with opened(Path(path), max_pixels, recover=recover) as source:
        return read_opened(source)


def read_opened(source: Source) -> Picture:
    """Decode a file that has been opened; for readers that look at it first."""
    return _reader_of(source).read(source)


def _reader_of(source: Source) -> Reader:
    return next(reader for reader in READERS if reader.claims(source))
