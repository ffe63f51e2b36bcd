"""Image file directories (IFDs), of which TIFF files and Exif blocks are made.

::

    0  "II" or "MM", 42          byte order
    4  offset of IFD0
       IFD: number of entries (2), entries (12 each: tag, type, count, value or its offset), offset of the next IFD (4)

A value of more than four bytes lies elsewhere, and its entry holds the offset. BigTIFF, which says 43, has eight bytes
for counts and offsets; :mod:`engine.image.formats.tiff_exif` reads it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

ByteOrder = Literal["<", ">"]

ORDERS: dict[bytes, ByteOrder] = {b"II*\0": "<", b"MM\0*": ">"}
"""Byte order, as ``struct`` has it, by the first four bytes."""
FIRST_BYTES: dict[ByteOrder, bytes] = {order: magic for magic, order in ORDERS.items()}

EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD = 0x8769, 0x8825, 0xA005
"""Tags of the offsets of further directories."""

TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of one value, by type."""

HEADER_BYTES = 8
_ENTRY_BYTES = 12


@dataclass(frozen=True)
class Entry:
    """One entry of an IFD.

    Attributes:
        at: offset of the entry.
        field: its four bytes for the value, or for the offset of a longer one.
        offset: ``field`` as a number.
    """

    at: int
    tag: int
    type: int
    count: int
    field: bytes
    offset: int

    @property
    def bytes(self) -> int:
        """Bytes of the value; 0 for a type that nobody knows."""
        return TYPE_BYTES.get(self.type, 0) * self.count


class IfdReader:
    """Reads the directories of data in memory. Nothing in the data is trusted.

    Args:
        data: from the byte-order mark on; may be edited between two calls.
        order: of its numbers.
    """

    def __init__(self, data: bytes | bytearray, order: ByteOrder) -> None:
        self.data, self.order = data, order

    def short(self, at: int) -> int:
        """The whole number of two bytes at an offset."""
        return int(struct.unpack_from(self.order + "H", self.data, at)[0])

    def long(self, at: int) -> int:
        """The whole number of four bytes at an offset."""
        return int(struct.unpack_from(self.order + "L", self.data, at)[0])

    @property
    def first(self) -> int:
        """Offset of IFD0."""
        return self.long(4)

    def begins(self, ifd: int) -> bool:
        """Whether there is room for the number of entries at ``ifd``."""
        return HEADER_BYTES <= ifd <= len(self.data) - 2

    def fits(self, ifd: int) -> bool:
        """Whether an IFD lies in the data with all of its entries."""
        return self.begins(ifd) and self.table_end(ifd) <= len(self.data)

    def table_end(self, ifd: int) -> int:
        """Offset behind the entries, where the offset of the next IFD stands."""
        return ifd + 2 + _ENTRY_BYTES * self.short(ifd)

    def entries(self, ifd: int) -> list[Entry]:
        """Those that lie in the data, which may end within the table."""
        if not self.begins(ifd):
            return []
        count = min(self.short(ifd), (len(self.data) - ifd - 2) // _ENTRY_BYTES)
        return [self._entry(ifd + 2 + _ENTRY_BYTES * index) for index in range(count)]

    def _entry(self, at: int) -> Entry:
        tag, type, count, field = struct.unpack_from(self.order + "HHL4s", self.data, at)
        return Entry(at, tag, type, count, field, self.long(at + 8))


def write_ifd(values: list[tuple[int, int, int, bytes]], order: ByteOrder) -> bytes:
    """The table of an IFD without a next one.

    Args:
        values: tag, type, count and the four bytes of the field, of each entry, by rising tags.
    """
    rows = [struct.pack(order + "HHL", tag, type, count) + field for tag, type, count, field in values]
    return struct.pack(order + "H", len(rows)) + b"".join(rows) + bytes(4)
