"""The blind estimate that presets the strength."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.image.picture import Picture, Samples
from engine.pipeline import noise_level
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise
from engine.pipeline.noise_level import CROP, MOST_CROPS, crops, estimate_strength
from engine.pipeline.options import CompressOptions, DenoiseOptions
from engine.pipeline.preview import CompressPreview
from engine.runtime.session import open_session
from tests.engine.conftest import DrawPhoto


def with_noise(clean: Samples, sigma: float) -> Picture:
    noise = np.random.default_rng(2).normal(0, sigma, clean.shape)
    return Picture(np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8))


@pytest.mark.parametrize("sigma", [5.0, 15.0, 25.0, 45.0])
def test_white_noise_is_measured(draw_photo: DrawPhoto, sigma: float) -> None:
    assert estimate_strength(with_noise(draw_photo(256, 320), sigma)) == pytest.approx(2 * sigma, rel=0.2)


@pytest.mark.parametrize("sigma", [8.0, 25.0])
@pytest.mark.parametrize("is_grey", [False, True])
def test_grain_that_all_colours_share_is_measured(draw_photo: DrawPhoto, sigma: float, is_grey: bool) -> None:
    clean = draw_photo(256, 320)
    clean = np.repeat(clean[:, :, 1:2], 3, axis=2) if is_grey else clean
    noise = np.random.default_rng(2).normal(0, sigma, (*clean.shape[:2], 1))
    noisy = Picture(np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8), is_grey=is_grey)
    assert estimate_strength(noisy) == pytest.approx(2 * sigma, rel=0.3)


def test_softened_noise_is_measured_too(draw_photo: DrawPhoto) -> None:
    """As cameras and reduced pictures have it: there is hardly any in the finest details."""
    clean = draw_photo(256, 320)
    noise = np.random.default_rng(2).normal(0, 1.0, clean.shape)
    for axis in (0, 1):
        noise = (np.roll(noise, 1, axis) + 2 * noise + np.roll(noise, -1, axis)) / 4
    noisy = Picture(np.clip(np.rint(clean + noise * 8.0 / noise.std()), 0, 255).astype(np.uint8))
    assert estimate_strength(noisy) == pytest.approx(16.0, rel=0.35)


def test_jpeg_counts_by_what_it_did(draw_photo: DrawPhoto) -> None:
    clean = draw_photo(256, 320, 4)
    found = []
    for quality in (10, 30):
        file = io.BytesIO()
        Image.fromarray(clean).save(file, "JPEG", quality=quality)
        coded = np.asarray(Image.open(file).convert("RGB"))
        error = float(np.sqrt(np.square(coded - clean.astype(np.float64)).mean()))
        found.append(estimate_strength(Picture(coded)))
        assert found[-1] == pytest.approx(2 * error, rel=0.6)
    assert found[0] > found[1]


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
