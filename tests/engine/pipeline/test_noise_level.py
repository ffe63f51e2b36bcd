"""The blind estimate that presets the strength."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.image.metrics import psnr
from engine.image.picture import Picture, Samples
from engine.pipeline import noise_level
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise
from engine.pipeline.noise_level import (
    CROP,
    MOST_CROPS,
    NoiseEstimate,
    crops,
    estimate_noise,
    estimate_strength,
    plain_strength,
)
from engine.pipeline.options import CompressOptions, DenoiseOptions
from engine.pipeline.preview import CompressPreview
from engine.runtime.session import open_session
from tests.engine.conftest import DrawPhoto

GRID = (0.0, 3.0, 6.0, 10.0, 16.0, 25.0, 40.0, 60.0, 90.0)


def with_noise(clean: Samples, sigma: float) -> Picture:
    noise = np.random.default_rng(2).normal(0, sigma, clean.shape)
    return Picture(np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8))


def lost(clean: Samples, noisy: Picture) -> float:
    """Decibels that the estimated strength falls short of the best of a grid, for one picture."""

    def reached(strength: float) -> float:
        return psnr(clean, denoise(noisy, DenoiseOptions(strength=strength)).pixels)

    return max(map(reached, GRID)) - reached(estimate_strength(noisy))


@pytest.mark.parametrize("sigma", [5.0, 15.0, 25.0, 45.0])
def test_the_strength_for_white_noise_is_nearly_the_best(draw_photo: DrawPhoto, sigma: float) -> None:
    clean = draw_photo(256, 320)
    assert lost(clean, with_noise(clean, sigma)) < 0.6


@pytest.mark.parametrize("sigma", [8.0, 25.0])
@pytest.mark.parametrize("is_grey", [False, True])
def test_grain_that_all_colours_share_is_found(draw_photo: DrawPhoto, sigma: float, is_grey: bool) -> None:
    clean = draw_photo(256, 320)
    clean = np.repeat(clean[:, :, 1:2], 3, axis=2) if is_grey else clean
    noise = np.random.default_rng(2).normal(0, sigma, (*clean.shape[:2], 1))
    noisy = Picture(np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8), is_grey=is_grey)
    assert lost(clean, noisy) < 0.6


def test_softened_noise_is_found_too(draw_photo: DrawPhoto) -> None:
    """As cameras and reduced pictures have it: there is hardly any in the finest details."""
    clean = draw_photo(256, 320)
    noise = np.random.default_rng(2).normal(0, 1.0, clean.shape)
    for axis in (0, 1):
        noise = (np.roll(noise, 1, axis) + 2 * noise + np.roll(noise, -1, axis)) / 4
    noisy = Picture(np.clip(np.rint(clean + noise * 8.0 / noise.std()), 0, 255).astype(np.uint8))
    assert lost(clean, noisy) < 0.6


def test_jpeg_counts_by_what_it_did(draw_photo: DrawPhoto) -> None:
    clean = draw_photo(256, 320, 4)
    found = []
    for quality in (10, 30):
        file = io.BytesIO()
        Image.fromarray(clean).save(file, "JPEG", quality=quality)
        coded = Picture(np.asarray(Image.open(file).convert("RGB")))
        found.append(estimate_strength(coded))
        assert lost(clean, coded) < 0.6
    assert found[0] > found[1]


@pytest.mark.parametrize("colours", [2, 16, 256])
def test_drawings_of_few_colours_have_no_noise(colours: int) -> None:
    """Dithering and halftone look like noise, yet every pixel is meant."""
    rng = np.random.default_rng(1)
    palette = rng.integers(0, 256, (colours, 3), dtype=np.uint8)
    pixels = palette[rng.integers(0, colours, (160, 200))]
    assert estimate_noise(Picture(pixels)) == NoiseEstimate(0.0, 1.0)


def test_a_drawing_is_told_by_all_of_it() -> None:
    """A photo that stands in a drawing is no palette, even where a first look sees the drawing alone."""
    pixels = np.zeros((400, 500, 3), dtype=np.uint8)
    pixels[:, ::2] = 200
    assert estimate_noise(Picture(pixels)) == NoiseEstimate(0.0, 1.0)
    flat = pixels.reshape(-1, 3)
    seen = np.zeros(len(flat), dtype=bool)
    seen[:: len(flat) // noise_level._FIRST_LOOK] = True
    flat[~seen] = np.random.default_rng(1).integers(0, 256, (int((~seen).sum()), 3), dtype=np.uint8)
    assert estimate_noise(Picture(pixels)) != NoiseEstimate(0.0, 1.0)


def test_a_grey_photo_is_no_palette(draw_photo: DrawPhoto) -> None:
    grey = np.repeat(with_noise(draw_photo(256, 320), 20.0).pixels[:, :, 1:2], 3, axis=2)
    assert estimate_strength(Picture(grey, is_grey=True)) > 20.0


@pytest.mark.parametrize("sigma", [6.0, 20.0, 45.0])
def test_the_plain_estimate_sees_white_noise(draw_photo: DrawPhoto, sigma: float) -> None:
    noisy = with_noise(np.full((256, 320, 3), 120, dtype=np.uint8), sigma)
    assert plain_strength(crops(noisy.pixels)) == pytest.approx(2 * sigma, rel=0.1)
    assert plain_strength(crops(draw_photo(256, 320))) < 4.0


def test_the_answer_is_not_far_below_the_plain_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise_level, "open_session", lambda *_, **__: Sure(0.0))
    noisy = with_noise(np.full((256, 320, 3), 120, dtype=np.uint8), 20.0)
    assert estimate_strength(noisy) == pytest.approx(0.1 * plain_strength(crops(noisy.pixels)))


@pytest.mark.parametrize(("lost", "is_sure"), [(0.05, True), (2.0, False)])
def test_confidence_falls_with_what_may_be_lost(monkeypatch: pytest.MonkeyPatch, lost: float, is_sure: bool) -> None:
    monkeypatch.setattr(noise_level, "open_session", lambda *_, **__: Sure(lost))
    found = estimate_noise(
        Picture(np.zeros((64, 64, 3), dtype=np.uint8) + np.arange(64, dtype=np.uint8)[:, None, None])
    )
    assert found.is_sure == is_sure and 0.0 <= found.confidence <= 1.0


def test_a_doubtful_answer_is_gentle(monkeypatch: pytest.MonkeyPatch) -> None:
    noisy = with_noise(np.full((64, 64, 3), 120, dtype=np.uint8), 4.0)
    found = []
    for lost in (0.05, 3.0):
        monkeypatch.setattr(noise_level, "open_session", lambda *_, lost=lost, **__: Sure(lost, best=5))
        found.append(estimate_strength(noisy))
    assert found[0] > 10.0 > 4.0 > found[1]


class Sure:
    """A network that says which of the strengths is best, and what may be lost by it."""

    def __init__(self, lost: float, best: int = 0) -> None:
        self.lost, self.best = lost, best

    def run(self, names: list[str], inputs: dict[str, Any]) -> list[Any]:
        costs = np.full((1, 10), 8.0, dtype=np.float32)
        costs[:, 0] = 3.5
        costs[:, self.best] = self.lost
        return [costs]


def test_clean_pictures_have_next_to_none(draw_photo: DrawPhoto) -> None:
    assert estimate_strength(Picture(draw_photo(256, 320))) < 4.0
    assert estimate_strength(Picture(np.full((200, 200, 3), 90, dtype=np.uint8))) < 2.0


def test_deep_pictures_are_measured_on_the_same_scale(draw_photo: DrawPhoto) -> None:
    noise = np.random.default_rng(2).normal(0, 10.0, (256, 320, 3))
    deep = np.clip(np.rint((draw_photo(256, 320) + noise) * 257), 0, 65535).astype(np.uint16)
    flat = with_noise(draw_photo(256, 320), 10.0)
    assert estimate_strength(Picture(deep)) == pytest.approx(estimate_strength(flat), rel=0.05)


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (15, 400), (1, 3000), (129, 130)])
def test_small_and_narrow_pictures_are_no_error(size: tuple[int, int]) -> None:
    assert 0.0 <= estimate_strength(Picture(np.full((*size, 3), 128, dtype=np.uint8))) <= 100.0


@pytest.mark.parametrize("size", [(128, 128), (400, 300), (2000, 3000), (128, 20_000), (6000, 1000)])
def test_crops_are_few_and_spread_over_the_whole(size: tuple[int, int]) -> None:
    rows, columns = np.indices(size, dtype=np.uint16)
    found = crops(np.stack([rows, columns, rows], 2) * np.uint16(1))
    assert len(found) <= MOST_CROPS and found.shape[1:] == (3, CROP, CROP)
    assert len(found) >= min(MOST_CROPS // 2, (size[0] // CROP) * (size[1] // CROP))
    for axis, length in enumerate(size):
        places = found[:, axis] * 257.0
        assert places.min() < 0.5 and places.max() > length - CROP // 2


def test_a_large_picture_costs_no_more_and_says_the_same(draw_photo: DrawPhoto) -> None:
    part = with_noise(draw_photo(512, 768), 12.0)
    large = Picture(np.tile(part.pixels, (4, 4, 1)))
    assert estimate_strength(large) == pytest.approx(estimate_strength(part), rel=0.1)


def test_it_takes_no_more_threads_than_it_may(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches have a worker for every core: each with threads for all of them would be too many."""
    asked: list[int] = []

    def opened(path: Path, threads: int, *, keeps_memory: bool) -> Any:
        asked.append(threads)
        session = open_session(path, threads, keeps_memory=keeps_memory)
        assert not session.get_session_options().enable_cpu_mem_arena  # what comes next needs the memory
        return session

    monkeypatch.setattr(noise_level, "open_session", opened)
    picture = Picture(draw_photo(64, 64))
    estimate_strength(picture, 3)
    compress(picture, CompressOptions(denoise=None, threads=1))
    CompressPreview(picture, CompressOptions(denoise=None, threads=1)).curve([50.0], lambda point: None)
    denoise(picture, DenoiseOptions(threads=1))
    assert asked == [3, 1, 1, 1]
