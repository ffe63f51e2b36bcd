"""The heat map: its colours, and in which order its parts come."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect

from desktop.picture.difference import to_difference
from desktop.viewer.heat import HEAT_COLOURS
from desktop.viewer.tiles import ImagePart, TiledPicture
from engine.errors import Cancelled
from engine.image.picture import Picture
from engine.progress import Progress
from tests.desktop.fakes import drawn_picture
from tests.desktop.viewer.drawn import noise, seen_in


def heat_of(a: Picture, b: Picture) -> np.ndarray:
    heat = TiledPicture(a.width, a.height)
    to_difference(a, b, Progress(), on_part=heat.put)
    return seen_in(heat.region(0, heat.rect))


@pytest.mark.parametrize("deep", [(False, False), (True, True), (False, True)])
def test_heat_says_how_far_pixels_are_apart(deep: tuple[bool, bool]) -> None:
    one = np.full((8, 300, 3), 100, np.uint8)
    other = one.copy()
    other[:, 100:, 1] += 8
    other[:, 200:, 2] -= 40
    pictures = [Picture(p.astype(np.uint16) * 257 if d else p) for p, d in zip((one, other), deep, strict=True)]
    seen = heat_of(*pictures)[4, [50, 150, 250]]
    assert tuple(seen[0]) == HEAT_COLOURS[0] and tuple(seen[2]) == HEAT_COLOURS[-1]
    middle = (np.array(HEAT_COLOURS[2]) + HEAT_COLOURS[3]) / 2
    assert np.abs(seen[1] - middle).max() <= 1


def test_every_pixel_is_covered_once() -> None:
    parts: list[ImagePart] = []
    progress = Progress()
    to_difference(noise(1300, 700), noise(1300, 700, seed=2), progress, on_part=parts.append)
    cover = np.zeros((700, 1300), int)
    for part in parts:
        rect = part.rect
        cover[rect.top() : rect.top() + rect.height(), rect.left() : rect.left() + rect.width()] += 1
    assert (cover == 1).all() and progress.fraction == 1


def test_parts_in_sight_come_first() -> None:
    parts: list[ImagePart] = []
    pictures = noise(2000, 1500), noise(2000, 1500, seed=2)
    to_difference(*pictures, Progress(), first=QRect(1030, 600, 300, 500), on_part=parts.append)
    assert [(part.left, part.top) for part in parts[:2]] == [(1024, 512), (1024, 1024)]
    assert len(parts) == 12 and len({(part.left, part.top) for part in parts}) == 12


def test_pictures_of_different_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in size"):
        to_difference(noise(8, 8), noise(8, 9), Progress(), on_part=lambda _: None)


def test_a_difference_can_be_cancelled_between_parts() -> None:
    progress, parts = Progress(), []

    def stop(part: ImagePart) -> None:
        parts.append(part)
        progress.cancel()

    with pytest.raises(Cancelled):
        to_difference(drawn_picture(1200, 600), drawn_picture(1200, 600), progress, on_part=stop)
    assert len(parts) == 1
