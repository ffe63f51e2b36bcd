"""Small pictures for lists."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import engine
from engine.errors import InputError, PictureTooLarge, UnreadableImage
from engine.image import small
from engine.image.picture import Picture
from engine.image.writer import write_picture
from tests.engine.image.formats.test_raw import write_dng


def halves(width: int, height: int) -> Image.Image:
    """Red on the left, blue on the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = pixels[:, width // 2 :, 2] = 200
    return Image.fromarray(pixels)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_a_picture_is_made_small_and_looks_the_same(tmp_path: Path, suffix: str) -> None:
    halves(800, 400).save(tmp_path / f"a{suffix}")
    picture = engine.read_small(tmp_path / f"a{suffix}", 96)
    assert (picture.width, picture.height) == (96, 48) and picture.pixels.dtype == np.uint8
    assert np.abs(picture.pixels[24, 10].astype(int) - (200, 0, 0)).max() < 12
    assert np.abs(picture.pixels[24, 85].astype(int) - (0, 0, 200)).max() < 12


def test_it_is_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    halves(800, 400).save(tmp_path / "a.jpg", exif=exif)
    picture = engine.read_small(tmp_path / "a.jpg", 96)
    assert (picture.width, picture.height) == (48, 96)
    assert picture.pixels[10, 24, 0] > 150 > picture.pixels[85, 24, 0]


def test_it_is_never_enlarged_and_keeps_alpha(tmp_path: Path) -> None:
    alpha = np.full((3, 5), 65535, np.uint16)
    alpha[0] = 0
    write_picture(Picture(np.full((3, 5, 3), 30000, np.uint16), alpha), tmp_path / "a.png")
    picture = engine.read_small(tmp_path / "a.png", 96)
    assert (picture.width, picture.height) == (5, 3) and picture.alpha is not None
    assert picture.pixels.dtype == picture.alpha.dtype == np.uint8 and list(picture.alpha[:, 0]) == [0, 255, 255]


def test_long_and_narrow(tmp_path: Path) -> None:
    halves(4000, 2).save(tmp_path / "a.png")
    picture = engine.read_small(tmp_path / "a.png", 96)
    assert (picture.width, picture.height) == (96, 1)


def test_a_jpeg_is_decoded_at_a_fraction_of_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    known = small.picture_of

    def watched(source: object, image: Image.Image) -> Picture:
        seen.append(image.size)
        return known(source, image)  # type: ignore[arg-type]

    monkeypatch.setattr(small, "picture_of", watched)
    halves(1600, 1200).save(tmp_path / "a.jpg")
    engine.read_small(tmp_path / "a.jpg", 96)
    assert seen == [(200, 150)]


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_negative_is_developed_at_half_its_size(tmp_path: Path, orientation: int) -> None:
    pytest.importorskip("rawpy")
    write_dng(tmp_path / "a.dng", orientation)
    whole, picture = engine.read_picture(tmp_path / "a.dng"), engine.read_small(tmp_path / "a.dng", 24)
    assert (picture.width > picture.height) == (whole.width > whole.height)
    assert max(picture.width, picture.height) <= 24 and picture.pixels.dtype == np.uint8
    means = [each.pixels.mean(axis=(0, 1)) / each.pixels.mean() for each in (whole, picture)]
    assert np.abs(means[0] - means[1]).max() < 0.1


def test_size_is_judged_by_the_header(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "MAX_PIXELS_OF_OTHERS", 1000)
    halves(800, 400).save(tmp_path / "a.png")
    with pytest.raises(PictureTooLarge):
        engine.read_small(tmp_path / "a.png", 96)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff no picture")
    with pytest.raises(UnreadableImage):
        engine.read_small(tmp_path / "bad.jpg", 96)
    with pytest.raises(InputError):
        engine.read_small(tmp_path / "gone.jpg", 96)
    with pytest.raises(UnreadableImage):
        engine.read_small(tmp_path, 96)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    errors: list[InputError] = []

    def read() -> None:
        try:
            small.read_small(pipe, 96)
        except InputError as error:
            errors.append(error)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(20)
    assert len(errors) == 1
