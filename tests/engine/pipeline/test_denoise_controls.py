"""Colour noise and detail apart from the strength, and pixels that are told before the whole is clean."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt
import pytest

from engine.errors import Cancelled, OptionError
from engine.image.picture import DEEP_STEP, Picture, Samples
from engine.pipeline import denoise as module
from engine.pipeline.denoise import denoise
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import DenoiseOptions
from engine.pipeline.picture_tiles import PictureTile
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto
from tests.engine.pipeline.told_parts import put_together

LUMA = np.array([0.299, 0.587, 0.114])


def noisy(clean: npt.NDArray[np.float64], sigma: float) -> Picture:
    noise = np.random.default_rng(1).normal(0, sigma, clean.shape)
    return Picture(np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8))


def textured(pixels: Samples, amplitude: float) -> npt.NDArray[np.float64]:
    """The right half under a fine weave."""
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    weave = amplitude * np.sin(columns / 1.7 + rows / 2.3) * np.sin(rows / 1.9) * (columns > pixels.shape[1] // 2)
    found: npt.NDArray[np.float64] = np.clip(pixels + weave[:, :, None], 0, 255)
    return found


def mse(a: Samples, b: npt.NDArray[np.float64]) -> float:
    return float(np.square(a - b).mean())


def chroma(pixels: Samples) -> npt.NDArray[np.float64]:
    """Differences to luma, ``(H, W, 3)``."""
    found: npt.NDArray[np.float64] = pixels - (pixels @ LUMA)[:, :, None]
    return found


@pytest.fixture
def picture(draw_photo: DrawPhoto) -> Picture:
    # Away from black and white, where rounding to samples would mix luma and chroma.
    return noisy(draw_photo(200, 240).astype(np.float64) * 0.5 + 60.0, 12.0)


def test_colour_takes_the_colours_of_one_run_and_the_brightness_of_another(picture: Picture) -> None:
    both = denoise(picture, DenoiseOptions(strength=10, colour=60)).pixels
    weak, strong = (denoise(picture, DenoiseOptions(strength=strength)).pixels for strength in (10, 60))
    assert np.abs(both @ LUMA - weak @ LUMA).max() <= 1.01
    assert np.abs(chroma(both) - chroma(strong)).max() <= 1.51


def test_either_half_may_stay_as_it_is(picture: Picture) -> None:
    colours = denoise(picture, DenoiseOptions(strength=0, colour=40)).pixels
    assert np.abs(colours @ LUMA - picture.pixels @ LUMA).max() <= 0.51
    assert chroma(colours).std() < 0.9 * chroma(picture.pixels).std()
    brightness = denoise(picture, DenoiseOptions(strength=40, colour=0)).pixels
    assert np.abs(chroma(brightness) - chroma(picture.pixels)).max() <= 1.01
    assert np.abs(brightness @ LUMA - picture.pixels @ LUMA).std() > 3


def test_nothing_asked_for_is_the_picture_itself(picture: Picture) -> None:
    parts: list[PictureTile] = []
    assert denoise(picture, DenoiseOptions(strength=0, colour=0, detail=50), on_tile=parts.append) is picture
    np.testing.assert_array_equal(put_together(parts, picture.pixels), picture.pixels)


def test_colour_follows_an_estimated_strength(picture: Picture) -> None:
    strength = estimate_strength(picture)
    expected = denoise(picture, DenoiseOptions(strength=strength)).pixels
    np.testing.assert_array_equal(denoise(picture).pixels, expected)
    np.testing.assert_array_equal(denoise(picture, DenoiseOptions(colour=strength)).pixels, expected)


def test_grey_pictures_have_no_colour_noise(picture: Picture) -> None:
    grey = Picture(np.repeat(picture.pixels[:, :, :1], 3, axis=2), is_grey=True)
    assert denoise(grey, DenoiseOptions(strength=0, colour=40)) is not None
    plain = denoise(grey, DenoiseOptions(strength=30)).pixels
    np.testing.assert_array_equal(denoise(grey, DenoiseOptions(strength=30, colour=90)).pixels, plain)


@pytest.mark.parametrize("sigma", [5.0, 15.0, 25.0])
def test_noise_on_a_flat_area_is_not_given_back(sigma: float) -> None:
    flat = noisy(np.full((192, 192, 3), 128.0), sigma)
    without, with_detail = (
        denoise(flat, DenoiseOptions(strength=2 * sigma, detail=detail)).pixels.std() for detail in (0, 100)
    )
    assert with_detail < without + 0.02 * sigma


def test_texture_is_given_back(draw_photo: DrawPhoto) -> None:
    clean = textured(draw_photo(192, 256), 25.0)
    picture = noisy(clean, 4.0)
    smooth, detailed = (denoise(picture, DenoiseOptions(strength=100, detail=detail)).pixels for detail in (0, 100))
    right, left = np.s_[:, 140:], np.s_[:, :116]
    weave = float(np.square(clean - draw_photo(192, 256))[right].mean())
    assert mse(detailed[right], clean[right]) < 0.65 * min(mse(smooth[right], clean[right]), weave)
    assert mse(detailed[left], clean[left]) < mse(smooth[left], clean[left]) + 0.2


def test_texture_that_is_everywhere_does_not_pass_for_noise() -> None:
    clean = textured(np.full((192, 400, 3), 128, np.uint8), 25.0)[:, 201:393]
    picture = noisy(clean, 2.0)
    smooth, detailed = (denoise(picture, DenoiseOptions(strength=20, detail=detail)).pixels for detail in (0, 100))
    # The network keeps more than half of it itself; what it takes hardly exceeds what noise of that strength explains.
    assert mse(smooth, clean) < 0.6 * float(np.square(clean - 128.0).mean())
    assert mse(detailed, clean) < 0.9 * mse(smooth, clean)


@pytest.mark.parametrize(("sigma", "strength"), [(6.0, 24.0), (6.0, 40.0), (10.0, 20.0), (15.0, 50.0)])
def test_moderate_detail_never_costs_likeness(draw_photo: DrawPhoto, sigma: float, strength: float) -> None:
    clean = textured(draw_photo(192, 256), 10.0)
    picture = noisy(clean, sigma)
    smooth, detailed = (
        mse(denoise(picture, DenoiseOptions(strength=strength, detail=detail)).pixels, clean) for detail in (0, 50)
    )
    assert detailed < smooth * 1.005
    if strength >= 4 * sigma:  # far too strong
        assert detailed < smooth * 0.99


@pytest.mark.parametrize("options", [DenoiseOptions(50, detail=100), DenoiseOptions(20, colour=70, detail=40)])
def test_tiles_leave_no_seams(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch, options: DenoiseOptions) -> None:
    picture = noisy(textured(draw_photo(288, 320), 20.0), 10.0)
    whole = denoise(picture, options).pixels.astype(int)
    monkeypatch.setattr(module, "CORE", 4)
    assert np.abs(denoise(picture, options).pixels.astype(int) - whole).max() <= 1
    assert np.abs(denoise(picture, options, first=(130, 90, 60, 60)).pixels.astype(int) - whole).max() <= 1


def test_deep_pictures_stay_deep(picture: Picture) -> None:
    deep = dataclasses.replace(picture, pixels=picture.pixels.astype(np.uint16) * np.uint16(DEEP_STEP))
    options = DenoiseOptions(strength=20, colour=50, detail=60)
    clean = denoise(deep, options).pixels
    assert clean.dtype == np.uint16
    shallow = denoise(picture, options).pixels
    assert np.abs(clean / DEEP_STEP - shallow).max() <= 0.6
    assert len(np.unique(clean)) > 1_000  # finer than eight bits


@pytest.mark.parametrize("size", [(1, 1), (17, 40), (203, 247)])
def test_parts_are_the_picture(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setattr(module, "CORE", 5)
    picture = Picture(draw_photo(*size))
    parts: list[PictureTile] = []
    first = (size[1] // 2, size[0] // 2, 50, 60)
    clean = denoise(picture, DenoiseOptions(strength=20), first=first, on_tile=parts.append)
    np.testing.assert_array_equal(put_together(parts, clean.pixels), clean.pixels)


def test_what_is_seen_comes_first(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CORE", 4)
    parts: list[PictureTile] = []
    options = DenoiseOptions(strength=20, threads=1)  # several would finish out of order
    denoise(Picture(draw_photo(256, 256)), options, first=(130, 130, 60, 120), on_tile=parts.append)
    # The tile nearest the region's middle in quarters, then the other one that the region touches, then the rest.
    assert sorted((part.left, part.top) for part in parts[:4]) == [(128, 128), (128, 160), (160, 128), (160, 160)]
    assert [part.top for part in parts[:2]] == [160, 160]
    assert (parts[4].left, parts[4].top) == (128, 192)
    assert [(part.left, part.top) for part in parts[5:7]] == [(0, 0), (64, 0)]


def test_cancelled_between_tiles(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CORE", 4)
    progress = Progress()
    parts: list[PictureTile] = []

    def stop(part: PictureTile) -> None:
        parts.append(part)
        progress.cancel()

    with pytest.raises(Cancelled):
        denoise(Picture(draw_photo(256, 256)), DenoiseOptions(strength=20, threads=1), progress, on_tile=stop)
    assert len(parts) == 1


@pytest.mark.parametrize("wrong", [{"colour": -1.0}, {"colour": float("nan")}, {"detail": 101.0}, {"detail": -0.1}])
def test_impossible_options_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(OptionError, match="must be from 0 to 100"):
        DenoiseOptions(**wrong)  # type: ignore[arg-type]
