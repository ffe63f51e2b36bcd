"""What is drawn of a picture: the same from tiles as from one image, at odd scales and places too."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop.picture.qimage import to_tiles
from desktop.viewer.canvas import draw_picture
from desktop.viewer.tiles import ImagePart, TiledPicture
from engine.image.picture import Picture
from tests.desktop.viewer.drawn import BLUE, RED, drawn, flat, flat_part, noise, seen_in, slope


def in_one(picture: TiledPicture, whole: QRectF, width: int, height: int) -> np.ndarray:
    """The same level drawn by Qt as a single image."""
    level = picture.level_for(whole.width() / picture.width)
    source = picture.region(level, picture.level_rect(level))
    step = whole.width() / picture.width * 2**level
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(BLUE)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(whole.x(), whole.y(), source.width() * step, source.height() * step), source)
    painter.end()
    return seen_in(image)


@pytest.mark.parametrize("scale", [1.93, 1.37, 1.01, 0.99, 0.731, 0.53, 0.371, 0.251, 0.113])
@pytest.mark.parametrize(("x", "y"), [(0, 0), (-37, -101), (13, 5)])
def test_smooth_tiles_have_no_seams(scale: float, x: int, y: int) -> None:
    picture = slope(1700, 1300)
    tiles = to_tiles(picture)
    whole = QRectF(x, y, 1700 * scale, 1300 * scale)
    width, height = min(1500, int(x + 1700 * scale)), min(1200, int(y + 1300 * scale))
    seen, expected = drawn(tiles, whole, width, height), in_one(tiles, whole, width, height)
    assert np.abs(seen.astype(int) - expected)[:-1, :-1].max() <= 3
    inside = seen[max(0, y) + 1 :, max(0, x) + 1 :].astype(int)
    for axis in (0, 1):  # a slope that changes slowly: no step anywhere
        assert np.abs(np.diff(inside, axis=axis)).max() <= 4 + 0.5 / scale


@pytest.mark.parametrize("scale", [1.37, 0.731, 0.371])
def test_noise_is_mixed_across_seams_as_within_tiles(scale: float) -> None:
    tiles = to_tiles(noise(1700, 1300))
    whole = QRectF(-5, -9, 1700 * scale, 1300 * scale)
    width, height = min(1500, int(1690 * scale)), min(1200, int(1285 * scale))
    apart = np.abs(drawn(tiles, whole, width, height).astype(int) - in_one(tiles, whole, width, height))
    assert np.percentile(apart, 99.9) <= 6 and apart.max() <= 24  # the rounding of two fixed-point transforms


@pytest.mark.parametrize("smooth", [False, True])
def test_at_100_percent_every_pixel_is_its_own(smooth: bool) -> None:
    picture = noise(1203, 700)
    seen = drawn(to_tiles(picture), QRectF(-101, -57, 1203, 700), 900, 600, smooth=smooth)
    assert np.array_equal(seen, picture.pixels[57:657, 101:1001])


@pytest.mark.parametrize("scale", [2, 3, 5, 16, 32])
def test_large_pixels_are_squares_of_their_own_colour(scale: int) -> None:
    picture = noise(700, 640)
    left, top = 500, 505  # over the corner where four tiles meet
    whole = QRectF(-left * scale, -top * scale, 700 * scale, 640 * scale)
    seen = drawn(to_tiles(picture), whole, 30 * scale, 20 * scale, smooth=False)
    expected = np.kron(picture.pixels[top : top + 20, left : left + 30], np.ones((scale, scale, 1), np.uint8))
    assert np.array_equal(seen, expected)


def test_far_right_of_a_very_wide_picture() -> None:
    picture = noise(40_003, 24)
    tiles = to_tiles(picture)
    seen = drawn(tiles, QRectF(-39_503, 3, 40_003, 24), 600, 40)
    assert np.array_equal(seen[3:27, :500], picture.pixels[:, 39_503:]) and (seen[:, 500:] == (0, 0, 255)).all()
    whole = QRectF(-39_903 * 32.0, 0, 40_003 * 32.0, 24 * 32.0)
    large = drawn(tiles, whole, 640, 64, smooth=False)
    assert np.array_equal(large[::32, ::32], picture.pixels[:2, 39_903:39_923])
    assert drawn(tiles, QRectF(0, 0, 750, 0.45), 750, 2).shape == (2, 750, 3)


def test_what_is_unknown_is_left_as_it_was() -> None:
    picture = TiledPicture(1200, 900)
    picture.put(flat_part(RED, 480, 320, 160, 208))
    for smooth in (False, True):
        seen = drawn(picture, QRectF(0, 0, 600, 450), 600, 450, smooth=smooth)
        assert (seen[162:262, 242:318] == (255, 0, 0)).all()
        seen[159:265, 239:321] = (0, 0, 255)
        assert (seen == (0, 0, 255)).all()


def test_checkers_lie_behind_what_is_known_and_transparent_only() -> None:
    pixels = np.zeros((512, 512, 3), np.uint8)
    pixels[:] = (255, 0, 0)
    alpha = np.zeros((512, 512), np.uint8)
    alpha[:, :256] = 255
    tiles = to_tiles(Picture(pixels, alpha))
    wide = TiledPicture(1024, 512, has_alpha=True)
    image = tuple(tiles.region(level, tiles.level_rect(level)) for level in range(5))
    wide.put(ImagePart(0, 0, image))
    seen = drawn(wide, QRectF(0, 0, 1024, 512), 1024, 512)
    assert (seen[:, :256] == (255, 0, 0)).all() and (seen[:, 512:] == (0, 0, 255)).all()
    shades = {tuple(colour) for colour in seen[:64, 256:512].reshape(-1, 3).tolist()}
    assert shades == {(150, 150, 150), (190, 190, 190)}


def test_a_picture_is_stretched_over_its_place() -> None:
    seen = drawn(flat(RED, 100, 50), QRectF(10, 20, 400, 400), 500, 500)
    assert (seen[20:420, 10:410] == (255, 0, 0)).all() and (seen == (255, 0, 0)).all(axis=2).sum() == 400 * 400


def test_parts_of_the_screen_drawn_one_by_one_are_the_same_as_in_one() -> None:
    tiles, whole = to_tiles(noise(1500, 1100)), QRectF(-31, -17, 1500 * 0.63, 1100 * 0.63)
    at_once = drawn(tiles, whole, 800, 600)
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for top in range(0, 600, 90):
        for left in range(0, 800, 130):
            draw_picture(painter, tiles, whole, QRectF(left, top, 130, 90), smooth=True)
    painter.end()
    assert np.abs(seen_in(image).astype(int) - at_once).max() <= 6
