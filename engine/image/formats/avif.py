"""AVIF.

Reading: pixels through libavif; metadata through libheif, which parses all boxes. Writing: lossy colours in eight bits,
lossless transparency, through Pillow.
"""

from __future__ import annotations

import dataclasses
from typing import Any, BinaryIO

import imagecodecs
import numpy as np
from PIL import Image

from engine.errors import UnreadableImage
from engine.image import exif
from engine.image import metadata as metadata_of
from engine.image.exif import without_prefix
from engine.image.exif_block import parsed
from engine.image.formats import items
from engine.image.formats.base import Reader, Writer
from engine.image.formats.clean_aperture import clean_aperture
from engine.image.formats.fitting import samples_of
from engine.image.formats.heif import AVIF_BRANDS, brands, described, open_container
from engine.image.ledger import unkept
from engine.image.picture import Metadata, Picture, Samples
from engine.image.pillow_image import header_of, open_image, picture_of
from engine.image.samples import full_scale
from engine.image.source import Header, Source
from engine.messages import Message

_MONOCHROME = 0x10
"""A flag in the third byte of the configuration of AV1."""
_LONGEST_SIDE = 32_768
"""What libavif, and so every program that reads AVIF through it, decodes."""


def _claims(source: Source) -> bool:
    return bool(brands(source.head) & AVIF_BRANDS)


def _read(source: Source) -> Picture:
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        info = _info(source)
        metadata, warnings = _metadata(image, info)
        bits = int(info.get("bit_depth", 8))
        deep = _deep(source, bits) if bits > 8 and image.format == "AVIF" else None
        data = source.path.read_bytes()
        part = clean_aperture(data, image.width, image.height)
        if part is not None:
            samples = np.asarray(image) if deep is None else deep
            left, top, width, height = part
            deep = np.ascontiguousarray(samples[top : top + height, left : left + width])
        turn = _orientation(image)
        frames = getattr(image, "n_frames", 1) > 1
        warnings += unkept(items.beside(data, has_frames=frames))
        picture = picture_of(source, image, deep=deep, metadata=metadata, orientation=turn, warnings=warnings)
        return dataclasses.replace(picture, is_grey=picture.is_grey or _is_monochrome(data))


def _header(source: Source) -> Header:
    """Of the part that is shown."""
    found = header_of(source)
    part = clean_aperture(source.path.read_bytes(), found.width, found.height)
    return found if part is None else Header(part.width, part.height, found.format)


def _is_monochrome(data: bytes) -> bool:
    """Whether the main picture has no colours; Pillow decodes grey with alpha as RGBA."""
    configuration = items.main_property(data, b"av1C")
    return configuration is not None and len(configuration) > 2 and bool(configuration[2] & _MONOCHROME)


def _orientation(image: Image.Image) -> int:
    """The container's, whatever Exif and XMP say: Pillow puts it into the block that it makes of Exif."""
    block = image.info.get("exif")
    return (exif.orientation_of(exif.without_prefix(block)) if isinstance(block, bytes) else None) or 1


def _info(source: Source) -> dict[str, Any]:
    """What libheif says of the main picture; nothing where it cannot read the container."""
    try:
        return dict(open_container(source).info)
    except (RuntimeError, ValueError, SyntaxError, EOFError, OSError, UnreadableImage):
        return {}


def _metadata(image: Image.Image, info: dict[str, Any]) -> tuple[Metadata, tuple[Message, ...]]:
    """As stored; Pillow rewrites an Exif block that does not give the container's orientation, which is what holds."""
    found = metadata_of.from_image(image)
    if not info:
        return found, (Message("its container is damaged: metadata, or bits beyond the eighth, may be missing"),)
    stored, warnings = described(info, is_grey=image.mode in ("L", "LA"))
    return dataclasses.replace(found, icc=found.icc or stored.icc, exif=stored.exif), warnings


def _deep(source: Source, bits: int) -> Samples:
    return full_scale(np.asarray(imagecodecs.avif_decode(source.path.read_bytes(), index=0)), (1 << bits) - 1)


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
    if max(picture.width, picture.height) > _LONGEST_SIDE:
        raise ValueError(Message("a side is longer than {0:,} pixels", _LONGEST_SIDE))
    metadata = picture.metadata
    settings: dict[str, Any] = {"quality": quality}
    if picture.alpha is not None:
        settings |= {"codec": "aom", "advanced": {"alpha:lossless": "1"}}
    if metadata.exif and parsed(metadata.exif):
        settings["exif"] = _RawExif(without_prefix(metadata.exif))
    Image.fromarray(samples_of(picture)).save(
        file, "AVIF", icc_profile=metadata.icc, xmp=metadata.xmp or b"", **settings
    )


def _losses(picture: Picture) -> tuple[Message, ...]:
    """libavif wants to find its way in an Exif block."""
    exif = picture.metadata.exif
    return (Message("the Exif data, which are damaged"),) if exif and parsed(exif) is None else ()


READER = Reader(suffixes=frozenset({".avif", ".avifs"}), claims=_claims, header=_header, read=_read)
WRITER = Writer(
    "avif", (".avif",), _encode, quality=90, grey_profile=False, iptc=False, resolution=False, losses=_losses
)
