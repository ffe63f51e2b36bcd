"""Measures of likeness against direct evaluations of their definitions."""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from engine.errors import Cancelled
from engine.image.metrics import ms_ssim, psnr, ssim
from engine.progress import Progress

Pixels = npt.NDArray[np.uint8]
WEIGHTS = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333)


def photo(height: int, width: int, seed: int = 1) -> Pixels:
    """Gradients, an edge and some grain; every channel is different."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    base = 110 + 60 * np.sin(x / 23) + 40 * np.cos(y / 31) + 30 * (x + y > (height + width) / 2)
    channels = np.stack([base, 0.8 * base + 20, 255 - base], axis=2)
    return np.clip(channels + rng.normal(0, 6, channels.shape), 0, 255).astype(np.uint8)


def noisy(pixels: Pixels, sigma: float, seed: int = 2) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, sigma, pixels.shape)
    return np.clip(np.round(pixels + noise), 0, 255).astype(np.uint8)


def reference_maps(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Mean SSIM and contrast term of one channel, straight from the definition in float64."""
    axis = np.exp(-0.5 * (np.arange(-5, 6) / 1.5) ** 2)
    window = np.outer(axis, axis) / axis.sum() ** 2
    windows_a = np.lib.stride_tricks.sliding_window_view(a, (11, 11))
    windows_b = np.lib.stride_tricks.sliding_window_view(b, (11, 11))
    mean_a = np.einsum("ijkl,kl->ij", windows_a, window)
    mean_b = np.einsum("ijkl,kl->ij", windows_b, window)
    var_a = np.einsum("ijkl,kl->ij", windows_a**2, window) - mean_a**2
    var_b = np.einsum("ijkl,kl->ij", windows_b**2, window) - mean_b**2
    covariance = np.einsum("ijkl,kl->ij", windows_a * windows_b, window) - mean_a * mean_b
    contrast = (2 * covariance + 58.5225) / (var_a + var_b + 58.5225)
    luminance = (2 * mean_a * mean_b + 6.5025) / (mean_a**2 + mean_b**2 + 6.5025)
    return float((luminance * contrast).mean()), float(contrast.mean())


