"""AVIF files of which only a part is to be shown (``clap``)."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import engine
from engine.geometry import Rect
from engine.image.boxes import boxes
from engine.image.formats.clean_aperture import clean_aperture
from tests.engine.conftest import DrawPhoto

WIDTH, HEIGHT = 96, 64


def clap(width: int, height: int, across: tuple[int, int], down: tuple[int, int]) -> bytes:
    """Size, and how far the middle is moved, as fractions."""
    return struct.pack(">I4s8i", 40, b"clap", width, 1, height, 1, *across, *down)


def with_property(data: bytes, box: bytes) -> bytes:
    """A file of one picture, as Pillow writes it, with one more property of that picture."""
    file = bytearray(data)

    def size_at(kind: bytes) -> int:
        return file.index(kind) - 4

    def grow(kind: bytes, by: int) -> None:
        at = size_at(kind)
        file[at : at + 4] = (int.from_bytes(file[at : at + 4]) + by).to_bytes(4)

    where = size_at(b"iloc") + 22  # of the samples, which move on
    file[where : where + 4] = (int.from_bytes(file[where : where + 4]) + len(box) + 1).to_bytes(4)
    links = size_at(b"ipma")
    end = links + int.from_bytes(file[links : links + 4])
    store = size_at(b"ipco")
    stop = store + int.from_bytes(file[store : store + 4])
    count = len(list(boxes(bytes(file[store + 8 : stop]))))
    file[end:end] = bytes([0x80 | (count + 1)])
    file[links + 18] += 1  # of its properties
    file[stop:stop] = box
    for kind, by in ((b"ipma", 1), (b"ipco", len(box)), (b"iprp", len(box) + 1), (b"meta", len(box) + 1)):
        grow(kind, by)
    return bytes(file)


@pytest.fixture
def plain(draw_photo: DrawPhoto) -> bytes:
    file = io.BytesIO()
    Image.fromarray(draw_photo(HEIGHT, WIDTH)).save(file, "AVIF", quality=90)
    return file.getvalue()


@pytest.mark.parametrize(
    ("size", "across", "down", "corner"),
    [
        ((64, 32), (0, 1), (0, 1), (16, 16)),  # the middle
        ((64, 32), (-16, 1), (-16, 1), (0, 0)),
        ((63, 31), (31, 2), (-33, 2), (32, 0)),  # halves, as of odd sizes
        ((96, 63), (0, 1), (1, 2), (0, 1)),
    ],
)
def test_only_the_part_is_read(
    plain: bytes, tmp_path: Path, size: tuple[int, int], across: tuple[int, int], down: tuple[int, int],
    corner: tuple[int, int],
) -> None:  # fmt: skip
    (tmp_path / "whole.avif").write_bytes(plain)
    (tmp_path / "part.avif").write_bytes(with_property(plain, clap(*size, across, down)))
    whole, part = (engine.read_picture(tmp_path / f"{name}.avif") for name in ("whole", "part"))
    left, top = corner
    np.testing.assert_array_equal(part.pixels, whole.pixels[top : top + size[1], left : left + size[0]])
    header = engine.probe(tmp_path / "part.avif")
    assert (header.width, header.height) == size
    assert part.metadata == whole.metadata and part.warnings == whole.warnings


@pytest.mark.parametrize(
    "box",
    [
        clap(WIDTH, HEIGHT, (0, 1), (0, 1)),  # all of it
        clap(WIDTH + 2, HEIGHT, (0, 1), (0, 1)),
        clap(64, 32, (40, 1), (0, 1)),  # beside the picture
        clap(0, 32, (0, 1), (0, 1)),
        clap(64, 32, (0, 0), (0, 1)),  # no number
        clap(64, 32, (0, 1), (0, 1))[:36].replace(b"\0\0\0\x28", b"\0\0\0\x24", 1),  # cut short
    ],
)
def test_a_part_that_cannot_be_is_passed_over(plain: bytes, box: bytes) -> None:
    assert clean_aperture(with_property(plain, box), WIDTH, HEIGHT) is None


def test_of_another_item_it_does_not_count(plain: bytes) -> None:
    data = bytearray(with_property(plain, clap(64, 32, (0, 1), (0, 1))))
    assert clean_aperture(bytes(data), WIDTH, HEIGHT) == Rect(16, 16, 64, 32)
    data[data.index(b"pitm") + 9] += 1
    assert clean_aperture(bytes(data), WIDTH, HEIGHT) is None


def test_damaged_boxes_are_no_error(plain: bytes) -> None:
    data = with_property(plain, clap(64, 32, (0, 1), (0, 1)))
    rng = np.random.default_rng(7)
    for _ in range(300):
        damaged = bytearray(data[: rng.integers(20, len(data))])
        for at in rng.integers(0, min(len(damaged), 400), 4):
            damaged[at] = rng.integers(256)
        found = clean_aperture(bytes(damaged), WIDTH, HEIGHT)
        assert found is None or (found.left + found.width <= WIDTH and found.top + found.height <= HEIGHT)
