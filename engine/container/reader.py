"""Takes a ``.latent`` file apart. The mirror of :mod:`engine.container.writer`.

No length from the file is trusted: each is held against what is left before anything is allocated.
"""

from __future__ import annotations

from engine.container import layout
from engine.container.layout import Group, Header, LatentFile
from engine.errors import DamagedLatent, NotALatentFile, UnsupportedLatent

_KNOWN = frozenset({layout.HEAD, layout.DATA, layout.ALPHA, *layout.ANCILLARY})


def is_latent(start: bytes) -> bool:
    """Whether a file that starts with these (at least eight) bytes is a ``.latent`` file."""
    return start.startswith(layout.MAGIC)


def read(data: bytes) -> LatentFile:
    """Take a whole file apart and check every checksum.

    Raises:
        NotALatentFile: wrong magic.
        DamagedLatent: cut short, or a checksum or a number does not hold.
        UnsupportedLatent: a newer version, or an unknown chunk that must be understood.
    """
    if not is_latent(data):
        raise NotALatentFile("empty file" if not data else "not a .latent file")
    offset = len(layout.MAGIC)
    header: Header | None = None
    optional: dict[bytes, bytes] = {}
    while True:
        kind, payload, offset = _chunk(data, offset)
        if header is None:
            if kind != layout.HEAD:
                raise DamagedLatent("the header is missing")
            header = _header(payload)
        elif kind == layout.DATA:
            break
        elif kind in _KNOWN:
            optional[kind] = payload
        elif kind[:1].isupper():
            raise UnsupportedLatent(f"needs a newer version of Safelight (chunk {kind.decode('ascii')})")
    if offset != len(data):
        raise DamagedLatent("unexpected bytes after the end")
    return LatentFile(header, _groups(header, payload), optional)


def _chunk(data: bytes, offset: int) -> tuple[bytes, bytes, int]:
    """Type, payload and end of the chunk at ``offset``."""
    left = len(data) - offset
    if left < layout.CHUNK_HEAD.size + layout.CHECKSUM.size:
        raise DamagedLatent("cut short")
    kind, length = layout.CHUNK_HEAD.unpack_from(data, offset)
    start = offset + layout.CHUNK_HEAD.size
    if length > left - layout.CHUNK_HEAD.size - layout.CHECKSUM.size:
        raise DamagedLatent("cut short")
    payload = data[start : start + length]
    (expected,) = layout.CHECKSUM.unpack_from(data, start + length)
    if layout.chunk_crc(data[offset:start], payload) != expected:
        raise DamagedLatent("damaged: a checksum does not hold")
    return kind, payload, start + length + layout.CHECKSUM.size


def _header(payload: bytes) -> Header:
    if payload and payload[0] > layout.VERSION:
        raise UnsupportedLatent(f"written by a newer version of Safelight (format {payload[0]})")
    if len(payload) < layout.PICTURE_HEAD.size:
        raise DamagedLatent("the header is too short")
    version, flags, width, height, quality, model_hash, length = layout.PICTURE_HEAD.unpack_from(payload)
    model = payload[layout.PICTURE_HEAD.size :]
    if len(model) != length or not model.isascii() or not model.decode("ascii").isprintable():
        raise DamagedLatent("the model's name is damaged")
    if not (0 < width < 2**31 and 0 < height < 2**31 and quality <= 10_000):
        raise DamagedLatent("the header holds impossible numbers")
    if flags & ~layout.FLAG_GREY:
        raise UnsupportedLatent("needs a newer version of Safelight (unknown flags)")
    return Header(width, height, quality, model.decode("ascii"), model_hash, bool(flags & layout.FLAG_GREY), version)


def _groups(header: Header, data: bytes) -> tuple[Group, ...]:
    rows, columns = header.latent_size
    count = -(-rows // layout.GROUP_SIZE) * -(-columns // layout.GROUP_SIZE)
    if count * layout.GROUP_HEAD.size > len(data):
        raise DamagedLatent("the picture's size does not fit its data")
    heads = [layout.GROUP_HEAD.unpack_from(data, i * layout.GROUP_HEAD.size) for i in range(count)]
    if sum(length for length, _ in heads) != len(data) - count * layout.GROUP_HEAD.size:
        raise DamagedLatent("the picture's size does not fit its data")
    groups, offset = [], count * layout.GROUP_HEAD.size
    for length, crc in heads:
        groups.append(Group(data[offset : offset + length], crc))
        offset += length
    return tuple(groups)
