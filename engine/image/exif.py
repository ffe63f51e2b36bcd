"""Edits an Exif block in place: every byte that need not change stays where and as it is.

IFD0 is followed by IFD1, which describes the embedded thumbnail. Tags 0x8769, 0x8825 and 0xa005 of any of them hold the
offset of a further IFD. Nothing in a block is trusted: what points outside of it is taken for absent.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from engine.image.ifd import EXIF_IFD, GPS_IFD, HEADER_BYTES, INTEROPERABILITY_IFD, ORDERS, TYPE_BYTES, Entry, IfdReader
from engine.image.samples import SWAPS_AXES

PREFIX = b"Exif\0\0"
"""What stands before the block in JPEG, and in some files of other formats."""

ORIENTATION = 0x0112
_POINTERS = (EXIF_IFD, INTEROPERABILITY_IFD)
_SIZES = ((0x0100, 0x0101), (0xA002, 0xA003))
_MAX_IFDS = 32
_SHORTS, _LONGS = (3, 8), (4, 9)
"""Types of whole numbers of two and of four bytes, without sign and with."""


class _Block(IfdReader):
    """A block that is being edited.

    Raises:
        ValueError: if it does not begin like an Exif block.
    """

    def __init__(self, block: bytes) -> None:
        if len(block) < 14 or block[:4] not in ORDERS:
            raise ValueError("no Exif block")
        self.bytes = bytearray(block)
        super().__init__(self.bytes, ORDERS[block[:4]])

    def put_short(self, at: int, value: int) -> None:
        struct.pack_into(self.order + "H", self.bytes, at, value)

    def put_long(self, at: int, value: int) -> None:
        struct.pack_into(self.order + "L", self.bytes, at, value)

    def size(self, entry: Entry) -> int:
        """Bytes of an entry's value; of a type that nobody knows, at least one each."""
        return TYPE_BYTES.get(entry.type, 1) * entry.count

    def value_at(self, entry: Entry) -> int | None:
        """Where an entry's value begins, ``None`` if outside."""
        size = self.size(entry)
        at = entry.at + 8 if size <= 4 else entry.offset
        return at if at >= HEADER_BYTES and at + size <= len(self.bytes) else None

    def next_at(self, ifd: int) -> int | None:
        """Where the offset of the next IFD stands."""
        at = self.table_end(ifd)
        return at if at + 4 <= len(self.bytes) else None

    def ifds(self) -> Iterator[int]:
        """Offsets of IFD0, its followers and the IFDs that they point to, without those of positions."""
        waiting, seen = [self.long(4)], set[int]()
        while waiting and len(seen) < _MAX_IFDS:
            ifd = waiting.pop(0)
            if ifd in seen or not self.fits(ifd):
                continue
            seen.add(ifd)
            yield ifd
            next_at = self.next_at(ifd)
            followers = [self.long(next_at)] if next_at is not None else []
            waiting += [self.long(entry.at + 8) for entry in self.entries(ifd) if entry.tag in _POINTERS] + followers


def without_prefix(block: bytes) -> bytes:
    """The block from its byte-order mark on."""
    while block.startswith(PREFIX):
        block = block[len(PREFIX) :]
    return block


def orientation_of(block: bytes) -> int | None:
    """Orientation that IFD0 gives, 1..8; ``None`` where it gives none, or not one of these."""
    try:
        content = _Block(block)
    except ValueError:
        return None
    entry = _find(content, content.long(4), ORIENTATION)
    at = None if entry is None else _number_at(content, entry)
    if entry is None or at is None:
        return None
    value = content.short(at) if entry.type in _SHORTS else content.long(at)
    return value if 1 <= value <= 8 else None


def _find(content: _Block, ifd: int, tag: int) -> Entry | None:
    return next((entry for entry in content.entries(ifd) if entry.tag == tag), None)


def _number_at(content: _Block, entry: Entry) -> int | None:
    """Where the first of an entry's whole numbers stands; ``None`` if it holds none."""
    return content.value_at(entry) if entry.count and entry.type in (*_SHORTS, *_LONGS) else None


def made_upright(block: bytes) -> bytes | None:
    """The block for a picture that was turned as the block says.

    Orientation becomes 1, width and height change places if the axes did, and IFD1 is unlinked, as its thumbnail still
    lies as the picture did. A block that says 1, or nothing, comes back as it is.

    Returns:
        ``None`` if it is no Exif block.
    """
    try:
        content = _Block(block)
    except ValueError:
        return None
    orientation = orientation_of(block)
    if orientation in (None, 1):
        return block
    ifd0 = content.long(4)
    for entry in content.entries(ifd0):
        if entry.tag == ORIENTATION:
            _put_number(content, entry, 1)
    if orientation in SWAPS_AXES:
        for ifd in list(content.ifds()):
            _swap_sizes(content, ifd)
    next_at = content.next_at(ifd0)
    if next_at is not None:
        content.put_long(next_at, 0)
    return bytes(content.bytes)


def _put_number(content: _Block, entry: Entry, value: int) -> None:
    at = _number_at(content, entry)
    if at is not None:
        content.put_short(at, value) if entry.type in _SHORTS else content.put_long(at, value)


def _swap_sizes(content: _Block, ifd: int) -> None:
    """Exchange width and height: types and values alike, as one may be SHORT and the other LONG."""
    for tags in _SIZES:
        across, down = (_find(content, ifd, tag) for tag in tags)
        if across is not None and down is not None:
            a, b = (slice(entry.at + 2, entry.at + 12) for entry in (across, down))
            content.bytes[a], content.bytes[b] = content.bytes[b], content.bytes[a]


def without_position(block: bytes) -> bytes | None:
    """The block without its GPS IFD: entry, table and values are gone, zeros stand where they were.

    Returns:
        ``None`` if it is no Exif block, or one so tangled that cutting the position out would break it.
    """
    try:
        content = _Block(block)
    except ValueError:
        return None
    if not content.fits(content.long(4)):
        return None
    for ifd in list(content.ifds()):
        while (entry := _find(content, ifd, GPS_IFD)) is not None:
            position = content.long(entry.at + 8)
            _remove_entry(content, ifd, entry)
            if 8 <= position < len(content.bytes) and not (content.fits(position) and _erase(content, position)):
                return None
    return bytes(content.bytes)


def _remove_entry(content: _Block, ifd: int, entry: Entry) -> None:
    """Later entries and the offset of the next IFD move up; values that lie elsewhere stay where they are."""
    end = min(ifd + 2 + 12 * content.short(ifd) + 4, len(content.bytes))
    content.bytes[entry.at : end] = content.bytes[entry.at + 12 : end] + bytes(12)
    content.put_short(ifd, content.short(ifd) - 1)


def _erase(content: _Block, position: int) -> bool:
    """Overwrite an IFD and its values with zeros; ``False`` if something else in the block lies there too."""
    next_at = content.next_at(position)
    end = len(content.bytes) if next_at is None else next_at + 4
    spans = [(position, end)]
    for entry in content.entries(position):
        at, size = content.value_at(entry), content.size(entry)
        if at is not None and size > 4:
            spans.append((at, at + size))
    for ifd in content.ifds():
        table = (ifd, ifd + 2 + 12 * content.short(ifd))
        if any(start < table[1] and table[0] < stop for start, stop in spans):
            return False
    for start, stop in spans:
        content.bytes[start:stop] = bytes(stop - start)
    return True
