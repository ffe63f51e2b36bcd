"""The noise that the denoiser learns from."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from tests.engine.conftest import DrawPhoto

torch = pytest.importorskip("torch")

from engine.training.camera import _left_by_smoothing, camera_noise, soften  # noqa: E402
from engine.training.jpeg import jpeg  # noqa: E402
from engine.training.noise import Mixture, degrade, sample_sigma  # noqa: E402


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(3)


def as_tensor(*pictures: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2) / 255.0


def mse(a: torch.Tensor, b: torch.Tensor) -> float:
    return float((255.0 * (a - b)).square().mean())


def correlation(noise: torch.Tensor, lag: int) -> float:
    """Between a plane's values and those ``lag`` columns on."""
    centred = noise - noise.mean((2, 3), keepdim=True)
    return float((centred[..., :-lag] * centred[..., lag:]).mean() / centred.square().mean())


@pytest.mark.parametrize("quality", [10, 40, 75])
@pytest.mark.parametrize("subsampled", [False, True])
def test_jpeg_is_what_an_encoder_makes(draw_photo: DrawPhoto, quality: int, subsampled: bool) -> None:
    picture = draw_photo(128, 160, 4)
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality, subsampling=2 if subsampled else 0)
    real = as_tensor(np.asarray(Image.open(file).convert("RGB")))
    ours = jpeg(as_tensor(picture), torch.tensor([float(quality)]), torch.tensor([subsampled]))
    clean = as_tensor(picture)
    assert mse(ours, real) < 0.25 * mse(real, clean)
    assert mse(ours, clean) == pytest.approx(mse(real, clean), rel=0.12)


def test_each_sample_has_its_own_quality(draw_photo: DrawPhoto) -> None:
    pictures = as_tensor(*[draw_photo(64, 64, 4)] * 2)
    coded = jpeg(pictures, torch.tensor([10.0, 90.0]), torch.tensor([True, False]))
    assert mse(coded[0], pictures[0]) > 3 * mse(coded[1], pictures[1])


def test_camera_noise_is_soft_stronger_in_the_dark_and_of_the_size_asked_for() -> None:
    flat = torch.full((24, 3, 64, 64), 0.2)
    flat[:, :, :, 32:] = 0.8
    noise = 255.0 * (camera_noise(flat, torch.full((24, 1), 6.0)) - flat)
    assert float(noise.square().mean().sqrt()) == pytest.approx(6.0, rel=0.25)
    assert correlation(noise[..., :32], 1) > 0.3
    assert noise[..., :32].std() > noise[..., 32:].std()  # the tone curve lifts the shadows
    grey = noise.mean(1, keepdim=True)
    assert grey.std() > 1.1 * noise.std() / 3**0.5  # the colours share a part of it


def test_softened_noise_keeps_its_deviation() -> None:
    noise = torch.randn(2, 3, 128, 128)
    soft = soften(noise, torch.tensor([0.0, 1.5]))
    torch.testing.assert_close(soft[0], noise[0])
    assert float(soft[1].std()) == pytest.approx(1.0, rel=0.1)
    assert correlation(soft[1:], 1) > 0.7


def test_the_level_of_white_noise_is_what_was_asked_for() -> None:
    sigma = sample_sigma(6, 50.0, torch.device("cpu"))
    noisy, level = degrade(torch.full((6, 3, 32, 32), 0.5), sigma, Mixture(camera=0.0))
    assert torch.equal(level, sigma) and sorted(((sigma - 0.5) // 8.25).flatten().tolist()) == [0, 1, 2, 3, 4, 5]
    assert torch.equal(noisy, torch.round(noisy * 255.0) / 255.0)


@pytest.mark.parametrize("kind", ["camera", "jpeg", "banding"])
def test_the_level_of_anything_else_is_its_error(draw_photo: DrawPhoto, kind: str) -> None:
    clean = as_tensor(*(draw_photo(64, 64, seed) for seed in range(8)))
    shares = {"camera": 0.0, kind: 1.0}
    noisy, level = degrade(clean, torch.full((8, 1), 20.0), Mixture(**shares))
    assert (noisy != clean).flatten(1).any(1).all()
    errors = (255.0 * (noisy - clean)).square().mean((1, 2, 3)).sqrt()
    torch.testing.assert_close(level.flatten(), errors)
    _, uncertain = degrade(clean, torch.full((8, 1), 20.0), Mixture(**shares, uncertainty=0.3))
    assert uncertain.std() > 0


def test_some_samples_stay_clean_under_a_false_alarm() -> None:
    clean = torch.rand(8, 3, 32, 32).mul(255).round() / 255.0
    same, level = degrade(clean, torch.full((8, 1), 20.0), Mixture(camera=0.0, clean=1.0))
    assert torch.equal(same, clean) and not level.any()
    _, alarm = degrade(clean, torch.full((8, 1), 20.0), Mixture(camera=0.0, clean=1.0, uncertainty=0.25))
    assert alarm.max() > 0


def test_shares_are_kept() -> None:
    clean = torch.full((400, 3, 16, 16), 128.0 / 255.0)
    noisy, _ = degrade(clean, torch.full((400, 1), 20.0), Mixture(camera=0.0, clean=0.4))
    untouched = (noisy == clean).flatten(1).all(1).float().mean()
    assert float(untouched) == pytest.approx(0.4, abs=0.1)


def test_a_part_of_the_white_noise_is_grey() -> None:
    """As grey pictures have it: a network that has only seen noise in the colours takes it for texture."""
    clean, sigma = torch.full((200, 3, 16, 16), 0.5), torch.full((200, 1), 20.0)
    noisy, level = degrade(clean, sigma, Mixture(camera=0.0, grey=0.5))
    noise = 255.0 * (noisy - clean)
    assert torch.equal(level, sigma) and float(noise.std()) == pytest.approx(20.0, rel=0.05)
    shared = noise.mean(1).flatten(1).var(1) / 20.0**2  # of white noise a third is left in the mean of the colours
    assert float((shared > 0.95 * 0.8).float().mean()) > 0.15 and float((shared < 0.45).float().mean()) > 0.35


def test_the_border_of_a_plain_crop_is_no_edge() -> None:
    left = _left_by_smoothing(torch.full((16, 3, 32, 32), 0.4))
    torch.testing.assert_close(left[:, :, 0], left[:, :, 16])
    assert left.min() < 0.9
