"""Pictures in tiles: every level, every seam, and what is not known yet."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from desktop.picture.qimage import to_part, to_tiles
from desktop.viewer.tiles import LEVELS, TILE, ImagePart, TiledPicture, tiles_under
from engine.image.picture import Picture
from tests.desktop.viewer.drawn import GREEN, RED, flat, flat_part, noise, seen_in


def level_of(picture: TiledPicture, level: int) -> np.ndarray:
    return seen_in(picture.region(level, picture.level_rect(level)))


def test_levels_have_sides_rounded_up() -> None:
    picture = TiledPicture(1203, 700)
    sizes = [picture.level_rect(level).size().toTuple() for level in range(LEVELS)]
    assert sizes == [(1203, 700), (602, 350), (301, 175), (151, 88), (76, 44)]


@pytest.mark.parametrize(("scale", "level"), [(4.0, 0), (1.0, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.01, 4)])
def test_the_level_is_never_smaller_than_what_is_drawn(scale: float, level: int) -> None:
    assert TiledPicture(12003, 7000).level_for(scale) == level


def test_parts_in_any_order_and_grid_make_the_same_picture() -> None:
    picture = noise(1203, 1100)
    whole, pieced = to_tiles(picture), TiledPicture(1203, 1100)
    corners = [(left, top) for top in range(0, 1100, 304) for left in range(0, 1203, 400)]
    for left, top in corners[::-1]:
        pieced.put(to_part(picture.pixels[top : top + 304, left : left + 400], left, top))
    assert np.array_equal(level_of(whole, 0), picture.pixels)
    for level in range(LEVELS):
        assert np.array_equal(level_of(whole, level), level_of(pieced, level)), level
        assert not pieced.region(level, pieced.level_rect(level)).hasAlphaChannel()  # all known: drawn as opaque


def test_transparency_comes_through_in_parts_too() -> None:
    picture = noise(600, 530)
    alpha = np.arange(530 * 600).reshape(530, 600) % 251
    picture = Picture(picture.pixels, alpha.astype(np.uint8))
    whole, pieced = to_tiles(picture), TiledPicture(600, 530, has_alpha=True)
    for left, top in ((0, 0), (304, 0), (0, 208), (304, 208)):
        place = np.s_[top : 208 if top == 0 else 530, left : 304 if left == 0 else 600]
        assert picture.alpha is not None
        pieced.put(to_part(picture.pixels[place], left, top, alpha=picture.alpha[place]))
    for level in range(LEVELS):
        assert pieced.region(level, pieced.level_rect(level)) == whole.region(level, whole.level_rect(level)), level
    found = pieced.piece(0, QRect(0, 0, TILE, TILE))
    assert found is not None and found[0].hasAlphaChannel() and found[0].pixelColor(250, 0).alpha() == 250


def test_no_image_is_larger_than_a_tile_and_whole_tiles_are_shared() -> None:
    pixels = noise(TILE, TILE).pixels
    part = to_part(pixels, TILE, 0)
    picture = TiledPicture(2 * TILE, TILE)
    assert picture.put(part) == QRect(TILE, 0, TILE, TILE)
    found = picture.piece(0, QRect(TILE, 0, TILE, TILE))
    assert found is not None and found[0].cacheKey() == part.images[0].cacheKey()
    assert picture.piece(0, QRect(0, 0, TILE, TILE)) is None


def test_a_later_part_replaces_what_was_there_and_leaves_the_first_part_alone() -> None:
    first = flat_part(RED, 0, 0, TILE, TILE)
    picture = TiledPicture(TILE, TILE)
    picture.put(first)
    assert picture.put(flat_part(GREEN, 32, 64, 96, 48)) == QRect(32, 64, 96, 48)
    seen = level_of(picture, 0)
    assert (seen[64:112, 32:128] == (0, 255, 0)).all() and (seen == (0, 255, 0)).all(axis=2).sum() == 96 * 48
    assert (level_of(picture, 4)[4:7, 2:8] == (0, 255, 0)).all()
    assert (seen_in(first.images[0]) == (255, 0, 0)).all()


def test_a_copy_keeps_its_pixels_whatever_comes_into_either() -> None:
    first = flat(RED, TILE + 64, TILE)
    kept = first.copy()
    first.put(flat_part(GREEN, 32, 64, 96, 48))
    first.put(flat_part(GREEN, TILE, 0, 64, TILE))
    for level in range(LEVELS):
        assert (level_of(kept, level) == (255, 0, 0)).all(), level
    kept.put(flat_part(GREEN, 256, 256, 64, 64))
    assert (level_of(first, 0)[256:320, 256:320] == (255, 0, 0)).all()
    unfinished = TiledPicture(TILE, TILE)
    unfinished.put(flat_part(RED, 0, 0, 64, 64))
    kept = unfinished.copy()
    unfinished.put(flat_part(RED, 64, 0, 64, 64))
    assert kept.known.boundingRect() == QRect(0, 0, 64, 64)
    assert kept.region(0, kept.rect).pixelColor(80, 8).alpha() == 0


def test_what_is_unknown_is_transparent() -> None:
    picture = TiledPicture(700, 600)
    assert picture.is_empty
    picture.put(flat_part(RED, 496, 256, 64, 64))
    image = picture.region(0, picture.rect)
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(600, 700, 4)[..., 3]
    assert (alpha[256:320, 496:560] == 255).all() and (alpha > 0).sum() == 64 * 64
    assert not picture.is_empty and picture.known.boundingRect() == QRect(496, 256, 64, 64)
    assert picture.region(0, QRect(-5, -5, 3, 3)).pixelColor(0, 0).alpha() == 0


def test_parts_that_reach_beyond_the_picture_are_cut() -> None:
    picture = TiledPicture(70, 40)
    assert picture.put(flat_part(RED, 64, 32, 64, 64)) == QRect(64, 32, 6, 8)
    assert picture.known.boundingRect() == QRect(64, 32, 6, 8)


@pytest.mark.parametrize(("left", "top", "count"), [(8, 0, LEVELS), (0, 24, LEVELS), (0, 0, LEVELS - 1)])
def test_parts_off_the_grid_or_without_all_levels_are_refused(left: int, top: int, count: int) -> None:
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    with pytest.raises(ValueError, match="not a part"):
        TiledPicture(64, 64).put(ImagePart(left, top, (image,) * count))


def test_a_picture_wider_than_qimage_draws_keeps_its_pixels() -> None:
    pixels = noise(40_003, 20).pixels
    picture = to_tiles(Picture(pixels))
    assert np.array_equal(seen_in(picture.region(0, QRect(39_000, 0, 1003, 20))), pixels[:, 39_000:])
    assert picture.level_rect(4).width() == 2501 and level_of(picture, 4).shape == (2, 2501, 3)


def test_tiles_under_a_rectangle() -> None:
    assert list(tiles_under(QRect(500, 0, 13, 513))) == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert list(tiles_under(QRect())) == []


def test_a_flat_picture_is_flat_on_all_levels() -> None:
    colour = QColor(201, 33, 118)
    picture = flat(colour, 1025, 513)
    for level in range(LEVELS):
        assert (level_of(picture, level) == colour.getRgb()[:3]).all()
