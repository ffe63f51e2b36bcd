"""The noise estimator, trained end to end on drawn pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.image.picture import Picture
from tests.engine.conftest import DrawPhoto
from tests.engine.training.test_training import BUDGET, run

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from engine.training.estimator_model import NoiseEstimator  # noqa: E402


def test_estimator_trains_exports_and_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draw_photo: DrawPhoto
) -> None:
    from engine.models import catalog
    from engine.pipeline.noise_level import estimate_strength

    photos, toml, out, folder = (tmp_path / name for name in ("photos", "run.toml", "out", "tiny-estimator"))
    photos.mkdir()
    for seed in range(4):
        Image.fromarray(draw_photo(160, 200, seed)).save(photos / f"{seed}.png")
    budget = BUDGET.format(150).partition("final_batch")[0].replace("batch = 2", "batch = 8")
    toml.write_text(budget + "learning_rate = 3e-3\nscales = [1.0]\nheld_out = 1\n", encoding="utf-8")
    run("train_estimator", toml, "--data", photos, "--out", out, monkeypatch=monkeypatch)
    run("export_estimator", out, "--run", toml, "--out", folder, monkeypatch=monkeypatch)
    card = catalog.read_card(folder / "model.json")
    monkeypatch.setattr(catalog, "_cards", lambda: {card.id: card})
    monkeypatch.setattr(catalog, "NOISE_ESTIMATOR", card.id)
    found = []
    for sigma in (0, 8, 40):
        noise = np.random.default_rng(0).normal(0, sigma, (128, 160, 3))
        noisy = np.clip(np.rint(draw_photo(128, 160, 9) + noise), 0, 255).astype(np.uint8)
        found.append(estimate_strength(Picture(noisy)) / 2)
    assert found[0] < found[1] < found[2]
    assert found[2] == pytest.approx(40, rel=0.5)


def test_plain_areas_leave_its_filters_nothing() -> None:
    """Brightness reaches the network as a mean colour only: filters that saw it would see nothing else."""
    torch.manual_seed(0)
    estimator = NoiseEstimator()
    plain = torch.full((1, 3, 32, 32), 0.7)
    assert estimator.fine(plain).abs().max() < 1e-5
    assert estimator.coarse(plain).abs().max() < 1e-4


def test_a_pictures_crops_are_weighed_together() -> None:
    torch.manual_seed(0)
    estimator = NoiseEstimator().eval()
    x = torch.rand(3, 3, 64, 48)
    with torch.no_grad():
        apart, together = torch.expm1(estimator(x)), estimator.together(x)
        assert apart.min() <= together + 1e-4 and together <= apart.clamp_min(0).max() + 1e-4
        torch.testing.assert_close(estimator.together(x[:1]), apart[:1].clamp_min(0), rtol=1e-4, atol=1e-5)
