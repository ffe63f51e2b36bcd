"""JPEG.

Reading through Pillow. Writing: baseline, through imagecodecs, with the segments that hold metadata behind the JFIF
header. Not through Pillow, whose buffer is too small for fine noise at high quality when Huffman tables are optimised
(https://github.com/python-pillow/Pillow/issues/148 and, still open, 5448).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

import imagecodecs

from engine.image.exif import without_prefix
from engine.image.exif_block import parsed
from engine.image.formats.base import Reader, Writer, photoshop_resource, resolution
from engine.image.formats.fitting import samples_of
from engine.image.picture import Metadata, Picture
from engine.image.pillow_image import header_of, read
from engine.messages import Message

_APP1, _APP2, _APP13 = 0xE1, 0xE2, 0xED
_LONGEST = 0xFFFF - 2  # a segment's length counts its own two bytes
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_ICC = b"ICC_PROFILE\0"
_ICC_PART = _LONGEST - len(_ICC) - 2
_ICC_PARTS = 255
_PHOTOSHOP = b"Photoshop 3.0\0"

_JFIF_DENSITY = 13  # where SOI and the JFIF segment hold unit, pixels across and pixels down
_JFIF_BYTES = 20
_PER_INCH, _PER_CENTIMETRE = 1, 2

_LONGEST_SIDE = 65_500  # what nearly all programs read, though the format has room for 35 more
_FULL_CHROMA = 90  # quality from which colours keep their full resolution
# Optimal Huffman tables need the coefficients of the whole picture: 6 bytes a pixel.
_LARGEST_OPTIMISED = 1 << 25


def _encode(file: BinaryIO, picture: Picture, quality: int, threads: int) -> None:
    if max(picture.width, picture.height) > _LONGEST_SIDE:
        raise ValueError(Message("a side is longer than {0:,} pixels", _LONGEST_SIDE))
    samples = samples_of(picture)
    encoded = imagecodecs.jpeg8_encode(
        samples,
        level=quality,
        subsampling="444" if quality >= _FULL_CHROMA else "420",
        optimize=picture.width * picture.height <= _LARGEST_OPTIMISED,
    )
    header = bytearray(encoded[:_JFIF_BYTES])
    if density := _density(picture.metadata):
        unit, across, down = density
        header[_JFIF_DENSITY : _JFIF_DENSITY + 5] = bytes([unit]) + across.to_bytes(2, "big") + down.to_bytes(2, "big")
    file.write(header)
    for marker, data in _segments(picture.metadata).all:
        file.write(bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data)
    file.write(memoryview(encoded)[_JFIF_BYTES:])


@dataclass(frozen=True)
class _Segments:
    """Markers with their data, and phrases for what no segment has room for."""

    all: list[tuple[int, bytes]]
    lost: tuple[Message, ...]


def _segments(metadata: Metadata) -> _Segments:
    found: list[tuple[int, bytes]] = []
    lost: list[Message] = []

    def add(marker: int, data: bytes, name: Message) -> bool:
        if len(data) > _LONGEST:
            lost.append(name)
            return False
        found.append((marker, data))
        return True

    if metadata.exif:
        exif, without = _EXIF + without_prefix(metadata.exif), _without_thumbnail(metadata.exif)
        if len(exif) > _LONGEST >= len(without):
            lost.append(Message("the thumbnail in the Exif data"))
            exif = without
        add(_APP1, exif, Message("the Exif data, more than 64 kB"))
    if metadata.xmp:
        add(_APP1, _XMP + metadata.xmp, Message("the XMP data, more than 64 kB"))
    if metadata.iptc:
        add(_APP13, _PHOTOSHOP + photoshop_resource(metadata.iptc), Message("the IPTC data, more than 64 kB"))
    icc = metadata.icc or b""
    parts = [icc[start : start + _ICC_PART] for start in range(0, len(icc), _ICC_PART)]
    if len(parts) > _ICC_PARTS:
        lost.append(Message("the colour profile, more than 16 MB"))
    else:
        found += [(_APP2, _ICC + bytes([index, len(parts)]) + part) for index, part in enumerate(parts, 1)]
    return _Segments(found, tuple(lost))


def _without_thumbnail(exif: bytes) -> bytes:
    block = parsed(exif)
    return _EXIF + (without_prefix(exif) if block is None else block.without_thumbnail().data)


def _density(metadata: Metadata) -> tuple[int, int, int] | None:
    """Unit, pixels across and pixels down, all whole numbers, in the unit that rounds them less."""
    dpi = resolution(metadata)
    if dpi is None:
        return None
    units = (_PER_INCH, dpi), (_PER_CENTIMETRE, tuple(value / 2.54 for value in dpi))
    unit, values = min(units, key=lambda unit: max(abs(value - round(value)) / value for value in unit[1]))
    across, down = map(round, values)
    return (unit, across, down) if 0 < across <= 0xFFFF and 0 < down <= 0xFFFF else None


def _losses(picture: Picture) -> tuple[Message, ...]:
    metadata = picture.metadata
    coarse = resolution(metadata) is not None and _density(metadata) is None
    return _segments(metadata).lost + ((Message("the resolution"),) if coarse else ())


READER = Reader(
    suffixes=frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"}),
    claims=lambda source: source.head.startswith(b"\xff\xd8"),
    header=header_of,
    read=read,
)
WRITER = Writer("jpeg", (".jpg", ".jpeg"), _encode, quality=95, alpha=False, losses=_losses)
