"""Training end to end on drawn pictures: train, resume, export, and run what was exported in the engine."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.image.picture import Picture
from engine.models import catalog
from engine.pipeline.options import CompressOptions, DenoiseOptions
from tests.engine.conftest import DrawPhoto

torch = pytest.importorskip("torch")
pytest.importorskip("engine.training.vision")
pytest.importorskip("onnx")

from engine.training import dct, onnx_file, quantised  # noqa: E402
from engine.training.blocks import multiply_adds  # noqa: E402
from engine.training.codec_model import Codec  # noqa: E402
from engine.training.codec_transforms import CodecShape  # noqa: E402
from engine.training.export_graphs import ExactConv2d  # noqa: E402
from engine.training.loop import moving_average  # noqa: E402
from engine.training.runs import load_config  # noqa: E402
from engine.training.train_codec import CodecRun, add_noise_to_some  # noqa: E402
from engine.training.train_denoiser import DenoiserRun, build_model  # noqa: E402

CONFIGS = Path(dct.__file__).parent / "configs"


@pytest.fixture
def photos(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed in range(4):
        Image.fromarray(draw_photo(160, 200, seed)).save(folder / f"{seed}.png")
    return folder


def run(module: str, *arguments: object, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    monkeypatch.setattr(sys, "argv", [module, *map(str, arguments)])
    importlib.import_module(f"engine.training.{module}").main()


BUDGET = "minutes = 60\nmax_steps = {}\nbatch = 2\ncrop = 64\nfinal_batch = 2\nfinal_crop = 64\nheld_out = 1\n"
CODEC_TOML = BUDGET + "blocks = 1\nfast_blocks = 1\ndecoder_part = 0.5\n"
DENOISER_TOML = BUDGET + "widths = [8, 16]\nblocks = [1, 1]\n"


def test_codec_trains_resumes_exports_and_runs(
    tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch, draw_photo: DrawPhoto
) -> None:
    from engine.pipeline import codec
    from engine.pipeline.compress import compress
    from engine.pipeline.reconstruct import reconstruct

    toml, out, models = tmp_path / "run.toml", tmp_path / "out", tmp_path / "models"
    for steps in (3, 5):
        toml.write_text(CODEC_TOML.format(steps), encoding="utf-8")
        run("train_codec", toml, "--data", photos, "--out", out, monkeypatch=monkeypatch)
    log = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["step"] for entry in log] == [3, 5]
    assert all(math.isfinite(entry["validation"]) for entry in log)
    assert (out / "weights.pt").stat().st_size < 16 * 2**20

    folder = models / "tiny-codec"
    run("export_codec", out, "--run", toml, "--data", photos, "--out", folder, "--batches", 1, monkeypatch=monkeypatch)
    monkeypatch.setattr(catalog, "_cards", lambda: {"tiny-codec": catalog.read_card(folder / "model.json")})
    codec._load.cache_clear()
    picture = Picture(draw_photo(70, 90, seed=9))
    again = reconstruct(compress(picture, CompressOptions(quality=90, model="tiny-codec")))
    mse = np.square(again.pixels.astype(np.float64) - picture.pixels).mean()
    assert 10 * math.log10(255**2 / mse) > 28
    codec._load.cache_clear()


def test_a_codec_goes_on_from_weights_and_log_of_another_machine(
    tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml, first, second = tmp_path / "run.toml", tmp_path / "first", tmp_path / "second"
    toml.write_text(CODEC_TOML.format(2), encoding="utf-8")
    run("train_codec", toml, "--data", photos, "--out", first, monkeypatch=monkeypatch)
    for name in ("weights.pt", "log.jsonl"):
        (first / name).rename(tmp_path / f"kept{Path(name).suffix}")
    toml.write_text(CODEC_TOML.format(3), encoding="utf-8")
    arguments = (toml, "--data", photos, "--out", second, "--continues", tmp_path / "kept.pt")
    for _ in range(2):  # the second time there is nothing left to do
        run("train_codec", *arguments, monkeypatch=monkeypatch)
    log = [json.loads(line) for line in (second / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["step"] for entry in log] == [2, 3, 3]
    before = torch.load(tmp_path / "kept.pt", weights_only=True)
    after = torch.load(second / "weights.pt", weights_only=True)
    # The first step is a small one, and counts little in the average.
    assert (before["g_s.up.weight"] - after["g_s.up.weight"]).abs().max() < 1e-4
    assert torch.load(second / "checkpoint.pt", weights_only=True)["average"]["n_averaged"] > 100


def test_denoiser_trains_exports_and_runs(
    tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch, draw_photo: DrawPhoto
) -> None:
    from engine.pipeline.denoise import denoise

    toml, out, folder = tmp_path / "run.toml", tmp_path / "out", tmp_path / "tiny-denoiser"
    toml.write_text(DENOISER_TOML.format(250) + "matrix_rate = 2e-3\n", encoding="utf-8")
    run("train_denoiser", toml, "--data", photos, "--out", out, monkeypatch=monkeypatch)
    assert (out / "loss.png").stat().st_size > 1000
    run("export_denoiser", out, "--run", toml, "--out", folder, monkeypatch=monkeypatch)
    card = catalog.read_card(folder / "model.json")
    monkeypatch.setattr(catalog, "_cards", lambda: {card.id: card})
    monkeypatch.setattr(catalog, "DENOISERS", {"fast": card.id})
    clean = draw_photo(96, 96, seed=9)
    noise = np.random.default_rng(0).normal(0, 30, clean.shape)
    noisy = Picture(np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8))
    before = np.square(noisy.pixels.astype(np.float64) - clean).mean()
    after = np.square(denoise(noisy, DenoiseOptions(strength=60)).pixels.astype(np.float64) - clean).mean()
    assert after < 0.7 * before


def test_a_run_starts_from_given_weights(tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toml, first, second = tmp_path / "run.toml", tmp_path / "first", tmp_path / "second"
    toml.write_text(DENOISER_TOML.format(1), encoding="utf-8")
    run("train_denoiser", toml, "--data", photos, "--out", first, monkeypatch=monkeypatch)
    toml.write_text(DENOISER_TOML.format(1) + "learning_rate = 0.0\n", encoding="utf-8")
    weights = first / "weights.pt"
    run("train_denoiser", toml, "--data", photos, "--out", second, "--weights", weights, monkeypatch=monkeypatch)
    before, after = (torch.load(folder / "weights.pt", weights_only=True) for folder in (first, second))
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_unknown_setting_is_named(tmp_path: Path, photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toml = tmp_path / "run.toml"
    toml.write_text("minutes = 1\nlearning_rte = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="learning_rte"):
        run("train_codec", toml, "--data", photos, "--out", tmp_path, monkeypatch=monkeypatch)


def test_the_average_follows_the_weights_quickly_at_first_and_slowly_later() -> None:
    update = moving_average(0.99)
    mean = [torch.zeros(1)]
    update(mean, [torch.ones(1)], torch.tensor(0))
    assert mean[0].item() == pytest.approx(0.9)
    update(mean, [torch.zeros(1)], torch.tensor(10_000))
    assert mean[0].item() == pytest.approx(0.9 * 0.99)


def test_noise_is_left_to_the_last_samples_and_the_lower_rates() -> None:
    settings = CodecRun(minutes=1.0, noisy_part=0.25)
    clean = torch.full((8, 3, 32, 32), 0.5)
    noisy, rates, strength = add_noise_to_some(clean, torch.ones(8, 1), settings)
    assert torch.equal(noisy[:6], clean[:6]) and (noisy[6:] != clean[6:]).any((1, 2, 3)).all()
    assert (strength[:6] == 0).all() and (strength[6:] > 0).all()
    assert (rates[:6] == 1).all() and (rates[6:] <= 0.6).all()


def test_entropy_networks_are_within_their_budget() -> None:
    """10 KMAC a pixel for everything that steers the entropy coder, 25 for either transform."""
    codec = Codec(CodecShape(), (0.001, 0.2)).eval()
    x, t = torch.zeros(1, 3, 256, 256), torch.zeros(1, 1)
    with torch.no_grad():
        y = codec.g_a(x, t)
    assert multiply_adds(codec.g_a, 256, x, t) <= 25_000
    assert multiply_adds(codec.g_s, 256, y, t) <= 25_000
    codec.forward = codec.parameters_of  # type: ignore[method-assign,assignment]
    assert multiply_adds(codec, 256, y, t) <= 10_000


def test_untrained_transforms_are_each_others_inverse() -> None:
    """With all coefficients kept, analysis and synthesis of a new network give the picture back."""
    shape = CodecShape(latents=768, analysis_blocks=1, synthesis_blocks=1)
    codec = Codec(shape, (0.001, 0.2))
    x = torch.rand(1, 3, 64, 64)
    t = torch.full((1, 1), 0.5)
    with torch.no_grad():
        assert (codec.g_s(codec.g_a(x, torch.zeros(1, 1)), t) - x).abs().max() < 1e-4


def test_dct_is_orthonormal() -> None:
    kernel = dct.patch_dct_kernel().flatten(1)
    assert torch.allclose(kernel @ kernel.T, torch.eye(192), atol=1e-5)


@pytest.mark.parametrize("scale", [0.01, 1.0, 100.0])
def test_integer_sums_stay_exact_for_any_weights(scale: float) -> None:
    """The worst input, all weights at their largest included, cannot reach 2**24."""
    conv = quantised.IntegerConv2d(320, 8, 3)
    with torch.no_grad():
        conv.weight.copy_(scale * torch.randn_like(conv.weight).sign())
    exact = ExactConv2d(conv)
    assert exact.bound < 2**24
    assert exact.weight.abs().max() <= 64
    worst = torch.where(exact.weight[0] > 0, 255.0, 0.0)[None]
    with torch.no_grad():
        total = torch.nn.functional.conv2d(worst.double(), exact.weight.double(), exact.bias.double())
    assert total.abs().max() < 2**24


def test_weights_are_packed_only_where_nothing_is_lost(tmp_path: Path) -> None:
    half, fine = (torch.nn.Conv2d(16, 32, 1, bias=False) for _ in range(2))
    with torch.no_grad():
        half.weight.copy_(half.weight.half())
    x = {"x": torch.randn(1, 16, 8, 8)}
    sizes = []
    for name, layer in (("half", half), ("fine", fine)):
        path = tmp_path / f"{name}.onnx"
        assert onnx_file.export(layer, path, x, ["y"], {}) < 1e-3 * float(layer(x["x"]).detach().abs().max())
        sizes.append(path.stat().st_size)
    assert sizes[1] - sizes[0] > 900


def test_exact_convolution_agrees_with_training() -> None:
    conv = quantised.IntegerConv2d(16, 8, 3)
    exact = ExactConv2d(conv)
    steps = torch.randint(0, 256, (1, 16, 9, 9)).float()
    with torch.no_grad():
        real = conv(steps / 32.0)
        whole = exact(steps) * exact.step[:, None, None] / 32.0
    assert torch.allclose(real, whole, atol=2e-3)


def test_denoisers_work_is_within_its_budget() -> None:
    settings = load_config(CONFIGS / "denoiser_fast.toml", DenoiserRun, {})
    work = multiply_adds(build_model(settings), 64, torch.zeros(1, 3, 64, 64), torch.zeros(1, 1))
    assert work <= 25_000
    for name, runs in (("fast", 1), ("best", 8)):
        card = catalog.find_denoiser(name)
        assert card.figures["kmac_per_pixel"] == pytest.approx(runs * work / 1000, rel=1e-3)
        assert card.architecture["orientations"] == runs
