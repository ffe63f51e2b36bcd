"""WebP, through Pillow: lossy colours in eight bits, lossless transparency."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image

from engine.image.exif import without_prefix
from engine.image.formats.base import Reader, Writer
from engine.image.formats.fitting import samples_of
from engine.image.ledger import printable, trailer, unkept
from engine.image.picture import Picture
from engine.image.pillow_image import header_of, read
from engine.image.source import Source
from engine.messages import Message

_RIFF_BYTES = 12
_KNOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"EXIF", b"XMP ", b"ANIM", b"ANMF"})
"""Chunks that are kept, or belong to frames, which have a warning of their own."""


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


def _read(source: Source) -> Picture:
    picture = read(source)
    return dataclasses.replace(picture, warnings=(*picture.warnings, *unkept(_beside(source.path.read_bytes()))))


def _beside(data: bytes) -> Iterator[Message]:
    """Names of chunks that are not kept, and of what stands behind the last one."""
    at, end = _RIFF_BYTES, 8 + int.from_bytes(data[4:8], "little")
    while at + 8 <= min(end, len(data)):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind not in _KNOWN:
            yield Message("the chunk {0!r}", printable(kind))
        at += 8 + length + length % 2
    yield from trailer(data[end + end % 2 :])


READER = Reader(
    suffixes=frozenset({".webp"}),
    claims=lambda source: source.head.startswith(b"RIFF") and source.head[8:12] == b"WEBP",
    header=header_of,
    read=_read,
)
WRITER = Writer("webp", (".webp",), _encode, quality=95, grey_profile=False, iptc=False, resolution=False)
