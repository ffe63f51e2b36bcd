"""MS-SSIM and SSIMULACRA 2 as losses: their values, and that they can be trained for."""

from __future__ import annotations

import numpy as np
import pytest

from engine.image import metrics
from engine.image.picture import Pixels
from tests.engine.conftest import DrawPhoto

torch = pytest.importorskip("torch")

from engine.training.perceptual import ms_ssim, ssimulacra2, ssimulacra2_error  # noqa: E402


def distorted(picture: Pixels, kind: str) -> Pixels:
    """A picture damaged in a way that any machine repeats exactly."""
    values = picture.astype(np.float64)
    random = np.random.default_rng(7)
    if kind == "noise":
        values = values + random.normal(0, 6, values.shape)
    elif kind == "strong noise":
        values = values + random.normal(0, 25, values.shape)
    elif kind == "blur":
        values = (values + np.roll(values, 1, 0) + np.roll(values, 1, 1) + np.roll(values, (1, 1), (0, 1))) / 4
    elif kind == "blocks":
        height, width = (side // 8 for side in values.shape[:2])
        means = values[: 8 * height, : 8 * width].reshape(height, 8, width, 8, 3).mean((1, 3))
        whole = values[: 8 * height, : 8 * width]
        whole += 0.5 * (means.repeat(8, 0).repeat(8, 1) - whole)
    elif kind == "bands":
        values = np.floor(values / 16) * 16 + 8
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


# The package ssimulacra2 0.3.0 on the same ten pairs.
PUBLISHED = {
    ("noise", 256, 256): 62.06,
    ("strong noise", 256, 320): -36.52,
    ("blur", 256, 256): 60.93,
    ("blocks", 256, 320): 58.88,
    ("bands", 256, 256): 27.79,
    ("noise", 300, 257): 58.38,
    ("blur", 259, 333): 51.73,
    ("blocks", 300, 257): 62.78,
    ("bands", 259, 333): 2.70,
    ("strong noise", 300, 257): -38.49,
}


def as_tensor(pixels: Pixels) -> torch.Tensor:
    return torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None].float() / 255.0


@pytest.mark.parametrize(("kind", "height", "width"), PUBLISHED)
def test_scores_are_those_of_the_published_measure(kind: str, height: int, width: int, draw_photo: DrawPhoto) -> None:
    picture = draw_photo(height, width, seed=height)
    score = ssimulacra2(as_tensor(picture), as_tensor(distorted(picture, kind))).item()
    assert score == pytest.approx(PUBLISHED[kind, height, width], abs=1.0)


def test_equal_pictures_have_no_error(draw_photo: DrawPhoto) -> None:
    picture = as_tensor(draw_photo(96, 128))
    assert ssimulacra2_error(picture, picture).item() == pytest.approx(0.0, abs=0.05)
    assert ssimulacra2(picture, picture).item() == pytest.approx(100.0, abs=0.2)


def test_samples_of_a_batch_do_not_meet(draw_photo: DrawPhoto) -> None:
    pictures = [draw_photo(64, 96, seed) for seed in (1, 2)]
    first = torch.cat([as_tensor(picture) for picture in pictures])
    second = torch.cat([as_tensor(distorted(pictures[0], "blur")), as_tensor(distorted(pictures[1], "noise"))])
    together = ssimulacra2_error(first, second)
    for number in range(2):
        alone = ssimulacra2_error(first[number : number + 1], second[number : number + 1])
        assert together[number].item() == pytest.approx(alone.item(), rel=1e-4)


def test_the_error_can_be_trained_for(draw_photo: DrawPhoto) -> None:
    original = as_tensor(draw_photo(64, 64))
    decoded = as_tensor(distorted(draw_photo(64, 64), "blocks")).requires_grad_()
    optimizer = torch.optim.Adam([decoded], 0.003)
    before = ssimulacra2_error(original, decoded).item()
    for _ in range(20):
        optimizer.zero_grad()
        ssimulacra2_error(original, decoded).sum().backward()
        optimizer.step()
    assert ssimulacra2_error(original, decoded).item() < 0.7 * before


def test_the_gradient_is_finite_where_pictures_are_equal_and_at_the_ends_of_the_range() -> None:
    original = torch.zeros((1, 3, 32, 32))
    original[:, :, 16:] = 1.0
    decoded = original.clone().requires_grad_()
    ssimulacra2_error(original, decoded).sum().backward()
    assert torch.isfinite(decoded.grad).all()


def test_ms_ssim_is_that_of_the_measures(draw_photo: DrawPhoto) -> None:
    picture = draw_photo(200, 240)
    damaged = distorted(picture, "strong noise")
    found = ms_ssim(as_tensor(picture), as_tensor(damaged)).item()
    assert found == pytest.approx(metrics.ms_ssim(picture, damaged), abs=2e-4)
