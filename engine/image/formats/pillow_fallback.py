"""Every other format that Pillow knows: BMP, QOI and the rest."""

from __future__ import annotations

from engine.image.formats.base import Reader
from engine.image.pillow_image import header_of, read

READER = Reader(
    suffixes=frozenset(
        {".bmp", ".dib", ".qoi", ".tga", ".ico", ".icns", ".cur", ".pcx", ".dds", ".sgi", ".ras"}
        | {".xbm", ".xpm", ".fits"}
    ),
    claims=lambda source: True,
    header=header_of,
    read=read,
)
