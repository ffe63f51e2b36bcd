"""What cards of denoisers and of the noise estimator say."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

import engine
from desktop.models.card_texts import kind_text, purpose_text, sections, use_text
from desktop.models.tasks import InstalledModel

FILES = (("synthesis.onnx", "tables.npz"), ("analysis.onnx", "synthesis.onnx", "tables.npz"))
"""Of a codec that is no longer used, and of a whole one."""


def rows_of(kind: str, figures: dict[str, object], validation: dict[str, object]) -> dict[str, str]:
    card = engine.ModelCard("x", kind, "X", "00", figures=figures, training={"validation": validation})
    return dict(next((rows for title, rows in sections(InstalledModel(card, {}, "")) if title == "Measured"), []))


def test_every_kind_has_a_name_and_a_purpose(qtbot: QtBot) -> None:
    kinds = ("codec", "denoiser", "estimator")
    assert [kind_text(kind) for kind in (*kinds, "newer")] == ["Codec", "Denoiser", "Noise estimator", "newer"]
    purposes = [purpose_text(engine.ModelCard("x", kind, "X", "00")) for kind in (*kinds, "newer")]
    assert all(purposes[:3]) and purposes[3] == ""
    assert "how noisy a photo is" in purposes[2]


def test_an_old_codec_only_opens_files(qtbot: QtBot) -> None:
    old, new = (engine.ModelCard("x", "codec", "X", "00", files=dict.fromkeys(files, "")) for files in FILES)
    assert "can only open files" in use_text(InstalledModel(old, {}, "")) and "made with it" in purpose_text(old)
    assert "kept for files" in use_text(InstalledModel(new, {}, "")) and "into a small .latent" in purpose_text(new)


def test_the_denoisers_are_told_apart(qtbot: QtBot) -> None:
    ids = ("safelight-denoise-fast-2", "safelight-denoise-best-1", "fastest")
    fast, best, other = (purpose_text(engine.ModelCard(name, "denoiser", "X", "00")) for name in ids)
    assert "The fast one" in fast and "The best one" in best
    assert "one:" not in other and fast.startswith(other) and best.startswith(other)


def test_gains_over_real_noise_and_jpeg_are_told(qtbot: QtBot) -> None:
    gains: dict[str, object] = {"jpeg_gain@40": -0.02, "jpeg_gain@10": 1.214, "real_gain": 3.42, "psnr@25": 30.62}
    rows = rows_of("denoiser", gains, {})
    assert list(rows.items()) == [
        ("Noise of σ 25 removed", "30.62 dB"),
        ("Gain on noisy photos from cameras", "+3.42 dB"),
        ("Gain on JPEG of quality 10", "+1.21 dB"),
        ("Gain on JPEG of quality 40", "-0.02 dB"),
    ]


def test_the_estimators_errors_are_parts_of_the_noise(qtbot: QtBot) -> None:
    assert rows_of("estimator", {}, {"error@15": 0.4055, "error@camera": 0.5}) == {
        "Mean error at noise of σ 15": "50 %"
    }


def test_keys_that_are_no_numbers_break_nothing(qtbot: QtBot) -> None:
    validation: dict[str, object] = {"psnr@camera": 40.1, "psnr@jpeg": 33, "psnr@": 1, "psnr@1.2.3": 1, "psnr@.": 1}
    assert rows_of("denoiser", {"real_gain": "much", "jpeg_gain@x": 1.0, "jpeg_gain@20": None}, validation) == {}
    assert rows_of("codec", {}, validation) == {}


@pytest.mark.parametrize("value", [float("inf"), float("nan"), -float("inf"), 10**400, True, 1e300, [], None, "\ud800"])
def test_numbers_that_are_none_are_left_out(qtbot: QtBot, value: object) -> None:
    """A card of one's own is written by anybody, or by a training that has come to no number."""
    names = (
        "psnr@10",
        "bpp@10",
        "error@5",
        "jpeg_gain@3",
        "real_gain",
        "kmac_per_pixel",
        "bd_rate_jpeg",
        "mse",
        "psnr",
    )
    for kind in ("codec", "autoencoder"):
        figures = dict.fromkeys(names, value)
        training = dict.fromkeys(("steps", "minutes", "validation"), value)
        card = engine.ModelCard("x", kind, "X", "00", figures, training=training, architecture={"parameters": value})
        found = dict(sections(InstalledModel(card, {}, "")))
        assert list(found) == ["On this computer"]


def test_an_error_beyond_all_measure_is_left_out(qtbot: QtBot) -> None:
    assert rows_of("estimator", {"error@15": 1000, "error@20": 0.0}, {}) == {"Mean error at noise of σ 20": "0 %"}
