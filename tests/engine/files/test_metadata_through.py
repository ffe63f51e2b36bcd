"""Metadata from file to file: compress and reconstruct, each format into each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.files.convert import run_job
from engine.files.job import Job
from engine.files.settings import JobSettings
from engine.image.exif import without_position
from engine.image.picture import Metadata, Picture
from engine.image.reader import read_picture
from engine.image.writer import lost_in, write_picture
from engine.pipeline.options import CompressOptions
from tests.engine.conftest import DrawPhoto
from tests.engine.image.metadata_samples import IPTC, XMP, exif_block, srgb_profile

FORMATS = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "tiff": ".tif", "avif": ".avif"}
EXIF, ICC = exif_block(resolution=False), srgb_profile()
SETTINGS = JobSettings.of(compress=CompressOptions(quality=80))


def done(task: str, source: Path, output: Path, settings: JobSettings = SETTINGS) -> str:
    """Do one job; returns its warning."""
    outcome = run_job(Job(task, source, output), settings)  # type: ignore[arg-type]
    assert outcome.state == "done", outcome.reason
    return "; ".join(outcome.warnings)


@pytest.fixture
def picture(draw_photo: DrawPhoto) -> Picture:
    return Picture(draw_photo(80, 96), metadata=Metadata(ICC, EXIF, XMP, IPTC, (300.0, 300.0)))


@pytest.mark.parametrize("into", FORMATS)
@pytest.mark.parametrize("source", FORMATS)
def test_what_both_formats_hold_comes_through_byte_for_byte(
    picture: Picture, tmp_path: Path, source: str, into: str
) -> None:
    first, latent, last = (
        tmp_path / f"{n}{suffix}" for n, suffix in enumerate((FORMATS[source], ".latent", FORMATS[into]))
    )
    write_picture(picture, first)
    before = read_picture(first)
    done("compress", first, latent)
    warning = done("reconstruct", latent, last)
    after = read_picture(last)
    assert before.metadata.icc == ICC and before.metadata.xmp == XMP and before.metadata.exif is not None
    assert (after.metadata.icc, after.metadata.xmp) == (ICC, XMP)
    if "tiff" not in (source, into):  # whose Exif is its own tags
        assert before.metadata.exif == after.metadata.exif == EXIF
    lost = lost_in(before, into)
    assert all(phrase in warning for phrase in lost)
    if "the IPTC data" not in lost:
        assert after.metadata.iptc == before.metadata.iptc
    if before.metadata.dpi is not None and "the resolution" not in lost and into in ("jpeg", "png", "tiff"):
        assert after.metadata.dpi == pytest.approx(before.metadata.dpi, abs=0.01)


def test_tiff_to_tiff_keeps_its_exif_byte_for_byte(picture: Picture, tmp_path: Path) -> None:
    write_picture(picture, tmp_path / "a.tif")
    before = read_picture(tmp_path / "a.tif").metadata.exif
    done("compress", tmp_path / "a.tif", tmp_path / "b.latent")
    done("reconstruct", tmp_path / "b.latent", tmp_path / "c.tif")
    assert before is not None and read_picture(tmp_path / "c.tif").metadata.exif == before


@pytest.mark.parametrize("suffix", [".png", ".tif"])
@pytest.mark.parametrize("grey", [False, True])
def test_depth_grey_and_transparency_come_through(
    draw_photo: DrawPhoto, tmp_path: Path, suffix: str, grey: bool
) -> None:
    alpha = np.arange(60 * 70, dtype=np.uint16).reshape(60, 70) * np.uint16(13)
    pixels = draw_photo(60, 70).astype(np.uint16) * np.uint16(257)
    if grey:
        pixels = pixels[:, :, :1].repeat(3, axis=2)
    source = tmp_path / f"deep{suffix}"
    write_picture(Picture(pixels, alpha, is_grey=grey), source)
    done("compress", source, tmp_path / "deep.latent")
    done("reconstruct", tmp_path / "deep.latent", tmp_path / f"again{suffix}")
    again = read_picture(tmp_path / f"again{suffix}")
    assert again.is_deep and again.is_grey == grey
    np.testing.assert_array_equal(again.alpha, alpha)


@pytest.mark.parametrize("what", ["gps", "all"])
def test_private_data_stay_behind(picture: Picture, tmp_path: Path, what: str) -> None:
    source, latent = tmp_path / "a.jpg", tmp_path / "a.latent"
    write_picture(picture, source)
    done("compress", source, latent, SETTINGS.with_fields(strip=what))
    done("reconstruct", latent, tmp_path / "b.png")
    kept = read_picture(tmp_path / "b.png").metadata
    assert kept.icc == ICC
    if what == "all":
        assert (kept.exif, kept.xmp, kept.iptc) == (None, None, None)
    else:
        assert kept.exif is not None and kept.xmp is not None and kept.exif != EXIF
        assert kept.exif == without_position(EXIF)
