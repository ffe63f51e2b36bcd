"""The Exif block of a TIFF file: the tags that describe its picture, with their values copied as they are.

Libraries that write such a block interpret the values on their way, which costs every letter that ASCII does not have.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from engine.image.boxes import MAX_METADATA
from engine.image.ifd import (
    EXIF_IFD,
    FIRST_BYTES,
    GPS_IFD,
    HEADER_BYTES,
    INTEROPERABILITY_IFD,
    TYPE_BYTES,
    ByteOrder,
    write_ifd,
)

_POINTERS = {0: (EXIF_IFD, GPS_IFD), EXIF_IFD: (INTEROPERABILITY_IFD,)}
"""Tags of the offsets of further IFDs, by the tag that led to the one that they are in."""
_OFFSET_LETTERS = {4: "I", 13: "I", 16: "Q", 18: "Q"}
_LONG = 4


@dataclass(frozen=True)
class _Entry:
    """A tag with its value's bytes, or with the entries of the IFD that it leads to."""

    tag: int
    type: int
    count: int
    value: bytes | list[_Entry]


def exif_block(file: BinaryIO, wanted: frozenset[int]) -> bytes | None:
    """A block of those ``wanted`` tags that the first IFD has, and of the IFDs of Exif and GPS if these are among them.

    What lies outside of the file, or has a type that Exif does not know, is left out.

    Returns:
        ``None`` if there is no such tag.

    Raises:
        ValueError, struct.error: if the file is no TIFF, or its first IFD is not there.
    """
    reader = _Reader(file)
    found = [entry for entry in reader.entries(reader.start, 0) if entry.tag in wanted]
    if not found:
        return None
    head = FIRST_BYTES[reader.order] + struct.pack(reader.order + "L", HEADER_BYTES)
    return head + _laid_out(found, reader.order, HEADER_BYTES)


class _Reader:
    """Entries of a file's IFDs, of TIFF and of BigTIFF.

    Raises:
        ValueError, struct.error: if it does not begin like either.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        head = self._at(0, 16)
        if head[:2] not in (b"II", b"MM"):
            raise ValueError("no TIFF")
        self.order: ByteOrder = "<" if head[:2] == b"II" else ">"
        self._big = self._unpacked("H", head[2:4]) == 43
        self.start = self._unpacked("Q", head[8:16]) if self._big else self._unpacked("I", head[4:8])

    def entries(self, offset: int, led_by: int) -> list[_Entry]:
        """Of the IFD at ``offset``, to which the tag ``led_by`` led; 0 for the first."""
        letter, size = ("Q", 20) if self._big else ("H", 12)
        count_bytes = struct.calcsize(letter)
        count = min(self._unpacked(letter, self._at(offset, count_bytes)), 0xFFFF)
        table = self._at(offset + count_bytes, count * size)
        rows = [table[at : at + size] for at in range(0, len(table) - size + 1, size)]
        return [entry for entry in (self._entry(row, led_by) for row in rows) if entry is not None]

    def _entry(self, row: bytes, led_by: int) -> _Entry | None:
        tag, type = self._unpacked("H", row[:2]), self._unpacked("H", row[2:4])
        half = 4 + (len(row) - 4) // 2
        letter = "Q" if self._big else "I"
        count, field = self._unpacked(letter, row[4:half]), row[half:]
        if tag in _POINTERS.get(led_by, ()):
            inner = self._inner(tag, type, field)
            return _Entry(tag, _LONG, 1, inner) if inner else None
        size = TYPE_BYTES.get(type, 0) * count
        if not 0 < size <= MAX_METADATA:
            return None
        value = field[:size] if size <= len(field) else self._at(self._unpacked(letter, field), size)
        return _Entry(tag, type, count, value) if len(value) == size else None

    def _inner(self, tag: int, type: int, field: bytes) -> list[_Entry]:
        letter = _OFFSET_LETTERS.get(type)
        if letter is None:
            return []
        try:
            return self.entries(self._unpacked(letter, field[: struct.calcsize(letter)]), tag)
        except struct.error:  # it is not there
            return []

    def _at(self, offset: int, size: int) -> bytes:
        if offset >= 1 << 63:
            return b""
        self._file.seek(offset)
        return self._file.read(size)

    def _unpacked(self, letter: str, data: bytes) -> int:
        return int(struct.unpack(self.order + letter, data)[0])


def _laid_out(entries: list[_Entry], order: ByteOrder, at: int) -> bytes:
    """An IFD that is to lie at ``at``, followed by what does not fit into it."""
    rows, rest = [], bytearray()
    start = at + 2 + 12 * len(entries) + 4
    for entry in sorted(entries, key=lambda entry: entry.tag):
        place = start + len(rest)
        if isinstance(entry.value, list):
            field, beyond = struct.pack(order + "I", place), _laid_out(entry.value, order, place)
        elif len(entry.value) <= 4:
            field, beyond = entry.value.ljust(4, b"\0"), b""
        else:
            field, beyond = struct.pack(order + "I", place), entry.value
        rest += beyond + bytes(len(beyond) % 2)
        rows.append((entry.tag, entry.type, entry.count, field))
    return write_ifd(rows, order) + bytes(rest)
