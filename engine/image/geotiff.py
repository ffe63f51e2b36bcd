"""GeoTIFF tags as they are kept with a picture: little-endian, each with its number, type and count in front.

See OGC 19-008r4 for the tags; GDAL adds two of its own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Any

from engine.image.ifd import ByteOrder

TAGS = frozenset({33550, 33922, 34264, 34735, 34736, 34737, 42112, 42113})
_HEAD = struct.Struct("<HHL")
_ASCII = 2
_LETTERS = {_ASCII: "s", 3: "H", 4: "L", 11: "f", 12: "d"}
_BYTES = {_ASCII: 1, 3: 2, 4: 4, 11: 4, 12: 8}

Values = tuple[int, int, bytes]
"""Type, count, and bytes in the order of a file."""


def packed(tags: Mapping[int, tuple[int, Any]]) -> bytes | None:
    """The tags of a file, each with its type and value; ``None`` where there are none.

    Raises:
        ValueError: a tag has a type that such tags do not have.
    """
    out = b""
    for code, (type, value) in sorted(tags.items()):
        if type not in _LETTERS:
            raise ValueError("not the type of a GeoTIFF tag")
        if type == _ASCII:
            data = (value if isinstance(value, bytes) else str(value).encode("utf-8")) + b"\0"
            out += _HEAD.pack(code, type, len(data)) + data
        else:
            numbers = value if isinstance(value, tuple) else (value,)
            try:
                out += _HEAD.pack(code, type, len(numbers)) + struct.pack(f"<{len(numbers)}{_LETTERS[type]}", *numbers)
            except struct.error as error:
                raise ValueError("not the value of a GeoTIFF tag") from error
    return out or None


def unpacked(data: bytes, order: ByteOrder) -> Iterator[tuple[int, Values]]:
    """Tags with their values in the byte order of a file to be written; what is damaged is passed over."""
    at = 0
    while at + _HEAD.size <= len(data):
        code, type, count = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        end = at + count * _BYTES.get(type, 0)
        if type not in _LETTERS or code not in TAGS or end > len(data):
            return
        values = struct.unpack_from(f"<{count}{_LETTERS[type]}", data, at)
        yield code, (type, count, struct.pack(f"{order}{count}{_LETTERS[type]}", *values))
        at = end
