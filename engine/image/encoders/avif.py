"""AVIF: lossy colours in eight bits, lossless transparency, through Pillow."""

from __future__ import annotations

from typing import Any, BinaryIO

from PIL import Image

from engine.image.encoders.base import PictureFormat
from engine.image.encoders.exif_block import parsed
from engine.image.encoders.fitting import samples_of
from engine.image.exif import without_prefix
from engine.image.picture import Picture


class _RawExif(Image.Exif):
    """A block that is stored as it is. Pillow would take an orientation out of one, and lay out the rest anew."""

    def __init__(self, block: bytes) -> None:
        super().__init__()
        self._block = block

    def __bool__(self) -> bool:
        return True  # though it shows no tags

    def tobytes(self, offset: int = 8) -> bytes:
        return self._block


def _encode(file: BinaryIO, picture: Picture, quality: int, threads: int) -> None:
    metadata = picture.metadata
    settings: dict[str, Any] = {"quality": quality}
    if picture.alpha is not None:
        settings |= {"codec": "aom", "advanced": {"alpha:lossless": "1"}}
    if metadata.exif and parsed(metadata.exif):
        settings["exif"] = _RawExif(without_prefix(metadata.exif))
    Image.fromarray(samples_of(picture)).save(
        file, "AVIF", icc_profile=metadata.icc, xmp=metadata.xmp or b"", **settings
    )


def _losses(picture: Picture) -> tuple[str, ...]:
    """libavif wants to find its way in an Exif block."""
    exif = picture.metadata.exif
    return ("the Exif data, which are damaged",) if exif and parsed(exif) is None else ()


FORMAT = PictureFormat(
    "avif", (".avif",), _encode, quality=90, grey_profile=False, iptc=False, resolution=False, losses=_losses
)
