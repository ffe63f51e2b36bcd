"""Writing pictures: whole or not at all, and never over something unasked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import OptionError, OutputError, OutputExists
from engine.image.picture import Metadata, Picture
from engine.image.reader import read_picture
from engine.image.writer import WRITABLE_FORMATS, write_picture


@pytest.mark.parametrize("format", WRITABLE_FORMATS)
def test_every_format_comes_back(tmp_path: Path, photo: Picture, format: str) -> None:
    path = tmp_path / f"a{WRITABLE_FORMATS[format]}"
    size = write_picture(photo, path)
    assert size == path.stat().st_size
    again = read_picture(path)
    difference = np.abs(again.pixels.astype(int) - photo.pixels)
    assert difference.max() <= (0 if format in ("png", "tiff") else 40)
    assert difference.mean() < 3
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_alpha_and_metadata_come_back(tmp_path: Path, photo: Picture) -> None:
    alpha = np.tile(np.arange(photo.width, dtype=np.uint8), (photo.height, 1))
    picture = Picture(photo.pixels, alpha, Metadata(icc=b"profile", xmp=b"<x:xmpmeta/>"))
    write_picture(picture, tmp_path / "a.png")
    again = read_picture(tmp_path / "a.png")
    np.testing.assert_array_equal(again.alpha, alpha)
    assert again.metadata == picture.metadata


def test_grey_is_stored_as_grey(tmp_path: Path, photo: Picture) -> None:
    grey = np.repeat(photo.pixels[:, :, :1], 3, axis=2)
    write_picture(Picture(grey, is_grey=True), tmp_path / "a.png")
    again = read_picture(tmp_path / "a.png")
    assert again.is_grey
    np.testing.assert_array_equal(again.pixels, grey)


def test_nothing_is_replaced_unasked(tmp_path: Path, photo: Picture) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"precious")
    with pytest.raises(OutputExists, match="exists"):
        write_picture(photo, path)
    assert path.read_bytes() == b"precious"
    write_picture(photo, path, overwrite=True)
    np.testing.assert_array_equal(read_picture(path).pixels, photo.pixels)


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    wide = Picture(np.zeros((1, 20_000, 3), dtype=np.uint8))
    with pytest.raises(OutputError, match="webp"):
        write_picture(wide, tmp_path / "a.webp")
    assert not list(tmp_path.iterdir())


def test_wrong_use(tmp_path: Path, photo: Picture) -> None:
    with pytest.raises(OptionError, match="suffix"):
        write_picture(photo, tmp_path / "a.xyz")
    with pytest.raises(OptionError, match="unknown picture format"):
        write_picture(photo, tmp_path / "a.png", format="xyz")
    with pytest.raises(OptionError, match="quality"):
        write_picture(photo, tmp_path / "a.jpg", quality=101)
    with pytest.raises(OutputError, match="cannot be written"):
        write_picture(photo, tmp_path / "nowhere" / "a.png")
