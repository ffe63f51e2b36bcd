"""GIF, through Pillow."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from engine.image.formats.base import Reader
from engine.image.ledger import printable, trailer, unkept
from engine.image.metadata import COMMENT, text_of
from engine.image.picture import Picture
from engine.image.pillow_image import header_of, read
from engine.image.source import Source
from engine.messages import Message

_HEADER_BYTES, _FLAGS_AT = 13, 10
_EXTENSION, _IMAGE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _COMMENT, _APPLICATION = 0xF9, 0xFE, 0xFF
_KNOWN = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"XMP DataXMP"})
"""Applications whose data are kept, or say how often the frames are shown."""


def _read(source: Source) -> Picture:
    picture, data = read(source), source.path.read_bytes()
    texts = tuple((COMMENT, text_of(text)) for text in _comments(data))
    metadata = dataclasses.replace(picture.metadata, texts=texts)
    return dataclasses.replace(picture, metadata=metadata, warnings=(*picture.warnings, *unkept(_beside(data))))


def _beside(data: bytes) -> Iterator[Message]:
    """Names of extensions that are not kept, and of what stands behind the end."""
    for label, at in _extensions(data):
        name = data[at + 1 : at + 1 + data[at]] if at < len(data) else b""
        if label == _END:
            yield from trailer(data[at:])
        elif label == _APPLICATION and name not in _KNOWN:
            yield Message("the extension {0!r}", printable(name))
        elif label not in (_CONTROL, _APPLICATION, _COMMENT):
            yield Message("the extension {0}", label)


def _comments(data: bytes) -> Iterator[bytes]:
    for label, at in _extensions(data):
        if label == _COMMENT:
            text = b""
            while at < len(data) and data[at]:
                text += data[at + 1 : at + 1 + data[at]]
                at += 1 + data[at]
            yield text


def _extensions(data: bytes) -> Iterator[tuple[int, int]]:
    """Label of each extension and where its blocks begin; at last the end marker's, and where what follows begins."""
    at = _HEADER_BYTES + _table_bytes(data, _FLAGS_AT)
    while at + 1 < len(data):
        if data[at] == _EXTENSION:
            yield data[at + 1], at + 2
            at = _after_blocks(data, at + 2)
        elif data[at] == _IMAGE:
            at = _after_blocks(data, at + 11 + _table_bytes(data, at + 9))
        else:
            break
    if data[at : at + 1] == bytes([_END]):
        yield _END, at + 1


def _table_bytes(data: bytes, at: int) -> int:
    """Bytes of the colour table that the flags at ``at`` announce."""
    flags = data[at] if at < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Where a chain of blocks, each with its length in front, ends."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


READER = Reader(
    suffixes=frozenset({".gif"}), claims=lambda source: source.head.startswith(b"GIF8"), header=header_of, read=_read
)
