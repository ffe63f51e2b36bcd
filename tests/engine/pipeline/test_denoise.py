"""Denoising with the shipped model."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import numpy as np
import pytest

from engine.errors import Cancelled, OptionError, UnknownModel
from engine.image.picture import Metadata, Picture
from engine.models import catalog
from engine.pipeline import denoise as module
from engine.pipeline.denoise import denoise
from engine.pipeline.options import DenoiseOptions, DenoiserName
from engine.pipeline.picture_tiles import PictureTile
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto


def with_noise(picture: Picture, sigma: float) -> Picture:
    noise = np.random.default_rng(1).normal(0, sigma, picture.pixels.shape)
    return Picture(np.clip(np.rint(picture.pixels + noise), 0, 255).astype(np.uint8))


def mse(a: Picture, b: Picture) -> float:
    return float(np.square(a.pixels.astype(np.float64) - b.pixels).mean())


@pytest.mark.parametrize("sigma", [10.0, 25.0])
def test_noise_goes_down_a_lot(photo: Picture, sigma: float) -> None:
    noisy = with_noise(photo, sigma)
    assert mse(denoise(noisy, DenoiseOptions(strength=2 * sigma)), photo) < 0.25 * mse(noisy, photo)
    assert mse(denoise(noisy), photo) < 0.3 * mse(noisy, photo)


@pytest.mark.parametrize("model", catalog.DENOISERS)
def test_grain_of_grey_pictures_goes_too(draw_photo: DrawPhoto, model: DenoiserName) -> None:
    clean = Picture(np.repeat(draw_photo(160, 208)[:, :, :1], 3, axis=2), is_grey=True)
    noise = np.random.default_rng(1).normal(0, 20.0, (160, 208, 1))
    noisy = dataclasses.replace(clean, pixels=np.clip(np.rint(clean.pixels + noise), 0, 255).astype(np.uint8))
    cleaned = denoise(noisy, DenoiseOptions(strength=40, model=model))
    assert mse(cleaned, clean) < 0.25 * mse(noisy, clean)
    assert (np.ptp(cleaned.pixels, axis=2) == 0).all()


def test_a_clean_picture_is_left_alone(draw_photo: DrawPhoto) -> None:
    for seed in range(4):
        clean = Picture(draw_photo(256, 320, seed))
        assert mse(denoise(clean), clean) < 255.0**2 / 10**4.5  # 45 dB


def test_strength_zero_is_the_identity(photo: Picture) -> None:
    np.testing.assert_array_equal(denoise(photo, DenoiseOptions(strength=0)).pixels, photo.pixels)


def test_alpha_and_metadata_stay(photo: Picture) -> None:
    alpha = np.full(photo.pixels.shape[:2], 7, dtype=np.uint8)
    picture = dataclasses.replace(photo, alpha=alpha, metadata=Metadata(b"icc"))
    clean = denoise(picture, DenoiseOptions(strength=20))
    assert clean.metadata == picture.metadata
    np.testing.assert_array_equal(clean.alpha, alpha)


@pytest.mark.parametrize("size", [(1, 1), (3, 50), (17, 16), (100, 90)])
def test_any_size(draw_photo, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    assert denoise(Picture(draw_photo(*size)), DenoiseOptions(strength=30)).pixels.shape == (*size, 3)


@pytest.mark.parametrize("model", catalog.DENOISERS)
@pytest.mark.parametrize("deep", [False, True])
def test_tiles_leave_no_seams(
    draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch, model: DenoiserName, deep: bool
) -> None:
    noisy = with_noise(Picture(draw_photo(288, 320)), 50)
    options = DenoiseOptions(strength=100, model=model)
    if deep:
        noisy = Picture(noisy.pixels.astype(np.uint16) * np.uint16(257))
    monkeypatch.setattr(module, "CORE", 1000)
    whole = denoise(noisy, options).pixels.astype(int)
    monkeypatch.setattr(module, "CORE", 4)
    assert np.abs(denoise(noisy, options).pixels.astype(int) - whole).max() <= (257 if deep else 1)


def test_any_number_of_threads_gives_the_same(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CORE", 4)
    noisy = with_noise(Picture(draw_photo(288, 320)), 25)
    one, many = (denoise(noisy, DenoiseOptions(strength=50, threads=threads)).pixels for threads in (1, 3))
    np.testing.assert_array_equal(one, many)


def test_wrong_use(photo: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OptionError, match="strength"):
        DenoiseOptions(strength=101)
    with pytest.raises(OptionError, match="denoiser"):
        DenoiseOptions(model="huge")  # type: ignore[arg-type]
    monkeypatch.setattr(catalog, "DENOISERS", {"fast": catalog.DENOISERS["fast"]})
    with pytest.raises(UnknownModel, match="best"):
        denoise(photo, DenoiseOptions(model="best"))


def test_cancel(photo: Picture) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        denoise(photo, DenoiseOptions(strength=10), progress)


def test_after_a_cancel_no_tile_is_begun(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CORE", 4)
    progress, begun, run = Progress(), [], module._Cleaner._run

    def counted(cleaner: Any, *given: Any) -> Any:
        begun.append(1)
        return run(cleaner, *given)

    monkeypatch.setattr(module._Cleaner, "_run", counted)

    def on_tile(part: PictureTile) -> None:
        progress.cancel()
        time.sleep(0.5)  # the other worker goes on

    picture = Picture(draw_photo(288, 320))
    with pytest.raises(Cancelled):
        denoise(picture, DenoiseOptions(strength=10, threads=2), progress, on_tile=on_tile)
    assert len(begun) <= 3


@pytest.mark.parametrize("deep", [False, True])
def test_grey_stays_grey(draw_photo: DrawPhoto, deep: bool) -> None:
    grey = with_noise(Picture(draw_photo(96, 112)), 15).pixels[:, :, :1].repeat(3, axis=2)
    picture = Picture(grey.astype(np.uint16) * np.uint16(257) if deep else grey, is_grey=True)
    parts: list[PictureTile] = []
    clean = denoise(picture, DenoiseOptions(strength=30), on_tile=parts.append)
    assert not np.array_equal(clean.pixels, picture.pixels)
    for pixels in (clean.pixels, *(part.pixels for part in parts)):
        assert (pixels == pixels[:, :, :1]).all()
