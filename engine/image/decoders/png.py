"""PNG: sixteen-bit samples, and the colours that chunks describe with numbers."""

from __future__ import annotations

import dataclasses
import os
from typing import Any

import imagecodecs
from PIL import Image

from engine.image import metadata as metadata_of
from engine.image.decoders.formats import Format, Source
from engine.image.decoders.pillow_image import header_of, open_image, picture_of
from engine.image.picture import Picture, Samples
from engine.image.profiles import D65, SRGB_PRIMARIES, Colours, nclx_profile, profile_of

_MAGIC = b"\x89PNG\r\n\x1a\n"
_BIT_DEPTH_AT = 24
_CODING_BYTES = 4


def _claims(source: Source) -> bool:
    return source.head.startswith(_MAGIC)


def _read(source: Source) -> Picture:
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        image.load()  # for the chunks after the pixels, and to refuse what was cut short
        _scale_transparent_grey(source, image)
        metadata, remarks = metadata_of.from_image(image), tuple[str, ...]()
        deep: Samples | None = None
        if source.head[_BIT_DEPTH_AT] == 16 and image.format == "PNG":
            deep = imagecodecs.png_decode(source.path.read_bytes())
        if metadata.icc is None:
            is_grey = image.mode in ("1", "L", "LA", "I;16", "I")
            icc, remarks = _described(source, image.info, is_grey=is_grey)
            metadata = dataclasses.replace(metadata, icc=icc)
        return picture_of(source, image, deep=deep, metadata=metadata, remarks=remarks)


def _scale_transparent_grey(source: Source, image: Image.Image) -> None:
    """Two- and four-bit greys are read in the scale of eight bits, but for the one that stands for transparent."""
    bits, colour_type = source.head[_BIT_DEPTH_AT], source.head[_BIT_DEPTH_AT + 1]
    grey = image.info.get("transparency")
    if colour_type == 0 and bits in (2, 4) and isinstance(grey, int):
        image.info["transparency"] = grey * 255 // ((1 << bits) - 1)


def _described(
    source: Source, info: dict[str | tuple[int, int], Any], *, is_grey: bool
) -> tuple[bytes | None, tuple[str, ...]]:
    """A profile for the colours that chunks describe with numbers, where these are not sRGB's, or a remark."""
    coding = _coding(source)
    if coding is not None:
        return nclx_profile(coding[0], coding[1], is_grey=is_grey)
    return _measured(info, is_grey=is_grey), ()


def _coding(source: Source) -> bytes | None:
    """The chunk cICP, which Pillow passes over: numbers of ITU-T H.273 for primaries, transfer, matrix and range."""
    with source.path.open("rb") as file:
        file.seek(len(_MAGIC))
        while len(head := file.read(8)) == 8 and head[4:] != b"IDAT":
            length = int.from_bytes(head[:4])
            if head[4:] == b"cICP" and length == _CODING_BYTES:
                return file.read(_CODING_BYTES)
            file.seek(length + 4, os.SEEK_CUR)
    return None


def _measured(info: dict[str | tuple[int, int], Any], *, is_grey: bool) -> bytes | None:
    """A profile for the colours that the chunks gAMA and cHRM describe, where these are not sRGB's."""
    gamma, numbers = info.get("gamma"), info.get("chromaticity")
    if "srgb" in info or (gamma is None and numbers is None) or (gamma is not None and not 0.1 <= gamma <= 5.0):
        return None
    white, primaries = D65, SRGB_PRIMARIES
    if numbers is not None:
        white, *rest = zip(numbers[::2], numbers[1::2], strict=True)
        primaries = (rest[0], rest[1], rest[2])
    return profile_of(Colours(None if gamma is None else 1.0 / gamma, white, primaries), is_grey=is_grey)


FORMAT = Format(suffixes=frozenset({".png", ".apng"}), claims=_claims, header=header_of, read=_read)
