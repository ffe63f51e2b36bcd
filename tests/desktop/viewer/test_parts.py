"""From pixels to images: exact at full size, means below, and with alpha, sixteen bits and colours."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from desktop.picture.colours import ScreenColours
from desktop.picture.qimage import to_part, to_tiles
from desktop.viewer.tiles import LEVELS
from engine.errors import Cancelled
from engine.image.picture import Metadata, Picture, eight_bits
from engine.progress import Progress
from tests.desktop.viewer.drawn import noise, seen_in


class Swapped(ScreenColours):
    """A screen whose red and blue are exchanged."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[tuple[int, ...], bytes | None]] = []

    def to_screen(self, pixels: np.ndarray, icc: bytes | None) -> np.ndarray:
        self.asked.append((pixels.shape, icc))
        return pixels[..., ::-1]


def halved(pixels: np.ndarray) -> np.ndarray:
    """Means of 2x2 blocks in floating point, the last row and column repeated where one is missing."""
    rows, columns = (side + side % 2 for side in pixels.shape[:2])
    padded = np.pad(pixels, ((0, rows - len(pixels)), (0, columns - pixels.shape[1]), (0, 0)), mode="edge")
    return padded.reshape(rows // 2, 2, columns // 2, 2, -1).mean(axis=(1, 3))


@pytest.mark.parametrize(("width", "height"), [(512, 512), (304, 16), (1, 1), (37, 53), (3, 200)])
def test_levels_are_means(width: int, height: int) -> None:
    pixels = noise(width, height).pixels
    part = to_part(pixels, 32, 48)
    assert part.rect == QRect(32, 48, width, height)
    assert len(part.images) == LEVELS and np.array_equal(seen_in(part.images[0]), pixels)
    expected = pixels.astype(float)
    for level, image in enumerate(part.images[1:], 1):
        expected = halved(expected)
        apart = np.abs(seen_in(image) - expected)
        assert apart.max() <= 1 + 0.75 * level, level
        assert width * height < 1000 or abs((seen_in(image) - expected).mean()) < 0.3


def test_sixteen_bits_are_rounded_as_everywhere() -> None:
    deep = np.random.default_rng(2).integers(0, 65536, (64, 80, 3), dtype=np.uint16)
    assert np.array_equal(seen_in(to_part(deep, 0, 0).images[0]), eight_bits(deep))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_transparency_is_premultiplied(dtype: type) -> None:
    step = 257 if dtype is np.uint16 else 1
    pixels = np.full((20, 20, 3), 200 * step, dtype)
    alpha = np.full((20, 20), 128 * step, dtype)
    for image in to_part(pixels, 0, 0, alpha=alpha).images:
        assert image.format() == QImage.Format.Format_ARGB32_Premultiplied
        colour = image.pixelColor(0, 0)
        assert colour.alpha() == 128 and abs(colour.red() - 200) <= 1
    assert to_tiles(Picture(pixels, alpha)).has_alpha


def test_half_of_nothing_does_not_bleed_into_the_smaller_levels() -> None:
    pixels = np.zeros((16, 16, 3), np.uint8)
    pixels[:, 1::2] = (255, 0, 0)
    alpha = np.zeros((16, 16), np.uint8)
    alpha[:, 1::2] = 255
    colour = to_part(pixels, 0, 0, alpha=alpha).images[1].pixelColor(3, 3)
    assert abs(colour.alpha() - 128) <= 1 and colour.red() >= 253  # half as much red, not a darker one


def test_colours_are_converted_with_the_pictures_profile_in_blocks() -> None:
    picture = noise(900, 600)
    picture = Picture(picture.pixels, metadata=Metadata(icc=b"profile"))
    colours = Swapped()
    tiles = to_tiles(picture, colours)
    assert np.array_equal(seen_in(tiles.region(0, tiles.rect)), picture.pixels[..., ::-1])
    assert {icc for _, icc in colours.asked} == {b"profile"}
    assert max(shape[0] * shape[1] for shape, _ in colours.asked) <= 512 * 512


def test_grey_pictures_stay_grey() -> None:
    grey = np.repeat(noise(64, 48).pixels[..., :1], 3, axis=2)
    seen = seen_in(to_tiles(Picture(grey, is_grey=True)).region(0, QRect(0, 0, 64, 48)))
    assert np.array_equal(seen, grey)


def test_the_pixels_may_be_a_part_of_a_larger_array_and_may_go_away() -> None:
    pixels = noise(200, 100).pixels
    kept = pixels[16:80, 32:96].copy()
    part = to_part(pixels[16:80, 32:96], 32, 16)
    pixels[:] = 0
    assert np.array_equal(seen_in(part.images[0]), kept)


def test_making_tiles_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        to_tiles(noise(64, 64), progress=progress)
