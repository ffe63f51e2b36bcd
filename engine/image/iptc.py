"""Records of IPTC-IIM: data sets of a mark, a record, a number, a length and a value, one after another."""

from __future__ import annotations

from collections.abc import Collection

_HEAD = 5
_MARK, _APPLICATION, _LONG = 0x1C, 2, 0x8000


def without(records: bytes, numbers: Collection[int]) -> tuple[bytes | None, list[int]]:
    """The records without some data sets of record 2, and the numbers of those that were there.

    Returns:
        ``None`` for the records if nothing is left.

    Raises:
        ValueError: they are damaged.
    """
    kept, found, at = list[bytes](), list[int](), 0
    while at < len(records):
        if not records[at:].strip(b"\0"):
            kept.append(records[at:])  # padding
            break
        end = _end(records, at)
        record, number = records[at + 1], records[at + 2]
        if record == _APPLICATION and number in numbers:
            found.append(number)
        else:
            kept.append(records[at:end])
        at = end
    return b"".join(kept) or None, found


def _end(records: bytes, at: int) -> int:
    """Where the data set at an offset ends."""
    start = at + _HEAD
    if records[at] != _MARK or start > len(records):
        raise ValueError("no data set of IPTC")
    length = int.from_bytes(records[at + 3 : start])
    if length & _LONG:
        start, size = start + (length & ~_LONG), start
        length = int.from_bytes(records[size:start])
    if start + length > len(records):
        raise ValueError("a data set of IPTC that is cut short")
    return start + length
