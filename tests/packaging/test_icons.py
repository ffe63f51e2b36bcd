"""The icons that are made of the drawn ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from icons import MACOS_SIZES, WINDOWS_SIZES, drawn, from_drawing, make_icons
from PIL import Image
from PIL.IcnsImagePlugin import IcnsImageFile
from PIL.IcoImagePlugin import IcoImageFile


def test_windows_gets_every_size_as_it_was_drawn(tmp_path: Path) -> None:
    ico, _ = make_icons(tmp_path)
    with Image.open(ico) as image:
        assert isinstance(image, IcoImageFile)
        assert image.ico.sizes() == {(size, size) for size in WINDOWS_SIZES}
        for size in WINDOWS_SIZES:
            assert np.array_equal(np.asarray(image.ico.getimage((size, size)).convert("RGBA")), np.asarray(drawn(size)))


def test_macos_gets_every_size_as_it_was_drawn(tmp_path: Path) -> None:
    _, icns = make_icons(tmp_path)
    with Image.open(icns) as image:
        assert isinstance(image, IcnsImageFile)
        sizes = image.icns.itersizes()
        found = {side * scale: image.icns.getimage((side, high, scale)).convert("RGBA") for side, high, scale in sizes}
    assert {*MACOS_SIZES, 1024} <= found.keys()
    for size in MACOS_SIZES:
        assert np.array_equal(np.asarray(found[size]), np.asarray(drawn(size))), size


def test_the_largest_is_drawn_and_not_enlarged() -> None:
    large, small = from_drawing(1024), drawn(512)
    reduced = np.asarray(large.resize((512, 512), Image.Resampling.BOX), dtype=int)
    assert abs(reduced - np.asarray(small, dtype=int)).mean() < 1.5, "the same picture"
    enlarged = np.asarray(small.resize((1024, 1024), Image.Resampling.BICUBIC), dtype=int)
    assert abs(np.asarray(large, dtype=int) - enlarged).max() > 40, "with sharper edges"
