"""WebP, through Pillow: lossy colours in eight bits, lossless transparency."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image

from engine.image.exif import without_prefix
from engine.image.formats.base import Reader, Writer
from engine.image.formats.fitting import samples_of
from engine.image.picture import Picture
from engine.image.pillow_image import header_of, read


def _encode(file: BinaryIO, picture: Picture, quality: int, threads: int) -> None:
    metadata = picture.metadata
    Image.fromarray(samples_of(picture)).save(
        file,
        "WEBP",
        quality=quality,
        alpha_quality=100,
        exact=True,  # colours below transparent pixels are not thrown away
        icc_profile=metadata.icc,
        exif=without_prefix(metadata.exif or b""),
        xmp=metadata.xmp or b"",
    )


READER = Reader(
    suffixes=frozenset({".webp"}),
    claims=lambda source: source.head.startswith(b"RIFF") and source.head[8:12] == b"WEBP",
    header=header_of,
    read=read,
)
WRITER = Writer("webp", (".webp",), _encode, quality=95, grey_profile=False, iptc=False, resolution=False)
