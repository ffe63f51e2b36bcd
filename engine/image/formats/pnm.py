"""Netpbm's PGM and PPM, of which Pillow reduces sixteen-bit colours to eight."""

from __future__ import annotations

import numpy as np
from PIL import Image

from engine.image.formats.base import Reader
from engine.image.picture import Picture, Samples
from engine.image.pillow_image import header_of, open_image, picture_of
from engine.image.samples import full_scale
from engine.image.source import Source
from engine.messages import Message

_TEXT = b"P3"
"""What begins a file whose samples are decimal numbers."""
_LONGEST_HEADER = 1 << 16


def _claims(source: Source) -> bool:
    return source.head[:2] in (b"P3", b"P5", b"P6")


def _read(source: Source) -> Picture:
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        fields = _fields(source) if image.format == "PPM" else None
        is_deep = fields is not None and 255 < fields[0] < 65536
        if fields is None or not is_deep or source.head[:2] == _TEXT:
            lost = (Message("reduced from {0} to {1} bits a channel", 16, 8),) if is_deep else ()
            return picture_of(source, image, warnings=lost)
        return picture_of(source, image, deep=_deep(source, image, *fields))


def _deep(source: Source, image: Image.Image, maximum: int, offset: int) -> Samples:
    """Samples of more than eight bits: big-endian after the header, counted from 0 to any maximum."""
    channels = 3 if source.head[:2] == b"P6" else 1
    count = image.width * image.height * channels
    values = np.fromfile(source.path, dtype=">u2", count=count, offset=offset)
    if values.size < count:
        raise EOFError
    return full_scale(values.astype(np.uint16), maximum).reshape(image.height, image.width, channels)


def _fields(source: Source) -> tuple[int, int] | None:
    """The maximum and where samples begin; a comment runs from # to the line's end."""
    with source.path.open("rb") as file:
        head = file.read(_LONGEST_HEADER)
    numbers: list[int] = []
    at = 2
    while at < len(head):
        if head[at : at + 1] == b"#":
            at = head.find(b"\n", at) % len(head) + 1
        elif head[at : at + 1].isspace():
            at += 1
        else:
            end = at
            while head[end : end + 1].isdigit():
                end += 1
            if end == at:
                return None
            numbers.append(int(head[at:end]))
            at = end
        if len(numbers) == 3:
            return numbers[2], at + 1
    return None


READER = Reader(
    suffixes=frozenset({".ppm", ".pgm", ".pbm", ".pnm", ".pfm"}), claims=_claims, header=header_of, read=_read
)
