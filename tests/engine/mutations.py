"""Damages and forges ``.latent`` files, the same ones for the same seed.

A mutation that leaves the checksums as they were is refused by the container; so a good share of them is *mended*:
checksums are computed anew, and what was changed reaches the parsers, the range decoder and the networks.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from engine.container import layout
from tests.engine import mutation_mending as mending
from tests.engine.mutation_mending import NUMBERS, Make, any_change, flip, overwrite, put_together, take_apart

MAX_PIXELS = 100_000
"""The limit under which mutated files are decoded."""


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
    length = dice.choice((*NUMBERS, length - 1, length - 4, length + 1, length + 4, 2 * length, swallowed))
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


_OPTIONAL = (layout.ICC, layout.EXIF, layout.XMP, layout.ALPHA)
KINDS: dict[str, tuple[Make, Promise]] = {
    "one bit": (lambda dice, data, _: flip(dice, data, 1), Promise.SAME),
    "many bits": (lambda dice, data, _: flip(dice, data, 30), Promise.SAME),
    "overwritten run": (lambda dice, data, _: overwrite(dice, data), Promise.SAME),
    "cut": (_cut, Promise.SAME),
    "inserted bytes": (_insert, Promise.SAME),
    "removed bytes": (_remove, Promise.PIXELS),
    "splice": (_splice, Promise.PIXELS),
    "chunk length": (_length, Promise.PIXELS),
    "chunks swapped": (_shuffle, Promise.SAME),
    "chunk doubled": (_double, Promise.SAME),
    "chunk of another file": (_exchange, Promise.PIXELS),
    "unknown chunk": (_unknown, Promise.PIXELS),
    "header bits, mended": (mending.in_chunk((layout.HEAD,), lambda dice, head: flip(dice, head, 4)), Promise.NOTHING),
    "header numbers, mended": (mending.in_chunk((layout.HEAD,), mending.header_numbers), Promise.NOTHING),
    "optional chunk, mended": (mending.in_chunk(_OPTIONAL, any_change), Promise.PIXELS),
    "alpha plane's PNG, mended": (mending.in_chunk((layout.ALPHA,), mending.png), Promise.PIXELS),
    "index, mended": (mending.index, Promise.PIXELS),
    "streams, mended": (mending.streams, Promise.PIXELS),
    "streams again, mended": (mending.streams, Promise.PIXELS),
    "streams and symbols, mended": (mending.forged, Promise.NOTHING),
}
