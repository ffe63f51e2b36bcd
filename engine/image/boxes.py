"""Boxes, of which JPEG 2000 and JPEG XL files are made: length (4, big-endian), type (4), contents.

A length of 1 stands for one of eight bytes after the type, 0 for all that is left.
"""

from __future__ import annotations

from collections.abc import Iterator

import imagecodecs

MAX_METADATA = 16 << 20
"""Bytes that a compressed box of metadata may unfold to."""


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and contents of each box, until one does not fit."""
    at = 0
    while at + 8 <= len(data):
        length, start = int.from_bytes(data[at : at + 4]), at + 8
        if length == 1:
            length, start = int.from_bytes(data[at + 8 : at + 16]), at + 16
        end = len(data) if length == 0 else at + length
        if end < start or end > len(data):
            return
        yield data[at + 4 : at + 8], data[start:end]
        at = end


def inside(data: bytes, kind: bytes) -> Iterator[bytes]:
    """The contents of the boxes of a type."""
    return (contents for name, contents in boxes(data) if name == kind)


def unfolded(contents: bytes) -> tuple[bytes, bytes]:
    """Type and contents of a box that a ``brob`` box holds, compressed with Brotli.

    Raises:
        ValueError: if it cannot be unfolded, or would be larger than :data:`MAX_METADATA`.
    """
    try:
        return contents[:4], bytes(imagecodecs.brotli_decode(contents[4:], out=MAX_METADATA))
    except (RuntimeError, MemoryError) as error:
        raise ValueError("a compressed box of metadata cannot be unpacked") from error
