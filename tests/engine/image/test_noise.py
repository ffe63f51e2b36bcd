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


def test_clean_pictures_have_little(draw_photo: DrawPhoto) -> None:
    assert estimate_sigma(draw_photo(256, 256)) < 0.5


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (15, 400)])
def test_small_pictures_are_no_error(size: tuple[int, int]) -> None:
    assert estimate_sigma(np.full((*size, 3), 128, dtype=np.uint8)) == 0.0
