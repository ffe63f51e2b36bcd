"""Camera RAW: told from TIFF, developed, and refused with a way out where rawpy is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.errors import PictureTooLarge, UnreadableImage
from engine.image.reader import READABLE_SUFFIXES, probe, read_picture
from tests.engine.conftest import DrawPhoto

_IDENTITY = (1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1)


def write_dng(path: Path, orientation: int = 1) -> None:
    """A camera's negative: one greenish sample a pixel, in a pattern of two by two."""
    samples = np.add.outer(np.linspace(2000, 30000, 64), np.linspace(0, 20000, 96)).astype(np.uint16)
    tags = [
        (271, 2, 0, "Camera", True),
        (274, 3, 1, orientation, True),
        (33421, 3, 2, (2, 2), True),
        (33422, 1, 4, b"\0\1\1\2", True),
        (50706, 1, 4, b"\1\4\0\0", True),
        (50708, 2, 0, "Camera One", True),
        (50717, 4, 1, 65535, True),
        (50721, 10, 9, _IDENTITY, True),
        (50728, 5, 3, (1, 1, 1, 1, 1, 1), True),
        (50778, 3, 1, 21, True),
    ]
    tifffile.imwrite(path, samples, photometric=32803, extratags=tags, metadata=None, software=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a.dng", "a.nef", "a.tif", "a.jpg"])
def test_a_negative_is_developed_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    pytest.importorskip("rawpy")
    write_dng(tmp_path / name)
    picture = read_picture(tmp_path / name)
    assert picture.pixels.shape == (64, 96, 3) and picture.pixels.dtype == np.uint16 and picture.format == "RAW"
    assert picture.pixels[60, 90].min() > 2 * picture.pixels[4, 4].max()
    assert any("RAW" in warning for warning in picture.warnings)
    tags = Image.Exif()
    tags.load(picture.metadata.exif or b"")
    assert tags[271] == "Camera" and tags[50708] == "Camera One"
    info = probe(tmp_path / name)
    assert (info.width, info.height, info.format) == (96, 64, "RAW")


def test_a_negative_is_turned_once(tmp_path: Path) -> None:
    pytest.importorskip("rawpy")
    write_dng(tmp_path / "a.dng", 6)
    picture = read_picture(tmp_path / "a.dng")
    tags = Image.Exif()
    tags.load(picture.metadata.exif or b"")
    assert picture.pixels.shape == (96, 64, 3) and tags[274] == 1


def test_its_size_is_judged_first(tmp_path: Path) -> None:
    pytest.importorskip("rawpy")
    write_dng(tmp_path / "a.dng")
    with pytest.raises(PictureTooLarge, match="limit is 6,143"):
        read_picture(tmp_path / "a.dng", max_pixels=64 * 96 - 1)


def test_a_negative_without_rawpy_is_refused_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    for name in ("a.dng", "a.tif"):  # by no means its preview, or the sensor's samples as a grey picture
        write_dng(tmp_path / name)
        for function in (read_picture, probe):
            with pytest.raises(UnreadableImage, match=r"pip install 'safelight\[raw\]'"):
                function(tmp_path / name)


def test_a_damaged_negative(tmp_path: Path) -> None:
    pytest.importorskip("rawpy")
    (tmp_path / "a.cr2").write_bytes(b"II*\0" + bytes(400))
    with pytest.raises(UnreadableImage, match="damaged"):
        read_picture(tmp_path / "a.cr2")


def test_another_picture_with_the_name_of_a_negative(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    Image.fromarray(draw_photo(16, 16)).save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.nef")
    np.testing.assert_array_equal(read_picture(tmp_path / "a.nef").pixels, draw_photo(16, 16))


def test_folders_are_searched_for_negatives() -> None:
    assert {".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".pef", ".srw"} <= READABLE_SUFFIXES
    assert {".heic", ".jxl", ".avif", ".jpg", ".tiff", ".png", ".webp", ".jp2"} <= READABLE_SUFFIXES
    assert not {".eps", ".pdf", ".svg", ".mp4", ".latent", ".txt"} & READABLE_SUFFIXES
