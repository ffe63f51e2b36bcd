"""Reading pictures: what comes out upright and whole, and what is refused with its reason."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import InputError, PictureTooLarge, UnreadableImage
from engine.image.picture import Pixels
from engine.image.reader import probe, read_picture
from tests.engine.conftest import DrawPhoto


def save(array: Pixels, path: Path, **settings: object) -> Path:
    Image.fromarray(array).save(path, **settings)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("suffix", ["png", "bmp", "tif", "ppm"])
def test_lossless_formats_are_read_exactly(tmp_path: Path, draw_photo: DrawPhoto, suffix: str) -> None:
    pixels = draw_photo(20, 30)
    picture = read_picture(save(pixels, tmp_path / f"a.{suffix}"))
    np.testing.assert_array_equal(picture.pixels, pixels)
    assert picture.alpha is None and not picture.is_grey


def test_probe_reads_the_header(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    path = save(draw_photo(20, 30), tmp_path / "a.jpg")
    info = probe(path)
    assert (info.width, info.height, info.format, info.bytes) == (30, 20, "JPEG", path.stat().st_size)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_once(tmp_path: Path, draw_photo: DrawPhoto, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Camera"
    path = save(draw_photo(20, 30), tmp_path / "a.png", exif=exif)
    picture = read_picture(path)
    stored = draw_photo(20, 30)
    flips = {1: stored, 2: stored[:, ::-1], 3: stored[::-1, ::-1], 4: stored[::-1]}
    turned = np.transpose(stored, (1, 0, 2))
    flips |= {5: turned, 6: turned[:, ::-1], 7: turned[::-1, ::-1], 8: turned[::-1]}
    np.testing.assert_array_equal(picture.pixels, flips[orientation])
    kept = Image.Exif()
    kept.load(picture.metadata.exif or b"")
    assert 0x0112 not in kept and kept[0x010F] == "Camera"


def test_alpha_grey_and_sixteen_bits(tmp_path: Path) -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    with_alpha = np.dstack([grey, grey, grey, grey[::-1]])
    picture = read_picture(save(with_alpha, tmp_path / "rgba.png"))
    np.testing.assert_array_equal(picture.alpha, grey[::-1])
    picture = read_picture(save(grey, tmp_path / "grey.png"))
    assert picture.is_grey
    np.testing.assert_array_equal(picture.pixels[:, :, 2], grey)
    deep = grey.astype(np.uint16) * 257
    picture = read_picture(save(deep, tmp_path / "deep.png"))  # type: ignore[arg-type]
    np.testing.assert_array_equal(picture.pixels[:, :, 0], grey)


def test_opaque_alpha_is_dropped(tmp_path: Path) -> None:
    assert read_picture(save(np.full((4, 4, 4), 255, dtype=np.uint8), tmp_path / "a.png")).alpha is None


def test_palette_with_transparency(tmp_path: Path) -> None:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putpixel((0, 0), 0)
    image.save(tmp_path / "a.png", transparency=0)
    picture = read_picture(tmp_path / "a.png")
    assert picture.alpha is not None
    assert (picture.alpha[0, 0], picture.alpha[1, 1]) == (0, 255)
    assert tuple(picture.pixels[1, 1]) == (0, 255, 0)


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=95)
    red = read_picture(tmp_path / "a.jpg").pixels[4, 4]
    assert red[0] > 200 and red[1] < 60 and red[2] < 60


def test_icc_profile_is_kept(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    path = save(draw_photo(8, 8), tmp_path / "a.png", icc_profile=b"some profile")
    assert read_picture(path).metadata.icc == b"some profile"


def _jpeg(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="JPEG")
    return buffer.getvalue()


def test_refusals_name_the_file_and_the_reason(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "text.jpg").write_text("not a picture")
    (tmp_path / "cut.jpg").write_bytes(_jpeg(draw_photo())[:600])
    for name, error, reason in [
        ("missing.png", InputError, "no such file"),
        ("empty.png", UnreadableImage, "empty file"),
        ("text.jpg", UnreadableImage, "not a picture"),
        ("cut.jpg", UnreadableImage, "damaged"),
        (".", UnreadableImage, "folder"),
    ]:
        path = tmp_path / name
        with pytest.raises(error, match=reason) as caught:
            read_picture(path)
        assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    path = save(draw_photo(8, 8), tmp_path / "a.png")
    path.chmod(0)
    with pytest.raises(InputError, match="permission"):
        read_picture(path)


def test_size_is_judged_by_the_header(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    with pytest.raises(PictureTooLarge, match="limit"):
        read_picture(save(draw_photo(20, 30), tmp_path / "a.png"), max_pixels=599)
