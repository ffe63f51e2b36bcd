"""What the reader and the writer of ``.latent`` files agree on; ``docs/format.md`` says it to the byte.

Invariants: a file is the magic followed by chunks; a chunk is type (4 ASCII letters), length (u32), payload and the
CRC-32 of type, length and payload (u32); numbers are little-endian. ``HEAD`` comes first and ``DATA`` last, so a file
cut anywhere is recognised. An upper-case first letter marks a chunk that a reader must understand.

``DATA`` is an index, the base streams of all groups, then their detail streams: the first bytes of a file are enough
for a small picture of the whole, and any square can be taken out alone.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from engine.geometry import LatentRect

MAGIC = b"\x89LTN\r\n\x1a\n"
"""Shows damage by transfers that change line ends or strip the eighth bit, as PNG's signature does."""
VERSION = 1

HEAD, DATA = b"HEAD", b"DATA"
ICC, EXIF, XMP, IPTC, DPI, ALPHA = b"iccp", b"exif", b"xmp ", b"iptc", b"dpi ", b"ALPH"
ANCILLARY = (ICC, EXIF, XMP, IPTC, DPI)
PACKED = {ICC: b"iccz", EXIF: b"exiz", XMP: b"xmpz", IPTC: b"iptz"}
"""Types of the same chunks with their payload deflated, as it is wherever that makes it smaller."""
UNPACKED_LIMIT = 1 << 26
"""Bytes that a packed chunk may have unpacked."""
TAIL = b""
"""Stands among lost chunks for bytes after the last one."""

CHUNK_HEAD = struct.Struct("<4sI")
CHECKSUM = struct.Struct("<I")
RESOLUTION = struct.Struct("<dd")
"""Pixels per inch, across and down."""
PICTURE_HEAD = struct.Struct("<BBIIHBIB")
"""Version, flags, width, height, quality in hundredths, denoising strength, start of the model's SHA-256, length of its
id."""
GROUP_ENTRY = struct.Struct("<IIII")
"""Of one group: words of its base stream and of its detail stream, CRC-32 of the symbols of either."""
WORD = 4
"""Streams are whole words of this many bytes."""
FLAG_GREY, FLAG_DEEP = 1, 2

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
        denoise: strength 0..100 with which noise was left out; for people, decoders do not need it.
        is_grey: the picture has no colour.
        is_deep: the picture had sixteen bits a sample, and is decoded to that.
    """

    width: int
    height: int
    quality: int
    model: str
    model_hash: int
    denoise: int = 0
    is_grey: bool = False
    is_deep: bool = False
    version: int = VERSION

    @property
    def latent_size(self) -> tuple[int, int]:
        """Rows and columns of latents."""
        return -(-self.height // LATENT_STRIDE), -(-self.width // LATENT_STRIDE)

    @property
    def group_count(self) -> int:
        rows, columns = self.latent_size
        return -(-rows // GROUP_SIZE) * -(-columns // GROUP_SIZE)

    def group_boxes(self) -> list[LatentRect]:
        """Every group, row by row."""
        rows, columns = self.latent_size
        return [
            LatentRect(top, left, min(GROUP_SIZE, rows - top), min(GROUP_SIZE, columns - left))
            for top in range(0, rows, GROUP_SIZE)
            for left in range(0, columns, GROUP_SIZE)
        ]


@dataclass(frozen=True)
class Stream:
    """One range-coded stream, whole words, and the CRC-32 of the symbols that it decodes to."""

    data: bytes
    symbols_crc: int


@dataclass(frozen=True)
class Group:
    """One independently coded square of latents. ``detail`` needs ``base``; not the other way round."""

    base: Stream
    detail: Stream


@dataclass(frozen=True)
class LatentFile:
    """All that a ``.latent`` file holds, undecoded.

    Attributes:
        chunks: the optional ones, unpacked payload by type.
        lost_chunks: types of the chunks that a recovery had to leave out; damage may have changed a type, too.
    """

    header: Header
    groups: tuple[Group, ...]
    chunks: dict[bytes, bytes] = field(default_factory=dict)
    lost_chunks: tuple[bytes, ...] = ()


def chunk_crc(head: bytes, payload: bytes) -> int:
    """CRC-32 of a chunk's type, length and payload."""
    return zlib.crc32(payload, zlib.crc32(head))


def index_crc(index: bytes) -> int:
    """CRC-32 of the groups' index, which guards it where the rest of ``DATA`` is damaged."""
    return zlib.crc32(index)
