"""Parses ``.latent`` files; the inverse of :mod:`engine.container.writer`.

Lengths in the file are not trusted: each is compared with the number of bytes left before anything is allocated.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from engine.container import layout
from engine.container.layout import Group, Header, LatentFile, Stream
from engine.errors import DamagedLatent, NotALatentFile, UnsupportedLatent
from engine.messages import Message

_KNOWN = frozenset({layout.HEAD, layout.DATA, layout.ALPHA, *layout.ANCILLARY})
_UNPACKED_KIND = {packed: kind for kind, packed in layout.PACKED.items()}
_FRAME = layout.CHUNK_HEAD.size + layout.CHECKSUM.size


def is_latent(start: bytes) -> bool:
    """Whether a file that starts with these bytes, at least eight, is a ``.latent`` file."""
    return start.startswith(layout.MAGIC)


def read(data: bytes, *, recover: bool = False) -> LatentFile:
    """Parse a whole file and verify every checksum.

    Args:
        recover: accept damaged or truncated chunks and groups. Such chunks are left out; such groups are returned as
            they are, because their own checksums are verified when they are decoded. The header and the index of the
            groups must be undamaged.

    Raises:
        NotALatentFile: wrong magic.
        DamagedLatent: cut short, or a checksum or a number does not hold.
        UnsupportedLatent: a newer version, or an unknown chunk that must be understood.
    """
    if not is_latent(data):
        raise NotALatentFile("empty file" if not data else "not a .latent file")
    chunk = _chunk(data, len(layout.MAGIC), recover=False)
    if chunk.kind != layout.HEAD:
        raise DamagedLatent("the header is missing")
    header = _header(chunk.payload)
    optional: dict[bytes, bytes] = {}
    lost: list[bytes] = []
    while True:
        chunk = _chunk(data, chunk.end, recover=recover)
        if chunk.kind == layout.DATA:
            break
        if chunk.kind in _UNPACKED_KIND:
            chunk = _unpacked(chunk, recover=recover)
        if chunk.is_whole:
            _keep(chunk, optional)
        else:
            lost.append(chunk.kind)
    if chunk.end != len(data):
        if not recover:
            raise DamagedLatent("unexpected bytes after the end")
        lost.append(layout.TAIL)
    return LatentFile(header, _groups(header, chunk.payload, recover=recover), optional, tuple(lost))


@dataclass(frozen=True)
class _Chunk:
    kind: bytes
    payload: bytes = field(repr=False)
    end: int
    is_whole: bool


def _chunk(data: bytes, offset: int, *, recover: bool) -> _Chunk:
    """The chunk at ``offset``; with ``recover`` it may be truncated."""
    left = len(data) - offset
    if left < _FRAME:
        raise DamagedLatent("cut short")
    kind, length = layout.CHUNK_HEAD.unpack_from(data, offset)
    start = offset + layout.CHUNK_HEAD.size
    if length > left - _FRAME:
        if recover and kind == layout.DATA:
            return _Chunk(kind, data[start:], len(data), is_whole=False)
        raise DamagedLatent("cut short")
    payload = data[start : start + length]
    (expected,) = layout.CHECKSUM.unpack_from(data, start + length)
    is_whole = layout.chunk_crc(data[offset:start], payload) == expected
    if not is_whole and not recover:
        raise DamagedLatent("damaged: a checksum does not match")
    return _Chunk(kind, payload, start + length + layout.CHECKSUM.size, is_whole)


def _unpacked(chunk: _Chunk, *, recover: bool) -> _Chunk:
    """A packed chunk, unpacked."""
    kind = _UNPACKED_KIND[chunk.kind]
    inflater = zlib.decompressobj()
    try:
        payload = inflater.decompress(chunk.payload, layout.UNPACKED_LIMIT + 1)
        is_whole = chunk.is_whole and inflater.eof and not inflater.unused_data
    except zlib.error:
        payload, is_whole = b"", False
    if not (is_whole and len(payload) <= layout.UNPACKED_LIMIT):
        if not recover:
            raise DamagedLatent("packed metadata cannot be unpacked")
        return _Chunk(kind, b"", chunk.end, is_whole=False)
    return _Chunk(kind, payload, chunk.end, is_whole=True)


def _keep(chunk: _Chunk, optional: dict[bytes, bytes]) -> None:
    """Keep an optional chunk, or ignore it if it is unknown."""
    if chunk.kind in optional or chunk.kind == layout.HEAD:
        raise DamagedLatent("a chunk occurs twice")
    if chunk.kind in _KNOWN:
        optional[chunk.kind] = chunk.payload
    elif chunk.kind[:1].isupper():
        raise UnsupportedLatent(
            Message("needs a newer version of Safelight (chunk {0!a})", chunk.kind.decode("latin-1"))
        )


def _header(payload: bytes) -> Header:
    if payload and payload[0] > layout.VERSION:
        raise UnsupportedLatent(Message("written by a newer version of Safelight (format {0})", payload[0]))
    if payload and payload[0] < layout.VERSION:
        raise UnsupportedLatent("written by a version of Safelight from before the first release (format 0)")
    if len(payload) < layout.PICTURE_HEAD.size:
        raise DamagedLatent("the header is too short")
    version, flags, width, height, quality, denoise, model_hash, length = layout.PICTURE_HEAD.unpack_from(payload)
    model = payload[layout.PICTURE_HEAD.size :]
    if not length or len(model) != length or not model.isascii() or not model.decode("ascii").isprintable():
        raise DamagedLatent("the model's name is damaged")
    if not (0 < width < 2**31 and 0 < height < 2**31 and quality <= 10_000 and denoise <= 100):
        raise DamagedLatent("the header has impossible values")
    if flags & ~(layout.FLAG_GREY | layout.FLAG_DEEP):
        raise UnsupportedLatent("needs a newer version of Safelight (unknown flags)")
    is_grey, is_deep = bool(flags & layout.FLAG_GREY), bool(flags & layout.FLAG_DEEP)
    return Header(width, height, quality, model.decode("ascii"), model_hash, denoise, is_grey, is_deep, version)


def _groups(header: Header, data: bytes, *, recover: bool) -> tuple[Group, ...]:
    size = header.group_count * layout.GROUP_ENTRY.size
    if size + layout.CHECKSUM.size > len(data):
        raise DamagedLatent("the picture's size does not fit its data")
    if layout.CHECKSUM.unpack_from(data, size)[0] != layout.index_crc(data[:size]):
        raise DamagedLatent("the index of the coded groups is damaged")
    entries = list(layout.GROUP_ENTRY.iter_unpack(data[:size]))
    streams = size + layout.CHECKSUM.size
    total = layout.WORD * sum(base + detail for base, detail, _, _ in entries)
    if total != len(data) - streams and not recover:
        raise DamagedLatent("the picture's size does not fit its data")
    bases, offset = _streams(data, streams, [(words, crc) for words, _, crc, _ in entries])
    details, _ = _streams(data, offset, [(words, crc) for _, words, _, crc in entries])
    return tuple(Group(base, detail) for base, detail in zip(bases, details, strict=True))


def _streams(data: bytes, offset: int, entries: list[tuple[int, int]]) -> tuple[list[Stream], int]:
    """Streams of these lengths and checksums from ``offset`` on, and the offset after them."""
    found = []
    for words, crc in entries:
        end = offset + layout.WORD * words
        found.append(Stream(data[offset:end], crc))
        offset = end
    return found, offset
