"""Files that are shown while they are being decoded."""

from __future__ import annotations

import numpy as np
import pytest

import engine
from engine.image.picture import Picture
from tests.engine.conftest import DrawPhoto


@pytest.mark.parametrize("kind", ["colour", "grey", "deep"])
def test_the_parts_of_a_file_make_up_its_picture(draw_photo: DrawPhoto, kind: str) -> None:
    pixels = draw_photo(1100, 530)
    if kind == "grey":
        pixels = np.repeat(pixels[..., :1], 3, axis=2)
    if kind == "deep":
        pixels = pixels.astype(np.uint16) * 257
    data = engine.compress(Picture(pixels, is_grey=kind == "grey"), engine.CompressOptions(quality=30))
    parts: list[engine.PictureTile] = []
    whole = engine.reconstruct(data, on_tile=parts.append).pixels
    put_together = np.zeros_like(whole)
    covered = np.zeros(whole.shape[:2], np.int64)
    for part in parts:
        assert part.left % 16 == 0 and part.top % 16 == 0
        height, width = part.pixels.shape[:2]
        place = np.s_[part.top : part.top + height, part.left : part.left + width]
        put_together[place] = part.pixels
        covered[place] += 1
    assert (covered == 1).all() and (put_together == whole).all()
    bands = [part.top // 1024 for part in parts]
    assert bands == sorted(bands) and bands[-1] == 1
