"""Serialises ``.latent`` files; the inverse of :mod:`engine.container.reader`."""

from __future__ import annotations

import zlib

from engine.container import layout
from engine.container.layout import Group, LatentFile, Stream


def _chunk(kind: bytes, payload: bytes) -> bytes:
    head = layout.CHUNK_HEAD.pack(kind, len(payload))
    return head + payload + layout.CHECKSUM.pack(layout.chunk_crc(head, payload))


def _optional(kind: bytes, payload: bytes) -> bytes:
    """A chunk, packed if that makes it smaller."""
    if kind in layout.PACKED and len(payload) <= layout.UNPACKED_LIMIT:
        packed = zlib.compress(payload, 9)
        if len(packed) < len(payload):
            return _chunk(layout.PACKED[kind], packed)
    return _chunk(kind, payload)


def _head(file: LatentFile) -> bytes:
    header = file.header
    model = header.model.encode("ascii")
    flags = layout.FLAG_GREY * header.is_grey | layout.FLAG_DEEP * header.is_deep
    fixed = layout.PICTURE_HEAD.pack(
        header.version, flags, header.width, header.height, header.quality, header.denoise, header.model_hash,
        len(model),
    )  # fmt: skip
    return fixed + model


def _words(stream: Stream) -> int:
    return len(stream.data) // layout.WORD


def _data(groups: tuple[Group, ...]) -> list[bytes]:
    index = b"".join(
        layout.GROUP_ENTRY.pack(_words(g.base), _words(g.detail), g.base.symbols_crc, g.detail.symbols_crc)
        for g in groups
    )
    streams = [group.base.data for group in groups] + [group.detail.data for group in groups]
    return [index, layout.CHECKSUM.pack(layout.index_crc(index)), *streams]


def write(file: LatentFile) -> bytes:
    """The bytes of a file: magic, ``HEAD``, optional chunks, ``DATA``."""
    optional = [_optional(kind, payload) for kind, payload in file.chunks.items()]
    data = _chunk(layout.DATA, b"".join(_data(file.groups)))
    return b"".join([layout.MAGIC, _chunk(layout.HEAD, _head(file)), *optional, data])
