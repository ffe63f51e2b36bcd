"""The blind noise estimate."""

from __future__ import annotations

import numpy as np
import pytest

from engine.image.noise import estimate_sigma
from tests.engine.conftest import DrawPhoto


@pytest.mark.parametrize("sigma", [2.0, 10.0, 25.0])
def test_white_noise_is_measured(draw_photo: DrawPhoto, sigma: float) -> None:
    noise = np.random.default_rng(2).normal(0, sigma, (256, 256, 3))
    noisy = np.clip(np.rint(draw_photo(256, 256) + noise), 0, 255).astype(np.uint8)
    assert estimate_sigma(noisy) == pytest.approx(sigma, rel=0.15)


def test_deep_pictures_are_measured_on_the_same_scale(draw_photo: DrawPhoto) -> None:
    noise = np.random.default_rng(2).normal(0, 4.0, (256, 256, 3))
    noisy = np.clip(np.rint((draw_photo(256, 256) + noise) * 257), 0, 65535).astype(np.uint16)
    assert estimate_sigma(noisy) == pytest.approx(4.0, rel=0.15)
    faint = np.full((256, 256, 3), 128 * 257) + np.random.default_rng(3).normal(0, 0.1 * 257, (256, 256, 3))
    assert estimate_sigma(np.rint(faint).astype(np.uint16)) == pytest.approx(0.1, rel=0.15)  # less than eight bits hold


def test_clean_pictures_have_little(draw_photo: DrawPhoto) -> None:
    assert estimate_sigma(draw_photo(256, 256)) < 0.5


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (15, 400)])
def test_small_pictures_are_no_error(size: tuple[int, int]) -> None:
    assert estimate_sigma(np.full((*size, 3), 128, dtype=np.uint8)) == 0.0
