"""The items of HEIF and AVIF files, ISO/IEC 23008-12: which of them are the picture, and what the others are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.image.boxes import boxes, inside
from engine.image.ledger import printable, trailer
from engine.messages import Message

_FULL = 4
"""Bytes of version and flags, with which some boxes begin."""
_NO_CONTENT = frozenset({b"ftyp", b"mdat", b"free", b"skip", b"wide"})
_METADATA = frozenset({b"Exif", b"application/rdf+xml"})
_PICTURES = frozenset({b"hvc1", b"av01", b"avc1", b"j2k1", b"jpeg", b"vvc1", b"unci", b"grid", b"iden", b"iovl"})


@dataclass
class _Items:
    """What a ``meta`` box says: kinds of items by their number, references, and the kinds of auxiliary pictures."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    references: list[tuple[bytes, int, frozenset[int]]] = field(default_factory=list)
    auxiliary: dict[int, str] = field(default_factory=dict)

    def targets(self, kind: bytes) -> dict[int, frozenset[int]]:
        """The items that each item refers to in this way."""
        found: dict[int, frozenset[int]] = {}
        for name, origin, targets in self.references:
            if name == kind:
                found[origin] = found.get(origin, frozenset()) | targets
        return found


def beside(data: bytes, *, has_frames: bool) -> Iterator[Message]:
    """Names of what is in a file beside its main picture and its metadata, and not kept.

    Args:
        has_frames: further pictures have a warning of their own.
    """
    end = 0
    for kind, contents in boxes(data):
        end = _end(data, contents, end)
        if kind == b"meta":
            yield from _parts_of(_items(contents), has_frames=has_frames)
        elif kind == b"mpvd":
            yield Message("the film of a motion photo")
        elif kind == b"moov":
            if not has_frames:
                yield Message("a film or a sequence of pictures")
        elif kind not in _NO_CONTENT:
            yield Message("the box {0!r}", printable(kind))
    yield from trailer(data[end:])


def main_property(data: bytes, kind: bytes) -> bytes | None:
    """The contents of a property of a file's main picture; ``None`` where it has none of this kind."""
    meta = next(inside(data, b"meta"), b"")[_FULL:]
    item = int.from_bytes(next(inside(meta, b"pitm"), b"")[_FULL:])
    for properties in inside(meta, b"iprp"):
        found = list(boxes(next(inside(properties, b"ipco"), b"")))
        for links in inside(properties, b"ipma"):
            for owner, index in _associations(links):
                if owner == item and 0 < index <= len(found) and found[index - 1][0] == kind:
                    return found[index - 1][1]
    return None


def _end(data: bytes, contents: bytes, start: int) -> int:
    """Where the box that begins at ``start`` ends."""
    return start + (16 if int.from_bytes(data[start : start + 4]) == 1 else 8) + len(contents)


def _parts_of(items: _Items, *, has_frames: bool) -> Iterator[Message]:
    """Names of items; those that another one is put together from go without."""
    components = items.targets(b"dimg")
    kept, waiting = set[int](), [items.primary]
    while waiting:
        number = waiting.pop()
        if number not in kept:
            kept.add(number)
            waiting += components.get(number, ())
    thumbnails = {item for item, targets in items.targets(b"thmb").items() if targets & kept}
    unnamed = kept.union(thumbnails, *components.values())
    for item, kind in items.kinds.items():
        if item in unnamed or kind in _METADATA:
            continue
        urn = items.auxiliary.get(item)
        if kind == b"tmap" or (urn is not None and "gainmap" in urn.lower()):
            yield Message("a gain map for high dynamic range")
        elif urn is not None:
            if "auxid:1" not in urn and "alpha" not in urn:
                is_depth = "auxid:2" in urn or "depth" in urn
                yield Message("a depth map") if is_depth else Message("the auxiliary picture {0!r}", urn)
        elif kind not in _PICTURES:
            yield Message("the item {0!r}", printable(kind))
        elif not has_frames:
            yield Message("a further picture")


def _items(meta: bytes) -> _Items:
    items = _Items()
    for kind, contents in boxes(meta[_FULL:]):
        version = contents[:1]
        if kind == b"pitm":
            items.primary = int.from_bytes(contents[_FULL : _FULL + (2 if version == b"\0" else 4)])
        elif kind == b"iinf":
            entries = boxes(contents[_FULL + (2 if version == b"\0" else 4) :])
            items.kinds = dict(_entry(entry) for name, entry in entries if name == b"infe" and entry[:1] >= b"\2")
        elif kind == b"iref":
            wide = 2 if version == b"\0" else 4
            items.references = [_reference(name, box, wide) for name, box in boxes(contents[_FULL:])]
        elif kind == b"iprp":
            items.auxiliary = _auxiliary(contents)
    return items


def _entry(entry: bytes) -> tuple[int, bytes]:
    """The number and kind of an item; of data with a media type, that."""
    wide = 2 if entry[:1] == b"\2" else 4
    at = _FULL + wide + 2
    kind = entry[at : at + 4]
    if kind == b"mime":
        kind = entry[at + 4 :].split(b"\0")[1] if entry[at + 4 :].count(b"\0") else kind
    return int.from_bytes(entry[_FULL : _FULL + wide]), kind


def _reference(kind: bytes, contents: bytes, wide: int) -> tuple[bytes, int, frozenset[int]]:
    count = int.from_bytes(contents[wide : wide + 2])
    starts = range(wide + 2, min(wide + 2 + wide * count, len(contents)), wide)
    return kind, int.from_bytes(contents[:wide]), frozenset(int.from_bytes(contents[at : at + wide]) for at in starts)


def _auxiliary(properties: bytes) -> dict[int, str]:
    """The names of the kinds of auxiliary pictures, by item."""
    names: dict[int, str] = {}
    found: dict[int, str] = {}
    for kind, contents in boxes(properties):
        if kind == b"ipco":
            for number, (name, box) in enumerate(boxes(contents), 1):
                if name == b"auxC":
                    names[number] = box[_FULL:].partition(b"\0")[0].decode("latin-1")
        elif kind == b"ipma":
            found |= {item: names[number] for item, number in _associations(contents) if number in names}
    return found


def _associations(contents: bytes) -> Iterator[tuple[int, int]]:
    """Items with the numbers of their properties."""
    wide, is_long = (2 if contents[:1] == b"\0" else 4), bool(contents[3:4] and contents[3] & 1)
    at = _FULL + 4
    for _ in range(int.from_bytes(contents[_FULL:at])):
        if at + wide + 1 > len(contents):
            return
        item, count = int.from_bytes(contents[at : at + wide]), contents[at + wide]
        at += wide + 1
        for _ in range(count):
            size = 2 if is_long else 1
            number = int.from_bytes(contents[at : at + size]) & (0x7FFF if is_long else 0x7F)
            at += size
            yield item, number
