"""AVIF: pixels through libavif, what describes them through libheif, which reads the container's every word."""

from __future__ import annotations

import dataclasses
from typing import Any

import imagecodecs
import numpy as np
from PIL import Image

from engine.errors import UnreadableImage
from engine.image import exif
from engine.image import metadata as metadata_of
from engine.image.decoders.formats import Format, Source
from engine.image.decoders.heif import AVIF_BRANDS, brands, described, open_container
from engine.image.decoders.pillow_image import header_of, open_image, picture_of
from engine.image.decoders.samples import full_scale
from engine.image.picture import Metadata, Picture, Samples


def _claims(source: Source) -> bool:
    return bool(brands(source.head) & AVIF_BRANDS)


def _read(source: Source) -> Picture:
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        info = _info(source)
        metadata, remarks = _metadata(image, info)
        bits = int(info.get("bit_depth", 8))
        deep = _deep(source, bits) if bits > 8 and image.format == "AVIF" else None
        turn = _orientation(image)
        return picture_of(source, image, deep=deep, metadata=metadata, orientation=turn, remarks=remarks)


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


def _metadata(image: Image.Image, info: dict[str, Any]) -> tuple[Metadata, tuple[str, ...]]:
    """As stored; Pillow rewrites an Exif block that does not give the container's orientation, which is what holds."""
    found = metadata_of.from_image(image)
    if not info:
        return found, ("its container is damaged: metadata, or bits beyond the eighth, may be missing",)
    stored, remarks = described(info, is_grey=image.mode in ("L", "LA"))
    return dataclasses.replace(found, icc=found.icc or stored.icc, exif=stored.exif), remarks


def _deep(source: Source, bits: int) -> Samples:
    return full_scale(np.asarray(imagecodecs.avif_decode(source.path.read_bytes(), index=0)), (1 << bits) - 1)


FORMAT = Format(suffixes=frozenset({".avif", ".avifs"}), claims=_claims, header=header_of, read=_read)
