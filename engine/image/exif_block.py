"""Directories inside an Exif block, which is laid out like a TIFF file.

A block that is handed on whole keeps all its offsets, those inside a camera's maker note included, which nobody else
can read. So nothing here moves data: entries are looked at, and the end of a block may be cut off.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from engine.image.exif import without_prefix
from engine.image.ifd import EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD, ORDERS, ByteOrder, Entry, IfdReader

_POINTERS = (EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD)
"""Tags of the offsets of the Exif, GPS and interoperability directories."""

_RESOLUTION_UNIT = 296
_RESOLUTION = {282: (5, 1), 283: (5, 1), _RESOLUTION_UNIT: (3, 1)}
"""Tags of pixels across, pixels down and their unit, with type and count."""

_SMALLEST = 8 + 2


@dataclass(frozen=True)
class ExifBlock:
    """An Exif block from its byte-order mark on, whose first directory can be read."""

    data: bytes
    order: ByteOrder

    @property
    def _reader(self) -> IfdReader:
        return IfdReader(self.data, self.order)

    def entries(self, offset: int | None = None) -> list[Entry]:
        """Entries of the directory at ``offset``, by default the first, without those that lead outside the block."""
        reader = self._reader
        listed = reader.entries(reader.first if offset is None else offset)
        return [entry for entry in listed if self._is_inside(entry)]

    def has_directory(self) -> bool:
        """Whether there is room for the first one."""
        return self._reader.fits(self._reader.first)

    def has_resolution(self) -> bool:
        """Whether the first directory says how many pixels there are to an inch or a centimetre, in sound form."""
        kinds = {entry.tag: (entry.type, entry.count) for entry in self.entries() if entry.tag in _RESOLUTION}
        if kinds != _RESOLUTION:
            return False
        units = [entry.field[:2] for entry in self.entries() if entry.tag == _RESOLUTION_UNIT]
        return struct.unpack(self.order + "H", units[0])[0] in (2, 3)

    def without_thumbnail(self) -> ExifBlock:
        """The block without its second directory, and cut off behind the last byte that the others use."""
        link = self._reader.table_end(self._reader.first)
        if not any(self.data[link : link + 4]):
            return self
        unlinked = self.data[:link] + b"\0\0\0\0" + self.data[link + 4 :]
        return ExifBlock(unlinked[: self.end()], self.order)

    def end(self) -> int:
        """Where the last of the first directory, those below it and their values ends."""
        waiting, seen, end = [self._reader.first], set[int](), 0
        while waiting:
            offset = waiting.pop()
            if offset in seen:
                continue
            seen.add(offset)
            entries = self.entries(offset)
            end = max(end, self._reader.table_end(offset) + 4, *map(_end, entries))
            waiting += [entry.offset for entry in entries if entry.tag in _POINTERS]
        return end

    def _is_inside(self, entry: Entry) -> bool:
        if entry.tag in _POINTERS:
            return entry.bytes == 4 and self._reader.fits(entry.offset)
        return entry.bytes > 0 and _end(entry) <= len(self.data)


def _end(entry: Entry) -> int:
    """Where a value that does not lie in its entry ends; 0 for one that does."""
    return entry.offset + entry.bytes if entry.bytes > 4 else 0


def parsed(exif: bytes | None) -> ExifBlock | None:
    """The block if its first directory can be read, ``None`` if it cannot or there is no block."""
    data = without_prefix(exif or b"")
    if len(data) < _SMALLEST or data[:4] not in ORDERS:
        return None
    block = ExifBlock(data, ORDERS[data[:4]])
    return block if block.has_directory() else None
