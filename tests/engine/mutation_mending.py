"""Changes to the insides of ``.latent`` files that get past the checksums: those are computed anew."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from typing import ClassVar
from unittest import mock

from engine.container import layout, reader, writer
from engine.container.layout import Group, LatentFile, Stream
from engine.entropy.decoder import SymbolDecoder
from engine.errors import DamagedLatent
from engine.pipeline import group_coder
from engine.pipeline.latent_decoder import LatentDecoder
from engine.pipeline.options import ReconstructOptions

Chunks = list[tuple[bytes, bytes]]
"""Type and payload."""
Make = Callable[[random.Random, bytes, bytes], bytes]
"""From the dice, a valid file and another one to a mutated file."""
NUMBERS = (0, 1, 2, 15, 16, 17, 100, 1023, 1025, 2**16, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
"""That break careless arithmetic."""


def take_apart(data: bytes) -> Chunks:
    """Chunks of a valid file."""
    chunks, offset = [], len(layout.MAGIC)
    while offset < len(data):
        kind, length = layout.CHUNK_HEAD.unpack_from(data, offset)
        start = offset + layout.CHUNK_HEAD.size
        chunks.append((kind, data[start : start + length]))
        offset = start + length + layout.CHECKSUM.size
    return chunks


def put_together(chunks: Chunks) -> bytes:
    """A file of these chunks, checksums right."""
    parts = [layout.MAGIC]
    for kind, payload in chunks:
        head = layout.CHUNK_HEAD.pack(kind, len(payload))
        parts += [head, payload, layout.CHECKSUM.pack(layout.chunk_crc(head, payload))]
    return b"".join(parts)


def flip(dice: random.Random, data: bytes, most: int) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, most) if data else 0):
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def overwrite(dice: random.Random, data: bytes) -> bytes:
    start = dice.randrange(len(data) + 1)
    length = min(dice.choice((1, 2, 4, 16, 64, 1000)), len(data) - start)
    run = dice.choice((bytes(length), b"\xff" * length, dice.randbytes(length)))
    return data[:start] + run + data[start + length :]


def any_change(dice: random.Random, data: bytes) -> bytes:
    return dice.choice((lambda: flip(dice, data, 1), lambda: flip(dice, data, 30), lambda: overwrite(dice, data)))()


def in_chunk(kinds: tuple[bytes, ...], change: Callable[[random.Random, bytes], bytes]) -> Make:
    """Change one chunk of these types, where there is one; checksums right."""

    def make(dice: random.Random, data: bytes, _: bytes) -> bytes:
        chunks = take_apart(data)
        places = [place for place, (kind, _) in enumerate(chunks) if kind in kinds]
        if places:
            place = dice.choice(places)
            chunks[place] = (chunks[place][0], change(dice, chunks[place][1]))
        return put_together(chunks)

    return make


def header_numbers(dice: random.Random, head: bytes) -> bytes:
    numbers = list(layout.PICTURE_HEAD.unpack_from(head))
    place = dice.choice((2, 3, 2, 3, *range(len(numbers))))
    bits = (8, 8, 32, 32, 16, 8, 32, 8)[place]
    numbers[place] = dice.choice((*NUMBERS, dice.getrandbits(bits))) % (1 << bits)
    return layout.PICTURE_HEAD.pack(*numbers) + head[layout.PICTURE_HEAD.size :]


def png(dice: random.Random, plane: bytes) -> bytes:
    """One chunk of the alpha plane's PNG changed, its own checksum right."""
    parts, offset = [plane[:8]], 8
    chosen = dice.choice((0, dice.randrange(4)))
    while offset + 12 <= len(plane):
        (length,) = struct.unpack_from(">I", plane, offset)
        body = plane[offset + 4 : offset + 8 + length]
        if chosen == 0:
            if body.startswith(b"IHDR") and dice.random() < 0.5:
                body = b"IHDR" + struct.pack(">II", dice.choice(NUMBERS), dice.choice(NUMBERS)) + body[12:]
            else:
                body = dice.choice((body[:4], b"")) + any_change(dice, body[4:])
                body = (body + b"IDAT")[: max(len(body), 4)]
        chosen -= 1
        parts.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        offset += 12 + length
    return b"".join(parts)


def index(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Numbers or bits of the groups' index, both checksums right."""
    chunks = take_apart(data)
    size = reader.read(data).header.group_count * layout.GROUP_ENTRY.size
    entries, rest = bytearray(chunks[-1][1][:size]), chunks[-1][1][size + layout.CHECKSUM.size :]
    if dice.random() < 0.7:
        place = dice.randrange(size // 4)
        (now,) = struct.unpack_from("<I", entries, 4 * place)
        number = dice.choice((*NUMBERS, now + 1, now - 1, 2 * now))
        struct.pack_into("<I", entries, 4 * place, number % 2**32)
    else:
        entries = bytearray(flip(dice, bytes(entries), 3))
    chunks[-1] = (layout.DATA, bytes(entries) + layout.CHECKSUM.pack(layout.index_crc(bytes(entries))) + rest)
    return put_together(chunks)


def _changed_streams(dice: random.Random, data: bytes) -> LatentFile:
    file = reader.read(data)
    groups = list(file.groups)
    place = dice.randrange(len(groups))
    base, detail = groups[place].base, groups[place].detail
    chosen = dice.choice((base, detail))
    words = dice.randrange(len(chosen.data) + 8) // 4 * 4
    new = dice.choice((
        lambda: any_change(dice, chosen.data),
        lambda: chosen.data[:words],
        lambda: dice.randbytes(words),
        lambda: chosen.data + dice.randbytes(words),
        lambda: b"\xff" * words,
        lambda: (detail if chosen is base else base).data,
    ))()  # fmt: skip
    stream = Stream(new, chosen.symbols_crc)
    groups[place] = Group(stream, detail) if chosen is base else Group(base, stream)
    return LatentFile(file.header, tuple(groups), file.chunks)


def streams(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Other streams; the check values of the symbols are as they were."""
    return writer.write(_changed_streams(dice, data))


def forged(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Other streams, and the check values of whatever symbols they decode to: the networks meet any numbers."""
    file = _changed_streams(dice, data)
    opened = LatentDecoder(file, ReconstructOptions(threads=1))
    groups = []
    for group, box in zip(file.groups, opened.boxes, strict=True):
        base, detail = group.base, group.detail
        for _ in range(2):
            with mock.patch.object(group_coder, "SymbolDecoder", _Recorder):
                _Recorder.made.clear()
                try:
                    group_coder.decode_group(opened.model, Group(base, detail), box[2:], opened.row)
                except DamagedLatent:
                    crcs = [decoder.crc for decoder in _Recorder.made]
                    base = Stream(base.data, crcs[0])
                    detail = Stream(detail.data, crcs[1]) if len(crcs) > 1 else detail
        groups.append(Group(base, detail))
    return writer.write(LatentFile(file.header, tuple(groups), file.chunks))


class _Recorder(SymbolDecoder):
    made: ClassVar[list[SymbolDecoder]] = []

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.made.append(self)
