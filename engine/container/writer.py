"""Lays out a ``.latent`` file. The mirror of :mod:`engine.container.reader`."""

from __future__ import annotations

from engine.container import layout
from engine.container.layout import LatentFile


def _chunk(kind: bytes, payload: bytes) -> bytes:
    head = layout.CHUNK_HEAD.pack(kind, len(payload))
    return head + payload + layout.CHECKSUM.pack(layout.chunk_crc(head, payload))


def _head(file: LatentFile) -> bytes:
    header = file.header
    model = header.model.encode("ascii")
    flags = layout.FLAG_GREY if header.is_grey else 0
    fixed = layout.PICTURE_HEAD.pack(
        header.version, flags, header.width, header.height, header.quality, header.model_hash, len(model)
    )
    return fixed + model


def write(file: LatentFile) -> bytes:
    """The file's bytes: magic, ``HEAD``, the optional chunks, ``DATA``."""
    heads = b"".join(layout.GROUP_HEAD.pack(len(group.stream), group.symbols_crc) for group in file.groups)
    data = heads + b"".join(group.stream for group in file.groups)
    optional = [_chunk(kind, payload) for kind, payload in file.chunks.items()]
    return b"".join([layout.MAGIC, _chunk(layout.HEAD, _head(file)), *optional, _chunk(layout.DATA, data)])
