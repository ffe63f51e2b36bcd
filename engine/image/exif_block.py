"""Directories inside an Exif block, which is laid out like a TIFF file.

A block that is handed on whole keeps all its offsets, those inside a camera's maker note included, which nobody else
can read. So nothing here moves data: entries are looked at, and the end of a block may be cut off.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

from engine.image.exif import without_prefix
from engine.image.tiff_layout import EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD, TYPE_BYTES

ByteOrder = Literal["<", ">"]

_POINTERS = (EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD)
"""Tags of the offsets of the Exif, GPS and interoperability directories."""

_RESOLUTION_UNIT = 296
_RESOLUTION = {282: (5, 1), 283: (5, 1), _RESOLUTION_UNIT: (3, 1)}
"""Tags of pixels across, pixels down and their unit, with type and count."""

_SMALLEST = 8 + 2
_ORDERS: dict[bytes, ByteOrder] = {b"II*\0": "<", b"MM\0*": ">"}


@dataclass(frozen=True)
class Entry:
    """An entry of a directory. ``field``: its four bytes for the value, or for the offset of a longer one."""

    tag: int
    type: int
    count: int
    field: bytes

    @property
    def size(self) -> int:
        """Bytes of the value; 0 for a type that nobody knows."""
        return TYPE_BYTES.get(self.type, 0) * self.count


@dataclass(frozen=True)
class ExifBlock:
    """An Exif block from its byte-order mark on, whose first directory can be read."""

    data: bytes
    order: ByteOrder

    @property
    def _start(self) -> int:
        return self.number(self.data[4:8])

    def number(self, field: bytes) -> int:
        """The offset in an entry's field."""
        return int(struct.unpack(self.order + "L", field)[0])

    def entries(self, offset: int | None = None) -> list[Entry]:
        """Entries of the directory at ``offset``, by default the first, without those that lead outside the block."""
        at = self._start if offset is None else offset
        table = struct.unpack_from(self.order + "HHL4s" * self._count(at), self.data, at + 2)
        listed = [Entry(*table[index : index + 4]) for index in range(0, len(table), 4)]
        return [entry for entry in listed if self._is_inside(entry)]

    def has_directory(self, offset: int | None = None) -> bool:
        """Whether there is room for one at ``offset``, by default for the first."""
        at = self._start if offset is None else offset
        return 8 <= at <= len(self.data) - 2 and at + 2 + 12 * self._count(at) <= len(self.data)

    def has_resolution(self) -> bool:
        """Whether the first directory says how many pixels there are to an inch or a centimetre, in sound form."""
        kinds = {entry.tag: (entry.type, entry.count) for entry in self.entries() if entry.tag in _RESOLUTION}
        if kinds != _RESOLUTION:
            return False
        units = [entry.field[:2] for entry in self.entries() if entry.tag == _RESOLUTION_UNIT]
        return struct.unpack(self.order + "H", units[0])[0] in (2, 3)

    def without_thumbnail(self) -> ExifBlock:
        """The block without its second directory, and cut off behind the last byte that the others use."""
        link = self._start + 2 + 12 * self._count(self._start)
        if not any(self.data[link : link + 4]):
            return self
        unlinked = self.data[:link] + b"\0\0\0\0" + self.data[link + 4 :]
        return ExifBlock(unlinked[: self.end()], self.order)

    def end(self) -> int:
        """Where the last of the first directory, those below it and their values ends."""
        waiting, seen, end = [self._start], set[int](), 0
        while waiting:
            offset = waiting.pop()
            if offset in seen:
                continue
            seen.add(offset)
            entries = self.entries(offset)
            end = max(end, offset + 6 + 12 * self._count(offset), *map(self._end, entries))
            waiting += [self.number(entry.field) for entry in entries if entry.tag in _POINTERS]
        return end

    def _count(self, offset: int) -> int:
        return int(struct.unpack_from(self.order + "H", self.data, offset)[0])

    def _is_inside(self, entry: Entry) -> bool:
        if entry.tag in _POINTERS:
            return entry.size == 4 and self.has_directory(self.number(entry.field))
        return entry.size > 0 and self._end(entry) <= len(self.data)

    def _end(self, entry: Entry) -> int:
        return self.number(entry.field) + entry.size if entry.size > 4 else 0


def parsed(exif: bytes | None) -> ExifBlock | None:
    """The block if its first directory can be read, ``None`` if it cannot or there is no block."""
    data = without_prefix(exif or b"")
    if len(data) < _SMALLEST or data[:4] not in _ORDERS:
        return None
    block = ExifBlock(data, _ORDERS[data[:4]])
    return block if block.has_directory() else None
