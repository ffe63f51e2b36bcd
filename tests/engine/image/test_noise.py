"""The blind estimate of noise by brightness."""

from __future__ import annotations

import numpy as np
import pytest

from engine.image.noise import luma_noise

LUMA = np.array([0.299, 0.587, 0.114])


@pytest.mark.parametrize("sigma", [3.0, 12.0])
def test_noise_of_luma_is_measured(sigma: float) -> None:
    sky = np.add.outer(np.linspace(60, 160, 512), np.linspace(0, 40, 512))[:, :, None]
    noise = np.random.default_rng(2).normal(0, sigma, (512, 512, 3))
    noisy = np.clip(np.rint(sky + noise), 0, 255).astype(np.uint8)
    found = luma_noise(noisy)
    assert found is not None
    middle = found.at(np.array([120.0], dtype=np.float32))
    assert np.sqrt(middle / np.square(LUMA).sum())[0] == pytest.approx(sigma, rel=0.15)
    deep = luma_noise(noisy.astype(np.uint16) * np.uint16(257))
    assert deep is not None
    np.testing.assert_allclose(deep.variances, found.variances, rtol=1e-3)


def test_a_steep_slope_is_no_noise() -> None:
    sky = np.add.outer(np.linspace(40, 100, 512), np.linspace(0, 110, 128))[:, :, None]  # a level a pixel
    noisy = np.rint(sky + np.random.default_rng(2).normal(0, 2.0, (512, 128, 3))).astype(np.uint8)
    found = luma_noise(noisy)
    assert found is not None
    sigma = np.sqrt(found.at(np.array([90.0, 150.0], dtype=np.float32)) / np.square(LUMA).sum())
    assert sigma == pytest.approx(2.0, rel=0.15)


def test_noise_of_luma_goes_with_the_brightness_and_with_blurring() -> None:
    random = np.random.default_rng(4)
    brightness = np.repeat([60.0, 180.0], 256)[:, None, None]
    noise = random.normal(0, 1.0, (512, 512, 1)) * np.where(brightness < 100, 2.0, 8.0)
    noise = (noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(noise, (1, 1), (0, 1))) / 2  # blurred
    found = luma_noise(np.rint(np.repeat(brightness + noise, 3, axis=2)).clip(0, 255).astype(np.uint8))
    assert found is not None
    dark, light = np.sqrt(found.at(np.array([60.0, 180.0], dtype=np.float32)))
    assert dark == pytest.approx(2.0, rel=0.2) and light == pytest.approx(8.0, rel=0.2)


def test_what_cannot_tell_the_noise_of_luma() -> None:
    assert luma_noise(np.full((15, 400, 3), 128, dtype=np.uint8)) is None
    assert luma_noise(np.full((64, 64, 3), 255, dtype=np.uint8)) is None
    tiny = luma_noise(np.full((16, 16, 3), 128, dtype=np.uint8))
    assert tiny is not None and tiny.variances.max() == 0
