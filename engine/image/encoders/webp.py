"""WebP: lossy colours, lossless transparency, through Pillow."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image

from engine.image.encoders.base import PictureFormat
from engine.image.encoders.fitting import samples_of
from engine.image.exif import without_prefix
from engine.image.picture import Picture


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


FORMAT = PictureFormat("webp", (".webp",), _encode, quality=95, grey_profile=False, iptc=False, resolution=False)
