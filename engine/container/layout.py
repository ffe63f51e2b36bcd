"""The layout of ``.latent`` files: chunk types, structs and dataclasses; ``docs/format.md`` specifies it.

Invariants: a file is the magic followed by chunks; a chunk is type (4 ASCII letters), length (u32), payload and the
CRC-32 of type, length and payload (u32); numbers are little-endian. ``HEAD`` comes first and ``DATA`` last, so a file
cut anywhere is recognised. An upper-case first letter marks a chunk that a reader must understand.

``DATA`` has an index, then the base streams of all groups, then their detail streams: the beginning of a file is enough
for a thumbnail, and any group can be decoded alone.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from engine.geometry import LatentRect

LATENT_SUFFIX = ".latent"
"""What the names of the files end with; compared without regard to case."""
MAGIC = b"\x89LTN\r\n\x1a\n"
"""Detects transfers that change line ends or strip the eighth bit, like PNG's signature."""
VERSION = 1

HEAD, DATA = b"HEAD", b"DATA"
ICC, EXIF, XMP, IPTC, DPI, ALPHA = b"iccp", b"exif", b"xmp ", b"iptc", b"dpi ", b"ALPH"
TEXTS, PATHS, GEO = b"text", b"path", b"geot"
ANCILLARY = (ICC, EXIF, XMP, IPTC, DPI, TEXTS, PATHS, GEO)
PACKED = {ICC: b"iccz", EXIF: b"exiz", XMP: b"xmpz", IPTC: b"iptz", TEXTS: b"texz", PATHS: b"patz"}
"""Types of the same chunks with a deflated payload, which is used if it is smaller."""
UNPACKED_LIMIT = 1 << 26
"""Largest size in bytes of a chunk after unpacking."""
TAIL = b""
"""The type, among lost chunks, of bytes after the last chunk."""

CHUNK_HEAD = struct.Struct("<4sI")
CHECKSUM = struct.Struct("<I")
RESOLUTION = struct.Struct("<dd")
"""Pixels per inch, horizontally and vertically."""
PICTURE_HEAD = struct.Struct("<BBIIHBIB")
"""Version, flags, width, height, quality in hundredths, denoising strength, start of the model's SHA-256, length of its
id."""
GROUP_ENTRY = struct.Struct("<IIII")
"""Index entry of a group: lengths of its base and detail stream in words, then the CRC-32 of the symbols of each."""
WORD = 4
"""Bytes of a word; streams are whole words."""
FLAG_GREY, FLAG_DEEP = 1, 2

GROUP_SIZE = 64
"""Latent positions a side of a group, a square that is coded independently."""
LATENT_STRIDE = 16
"""Pixels a side of one latent position."""


@dataclass(frozen=True)
class Header:
    """The contents of the ``HEAD`` chunk.

    Attributes:
        width, height: of the picture, in pixels, 1..2**31 - 1.
        quality: in hundredths, 0..10000.
        model: id of the model that decodes the file; ASCII, at most 255 characters.
        model_hash: the first four bytes of the SHA-256 of that model, as a big-endian number.
        denoise: 0..100, how strongly noise was removed; informative, decoders do not need it.
        is_grey: the picture has no colour.
        is_deep: the picture has sixteen bits per sample.
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
        """The groups' rectangles, row by row."""
        rows, columns = self.latent_size
        return [
            LatentRect(top, left, min(GROUP_SIZE, rows - top), min(GROUP_SIZE, columns - left))
            for top in range(0, rows, GROUP_SIZE)
            for left in range(0, columns, GROUP_SIZE)
        ]


@dataclass(frozen=True)
class Stream:
    """A range-coded stream of whole words, and the CRC-32 of the symbols that it decodes to."""

    data: bytes
    symbols_crc: int


@dataclass(frozen=True)
class Group:
    """The two streams of a group; decoding ``detail`` needs the decoded ``base``."""

    base: Stream
    detail: Stream


@dataclass(frozen=True)
class LatentFile:
    """A parsed ``.latent`` file, not decoded.

    Attributes:
        chunks: unpacked payloads of the optional chunks, by type.
        lost_chunks: types of damaged chunks that were left out; the type itself may be damaged.
    """

    header: Header
    groups: tuple[Group, ...]
    chunks: dict[bytes, bytes] = field(default_factory=dict)
    lost_chunks: tuple[bytes, ...] = ()


def chunk_crc(head: bytes, payload: bytes) -> int:
    """CRC-32 of a chunk's type, length and payload."""
    return zlib.crc32(payload, zlib.crc32(head))


def index_crc(index: bytes) -> int:
    """CRC-32 of the groups' index, so that it can be trusted if the rest of ``DATA`` is damaged."""
    return zlib.crc32(index)
