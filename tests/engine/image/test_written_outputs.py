"""What was written is opened again before it takes its place."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from engine.errors import OutputError
from engine.image import writer
from engine.image.picture import Metadata, Picture
from engine.image.profiles import D65, P3_PRIMARIES, Colours, profile_of
from engine.image.reader import read_picture
from engine.image.writer import WRITABLE_FORMATS, write_picture

SUFFIXES = {"jpeg": "jpg", "tiff": "tif"}


def test_a_side_that_no_program_decodes(tmp_path: Path) -> None:
    picture = Picture(np.zeros((2, 32_769, 3), np.uint8))
    for suffix in ("avif", "webp"):
        with pytest.raises(OutputError, match=f"cannot be stored as {suffix}"):
            write_picture(picture, tmp_path / f"a.{suffix}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", WRITABLE_FORMATS)
def test_a_file_that_cannot_be_opened_does_not_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    target = tmp_path / f"a.{SUFFIXES.get(format, format)}"
    picture = Picture(np.full((16, 16, 3), 99, np.uint8))
    write_picture(picture, target)
    before = target.read_bytes()
    spoiled = dataclasses.replace(
        writer._FORMATS[format], encode=lambda file, *_: file.write(before[: len(before) // 20])
    )
    monkeypatch.setitem(writer._FORMATS, format, spoiled)
    with pytest.raises(OutputError, match="cannot be stored"):
        write_picture(picture, target, overwrite=True)
    assert target.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("format", WRITABLE_FORMATS)
def test_greys_with_a_profile_for_rgb_are_written_as_rgb(tmp_path: Path, format: str) -> None:
    icc = profile_of(Colours(None, D65, P3_PRIMARIES), is_grey=False)
    picture = Picture(np.full((16, 16, 3), 99, np.uint8), None, Metadata(icc=icc), is_grey=True)
    target = tmp_path / f"a.{SUFFIXES.get(format, format)}"
    write_picture(picture, target)
    with Image.open(target) as image:
        assert image.mode == "RGB" and image.info["icc_profile"] == icc


def test_grey_with_alpha_stays_grey_with_alpha(tmp_path: Path) -> None:
    alpha = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))
    samples = np.dstack([np.full((48, 64), 120, np.uint8), alpha])
    (tmp_path / "a.avif").write_bytes(imagecodecs.avif_encode(samples, level=90))
    picture = read_picture(tmp_path / "a.avif")
    assert picture.is_grey and picture.alpha is not None
    write_picture(picture, tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as image:
        assert image.mode == "LA"
