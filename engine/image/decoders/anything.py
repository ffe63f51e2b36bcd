"""Every other format that Pillow knows: JPEG, WebP, GIF, BMP, QOI, Photoshop's composite and the rest."""

from __future__ import annotations

from engine.image.decoders.formats import Format, Source
from engine.image.decoders.pillow_image import header_of, open_image, picture_of
from engine.image.picture import Picture


def _read(source: Source) -> Picture:
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        return picture_of(source, image)


FORMAT = Format(
    suffixes=frozenset(
        {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".webp", ".bmp", ".dib", ".gif", ".qoi", ".tga", ".ico", ".icns"}
        | {".cur", ".psd", ".pcx", ".dds", ".sgi", ".ras", ".xbm", ".xpm", ".fits"}
    ),
    claims=lambda source: True,
    header=header_of,
    read=_read,
)
