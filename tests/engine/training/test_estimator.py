"""The noise estimator, trained end to end on drawn pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.image.picture import Picture
from tests.engine.conftest import DrawPhoto
from tests.engine.training.test_training import run

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from engine.training import strengths  # noqa: E402
from engine.training.estimator_model import NoiseEstimator  # noqa: E402
from engine.training.strengths import STRENGTHS, costs, denoiser_errors, scenes  # noqa: E402
from engine.training.train_estimator import load_filters  # noqa: E402


class Smoother(torch.nn.Module):  # type: ignore[misc]
    """Stands for a denoiser: moves every pixel towards its neighbourhood, the farther the stronger it is told to be."""

    def forward(self, x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        around = torch.nn.functional.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        part = (sigma / 20.0).clamp_max(1.0)[:, :, None, None]
        return x + part * (around - x)


def test_estimator_trains_exports_and_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draw_photo: DrawPhoto
) -> None:
    from engine.models import catalog
    from engine.pipeline.noise_level import estimate_strength

    photos, crops, toml, out, folder = (tmp_path / name for name in ("photos", "crops", "r.toml", "out", "tiny-2"))
    photos.mkdir()
    crops.mkdir()
    for seed in range(4):
        Image.fromarray(draw_photo(160, 200, seed)).save(photos / f"{seed}.png")
    weights = tmp_path / "denoiser.pt"
    torch.save(Smoother().state_dict(), weights)
    monkeypatch.setattr(strengths, "Denoiser", lambda shape: Smoother())
    toml.write_text(
        "crops = 480\ncrop = 64\nscales = [1.0]\nheld_out = 1\nweak_share = 0.0\ncamera_share = 0.0\ndevice = 'cpu'\n"
        "jpeg_share = 0.0\nsoft_share = 0.0\ndark_share = 0.0\ndrawn_share = 0.0\n",
        encoding="utf-8",
    )
    run("strengths", toml, "--data", photos, "--denoiser", weights, "--out", crops / "a.pt", monkeypatch=monkeypatch)
    toml.write_text(
        "minutes = 5\nmax_steps = 400\nbatch = 32\nlearning_rate = 3e-3\ndevice = 'cpu'\n", encoding="utf-8"
    )
    run("train_estimator", toml, "--data", crops, "--out", out, monkeypatch=monkeypatch)
    run("export_estimator", out, "--run", toml, "--out", folder, monkeypatch=monkeypatch)
    card = catalog.read_card(folder / "model.json")
    monkeypatch.setattr(catalog, "_cards", lambda: {card.id: card})
    monkeypatch.setattr(catalog, "NOISE_ESTIMATOR", card.id)
    found = []
    for sigma in (0, 8, 40):
        noise = np.random.default_rng(0).normal(0, sigma, (128, 160, 3))
        noisy = np.clip(np.rint(draw_photo(128, 160, 9) + noise), 0, 255).astype(np.uint8)
        found.append(estimate_strength(Picture(noisy)))
    assert found[0] < found[1] < found[2]
    assert found[2] > 1.3 * found[0]


def test_plain_areas_leave_its_filters_nothing() -> None:
    """Brightness reaches the network as a mean colour only: filters that saw it would see nothing else."""
    torch.manual_seed(0)
    estimator = NoiseEstimator(4)
    plain = torch.full((1, 3, 32, 32), 0.7)
    for layer in (estimator.fine, estimator.wide, estimator.coarse):
        assert layer(plain).abs().max() < 1e-4


def test_errors_are_those_of_the_denoiser_and_go_on_between() -> None:
    torch.manual_seed(0)
    clean = torch.full((2, 3, 32, 32), 0.5)
    noisy = clean.clone()
    noisy[1] += 10.0 / 255.0 * torch.randn(3, 32, 32)
    errors = denoiser_errors(Smoother(), noisy, clean)
    assert errors[0].max() < 0.3  # what rounding leaves
    assert errors[1, 0] == pytest.approx(100.0, rel=0.1)
    place = STRENGTHS.index(40.0)
    told = Smoother()(noisy[1:], torch.full((1, 1), 20.0))
    rounded = torch.round(255.0 * told)
    assert errors[1, place] == pytest.approx(float((rounded - 127.5).square().mean()), rel=1e-3)
    assert errors[1, STRENGTHS.index(100.0)] == errors[1, STRENGTHS.index(63.0)]  # not run so far off: the last stays
    assert (errors[1, 1:place].diff() < 0).all()


def test_noise_beyond_all_strengths_has_errors_too() -> None:
    """The strongest is run at: else nothing would be known but the noisy crop."""
    clean = torch.full((2, 3, 32, 32), 0.5)
    stripes = torch.ones(32, 1)
    stripes[::2] = -1.0
    noisy = clean + stripes * torch.tensor([0.37, 0.5])[:, None, None, None]
    errors = denoiser_errors(Smoother(), noisy, clean)
    assert errors.isfinite().all()
    assert (errors[:, -1] < errors[:, 0]).all()


def test_filters_alone_are_taken_from_weights_of_other_strengths(tmp_path: Path) -> None:
    torch.manual_seed(0)
    before, after = NoiseEstimator(4), NoiseEstimator(6)
    layers = after.layers[0].weight.clone()
    torch.save(before.half().state_dict(), tmp_path / "weights.pt")
    load_filters(after, tmp_path / "weights.pt")
    for name in ("fine", "wide", "coarse"):
        assert torch.equal(getattr(after, name).weight, getattr(before, name).weight.float())
    assert torch.equal(after.layers[0].weight, layers)


def test_what_is_taken_from_a_picture_costs_more() -> None:
    errors = torch.full((2, len(STRENGTHS)), 10.0)
    errors[0, 1], errors[0, 2] = 5.0, 15.0
    found = costs(errors)
    short, taken = (10.0 * np.log10(a / b) for a, b in ((16.5, 6.5), (16.5, 11.5)))
    assert found[0, 1] == 0.0
    assert found[0, 2] == pytest.approx(short + 0.3 * taken, abs=1e-4)
    assert found[0, 0] == pytest.approx(10.0 * np.log10(11.5 / 6.5), abs=1e-4)
    assert torch.equal(found[1], torch.zeros(len(STRENGTHS)))


def test_scenes_are_softer_or_darker_or_printed() -> None:
    torch.manual_seed(0)
    crops = torch.rand(6, 3, 64, 64)
    assert torch.equal(scenes(crops, 0.0, 0.0, 0.0), crops)
    soft = scenes(crops, 1.0, 0.0, 0.0)
    assert (soft.diff(dim=3).abs().mean((1, 2, 3)) < 0.9 * crops.diff(dim=3).abs().mean((1, 2, 3))).all()
    dark = scenes(crops, 0.0, 1.0, 0.0)
    assert (dark.std((1, 2, 3)) < crops.std((1, 2, 3))).all()
    smooth = torch.full((6, 3, 64, 64), 0.5)
    assert (scenes(smooth, 0.0, 0.0, 1.0).std((2, 3)) > 0.1).all()


def test_a_pictures_crops_are_looked_at_together() -> None:
    torch.manual_seed(0)
    estimator = NoiseEstimator(4).eval()
    x = torch.rand(3, 3, 64, 48)
    with torch.no_grad():
        one, all_crops = estimator(x[:1]), estimator.together(x)
        assert all_crops.shape == (1, 4) and not torch.allclose(all_crops, one, atol=1e-4)
        torch.testing.assert_close(estimator.together(x[:1].repeat(3, 1, 1, 1)), one)
        torch.testing.assert_close(estimator.together(x.flip(0)), all_crops)
