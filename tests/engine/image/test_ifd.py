"""Exif blocks and TIFF files, sound and damaged, lead to what version 0.7 made of them.

``tests/data/0.7.0/ifd.txt`` holds digests of its results, one line for each input; ``python -m
tests.engine.image.test_ifd`` prints those of the code at hand.
"""

from __future__ import annotations

import hashlib
import io
import random
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import tifffile

from engine.image import exif
from engine.image.exif_block import parsed
from engine.image.formats.tiff_exif import exif_block as block_of_tiff
from tests.engine.image.exif_blocks import camera_block
from tests.engine.image.metadata_samples import exif_block

GOLDEN = Path(__file__).parents[2] / "data" / "0.7.0" / "ifd.txt"
CHANGED = 60
"""Damaged versions of each input."""
WANTED = frozenset({269, 270, 271, 272, 274, 305, 306, 315, 34665, 34853})


def blocks() -> Iterator[bytes]:
    for order in "<>":
        for orientation in (None, 1, 3, 6):
            yield camera_block(order, orientation)
        yield camera_block(order, 8, with_position=False)
        yield exif_block(order)
        yield exif_block(order, thumbnail=b"\xff\xd8 tiny \xff\xd9")


def tiff_files() -> Iterator[bytes]:
    tags = [(271, 2, 6, b"Maker\0", True), (315, 2, 3, b"A\xe9\0", True), (270, 2, 40, b"x" * 39 + b"\0", True)]
    for order in ("<", ">"):
        for big in (False, True):
            file = io.BytesIO()
            samples = np.zeros((4, 4, 3), np.uint8)
            options = {"photometric": "rgb", "metadata": None, "software": False, "byteorder": order, "bigtiff": big}
            tifffile.imwrite(file, samples, extratags=tags, **options)  # type: ignore[arg-type]
            yield file.getvalue()


def damaged(data: bytes, number: int) -> bytes:
    """The data with some bytes changed, or cut; as they are for number 0."""
    rng = random.Random(number * 1000 + len(data))
    changed = bytearray(data)
    for _ in range(min(number, 6)):
        changed[rng.randrange(4, min(len(changed), 300))] = rng.choice((0, 1, 2, 4, 8, 0x10, 0x69, 0x80, 0xFF))
    return bytes(changed[: rng.randrange(8, len(changed))] if number % 10 == 9 else changed)


def of_block(data: bytes) -> object:
    read = parsed(data)
    inside = None
    if read is not None:
        entries = [(entry.tag, entry.type, entry.count, entry.field) for entry in read.entries()]
        inside = (entries, read.has_resolution(), read.without_thumbnail().data)
    return exif.orientation_of(data), exif.made_upright(data), exif.without_position(data), inside


def of_tiff(data: bytes) -> object:
    try:
        return block_of_tiff(io.BytesIO(data), WANTED)
    except (ValueError, struct.error):
        return "refused"


def digests() -> list[str]:
    found = [of_block(damaged(block, number)) for block in blocks() for number in range(CHANGED)]
    found += [of_tiff(damaged(file, number)) for file in tiff_files() for number in range(CHANGED)]
    return [hashlib.sha256(repr(result).encode()).hexdigest()[:16] for result in found]


def test_results_are_those_of_version_0_7() -> None:
    assert digests() == GOLDEN.read_text().split()


def test_the_inputs_lead_to_many_different_results() -> None:
    assert len(set(GOLDEN.read_text().split())) > 600


if __name__ == "__main__":
    print("\n".join(digests()))