def reference_ms_ssim(a: Pixels, b: Pixels) -> float:
    values = []
    for channel in range(3):
        x, y = a[:, :, channel].astype(np.float64), b[:, :, channel].astype(np.float64)
        product = 1.0
        for weight in WEIGHTS[:-1]:
            product *= reference_maps(x, y)[1] ** weight
            x, y = (z.reshape(z.shape[0] // 2, 2, z.shape[1] // 2, 2).mean(axis=(1, 3)) for z in (x, y))
        values.append(product * reference_maps(x, y)[0] ** WEIGHTS[-1])
    return float(np.mean(values))


def test_psnr_of_a_known_difference() -> None:
    a = np.full((40, 50, 3), 100, np.uint8)
    b = a.copy()
    b[..., 1] += 3  # mean squared error 3
    assert psnr(a, b) == pytest.approx(10 * math.log10(255**2 / 3), abs=1e-9)
    assert psnr(np.zeros_like(a), np.full_like(a, 255)) == pytest.approx(0.0, abs=1e-9)


def test_psnr_does_not_depend_on_the_blocks() -> None:
    a, b = photo(700, 911), noisy(photo(700, 911), 9)
    error = (a.astype(np.float64) - b) ** 2
    assert psnr(a, b) == pytest.approx(10 * math.log10(255**2 / error.mean()), abs=1e-9)


def test_psnr_of_deep_pictures() -> None:
    a, b = photo(70, 91), noisy(photo(70, 91), 9)
    deep_a, deep_b = a.astype(np.uint16) * 257, b.astype(np.uint16) * 257
    assert psnr(deep_a, deep_b) == pytest.approx(psnr(a, b), abs=1e-9)
    black = np.zeros_like(deep_a)
    assert psnr(black, np.full_like(black, 65535)) == pytest.approx(0.0, abs=1e-9)
    assert psnr(black, black + np.uint16(1)) == pytest.approx(20 * math.log10(65535), abs=1e-9)
    with pytest.raises(ValueError, match="uint8 or both uint16"):
        psnr(a, deep_b)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="uint8"):
        ssim(deep_a, deep_b)  # type: ignore[arg-type]


def test_ssim_matches_its_definition() -> None:
    a, b = photo(61, 83), noisy(photo(61, 83), 12)
    expected = np.mean([reference_maps(a[..., c].astype(float), b[..., c].astype(float))[0] for c in range(3)])
    assert ssim(a, b) == pytest.approx(float(expected), abs=1e-6)


def test_ssim_matches_scikit_image_over_several_blocks() -> None:
    reference = pytest.importorskip("skimage.metrics").structural_similarity
    a, b = photo(517, 701), noisy(photo(517, 701), 20)
    expected = reference(
        a, b, channel_axis=2, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    assert ssim(a, b) == pytest.approx(expected, abs=1e-6)


def test_ms_ssim_matches_its_definition() -> None:
    a, b = photo(176, 208), noisy(photo(176, 208), 25)
    assert ms_ssim(a, b) == pytest.approx(reference_ms_ssim(a, b), abs=1e-6)


@pytest.mark.parametrize("measure", [ssim, ms_ssim])
def test_equal_pictures_are_entirely_alike(measure: Callable[[Pixels, Pixels], float]) -> None:
    a = photo(200, 190)
    assert measure(a, a) == pytest.approx(1.0, abs=1e-6)
    assert psnr(a, a) == math.inf


@pytest.mark.parametrize("measure", [psnr, ssim, ms_ssim])
def test_symmetric_and_falling_with_noise(measure: Callable[[Pixels, Pixels], float]) -> None:
    a = photo(190, 230)
    values = [measure(a, noisy(a, sigma)) for sigma in (2, 5, 15, 40)]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 4
    assert measure(a, noisy(a, 15)) == pytest.approx(measure(noisy(a, 15), a), abs=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (7, 300), (10, 10), (11, 11), (21, 22), (175, 176)])
def test_small_pictures_have_fewer_scales(shape: tuple[int, int]) -> None:
    a = photo(*shape)
    assert ms_ssim(a, a) == pytest.approx(1.0, abs=1e-6)
    assert 0.0 <= ms_ssim(a, noisy(a, 30)) < 1.0


def test_one_scale_is_plain_ssim() -> None:
    a, b = photo(21, 60), noisy(photo(21, 60), 10)
    assert ms_ssim(a, b) == pytest.approx(ssim(a, b), abs=1e-9)


def test_an_inverted_picture_is_cut_off_at_zero() -> None:
    grain = noisy(np.full((180, 180, 3), 128, np.uint8), 40)
    assert ssim(grain, 255 - grain) < 0.0
    assert ms_ssim(grain, 255 - grain) == 0.0


def test_memory_stays_below_a_float_copy_of_the_pictures() -> None:
    a, b = photo(1200, 2000), noisy(photo(1200, 2000), 8)
    tracemalloc.start()
    ms_ssim(a, b)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * a.size


@pytest.mark.parametrize("measure", [psnr, ssim, ms_ssim])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.zeros((20, 20, 3), np.uint8), np.zeros((20, 21, 3), np.uint8)),
        (np.zeros((20, 20), np.uint8), np.zeros((20, 20), np.uint8)),
        (np.zeros((0, 20, 3), np.uint8), np.zeros((0, 20, 3), np.uint8)),
        (np.zeros((20, 20, 3), np.float32), np.zeros((20, 20, 3), np.float32)),
    ],
)
def test_pictures_that_do_not_pair_are_refused(
    measure: Callable[[Pixels, Pixels], float], a: Pixels, b: Pixels
) -> None:
    with pytest.raises(ValueError, match=r"shape|uint8"):
        measure(a, b)


def test_ms_ssim_is_cancelled_within_the_first_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    a, progress, checks = photo(900, 600), Progress(), list[bool]()
    check = progress.check

    def counted() -> None:
        checks.append(True)
        if len(checks) == 2:
            progress.cancel()
        check()

    monkeypatch.setattr(progress, "check", counted)
    with pytest.raises(Cancelled):
        ms_ssim(a, a, progress)
    assert len(checks) == 2
