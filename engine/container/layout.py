"""What the reader and the writer of ``.latent`` files agree on.

Invariants: a file is the magic followed by chunks; a chunk is type (4 ASCII letters), length (u32), payload and the
CRC-32 of type, length and payload (u32); numbers are little-endian. ``HEAD`` comes first and ``DATA`` last, so a file
cut anywhere is recognised. An upper-case first letter marks a chunk that a reader must understand.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

MAGIC = b"\x89LTN\r\n\x1a\n"
"""Shows damage by transfers that change line ends or strip the eighth bit, as PNG's signature does."""
VERSION = 0
"""Version 0 is the first landing's format; it makes no promise. Version 1 will."""

HEAD, DATA = b"HEAD", b"DATA"
ICC, EXIF, XMP, ALPHA = b"iccp", b"exif", b"xmp ", b"ALPH"
ANCILLARY = (ICC, EXIF, XMP)

CHUNK_HEAD = struct.Struct("<4sI")
CHECKSUM = struct.Struct("<I")
PICTURE_HEAD = struct.Struct("<BBIIHIB")
"""Version, flags, width, height, quality in hundredths, start of the model's SHA-256, length of the model's id."""
GROUP_HEAD = struct.Struct("<II")
"""Bytes of the group's stream, CRC-32 of its symbols."""
FLAG_GREY = 1

GROUP_SIZE = 64
"""Latent positions a side of one independently coded square."""
LATENT_STRIDE = 16
"""Pixels a side of one latent position."""


@dataclass(frozen=True)
class Header:
    """Contents of ``HEAD``.

    Attributes:
        width, height: of the picture, in pixels, 1..2**31 - 1.
        quality: in hundredths, 0..10000.
        model: id of the model that decodes the file; ASCII, at most 255 characters.
        model_hash: the first four bytes of the SHA-256 of that model, as a big-endian number.
        is_grey: the picture has no colour.
    """

    width: int
    height: int
    quality: int
    model: str
    model_hash: int
    is_grey: bool = False
    version: int = VERSION

    @property
    def latent_size(self) -> tuple[int, int]:
        """Rows and columns of latents."""
        return -(-self.height // LATENT_STRIDE), -(-self.width // LATENT_STRIDE)

    def group_boxes(self) -> list[tuple[int, int, int, int]]:
        """``(top, left, rows, columns)`` of every group, in latent positions, row by row."""
        rows, columns = self.latent_size
        return [
            (top, left, min(GROUP_SIZE, rows - top), min(GROUP_SIZE, columns - left))
            for top in range(0, rows, GROUP_SIZE)
            for left in range(0, columns, GROUP_SIZE)
        ]


@dataclass(frozen=True)
class Group:
    """One independently coded square of latents: its stream and the CRC-32 of the symbols that it decodes to."""

    stream: bytes
    symbols_crc: int


@dataclass(frozen=True)
class LatentFile:
    """All that a ``.latent`` file holds, undecoded. ``chunks`` are the optional ones: payload by type."""

    header: Header
    groups: tuple[Group, ...]
    chunks: dict[bytes, bytes] = field(default_factory=dict)


def chunk_crc(head: bytes, payload: bytes) -> int:
    """CRC-32 of a chunk's type, length and payload."""
    return zlib.crc32(payload, zlib.crc32(head))
