"""Damages and forges ``.latent`` files, the same ones for the same seed.

A mutation that leaves the checksums as they were is refused by the container; so a good share of them is *mended*:
checksums are computed anew, and what was changed reaches the parsers, the range decoder and the networks.
"""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar
from unittest import mock

from engine.container import layout, reader, writer
from engine.container.layout import Group, LatentFile, Stream
from engine.entropy.decoder import SymbolDecoder
from engine.errors import DamagedLatent
from engine.pipeline import group_coder
from engine.pipeline.develop import Opened
from engine.pipeline.options import ReconstructOptions

Chunks = list[tuple[bytes, bytes]]
"""Type and payload."""
MAX_PIXELS = 100_000
"""The limit under which mutated files are decoded."""
_NUMBERS = (0, 1, 2, 15, 16, 17, 100, 1023, 1025, 2**16, 2**24, 2**31 - 1, 2**31, 2**32 - 1)


class Promise(Enum):
    """What holds where a mutated file decodes without an error."""

    SAME = "all that is decoded is as it was"
    PIXELS = "the colours are as they were; chunks beside them may be missing or others"
    NOTHING = "no checksum can tell the file from one that was made so: any picture of the header's size"


@dataclass(frozen=True)
class Mutation:
    """A mutated file, made of ``origins``: places in the list of valid files."""

    kind: str
    data: bytes
    origins: tuple[int, ...]
    promise: Promise


def mutate(files: Sequence[bytes], seed: int, number: int, kind: str | None = None) -> Mutation:
    """The mutation ``number`` of those of ``seed``; needs none of the others.

    Args:
        kind: one of :data:`KINDS`; ``None`` takes any.
    """
    dice = random.Random(f"{seed} {number}")
    origin, other = dice.randrange(len(files)), dice.randrange(len(files))
    kind = kind or dice.choice(list(KINDS))
    make, promise = KINDS[kind]
    return Mutation(kind, make(dice, files[origin], files[other]), (origin, other), promise)


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


def _flip(dice: random.Random, data: bytes, most: int) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, most) if data else 0):
        changed[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _overwrite(dice: random.Random, data: bytes) -> bytes:
    start = dice.randrange(len(data) + 1)
    length = min(dice.choice((1, 2, 4, 16, 64, 1000)), len(data) - start)
    run = dice.choice((bytes(length), b"\xff" * length, dice.randbytes(length)))
    return data[:start] + run + data[start + length :]


def _any_change(dice: random.Random, data: bytes) -> bytes:
    return dice.choice((lambda: _flip(dice, data, 1), lambda: _flip(dice, data, 30), lambda: _overwrite(dice, data)))()


def _cut(dice: random.Random, data: bytes, _: bytes) -> bytes:
    return data[: dice.randrange(len(data))]


def _insert(dice: random.Random, data: bytes, _: bytes) -> bytes:
    place = dice.choice((dice.randrange(len(data)), len(data)))
    return data[:place] + dice.randbytes(dice.choice((1, 3, 4, 12, 100))) + data[place:]


def _remove(dice: random.Random, data: bytes, _: bytes) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.choice((1, 3, 4, 12, 100)) :]


def _splice(dice: random.Random, data: bytes, other: bytes) -> bytes:
    places = [len(put_together(take_apart(data)[:count])) for count in range(len(take_apart(data)))]
    start = dice.choice((dice.randrange(len(data)), dice.choice(places)))
    return data[:start] + other[dice.choice((start, dice.randrange(len(other)))) :]


