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
_RELATED_SIZES = (0x1001, 0x1002)
_SUBJECTS = (0x9214, 0xA214)
"""Area and location of the subject, in pixels."""
_THUMBNAILS = ((0x0201, 0x0202), (0x0111, 0x0117))
"""Offset and length of a thumbnail: as JPEG, or in strips."""
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


def of_part(block: bytes, width: int, height: int) -> bytes | None:
    """The block for a part of its picture, or for a smaller one: no thumbnail of the whole, no stale sizes.

    IFD1 and its thumbnail are gone, zeros stand where they were; width and height are those given; where the subject
    lies is left out.

    Returns:
        ``None`` if it is no Exif block.
    """
    try:
        content = _Block(block)
    except ValueError:
        return None
    ifd0 = content.long(4)
    if not content.fits(ifd0):
        return None
    next_at = content.next_at(ifd0)
    if next_at is not None:
        thumbnail = content.long(next_at)
        content.put_long(next_at, 0)
        if content.fits(thumbnail):
            _erase_thumbnail(content, thumbnail)
    for ifd in list(content.ifds()):
        for across, down in (*_SIZES, _RELATED_SIZES):
            for tag, value in ((across, width), (down, height)):
                entry = _find(content, ifd, tag)
                if entry is not None:
                    _put_number(content, entry, value)
        for tag in _SUBJECTS:
            while (entry := _find(content, ifd, tag)) is not None:
                _remove_entry(content, ifd, entry)
    return bytes(content.bytes)


def _erase_thumbnail(content: _Block, thumbnail: int) -> None:
    """Overwrite IFD1 and its picture with zeros, where nothing else in the block lies."""
    spans = [(thumbnail, content.table_end(thumbnail))]
    found = {entry.tag: entry for entry in content.entries(thumbnail)}
    for offset, length in _THUMBNAILS:
        if offset in found and length in found:
            spans += _pieces(content, found[offset], found[length])
    used = list(_used(content))
    for start, stop in spans:
        stop = min(stop, len(content.bytes))
        if HEADER_BYTES <= start < stop and not any(start < end and begin < stop for begin, end in used):
            content.bytes[start:stop] = bytes(stop - start)


def _pieces(content: _Block, offsets: Entry, lengths: Entry) -> Iterator[tuple[int, int]]:
    """Where each strip of a thumbnail lies."""
    for offset, length in zip(_numbers(content, offsets), _numbers(content, lengths), strict=False):
        yield offset, offset + length


def _numbers(content: _Block, entry: Entry) -> list[int]:
    at = _number_at(content, entry)
    if at is None:
        return []
    read, size = (content.short, 2) if entry.type in _SHORTS else (content.long, 4)
    return [read(at + size * index) for index in range(entry.count)]


def _used(content: _Block) -> Iterator[tuple[int, int]]:
    """Where the directories and the longer values of a block lie."""
    ifds = list(content.ifds())
    positions = [entry.offset for ifd in ifds for entry in content.entries(ifd) if entry.tag == GPS_IFD]
    for ifd in (*ifds, *filter(content.fits, positions)):
        yield ifd, content.table_end(ifd) + 4
        for entry in content.entries(ifd):
            at, size = content.value_at(entry), content.size(entry)
            if at is not None and size > 4:
                yield at, at + size
