"""Exif blocks as a camera writes them, laid out byte by byte."""

from __future__ import annotations

import struct

GPS_MARK = b"\x00\x00\x00\x2f\x00\x00\x00\x01"
"""47 degrees as a rational, in big-endian: what must not be found in a block without its position."""

THUMBNAIL = b"\xff\xd8 a thumbnail \xff\xd9"


def camera_block(order: str = ">", orientation: int | None = 6, *, with_position: bool = True) -> bytes:
    """IFD0 with maker, orientation, Exif IFD and GPS IFD; IFD1 with a thumbnail; a maker's note in the Exif IFD."""
    ifd0_at, count = 8, 3 + with_position + (orientation is not None)
    exif_at = ifd0_at + 2 + 12 * count + 4
    gps_at = exif_at + 2 + 12 * 3 + 4
    ifd1_at = gps_at + (2 + 12 * 2 + 4 if with_position else 0)
    values_at = ifd1_at + 2 + 12 * 2 + 4
    note_at, latitude_at = values_at + 8, values_at + 8 + 16
    thumbnail_at = latitude_at + 24

    def entry(tag: int, kind: int, number: int, value: int | bytes) -> bytes:
        short = kind == 3 and number == 1
        packed = (
            value
            if isinstance(value, bytes)
            else struct.pack(order + ("HH" if short else "I"), *([value, 0] if short else [value]))
        )
        return struct.pack(order + "HHI", tag, kind, number) + packed.ljust(4, b"\0")

    def ifd(entries: list[bytes], following: int) -> bytes:
        return struct.pack(order + "H", len(entries)) + b"".join(entries) + struct.pack(order + "I", following)

    first = [entry(0x010F, 2, 7, values_at), entry(0x8769, 4, 1, exif_at)]
    if orientation is not None:
        first.insert(1, entry(0x0112, 3, 1, orientation))
    if with_position:
        first.append(entry(0x8825, 4, 1, gps_at))
    first.append(entry(0x9C9B, 1, 4, b"a\0b\0"))
    inner = [entry(0x927C, 7, 16, note_at), entry(0xA002, 3, 1, 640), entry(0xA003, 4, 1, 480)]
    position = [entry(0x0001, 2, 2, b"N\0"), entry(0x0002, 5, 3, latitude_at)]
    thumbnail = [entry(0x0201, 4, 1, thumbnail_at), entry(0x0202, 4, 1, len(THUMBNAIL))]
    latitude = struct.pack(order + "6I", 47, 1, 30, 1, 11, 1) if with_position else bytes(24)
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", ifd0_at)
    tables = ifd(first, ifd1_at) + ifd(inner, 0) + (ifd(position, 0) if with_position else b"") + ifd(thumbnail, 0)
    return head + tables + b"Camera\0\0" + b"note of a maker." + latitude + THUMBNAIL