def _length(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Another length in a chunk's head; its checksum may be right for the bytes that it then covers."""
    chunks = take_apart(data)
    place = dice.randrange(len(chunks))
    offset = len(put_together(chunks[:place]))
    length = len(chunks[place][1])
    swallowed = length + 12 + len(chunks[min(place + 1, len(chunks) - 1)][1])
    length = dice.choice((*_NUMBERS, length - 1, length - 4, length + 1, length + 4, 2 * length, swallowed))
    changed = bytearray(data)
    struct.pack_into("<I", changed, offset + 4, length % 2**32)
    start = offset + layout.CHUNK_HEAD.size
    if dice.random() < 0.5 and start + length + layout.CHECKSUM.size <= len(data):
        crc = layout.chunk_crc(bytes(changed[offset:start]), bytes(changed[start : start + length]))
        layout.CHECKSUM.pack_into(changed, start + length, crc)
    return bytes(changed)


def _shuffle(dice: random.Random, data: bytes, _: bytes) -> bytes:
    chunks = take_apart(data)
    first, second = dice.randrange(len(chunks)), dice.randrange(len(chunks))
    chunks[first], chunks[second] = chunks[second], chunks[first]
    return put_together(chunks)


def _double(dice: random.Random, data: bytes, _: bytes) -> bytes:
    chunks = take_apart(data)
    chunks.insert(dice.randrange(len(chunks) + 1), dice.choice(chunks))
    return put_together(chunks)


def _exchange(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """A chunk gone, or one of another file in its place."""
    chunks = take_apart(data)
    place = dice.randrange(len(chunks))
    chunks[place : place + 1] = [dice.choice(take_apart(other))] if dice.random() < 0.7 else []
    return put_together(chunks)


def _unknown(dice: random.Random, data: bytes, _: bytes) -> bytes:
    chunks = take_apart(data)
    kind = dice.choice((b"note", b"NOTE", b"Note", b"\0\0\0\0", b"A\n\xff\x80", dice.randbytes(4)))
    chunks.insert(dice.randrange(len(chunks) + 1), (kind, dice.randbytes(dice.randrange(40))))
    return put_together(chunks)


def _in_chunk(kinds: tuple[bytes, ...], change: Callable[[random.Random, bytes], bytes]) -> Make:
    """Change one chunk of these types, where there is one; checksums right."""

    def make(dice: random.Random, data: bytes, _: bytes) -> bytes:
        chunks = take_apart(data)
        places = [place for place, (kind, _) in enumerate(chunks) if kind in kinds]
        if places:
            place = dice.choice(places)
            chunks[place] = (chunks[place][0], change(dice, chunks[place][1]))
        return put_together(chunks)

    return make


def _header_numbers(dice: random.Random, head: bytes) -> bytes:
    numbers = list(layout.PICTURE_HEAD.unpack_from(head))
    place = dice.choice((2, 3, 2, 3, *range(len(numbers))))
    bits = (8, 8, 32, 32, 16, 8, 32, 8)[place]
    numbers[place] = dice.choice((*_NUMBERS, dice.getrandbits(bits))) % (1 << bits)
    return layout.PICTURE_HEAD.pack(*numbers) + head[layout.PICTURE_HEAD.size :]


def _png(dice: random.Random, png: bytes) -> bytes:
    """One chunk of the alpha plane's PNG changed, its own checksum right."""
    parts, offset = [png[:8]], 8
    chosen = dice.choice((0, dice.randrange(4)))
    while offset + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, offset)
        body = png[offset + 4 : offset + 8 + length]
        if chosen == 0:
            if body.startswith(b"IHDR") and dice.random() < 0.5:
                body = b"IHDR" + struct.pack(">II", dice.choice(_NUMBERS), dice.choice(_NUMBERS)) + body[12:]
            else:
                body = dice.choice((body[:4], b"")) + _any_change(dice, body[4:])
                body = (body + b"IDAT")[: max(len(body), 4)]
        chosen -= 1
        parts.append(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
        offset += 12 + length
    return b"".join(parts)


def _index(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Numbers or bits of the groups' index, both checksums right."""
    chunks = take_apart(data)
    size = reader.read(data).header.group_count * layout.GROUP_ENTRY.size
    index, rest = bytearray(chunks[-1][1][:size]), chunks[-1][1][size + layout.CHECKSUM.size :]
    if dice.random() < 0.7:
        place = dice.randrange(size // 4)
        (now,) = struct.unpack_from("<I", index, 4 * place)
        number = dice.choice((*_NUMBERS, now + 1, now - 1, 2 * now))
        struct.pack_into("<I", index, 4 * place, number % 2**32)
    else:
        index = bytearray(_flip(dice, bytes(index), 3))
    chunks[-1] = (layout.DATA, bytes(index) + layout.CHECKSUM.pack(layout.index_crc(bytes(index))) + rest)
    return put_together(chunks)


def _changed_streams(dice: random.Random, data: bytes) -> LatentFile:
    file = reader.read(data)
    groups = list(file.groups)
    place = dice.randrange(len(groups))
    base, detail = groups[place].base, groups[place].detail
    chosen = dice.choice((base, detail))
    words = dice.randrange(len(chosen.data) + 8) // 4 * 4
    new = dice.choice((
        lambda: _any_change(dice, chosen.data),
        lambda: chosen.data[:words],
        lambda: dice.randbytes(words),
        lambda: chosen.data + dice.randbytes(words),
        lambda: b"\xff" * words,
        lambda: (detail if chosen is base else base).data,
    ))()  # fmt: skip
    stream = Stream(new, chosen.symbols_crc)
    groups[place] = Group(stream, detail) if chosen is base else Group(base, stream)
    return LatentFile(file.header, tuple(groups), file.chunks)


def _streams(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Other streams; the check values of the symbols are as they were."""
    return writer.write(_changed_streams(dice, data))


def _forged(dice: random.Random, data: bytes, _: bytes) -> bytes:
    """Other streams, and the check values of whatever symbols they decode to: the networks meet any numbers."""
    file = _changed_streams(dice, data)
    opened = Opened(file, ReconstructOptions(threads=1))
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


Make = Callable[[random.Random, bytes, bytes], bytes]
_OPTIONAL = (layout.ICC, layout.EXIF, layout.XMP, layout.ALPHA)
KINDS: dict[str, tuple[Make, Promise]] = {
    "one bit": (lambda dice, data, _: _flip(dice, data, 1), Promise.SAME),
    "many bits": (lambda dice, data, _: _flip(dice, data, 30), Promise.SAME),
    "overwritten run": (lambda dice, data, _: _overwrite(dice, data), Promise.SAME),
    "cut": (_cut, Promise.SAME),
    "inserted bytes": (_insert, Promise.SAME),
    "removed bytes": (_remove, Promise.PIXELS),
    "splice": (_splice, Promise.PIXELS),
    "chunk length": (_length, Promise.PIXELS),
    "chunks swapped": (_shuffle, Promise.SAME),
    "chunk doubled": (_double, Promise.SAME),
    "chunk of another file": (_exchange, Promise.PIXELS),
    "unknown chunk": (_unknown, Promise.PIXELS),
    "header bits, mended": (_in_chunk((layout.HEAD,), lambda dice, head: _flip(dice, head, 4)), Promise.NOTHING),
    "header numbers, mended": (_in_chunk((layout.HEAD,), _header_numbers), Promise.NOTHING),
    "optional chunk, mended": (_in_chunk(_OPTIONAL, _any_change), Promise.PIXELS),
    "alpha plane's PNG, mended": (_in_chunk((layout.ALPHA,), _png), Promise.PIXELS),
    "index, mended": (_index, Promise.PIXELS),
    "streams, mended": (_streams, Promise.PIXELS),
    "streams again, mended": (_streams, Promise.PIXELS),
    "streams and symbols, mended": (_forged, Promise.NOTHING),
}
