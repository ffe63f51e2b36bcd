"""Metadata built byte by byte, so that tests know where everything in it lies."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from PIL import ImageCms

Field = tuple[int, int, int, bytes]
"""Tag, type, count and value of an entry."""

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">caf\xc3\xa9</x:xmpmeta>'
IPTC = b"\x1c\x02\x05\x00\x05Title\x1c\x02\x19\x00\x04word"
NOTE = b"Maker\0" + bytes(range(64))
GPS_TAG, EXIF_TAG = 0x8825, 0x8769


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def grey_profile(gamma: int = 1) -> bytes:
    """An ICC profile of greys with this gamma."""
    description = b"desc" + bytes(4) + struct.pack(">L", 5) + b"grey\0" + bytes(78)
    tags = {
        b"desc": description + bytes(-len(description) % 4),
        b"cprt": b"text" + bytes(4) + b"nobody's\0\0\0\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3l", 0xF6D6, 0x10000, 0xD32D),
        b"kTRC": b"curv" + bytes(4) + struct.pack(">LH", 1, gamma << 8) + bytes(2),
    }
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += struct.pack(">4s2L", name, start + len(body), len(data))
        body += data
    rest = struct.pack(">L", len(tags)) + table + body
    sizes = 128 + len(rest), b"none", 0x02100000
    header = struct.pack(">L4sL4s4s4s12s4s", *sizes, b"mntr", b"GRAY", b"XYZ ", b"", b"acsp")
    white = struct.pack(">3l", 0xF6D6, 0x10000, 0xD32D)
    return (header + bytes(68 - len(header)) + white).ljust(128, b"\0") + rest


def exif_block(order: str = "<", *, thumbnail: bytes = b"", note: bytes = NOTE, resolution: bool = True) -> bytes:
    """Make, model, orientation 1, an Exif directory with a maker note, a position and, if given, a thumbnail."""
    first: list[Field] = [
        (0x010F, 2, 6, b"Maker\0"),
        (0x0110, 2, 3, b"M1\0"),
        (0x0112, 3, 1, struct.pack(order + "H", 1)),
        (0x0213, 3, 1, struct.pack(order + "H", 1)),  # where chroma lies: says how the source's samples were stored
    ]
    if resolution:
        ratio = struct.pack(order + "2L", 180, 1)
        first += [(0x011A, 5, 1, ratio), (0x011B, 5, 1, ratio), (0x0128, 3, 1, struct.pack(order + "H", 2))]
    camera: list[Field] = [(0x829A, 5, 1, struct.pack(order + "2L", 1, 125)), (0x927C, 7, len(note), note)]
    place: list[Field] = [
        (1, 2, 2, b"N\0"),
        (2, 5, 3, struct.pack(order + "6L", 10, 1, 20, 1, 305, 10)),
    ]
    camera_at = 8 + _bytes([*first, (EXIF_TAG, 4, 1, bytes(4)), (GPS_TAG, 4, 1, bytes(4))])
    place_at = camera_at + _bytes(camera)
    second_at = place_at + _bytes(place)
    first += [(tag, 4, 1, struct.pack(order + "L", at)) for tag, at in ((EXIF_TAG, camera_at), (GPS_TAG, place_at))]
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "L", 8)
    block = head + _directory(order, sorted(first), 8, second_at if thumbnail else 0)
    block += _directory(order, camera, camera_at) + _directory(order, place, place_at)
    if thumbnail:
        jpeg_at = second_at + _bytes([(0x0201, 4, 1, bytes(4)), (0x0202, 4, 1, bytes(4))])
        numbers = struct.pack(order + "L", jpeg_at), struct.pack(order + "L", len(thumbnail))
        block += _directory(order, [(0x0201, 4, 1, numbers[0]), (0x0202, 4, 1, numbers[1])], second_at) + thumbnail
    return block


def _bytes(fields: Sequence[Field]) -> int:
    return 6 + 12 * len(fields) + sum(len(value) + len(value) % 2 for *_, value in fields if len(value) > 4)


def _directory(order: str, fields: Sequence[Field], at: int, following: int = 0) -> bytes:
    table, values, start = struct.pack(order + "H", len(fields)), b"", at + 6 + 12 * len(fields)
    for tag, type, count, value in fields:
        field = value.ljust(4, b"\0")
        if len(value) > 4:
            field = struct.pack(order + "L", start + len(values))
            values += value + b"\0" * (len(value) % 2)
        table += struct.pack(order + "HHL", tag, type, count) + field
    return table + struct.pack(order + "L", following) + values
