"""Drawings that suffer are told; photographs are not even looked at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.files import fidelity
from engine.files.convert import run_job
from engine.files.job import Job
from engine.files.settings import JobSettings
from engine.image.picture import Picture, Pixels
from engine.image.writer import write_picture
from engine.pipeline.compress import compress
from engine.pipeline.options import CompressOptions
from tests.engine.conftest import DrawPhoto


def dithered(height: int = 128, width: int = 128) -> Pixels:
    """Pixel-fine patterns of saturated colours: the worst that a codec of photographs can meet."""
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [255, 0, 255]], dtype=np.uint8)
    return colours[np.random.default_rng(3).integers(0, 5, (height, width))]


def test_few_colours_make_a_drawing(draw_photo: DrawPhoto) -> None:
    assert fidelity.has_few_colours(Picture(dithered()))
    assert not fidelity.has_few_colours(Picture(draw_photo(300, 300)))
    assert not fidelity.has_few_colours(Picture(draw_photo(40, 40)))  # small photographs have few colours, too


def test_few_greys_make_one_too(draw_photo: DrawPhoto) -> None:
    photo = draw_photo(300, 300)[:, :, :1].repeat(3, axis=2)
    assert not fidelity.has_few_colours(Picture(photo, is_grey=True))
    assert fidelity.has_few_colours(Picture(photo // 128 * 255, is_grey=True))


def test_a_photograph_is_not_decoded(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fidelity, "reconstruct_region", lambda *_: pytest.fail("decoded"))
    assert fidelity.quality_warning(Picture(draw_photo(200, 200)), b"", 40.0, 0) is None


@pytest.mark.parametrize("deep", [False, True])
def test_a_drawing_that_suffers_is_told(tmp_path: Path, deep: bool) -> None:
    pixels = dithered().astype(np.uint16) * np.uint16(257) if deep else dithered()
    source = tmp_path / "drawing.png"
    write_picture(Picture(pixels), source)
    settings = JobSettings.of(compress=CompressOptions(quality=50))
    outcome = run_job(Job("compress", source, tmp_path / "drawing.latent"), settings)
    assert outcome.state == "done" and "dB like the original: a drawing" in "; ".join(outcome.warnings)
    settings = JobSettings.of(compress=CompressOptions(50), measure=True)
    measured = run_job(Job("compress", source, tmp_path / "b.latent"), settings)
    assert measured.psnr is not None and measured.psnr < fidelity.expected_psnr(50)
    assert "dB like the original" in "; ".join(measured.warnings)


def test_where_no_noise_was_found_none_excuses_the_likeness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "drawing.png"
    write_picture(Picture(dithered()), source)
    for found, doubted in ((0.0, True), (30.0, False)):
        monkeypatch.setattr("engine.pipeline.compress.estimate_strength", lambda *_, found=found: found)
        monkeypatch.setattr(fidelity, "psnr", lambda *_: fidelity.EXPECTED_OF_DENOISED + 1)
        outcome = run_job(
            Job("compress", source, tmp_path / f"{found:g}.latent"),
            JobSettings.of(compress=CompressOptions(50, denoise=None)),
        )
        assert outcome.state == "done" and ("dB like the original" in "; ".join(outcome.warnings)) is doubted


def test_a_drawing_that_does_not_suffer_is_not_told() -> None:
    pixels: Pixels = np.full((96, 96, 3), 200, dtype=np.uint8)
    pixels[40:60, 30:70] = 60
    picture = Picture(pixels)
    assert fidelity.quality_warning(picture, compress(picture, CompressOptions(quality=80)), 28.0, 0) is None


def test_of_icons_all_are_looked_at(draw_photo: DrawPhoto) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    assert "so small a picture" in fidelity.quality_warning(Picture(noise), compress(Picture(noise)), 25.0, 0)
    grey = Picture(noise[:, :, :1].repeat(3, axis=2), is_grey=True)
    assert "so small a picture" in fidelity.quality_warning(grey, compress(grey), 40.0, 0)
    photo = Picture(draw_photo(64, 64))
    assert fidelity.quality_warning(photo, compress(photo), 25.0, 0) is None


def test_of_a_large_drawing_the_busiest_square_is_looked_at() -> None:
    pixels: Pixels = np.full((600, 1200, 3), 255, dtype=np.uint8)
    pixels[520:, 1030:1100] = dithered(80, 70)
    picture = Picture(pixels)
    assert "like the original" in fidelity.quality_warning(picture, compress(picture), 25.0, 0)
